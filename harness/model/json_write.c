/* SPDX-License-Identifier: MIT */
#include "model/json.h"

#include <jansson.h>

#include "model/json_build.h"
#include "model/json_growth.h"
#include "model/json_layout.h"
#include "model/json_layouts.h"
#include "model/json_source.h"
#include "model/json_weighing.h"
#include "model/row_profile.h"

static json_t *settings_json(struct tare_json_builder *builder,
                             const struct tare_settings *settings)
{
    json_t *object = json_object();

    tare_json_put(builder, object, "min_time_ns", tare_json_real(settings->min_time_ns));
    tare_json_put(builder, object, "budget_ns", tare_json_real(settings->budget_ns));
    tare_json_put(builder, object, "margin_ratio", tare_json_real(settings->margin_ratio));
    tare_json_put(builder, object, "precision_ratio", tare_json_real(settings->precision_ratio));
    tare_json_put(builder, object, "sets", json_integer((json_int_t)settings->sets));
    tare_json_put(builder, object, "seed", tare_json_decimal(settings->seed));
    tare_json_put(builder, object, "quick", json_boolean(settings->quick));
    tare_json_put(builder, object, "full", json_boolean(settings->full));
    return object;
}

static json_t *build_json(struct tare_json_builder *builder, const struct tare_build *build)
{
    json_t *object = json_object();

    tare_json_put(builder, object, "label", tare_json_text(build->label));
    tare_json_put(builder, object, "path", tare_json_text(build->path));
    tare_json_put(builder, object, "environment", tare_json_text(build->environment));
    tare_json_put(builder, object, "compiler", tare_json_text_or_null(build->compiler));
    tare_json_put(builder, object, "flags", tare_json_text_or_null(build->flags));
    tare_json_put(builder, object, "revision", tare_json_text_or_null(build->revision));
    return object;
}

static void put_field(struct tare_json_builder *builder, json_t *object, const struct tare_row *row,
                      enum tare_field_id field)
{
    const char *name = tare_fields[field].name;
    const struct tare_hash *hash;

    switch (tare_fields[field].kind) {
    case TARE_KIND_TEXT:
        tare_json_put(builder, object, name, tare_json_text_or_null(tare_row_text(row, field)));
        break;
    case TARE_KIND_REAL:
        tare_json_put(builder, object, name, tare_json_real(tare_row_number(row, field)));
        break;
    case TARE_KIND_COUNT:
        tare_json_put_count(builder, object, name, tare_row_number(row, field));
        break;
    case TARE_KIND_HASH:
        hash = (const void *)((const char *)row + tare_fields[field].offset);
        tare_json_put(builder, object, name,
                      hash->known ? tare_json_decimal(hash->value) : json_null());
        break;
    }
}

/* A column an array: a third of the text that an object a sample would be. */
static json_t *samples_json(struct tare_json_builder *builder, const struct tare_row *row)
{
    json_t *process = json_array();
    json_t *round = json_array();
    json_t *iterations = json_array();
    json_t *elapsed_ns = json_array();
    json_t *object = json_object();

    for (size_t i = 0; i < row->sample_count; i++) {
        const struct tare_sample *sample = &row->sample[i];

        tare_json_append(builder, process, json_integer(sample->process));
        tare_json_append(builder, round, json_integer(sample->round));
        tare_json_append(builder, iterations, json_integer((json_int_t)sample->iterations));
        tare_json_append(builder, elapsed_ns, tare_json_real(sample->elapsed_ns));
    }
    tare_json_put(builder, object, "process", process);
    tare_json_put(builder, object, "round", round);
    tare_json_put(builder, object, "iterations", iterations);
    tare_json_put(builder, object, "elapsed_ns", elapsed_ns);
    return object;
}

static json_t *set_times_json(struct tare_json_builder *builder, const struct tare_row *row)
{
    json_t *array = json_array();

    for (size_t i = 0; i < row->set_count; i++)
        tare_json_append(builder, array, tare_json_real(row->set_time_ns[i]));
    return array;
}

