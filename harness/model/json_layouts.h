/* SPDX-License-Identifier: MIT */
/*
 * Links and components of variance as JSON, out and in. Results from before there were any lack the
 * keys, which then read as nothing. Private to the JSON reader and writer.
 */
#ifndef TARE_MODEL_JSON_LAYOUTS_H
#define TARE_MODEL_JSON_LAYOUTS_H

#include "model/json_build.h"
#include "model/json_node.h"
#include "model/result.h"

json_t *tare_json_links(struct tare_json_builder *builder, const struct tare_result *result);
json_t *tare_json_set_layout(struct tare_json_builder *builder, const struct tare_block *block);
json_t *tare_json_variance(struct tare_json_builder *builder,
                           const struct tare_stats_components *variance);

/* From the object that holds "layouts", "layouts" and "set_layout", or "variance". */
void tare_json_read_links(const struct tare_json_node *root, struct tare_result *result);
void tare_json_read_set_layout(const struct tare_json_node *block_node, struct tare_block *block);
void tare_json_read_variance(const struct tare_json_node *row_node,
                             struct tare_stats_components *variance);

#endif
