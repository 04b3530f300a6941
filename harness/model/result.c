/* SPDX-License-Identifier: MIT */
#include "model/result.h"
#include "model/row_profile.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define KIND(kind)   TARE_KIND_##kind
#define UNIT(unit)   TARE_UNIT_##unit
#define BETTER(word) TARE_BETTER_##word

const struct tare_field tare_fields[TARE_FIELD_COUNT] = {
#define X(name, kind, unit, better, doc)                                                           \
    {#name, KIND(kind), UNIT(unit), BETTER(better), doc, offsetof(struct tare_row, name)},
    TARE_FIELDS(X)
#undef X
};

/* Fields that are had or lacking together: those from `first`, which names them, to `last`. */
static const struct family {
    enum tare_field_id first;
    enum tare_field_id last;
} families[] = {
    {TARE_FIELD_time_ns, TARE_FIELD_outliers},
    {TARE_FIELD_items, TARE_FIELD_bytes_per_s},
    {TARE_FIELD_baseline, TARE_FIELD_verdict},
    {TARE_FIELD_sizeof_bytes, TARE_FIELD_pages},
    {TARE_FIELD_allocs_per_op, TARE_FIELD_cyclic_bytes},
    {TARE_FIELD_rss_increase_bytes, TARE_FIELD_minor_faults},
};

static const void *value_of(const struct tare_row *row, enum tare_field_id field)
{
    return (const char *)row + tare_fields[field].offset;
}

void tare_row_init(struct tare_row *row)
{
#define INIT_TEXT                        NULL
#define INIT_REAL                        NAN
#define INIT_COUNT                       NAN
#define INIT_HASH                        {.known = false}
#define X(name, kind, unit, better, doc) .name = INIT_##kind,
    *row =
        (struct tare_row){.sets_needed = NAN, .prime_ns = NAN, .capped_turns = NAN, TARE_FIELDS(X)};
#undef X
    tare_stats_components_init(&row->variance);
}

void tare_block_init(struct tare_block *block)
{
    *block = (struct tare_block){
        .size = NAN,
        .param = NAN,
        .threads = NAN,
        .wall_ns = NAN,
        .sampled_ns = NAN,
        .primed_ns = NAN,
        .setup_ns = NAN,
        .steal_ns = NAN,
        .others_ns = NAN,
        .waited_ns = NAN,
        .sibling_ratio = NAN,
        .switches = NAN,
    };
}

void tare_result_init(struct tare_result *result)
{
    *result = (struct tare_result){
        .schema = TARE_RESULT_SCHEMA,
        .clock_cost_ns = NAN,
        .clock_resolution_ns = NAN,
        .empty_loop_ns = NAN,
        .settings = {.min_time_ns = NAN, .budget_ns = NAN, .margin_ratio = NAN},
    };
}

void tare_row_free(struct tare_row *row)
{
    for (int i = 0; i < TARE_FIELD_COUNT; i++)
        if (tare_fields[i].kind == TARE_KIND_TEXT)
            free(*(char *const *)value_of(row, (enum tare_field_id)i));
    for (size_t i = 0; i < row->counter_count; i++) {
        free(row->counter[i].name);
        free(row->counter[i].reason);
    }
    for (size_t i = 0; i < row->missing_count; i++)
        free(row->missing[i].reason);
    for (size_t i = 0; i < row->refs_count; i++)
        free(row->refs[i].expression);
    free(row->id);
    free(row->note);
    free(row->output);
    free(row->set_time_ns);
    free(row->sample);
    free(row->counter);
    tare_row_profile_free(row->profile);
    free(row->profile);
    free(row->missing);
    free(row->refs);
    if (row->weighing)
        tare_weighing_free(row->weighing);
    free(row->weighing);
    tare_row_init(row);
}

void tare_block_free(struct tare_block *block)
{
    for (size_t i = 0; i < block->row_count; i++)
        tare_row_free(&block->row[i]);
    free(block->row);
    free(block->group);
    free(block->title);
    free(block->unit);
    free(block->param_name);
    free(block->set_layout);
    tare_block_init(block);
}

static void build_free(struct tare_build *build)
{
    free(build->label);
    free(build->path);
    free(build->environment);
    free(build->compiler);
    free(build->flags);
    free(build->revision);
}

void tare_link_free(struct tare_link *link)
{
    free(link->path);
    *link = (struct tare_link){.link_ns = NAN};
}

void tare_result_free(struct tare_result *result)
{
    for (size_t i = 0; i < result->block_count; i++)
        tare_block_free(&result->block[i]);
    for (size_t i = 0; i < result->growth_count; i++)
        tare_growth_free(&result->growth[i]);
    free(result->growth);
    for (size_t i = 0; i < result->lesson_count; i++)
        tare_lesson_free(&result->lesson[i]);
    free(result->lesson);
    for (size_t i = 0; i < result->source_count; i++)
        tare_source_free(&result->source[i]);
    free(result->source);
    for (size_t i = 0; i < result->build_count; i++)
        build_free(&result->build[i]);
    for (size_t i = 0; i < result->layout_count; i++)
        tare_link_free(&result->layout[i]);
    free(result->block);
    free(result->build);
    free(result->layout);
    free(result->name);
    free(result->started_utc);
    free(result->tare_version);
    free(result->command);
    free(result->allocator);
    free(result->plan);
    free(result->clock_name);
    free(result->lacks);
    free(result->fitness);
    tare_result_init(result);
}

double tare_row_number(const struct tare_row *row, enum tare_field_id field)
{
    assert(tare_fields[field].kind == TARE_KIND_REAL || tare_fields[field].kind == TARE_KIND_COUNT);
    return *(const double *)value_of(row, field);
}

const char *tare_row_text(const struct tare_row *row, enum tare_field_id field)
{
    assert(tare_fields[field].kind == TARE_KIND_TEXT);
    return *(char *const *)value_of(row, field);
}

static bool is_available(const struct tare_row *row, enum tare_field_id field)
{
    switch (tare_fields[field].kind) {
    case TARE_KIND_TEXT:
        return tare_row_text(row, field) != NULL;
    case TARE_KIND_HASH:
        return ((const struct tare_hash *)value_of(row, field))->known;
    case TARE_KIND_REAL:
    case TARE_KIND_COUNT:
        break;
    }
    return isfinite(tare_row_number(row, field));
}

static const struct tare_missing *find_missing(const struct tare_row *row, enum tare_field_id field)
{
    for (size_t i = 0; i < row->missing_count; i++)
        if (row->missing[i].field == field)
            return &row->missing[i];
    return NULL;
}

/* The field that names the family of `field`; itself where it has none. */
static enum tare_field_id family_name(enum tare_field_id field)
{
    for (size_t i = 0; i < sizeof families / sizeof *families; i++)
        if (families[i].first <= field && field <= families[i].last)
            return families[i].first;
    return field;
}

const char *tare_row_missing(const struct tare_row *row, enum tare_field_id field)
{
    const struct tare_missing *missing;

    if (is_available(row, field))
        return NULL;
    missing = find_missing(row, field);
    if (!missing)
        missing = find_missing(row, family_name(field));
    return missing ? missing->reason : NULL;
}

/* The first reason is the cause: a later one for the same field changes nothing. */
int tare_row_add_missing(struct tare_row *row, enum tare_field_id field, const char *reason,
                         struct tare_err *err)
{
    struct tare_missing *grown;
    char *copy;

    if (find_missing(row, field))
        return 0;
    copy = strdup(reason);
    grown = reallocarray(row->missing, row->missing_count + 1, sizeof *grown);
    if (grown)
        row->missing = grown;
    if (!copy || !grown) {
        free(copy);
        return tare_err_memory(err);
    }
    row->missing[row->missing_count++] = (struct tare_missing){.field = field, .reason = copy};
    return 0;
}

int tare_row_add_counter(struct tare_row *row, const char *name, double value, struct tare_err *err)
{
    char *copy = strdup(name);
    struct tare_counter *grown =
        reallocarray(row->counter, row->counter_count + 1, sizeof *row->counter);

    if (grown)
        row->counter = grown;
    if (!copy || !grown) {
        free(copy);
        return tare_err_memory(err);
    }
    row->counter[row->counter_count++] = (struct tare_counter){.name = copy, .value = value};
    return 0;
}

int tare_row_explain_counter(struct tare_row *row, const char *reason, struct tare_err *err)
{
    struct tare_counter *last = &row->counter[row->counter_count - 1];

    free(last->reason);
    last->reason = strdup(reason);
    return last->reason ? 0 : tare_err_memory(err);
}

bool tare_counter_is_column(const struct tare_counter *counter)
{
    return strncmp(counter->name, TARE_COUNTER_PREFIX, strlen(TARE_COUNTER_PREFIX)) == 0;
}

const struct tare_counter *tare_row_counter(const struct tare_row *row, const char *name)
{
    for (size_t i = 0; i < row->counter_count; i++)
        if (strcmp(row->counter[i].name, name) == 0)
            return &row->counter[i];
    return NULL;
}

int tare_result_add_block(struct tare_result *result, struct tare_block *block,
                          struct tare_err *err)
{
    struct tare_block *grown =
        reallocarray(result->block, result->block_count + 1, sizeof *result->block);

    if (!grown)
        return tare_err_memory(err);
    result->block = grown;
    result->block[result->block_count++] = *block;
    tare_block_init(block);
    return 0;
}

/* In a block of builds the baseline is named by its build, else by its variant. */
const struct tare_row *tare_block_baseline(const struct tare_block *block)
{
    for (size_t i = 0; i < block->row_count; i++) {
        const char *baseline = block->row[i].baseline;

        for (size_t j = 0; baseline && j < block->row_count; j++) {
            const struct tare_row *row = &block->row[j];
            const char *name = block->compares_builds ? row->build : row->variant;

            if (name && strcmp(name, baseline) == 0)
                return row;
        }
    }
    return NULL;
}

const char *tare_result_confidence(const struct tare_result *result)
{
    return result->settings.precision_ratio > 0 ? "98.2" : "95";
}

const char *tare_result_replicates(const struct tare_result *result)
{
    return result->layout_count > 1 ? "layouts" : "sets";
}

bool tare_result_has_params(const struct tare_result *result)
{
    for (size_t i = 0; i < result->block_count; i++)
        for (size_t j = 0; j < result->block[i].row_count; j++)
            if (isfinite(result->block[i].row[j].param))
                return true;
    return false;
}

bool tare_row_is(const struct tare_row *row, const char *status)
{
    return row->status && strcmp(row->status, status) == 0;
}

double tare_row_clock_reach(const struct tare_row *row, double resolution_ns)
{
    double sample_ns = row->time_ns * row->iterations / row->samples;

    return sample_ns > 0 && resolution_ns > 0 ? log1p(resolution_ns / sample_ns) : 0;
}

bool tare_row_has_failed(const struct tare_row *row)
{
    static const char *const good[] = {"ok", "empty", "unsteady", "skipped"};

    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        if (tare_row_is(row, good[i]))
            return false;
    return true;
}
