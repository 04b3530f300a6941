/* SPDX-License-Identifier: MIT */
/* --fail-above: what it takes, and what it stops. */
#include <criterion/criterion.h>

#include <math.h>
#include <string.h>

#include "model/gate.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* "time 0.05, deep_bytes 0". */
static void describe(struct tare_buf *text, const struct tare_gate *gate)
{
    if (gate->has_time)
        tare_buf_printf(text, "time %g", gate->time_more_ratio);
    if (gate->has_instructions)
        tare_buf_printf(text, "instructions %g", gate->instructions_more_ratio);
    for (size_t i = 0; i < gate->limit_count; i++)
        tare_buf_printf(text, "%s%s %g", text->length ? ", " : "",
                        tare_fields[gate->limit[i].field].name, gate->limit[i].more_ratio);
}

Test(gate, takes_shares_by_name)
{
    static const struct {
        const char *text;
        const char *gate;
    } cases[] = {
        {"5%", "time 0.05"},
        {"0", "time 0"},
        {"time=0.5%", "time 0.005"},
        {"bytes=0%", "deep_bytes 0"},
        {"instructions=0.5%", "instructions 0.005"},
        {"deep_bytes=0%,allocs_per_op=0", "deep_bytes 0, allocs_per_op 0"},
        {"leaked_blocks=100%,3%,peak_heap_bytes=10%",
         "time 0.03, leaked_blocks 1, peak_heap_bytes 0.1"},
    };

    for (size_t i = 0; i < COUNT(cases); i++) {
        struct tare_buf text = TARE_BUF_INIT;
        struct tare_gate gate = {0};
        struct tare_err err = {0};

        cr_expect_not(tare_gate_is_on(&gate), "stops something before it is told what");
        cr_expect_eq(tare_gate_parse(cases[i].text, &gate, &err), 0, "'%s': %s", cases[i].text,
                     err.text);
        cr_expect(tare_gate_is_on(&gate), "'%s' stops nothing", cases[i].text);
        describe(&text, &gate);
        cr_expect_str_eq(text.text, cases[i].gate, "'%s' is '%s'", cases[i].text, text.text);
        tare_buf_free(&text);
    }
}

Test(gate, says_what_it_does_not_take)
{
    static const struct {
        const char *text;
        const char *part;
    } cases[] = {
        {"", "'': expected a percentage, or one of time, sizeof_bytes, deep_bytes"},
        {"5%,", "'5%,': expected a percentage"},
        {",5%", "',5%': expected"},
        {"5", "'5'"},
        {"-5%", "'-5%'"},
        {"5 %", "'5 %'"},
        {"nan%", "'nan%'"},
        {"deep_bytes", "'deep_bytes'"},
        {"deep_bytes=", "''"},
        {"deep_bytes=3", "'3'"},
        {"=3%", "'=3%': expected a percentage, or one of"},
        {"time_ns=3%", "'time_ns=3%': expected a percentage, or one of"},
        {"rss_peak_bytes=3%", "'rss_peak_bytes=3%': expected"},
        {"cache_lines=3%", "'cache_lines=3%': expected"},
        {"deep_byte=3%", "'deep_byte=3%': expected"},
        {"5%,time=3%", "'time=3%': there is a limit for this already"},
        {"instructions=0%,instructions=1%", "'instructions=1%': there is a limit"},
        {"instruction=0%", "cyclic_bytes, instructions and '=' before"},
        {"bytes=0%,deep_bytes=1%", "'deep_bytes=1%': there is a limit"},
    };

    for (size_t i = 0; i < COUNT(cases); i++) {
        struct tare_gate gate = {0};
        struct tare_err err = {0};

        cr_expect_eq(tare_gate_parse(cases[i].text, &gate, &err), -1, "'%s' is taken",
                     cases[i].text);
        cr_expect_eq(err.code, TARE_ERR_USAGE, "'%s': code %d", cases[i].text, (int)err.code);
        cr_expect_not_null(strstr(err.text, cases[i].part), "'%s': %s", cases[i].text, err.text);
        cr_expect_not(tare_gate_is_on(&gate), "'%s' left something behind", cases[i].text);
    }
}

static struct tare_row row_of(const char *status, double deep_bytes, double allocs_per_op)
{
    struct tare_row row;

    tare_row_init(&row);
    row.status = (char *)(uintptr_t)status;
    row.deep_bytes = deep_bytes;
    row.allocs_per_op = allocs_per_op;
    return row;
}

