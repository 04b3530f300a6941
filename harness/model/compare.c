/* SPDX-License-Identifier: MIT */
#include "model/compare.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "model/stats_welch.h"

/* An arm of one result. */
struct entry {
    const char *build; /* NULL: builds do not tell arms apart */
    const struct tare_row *row;
    const struct tare_block *block;
    double clock_resolution_ns; /* NAN: unknown */
    size_t order;               /* within the result */
    bool is_taken;
};

struct entries {
    struct entry *item;
    size_t count;
};

static int by_arm(const void *first, const void *second)
{
    const struct entry *a = first;
    const struct entry *b = second;
    int order = strcmp(a->row->id, b->row->id);

    return order || !a->build || !b->build ? order : strcmp(a->build, b->build);
}

static int by_order(const void *first, const void *second)
{
    size_t a = ((const struct entry *)first)->order;
    size_t b = ((const struct entry *)second)->order;

    return (a > b) - (a < b);
}

static int list(struct entries *entries, const struct tare_result *result, bool has_builds,
                struct tare_err *err)
{
    size_t count = 0;

    for (size_t i = 0; i < result->block_count; i++)
        count += result->block[i].row_count;
    *entries = (struct entries){.item = calloc(count + 1, sizeof *entries->item)};
    if (!entries->item)
        return tare_err_memory(err);
    for (size_t i = 0; i < result->block_count; i++)
        for (size_t j = 0; j < result->block[i].row_count; j++) {
            const struct tare_row *row = &result->block[i].row[j];

            entries->item[entries->count] =
                (struct entry){.build = has_builds && row->build ? row->build : NULL,
                               .row = row,
                               .block = &result->block[i],
                               .clock_resolution_ns = result->clock_resolution_ns,
                               .order = entries->count};
            entries->count++;
        }
    return 0;
}

static bool has_time(const struct tare_row *row)
{
    return tare_row_is(row, "ok") || tare_row_is(row, "unsteady");
}

/* Values that are INFINITY but where a set has a time, for sets that share links. */
static void spread_by_set(const struct tare_block *block, const struct tare_row *row, double *logs)
{
    uint32_t process = 0;
    size_t taken = 0;

    for (size_t i = 0; i < block->sets; i++)
        logs[i] = INFINITY;
    for (size_t i = 0; i < row->sample_count && taken < row->set_count; i++) {
        if (row->sample[i].process == process)
            continue;
        process = row->sample[i].process;
        if (process >= 1 && process <= block->sets)
            logs[process - 1] = log(row->set_time_ns[taken]);
        taken++;
    }
}

/*
 * The independent values of an arm, logs of times: of its sets, or their means by link where sets
 * share those. `logs` has room_of(). Returns how many, 0 where there is no
 * time or one is not above 0.
 */
static size_t take_logs(const struct entry *entry, double *logs)
{
    const struct tare_row *row = entry->row;

    if (!has_time(row))
        return 0;
    for (size_t i = 0; i < row->set_count; i++) {
        if (!(row->set_time_ns[i] > 0))
            return 0;
        logs[i] = log(row->set_time_ns[i]);
    }
    if (entry->block->layouts < 2)
        return row->set_count;
    spread_by_set(entry->block, row, logs);
    return tare_stats_by_layout(logs, entry->block->sets, entry->block->layouts);
}

static size_t room_of(const struct entry *entry)
{
    size_t sets = entry->block->layouts < 2 ? 0 : entry->block->sets;

    return entry->row->set_count > sets ? entry->row->set_count : sets;
}

/* The same samples, not just the same times of the sets: those may be one tick of the clock. */
static bool are_samples_alike(const struct tare_row *a, const struct tare_row *b)
{
    if (a->sample_count != b->sample_count)
        return false;
    for (size_t i = 0; i < a->sample_count; i++)
        if (a->sample[i].process != b->sample[i].process ||
            a->sample[i].iterations != b->sample[i].iterations ||
            a->sample[i].elapsed_ns != b->sample[i].elapsed_ns)
            return false;
    return true;
}

/* One measurement in two files: it differs from itself by nothing, whatever its spread. */
static struct tare_stats_pair pair_of_copies(struct tare_stats_pair pair)
{
    pair.log_stddev = pair.standard_error = pair.clock_reach = 0;
    pair.ratio_lo = pair.ratio_hi = pair.ratio_lo90 = pair.ratio_hi90 = 1;
    return pair;
}

static int add_pair(struct tare_compare *compare, const struct entry *base,
                    const struct entry *next, struct tare_err *err)
{
    double *base_logs = calloc(room_of(base) + room_of(next) + 1, sizeof *base_logs);
    double *next_logs = base_logs + room_of(base);
    struct tare_stats_trimmed base_mean, next_mean;
    struct tare_stats_pair pair;
    size_t base_count, next_count;
    bool are_copies;

    if (!base_logs)
        return tare_err_memory(err);
    base_count = take_logs(base, base_logs);
    next_count = take_logs(next, next_logs);
    are_copies = base_count == next_count && base_count >= TARE_STATS_MIN_SETS &&
                 memcmp(base_logs, next_logs, base_count * sizeof *base_logs) == 0 &&
                 are_samples_alike(base->row, next->row);
    base_mean = tare_stats_trim(base_logs, base_count);
    next_mean = tare_stats_trim(next_logs, next_count);
    pair = tare_stats_pair_unpaired(&(struct tare_stats_unpaired_params){
        .a = &next_mean,
        .b = &base_mean,
        .level = compare->level,
        .clock_reach = tare_row_clock_reach(next->row, next->clock_resolution_ns) +
                       tare_row_clock_reach(base->row, base->clock_resolution_ns)});
    compare->row[compare->row_count++] =
        (struct tare_compare_row){base->row, next->row, are_copies ? pair_of_copies(pair) : pair};
    compare->both_count++;
    free(base_logs);
    return 0;
}

