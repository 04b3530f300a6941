/* SPDX-License-Identifier: MIT */
/*
 * A growing string. Invariants: `text` is never NULL and always NUL-terminated at `length`; a
 * failed allocation sets `failed`, later calls do nothing, and the caller asks once at the end.
 * Start with TARE_BUF_INIT, end with tare_buf_free().
 */
#ifndef TARE_BASE_BUF_H
#define TARE_BASE_BUF_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

struct tare_buf {
    char *text;
    size_t length;   /* bytes before the NUL */
    size_t capacity; /* bytes allocated; 0: `text` is the shared empty string */
    bool failed;
};

extern char tare_buf_empty[1];
#define TARE_BUF_INIT                                                                              \
    {                                                                                              \
        .text = tare_buf_empty                                                                     \
    }

void tare_buf_add(struct tare_buf *buf, const char *bytes, size_t length);
void tare_buf_puts(struct tare_buf *buf, const char *string);
void tare_buf_printf(struct tare_buf *buf, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Appends the file's bytes. 0, or -1 with errno and `buf` as it was but for its memory; memory that
 * is short sets `failed`, too. */
int tare_buf_read_file(struct tare_buf *buf, const char *path);

/* Empties it, keeping the memory and clearing `failed`. */
void tare_buf_reset(struct tare_buf *buf);
void tare_buf_free(struct tare_buf *buf);

/* What the format says, to be freed by the caller; NULL with `err` without memory. */
char *tare_buf_format(struct tare_err *err, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Hands over the string, to be freed by the caller; NULL when it failed. Leaves `buf` empty. */
char *tare_buf_steal(struct tare_buf *buf);

#endif
