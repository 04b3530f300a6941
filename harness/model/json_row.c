/* SPDX-License-Identifier: MIT */
#include "model/json_row.h"

#include <jansson.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "model/json_layouts.h"
#include "model/json_weighing.h"
#include "model/row_profile.h"

static void read_field(const struct tare_json_node *row_node, enum tare_field_id field,
                       struct tare_row *row)
{
    struct tare_json_node node = tare_json_member(row_node, tare_fields[field].name);
    void *value = (char *)row + tare_fields[field].offset;
    bool is_null = json_is_null(node.value);

    switch (tare_fields[field].kind) {
    case TARE_KIND_TEXT:
        *(char **)value = tare_json_text_or_null_at(row_node, tare_fields[field].name);
        break;
    case TARE_KIND_REAL:
        *(double *)value = tare_json_to_real(&node);
        break;
    case TARE_KIND_COUNT:
        *(double *)value = tare_json_to_count(&node);
        break;
    case TARE_KIND_HASH:
        *(struct tare_hash *)value = (struct tare_hash){
            .known = !is_null,
            .value = is_null ? 0 : tare_json_to_decimal(&node),
        };
        break;
    }
}

/* A column of the samples, which must be as long as the others. */
static struct tare_json_node sample_column(const struct tare_json_node *samples, const char *key,
                                           size_t count)
{
    size_t length;
    struct tare_json_node column = tare_json_array_at(samples, key, &length);
    char expected[64];

    if (length != count) {
        snprintf(expected, sizeof expected, "a list of %zu, as process is", count);
        tare_json_expected(&column, expected);
    }
    return column;
}

static void read_samples(const struct tare_json_node *row_node, struct tare_row *row)
{
    struct tare_json_node samples = tare_json_object_at(row_node, "sample");
    size_t count;
    struct tare_json_node process = tare_json_array_at(&samples, "process", &count);
    struct tare_json_node round = sample_column(&samples, "round", count);
    struct tare_json_node iterations = sample_column(&samples, "iterations", count);
    struct tare_json_node elapsed_ns = sample_column(&samples, "elapsed_ns", count);

    row->sample = tare_json_alloc(&samples, count, sizeof *row->sample);
    for (size_t i = 0; i < count && !tare_json_failed(&samples); i++) {
        struct tare_json_node process_node = tare_json_entry(&process, i);
        struct tare_json_node round_node = tare_json_entry(&round, i);
        struct tare_json_node iterations_node = tare_json_entry(&iterations, i);
        struct tare_json_node elapsed_node = tare_json_entry(&elapsed_ns, i);

        row->sample[i] = (struct tare_sample){
            .process = (uint32_t)tare_json_to_whole(&process_node, UINT32_MAX),
            .round = (uint32_t)tare_json_to_whole(&round_node, UINT32_MAX),
            .iterations = tare_json_to_whole(&iterations_node, INT64_MAX),
            .elapsed_ns = tare_json_to_real(&elapsed_node),
        };
        row->sample_count = i + 1;
    }
}

static void read_set_times(const struct tare_json_node *row_node, struct tare_row *row)
{
    size_t count;
    struct tare_json_node array = tare_json_array_at(row_node, "set_time_ns", &count);

    row->set_time_ns = tare_json_alloc(&array, count, sizeof *row->set_time_ns);
    for (size_t i = 0; i < count && !tare_json_failed(&array); i++) {
        struct tare_json_node node = tare_json_entry(&array, i);

        row->set_time_ns[i] = tare_json_to_real(&node);
        row->set_count = i + 1;
    }
}

static void read_counters(const struct tare_json_node *row_node, struct tare_row *row)
{
    size_t count;
    struct tare_json_node array = tare_json_array_at(row_node, "counters", &count);

    row->counter = tare_json_alloc(&array, count, sizeof *row->counter);
    for (size_t i = 0; i < count && !tare_json_failed(&array); i++) {
        struct tare_json_node node = tare_json_object_entry(&array, i);

        row->counter_count = i + 1;
        row->counter[i].name = tare_json_text_at(&node, "name");
        row->counter[i].value = tare_json_real_at(&node, "value");
        if (json_object_get(node.value, "reason"))
            row->counter[i].reason = tare_json_text_at(&node, "reason");
    }
}

static void read_refs(const struct tare_json_node *row_node, struct tare_row *row)
{
    size_t count;
    struct tare_json_node array = tare_json_array_at(row_node, "refs", &count);

    row->refs = tare_json_alloc(&array, count, sizeof *row->refs);
    for (size_t i = 0; i < count && !tare_json_failed(&array); i++) {
        struct tare_json_node node = tare_json_object_entry(&array, i);

        row->refs_count = i + 1;
        row->refs[i].expression = tare_json_text_at(&node, "expression");
        row->refs[i].count = tare_json_count_at(&node, "count");
    }
}

/* The field of that name; TARE_FIELD_COUNT where there is none. */
static enum tare_field_id field_named(const char *name)
{
    int field = 0;

    while (field < TARE_FIELD_COUNT && strcmp(tare_fields[field].name, name) != 0)
        field++;
    return (enum tare_field_id)field;
}

static void read_unavailable(const struct tare_json_node *row_node, struct tare_row *row)
{
    struct tare_json_node object = tare_json_object_at(row_node, "unavailable");
    const char *key;
    json_t *value;

    json_object_foreach((json_t *)object.value, key, value)
    {
        struct tare_json_node node = tare_json_member(&object, key);

        if (!json_is_string(value))
            tare_json_expected(&node, "a string");
        if (tare_json_failed(&object))
            return;
        if (field_named(key) != TARE_FIELD_COUNT)
            tare_row_add_missing(row, field_named(key), json_string_value(value),
                                 &object.source->err);
    }
}

void tare_json_read_row(const struct tare_json_node *node, struct tare_row *row)
{
    for (int i = 0; i < TARE_FIELD_COUNT; i++)
        read_field(node, (enum tare_field_id)i, row);
    row->id = tare_json_text_at(node, "id");
    row->note = tare_json_text_or_null_at(node, "note");
    row->output = tare_json_text_or_null_at(node, "output");
    row->cold = tare_json_bool_at(node, "cold");
    row->many_modes = tare_json_bool_at(node, "many_modes");
    row->skewed = tare_json_bool_at(node, "skewed");
    row->sets_needed = tare_json_count_at(node, "sets_needed");
    row->prime_ns = tare_json_real_at(node, "prime_ns");
    row->capped_turns = tare_json_real_at(node, "capped_turns");
    read_set_times(node, row);
    read_counters(node, row);
    read_unavailable(node, row);
    read_refs(node, row);
    if (node->source->is_brief)
        return;
    read_samples(node, row);
    tare_json_read_variance(node, &row->variance);
    row->weighing = tare_json_read_weighing(node, "weighing");
    row->profile = tare_json_read_row_profile(node);
}