static json_t *counters_json(struct tare_json_builder *builder, const struct tare_row *row)
{
    json_t *array = json_array();

    for (size_t i = 0; i < row->counter_count; i++) {
        json_t *object = json_object();

        tare_json_put(builder, object, "name", tare_json_text(row->counter[i].name));
        tare_json_put(builder, object, "value", tare_json_real(row->counter[i].value));
        if (row->counter[i].reason)
            tare_json_put(builder, object, "reason", tare_json_text(row->counter[i].reason));
        tare_json_append(builder, array, object);
    }
    return array;
}

static json_t *refs_json(struct tare_json_builder *builder, const struct tare_row *row)
{
    json_t *array = json_array();

    for (size_t i = 0; i < row->refs_count; i++) {
        json_t *object = json_object();

        tare_json_put(builder, object, "expression", tare_json_text(row->refs[i].expression));
        tare_json_put_count(builder, object, "count", row->refs[i].count);
        tare_json_append(builder, array, object);
    }
    return array;
}

static json_t *unavailable_json(struct tare_json_builder *builder, const struct tare_row *row)
{
    json_t *object = json_object();

    for (size_t i = 0; i < row->missing_count; i++) {
        const char *name = tare_fields[row->missing[i].field].name;

        if (json_object_get(object, name))
            tare_err_set(&builder->err, TARE_ERR_INPUT, "%s of '%s' is unavailable twice", name,
                         row->id ? row->id : "");
        tare_json_put(builder, object, name, tare_json_text(row->missing[i].reason));
    }
    return object;
}

static json_t *row_json(struct tare_json_builder *builder, const struct tare_row *row)
{
    json_t *object = json_object();

    for (int i = 0; i < TARE_FIELD_COUNT; i++)
        put_field(builder, object, row, (enum tare_field_id)i);
    tare_json_put(builder, object, "id", tare_json_text(row->id));
    tare_json_put(builder, object, "note", tare_json_text_or_null(row->note));
    tare_json_put(builder, object, "output", tare_json_text_or_null(row->output));
    tare_json_put(builder, object, "cold", json_boolean(row->cold));
    tare_json_put(builder, object, "many_modes", json_boolean(row->many_modes));
    tare_json_put(builder, object, "skewed", json_boolean(row->skewed));
    tare_json_put_count(builder, object, "sets_needed", row->sets_needed);
    tare_json_put(builder, object, "prime_ns", tare_json_real(row->prime_ns));
    tare_json_put(builder, object, "capped_turns", tare_json_real(row->capped_turns));
    tare_json_put(builder, object, "variance", tare_json_variance(builder, &row->variance));
    tare_json_put(builder, object, "set_time_ns", set_times_json(builder, row));
    tare_json_put(builder, object, "sample", samples_json(builder, row));
    tare_json_put(builder, object, "counters", counters_json(builder, row));
    tare_json_put(builder, object, "unavailable", unavailable_json(builder, row));
    tare_json_put(builder, object, "refs", refs_json(builder, row));
    if (row->profile)
        tare_json_put(builder, object, "profile", tare_json_row_profile(builder, row->profile));
    tare_json_put(builder, object, "weighing", tare_json_weighing(builder, row->weighing));
    return object;
}

