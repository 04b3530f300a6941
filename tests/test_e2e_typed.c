/* SPDX-License-Identifier: MIT */
/*
 * Weighing by types, end to end, on structures of which the bytes are known (fixtures/typed.c and
 * fixtures/typed). The
 * allocator's books are the oracle: the classes add up to them in every case.
 */
#include <criterion/criterion.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/result.h"
#include "support_tare.h"
#include "support_weighed.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* All cases, or none where nothing is weighed. */
static void open_typed(struct support_weighed *typed)
{
    tare_run_skip_if_sanitized("nothing is weighed with ASan");
    *typed = support_weighed("", "typed", "");
}

static const struct {
    const char *variant;
    double deep_bytes;
    double blocks;
    double padding_bytes;
    const char *types;
    const char *classes; /* of the window: what does not lie in blocks is not of it */
} cases[] = {
    {"list", 1600, 100, 400, "struct node 100 1600", "typed 100 1600"},
    {"ring", 2400, 100, 0, "struct ring 100 2400", "typed 100 2400"},
    {"link_first", 2416, 100, 0, "struct first 100 2400, struct link 1 16", "typed 100 2400"},
    {"link_middle", 3216, 100, 700, "struct middle 100 3200, struct link 1 16", "typed 100 3200"},
    {"tree", 3200, 100, 0, "struct tree 100 3200", "typed 100 3200"},
    {"subtree", 1600, 50, 0, "struct tree 50 1600", "typed 50 1600, stack 50 1600"},
    {"branch", 224, 7, 0, "struct branch 7 224", "typed 7 224, stack 8 256"},
    {"first_children", 96, 3, 0, "struct branch 3 96", "typed 3 96, lost 1 32, lost_cycle 3 96"},
    {"subtree_and_all", 3200, 100, 0, "struct tree 100 3200", "typed 100 3200"},
    {"chained", 2986, 202, 400,
     "struct bucket 100 2400, char 442 442, struct bucket * 16 128, struct chains 1 16",
     "typed 202 2986"},
    {"open", 4512, 101, 1024, "struct slot 256 4096, char 400 400, struct open_table 1 16",
     "typed 101 4496"},
    {"soa", 1232, 3, 0, "float 200 800, int 100 400, struct columns 1 32", "typed 3 1200"},
    {"spare", 696, 12, 40, "struct node * 64 512, struct node 10 160, struct spare 1 24",
     "typed 12 696"},
    {"flexible", 408, 21, 84, "struct node 20 320, struct flexible 1 88", "typed 21 408"},
    {"array_of_one", 408, 21, 84, "struct node 20 320, struct one 1 88", "typed 21 408"},
    {"base", 5200, 150, 400, "double 300 2400, struct polygon 50 1600, struct circle 50 1200",
     "typed 150 5200"},
    {"elsewhere", 1608, 100, 600, "struct hidden 100 1600, struct holder 1 8", "typed 100 1600"},
    {"tagged_union", 1010, 41, 240, "struct node 30 480, struct value 30 480, char 50 50",
     "typed 41 1010"},
    {"union_of_arrays", 100, 6, 20, "struct json 5 80, char 20 20", "typed 6 100"},
    {"tight", 39, 3, 0, "struct tight 2 23, struct tight * 2 16", "typed 3 39"},
    /* Three, three and one on cycles, 24 bytes that hang on one and 77 that hang on nothing. */
    {"garbage", 160, 10, 40, "struct node 10 160", "typed 10 160, lost 2 101, lost_cycle 7 120"},
    {"arena", 1600, 100, 400, "struct node 100 1600", "typed 0 1600, carved 1 8400"},
    {"slabs", 320, 5, 16, "struct slab 4 256, struct node 4 64", "typed 1 320, carved 0 1728"},
    {"mapped", 1040, 2, 260, "struct node 65 1040", "typed 2 1040"},
    {"several", 128, 7, 28, "struct node 7 112, int[4] 1 16", "typed 7 112"},
    {"member", 96, 4, 8, "struct node 2 32, struct node * 4 32, struct outer 1 32", "typed 4 96"},
    {"integers", 16, 1, 0, "struct tagged 1 16", "typed 1 16, integers 1 48"},
    {"low_bits", 48, 3, 12, "struct node 3 48", "typed 3 48"},
    {"wild", 32, 2, 8, "struct node 2 32", "typed 2 32"},
};

