/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>
#include <float.h>
#include <math.h>
#include <string.h>

#include "base/units.h"

#define COUNT_OF(array) (sizeof(array) / sizeof *(array))

struct shown {
    double value;
    const char *text;
};

static void check_shown(struct tare_units_text (*format)(double), const struct shown *rows,
                        size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct tare_units_text got = format(rows[i].value);

        cr_expect_str_eq(got.text, rows[i].text, "%.17g reads '%s', not '%s'", rows[i].value,
                         got.text, rows[i].text);
    }
    cr_expect_str_eq(format(NAN).text, "-", "unavailable");
    cr_expect_str_eq(format(INFINITY).text, "-", "infinite");
    cr_expect_str_eq(format(-INFINITY).text, "-", "infinite below 0");
    cr_expect(strlen(format(DBL_MAX).text) < TARE_UNITS_TEXT_BYTES, "the largest double");
    cr_expect(strlen(format(-9.9e17).text) < TARE_UNITS_TEXT_BYTES, "the longest text");
}

Test(units, times)
{
    const struct shown rows[] = {
        {0, "0 ns"},          {0.213, "0.213 ns"},   {0.0313, "0.0313 ns"}, {0.00004, "0.0000 ns"},
        {0.9996, "1.00 ns"},  {1, "1.00 ns"},        {9.996, "10.0 ns"},    {99.96, "100 ns"},
        {999.4, "999 ns"},    {999.96, "1.00 µs"},   {999.5, "1.00 µs"},    {1000, "1.00 µs"},
        {21300, "21.3 µs"},   {66449, "66.4 µs"},    {999499, "999 µs"},    {999500, "1.00 ms"},
        {1.92e6, "1.92 ms"},  {999.7e6, "1.00 s"},   {83e9, "83.0 s"},      {1234.5e9, "1,234 s"},
        {-21300, "-21.3 µs"}, {-999.96, "-1.00 µs"},
    };

    check_shown(tare_units_time, rows, COUNT_OF(rows));
    cr_expect_str_eq(tare_units_time(1e27).text, "1,000,000,000,000,000,000 s", "the last in full");
    cr_expect_str_eq(tare_units_time(9e40).text, "> 10^18 s", "beyond");
    cr_expect_str_eq(tare_units_time(-9e40).text, "< -10^18 s", "beyond, below 0");
}

Test(units, durations)
{
    const struct shown rows[] = {
        {0, "0s"},
        {-1e9, "0s"},
        {0.4e9, "0s"},
        {0.6e9, "1s"},
        {23e9, "23s"},
        {59.4e9, "59s"},
        {59.6e9, "1m 00s"},
        {83e9, "1m 23s"},
        {3599.4e9, "59m 59s"},
        {3599.6e9, "1h 00m"},
        {7500e9, "2h 05m"},
        {400000e9, "111h 06m"},
    };

    check_shown(tare_units_duration, rows, COUNT_OF(rows));
}

Test(units, sizes)
{
    const struct shown rows[] = {
        {0, "0 B"},
        {12, "12 B"},
        {12.5, "12.5 B"},
        {1023, "1,023 B"},
        {1023.97, "1.00 KiB"},
        {1024, "1.00 KiB"},
        {65536, "64.0 KiB"},
        {800051, "781.3 KiB"},
        {1048575, "1.00 MiB"},
        {1048500, "1,023.9 KiB"},
        {3.05 * 1048576, "3.05 MiB"},
        {-1536, "-1.50 KiB"},
        {0x1p40, "1.00 TiB"},
        {0x1p52, "4,096.0 TiB"},
    };

    check_shown(tare_units_bytes, rows, COUNT_OF(rows));
}

Test(units, counts_and_numbers)
{
    const struct shown counts[] = {
        {0, "0"},
        {7, "7"},
        {999, "999"},
        {1000, "1,000"},
        {100001, "100,001"},
        {1234567, "1,234,567"},
        {-100000, "-100,000"},
        {-100, "-100"},
        {1.25, "1.25"},
        {0.5, "0.500"},
        {1234.6, "1,235"},
        {1e18, "1,000,000,000,000,000,000"},
    };
    const struct shown numbers[] = {
        {0, "0"},          {0.213, "0.213"},   {0.0313, "0.0313"},
        {19.2, "19.2"},    {32, "32.0"},       {8, "8.00"},
        {781.3, "781"},    {1234.6, "1,235"},  {-0.00001, "0.0000"},
        {-19.23, "-19.2"}, {0.09996, "0.100"},
    };

    check_shown(tare_units_count, counts, COUNT_OF(counts));
    check_shown(tare_units_number, numbers, COUNT_OF(numbers));
}

