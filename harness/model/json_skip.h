/* SPDX-License-Identifier: MIT */
/* Leaves the samples and what is told of weighing, variance and lines out of the text of a result,
 * for readers that have no use for them: they are most of a file, 44 of 46 KB a row in
 * results/reference, and to parse them is most of the time that reading it takes. */
#ifndef TARE_MODEL_JSON_SKIP_H
#define TARE_MODEL_JSON_SKIP_H

#include <stdbool.h>
#include <stddef.h>

/* Is it one of the four characters that JSON may have between its values? */
bool tare_json_is_space(char c);

/*
 * Copies a text of `length` bytes to `to`, which has room for as many, with null for the object of
 * each key "sample", "weighing", "variance" and "profile". Returns how many bytes that took. A text
 * that is cut short stays so; what is no JSON stays none where it is not left out. Lines are no
 * longer those of the text.
 */
size_t tare_json_skip_details(char *to, const char *text, size_t length);

#endif