static bool same_words(const char *a, const char *b)
{
    return strcmp(a, b) == 0;
}

Test(e2e_typed, every_byte_has_its_type, .timeout = 60)
{
    static struct support_weighed typed;

    open_typed(&typed);
    for (size_t i = 0; i < COUNT(cases); i++) {
        const struct tare_row *row = support_weighed_row(&typed, cases[i].variant);
        char types[512];
        char classes[512];

        cr_assert_not_null(row->weighing, "%s was not weighed", cases[i].variant);
        support_weighed_types(row->weighing, types, sizeof types);
        support_weighed_classes(row->weighing, classes, sizeof classes);
        cr_expect_eq(row->deep_bytes, cases[i].deep_bytes, "%s: deep size %g", cases[i].variant,
                     row->deep_bytes);
        cr_expect_eq(row->blocks, cases[i].blocks, "%s: %g blocks", cases[i].variant, row->blocks);
        cr_expect_eq(row->padding_bytes, cases[i].padding_bytes, "%s: padding %g", cases[i].variant,
                     row->padding_bytes);
        cr_expect(same_words(types, cases[i].types), "%s: types are '%s'", cases[i].variant, types);
        cr_expect(same_words(classes, cases[i].classes), "%s: classes are '%s'", cases[i].variant,
                  classes);
        cr_expect(tare_weighing_adds_up(row->weighing), "%s: %s is not %g blocks of %g bytes",
                  cases[i].variant, classes, row->weighing->window_blocks,
                  row->weighing->window_bytes);
        cr_expect_null(row->weighing->untyped, "%s: %s", cases[i].variant, row->weighing->untyped);
    }
    support_weighed_free(&typed);
}

/* A header is a line, and the node behind it lies on another. */
Test(e2e_typed, what_regions_hold_spans_no_lines_but_those_of_its_objects, .timeout = 60)
{
    static struct support_weighed typed;
    const struct tare_row *row;

    open_typed(&typed);
    row = support_weighed_row(&typed, "slabs");
    cr_expect_eq(row->cache_lines, 8, "%g cache lines", row->cache_lines);
    support_weighed_free(&typed);
}

Test(e2e_typed, objects_in_static_storage_count_apart, .timeout = 60)
{
    static struct support_weighed typed;
    const struct tare_row *row;

    open_typed(&typed);
    row = support_weighed_row(&typed, "tree");
    cr_expect_eq(row->weighing->static_bytes, 32, "the sentinel has %g bytes",
                 row->weighing->static_bytes);
    support_weighed_free(&typed);
}

Test(e2e_typed, roots_are_named_and_share_once, .timeout = 60)
{
    static const struct {
        const char *expression;
        const char *type;
        double bytes;
    } roots[] = {{"a", "struct node", 16}, {"b", "struct node", 96}, {"numbers", "int[4]", 16}};
    static struct support_weighed typed;
    const struct tare_row *row;

    open_typed(&typed);
    row = support_weighed_row(&typed, "several");
    cr_assert_eq(row->weighing->root_count, COUNT(roots), "%zu roots", row->weighing->root_count);
    for (size_t i = 0; i < COUNT(roots); i++) {
        const struct tare_weighed_root *root = &row->weighing->root[i];

        cr_expect_str_eq(root->expression, roots[i].expression, "root %zu is '%s'", i,
                         root->expression);
        cr_expect_str_eq(root->type, roots[i].type, "%s is '%s'", root->expression, root->type);
    }
    /* Which of the two that lead to the shared list has it is the walk's choice. */
    cr_expect_eq(row->weighing->root[0].bytes + row->weighing->root[1].bytes, 112, "%g and %g",
                 row->weighing->root[0].bytes, row->weighing->root[1].bytes);
    cr_expect_eq(row->weighing->root[2].bytes, 16, "%g bytes of numbers",
                 row->weighing->root[2].bytes);
    cr_assert_eq(row->refs_count, 1, "%zu refs", row->refs_count);
    cr_expect_eq(row->refs[0].count, 2, "%g pointers to common", row->refs[0].count);
    support_weighed_free(&typed);
}

