/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "model/number.h"
#include "model/result.h"
#include "model/utf8.h"
#include "support_alloc.h"
#include "support_model.h"

Test(result, an_empty_row_has_nothing)
{
    struct tare_row row;

    tare_row_init(&row);
    for (int i = 0; i < TARE_FIELD_COUNT; i++) {
        enum tare_field_id field = (enum tare_field_id)i;

        if (tare_fields[i].kind == TARE_KIND_TEXT)
            cr_assert_null(tare_row_text(&row, field), "%s is there", tare_fields[i].name);
        else if (tare_fields[i].kind != TARE_KIND_HASH)
            cr_assert(isnan(tare_row_number(&row, field)), "%s is there", tare_fields[i].name);
    }
    cr_assert(!row.check.known, "check is there");
    cr_assert(isnan(row.sets_needed) && isnan(row.prime_ns) && isnan(row.capped_turns),
              "a number beside the fields is there");
    tare_row_free(&row);
}

Test(result, the_table_leads_to_the_members)
{
    struct tare_row row;

    tare_row_init(&row);
    row.time_ns = 12.5;
    row.minor_faults = 7;
    row.variant = strdup("aos");
    cr_assert_eq(tare_row_number(&row, TARE_FIELD_time_ns), 12.5, "time_ns");
    cr_assert_eq(tare_row_number(&row, TARE_FIELD_minor_faults), 7, "minor_faults");
    cr_assert_str_eq(tare_row_text(&row, TARE_FIELD_variant), "aos", "variant");
    cr_assert_str_eq(tare_fields[TARE_FIELD_COUNT - 1].name, "check", "the last field");
    tare_row_free(&row);
    cr_assert_null(row.variant, "a freed row still has text");
}

Test(result, a_reason_holds_for_the_family)
{
    static const struct {
        enum tare_field_id field;
        const char *reason;
    } cases[] = {
        {TARE_FIELD_sizeof_bytes, "static binary"},
        {TARE_FIELD_pages, "static binary"},
        {TARE_FIELD_padding_bytes, "no debug info"},
        {TARE_FIELD_deep_bytes, NULL}, /* it has a value */
        {TARE_FIELD_allocs_per_op, NULL},
        {TARE_FIELD_time_ns, NULL},
        {TARE_FIELD_verdict, "the baseline crashed"},
        {TARE_FIELD_check, NULL},
    };
    struct tare_row row;

    tare_row_init(&row);
    row.deep_bytes = 100;
    tare_row_add_missing(&row, TARE_FIELD_sizeof_bytes, "static binary", NULL);
    tare_row_add_missing(&row, TARE_FIELD_padding_bytes, "no debug info", NULL);
    tare_row_add_missing(&row, TARE_FIELD_padding_bytes, "a later reason", NULL);
    tare_row_add_missing(&row, TARE_FIELD_baseline, "the baseline crashed", NULL);
    cr_assert_eq(row.missing_count, 3, "the same field twice: %zu reasons", row.missing_count);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *reason = tare_row_missing(&row, cases[i].field);
        const char *name = tare_fields[cases[i].field].name;

        if (cases[i].reason)
            cr_assert_str_eq(reason ? reason : "NULL", cases[i].reason, "%s", name);
        else
            cr_assert_null(reason, "%s has a reason: %s", name, reason);
    }
    tare_row_free(&row);
}

Test(result, the_baseline_is_a_variant_or_a_build)
{
    struct tare_result result;

    support_model_make(&result);
    cr_assert_eq(tare_block_baseline(&result.block[0]), &result.block[0].row[0],
                 "a crashed row still names its baseline");
    cr_assert_eq(tare_block_baseline(&result.block[1]), &result.block[1].row[0],
                 "the baseline of builds is a build");
    result.block[1].compares_builds = false;
    cr_assert_null(tare_block_baseline(&result.block[1]), "no variant is called 'old'");
    tare_result_free(&result);
}

Test(result, params_are_noticed)
{
    struct tare_result result;

    support_model_make_plain(&result);
    cr_assert(!tare_result_has_params(&result), "params without any");
    tare_result_free(&result);
    support_model_make(&result);
    cr_assert(tare_result_has_params(&result), "no params with load:75");
    cr_assert(tare_row_is(&result.block[0].row[1], "crashed"), "the status of a row");
    cr_assert(!tare_row_is(&result.block[0].row[1], "ok"), "the status of a row");
    tare_result_free(&result);
    cr_assert_eq(result.block_count, 0, "a freed result still has blocks");
}