Test(units, ratios_and_shares)
{
    const struct shown ratios[] = {
        {1, "1.000x"},           {1.004, "1.004x"}, {0.996, "0.996x"}, {1.0996, "1.10x"},
        {3.12, "3.12x"},         {9.996, "10.0x"},  {28.93, "28.9x"},  {312.4, "312x"},
        {1234.6, "1,230x"},      {0.32, "0.320x"},  {999.4, "999x"},   {999.6, "1,000x"},
        {1497495, "1,500,000x"},
    };
    const struct shown shares[] = {
        {0, "0 %"},         {0.004, "0.4 %"},      {0.021, "2.1 %"},      {0.0004, "0.04 %"},
        {0.0996, "10 %"},   {0.123, "12 %"},       {1, "100 %"},          {12.5, "1,250 %"},
        {-0.021, "-2.1 %"}, {0.0000996, "0.01 %"}, {0.000031, "0.003 %"}, {0.000001, "0.0001 %"},
        {1e-9, "0.0000 %"},
    };

    check_shown(tare_units_ratio, ratios, COUNT_OF(ratios));
    check_shown(tare_units_percent, shares, COUNT_OF(shares));
}

/* What a string means; NULL in `problem` where it is fine, else what the error must say. */
struct typed {
    const char *text;
    uint64_t value;
    const char *problem;
};

static void check_typed(int (*parse)(const char *, uint64_t *, struct tare_err *),
                        const struct typed *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct tare_err err = {0};
        uint64_t value = 77;
        int result = parse(rows[i].text, &value, &err);

        if (!rows[i].problem) {
            cr_expect(result == 0 && err.code == TARE_ERR_NONE, "'%s': %s", rows[i].text, err.text);
            cr_expect(value == rows[i].value, "'%s' is %llu", rows[i].text,
                      (unsigned long long)value);
            continue;
        }
        cr_expect(result == -1 && err.code == TARE_ERR_USAGE, "'%s' is refused", rows[i].text);
        cr_expect(value == 77, "'%s' leaves the result alone", rows[i].text);
        cr_expect(strstr(err.text, rows[i].problem), "'%s': '%s' lacks '%s'", rows[i].text,
                  err.text, rows[i].problem);
        cr_expect(parse(rows[i].text, &value, NULL) == -1, "'%s' without an error", rows[i].text);
    }
}

Test(units, durations_typed)
{
    const char *unlike = "is not a duration: expected a number and one of ns, us, ms, s, m, h";
    const struct typed rows[] = {
        {"0", 0, NULL},
        {"0.5s", 500000000, NULL},
        {".5s", 500000000, NULL},
        {"200ms", 200000000, NULL},
        {"10us", 10000, NULL},
        {"10µs", 10000, NULL},
        {"10\xce\xbcs", 10000, NULL}, /* the Greek letter */
        {"80ns", 80, NULL},
        {"1.4ns", 1, NULL},
        {"2m", 120000000000, NULL},
        {"1h", 3600000000000, NULL},
        {"1e3ms", 1000000000, NULL},
        {"0s", 0, NULL},
        {"", 0, "'' is not a duration"},
        {"5", 0, unlike},
        {"s", 0, unlike},
        {"-1s", 0, unlike},
        {"+1s", 0, unlike},
        {" 1s", 0, unlike},
        {"1s ", 0, unlike},
        {"1 s", 0, unlike},
        {"1S", 0, unlike},
        {"1min", 0, unlike},
        {"0x10s", 0, unlike},
        {"1,5s", 0, unlike},
        {"1.s", 0, unlike},
        {"nans", 0, unlike},
        {"infs", 0, unlike},
        {"1e", 0, unlike},
        {"0.1ns", 0, "'0.1ns' is shorter than a nanosecond"},
        {"1e12h", 0, "'1e12h' is too large"},
        {"1e999s", 0, "'1e999s' is too large"},
    };

    check_typed(tare_units_parse_duration, rows, COUNT_OF(rows));
}

Test(units, sizes_typed)
{
    const char *unlike = "is not a size: expected a number and one of B, KiB";
    const struct typed rows[] = {
        {"0", 0, NULL},
        {"4096", 4096, NULL},
        {"12B", 12, NULL},
        {"64KiB", 65536, NULL},
        {"1.5MiB", 1572864, NULL},
        {"2GiB", 2147483648, NULL},
        {"1TiB", 1099511627776, NULL},
        {"1MB", 1000000, NULL},
        {"1kB", 1000, NULL},
        {"1KB", 1000, NULL},
        {"0.1MB", 100000, NULL},
        {"18446744073709551615", UINT64_MAX, NULL},
        {"64K", 0, unlike},
        {"64kib", 0, unlike},
        {"KiB", 0, unlike},
        {"-4KiB", 0, unlike},
        {"4 KiB", 0, unlike},
        {"1.5B", 0, "'1.5B' is not a whole number"},
        {"1.0001KiB", 0, "is not a whole number"},
        {"18446744073709551616", 0, "is too large"},
        {"10000000TiB", 0, "is too large"},
    };

    check_typed(tare_units_parse_bytes, rows, COUNT_OF(rows));
}

