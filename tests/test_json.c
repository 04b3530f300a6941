/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE
#include <criterion/criterion.h>

#include <errno.h>
#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "model/json.h"
#include "support_alloc.h"
#include "support_model.h"
#include "support_result.h"

static void assert_parses(const char *text, struct tare_result *result)
{
    struct tare_err err = {0};

    cr_assert_eq(tare_json_parse(text, strlen(text), "x", result, &err), 0, "%s", err.text);
}

Test(json, is_the_golden_file)
{
    struct tare_result result;
    struct tare_err err = {0};
    FILE *file = tmpfile();

    cr_assert_not_null(file, "no temporary file: %s", strerror(errno));
    support_model_make(&result);
    cr_assert_eq(tare_json_write(file, &result, &err), 0, "%s", err.text);
    cr_assert(support_golden_matches(file, "result.json"), "result.json differs");
    fclose(file);
    tare_result_free(&result);
}

Test(json, reads_back_equal)
{
    struct tare_result written;
    struct tare_result read;
    struct tare_err err = {0};

    support_model_make(&written);
    cr_assert_eq(tare_json_read("tests/golden/result.json", &read, &err), 0, "%s", err.text);
    support_model_assert_equal(&read, &written);
    tare_result_free(&read);
    tare_result_free(&written);
}

Test(json, a_precision_reads_back)
{
    struct tare_result written;
    struct tare_result read;
    char *text;

    support_model_make(&written);
    written.settings.precision_ratio = 0.01;
    text = support_model_text(&written);
    assert_parses(text, &read);
    support_model_assert_equal(&read, &written);
    tare_result_free(&read);
    tare_result_free(&written);
    free(text);
}

Test(json, an_empty_result_reads_back)
{
    struct tare_result written;
    struct tare_result read;
    char *text;

    tare_result_init(&written);
    text = support_model_text(&written);
    assert_parses(text, &read);
    cr_assert_str_eq(read.name, "", "a string that was NULL is '%s'", read.name);
    cr_assert(isnan(read.clock_cost_ns), "a number that was NAN is %g", read.clock_cost_ns);
    tare_result_free(&read);
    free(text);
}

Test(json, what_is_not_finite_is_null)
{
    struct tare_result result;
    char *text;

    support_model_make(&result);
    result.clock_cost_ns = INFINITY;
    result.block[0].row[0].time_ns = -INFINITY;
    result.block[0].row[0].size = INFINITY;
    result.block[0].row[0].sample[0].elapsed_ns = NAN;
    text = support_model_text(&result);
    cr_assert_not_null(strstr(text, "\"clock_cost_ns\": null"), "infinity is no null");
    cr_assert_null(strstr(text, ": nan"), "a NAN got through");
    cr_assert_null(strstr(text, "inf,"), "an infinity got through");
    tare_result_free(&result);
    assert_parses(text, &result);
    cr_assert(isnan(result.block[0].row[0].sample[0].elapsed_ns), "null is no NAN");
    tare_result_free(&result);
    free(text);
}

Test(json, what_is_not_utf8_is_replaced)
{
    struct tare_result result;
    char *text;

    support_model_make(&result);
    strcpy(result.block[0].row[1].output, "a\xff\xe4z");
    text = support_model_text(&result);
    tare_result_free(&result);
    assert_parses(text, &result);
    cr_assert_str_eq(result.block[0].row[1].output, "a\xef\xbf\xbd\xef\xbf\xbdz", "output is '%s'",
                     result.block[0].row[1].output);
    tare_result_free(&result);
    free(text);
}