Test(result, a_block_is_moved)
{
    struct tare_result from;
    struct tare_result to;

    support_model_make(&from);
    tare_result_init(&to);
    cr_assert_eq(tare_result_add_block(&to, &from.block[1], NULL), 0, "out of memory");
    cr_assert_null(from.block[1].group, "the block is in two results");
    cr_assert_str_eq(to.block[0].group, "lookup", "the block is in neither");
    tare_result_free(&from);
    tare_result_free(&to);
}

static int add_things(void *data, struct tare_err *err)
{
    struct tare_result result;
    struct tare_block block;
    struct tare_row row;
    int status;

    (void)data;
    tare_result_init(&result);
    tare_block_init(&block);
    tare_row_init(&row);
    status = tare_row_add_missing(&row, TARE_FIELD_pages, "a reason", err);
    if (status == 0)
        status = tare_row_add_counter(&row, "a counter", 1, err);
    if (status == 0)
        status = tare_row_add_counter(&row, "another", 2, err);
    if (status == 0)
        status = tare_result_add_block(&result, &block, err);
    tare_row_free(&row);
    tare_block_free(&block);
    tare_result_free(&result);
    return status;
}

Test(result, survives_each_failing_allocation)
{
    support_alloc_each(add_things, NULL);
}

Test(result, numbers_are_the_shortest_that_read_back)
{
    static const struct {
        double value;
        const char *text;
    } cases[] = {
        {0, "0"},
        {-0.0, "0"},
        {0.1, "0.1"},
        {-1.5, "-1.5"},
        {1.0 / 3, "0.3333333333333333"},
        {0.1 + 0.2, "0.30000000000000004"},
        {100000, "100000"},
        {1e15, "1000000000000000"},
        {9007199254740992.0, "9007199254740992"},
        {9007199254740994.0, "9007199254740994"},
        {1e22, "1e+22"},
        {4.8192e10, "48192000000"},
        {1e-7, "1e-07"},
        {-1.7976931348623157e308, "-1.7976931348623157e+308"},
        {4.9406564584124654e-324, "4.94065645841247e-324"},
        {NAN, ""},
        {INFINITY, ""},
        {-INFINITY, ""},
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct tare_number_text number = tare_number_text(cases[i].value);

        cr_assert_str_eq(number.text, cases[i].text, "%.17g gives '%s', not '%s'", cases[i].value,
                         number.text, cases[i].text);
        if (isfinite(cases[i].value))
            cr_assert_eq(strtod(number.text, NULL), cases[i].value, "'%s' reads back as another",
                         number.text);
    }
}

Test(result, whole_numbers_are_told)
{
    cr_assert(tare_number_is_whole(0) && tare_number_is_whole(-4096), "small ones");
    cr_assert(tare_number_is_whole(0x1p53) && tare_number_is_whole(-0x1p53), "the largest");
    cr_assert(!tare_number_is_whole(0x1p53 + 2), "above 2^53");
    cr_assert(!tare_number_is_whole(0.5), "a half");
    cr_assert(!tare_number_is_whole(NAN) && !tare_number_is_whole(INFINITY), "not finite");
}

Test(result, text_is_made_utf8)
{
#define BAD "\xef\xbf\xbd"
    static const struct {
        const char *text;
        const char *repaired;
    } cases[] = {
        {"", ""},
        {"plain\n\x01\x7f", "plain\n\x01\x7f"},
        {"\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80", "\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80"},
        {"latin1 \xe4!", "latin1 " BAD "!"},
        {"\xc0\xaf", BAD BAD},                 /* overlong '/' */
        {"\xe0\x80\xaf", BAD BAD BAD},         /* overlong */
        {"\xed\xa0\x80", BAD BAD BAD},         /* a surrogate */
        {"\xf4\x90\x80\x80", BAD BAD BAD BAD}, /* above U+10FFFF */
        {"\xf4\x8f\xbf\xbf", "\xf4\x8f\xbf\xbf"},
        {"\xe2\x82", BAD BAD}, /* cut off */
        {"\xf0\x9f\x98", BAD BAD BAD},
        {"\x80\xbf\xff", BAD BAD BAD},
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *repaired = tare_utf8_repair(cases[i].text);

        cr_assert_str_eq(repaired, cases[i].repaired, "case %zu gives '%s'", i, repaired);
        free(repaired);
    }
}
