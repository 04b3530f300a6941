/* SPDX-License-Identifier: MIT */
#include "model/growth.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/result.h"
#include "model/stats_arm.h"

void tare_growth_free(struct tare_growth *growth)
{
    free(growth->build);
    free(growth->group);
    free(growth->variant);
    *growth = (struct tare_growth){0};
}

static bool same_text(const char *a, const char *b)
{
    return strcmp(a ? a : "", b ? b : "") == 0;
}

static bool same_number(double a, double b)
{
    return a == b || (isnan(a) && isnan(b));
}

static bool is_of(const struct tare_growth *growth, const struct tare_row *row)
{
    return same_text(growth->build, row->build) && same_text(growth->group, row->group) &&
           same_text(growth->variant, row->variant) && same_number(growth->param, row->param) &&
           same_number(growth->threads, row->threads);
}

/* Times of an empty loop, or of none, say nothing of the variant. */
static bool has_point(const struct tare_row *row)
{
    if (!(row->size > 0) || !row->set_count ||
        !(tare_row_is(row, "ok") || tare_row_is(row, "unsteady")))
        return false;
    for (size_t s = 0; s < row->set_count; s++)
        if (!(row->set_time_ns[s] > 0))
            return false;
    return true;
}

const struct tare_growth *tare_growth_of(const struct tare_result *result,
                                         const struct tare_row *row)
{
    for (size_t i = 0; i < result->growth_count; i++)
        if (is_of(&result->growth[i], row))
            return &result->growth[i];
    return NULL;
}

/* What one fit is made of. */
struct curve {
    size_t count;
    size_t most_sets;
    struct tare_stats_growth_point *points;
    double *logs; /* of all points, one after the other */
};

static int by_size(const void *left, const void *right)
{
    double a = ((const struct tare_stats_growth_point *)left)->size;
    double b = ((const struct tare_stats_growth_point *)right)->size;

    return (a > b) - (a < b);
}

/* A size that occurs twice, as no plan has it, counts once. */
static bool has_size(const struct curve *curve, double size)
{
    for (size_t i = 0; i < curve->count; i++)
        if (curve->points[i].size == size)
            return true;
    return false;
}

/* The points of `growth`; the curve has room for all blocks and set times of the result. */
static void gather(struct curve *curve, const struct tare_result *result,
                   const struct tare_growth *growth)
{
    double *logs = curve->logs;

    curve->count = curve->most_sets = 0;
    for (size_t i = 0; i < result->block_count; i++) {
        const struct tare_block *block = &result->block[i];

        for (size_t j = 0; j < block->row_count; j++) {
            const struct tare_row *row = &block->row[j];
            size_t count;

            if (!is_of(growth, row) || !has_point(row) || has_size(curve, row->size))
                continue;
            for (size_t s = 0; s < row->set_count; s++)
                logs[s] = log(row->set_time_ns[s]);
            /* Sets of one link are not independent: it is links that count. */
            count = tare_stats_by_layout(logs, row->set_count, block->layouts);
            curve->points[curve->count++] =
                (struct tare_stats_growth_point){row->size, logs, count};
            logs += count;
            if (count > curve->most_sets)
                curve->most_sets = count;
        }
    }
    qsort(curve->points, curve->count, sizeof *curve->points, by_size);
}

static int fit(struct tare_growth *growth, const struct curve *curve, struct tare_err *err)
{
    double *scratch = calloc(2 * curve->count + curve->most_sets + 1, sizeof *scratch);

    if (!scratch)
        return tare_err_memory(err);
    growth->sizes = (double)curve->count;
    growth->fit = tare_stats_growth_fit(&(struct tare_stats_growth_params){
        .points = curve->points, .point_count = curve->count, .scratch = scratch});
    free(scratch);
    return 0;
}

/* Adds the fit of this row's variant where it has two sizes and is not there. */
static int add(struct tare_result *result, struct curve *curve, const struct tare_row *row,
               struct tare_err *err)
{
    const struct tare_growth sought = {.build = row->build,
                                       .group = row->group,
                                       .variant = row->variant,
                                       .param = row->param,
                                       .threads = row->threads};
    struct tare_growth *more;
    struct tare_growth *added;

