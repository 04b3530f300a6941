/* SPDX-License-Identifier: MIT */
/*
 * Text of unknown origin made into UTF-8, which JSON demands.
 */
#ifndef TARE_MODEL_UTF8_H
#define TARE_MODEL_UTF8_H

#include <stddef.h>

/*
 * Bytes of the well-formed sequence that `text` (NUL-terminated) begins with: 1 to 4; 0 where it
 * begins with none (RFC 3629: overlong forms, surrogates and what is above U+10FFFF are not) or is
 * empty.
 */
size_t tare_utf8_length(const char *text);

/* A copy with U+FFFD for each byte that belongs to no sequence, to be freed; NULL without memory.
 */
char *tare_utf8_repair(const char *text);

#endif
