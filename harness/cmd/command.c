/* SPDX-License-Identifier: MIT */
#include "cmd/command.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

int tare_command_check_readable(const char *path, struct tare_err *err)
{
    return access(path, R_OK) == 0
               ? 0
               : tare_err_set(err, TARE_ERR_USAGE, "cannot open '%s': %s", path, strerror(errno));
}

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