Test(json, other_orders_and_keys_are_read)
{
    struct tare_result written;
    struct tare_result read;
    char *text;
    char *sorted;
    json_t *root;

    support_model_make(&written);
    text = support_model_text(&written);
    root = json_loads(text, 0, NULL);
    cr_assert_not_null(root, "no JSON");
    json_object_set_new(root, "a later key", json_integer(1));
    json_object_set_new(
        json_object_get(
            json_array_get(
                json_object_get(json_array_get(json_object_get(root, "blocks"), 0), "rows"), 0),
            "unavailable"),
        "a_later_field", json_string("a reason"));
    sorted = json_dumps(root, JSON_SORT_KEYS | JSON_REAL_PRECISION(17));
    assert_parses(sorted, &read);
    cr_assert_eq(read.block[0].row[0].missing_count, 1, "the later field counts");
    cr_assert_str_eq(read.block[1].group, "lookup", "the order of keys counts");
    json_decref(root);
    free(sorted);
    free(text);
    tare_result_free(&read);
    tare_result_free(&written);
}

/* `text` with the first `from` replaced by `to`, to be freed. */
static char *replaced(const char *text, const char *from, const char *to)
{
    const char *at = strstr(text, from);
    char *changed;

    cr_assert_not_null(at, "'%s' is not in the text", from);
    cr_assert_gt(asprintf(&changed, "%.*s%s%s", (int)(at - text), text, to, at + strlen(from)), 0,
                 "out of memory");
    return changed;
}

/* Reading `text` fails, and says `expected`. */
static void assert_refused(const char *text, const char *expected)
{
    struct tare_result result;
    struct tare_err err = {0};

    cr_assert_eq(tare_json_parse(text, strlen(text), "x", &result, &err), -1, "read, but: %s",
                 expected);
    cr_assert_eq(err.code, TARE_ERR_INPUT, "code %d: %s", (int)err.code, err.text);
    cr_assert_str_eq(err.text, expected, "it says: %s", err.text);
    cr_assert_eq(result.block_count, 0, "a refused result has blocks");
    cr_assert_null(result.name, "a refused result has a name");
}

