/* SPDX-License-Identifier: MIT */
/*
 * Characters that many machines have no font for. A PNG of gnuplot 5.4 is destroyed by one (cairo
 * takes its metrics from the font's missing glyph), while an SVG leaves it to who shows it: in a
 * PNG they are spelt. What is scarce is decided by the code point and not by the fonts installed,
 * so that all machines make the same script.
 */
#ifndef TARE_REPORT_SCARCE_H
#define TARE_REPORT_SCARCE_H

#include "base/buf.h"

#include <stdbool.h>
#include <stddef.h>

/* Appends `length` bytes of valid UTF-8 with scarce characters as "\u6f22", behind `backslashes`,
 * as many as it takes to show one. Returns whether there was any. */
bool tare_scarce_spell(struct tare_buf *out, const char *text, size_t length, size_t backslashes);

/* Appends those lines of a gnuplot script that set labels (as report/script.h writes them) with
 * scarce characters, spelt: what sets them anew. */
void tare_scarce_labels(struct tare_buf *out, const char *script);

#endif
