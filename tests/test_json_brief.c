/* SPDX-License-Identifier: MIT */
/* Reading without details, block by block: the same result, or the same error, as reading whole. */
#include <criterion/criterion.h>

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "model/json.h"
#include "model/json_brief.h"
#include "support_alloc.h"
#include "support_model.h"

static char path[] = "/tmp/tare-brief-XXXXXX";

/* Two blocks; no links, with which a file is read whole. */
static void make(struct tare_result *result)
{
    support_model_make(result);
    for (size_t i = 0; i < result->layout_count; i++)
        tare_link_free(&result->layout[i]);
    result->layout_count = 0;
}

static char *stored_text(void)
{
    struct tare_result result;
    char *text;

    make(&result);
    text = support_model_text(&result);
    tare_result_free(&result);
    return text;
}

static void put_file(const char *text, size_t length)
{
    FILE *file = fopen(path, "w");

    cr_assert_not_null(file, "cannot write %s", path);
    cr_assert_eq(fwrite(text, 1, length, file), length, "cannot write %s", path);
    fclose(file);
}

static void begin(void)
{
    int fd = mkstemp(path);

    cr_assert_geq(fd, 0, "no temporary file");
    close(fd);
}

static void end(void)
{
    unlink(path);
}

TestSuite(json_brief, .init = begin, .fini = end);

/* The tree of a result without what reading in brief leaves out. */
static json_t *tree_of(const struct tare_result *result)
{
    static const char *const details[] = {"sample", "weighing", "variance", "profile"};
    char *text = support_model_text(result);
    json_t *root = json_loads(text, 0, NULL);
    json_t *block, *row;
    size_t i, j;

    cr_assert_not_null(root, "no JSON");
    json_array_foreach(json_object_get(root, "blocks"), i, block)
    {
        json_array_foreach(json_object_get(block, "rows"), j, row)
        {
            for (size_t k = 0; k < sizeof details / sizeof *details; k++)
                json_object_del(row, details[k]);
        }
    }
    free(text);
    return root;
}

static void expect_equal(const struct tare_result *whole, const struct tare_result *brief,
                         const char *what)
{
    json_t *expected = tree_of(whole);
    json_t *got = tree_of(brief);

    cr_expect(json_equal(expected, got), "%s: read otherwise in brief", what);
    json_decref(expected);
    json_decref(got);
}

static void expect_both_read(const char *what, bool in_brief)
{
    struct tare_result whole, brief;
    struct tare_err err = {0};

    cr_assert_eq(tare_json_read(path, &whole, &err), 0, "%s: %s", what, err.text);
    cr_assert_eq(tare_json_read_times(path, &brief, &err), 0, "%s: %s", what, err.text);
    cr_expect_gt(whole.block[0].row[0].sample_count, 0, "%s", what);
    cr_expect_eq(brief.block[0].row[0].sample_count == 0, in_brief, "%s: %zu samples", what,
                 brief.block[0].row[0].sample_count);
    expect_equal(&whole, &brief, what);
    tare_result_free(&whole);
    tare_result_free(&brief);
}

static void expect_both_refuse(const char *what)
{
    struct tare_result whole, brief;
    struct tare_err err = {0};
    struct tare_err brief_err = {0};

    cr_assert_eq(tare_json_read(path, &whole, &err), -1, "%s: read", what);
    cr_assert_eq(tare_json_read_times(path, &brief, &brief_err), -1, "%s: read in brief", what);
    cr_expect_eq(brief_err.code, err.code, "%s", what);
    cr_expect_str_eq(brief_err.text, err.text, "%s", what);
    cr_expect_eq(brief.block_count, 0, "%s: not empty", what);
}

enum outcome { BRIEF, WHOLE, REFUSED };

