/* SPDX-License-Identifier: MIT */
#include "base/err.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

int tare_err_set(struct tare_err *err, enum tare_err_code code, const char *format, ...)
{
    va_list args;

    if (!err || err->code != TARE_ERR_NONE)
        return -1;
    err->code = code;
    va_start(args, format);
    vsnprintf(err->text, sizeof err->text, format, args);
    va_end(args);
    return -1;
}

int tare_err_errno(struct tare_err *err, const char *format, ...)
{
    int number = errno;
    va_list args;
    int length;

    if (!err || err->code != TARE_ERR_NONE)
        return -1;
    err->code = TARE_ERR_SYSTEM;
    va_start(args, format);
    length = vsnprintf(err->text, sizeof err->text, format, args);
    va_end(args);
    if (length >= 0 && (size_t)length < sizeof err->text)
        snprintf(err->text + length, sizeof err->text - (size_t)length, ": %s", strerror(number));
    return -1;
}

int tare_err_memory(struct tare_err *err)
{
    return tare_err_set(err, TARE_ERR_SYSTEM, "out of memory");
}