/* Leaked blocks by site and by what holds them; what hangs on cycles is known to the byte. */
Test(e2e_typed, leaks_are_told_by_site_and_kind, .timeout = 60)
{
    static const struct {
        const char *variant;
        const char *kind;
        double bytes;
        double blocks;
        double cyclic_bytes;
    } leaks[] = {
        {"list", "plain", 1600, 100, 0},
        {"ring", "cycle", 2400, 100, 2400},
        {"link_middle", "static", 3200, 100, 0},
        {"garbage", "cycle", 120, 7, 144},
        {"garbage", "plain", 160 + 24 + 77, 12, 144},
    };
    static struct support_weighed typed;

    open_typed(&typed);
    for (size_t i = 0; i < COUNT(leaks); i++) {
        const struct tare_row *row = support_weighed_row(&typed, leaks[i].variant);
        const struct tare_weighed_site *found = NULL;

        for (size_t j = 0; j < row->weighing->leaks.count; j++)
            if (same_words(row->weighing->leaks.site[j].kind, leaks[i].kind))
                found = &row->weighing->leaks.site[j];
        cr_assert_not_null(found, "%s: no leak is %s", leaks[i].variant, leaks[i].kind);
        cr_expect_eq(found->bytes, leaks[i].bytes, "%s: %g bytes", leaks[i].variant, found->bytes);
        cr_expect_eq(found->blocks, leaks[i].blocks, "%s: %g blocks", leaks[i].variant,
                     found->blocks);
        cr_expect(strncmp(found->place, "typed.h:", 8) == 0 && strstr(found->place, " get"),
                  "%s: allocated at '%s'", leaks[i].variant, found->place);
        cr_expect_eq(row->cyclic_bytes, leaks[i].cyclic_bytes, "%s: %g hang on cycles",
                     leaks[i].variant, row->cyclic_bytes);
    }
    support_weighed_free(&typed);
}

Test(e2e_typed, roots_that_lead_nowhere_are_said, .timeout = 60)
{
    static struct support_weighed typed;
    const struct tare_row *row;
    const char *reason;

    open_typed(&typed);
    row = support_weighed_row(&typed, "dangling");
    reason = tare_row_missing(row, TARE_FIELD_deep_bytes);
    cr_expect(isnan(row->deep_bytes) && reason != NULL && strstr(reason, "tare_weigh(seen)"),
              "a freed root: %g bytes, %s", row->deep_bytes, reason);
    cr_expect_gt(row->time_ns, 0, "its time is %g", row->time_ns);
    row = support_weighed_row(&typed, "wild");
    cr_expect(row->note != NULL && strstr(row->note, "tare_weigh(wild)"), "note: %s", row->note);
    support_weighed_free(&typed);
}

