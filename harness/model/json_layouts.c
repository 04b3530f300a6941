/* SPDX-License-Identifier: MIT */
#include "model/json_layouts.h"

#include <string.h>

json_t *tare_json_links(struct tare_json_builder *builder, const struct tare_result *result)
{
    json_t *array = json_array();

    for (size_t i = 0; i < result->layout_count; i++) {
        json_t *object = json_object();

        tare_json_put(builder, object, "path", tare_json_text(result->layout[i].path));
        tare_json_put(builder, object, "link_ns", tare_json_real(result->layout[i].link_ns));
        tare_json_append(builder, array, object);
    }
    return array;
}

json_t *tare_json_set_layout(struct tare_json_builder *builder, const struct tare_block *block)
{
    json_t *array = json_array();

    for (size_t i = 0; block->set_layout && i < block->sets; i++)
        tare_json_append(builder, array, json_integer(block->set_layout[i]));
    return array;
}

static json_t *level_json(struct tare_json_builder *builder,
                          const struct tare_stats_components *variance, int level)
{
    const struct tare_stats_component *component = &variance->level[level];
    json_t *object = json_object();

    tare_json_put(builder, object, "count", json_integer((json_int_t)variance->count[level]));
    tare_json_put(builder, object, "variance", tare_json_real(component->variance));
    tare_json_put(builder, object, "share", tare_json_real(component->share));
    tare_json_put(builder, object, "negative", json_boolean(component->negative));
    tare_json_put(builder, object, "cost_ns", tare_json_real(component->cost_ns));
    tare_json_put_count(builder, object, "repeat", component->repeat);
    return object;
}

json_t *tare_json_variance(struct tare_json_builder *builder,
                           const struct tare_stats_components *variance)
{
    bool has_best = variance->best < TARE_STATS_LEVELS;
    json_t *object = json_object();

    for (int i = TARE_STATS_LEVELS - 1; i >= 0; i--)
        tare_json_put(builder, object, tare_stats_level_name((enum tare_stats_level)i),
                      level_json(builder, variance, i));
    tare_json_put(builder, object, "joined", json_boolean(variance->joined));
    tare_json_put(builder, object, "best",
                  has_best ? json_string(tare_stats_level_name(variance->best)) : json_null());
    return object;
}

static bool has(const struct tare_json_node *object, const char *key)
{
    return json_object_get(object->value, key) != NULL;
}

void tare_json_read_links(const struct tare_json_node *root, struct tare_result *result)
{
    struct tare_json_node array;
    size_t count;

    if (!has(root, "layouts"))
        return;
    array = tare_json_array_at(root, "layouts", &count);
    result->layout = tare_json_alloc(&array, count, sizeof *result->layout);
    for (size_t i = 0; i < count && !tare_json_failed(&array); i++) {
        struct tare_json_node node = tare_json_object_entry(&array, i);

        result->layout_count = i + 1;
        result->layout[i].path = tare_json_text_at(&node, "path");
        result->layout[i].link_ns = tare_json_real_at(&node, "link_ns");
    }
}

void tare_json_read_set_layout(const struct tare_json_node *block_node, struct tare_block *block)
{
    struct tare_json_node array;
    size_t count;

    if (!has(block_node, "layouts"))
        return;
    block->layouts = tare_json_whole_at(block_node, "layouts", UINT32_MAX);
    array = tare_json_array_at(block_node, "set_layout", &count);
    if (tare_json_failed(&array))
        return;
    if (count != (block->layouts ? block->sets : 0)) {
        tare_json_expected(&array, block->layouts ? "as many entries as there are sets"
                                                  : "an empty list, as there are no layouts");
        return;
    }
    block->set_layout = tare_json_alloc(&array, count, sizeof *block->set_layout);
    for (size_t i = 0; i < count && !tare_json_failed(&array); i++) {
        struct tare_json_node node = tare_json_entry(&array, i);

        block->set_layout[i] = (uint32_t)tare_json_to_whole(&node, UINT32_MAX);
    }
}

static void read_level(const struct tare_json_node *object, struct tare_stats_components *variance,
                       int level)
{
    struct tare_json_node node =
        tare_json_object_at(object, tare_stats_level_name((enum tare_stats_level)level));

    variance->count[level] = tare_json_whole_at(&node, "count", INT64_MAX);
    variance->level[level] = (struct tare_stats_component){
        .variance = tare_json_real_at(&node, "variance"),
        .share = tare_json_real_at(&node, "share"),
        .negative = tare_json_bool_at(&node, "negative"),
        .cost_ns = tare_json_real_at(&node, "cost_ns"),
        .repeat = tare_json_count_at(&node, "repeat"),
    };
}

/* The level of that name; TARE_STATS_LEVELS: none. */
static enum tare_stats_level level_named(const char *name)
{
    int level = 0;

    while (level < TARE_STATS_LEVELS &&
           strcmp(tare_stats_level_name((enum tare_stats_level)level), name) != 0)
        level++;
    return (enum tare_stats_level)level;
}

void tare_json_read_variance(const struct tare_json_node *row_node,
                             struct tare_stats_components *variance)
{
    struct tare_json_node object;
    struct tare_json_node best;

    if (!has(row_node, "variance"))
        return;
    object = tare_json_object_at(row_node, "variance");
    for (int i = 0; i < TARE_STATS_LEVELS; i++)
        read_level(&object, variance, i);
    variance->joined = tare_json_bool_at(&object, "joined");
    best = tare_json_member(&object, "best");
    if (json_is_string(best.value))
        variance->best = level_named(json_string_value(best.value));
    if (!json_is_null(best.value) && variance->best == TARE_STATS_LEVELS)
        tare_json_expected(&best, "sample, process, layout or null");
}
