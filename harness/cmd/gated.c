/* SPDX-License-Identifier: MIT */
#include "cmd/gated.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/units.h"
#include "cmd/describe.h"
#include "conduct/looks.h"
#include "model/stats_pair.h"
#include "model/stats_t.h"

static const char no_interval[] =
    "--fail-above: a limit of time needs %d %s for an interval, and there %s";

int tare_gated_check(const struct tare_options *options, const struct tare_plan *plan,
                     struct tare_err *err)
{
    const struct tare_gate *gate = &options->gate;
    size_t sets = tare_describe_settings(options).sets;
    size_t layouts = plan->layout_count;
    char found[48];

    if (!tare_gate_is_on(gate))
        return 0;
    if (plan->build_count < 2)
        return tare_err_set(err, TARE_ERR_USAGE,
                            "--fail-above holds one build against another, and there is one only: "
                            "expected old=EXE new=EXE or --env; for stored results, tare compare");
    if (gate->limit_count && options->no_weigh)
        return tare_err_set(err, TARE_ERR_USAGE,
                            "--fail-above: %s has a limit, and --no-weigh leaves it out",
                            tare_fields[gate->limit[0].field].name);
    snprintf(found, sizeof found, "will be %zu", layouts ? layouts : sets);
    if (gate->has_time && (layouts ? layouts : sets) < TARE_STATS_MIN_SETS)
        return tare_err_set(err, TARE_ERR_USAGE, no_interval, TARE_STATS_MIN_SETS,
                            layouts ? "layouts" : "sets", found);
    return 0;
}

/* The most sets that a case of the result has. */
static size_t most_sets(const struct tare_result *result)
{
    size_t most = 0;

    for (size_t i = 0; i < result->block_count; i++)
        for (size_t j = 0; j < result->block[i].row_count; j++)
            most =
                result->block[i].row[j].set_count > most ? result->block[i].row[j].set_count : most;
    return most;
}

int tare_gated_check_compare(const struct tare_gate *gate, const struct tare_compare *compare,
                             struct tare_err *err)
{
    size_t base = most_sets(compare->base);
    size_t next = most_sets(compare->next);
    const char *name = base < next ? compare->base_name : compare->next_name;
    struct tare_buf found = TARE_BUF_INIT;

    if (!gate->has_time || (base >= TARE_STATS_MIN_SETS && next >= TARE_STATS_MIN_SETS))
        return 0;
    tare_buf_printf(&found, "are %zu in '%s'", base < next ? base : next, name);
    tare_err_set(err, TARE_ERR_USAGE, no_interval, TARE_STATS_MIN_SETS, "sets of a case",
                 found.text);
    tare_buf_free(&found);
    return -1;
}

/* What has been found so far. */
struct tally {
    const struct tare_gate *gate;
    struct tare_buf above;
    size_t above_count;
    struct tare_buf open;
    size_t open_count;
    bool is_known[TARE_GATE_EXACT_COUNT]; /* the limit's quantity, of a case of BASE */
    bool knows_instructions;
};

/* "sum_x/aos/1000", and " (new)" where there are builds. */
static void add(struct tally *tally, struct tare_gate_arm *arm, const char *build)
{
    struct tare_buf name = TARE_BUF_INIT;

    tare_buf_printf(&name, "  %s", arm->next->id);
    if (build)
        tare_buf_printf(&name, " (%s)", build);
    arm->name = name.text;
    tally->above_count += tare_gate_check(tally->gate, arm, &tally->above);
    for (size_t i = 0; i < tally->gate->limit_count; i++)
        tally->is_known[i] |= isfinite(tare_row_number(arm->base, tally->gate->limit[i].field));
    tally->knows_instructions |= isfinite(tare_gate_instructions(arm->base));
    if (tare_gate_is_open(tally->gate, arm)) {
        tally->open_count++;
        if (isfinite(arm->ratio_hi))
            tare_buf_printf(&tally->open, "%s: up to %s by its interval\n", name.text,
                            tare_units_ratio(arm->ratio_hi).text);
        else
            tare_buf_printf(&tally->open, "%s: without an interval\n", name.text);
    }
    tare_buf_free(&name);
}

static void add_unknown(struct tally *tally, const char *name)
{
    tare_buf_printf(&tally->above, "  %s: no case has it to be compared with\n", name);
    tally->above_count++;
}

static void add_all_unknown(struct tally *tally)
{
    for (size_t i = 0; i < tally->gate->limit_count; i++)
        if (!tally->is_known[i])
            add_unknown(tally, tare_fields[tally->gate->limit[i].field].name);
    if (tally->gate->has_instructions && !tally->knows_instructions)
        add_unknown(tally, TARE_GATE_INSTRUCTIONS);
}

/* Returns how much it told. */
static size_t tell(struct tally *tally, size_t unmeasured)
{
    size_t count = tally->above_count + tally->open_count + unmeasured;

    if (tally->above_count)
        fprintf(stderr, "tare: --fail-above does not let through:\n%s", tally->above.text);
    if (tally->open_count || unmeasured)
        fprintf(stderr,
                "tare: --fail-above is not decided: %zu case%s unsure, %zu block%s not "
                "measured\n%s",
                tally->open_count, tally->open_count == 1 ? "" : "s", unmeasured,
                unmeasured == 1 ? "" : "s", tally->open_count ? tally->open.text : "");
    tare_buf_free(&tally->above);
    tare_buf_free(&tally->open);
    return count;
}

