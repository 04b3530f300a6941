/* SPDX-License-Identifier: MIT */
/*
 * Weighing what libraries without debug information build (fixtures/libraries.c): exact bytes and
 * blocks, by words that look like pointers. The oracles are the allocator's books and, where a
 * library lets its calls of malloc be counted, the fixture's own.
 */
#include <criterion/criterion.h>

#include <stdio.h>
#include <string.h>

#include "support_tare.h"
#include "support_weighed.h"

static double counter(const struct tare_row *row, const char *name)
{
    for (size_t i = 0; i < row->counter_count; i++)
        if (strcmp(row->counter[i].name, name) == 0)
            return row->counter[i].value;
    cr_assert_fail("%s told no '%s'", row->variant, name);
    return 0;
}

/* All of the window is one structure, held by nothing but words. */
static void expect_conservative(const struct tare_row *row, double blocks, double bytes)
{
    char classes[256];
    char expected[256];

    cr_assert_not_null(row->weighing, "%s was not weighed", row->variant);
    support_weighed_classes(row->weighing, classes, sizeof classes);
    snprintf(expected, sizeof expected, "conservative %g %g", blocks, bytes);
    cr_expect_str_eq(classes, expected, "%s: '%s', not '%s'", row->variant, classes, expected);
    cr_expect_eq(row->deep_bytes, bytes, "%s: deep size %g", row->variant, row->deep_bytes);
    cr_expect_eq(row->blocks, blocks, "%s: %g blocks", row->variant, row->blocks);
    cr_expect_eq(row->weighing->window_blocks, blocks, "%s: %g blocks in the books", row->variant,
                 row->weighing->window_blocks);
    cr_expect_eq(row->weighing->window_bytes, bytes, "%s: %g bytes in the books", row->variant,
                 row->weighing->window_bytes);
    cr_expect(tare_weighing_adds_up(row->weighing), "%s does not add up", row->variant);
}

/* Of the root json_t is known, of which a json_object_t is more. */
Test(e2e_libraries, jansson_object_is_exact, .timeout = 60)
{
    static const char *const variants[] = {"jansson", "jansson_void"};
    static const char *const types[] = {"struct json_t 1 16", ""};
    struct support_weighed run;

    tare_run_skip_if_sanitized("nothing is weighed with ASan");
    run = support_weighed("", "libraries", "--filter libraries/jansson");
    for (size_t i = 0; i < 2; i++) {
        const struct tare_row *row = support_weighed_row(&run, variants[i]);
        char text[256];

        expect_conservative(row, counter(row, "blocks"), counter(row, "bytes"));
        cr_expect_gt(row->blocks, 500, "%s: only %g blocks", variants[i], row->blocks);
        support_weighed_types(row->weighing, text, sizeof text);
        cr_expect_str_eq(text, types[i], "%s: types are '%s'", variants[i], text);
    }
    support_weighed_free(&run);
}

/* 100 keys of 8 bytes, 100 values of 24, the table, and its arrays of keys, values and hashes. */
Test(e2e_libraries, glib_hash_table_is_exact, .timeout = 60)
{
    struct support_weighed run;
    const struct tare_row *row;

    tare_run_skip_if_sanitized("nothing is weighed with ASan");
    run = support_weighed("", "libraries", "--filter libraries/glib");
    row = support_weighed_row(&run, "glib");
    if (tare_row_is(row, "skipped")) {
        char why[256];

        snprintf(why, sizeof why, "%s", row->reason);
        support_weighed_free(&run);
        cr_skip_test("%s", why);
    }
    cr_assert_not_null(row->weighing, "not weighed");
    expect_conservative(row, row->weighing->window_blocks, row->weighing->window_bytes);
    cr_expect_eq(row->blocks, 204, "%g blocks", row->blocks);
    cr_expect_gt(row->deep_bytes, 100 * (8 + 24) + 100 * (8 + 8 + 4), "%g bytes", row->deep_bytes);
    support_weighed_free(&run);
}
