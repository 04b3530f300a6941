/* SPDX-License-Identifier: MIT */
/* The formats of others, checked as their readers would: with names that try to break out. */
#define _GNU_SOURCE /* asprintf */
#include <criterion/criterion.h>
#include <ctype.h>
#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/gbench.h"
#include "report/export.h"
#include "support_compare.h"
#include "support_result.h"
#include "support_run.h"

typedef int writer(FILE *file, const struct tare_result *result, struct tare_err *err);

static char *written(writer *write, const struct tare_result *result)
{
    char *text = NULL;
    size_t length = 0;
    FILE *file = open_memstream(&text, &length);
    struct tare_err err = {0};

    cr_assert_eq(write(file, result, &err), 0, "%s", err.text);
    fclose(file);
    return text;
}

/* Arms with a time, and sets of them. */
static size_t count_arms(const struct tare_result *result, size_t *values)
{
    size_t count = 0;

    *values = 0;
    for (size_t i = 0; i < result->block_count; i++)
        for (size_t j = 0; j < result->block[i].row_count; j++)
            if (tare_export_has_time(&result->block[i].row[j])) {
                count++;
                *values += tare_export_value_count(&result->block[i].row[j]);
            }
    return count;
}

/* Made up ids are without sizes, and those of a result are not the same twice. */
static void number_id(struct tare_row *row, size_t number)
{
    char *id = NULL;

    cr_assert_gt(asprintf(&id, "%s/%zu", row->id, number), 0);
    free(row->id);
    row->id = id;
}

/* Names with whatever a name can hold. */
static void make(struct tare_result *result)
{
    static const char *const names[] = {
        "a b",     "q\"uo'te",         "<b>&amp;",      "new\nline\ttab\033[31m",
        "ends-12", "comma,semicolon;", "µ\xff\xc2\xa0z"};
    struct support_row rows[sizeof names / sizeof *names];
    struct tare_block *block;

    support_result_make(result);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        rows[i] = (struct support_row){names[i], NULL, NULL, "slower", 12.5 + (double)i,
                                       0.01,     1.5,  100,  2,        0.5};
    block = support_result_add(result, &(struct support_block){.group = "9 strange\n\"group\"",
                                                               .baseline = "a b",
                                                               .row_count = 7,
                                                               .rows = rows});
    for (size_t i = 0; i < block->row_count; i++)
        support_compare_spread(&block->row[i], 0.01);
    for (size_t i = 0; i + 1 < result->block_count; i++)
        for (size_t j = 0; j < result->block[i].row_count; j++)
            number_id(&result->block[i].row[j], 100 * i + j);
}

static json_t *parse(char *text)
{
    json_error_t error;
    json_t *root = json_loads(text, JSON_REJECT_DUPLICATES, &error);

    cr_assert_not_null(root, "line %d: %s", error.line, error.text);
    free(text);
    return root;
}

static double number(const json_t *object, const char *key)
{
    const json_t *value = json_object_get(object, key);

    cr_assert(json_is_number(value), "%s", key);
    return json_number_value(value);
}

Test(export, gbench_has_what_its_readers_take_for_given)
{
    static const char *const keys[] = {"name", "run_name", "run_type", "time_unit"};
    struct tare_result result;
    size_t values, index;
    json_t *root, *entry;

    make(&result);
    count_arms(&result, &values);
    root = parse(written(tare_export_gbench, &result));
    cr_expect(json_is_array(json_object_get(json_object_get(root, "context"), "caches")));
    cr_expect_eq(number(json_object_get(root, "context"), "json_schema_version"), 1);
    cr_expect_eq(json_array_size(json_object_get(root, "benchmarks")), values);
    json_array_foreach(json_object_get(root, "benchmarks"), index, entry)
    {
        for (size_t i = 0; i < 4; i++)
            cr_expect(json_is_string(json_object_get(entry, keys[i])), "%zu: %s", index, keys[i]);
        cr_expect_gt(number(entry, "real_time"), 0);
        cr_expect_gt(number(entry, "cpu_time"), 0);
        cr_expect_geq(number(entry, "iterations"), 1);
        cr_expect_lt(number(entry, "repetition_index"), number(entry, "repetitions"));
    }
    json_decref(root);
    tare_result_free(&result);
}

