/* SPDX-License-Identifier: MIT */
/* What weighing found out: its sums, and how it is shown. */
#include <criterion/criterion.h>

#include <math.h>
#include <stdio.h>

#include "model/weighing.h"
#include "report/weighing.h"
#include "support_model.h"
#include "support_result.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const struct tare_weighing *find(const struct tare_result *result)
{
    return result->block[0].row[0].weighing ? result->block[0].row[0].weighing
                                            : result->block[0].row[1].weighing;
}

Test(weighing, classes_add_up_or_do_not)
{
    struct tare_weighed_class classes[] = {{NULL, 100, 2}, {NULL, 28, 1}};
    struct tare_weighing weighing;

    tare_weighing_init(&weighing);
    cr_expect(!tare_weighing_adds_up(&weighing), "without books");
    weighing.class_ = classes;
    weighing.class_count = COUNT(classes);
    weighing.window_bytes = 128;
    weighing.window_blocks = 3;
    cr_expect(tare_weighing_adds_up(&weighing), "100 + 28 of 128 bytes, 2 + 1 of 3 blocks");
    weighing.window_blocks = 4;
    cr_expect(!tare_weighing_adds_up(&weighing), "3 of 4 blocks");
    weighing.window_blocks = 3;
    weighing.window_bytes = 127;
    cr_expect(!tare_weighing_adds_up(&weighing), "128 of 127 bytes");
}

Test(weighing, is_shown_as_the_golden_files_have_it)
{
    static const struct {
        const char *golden;
        struct tare_table_style style;
    } cases[] = {
        {"weighing.txt", {.unicode = true}},
        {"weighing_60_16_colours.txt", {.width_columns = 60, .colours = 16, .unicode = true}},
        {"weighing_ascii.txt", {.width_columns = 100}},
    };
    struct tare_result result;

    support_model_make(&result);
    cr_assert_not_null(find(&result), "no row was weighed");
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct tare_buf out = TARE_BUF_INIT;
        FILE *file = tmpfile();

        cr_assert_not_null(file, "no temporary file");
        tare_weighing_show(&out, &cases[i].style, "aos", find(&result));
        cr_expect(!out.failed, "%s: out of memory", cases[i].golden);
        fputs(out.text, file);
        cr_expect(support_golden_matches(file, cases[i].golden), "%s", cases[i].golden);
        tare_buf_free(&out);
        fclose(file);
    }
    tare_result_free(&result);
}

static void expect_leaks(const char *name, const struct tare_weighing *weighing,
                         const char *expected)
{
    struct tare_buf out = TARE_BUF_INIT;

    tare_weighing_leaks(&out, weighing);
    cr_expect_str_eq(out.text, expected, "%s: '%s'", name, out.text);
    tare_buf_free(&out);
}

Test(weighing, leaks_are_a_line_of_three_places)
{
    char place[5][4] = {"a:1", "b:2", "c:3", "d:4", "e:5"};
    char plain[] = "plain", cycle[] = "cycle", held[] = "static";
    struct tare_weighed_site sites[] = {
        {place[0], held, 1000, 1, NAN}, {place[1], cycle, 64, 2, NAN},
        {place[2], plain, 32, 1, NAN},  {place[3], plain, 8, 1, NAN},
        {place[4], plain, 4, 1, NAN},
    };
    struct tare_weighing weighing;

    tare_weighing_init(&weighing);
    expect_leaks("nothing left", &weighing, "");
    weighing.leaks.site = sites;
    weighing.leaks.count = 1;
    expect_leaks("held by static storage", &weighing, "");
    weighing.leaks.count = 3;
    expect_leaks("two places", &weighing,
                 "leaked 3 blocks, 96 B, 64 B of it on cycles: b:2 (2 on a cycle), c:3 (1)");
    weighing.leaks.count = 5;
    expect_leaks(
        "four places", &weighing,
        "leaked 5 blocks, 108 B, 64 B of it on cycles: b:2 (2 on a cycle), c:3 (1), d:4 (1) "
        "and 1 more places");
}