/* 100 + 5000 nodes of 16 bytes and a block of a million, then as many calls again. */
Test(e2e_typed, the_time_line_misses_no_peak, .timeout = 60)
{
    static struct support_weighed typed;
    const struct tare_weighing *weighing;
    double greatest = 0;
    double held = 0;

    open_typed(&typed);
    weighing = support_weighed_row(&typed, "spike")->weighing;
    cr_assert_not_null(weighing, "not weighed");
    cr_expect_eq(weighing->peak_bytes, 16 * 5100 + 1000000, "peak %g", weighing->peak_bytes);
    cr_expect(weighing->point_count >= 200 && weighing->point_count <= TARE_WEIGHING_POINTS_MAX,
              "%zu points", weighing->point_count);
    for (size_t i = 0; i < weighing->point_count; i++) {
        const struct tare_weighed_point *point = &weighing->point[i];

        greatest = fmax(greatest, point->live_bytes);
        cr_expect(i == 0 ||
                      (point->events > point[-1].events && point->time_ns >= point[-1].time_ns),
                  "point %zu goes back", i);
    }
    cr_expect_eq(greatest, weighing->peak_bytes, "greatest point %g", greatest);
    cr_expect_eq(weighing->point[weighing->point_count - 1].events, 5100 + 2 + 10000, "%g events",
                 weighing->point[weighing->point_count - 1].events);
    cr_expect_eq(weighing->peak_sites.site[0].bytes, 1000000, "the largest holder has %g",
                 weighing->peak_sites.site[0].bytes);
    for (size_t i = 0; i < weighing->peak_sites.count; i++)
        held += weighing->peak_sites.site[i].bytes;
    cr_expect_eq(held, weighing->peak_bytes, "its holders have %g", held);
    support_weighed_free(&typed);
}

/* Blocks that static storage holds are no leak. */
Test(e2e_typed, leaks_fail_the_run_where_that_is_asked_for, .timeout = 60)
{
    static const struct {
        const char *arguments;
        int status;
        const char *told;
    } runs[] = {
        {"--filter '^typed/list$' --fail-on-leak", 1, "tare: 1 case leaked: typed/list\n"},
        {"--filter '^typed/list$'", 0, NULL},
        {"--filter '^typed/link_middle$' --fail-on-leak", 0, NULL},
        {"--filter '^typed/arena$' --fail-on-leak", 0, NULL},
        {"--filter '^typed/list$' --fail-on-leak --no-weigh", 2, NULL},
    };

    tare_run_skip_if_sanitized("nothing is weighed with ASan");
    for (size_t i = 0; i < COUNT(runs); i++) {
        struct tare_run run = tare_run("", "typed", runs[i].arguments);

        cr_expect_eq(run.run.status, runs[i].status, "%s: status %d", runs[i].arguments,
                     run.run.status);
        cr_expect_eq(strstr(run.run.err, "leaked:") != NULL, runs[i].told != NULL, "%s: %s",
                     runs[i].arguments, run.run.err);
        cr_expect(runs[i].told == NULL || strstr(run.run.err, runs[i].told), "%s: %s",
                  runs[i].arguments, run.run.err);
        tare_run_free(&run);
    }
}

Test(e2e_typed, weigh_shows_types_and_that_all_adds_up, .timeout = 60)
{
    static const char *const lines[] = {
        "tare_weigh(table), struct chains: 2.92 KiB, 202 blocks",
        "struct bucket      100",
        "the allocator's books have 202 blocks, 2.92 KiB: all accounted for",
        "leaked 202 blocks, 2.92 KiB: typed.h:",
    };
    struct tare_run run;

    tare_run_skip_if_sanitized("nothing is weighed with ASan");
    run = tare_run("", "typed", "--filter '^typed/chained$' --weigh");
    for (size_t i = 0; i < COUNT(lines); i++)
        cr_expect_not_null(strstr(run.run.out, lines[i]), "no '%s' in:\n%s", lines[i], run.run.out);
    tare_run_free(&run);
}

/* What the case allocates in its loop says where its blocks lie: the walk leaves no trace there. */
Test(e2e_typed, addresses_are_the_same_with_and_without_weighing, .timeout = 60)
{
    struct tare_run run;
    const char *plain;
    const char *moved;

    tare_run_skip_if_sanitized("nothing is weighed with ASan");
    run = tare_run("", "addresses", "");
    plain = tare_run_cell(&run, "addresses/plain", "alloc_bytes_per_op");
    moved = tare_run_cell(&run, "addresses/moved", "alloc_bytes_per_op");
    cr_expect_str_not_empty(plain, "nothing is known of the places");
    tare_run_expect(&run, "addresses/weighed", "alloc_bytes_per_op", plain);
    cr_expect_str_neq(moved, plain, "a block more changes nothing: %s", moved);
    tare_run_free(&run);
}