Test(export, gbench_is_read_as_it_was_written)
{
    char *folder = run_folder_new(), path[256];
    struct tare_result result, again;
    struct tare_err err = {0};
    size_t arms, values;
    FILE *file;

    make(&result);
    arms = count_arms(&result, &values);
    snprintf(path, sizeof path, "%s/g.json", folder);
    file = fopen(path, "w");
    cr_assert_eq(tare_export_gbench(file, &result, &err), 0);
    fclose(file);
    cr_expect(tare_gbench_is(path));
    cr_assert_eq(tare_gbench_read(path, &again, &err), 0, "%s", err.text);
    cr_expect_eq(again.block_count, arms, "%zu of %zu", again.block_count, arms);
    for (size_t i = 0, j = 0, k = 0; i < result.block_count; j++) {
        const struct tare_row *row, *found;

        if (j == result.block[i].row_count) {
            i++;
            j = (size_t)-1;
            continue;
        }
        row = &result.block[i].row[j];
        if (!tare_export_has_time(row))
            continue;
        found = again.block[k++].row;
        cr_expect_eq(found->set_count, tare_export_value_count(row), "%s", row->id);
        for (size_t s = 0; s < found->set_count; s++)
            cr_expect_eq(found->set_time_ns[s], tare_export_value_ns(row, s), "%s", row->id);
        cr_expect(found->deep_bytes == row->deep_bytes ||
                      (isnan(found->deep_bytes) && isnan(row->deep_bytes)),
                  "%s", row->id);
    }
    tare_result_free(&again);
    tare_result_free(&result);
    run_folder_remove(folder);
}

Test(export, bmf_holds_values_within_their_ends)
{
    struct tare_result result;
    const char *name, *measure;
    size_t arms, values;
    json_t *root, *measures, *object;

    make(&result);
    arms = count_arms(&result, &values);
    root = parse(written(tare_export_bmf, &result));
    cr_expect_eq(json_object_size(root), arms, "%zu of %zu", json_object_size(root), arms);
    json_object_foreach(root, name, measures)
    {
        cr_expect_gt(number(json_object_get(measures, "latency"), "value"), 0, "%s", name);
        json_object_foreach(measures, measure, object) if (json_object_get(object, "lower_value"))
        {
            cr_expect_leq(number(object, "lower_value"), number(object, "value"), "%s", name);
            cr_expect_geq(number(object, "upper_value"), number(object, "value"), "%s", name);
        }
    }
    cr_expect_not_null(json_object_get(root, "9 strange\n\"group\"/new\nline\ttab\033[31m"));
    json_decref(root);
    tare_result_free(&result);
}

Test(export, hyperfine_has_seconds)
{
    struct tare_result result;
    size_t arms, values, index, seen = 0;
    json_t *root, *object;

    make(&result);
    arms = count_arms(&result, &values);
    root = parse(written(tare_export_hyperfine, &result));
    cr_expect_eq(json_array_size(json_object_get(root, "results")), arms);
    json_array_foreach(json_object_get(root, "results"), index, object)
    {
        seen += json_array_size(json_object_get(object, "times"));
        cr_expect(json_is_string(json_object_get(object, "command")));
        cr_expect_leq(number(object, "min"), number(object, "mean"));
        cr_expect_geq(number(object, "max"), number(object, "median"));
        cr_expect(number(object, "median") > 0 && number(object, "median") < 1000);
        cr_expect_null(json_object_get(object, "user"));
    }
    cr_expect_eq(seen, values);
    json_decref(root);
    tare_result_free(&result);
}

/* key: begins with a lower case letter, no upper case, no space, then ':' and a blank and the
 * value, or nothing. */
static bool is_config(const char *line)
{
    size_t length = strcspn(line, ":");

    if (!islower((unsigned char)line[0]) || line[length] != ':')
        return false;
    for (size_t i = 0; i < length; i++)
        if (isupper((unsigned char)line[i]) || isspace((unsigned char)line[i]))
            return false;
    return !line[length + 1] || (line[length + 1] == ' ' && line[length + 2]);
}

static bool is_number(const char *word)
{
    char *end;
    double value = strtod(word, &end);

    return *word && !*end && isfinite(value) && !strpbrk(word, "xXnN");
}

/* "Unit UNIT KEY=VALUE..." */
static bool is_unit(char *line)
{
    char *rest = line, *word = strsep(&rest, " ");
    size_t pairs = 0;

    if (strcmp(word, "Unit") != 0 || !strsep(&rest, " "))
        return false;
    for (; (word = strsep(&rest, " ")); pairs++)
        if (strcmp(word, "better=lower") != 0 && strcmp(word, "better=higher") != 0 &&
            strcmp(word, "assume=exact") != 0)
            return false;
    return pairs > 0;
}

/* "BenchmarkX... ITERATIONS (VALUE UNIT)..." with the time first, and each unit once. */
static bool is_result(char *line)
{
    char *words[64], *rest = line, *word;
    size_t count = 0, length;

    while ((word = strsep(&rest, " ")) && count < 64)
        words[count++] = word;
    if (count < 4 || count % 2 || strncmp(words[0], "Benchmark", 9) != 0 ||
        !isupper((unsigned char)words[0][9]))
        return false;
    length = strlen(words[0]);
    while (isdigit((unsigned char)words[0][length - 1]))
        length--;
    if (words[0][length] && words[0][length - 1] == '-')
        return false;
    for (const unsigned char *c = (const unsigned char *)words[0]; *c; c++)
        if (*c <= ' ' || *c == 127)
            return false;
    if (strspn(words[1], "0123456789") != strlen(words[1]) || atoll(words[1]) < 1 ||
        strcmp(words[3], "ns/op") != 0)
        return false;
    for (size_t i = 2; i < count; i += 2) {
        if (!is_number(words[i]) || !words[i + 1][0])
            return false;
        for (size_t j = 3; j < i; j += 2)
            if (strcmp(words[j], words[i + 1]) == 0)
                return false;
    }
    return true;
}

