/* SPDX-License-Identifier: MIT */
/* How pointers lie in cache lines and pages, and how full the lines are, on structures that are put
 * where they lie (fixtures/ratios.c). */
#include <criterion/criterion.h>

#include "support_tare.h"
#include "support_weighed.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const struct {
    const char *variant;
    double edges, shared, same_line, same_page; /* pointers */
    double line_fill_ratio;                     /* -1: where the blocks lie is not known */
    double cache_lines, pages;                  /* -1: likewise */
} cases[] = {
    {"lines", 255, 0, 0, 4 * 63, 1, 256, 4},      {"pairs", 127, 0, 64, 127, 1, 64, 1},
    {"half_lines", 63, 0, 0, 63, 0.5, 64, 1},     {"one_a_page", 31, 0, 0, 0, 0.25, 32, 32},
    {"block_a_page", 31, 0, 0, 0, 0.25, 32, 32},  {"shared", 8, 6, 0, -1, -1, -1, -1},
    {"shared_of_array", 8, 6, 0, -1, -1, -1, -1},
};

Test(e2e_ratios, are_those_that_the_structure_has, .timeout = 60)
{
    struct support_weighed run;

    tare_run_skip_if_sanitized("nothing is weighed with ASan");
    run = support_weighed("", "ratios", "");
    for (size_t i = 0; i < COUNT(cases); i++) {
        const struct tare_row *row = support_weighed_row(&run, cases[i].variant);
        const struct tare_weighing *weighing = row->weighing;

        cr_assert_not_null(weighing, "%s: not weighed", cases[i].variant);
        cr_expect_null(weighing->untyped, "%s: %s", cases[i].variant, weighing->untyped);
        cr_expect_eq(weighing->edges, cases[i].edges, "%s: %g pointers", cases[i].variant,
                     weighing->edges);
        cr_expect_eq(weighing->shared_edges_ratio, cases[i].shared / cases[i].edges,
                     "%s: %g to what another leads to", cases[i].variant,
                     weighing->shared_edges_ratio);
        cr_expect_eq(weighing->same_line_ratio, cases[i].same_line / cases[i].edges,
                     "%s: %g in one line", cases[i].variant, weighing->same_line_ratio);
        cr_expect(cases[i].same_page < 0 ||
                      weighing->same_page_ratio == cases[i].same_page / cases[i].edges,
                  "%s: %g in one page", cases[i].variant, weighing->same_page_ratio);
        cr_expect(cases[i].line_fill_ratio < 0 ||
                      weighing->line_fill_ratio == cases[i].line_fill_ratio,
                  "%s: lines are %g full", cases[i].variant, weighing->line_fill_ratio);
        cr_expect(cases[i].cache_lines < 0 || row->cache_lines == cases[i].cache_lines,
                  "%s: %g lines", cases[i].variant, row->cache_lines);
        cr_expect(cases[i].pages < 0 || row->pages == cases[i].pages, "%s: %g pages",
                  cases[i].variant, row->pages);
    }
    support_weighed_free(&run);
}
