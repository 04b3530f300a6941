/* SPDX-License-Identifier: MIT */
/* Takes the samples and what is told of the weighing out of the text of a result, for readers that
 * have no use for them: they are most of a file, 43 of 46 KB a row in results/reference, and to
 * parse them is most of the time that reading it takes. */
#ifndef TARE_MODEL_JSON_SKIP_H
#define TARE_MODEL_JSON_SKIP_H

#include <stddef.h>

/*
 * Empties, in place, all lists within the object of each key "sample", and puts null for that of
 * each key "weighing". Returns the new length. Lines keep their numbers, so that errors name them.
 * A text that is cut short stays so; what is no JSON may stay so or not, but for the parser to
 * tell.
 */
size_t tare_json_skip_details(char *text, size_t length);

#endif