Test(export, benchfmt_keeps_to_the_grammar)
{
    struct tare_result result;
    size_t arms, values, results = 0;
    char *text, *rest, *line;

    make(&result);
    arms = count_arms(&result, &values);
    text = rest = written(tare_export_benchfmt, &result);
    cr_expect_gt(arms, 0);
    cr_expect_not_null(strstr(text, "/variant=a_b "));
    cr_expect_not_null(strstr(text, "/variant=ends_12 "));
    cr_expect_not_null(strstr(text, "BenchmarkGroup_9_strange\\n\"group\"/variant=new\\nline"));
    cr_expect_null(strstr(text, "\xc2\xa0"), "a space that is none in ASCII");
    while ((line = strsep(&rest, "\n")) && (rest || *line)) {
        char copy[4096];

        snprintf(copy, sizeof copy, "%s", line);
        if (strncmp(line, "Benchmark", 9) == 0)
            results += is_result(copy) ? 1 : 100000;
        else
            cr_expect(is_config(line) || is_unit(copy) ||
                          (strncmp(line, "# ", 2) == 0 && !strchr(line, ':')),
                      "%s", line);
        cr_expect_lt(results, 100000, "%s", line);
    }
    cr_expect_eq(results, values, "%zu of %zu", results, values);
    free(text);
    tare_result_free(&result);
}

/* benchstat makes a table of its own of each value of a key. */
Test(export, benchfmt_has_no_key_that_differs_between_old_and_new)
{
    static const char *const keys[] = {"goos: ", "goarch:", "cpu:", "pkg: tare\n"};
    struct tare_result result;
    char *text, *rest, *line;
    size_t count = 0;

    make(&result);
    text = rest = written(tare_export_benchfmt, &result);
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        cr_expect_not_null(strstr(text, keys[i]), "no %s", keys[i]);
    while ((line = strsep(&rest, "\n")))
        count += is_config(line);
    cr_expect_eq(count, 4, "%zu keys", count);
    free(text);
    tare_result_free(&result);
}

Test(export, a_full_device_is_an_error)
{
    static writer *const writers[] = {tare_export_gbench, tare_export_benchfmt, tare_export_bmf,
                                      tare_export_hyperfine};
    struct tare_result result;

    make(&result);
    for (size_t i = 0; i < sizeof writers / sizeof *writers; i++) {
        FILE *full = fopen("/dev/full", "w");
        struct tare_err err = {0};

        cr_assert_not_null(full);
        cr_expect_eq(writers[i](full, &result, &err), -1);
        cr_expect_eq(err.code, TARE_ERR_SYSTEM);
        fclose(full);
    }
    tare_result_free(&result);
}

static void expect_unread(const char *text, const char *part)
{
    char *folder = run_folder_new(), path[256];
    struct tare_result result;
    struct tare_err err = {0};
    FILE *file;

    snprintf(path, sizeof path, "%s/g.json", folder);
    file = fopen(path, "w");
    fputs(text, file);
    fclose(file);
    cr_expect_eq(tare_gbench_read(path, &result, &err), -1, "%s", text);
    cr_expect_eq(err.code, TARE_ERR_INPUT);
    cr_expect_not_null(strstr(err.text, part), "%s: %s", text, err.text);
    cr_expect_eq(result.block_count, 0);
    run_folder_remove(folder);
}

Test(export, gbench_that_is_broken_is_named)
{
    expect_unread("{\"context\": {}, \"benchmarks\": [", "line 1");
    expect_unread("{\"context\": {}}", "key \"benchmarks\" is missing");
    expect_unread("{\"context\": {}, \"benchmarks\": 7}", "benchmarks: expected a list, found 7");
    expect_unread("{\"benchmarks\": [7]}", "benchmarks[0]: expected an object, found 7");
    expect_unread("{\"benchmarks\": [{\"real_time\": 1}]}", "key \"name\" is missing");
    expect_unread("{\"benchmarks\": [{\"name\": \"a\"}]}", "key \"real_time\" is missing");
    expect_unread("{\"benchmarks\": [{\"name\": \"a\", \"real_time\": 1, \"time_unit\": \"h\"}]}",
                  "time_unit: expected ns, us, ms or s");
    expect_unread("{\"benchmarks\": [{\"name\": \"a\", \"run_type\": \"aggregate\","
                  "\"real_time\": 1}]}",
                  "among 1 (aggregates alone are not enough)");
}
