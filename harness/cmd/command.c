/* SPDX-License-Identifier: MIT */
#include "cmd/command.h"

#include <stdio.h>

int tare_command_fail(const struct tare_err *err)
{
    static const int status[] = {
        [TARE_ERR_NONE] = TARE_EXIT_BROKEN,   [TARE_ERR_USAGE] = TARE_EXIT_USAGE,
        [TARE_ERR_INPUT] = TARE_EXIT_USAGE,   [TARE_ERR_UNFIT] = TARE_EXIT_UNFIT,
        [TARE_ERR_SYSTEM] = TARE_EXIT_BROKEN,
    };

    fprintf(stderr, "tare: %s\n", err->code ? err->text : "failed for an unknown reason");
    return status[err->code];
}
