/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>

#include <stdlib.h>
#include <string.h>

#include "conduct/listing.h"
#include "support_alloc.h"
#include "support_conduct.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

#define VERSION "its list of cases is not of this version of tare"
#define DAMAGED "its list of cases is cut short or damaged"

/* A case up to its lists; %s of no field may hold a '|'. */
#define CASE  "case|sum|aos|sum.c|12|Sum n integers|number|aos|50|2500.5|1|load|"
#define PLAIN "case|bare|only|b.c|1||||0|0|0||0|0|0|"
#define WHOLE SUPPORT_LISTING_HEAD CASE "3|10|-200|3000000000|2|1|2|1|-75|" PLAIN "end|"

static int parse(struct tare_listing *listing, const char *text, struct tare_err *err)
{
    size_t length;
    char *fields = support_fields(text, &length);

    if (!fields)
        return tare_err_memory(err);
    return tare_listing_parse(listing, fields, length, err);
}

static void expect_list(const char *name, const struct tare_list *list, size_t count,
                        const int64_t *values)
{
    cr_assert_eq(list->count, count, "%zu %s", list->count, name);
    for (size_t i = 0; i < count; i++)
        cr_expect_eq(list->value[i], values[i], "%s %zu is %lld", name, i,
                     (long long)list->value[i]);
}

Test(listing, all_that_a_group_says_is_read)
{
    static const int64_t sizes[] = {10, -200, INT64_C(3000000000)};
    static const int64_t threads[] = {1, 2};
    static const int64_t params[] = {-75};
    struct tare_listing listing;
    struct tare_err err = {0};
    const struct tare_listed *one;

    cr_assert_eq(parse(&listing, WHOLE, &err), 0, "%s", err.text);
    cr_expect_str_eq(listing.compiler, "gcc 12", "compiler '%s'", listing.compiler);
    cr_expect_str_eq(listing.flags, "-O2 -g", "flags '%s'", listing.flags);
    cr_expect_str_eq(listing.revision, "abc123", "revision '%s'", listing.revision);
    cr_assert_eq(listing.count, 2, "%zu cases", listing.count);
    one = &listing.cases[0];
    cr_expect_str_eq(one->group, "sum", "group '%s'", one->group);
    cr_expect_str_eq(one->variant, "aos", "variant '%s'", one->variant);
    cr_expect_str_eq(one->file, "sum.c", "file '%s'", one->file);
    cr_expect_eq(one->line, 12, "line %d", one->line);
    cr_expect_str_eq(one->title, "Sum n integers", "title '%s'", one->title);
    cr_expect_str_eq(one->unit, "number", "unit '%s'", one->unit);
    cr_expect_str_eq(one->baseline, "aos", "baseline '%s'", one->baseline);
    cr_expect_eq(one->min_time_ms, 50, "minimal time %g", one->min_time_ms);
    cr_expect_eq(one->timeout_ms, 2500.5, "limit %g", one->timeout_ms);
    cr_expect(one->cold, "not cold");
    cr_expect_str_eq(one->param_name, "load", "parameter '%s'", one->param_name);
    expect_list("sizes", &one->sizes, COUNT(sizes), sizes);
    expect_list("threads", &one->threads, COUNT(threads), threads);
    expect_list("parameters", &one->params, COUNT(params), params);
    tare_listing_free(&listing);
    cr_expect(!listing.text && !listing.cases && !listing.count, "a freed listing is not empty");
}

Test(listing, what_a_group_does_not_say_is_empty_and_never_null)
{
    struct tare_listing listing;
    struct tare_err err = {0};
    const struct tare_listed *bare;

    cr_assert_eq(parse(&listing, WHOLE, &err), 0, "%s", err.text);
    bare = &listing.cases[1];
    cr_expect_str_eq(bare->variant, "only", "variant '%s'", bare->variant);
    cr_expect_str_empty(bare->title, "title '%s'", bare->title);
    cr_expect_str_empty(bare->unit, "unit '%s'", bare->unit);
    cr_expect_str_empty(bare->baseline, "baseline '%s'", bare->baseline);
    cr_expect_str_empty(bare->param_name, "parameter '%s'", bare->param_name);
    cr_expect(bare->min_time_ms == 0 && bare->timeout_ms == 0, "a time is said");
    cr_expect(!bare->cold, "cold");
    cr_expect(bare->sizes.count + bare->threads.count + bare->params.count == 0, "a list");
    tare_listing_free(&listing);
}