Test(gate, stops_what_is_above_its_limit)
{
    static const struct {
        const char *gate;
        const char *lines; /* without the name in front */
        double ratio;
        bool is_slower;
        double deep_bytes;    /* 800 before */
        double allocs_per_op; /* 0 before */
        const char *status;   /* ok before */
    } cases[] = {
        {"5%", "", 1.049, true, 900, 1, "ok"},
        {"5%", "a: 1.060x slower: above 5.0 %\n", 1.06, true, 900, 1, "ok"},
        {"5%", "", 1.5, false, 900, 1, "ok"},
        {"5%", "a: skipped, was ok\n", NAN, false, 800, 0, "skipped"},
        {"5%", "a: empty, was ok\n", NAN, false, 800, 0, "empty"}, /* the work is gone */
        {"bytes=0", "a: empty, was ok\n", NAN, false, 800, 0, "empty"},
        {"0%", "a: 1.002x slower: above 0 %\n", 1.002, true, 800, 0, "unsteady"},
        {"bytes=0", "a: deep_bytes is 801, was 800: above 0 %\n", 1.5, true, 801, 0, "ok"},
        {"bytes=1%", "", 1.5, true, 808, 0, "ok"},
        {"bytes=0", "", 1.5, true, 700, 0, "ok"},
        {"bytes=0", "a: deep_bytes is unavailable, was 800\n", 1, false, NAN, 0, "ok"},
        {"allocs_per_op=50%", "a: allocs_per_op is 0.5, was 0: above 50 %\n", 1, false, 800, 0.5,
         "ok"},
        {"5%,bytes=0,allocs_per_op=0",
         "a: 2.00x slower: above 5.0 %\na: deep_bytes is 801, was 800: above 0 %\n"
         "a: allocs_per_op is 1, was 0: above 0 %\n",
         2, true, 801, 1, "ok"},
        {"leaked_bytes=0", "", 1, false, 800, 0, "ok"}, /* neither has it */
        {"5%", "a: crashed, was ok\n", NAN, false, NAN, NAN, "crashed"},
    };

    for (size_t i = 0; i < COUNT(cases); i++) {
        struct tare_row base = row_of("ok", 800, 0);
        struct tare_row next = row_of(cases[i].status, cases[i].deep_bytes, cases[i].allocs_per_op);
        struct tare_buf lines = TARE_BUF_INIT;
        struct tare_gate gate = {0};
        size_t count, expected = 0;

        for (const char *at = cases[i].lines; *at; at++)
            expected += *at == '\n';
        cr_assert_eq(tare_gate_parse(cases[i].gate, &gate, NULL), 0, "%s", cases[i].gate);
        count = tare_gate_check(&gate,
                                &(struct tare_gate_arm){.name = "a",
                                                        .base = &base,
                                                        .next = &next,
                                                        .ratio = cases[i].ratio,
                                                        .is_slower = cases[i].is_slower},
                                &lines);
        cr_expect_eq(count, expected, "case %zu: %zu lines", i, count);
        cr_expect_str_eq(lines.text, cases[i].lines, "case %zu: %s", i, lines.text);
        tare_buf_free(&lines);
    }
}

Test(gate, lets_all_through_that_failed_before)
{
    struct tare_row base = row_of("crashed", NAN, NAN);
    struct tare_row next = row_of("timeout", NAN, NAN);
    struct tare_buf lines = TARE_BUF_INIT;
    struct tare_gate gate = {0};

    cr_assert_eq(tare_gate_parse("5%,bytes=0", &gate, NULL), 0, "parsed");
    cr_expect_eq(
        tare_gate_check(
            &gate, &(struct tare_gate_arm){.name = "a", .base = &base, .next = &next, .ratio = NAN},
            &lines),
        0, "%s", lines.text);
    tare_buf_free(&lines);
}

Test(gate, what_is_not_decided_is_open)
{
    static const struct {
        const char *gate;
        const char *status; /* ok before */
        double ratio_hi;
        bool is_decided;
        bool is_open;
    } cases[] = {
        {"3%", "ok", 1.04, false, true},      {"3%", "unsteady", 1.04, false, true},
        {"3%", "ok", 1.03, false, false}, /* unsure, and at most what is let through */
        {"3%", "ok", 1.5, true, false},       {"3%", "ok", NAN, false, true}, /* too few sets */
        {"3%", "crashed", NAN, false, false}, {"bytes=0", "ok", 1.5, false, false},
    };

    for (size_t i = 0; i < COUNT(cases); i++) {
        struct tare_row base = row_of("ok", 800, 0);
        struct tare_row next = row_of(cases[i].status, 800, 0);
        struct tare_gate gate = {0};

        cr_assert_eq(tare_gate_parse(cases[i].gate, &gate, NULL), 0, "%s", cases[i].gate);
        cr_expect_eq(
            tare_gate_is_open(&gate, &(struct tare_gate_arm){.base = &base,
                                                             .next = &next,
                                                             .ratio = 1.01,
                                                             .ratio_hi = cases[i].ratio_hi,
                                                             .is_decided = cases[i].is_decided}),
            cases[i].is_open, "case %zu", i);
    }
}

/* A counter that one of the two lacks is no leave to pass. */
Test(gate, holds_instructions_against_each_other)
{
    static const struct {
        double before, after;
        const char *lines;
    } cases[] = {
        {1000, 1000.5, ""},
        {1000, 1002, "a: instructions is 1002, was 1000: above 0.1 %\n"},
        {1000, NAN, "a: instructions is unavailable, was 1000\n"},
        {NAN, 1000, ""},
    };

    for (size_t i = 0; i < COUNT(cases); i++) {
        struct tare_counter before = {(char *)"instructions", cases[i].before, NULL};
        struct tare_counter after = {(char *)"instructions", cases[i].after, NULL};
        struct tare_row base = row_of("ok", 800, 0);
        struct tare_row next = row_of("ok", 800, 0);
        struct tare_buf lines = TARE_BUF_INIT;
        struct tare_gate gate = {0};

        base.counter = &before;
        base.counter_count = isfinite(cases[i].before) ? 1 : 0;
        next.counter = &after;
        next.counter_count = isfinite(cases[i].after) ? 1 : 0;
        cr_assert_eq(tare_gate_parse("instructions=0.1%", &gate, NULL), 0);
        tare_gate_check(
            &gate, &(struct tare_gate_arm){.name = "a", .base = &base, .next = &next, .ratio = 1},
            &lines);
        cr_expect_str_eq(lines.text, cases[i].lines, "case %zu: %s", i, lines.text);
        tare_buf_free(&lines);
    }
}