Test(units, counts_typed)
{
    const char *unlike = "is not a count: expected a whole number, such as 1000, 100k or 1e6";
    const struct typed rows[] = {
        {"0", 0, NULL},
        {"1000", 1000, NULL},
        {"007", 7, NULL},
        {"1e6", 1000000, NULL},
        {"2E3", 2000, NULL},
        {"1.5e1", 15, NULL},
        {"100k", 100000, NULL},
        {"100K", 100000, NULL},
        {"1M", 1000000, NULL},
        {"1.5M", 1500000, NULL},
        {"1.005k", 1005, NULL}, /* 1.005 * 1000 is 1004.9999999999999 */
        {"4G", 4000000000, NULL},
        {"9007199254740993", 9007199254740993, NULL},
        {"18446744073709551615", UINT64_MAX, NULL},
        {"", 0, unlike},
        {"x", 0, unlike},
        {"-1", 0, unlike},
        {"10x", 0, unlike},
        {"1ee6", 0, unlike},
        {"1e+", 0, unlike},
        {"1_000", 0, unlike},
        {"0x10", 0, unlike},
        {"1.5", 0, "'1.5' is not a whole number"},
        {"1e-3", 0, "'1e-3' is not a whole number"},
        {"18446744073709551616", 0, "is too large"},
        {"1e17", 0, "is too large"},
        {"1e999", 0, "is too large"},
    };

    check_typed(tare_units_parse_count, rows, COUNT_OF(rows));
}

Test(units, percentages_typed)
{
    const struct {
        const char *text;
        double ratio; /* NAN: refused */
    } rows[] = {{"0", 0},     {"1%", 0.01}, {"0.5%", 0.005}, {"0%", 0},      {"150%", 1.5},
                {"1", NAN},   {"%", NAN},   {"-1%", NAN},    {"1 %", NAN},   {"0.01", NAN},
                {"1%%", NAN}, {"", NAN},    {"nan%", NAN},   {"1e999%", NAN}};

    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct tare_err err = {0};
        double ratio = 77;
        int result = tare_units_parse_percent(rows[i].text, &ratio, &err);

        if (isnan(rows[i].ratio)) {
            cr_expect(result == -1 && ratio == 77, "'%s' is refused", rows[i].text);
            cr_expect(err.code == TARE_ERR_USAGE && strstr(err.text, rows[i].text), "'%s': '%s'",
                      rows[i].text, err.text);
        } else {
            cr_expect(result == 0 && ratio == rows[i].ratio, "'%s' is %g", rows[i].text, ratio);
        }
    }
}

Test(units, lists_typed)
{
    uint64_t values[3];
    struct tare_units_counts counts = {.values = values, .capacity = 3};

    cr_expect(tare_units_parse_counts("1000,100k,1e6", &counts, NULL) == 0, "three");
    cr_expect(counts.count == 3 && values[0] == 1000 && values[1] == 100000 && values[2] == 1000000,
              "in the order written");
    cr_expect(tare_units_parse_counts("5", &counts, NULL) == 0 && counts.count == 1, "one");
}

Test(units, lists_refused)
{
    const struct {
        const char *text;
        const char *problem;
    } rows[] = {
        {"", "'' is not a list of counts"},
        {",1", "',1' is not a list of counts"},
        {"1,", "'1,' is not a list of counts"},
        {"1,,2", "'1,,2' is not a list of counts"},
        {"1,x", "'x' is not a count"},
        {"1, 2", "' 2' is not a count"},
        {"1,2,3,4", "'1,2,3,4' holds more than 3 counts"},
        {"11111111111111111111111111111111111111111111111111111111111111111", "list of counts"},
    };

    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        uint64_t values[3];
        struct tare_units_counts counts = {.values = values, .capacity = 3, .count = 77};
        struct tare_err err = {0};

        cr_expect(tare_units_parse_counts(rows[i].text, &counts, &err) == -1, "'%s' is refused",
                  rows[i].text);
        cr_expect(err.code == TARE_ERR_USAGE && strstr(err.text, rows[i].problem), "'%s': '%s'",
                  rows[i].text, err.text);
        cr_expect(counts.count == 77, "'%s' leaves the count alone", rows[i].text);
    }
}