#define THIRTY_TWO "1|2|3|4|5|6|7|8|9|10|11|12|13|14|15|16|17|18|19|20|21|22|23|24|25|26|27|28|29|"

static const struct {
    const char *text;
    const char *problem; /* NULL: well formed */
} texts[] = {
    {SUPPORT_LISTING_HEAD "end|", NULL},
    {"tare-list|1||||end|", NULL},
    {SUPPORT_LISTING_HEAD CASE "32|" THIRTY_TWO "30|31|32|0|0|end|", NULL},
    {SUPPORT_LISTING_HEAD CASE "0|32|" THIRTY_TWO "30|31|32|0|end|", NULL},
    {SUPPORT_LISTING_HEAD CASE "1|9223372036854775807|0|1|-9223372036854775808|end|", NULL},

    {"", VERSION},
    {"|", VERSION},
    {"hello world|", VERSION},
    {"tare-list", VERSION},
    {"tare-list|", VERSION},
    {"tare-list|2|gcc|-O2|r|end|", VERSION},
    {"tare-list|10|gcc|-O2|r|end|", VERSION},
    {"tare-lisp|1|gcc|-O2|r|end|", VERSION},

    {"tare-list|1|", DAMAGED},
    {"tare-list|1|gcc|-O2|r|", DAMAGED},
    {SUPPORT_LISTING_HEAD "END|", DAMAGED},
    {SUPPORT_LISTING_HEAD "cases|", DAMAGED},
    {SUPPORT_LISTING_HEAD PLAIN, DAMAGED},
    {SUPPORT_LISTING_HEAD PLAIN "case|", DAMAGED},
    {SUPPORT_LISTING_HEAD PLAIN "case|end|", DAMAGED},
    {SUPPORT_LISTING_HEAD PLAIN "0|end|", DAMAGED}, /* a list too many */
    /* Lists too long, too short, of no numbers. */
    {SUPPORT_LISTING_HEAD CASE "33|" THIRTY_TWO "30|31|32|33|0|0|end|", DAMAGED},
    {SUPPORT_LISTING_HEAD CASE "0|0|33|" THIRTY_TWO "30|31|32|33|end|", DAMAGED},
    {SUPPORT_LISTING_HEAD CASE "4000000000|1|0|0|end|", DAMAGED},
    {SUPPORT_LISTING_HEAD CASE "-1|0|0|end|", DAMAGED},
    {SUPPORT_LISTING_HEAD CASE "2|1|end|", DAMAGED},
    {SUPPORT_LISTING_HEAD CASE "2|1|x|0|0|end|", DAMAGED},
    {SUPPORT_LISTING_HEAD CASE "|0|0|end|", DAMAGED},
    {SUPPORT_LISTING_HEAD CASE "1|10k|0|0|end|", DAMAGED},
    {SUPPORT_LISTING_HEAD CASE "1|9223372036854775808|0|0|end|", DAMAGED},
    {SUPPORT_LISTING_HEAD CASE "1|-9223372036854775809|0|0|end|", DAMAGED},
    /* Numbers that are none, one field each: line, min_time_ms, timeout_ms, cold. */
    {SUPPORT_LISTING_HEAD "case|g|v|f.c||||0|0|0|0||0|0|0|end|", DAMAGED},
    {SUPPORT_LISTING_HEAD "case|g|v|f.c|1||||-1|0|0||0|0|0|end|", DAMAGED},
    {SUPPORT_LISTING_HEAD "case|g|v|f.c|1||||nan|0|0||0|0|0|end|", DAMAGED},
    {SUPPORT_LISTING_HEAD "case|g|v|f.c|1||||0|inf|0||0|0|0|end|", DAMAGED},
    {SUPPORT_LISTING_HEAD "case|g|v|f.c|1||||0|1e15|0||0|0|0|end|", DAMAGED},
    {SUPPORT_LISTING_HEAD "case|g|v|f.c|1||||0|5ms|0||0|0|0|end|", DAMAGED},
    {SUPPORT_LISTING_HEAD "case|g|v|f.c|1||||0|0|yes||0|0|0|end|", DAMAGED},
};

