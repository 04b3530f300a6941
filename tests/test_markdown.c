/* SPDX-License-Identifier: MIT */
#include "report/markdown.h"
#include "support_model.h"
#include "support_result.h"

#include <criterion/criterion.h>
#include <string.h>

Test(markdown, golden)
{
    struct tare_result result;
    FILE *file = tmpfile();

    cr_assert_not_null(file, "no temporary file");
    support_result_make(&result);
    cr_expect_eq(tare_markdown_write(file, &result, NULL), 0, "written");
    cr_expect(support_golden_matches(file, "markdown.md"), "markdown.md");
    fclose(file);
    tare_result_free(&result);
}

Test(markdown, weighing_is_folded_below_its_block)
{
    struct tare_result result;
    FILE *file = tmpfile();

    cr_assert_not_null(file, "no temporary file");
    support_model_make(&result);
    cr_expect_eq(tare_markdown_write_weighed(file, &result, NULL), 0, "written");
    cr_expect(support_golden_matches(file, "markdown_weighed.md"), "markdown_weighed.md");
    fclose(file);
    tare_result_free(&result);
}

/* --precision has intervals of another level, --layouts others over links, --margin 0 no `same`. */
Test(markdown, the_foot_says_what_the_intervals_are)
{
    struct tare_result result;
    char text[32768];
    FILE *file = tmpfile();

    cr_assert_not_null(file, "no temporary file");
    support_result_make(&result);
    result.settings.precision_ratio = 0.01;
    result.settings.margin_ratio = 0;
    result.layout_count = 3;
    cr_expect_eq(tare_markdown_write(file, &result, NULL), 0, "written");
    result.layout_count = 0;
    rewind(file);
    text[fread(text, 1, sizeof(text) - 1, file)] = '\0';
    cr_expect_not_null(strstr(text, "half of the 98.2 % interval over layouts; vs is a ratio of "
                                    "times, paired by set and round.\n"),
                       "%s", text);
    fclose(file);
    tare_result_free(&result);
}

static size_t count_bars(const char *line)
{
    size_t count = 0;

    for (const char *at = line; *at; at++)
        count += *at == '|' && (at == line || at[-1] != '\\');
    return count;
}

Test(markdown, every_row_of_a_table_has_its_columns)
{
    struct tare_result result;
    FILE *file = tmpfile();
    char line[4096];
    size_t columns = 0;

    cr_assert_not_null(file, "no temporary file");
    support_result_make(&result);
    tare_markdown_write(file, &result, NULL);
    rewind(file);
    while (fgets(line, sizeof(line), file)) {
        if (line[0] != '|')
            columns = 0;
        else if (!columns)
            columns = count_bars(line);
        else
            cr_expect_eq(count_bars(line), columns, "%s", line);
    }
    fclose(file);
    tare_result_free(&result);
}

Test(markdown, full_device_is_an_error)
{
    struct tare_result result;
    struct tare_err err = {0};
    FILE *file = fopen("/dev/full", "w");

    cr_assert_not_null(file, "/dev/full");
    support_result_make(&result);
    cr_expect_eq(tare_markdown_write(file, &result, &err), -1, "no space");
    cr_expect_not_null(strstr(err.text, "No space left"), "%s", err.text);
    fclose(file);
    tare_result_free(&result);
}