    if (tare_growth_of(result, row))
        return 0;
    gather(curve, result, &sought);
    if (curve->count < 2)
        return 0;
    more = realloc(result->growth, (result->growth_count + 1) * sizeof *more);
    if (!more)
        return tare_err_memory(err);
    result->growth = more;
    added = &more[result->growth_count++];
    *added = (struct tare_growth){.build = strdup(row->build ? row->build : ""),
                                  .group = strdup(row->group ? row->group : ""),
                                  .variant = strdup(row->variant ? row->variant : ""),
                                  .param = row->param,
                                  .threads = row->threads};
    if (!added->build || !added->group || !added->variant)
        return tare_err_memory(err);
    return fit(added, curve, err);
}

static void drop(struct tare_result *result)
{
    for (size_t i = 0; i < result->growth_count; i++)
        tare_growth_free(&result->growth[i]);
    free(result->growth);
    result->growth = NULL;
    result->growth_count = 0;
}

static size_t count_set_times(const struct tare_result *result)
{
    size_t count = 0;

    for (size_t i = 0; i < result->block_count; i++)
        for (size_t j = 0; j < result->block[i].row_count; j++)
            count += result->block[i].row[j].set_count;
    return count;
}

int tare_growth_find(struct tare_result *result, struct tare_err *err)
{
    struct curve curve = {
        .points = calloc(result->block_count + 1, sizeof *curve.points),
        .logs = calloc(count_set_times(result) + 1, sizeof *curve.logs),
    };
    int outcome = 0;

    drop(result);
    if (!curve.points || !curve.logs)
        outcome = tare_err_memory(err);
    for (size_t i = 0; outcome == 0 && i < result->block_count; i++)
        for (size_t j = 0; outcome == 0 && j < result->block[i].row_count; j++)
            if (has_point(&result->block[i].row[j]))
                outcome = add(result, &curve, &result->block[i].row[j], err);
    free(curve.points);
    free(curve.logs);
    if (outcome)
        drop(result);
    return outcome;
}

static bool misses(const struct tare_growth *growth)
{
    return expm1(growth->fit.misfit) > TARE_GROWTH_MISFIT_MAX;
}

bool tare_growth_fits(const struct tare_growth *growth)
{
    return growth->fit.law != TARE_STATS_LAW_NONE && !misses(growth);
}

/* What rounds to nothing has no sign. */
static double without_minus(double value, double unit)
{
    return fabs(value) < unit / 2 ? 0 : value;
}

void tare_growth_exponent(const struct tare_growth *growth, char text[TARE_GROWTH_TEXT_BYTES])
{
    const struct tare_stats_growth *fit = &growth->fit;
    double half = fmax(fit->exponent - fit->exponent_lo, fit->exponent_hi - fit->exponent);

    if (isnan(fit->exponent))
        snprintf(text, TARE_GROWTH_TEXT_BYTES, "-");
    else if (isnan(half) || misses(growth))
        snprintf(text, TARE_GROWTH_TEXT_BYTES, "%.2f", without_minus(fit->exponent, 0.01));
    else
        snprintf(text, TARE_GROWTH_TEXT_BYTES, half < 0.01 ? "%.3f ±%.3f" : "%.2f ±%.2f",
                 without_minus(fit->exponent, half < 0.01 ? 0.001 : 0.01), half);
}

void tare_growth_law(const struct tare_growth *growth, char text[TARE_GROWTH_TEXT_BYTES])
{
    const struct tare_stats_growth *fit = &growth->fit;

    if (fit->law == TARE_STATS_LAW_NONE)
        snprintf(text, TARE_GROWTH_TEXT_BYTES, "-");
    else if (misses(growth))
        snprintf(text, TARE_GROWTH_TEXT_BYTES, "no simple law");
    else if (fit->ambiguous)
        snprintf(text, TARE_GROWTH_TEXT_BYTES, "%s or %s", tare_stats_law_name(fit->law),
                 tare_stats_law_name(fit->runner_up));
    else
        snprintf(text, TARE_GROWTH_TEXT_BYTES, "%s", tare_stats_law_name(fit->law));
}