Test(listing, damage_is_told_and_leaks_nothing)
{
    for (size_t i = 0; i < COUNT(texts); i++) {
        struct tare_listing listing;
        struct tare_err err = {0};
        int status;

        support_alloc_fail_at(0); /* only counts */
        status = parse(&listing, texts[i].text, &err);
        cr_expect_eq(status, texts[i].problem ? -1 : 0, "'%s': status %d", texts[i].text, status);
        cr_expect_eq(err.code, texts[i].problem ? TARE_ERR_INPUT : TARE_ERR_NONE, "'%s': code %d",
                     texts[i].text, (int)err.code);
        cr_expect_str_eq(err.text, texts[i].problem ? texts[i].problem : "", "'%s': '%s'",
                         texts[i].text, err.text);
        if (status == 0)
            tare_listing_free(&listing);
        support_alloc_disarm();
        cr_expect_eq(support_alloc_live(), 0, "'%s': %ld blocks are not freed", texts[i].text,
                     support_alloc_live());
    }
}

/* The text in a block of its own with nothing behind it, so that a sanitizer sees reads beyond. */
static char *copy_of(const char *bytes, size_t length)
{
    char *copy = malloc(length + 1);

    memcpy(copy, bytes, length);
    copy[length] = '\0';
    return copy;
}

/* The NUL behind "end" may be lacking: it says nothing. */
Test(listing, a_text_cut_anywhere_is_an_error)
{
    size_t length;
    char *whole = support_fields(WHOLE, &length);

    for (size_t cut = 0; cut + 1 < length; cut++) {
        struct tare_listing listing;
        struct tare_err err = {0};

        support_alloc_fail_at(0);
        cr_expect_eq(tare_listing_parse(&listing, copy_of(whole, cut), cut, &err), -1,
                     "cut to %zu of %zu bytes: no error", cut, length);
        support_alloc_disarm();
        cr_expect_eq(err.code, TARE_ERR_INPUT, "cut to %zu bytes: code %d", cut, (int)err.code);
        cr_expect_eq(support_alloc_live(), 0, "cut to %zu bytes: %ld blocks are not freed", cut,
                     support_alloc_live());
    }
    free(whole);
}

/* Names may be anything, so that many a damage goes unseen; none may do harm. */
Test(listing, a_byte_damaged_anywhere_does_no_harm)
{
    static const char damage[] = {'\0', '9', '-', 'x', (char)0xff};
    size_t length;
    char *whole = support_fields(WHOLE, &length);
    size_t refused = 0;

    for (size_t i = 0; i < length * COUNT(damage); i++) {
        char *text;
        struct tare_listing listing;
        struct tare_err err = {0};

        support_alloc_fail_at(0);
        text = copy_of(whole, length);
        text[i / COUNT(damage)] = damage[i % COUNT(damage)];
        if (tare_listing_parse(&listing, text, length, &err) == 0)
            tare_listing_free(&listing);
        else
            refused++;
        support_alloc_disarm();
        cr_expect_eq(support_alloc_live(), 0, "byte %zu: %ld blocks are not freed",
                     i / COUNT(damage), support_alloc_live());
    }
    cr_expect(refused > length, "only %zu of %zu damages were seen", refused,
              length * COUNT(damage));
    free(whole);
}

static int attempt(void *data, struct tare_err *err)
{
    struct tare_listing listing;

    (void)data;
    if (parse(&listing, WHOLE, err))
        return -1;
    cr_expect_eq(listing.count, 2, "success with %zu cases", listing.count);
    tare_listing_free(&listing);
    return 0;
}

Test(listing, memory_that_runs_out_is_told)
{
    support_alloc_each(attempt, NULL);
}
