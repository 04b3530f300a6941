/* SPDX-License-Identifier: MIT */
#include "model/json_compare.h"

#include <jansson.h>

#include "model/gate.h"
#include "model/json_build.h"
#include "model/json_layout.h"

static json_t *run_json(struct tare_json_builder *builder, const struct tare_result *result,
                        const char *name)
{
    json_t *object = json_object();

    tare_json_put(builder, object, "name", tare_json_text(name));
    tare_json_put(builder, object, "started_utc", tare_json_text(result->started_utc));
    tare_json_put(builder, object, "command", tare_json_text(result->command));
    return object;
}

static json_t *differences_json(struct tare_json_builder *builder,
                                const struct tare_compare *compare)
{
    json_t *array = json_array();

    for (size_t i = 0; i < compare->difference_count; i++) {
        const struct tare_compare_difference *difference = &compare->difference[i];
        json_t *object = json_object();

        tare_json_put(builder, object, "what", tare_json_text(difference->what));
        tare_json_put(builder, object, "base", tare_json_text(difference->base));
        tare_json_put(builder, object, "new", tare_json_text(difference->next));
        tare_json_append(builder, array, object);
    }
    return array;
}

static json_t *arm_json(struct tare_json_builder *builder, const struct tare_compare_row *row)
{
    const struct tare_row *arm = tare_compare_arm(row);
    json_t *object = json_object();

    tare_json_put(builder, object, "id", tare_json_text(arm->id));
    tare_json_put(builder, object, "build", tare_json_text_or_null(arm->build));
    return object;
}

static json_t *exact_json(struct tare_json_builder *builder, const struct tare_compare_row *row)
{
    json_t *object = json_object();

    for (size_t i = 0; i < TARE_GATE_EXACT_COUNT; i++) {
        enum tare_field_id field = tare_gate_exact[i];
        json_t *both = json_object();

        tare_json_put(builder, both, "base", tare_json_real(tare_row_number(row->base, field)));
        tare_json_put(builder, both, "new", tare_json_real(tare_row_number(row->next, field)));
        tare_json_put(builder, object, tare_fields[field].name, both);
    }
    return object;
}

static json_t *row_json(struct tare_json_builder *builder, const struct tare_compare_row *row)
{
    const struct tare_stats_pair *pair = &row->pair;
    json_t *object = arm_json(builder, row);

    tare_json_put(builder, object, "base_status", tare_json_text_or_null(row->base->status));
    tare_json_put(builder, object, "new_status", tare_json_text_or_null(row->next->status));
    tare_json_put(builder, object, "base_time_ns", tare_json_real(row->base->time_ns));
    tare_json_put(builder, object, "new_time_ns", tare_json_real(row->next->time_ns));
    tare_json_put(builder, object, "ratio", tare_json_real(pair->ratio));
    tare_json_put(builder, object, "ratio_lo", tare_json_real(pair->ratio_lo));
    tare_json_put(builder, object, "ratio_hi", tare_json_real(pair->ratio_hi));
    tare_json_put(builder, object, "df", tare_json_real(pair->df));
    tare_json_put(builder, object, "p_value", tare_json_real(pair->p_value));
    tare_json_put(builder, object, "p_adjusted", tare_json_real(pair->p_adjusted));
    tare_json_put(builder, object, "verdict",
                  pair->verdict == TARE_STATS_NONE
                      ? json_null()
                      : tare_json_text(tare_stats_verdict_name(pair->verdict)));
    tare_json_put(builder, object, "sets_needed",
                  pair->sets_needed ? json_integer((json_int_t)pair->sets_needed) : json_null());
    tare_json_put(builder, object, "exact", exact_json(builder, row));
    return object;
}

/* Those of one result only, BASE or else NEXT. */
static json_t *alone_json(struct tare_json_builder *builder, const struct tare_compare *compare,
                          bool of_base)
{
    json_t *array = json_array();

    for (size_t i = compare->both_count; i < compare->row_count; i++)
        if ((compare->row[i].base != NULL) == of_base)
            tare_json_append(builder, array, arm_json(builder, &compare->row[i]));
    return array;
}

static json_t *compare_json(struct tare_json_builder *builder, const struct tare_compare *compare)
{
    json_t *object = json_object();
    json_t *rows = json_array();

    for (size_t i = 0; i < compare->both_count; i++)
        tare_json_append(builder, rows, row_json(builder, &compare->row[i]));
    tare_json_put(builder, object, "base", run_json(builder, compare->base, compare->base_name));
    tare_json_put(builder, object, "new", run_json(builder, compare->next, compare->next_name));
    tare_json_put(builder, object, "schema", json_integer(compare->next->schema));
    tare_json_put(builder, object, "interleaved", json_false());
    tare_json_put(builder, object, "level", tare_json_real(compare->level));
    tare_json_put(builder, object, "margin_ratio", tare_json_real(compare->margin_ratio));
    tare_json_put(builder, object, "differences", differences_json(builder, compare));
    tare_json_put(builder, object, "rows", rows);
    tare_json_put(builder, object, "base_only", alone_json(builder, compare, true));
    tare_json_put(builder, object, "new_only", alone_json(builder, compare, false));
    return object;
}

int tare_json_write_compare(FILE *file, const struct tare_compare *compare, struct tare_err *err)
{
    struct tare_json_builder builder = {0};

    return tare_json_write_tree(file, &builder, compare_json(&builder, compare), err);
}
