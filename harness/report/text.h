/* SPDX-License-Identifier: MIT */
/*
 * Text of unknown origin on a terminal or in a file that people read: names, titles, reasons, what
 * a case printed. It is UTF-8 or not, holds anything, and must neither move the cursor nor break a
 * line. The locale is not asked (the program may run in C): UTF-8 in, UTF-8 or ASCII out.
 */
#ifndef TARE_REPORT_TEXT_H
#define TARE_REPORT_TEXT_H

#include "base/buf.h"

#include <stdbool.h>
#include <stddef.h>

struct tare_text_style {
    size_t columns; /* cut to this width, the last column being an ellipsis; 0: never cut */
    bool unicode;   /* false: ASCII alone; µ, ±, · and bars have stand-ins, others become '?' */
};

/*
 * Appends `text` so that it is one line of printable characters: control characters are written
 * as in C ("\n", "\t", "\x1b"), bytes that are no UTF-8 as "\xff", characters that turn the
 * direction of writing or cannot be seen as "\u202e".
 */
void tare_text_show(struct tare_buf *buf, const char *text, struct tare_text_style style);

/* Columns that valid UTF-8 takes on a terminal: combining characters 0, East Asian wide ones 2. */
size_t tare_text_columns(const char *text);

/* Appends `count` spaces. */
void tare_text_pad(struct tare_buf *buf, size_t count);

#endif
