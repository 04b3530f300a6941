/* SPDX-License-Identifier: MIT */
#include "model/source.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

static const struct cut_case {
    const char *name;
    const char *text;
    size_t line;
    size_t first; /* line that the text begins with */
    const char *expected;
    const char *problem;
} cut_cases[] = {
    {"to the closing brace", "int x;\nTARE_CASE(g, a)\n{\n    { }\n}\nint y;\n", 2, 2,
     "TARE_CASE(g, a)\n{\n    { }\n}", NULL},
    {"with the comment above", "int x;\n\n/* what\n * for */\nTARE_CASE(g, a)\n{\n}\n", 5, 3,
     "/* what\n * for */\nTARE_CASE(g, a)\n{\n}", NULL},
    {"not with one that stands apart", "/* other */\n\nTARE_CASE(g, a)\n{\n}\n", 3, 3,
     "TARE_CASE(g, a)\n{\n}", NULL},
    {"braces in texts are none",
     "TARE_CASE(g, a)\n{\n    f(\"}\\\"}\", '}'); /* } */ // }\n}\nint y;", 1, 1,
     "TARE_CASE(g, a)\n{\n    f(\"}\\\"}\", '}'); /* } */ // }\n}", NULL},
    {"a macro's call ends with it", "CASE(g, a)\nCASE(g, b)\n", 1, 1, "CASE(g, a)", NULL},
    {"over several lines", "CASE(g,\n     a)\n{\n}\n", 1, 1, "CASE(g,\n     a)\n{\n}", NULL},
    {"the line moved", "int x;\nTARE_CASE(g, a)\n{\n}\n", 1, 0, NULL, "line 1 does not name a"},
    {"another case is there", "TARE_CASE(g, ab)\n{\n}\n", 1, 0, NULL, "line 1 does not name a"},
    {"beyond the end", "TARE_CASE(g, a)\n{\n}\n", 9, 0, NULL, "line 9 does not name a"},
    {"line 0", "x", 0, 0, NULL, "line 0 does not name a"},
    {"nothing closes", "TARE_CASE(g, a)\n{\n", 1, 0, NULL, "nothing closes"},
    {"an open comment", "TARE_CASE(g, a) /* {\n}\n", 1, 1, "TARE_CASE(g, a) /* {", NULL},
};

Test(source, a_case_is_cut_out_or_refused)
{
    for (size_t i = 0; i < sizeof cut_cases / sizeof *cut_cases; i++) {
        const struct cut_case *one = &cut_cases[i];
        struct tare_err err = {0};
        size_t line = one->line;
        char *text = tare_source_cut(one->text, "a", &line, &err);

        cr_expect_eq(!text, !one->expected, "%s: %s", one->name, text ? text : err.text);
        if (text && one->expected) {
            cr_expect_str_eq(text, one->expected, "%s: %s", one->name, text);
            cr_expect_eq(line, one->first, "%s: line %zu", one->name, line);
        }
        if (one->problem)
            cr_expect(strncmp(err.text, one->problem, strlen(one->problem)) == 0, "%s: %s",
                      one->name, err.text);
        free(text);
    }
}

Test(source, a_long_case_is_refused)
{
    char *text = calloc(2, TARE_SOURCE_LINES_MAX + 64);
    struct tare_err err = {0};
    size_t line = 1;

    cr_assert_not_null(text, "memory");
    strcpy(text, "TARE_CASE(g, a)\n{\n");
    memset(text + strlen(text), '\n', TARE_SOURCE_LINES_MAX);
    strcat(text, "}\n");
    cr_expect_null(tare_source_cut(text, "a", &line, &err));
    cr_expect_not_null(strstr(err.text, "more than 300 lines"), "%s", err.text);
    free(text);
}

static const struct {
    const char *text;
    const char *expected;
} lessons[] = {
    {"/* One\n * line. */\nTARE_GROUP(g, .title = 0)\n", "One line."},
    {"/*\n * First.\n *\n * Second.\n */\nTARE_GROUP(g)\n", "First."},
    {"/* SPDX-License-Identifier: MIT */\n/*\n * Of the file.\n */\n#include <x>\nTARE_GROUP(g)\n",
     "Of the file."},
    {"/* Of the file. */\n/* Of another. */\nTARE_GROUP(gg)\n", "Of the file."},
    {"/* SPDX-License-Identifier: MIT */\nint x; /* no */\nTARE_GROUP(g)\n", NULL},
    {"TARE_GROUP(g)\n", NULL},
    {"/* open", NULL},
    {"", NULL},
};

Test(source, the_lesson_is_the_comment_above_the_group)
{
    for (size_t i = 0; i < sizeof lessons / sizeof *lessons; i++) {
        char *text = tare_source_lesson(lessons[i].text, "g");

        cr_expect_eq(!text, !lessons[i].expected, "%zu: %s", i, text ? text : "none");
        if (text && lessons[i].expected)
            cr_expect_str_eq(text, lessons[i].expected, "%zu: %s", i, text);
        free(text);
    }
}
