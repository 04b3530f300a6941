/* SPDX-License-Identifier: MIT */
/*
 * Sources of cases and lessons of groups as JSON, out and in. Results from before there were any
 * lack the keys, which then read as nothing. Private to the JSON reader and writer.
 */
#ifndef TARE_MODEL_JSON_SOURCE_H
#define TARE_MODEL_JSON_SOURCE_H

#include "model/json_build.h"
#include "model/json_node.h"
#include "model/result.h"

/* Puts the keys "lessons" and "sources" into the result's object. */
void tare_json_put_sources(struct tare_json_builder *builder, json_t *object,
                           const struct tare_result *result);

/* From the result's object. */
void tare_json_read_sources(const struct tare_json_node *root, struct tare_result *result);

#endif