static json_t *block_json(struct tare_json_builder *builder, const struct tare_block *block)
{
    json_t *object = json_object();
    json_t *rows = json_array();

    tare_json_put(builder, object, "group", tare_json_text(block->group));
    tare_json_put(builder, object, "title", tare_json_text(block->title));
    tare_json_put(builder, object, "unit", tare_json_text(block->unit));
    tare_json_put(builder, object, "param_name", tare_json_text_or_null(block->param_name));
    tare_json_put_count(builder, object, "size", block->size);
    tare_json_put_count(builder, object, "param", block->param);
    tare_json_put_count(builder, object, "threads", block->threads);
    tare_json_put(builder, object, "compares_builds", json_boolean(block->compares_builds));
    tare_json_put(builder, object, "sets", json_integer((json_int_t)block->sets));
    tare_json_put(builder, object, "layouts", json_integer((json_int_t)block->layouts));
    tare_json_put(builder, object, "set_layout", tare_json_set_layout(builder, block));
    tare_json_put(builder, object, "wall_ns", tare_json_real(block->wall_ns));
    tare_json_put(builder, object, "sampled_ns", tare_json_real(block->sampled_ns));
    tare_json_put(builder, object, "primed_ns", tare_json_real(block->primed_ns));
    tare_json_put(builder, object, "setup_ns", tare_json_real(block->setup_ns));
    tare_json_put(builder, object, "steal_ns", tare_json_real(block->steal_ns));
    tare_json_put(builder, object, "others_ns", tare_json_real(block->others_ns));
    tare_json_put(builder, object, "waited_ns", tare_json_real(block->waited_ns));
    tare_json_put_count(builder, object, "switches", block->switches);
    tare_json_put(builder, object, "sibling_ratio", tare_json_real(block->sibling_ratio));
    for (size_t i = 0; i < block->row_count; i++)
        tare_json_append(builder, rows, row_json(builder, &block->row[i]));
    tare_json_put(builder, object, "rows", rows);
    return object;
}

static json_t *builds_json(struct tare_json_builder *builder, const struct tare_result *result)
{
    json_t *array = json_array();

    for (size_t i = 0; i < result->build_count; i++)
        tare_json_append(builder, array, build_json(builder, &result->build[i]));
    return array;
}

static json_t *blocks_json(struct tare_json_builder *builder, const struct tare_result *result)
{
    json_t *array = json_array();

    for (size_t i = 0; i < result->block_count; i++)
        tare_json_append(builder, array, block_json(builder, &result->block[i]));
    return array;
}

static json_t *result_json(struct tare_json_builder *builder, const struct tare_result *result)
{
    json_t *object = json_object();

    tare_json_put(builder, object, "schema", json_integer(result->schema));
    tare_json_put(builder, object, "name", tare_json_text(result->name));
    tare_json_put(builder, object, "started_utc", tare_json_text(result->started_utc));
    tare_json_put(builder, object, "tare_version", tare_json_text(result->tare_version));
    tare_json_put(builder, object, "command", tare_json_text(result->command));
    tare_json_put(builder, object, "allocator", tare_json_text(result->allocator));
    tare_json_put(builder, object, "plan", tare_json_text(result->plan));
    tare_json_put(builder, object, "clock_name", tare_json_text(result->clock_name));
    tare_json_put(builder, object, "clock_cost_ns", tare_json_real(result->clock_cost_ns));
    tare_json_put(builder, object, "clock_resolution_ns",
                  tare_json_real(result->clock_resolution_ns));
    tare_json_put(builder, object, "empty_loop_ns", tare_json_real(result->empty_loop_ns));
    tare_json_put(builder, object, "finished", json_boolean(result->finished));
    tare_json_put(builder, object, "settings", settings_json(builder, &result->settings));
    tare_json_put(builder, object, "machine", tare_json_machine(builder, &result->machine));
    tare_json_put(builder, object, "fitness", tare_json_text_or_null(result->fitness));
    tare_json_put(builder, object, "builds", builds_json(builder, result));
    tare_json_put(builder, object, "layouts", tare_json_links(builder, result));
    tare_json_put(builder, object, "blocks", blocks_json(builder, result));
    tare_json_put(builder, object, "growth", tare_json_growth(builder, result));
    tare_json_put_sources(builder, object, result);
    return object;
}

int tare_json_write(FILE *file, const struct tare_result *result, struct tare_err *err)
{
    struct tare_json_builder builder = {0};

    return tare_json_write_tree(file, &builder, result_json(&builder, result), err);
}

int tare_json_write_fragment(FILE *file, const struct tare_json_fragment *fragment,
                             struct tare_err *err)
{
    struct tare_json_builder builder = {0};
    json_t *root = json_object();

    tare_json_put(&builder, root, "schema", json_integer(TARE_RESULT_SCHEMA));
    tare_json_put(&builder, root, "index", json_integer((json_int_t)fragment->index));
    tare_json_put(&builder, root, "block", block_json(&builder, &fragment->block));
    return tare_json_write_tree(file, &builder, root, err);
}
