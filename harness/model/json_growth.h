/* SPDX-License-Identifier: MIT */
/* The part of result.json that says how times grow. Rules: model/json_build.h, json_node.h. */
#ifndef TARE_MODEL_JSON_GROWTH_H
#define TARE_MODEL_JSON_GROWTH_H

#include "model/json_build.h"
#include "model/json_node.h"
#include "model/result.h"

json_t *tare_json_growth(struct tare_json_builder *builder, const struct tare_result *result);

/* Reads what it wrote, from the key "growth" of the root. */
void tare_json_read_growth(const struct tare_json_node *root, struct tare_result *result);

#endif
