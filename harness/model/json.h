/* SPDX-License-Identifier: MIT */
/*
 * A result as JSON, out and in: result.json, and the fragment that a finished block is kept in
 * while its run goes on. The form is described by result.schema.json beside this file; `schema`
 * is its first key, the rest are in the order of result.h and of the field table.
 *
 * Numbers are the shortest decimals that read back as the same double; whole numbers have no point.
 * What is not finite is null: JSON has neither NaN nor Infinity. `check` and `seed`, whole 64-bit
 * numbers, are decimal strings, since most readers of JSON lose digits above 2^53. Text that is not
 * UTF-8 (a case may print anything) gets U+FFFD for what cannot be decoded; else reading back gives
 * an equal result. A string that ought to be there and is NULL is written as empty.
 *
 * Readers take keys in any order and skip those they do not know. They give up at the first
 * error, with TARE_ERR_INPUT and a text that names the file and either line and column (no JSON,
 * a duplicate key) or the path of the key and what was expected there:
 * "cannot read 'x': blocks[0].rows[2].time_ns: expected a number or null, found a string".
 */
#ifndef TARE_MODEL_JSON_H
#define TARE_MODEL_JSON_H

#include "base/err.h"
#include "model/result.h"

#include <stddef.h>
#include <stdio.h>

/*
 * Writes the whole result, samples included. Returns 0, or -1 with TARE_ERR_SYSTEM where memory is
 * short or the stream failed (it is flushed), and TARE_ERR_INPUT where a count is no whole number
 * below 2^53 or the result has two fields of one name unavailable.
 */
int tare_json_write(FILE *file, const struct tare_result *result, struct tare_err *err);

/*
 * Reads the result at `path` into `result`, which need not be initialised and is to be freed by the
 * caller. Returns 0, or -1 and an empty result: TARE_ERR_SYSTEM where the file cannot be opened or
 * read or memory is short, TARE_ERR_INPUT where it is no result, or one of a newer schema.
 */
int tare_json_read(const char *path, struct tare_result *result, struct tare_err *err);

/* The same from `length` bytes of text; `name` stands for the file in errors. */
int tare_json_parse(const char *text, size_t length, const char *name, struct tare_result *result,
                    struct tare_err *err);

/* As tare_json_read() without the samples, `sample_count` being 0, which takes a tenth of the time;
 * a result over several links keeps them, since they tell which set had which. */
int tare_json_read_times(const char *path, struct tare_result *result, struct tare_err *err);

/* A block alone, and its place in the order of the run. */
struct tare_json_fragment {
    size_t index;
    struct tare_block block;
};

/* As tare_json_write() and tare_json_read(), for a fragment. */
int tare_json_write_fragment(FILE *file, const struct tare_json_fragment *fragment,
                             struct tare_err *err);
int tare_json_read_fragment(const char *path, struct tare_json_fragment *fragment,
                            struct tare_err *err);

#endif