/* An arm that stands in one result only. */
static void add_alone(struct tare_compare *compare, const struct tare_row *base,
                      const struct tare_row *next)
{
    struct tare_stats_trimmed none = tare_stats_trim(NULL, 0);

    compare->row[compare->row_count++] = (struct tare_compare_row){
        base, next,
        tare_stats_pair_unpaired(&(struct tare_stats_unpaired_params){.a = &none, .b = &none})};
}

/* `next` is sorted by arm, `base` in its own order. */
static int match(struct tare_compare *compare, const struct entries *base,
                 const struct entries *next, struct tare_err *err)
{
    compare->row = calloc(base->count + next->count + 1, sizeof *compare->row);
    if (!compare->row)
        return tare_err_memory(err);
    for (size_t i = 0; i < base->count; i++) {
        struct entry *found =
            bsearch(&base->item[i], next->item, next->count, sizeof *next->item, by_arm);

        if (!found || found->is_taken)
            continue;
        found->is_taken = base->item[i].is_taken = true;
        if (add_pair(compare, &base->item[i], found, err))
            return -1;
    }
    qsort(next->item, next->count, sizeof *next->item, by_order);
    for (size_t i = 0; i < base->count; i++)
        if (!base->item[i].is_taken)
            add_alone(compare, base->item[i].row, NULL);
    for (size_t i = 0; i < next->count; i++)
        if (!next->item[i].is_taken)
            add_alone(compare, NULL, next->item[i].row);
    return 0;
}

static int match_all(struct tare_compare *compare, struct tare_err *err)
{
    struct entries base = {0};
    struct entries next = {0};
    int result = list(&base, compare->base, compare->has_builds, err) ||
                         list(&next, compare->next, compare->has_builds, err)
                     ? -1
                     : 0;

    if (result == 0) {
        qsort(next.item, next.count, sizeof *next.item, by_arm);
        result = match(compare, &base, &next, err);
    }
    free(base.item);
    free(next.item);
    if (result == 0 && !compare->both_count)
        return tare_err_set(err, TARE_ERR_INPUT,
                            "cannot compare: no case%s is in both '%s' and '%s'",
                            compare->has_builds ? " of a build of one label" : "",
                            compare->base_name, compare->next_name);
    return result;
}

static int judge(struct tare_compare *compare, struct tare_err *err)
{
    size_t count = compare->both_count;
    struct tare_stats_pair *pairs = calloc(count + 1, sizeof *pairs);
    double *scratch = calloc(2 * count + 1, sizeof *scratch);
    struct tare_stats_rule rule = TARE_STATS_RULE_DEFAULT;

    rule.level = compare->level;
    rule.margin_ratio = compare->margin_ratio;
    for (size_t i = 0; pairs && i < count; i++)
        pairs[i] = compare->row[i].pair;
    if (pairs && scratch)
        tare_stats_block_judge(&(struct tare_stats_block){
            .pairs = pairs, .pair_count = count, .scratch = scratch, .rule = rule});
    for (size_t i = 0; pairs && i < count; i++)
        compare->row[i].pair = pairs[i];
    free(scratch);
    free(pairs);
    return pairs && scratch ? 0 : tare_err_memory(err);
}

static int check_schemas(const struct tare_compare *compare, struct tare_err *err)
{
    if (compare->base->schema == compare->next->schema)
        return 0;
    return tare_err_set(err, TARE_ERR_INPUT,
                        "cannot compare results of different schemas: '%s' is of version %d, '%s' "
                        "of version %d: measure one of them anew",
                        compare->base_name, compare->base->schema, compare->next_name,
                        compare->next->schema);
}

int tare_compare_make(struct tare_compare *compare, const struct tare_compare_params *params,
                      struct tare_err *err)
{
    *compare = (struct tare_compare){
        .base = params->base,
        .next = params->next,
        .base_name = params->base_name,
        .next_name = params->next_name,
        .has_builds = params->base->build_count > 1 || params->next->build_count > 1,
        .level = params->level > 0 ? params->level : TARE_STATS_LEVEL,
        .margin_ratio = params->margin_ratio,
    };
    if (check_schemas(compare, err) == 0 && match_all(compare, err) == 0 &&
        judge(compare, err) == 0 && tare_compare_find_differences(compare, err) == 0)
        return 0;
    tare_compare_free(compare);
    return -1;
}

void tare_compare_free(struct tare_compare *compare)
{
    for (size_t i = 0; i < compare->difference_count; i++) {
        free(compare->difference[i].what);
        free(compare->difference[i].base);
        free(compare->difference[i].next);
    }
    free(compare->difference);
    free(compare->row);
    *compare = (struct tare_compare){0};
}

const struct tare_row *tare_compare_arm(const struct tare_compare_row *row)
{
    return row->next ? row->next : row->base;
}
