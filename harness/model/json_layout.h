/* SPDX-License-Identifier: MIT */
/*
 * How a jansson tree is laid out as text: objects and lists of objects a line an entry, indented,
 * and lists of numbers on one line. jansson has only the one or the other, which makes samples
 * either unreadable or ten times as long. Private to the JSON writer.
 */
#ifndef TARE_MODEL_JSON_LAYOUT_H
#define TARE_MODEL_JSON_LAYOUT_H

#include <jansson.h>
#include <stdio.h>

#include "base/err.h"
#include "model/json_build.h"

/*
 * Writes `value` and a line end. Keys must need no escapes. Returns 0, or -1 where memory is short;
 * errors of the stream are left to the caller.
 */
int tare_json_layout(FILE *file, const json_t *value);

/* Writes `root`, which it takes over, where building it went well. 0, or -1 with the builder's
 * error or TARE_ERR_SYSTEM where memory is short or the stream failed (it is flushed). */
int tare_json_write_tree(FILE *file, const struct tare_json_builder *builder, json_t *root,
                         struct tare_err *err);

#endif