static void add_missing(struct tally *tally, const struct tare_row *row, const char *build)
{
    tare_buf_printf(&tally->above, "  %s", row->id);
    if (build)
        tare_buf_printf(&tally->above, " (%s)", build);
    tare_buf_puts(&tally->above, ": not in NEW\n");
    tally->above_count++;
}

size_t tare_gated_compare(const struct tare_gate *gate, const struct tare_compare *compare)
{
    struct tally tally = {.gate = gate, .above = TARE_BUF_INIT, .open = TARE_BUF_INIT};

    if (!tare_gate_is_on(gate))
        return 0;
    for (size_t i = 0; i < compare->row_count; i++) {
        const struct tare_compare_row *row = &compare->row[i];
        enum tare_stats_verdict verdict = row->pair.verdict;
        const char *build = compare->has_builds ? tare_compare_arm(row)->build : NULL;
        struct tare_gate_arm arm = {.base = row->base,
                                    .next = row->next,
                                    .ratio = row->pair.ratio,
                                    .ratio_hi = row->pair.ratio_hi,
                                    .is_slower = verdict == TARE_STATS_SLOWER,
                                    .is_decided =
                                        verdict != TARE_STATS_NONE && verdict != TARE_STATS_UNSURE};

        if (row->base && row->next)
            add(&tally, &arm, build);
        else if (row->base)
            add_missing(&tally, row->base, build);
    }
    add_all_unknown(&tally);
    return tell(&tally, 0);
}

/* A build's arm of a run and the p of its ratio, NAN: none. */
struct family_arm {
    const struct tare_row *base;
    const struct tare_row *next;
    double p;
};

/*
 * The p that belongs to the ratio's interval, which reaches t(1 - level / 2) standard errors to
 * each side (wider ones where the values are skewed), in logs: the test is by the side of 1. Where
 * it reaches a step of the clock instead, p is at most this.
 */
static double p_of(const struct tare_block *block, const struct family_arm *arm, double level)
{
    const struct tare_row *row = arm->next;
    size_t sets = row->set_count < arm->base->set_count ? row->set_count : arm->base->set_count;
    double df = tare_stats_trim_df(block->layouts > 1 ? block->layouts : sets);
    double distance = log(row->ratio);
    double reach = distance > 0 ? distance - log(row->ratio_lo) : log(row->ratio_hi) - distance;

    if (!isfinite(reach) || !(df >= 1))
        return NAN;
    if (!(reach > 0))
        return distance == 0 ? 1 : 0;
    return tare_stats_t_two_sided(distance * tare_stats_t_quantile(1 - level / 2, df) / reach, df);
}

/* Every arm of the builds but the baselines, in `family` with room for all rows. */
static size_t list_family(struct family_arm *family, const struct tare_result *result, double level)
{
    size_t count = 0;

    for (size_t i = 0; i < result->block_count; i++) {
        const struct tare_block *block = &result->block[i];
        const struct tare_row *baseline =
            block->compares_builds ? tare_block_baseline(block) : NULL;

        for (size_t j = 0; baseline && j < block->row_count; j++)
            if (&block->row[j] != baseline) {
                family[count] = (struct family_arm){baseline, &block->row[j], NAN};
                family[count].p = p_of(block, &family[count], level);
                count++;
            }
    }
    return count;
}

static bool is_verdict(const struct tare_row *row, enum tare_stats_verdict verdict)
{
    return row->verdict && strcmp(row->verdict, tare_stats_verdict_name(verdict)) == 0;
}

static void add_family(struct tally *tally, const struct family_arm *family, size_t count,
                       double level, double *scratch)
{
    double *adjusted = scratch + count;

    for (size_t i = 0; i < count; i++)
        scratch[i] = family[i].p;
    tare_stats_holm_adjust(scratch, count, adjusted);
    for (size_t i = 0; i < count; i++) {
        const struct tare_row *row = family[i].next;
        bool is_slower = is_verdict(row, TARE_STATS_SLOWER) && adjusted[i] < level;
        struct tare_gate_arm arm = {.base = family[i].base,
                                    .next = row,
                                    .ratio = row->ratio,
                                    .ratio_hi = row->ratio_hi,
                                    .is_slower = is_slower,
                                    .is_decided = is_slower || is_verdict(row, TARE_STATS_SAME) ||
                                                  is_verdict(row, TARE_STATS_FASTER)};

        add(tally, &arm, row->build);
    }
}

size_t tare_gated_run(const struct tare_gate *gate, const struct tare_result *result,
                      size_t unmeasured)
{
    struct tally tally = {.gate = gate, .above = TARE_BUF_INIT, .open = TARE_BUF_INIT};
    double level = result->settings.precision_ratio > 0 ? TARE_LOOKS_LEVEL : TARE_STATS_LEVEL;
    struct family_arm *family;
    double *scratch;
    size_t rows = 0;

    if (!tare_gate_is_on(gate))
        return 0;
    for (size_t i = 0; i < result->block_count; i++)
        rows += result->block[i].row_count;
    family = calloc(rows + 1, sizeof *family);
    scratch = calloc(2 * rows + 1, sizeof *scratch);
    if (family && scratch)
        add_family(&tally, family, list_family(family, result, level), level, scratch);
    else
        unmeasured = unmeasured ? unmeasured : 1; /* nothing was held against it */
    free(scratch);
    free(family);
    add_all_unknown(&tally);
    return tell(&tally, unmeasured);
}
