/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE /* vasprintf */
#include "base/buf.h"

#include <errno.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

char tare_buf_empty[1];

/* Makes room for `more` bytes and the NUL. */
static bool reserve(struct tare_buf *buf, size_t more)
{
    size_t capacity = buf->capacity ? buf->capacity : 64;
    char *text;

    if (buf->failed || more > SIZE_MAX / 4 - buf->length) {
        buf->failed = true;
        return false;
    }
    if (buf->capacity && buf->length + more < buf->capacity)
        return true;
    while (capacity <= buf->length + more)
        capacity *= 2;
    text = realloc(buf->capacity ? buf->text : NULL, capacity);
    if (!text) {
        buf->failed = true;
        return false;
    }
    text[buf->length] = '\0';
    buf->text = text;
    buf->capacity = capacity;
    return true;
}

void tare_buf_add(struct tare_buf *buf, const char *bytes, size_t length)
{
    if (!reserve(buf, length))
        return;
    memcpy(buf->text + buf->length, bytes, length);
    buf->length += length;
    buf->text[buf->length] = '\0';
}

void tare_buf_puts(struct tare_buf *buf, const char *string)
{
    tare_buf_add(buf, string, strlen(string));
}

void tare_buf_printf(struct tare_buf *buf, const char *format, ...)
{
    va_list args;
    int length;

    va_start(args, format);
    length = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (length < 0 || !reserve(buf, (size_t)length)) {
        buf->failed = true;
        return;
    }
    va_start(args, format);
    vsnprintf(buf->text + buf->length, (size_t)length + 1, format, args);
    va_end(args);
    buf->length += (size_t)length;
}

int tare_buf_read_file(struct tare_buf *buf, const char *path)
{
    FILE *file = fopen(path, "re");
    size_t length = buf->length, got;
    char chunk[4096];
    int error = 0;

    if (!file)
        return -1;
    while ((got = fread(chunk, 1, sizeof chunk, file)) > 0)
        tare_buf_add(buf, chunk, got);
    if (ferror(file) || buf->failed)
        error = buf->failed ? ENOMEM : errno;
    fclose(file);
    if (!error)
        return 0;
    buf->length = length;
    if (buf->capacity)
        buf->text[length] = '\0';
    errno = error;
    return -1;
}

void tare_buf_reset(struct tare_buf *buf)
{
    buf->length = 0;
    buf->failed = false;
    if (buf->capacity)
        buf->text[0] = '\0';
}

void tare_buf_free(struct tare_buf *buf)
{
    if (buf->capacity)
        free(buf->text);
    *buf = (struct tare_buf)TARE_BUF_INIT;
}

char *tare_buf_steal(struct tare_buf *buf)
{
    char *text = NULL;

    if (!buf->failed && reserve(buf, 0)) {
        text = buf->text;
        *buf = (struct tare_buf)TARE_BUF_INIT;
    } else {
        tare_buf_free(buf);
    }
    return text;
}

char *tare_buf_format(struct tare_err *err, const char *format, ...)
{
    va_list args;
    char *text;
    int length;

    va_start(args, format);
    length = vasprintf(&text, format, args);
    va_end(args);
    if (length >= 0)
        return text;
    tare_err_memory(err);
    return NULL;
}
