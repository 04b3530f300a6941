/* SPDX-License-Identifier: MIT */
#include "conduct/fate.h"

#include <stdarg.h>
#include <stdio.h>

void tare_fate_set(struct tare_fate *fate, const char *status, const char *format, ...)
{
    va_list args;

    if (fate->status)
        return;
    fate->status = status;
    va_start(args, format);
    vsnprintf(fate->reason, sizeof fate->reason, format, args);
    va_end(args);
}
