/* SPDX-License-Identifier: MIT */
/* --fail-above over the whole of a run, and what it refuses to hold. */
#include <criterion/criterion.h>
#include <criterion/redirect.h>

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "cmd/gated.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define BLOCKS_MAX   40
/* Sets of each arm, and t(0.975) of the degrees of freedom that they give, of a table: 9, and of 20
 * sets, of which one at each end is left out, 17. */
struct sets {
    size_t count;
    double t;
};
static const struct sets ten = {10, 2.262157};
static const struct sets twenty = {20, 2.109816};

/* A run of a case in two builds, in many blocks. All strings and rows are its own. */
struct fake {
    struct tare_block block[BLOCKS_MAX];
    struct tare_row row[BLOCKS_MAX][2];
    struct tare_result result;
};

/* The new build's time is 1.05 of the old one's, `errors` standard errors above it. */
static void fill(struct fake *fake, size_t blocks, const struct sets *sets, double errors)
{
    double ratio = 1.05;
    double reach = log(ratio) / errors * sets->t;

    tare_result_init(&fake->result);
    fake->result.block = fake->block;
    fake->result.block_count = blocks;
    for (size_t i = 0; i < blocks; i++) {
        tare_block_init(&fake->block[i]);
        fake->block[i].row = fake->row[i];
        fake->block[i].row_count = 2;
        fake->block[i].compares_builds = true;
        for (size_t j = 0; j < 2; j++) {
            struct tare_row *row = &fake->row[i][j];

            tare_row_init(row);
            row->id = (char *)(uintptr_t) "chain/links";
            row->build = (char *)(uintptr_t)(j ? "new" : "old");
            row->baseline = (char *)(uintptr_t) "old";
            row->status = (char *)(uintptr_t) "ok";
            row->set_count = sets->count;
        }
        fake->row[i][1].verdict = (char *)(uintptr_t) "slower";
        fake->row[i][1].ratio = ratio;
        fake->row[i][1].ratio_lo = exp(log(ratio) - reach);
        fake->row[i][1].ratio_hi = exp(log(ratio) + reach);
    }
}

/* What is told on stderr of the run; to be freed. */
static struct tare_buf tell(const struct fake *fake, const char *limits, size_t unmeasured,
                            size_t *count)
{
    struct tare_buf told = TARE_BUF_INIT;
    struct tare_gate gate = {0};
    FILE *file;
    char line[256];

    cr_assert_eq(tare_gate_parse(limits, &gate, NULL), 0, "%s", limits);
    cr_redirect_stderr();
    *count = tare_gated_run(&gate, &fake->result, unmeasured);
    fflush(stderr);
    file = cr_get_redirected_stderr();
    if (*count)
        while (fgets(line, sizeof line, file)) {
            tare_buf_puts(&told, line);
            if (told.length > 200)
                break;
        }
    return told;
}

static void expect_of(const struct fake *fake, const char *limits, size_t unmeasured,
                      const char *part)
{
    size_t count;
    struct tare_buf told = tell(fake, limits, unmeasured, &count);

    cr_expect_eq(count > 0, *part != '\0', "%zu told", count);
    cr_expect_not_null(strstr(told.text ? told.text : "", part), "no '%s' in: %s", part, told.text);
    tare_buf_free(&told);
}

static void expect_told(size_t blocks, double errors, const char *limits, size_t unmeasured,
                        const char *part)
{
    static struct fake fake;

    fill(&fake, blocks, &ten, errors);
    expect_of(&fake, limits, unmeasured, part);
}

/* 2.7 errors of 9 degrees of freedom: p is 0.024, which is a finding alone and none among 40. */
Test(gated, one_case_alone_is_stopped)
{
    expect_told(1, 2.7, "3%", 0, "chain/links (new): 1.050x slower: above 3.0 %\n");
}

Test(gated, a_case_of_many_is_not_called_slower_by_its_block_alone)
{
    expect_told(BLOCKS_MAX, 2.7, "3%", 0, "not decided: 40 cases unsure, 0 blocks not measured");
}

/* p is 0.0002. */
Test(gated, a_clear_case_of_many_is_stopped)
{
    expect_told(BLOCKS_MAX, 6, "3%", 0,
                "does not let through:\n  chain/links (new): 1.050x slower");
}

/* Of 17 degrees of freedom 3.84 errors are p = 0.0013, above 0.05 / 40; of 19 they would not be. */
Test(gated, what_is_left_out_of_many_sets_gives_no_freedom)
{
    static struct fake fake;

    fill(&fake, BLOCKS_MAX, &twenty, 3.84);
    expect_of(&fake, "3%", 0, "not decided: 40 cases unsure");
}

Test(gated, many_sets_are_stopped_where_their_freedom_says_so)
{
    static struct fake fake;

    fill(&fake, BLOCKS_MAX, &twenty, 3.9);
    expect_of(&fake, "3%", 0, "does not let through:\n  chain/links (new): 1.050x slower");
}

Test(gated, what_was_not_measured_does_not_pass)
{
    expect_told(1, 2.7, "50%", 2, "not decided: 0 cases unsure, 2 blocks not measured");
}

Test(gated, what_is_below_the_limit_passes)
{
    expect_told(1, 2.7, "50%", 0, "");
}

Test(gated, a_quantity_that_no_case_has_is_told)
{
    expect_told(1, 2.7, "bytes=0", 0, "  deep_bytes: no case has it to be compared with\n");
}

Test(gated, what_cannot_be_held_is_refused)
{
    static const struct {
        const char *limits;
        size_t builds;
        size_t layouts;
        uint64_t sets;
        bool no_weigh;
        const char *part; /* of the error; NULL: none */
    } cases[] = {
        {"3%", 2, 0, 0, false, NULL},
        {"3%", 2, 0, 3, true, NULL},
        {"3%", 1, 0, 0, false, "there is one only"},
        {"3%", 2, 0, 2, false, "needs 3 sets for an interval, and there will be 2"},
        {"3%", 2, 2, 20, false, "needs 3 layouts for an interval, and there will be 2"},
        {"bytes=0", 2, 0, 2, false, NULL},
        {"3%,bytes=0", 2, 0, 5, true, "deep_bytes has a limit, and --no-weigh leaves it out"},
    };

    for (size_t i = 0; i < COUNT(cases); i++) {
        struct tare_options options = {.sets = cases[i].sets, .no_weigh = cases[i].no_weigh};
        struct tare_plan plan = {.build_count = cases[i].builds, .layout_count = cases[i].layouts};
        struct tare_err err = {0};

        cr_assert_eq(tare_gate_parse(cases[i].limits, &options.gate, NULL), 0, "case %zu", i);
        cr_expect_eq(tare_gated_check(&options, &plan, &err), cases[i].part ? -1 : 0,
                     "case %zu: %s", i, err.text);
        if (cases[i].part)
            cr_expect_not_null(strstr(err.text, cases[i].part), "case %zu: %s", i, err.text);
    }
}