Test(json, what_is_no_result_is_refused)
{
    static const struct {
        const char *text;
        const char *error;
    } cases[] = {
        {"", "cannot read 'x': line 1, column 0: '[' or '{' expected near end of file"},
        {"{\n \"schema\": 1,\n \"name\": }", "cannot read 'x': line 3, column 10: unexpected token "
                                             "near '}'"},
        {"{\"schema\": 1} x", "cannot read 'x': line 1, column 15: end of file expected near 'x'"},
        {"{\"schema\": 1, \"schema\": 1}",
         "cannot read 'x': line 1, column 22: duplicate object key near '\"schema\"'"},
        {"{\"schema\": 99999999999999999999}",
         "cannot read 'x': line 1, column 31: too big integer near '99999999999999999999'"},
        {"{\"schema\": NaN}", "cannot read 'x': line 1, column 14: invalid token near 'NaN'"},
        {"[1, 2]", "cannot read 'x': no result of tare: it has no number under the key \"schema\""},
        {"{\"context\": {}, \"benchmarks\": []}",
         "cannot read 'x': no result of tare: it has no number under the key \"schema\""},
        {"{\"schema\": \"http://x\"}",
         "cannot read 'x': no result of tare: it has no number under the key \"schema\""},
        {"{\"schema\": 0}",
         "cannot read 'x': no result of tare: it has no number under the key \"schema\""},
        {"{\"schema\": 2}",
         "cannot read 'x': its schema is 2, newer than 1, the last that this tare knows"},
        {"{\"schema\": 1}", "cannot read 'x': key \"settings\" is missing"},
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_refused(cases[i].text, cases[i].error);
}

static const struct {
    const char *from;
    const char *to;
    const char *error;
} refusals[] = {
    {"\"name\": \"bench\",", "", "key \"name\" is missing"},
    {"\"name\": \"bench\"", "\"name\": null", "name: expected a string, found null"},
    {"\"command\": \"", "\"command\": [], \"c\": \"",
     "command: expected a string, found a list "
     "of 0"},
    {"\"finished\": true", "\"finished\": 1", "finished: expected true or false, found 1"},
    {"\"clock_cost_ns\": 21.7", "\"clock_cost_ns\": \"21.7\"",
     "clock_cost_ns: expected a number or null, found the string \"21.7\""},
    {"\"sets\": 10", "\"sets\": -1",
     "settings.sets: expected a whole number from 0 to 9223372036854775807, found -1"},
    {"\"sets\": 10", "\"sets\": 2.5",
     "settings.sets: expected a whole number from 0 to 9223372036854775807, found 2.5"},
    {"\"seed\": \"1844", "\"seed\": \"9944",
     "settings.seed: expected a decimal number below 2^64 in a string, found the string "
     "\"99446744073709551615\""},
    {"\"seed\": \"18446744073709551615\"", "\"seed\": \"\"",
     "settings.seed: expected a decimal number below 2^64 in a string, found the string \"\""},
    {"\"seed\": \"18446744073709551615\"", "\"seed\": \"-1\"",
     "settings.seed: expected a decimal number below 2^64 in a string, found the string "
     "\"-1\""},
    {"\"check\": \"9007199254740993\"", "\"check\": 9007199254740993",
     "blocks[0].rows[0].check: expected a decimal number below 2^64 in a string, found "
     "9007199254740993"},
    {"\"logical_cpus_count\": 2", "\"logical_cpus_count\": 2.5",
     "machine.logical_cpus_count: expected a whole number or null, found 2.5"},
    {"\"arch\": \"x86_64\"", "\"arch\": {}",
     "machine.arch: expected a string of at most 255 bytes, found an object"},
    {"\"type\": \"data\"", "\"type\": \"L1d\"",
     "machine.caches[0].type: expected \"data\", \"instruction\" or \"unified\", found the "
     "string \"L1d\""},
    {"\"level\": 1", "\"level\": 3000000000",
     "machine.caches[0].level: expected a whole number from 0 to 2147483647, found 3000000000"},
    {"\"builds\": [", "\"builds\": 7, \"b\": [", "builds: expected a list, found 7"},
    {"\"label\": \"new\"", "\"label\": true", "builds[1].label: expected a string, found true"},
    {"\"blocks\": [", "\"blocks\": [1, ", "blocks[0]: expected an object, found 1"},
    {"\"time_ns\": 66400.125,", "", "blocks[0].rows[0]: key \"time_ns\" is missing"},
    {"\"time_ns\": 66400.125", "\"time_ns\": false",
     "blocks[0].rows[0].time_ns: expected a number or null, found false"},
    {"\"variant\": \"boxed\"", "\"variant\": 7",
     "blocks[0].rows[1].variant: expected a string or null, found 7"},
    {"\"deep_bytes\": 3200000", "\"deep_bytes\": 9007199254740993",
     "blocks[0].rows[0].deep_bytes: expected a whole number of at most 2^53, or null, found "
     "9007199254740993"},
    {"\"deep_bytes\": 3200000", "\"deep_bytes\": 0.5",
     "blocks[0].rows[0].deep_bytes: expected a whole number of at most 2^53, or null, found "
     "0.5"},
    {"\"link_ns\": 90000000", "\"link_ns\": \"soon\"",
     "layouts[0].link_ns: expected a number or null, found the string \"soon\""},
    {"\"layouts\": [\n", "\"layouts\": [3,\n", "layouts[0]: expected an object, found 3"},
    {"\"set_layout\": [1,2]", "\"set_layout\": [1]",
     "blocks[0].set_layout: expected as many entries as there are sets, found a list of 1"},
    {"\"set_layout\": []", "\"set_layout\": [1]",
     "blocks[1].set_layout: expected an empty list, as there are no layouts, found a list of "
     "1"},
    {"\"best\": \"layout\"", "\"best\": \"luck\"",
     "blocks[0].rows[0].variance.best: expected sample, process, layout or null, found the "
     "string \"luck\""},
    {"\"count\": 8", "\"count\": -8",
     "blocks[0].rows[0].variance.sample.count: expected a whole number from 0 to "
     "9223372036854775807, found -8"},
    {"\"round\": [1,2,3,1,2,3]", "\"round\": [1,2,3,1,2]",
     "blocks[0].rows[0].sample.round: expected a list of 6, as process is, found a list of 5"},
    {"\"process\": [1,1,1,2", "\"process\": [1,4294967296,1,2",
     "blocks[0].rows[0].sample.process[1]: expected a whole number from 0 to 4294967295, found "
     "4294967296"},
    {"\"name\": \"collisions\"", "\"name\": 1",
     "blocks[0].rows[0].counters[1].name: expected a string, found 1"},
    {"\"expression\": \"points\",", "", "blocks[0].rows[0].refs[1]: key \"expression\" is missing"},
    {"\"time_ns\": \"it crashed\"", "\"time_ns\": 3",
     "blocks[0].rows[1].unavailable.time_ns: expected a string, found 3"},
    {"\"unavailable\": {\n      \"padding_bytes\"", "\"unavailable\": [], \"x\": {\n \"y\"",
     "blocks[0].rows[0].unavailable: expected an object, found a list of 0"},
};

Test(json, errors_name_the_path)
{
    struct tare_result result;
    char *text;

    support_model_make(&result);
    text = support_model_text(&result);
    tare_result_free(&result);
    for (size_t i = 0; i < sizeof refusals / sizeof *refusals; i++) {
        char *changed = replaced(text, refusals[i].from, refusals[i].to);
        char expected[256];

        snprintf(expected, sizeof expected, "cannot read 'x': %s", refusals[i].error);
        assert_refused(changed, expected);
        free(changed);
    }
    free(text);
}

/* Cut off anywhere, as a crash without our renaming would leave it, it is refused and not misread.
 */
Test(json, a_cut_file_is_refused)
{
    struct tare_result result;
    char *text;
    size_t length;

    support_model_make_plain(&result);
    text = support_model_text(&result);
    tare_result_free(&result);
    length = strlen(text) - 2; /* the closing brace and the line end */
    for (size_t cut = 0; cut <= length; cut += 7) {
        struct tare_err err = {0};

        cr_assert_eq(tare_json_parse(text, cut, "x", &result, &err), -1, "read at %zu of %zu", cut,
                     length);
        cr_assert_eq(err.code, TARE_ERR_INPUT, "cut at %zu: code %d, %s", cut, (int)err.code,
                     err.text);
    }
    free(text);
}

Test(json, files_that_cannot_be_read)
{
    struct tare_result result;
    struct tare_err missing = {0};
    struct tare_err folder = {0};

    cr_assert_eq(tare_json_read("/nonexistent/x.json", &result, &missing), -1, "read");
    cr_assert_str_eq(missing.text, "cannot open '/nonexistent/x.json': No such file or directory",
                     "%s", missing.text);
    cr_assert_eq(missing.code, TARE_ERR_SYSTEM, "code %d", (int)missing.code);
    cr_assert_eq(tare_json_read("/", &result, &folder), -1, "read");
    cr_assert_str_eq(folder.text, "cannot read '/': Is a directory", "%s", folder.text);
    cr_assert_eq(tare_json_read("/nonexistent/x.json", &result, NULL), -1, "without err: read");
}

Test(json, counts_that_are_none_are_not_written)
{
    struct tare_result result;
    struct tare_err err = {0};
    FILE *file = tmpfile();

    cr_assert_not_null(file, "no temporary file: %s", strerror(errno));
    support_model_make(&result);
    result.block[0].row[0].deep_bytes = 0.5;
    cr_assert_eq(tare_json_write(file, &result, &err), -1, "half a byte is written");
    cr_assert_str_eq(err.text, "deep_bytes of 0.5 is no whole number below 2^53", "%s", err.text);
    fclose(file);
    tare_result_free(&result);
}

Test(json, a_full_disk_is_an_error)
{
    struct tare_result result;
    struct tare_err err = {0};
    FILE *file = fopen("/dev/full", "w");

    cr_assert_not_null(file, "no /dev/full: %s", strerror(errno));
    support_model_make(&result);
    cr_assert_eq(tare_json_write(file, &result, &err), -1, "taken for written");
    cr_assert_str_eq(err.text, "cannot write JSON: No space left on device", "%s", err.text);
    fclose(file);
    tare_result_free(&result);
}

static int write_it(void *data, struct tare_err *err)
{
    FILE *file = fopen("/dev/null", "w");
    int status = file ? tare_json_write(file, data, err) : tare_err_memory(err);

    if (file)
        fclose(file);
    return status;
}

Test(json, writing_survives_each_failing_allocation)
{
    struct tare_result result;

    support_model_make_plain(&result);
    support_alloc_each(write_it, &result);
    tare_result_free(&result);
}

static int parse_it(void *data, struct tare_err *err)
{
    struct tare_result result;
    int status = tare_json_parse(data, strlen(data), "x", &result, err);

    if (status == 0)
        tare_result_free(&result);
    return status;
}

Test(json, reading_survives_each_failing_allocation)
{
    struct tare_result result;
    char *text;

    support_model_make_plain(&result);
    text = support_model_text(&result);
    support_alloc_each(parse_it, text);
    free(text);
    tare_result_free(&result);
}

/* Where an error is to be told and even that has no memory. */
static int refuse_it(void *data, struct tare_err *err)
{
    struct tare_result result;
    struct tare_err own = {0};

    cr_assert_eq(tare_json_parse(data, strlen(data), "x", &result, &own), -1, "read");
    cr_assert_neq(own.text[0], '\0', "no text");
    return own.code == TARE_ERR_INPUT ? 0 : tare_err_set(err, own.code, "%s", own.text);
}

Test(json, refusing_survives_each_failing_allocation)
{
    char text[] = "{\"schema\": 1, \"settings\": {\"seed\": 7}, \"machine\": {}}";

    support_alloc_each(refuse_it, text);
}

/* 100 arms of 600 samples: a bound on the size, where time would depend on the machine. */
Test(json, a_large_result_stays_small)
{
    struct tare_result written;
    struct tare_result read;
    char *text;

    support_model_make_large(&written, 100, 600);
    text = support_model_text(&written);
    cr_assert_lt(strlen(text), 3000000, "%zu bytes", strlen(text));
    assert_parses(text, &read);
    support_model_assert_equal(&read, &written);
    free(text);
    tare_result_free(&read);
    tare_result_free(&written);
}

/* The JSON type that result.schema.json gives a field of that kind. */
static const char *schema_type(enum tare_field_kind kind)
{
    switch (kind) {
    case TARE_KIND_REAL:
        return "number";
    case TARE_KIND_COUNT:
        return "integer";
    case TARE_KIND_TEXT:
    case TARE_KIND_HASH:
        break;
    }
    return "string";
}

/* The published schema says of each field what the table says. */
Test(json, the_schema_follows_the_field_table)
{
    json_t *root = json_load_file("harness/model/result.schema.json", JSON_REJECT_DUPLICATES, NULL);
    json_t *properties =
        json_object_get(json_object_get(json_object_get(root, "$defs"), "row"), "properties");
    void *entry = json_object_iter(properties);

    cr_assert_not_null(properties, "no $defs.row.properties in the schema");
    for (int i = 0; i < TARE_FIELD_COUNT; i++, entry = json_object_iter_next(properties, entry)) {
        const struct tare_field *field = &tare_fields[i];
        json_t *property = json_object_iter_value(entry);
        const char *doc = json_string_value(json_object_get(property, "description"));
        const char *type = json_string_value(json_array_get(json_object_get(property, "type"), 0));

        cr_assert_str_eq(json_object_iter_key(entry), field->name, "property %d is '%s', not '%s'",
                         i, json_object_iter_key(entry), field->name);
        cr_assert_str_eq(doc ? doc : "", field->doc, "%s: the description is '%s'", field->name,
                         doc);
        cr_assert_str_eq(type ? type : "", schema_type(field->kind), "%s: the type is '%s'",
                         field->name, type);
    }
    json_decref(root);
}