static const struct {
    const char *what, *from, *to;
    enum outcome outcome;
} changes[] = {
    {"as stored", "", "", BRIEF},
    {"blanks", "\"blocks\": [", "\"blocks\"\n:\t[\r\n", BRIEF},
    {"the key as a value", "\"name\": \"bench\"", "\"name\": \"blocks\"", BRIEF},
    {"the list in a string", "\"name\": \"bench\"", "\"name\": \"\\\"blocks\\\": [{\"", BRIEF},
    {"a number of that key before", "\"schema\": 1,", "\"schema\": 1, \"later\": {\"blocks\": 3},",
     BRIEF},
    {"a list of that key before", "\"schema\": 1,",
     "\"schema\": 1, \"later\": {\"blocks\": [{\"group\": \"x\"}]},", WHOLE},
    {"an empty list of that key before", "\"schema\": 1,",
     "\"schema\": 1, \"later\": {\"blocks\": []},", WHOLE},
    {"no comma between blocks", "  },\n  {\n   \"group\"", "  }\n  {\n   \"group\"", REFUSED},
    {"two commas between blocks", "  },\n  {\n   \"group\"", "  },,\n  {\n   \"group\"", REFUSED},
    {"a number for a block", "\"blocks\": [", "\"blocks\": [7,", REFUSED},
    {"an empty block", "\"blocks\": [", "\"blocks\": [{},", REFUSED},
    {"a comma before the first", "\"blocks\": [", "\"blocks\": [,", REFUSED},
    {"two lists", "\"blocks\": [", "\"blocks\": [], \"blocks\": [", REFUSED},
    {"no list", "\"blocks\": [", "\"blocs\": [", REFUSED},
    {"an object", "\"blocks\": [", "\"blocks\": {}, \"blocs\": [", REFUSED},
    {"a newer schema", "\"schema\": 1,", "\"schema\": 99,", REFUSED},
    {"no schema", "\"schema\": 1,", "", REFUSED},
    {"a wrong field", "\"group\": \"sum_x\"", "\"group\": 7", REFUSED},
    {"two keys of one name in a block", "\"group\": \"sum_x\"",
     "\"group\": \"a\", \"group\": \"b\"", REFUSED},
    {"something before it", "{\n \"schema\"", "[] {\n \"schema\"", REFUSED},
};

/* The text with the first `from` as `to`, to be freed. */
static char *changed(const char *text, const char *from, const char *to)
{
    const char *place = strstr(text, from);
    char *out = NULL;

    cr_assert_not_null(place, "no %s in the result", from);
    cr_assert_geq(asprintf(&out, "%.*s%s%s", (int)(place - text), text, to, place + strlen(from)),
                  0, "no memory");
    return out;
}

Test(json_brief, is_read_or_refused_as_a_whole)
{
    char *text = stored_text();

    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        char *other = changed(text, changes[i].from, changes[i].to);

        put_file(other, strlen(other));
        if (changes[i].outcome == REFUSED)
            expect_both_refuse(changes[i].what);
        else
            expect_both_read(changes[i].what, changes[i].outcome == BRIEF);
        free(other);
    }
    free(text);
}

Test(json_brief, several_links_are_read_whole)
{
    struct tare_result result;
    char *text;

    support_model_make(&result);
    text = support_model_text(&result);
    put_file(text, strlen(text));
    expect_both_read("links", false);
    free(text);
    tare_result_free(&result);
}

Test(json_brief, no_blocks_are_none)
{
    struct tare_json_brief brief;
    struct tare_result result;
    size_t count;
    json_t *rest;
    char *text;

    make(&result);
    count = result.block_count;
    result.block_count = 0;
    text = support_model_text(&result);
    result.block_count = count;
    put_file(text, strlen(text));
    cr_assert_eq(tare_json_brief_open(&brief, path), 0, "to be read whole");
    cr_expect_null(tare_json_brief_next(&brief), "a block");
    rest = tare_json_brief_rest(&brief);
    cr_expect_not_null(rest, "no result");
    json_decref(rest);
    tare_json_brief_close(&brief);
    free(text);
    tare_result_free(&result);
}

Test(json_brief, a_cut_file_is_refused)
{
    char *text = stored_text();
    size_t length = strlen(text) - 2; /* the closing brace and the line end */

    for (size_t cut = 0; cut <= length; cut += 61) {
        char what[32];

        snprintf(what, sizeof what, "cut at %zu", cut);
        put_file(text, cut);
        expect_both_refuse(what);
    }
    free(text);
}

static int read_it(void *data, struct tare_err *err)
{
    struct tare_result result;
    int status = tare_json_read_times(data, &result, err);

    if (status == 0)
        tare_result_free(&result);
    return status;
}

Test(json_brief, reading_survives_each_failing_allocation)
{
    char *text = stored_text();

    put_file(text, strlen(text));
    support_alloc_each(read_it, path);
    free(text);
}
