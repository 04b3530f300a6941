/* SPDX-License-Identifier: MIT */
/* What weighing found out (model/weighing.h) as JSON, and back. Private to json_write and
 * json_read; one table a struct drives both. */
#ifndef TARE_MODEL_JSON_WEIGHING_H
#define TARE_MODEL_JSON_WEIGHING_H

#include "model/json_build.h"
#include "model/json_node.h"
#include "model/weighing.h"

/* An object; null where `weighing` is NULL. */
json_t *tare_json_weighing(struct tare_json_builder *builder, const struct tare_weighing *weighing);

/* Reads it from the key of a row; NULL where that is null or missing, as in results of tare before
 * it knew types. The caller frees it with tare_weighing_free() and free(). */
struct tare_weighing *tare_json_read_weighing(const struct tare_json_node *row, const char *key);

#endif
