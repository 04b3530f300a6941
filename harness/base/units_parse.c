/* SPDX-License-Identifier: MIT */
#include "base/units.h"

#include <errno.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define EXACT 9007199254740992.0 /* 2^53: whole doubles up to here have no gaps */

struct unit {
    const char *name;
    double factor;
};

/* What parse_whole() takes, and how it says so. */
struct kind {
    const struct unit *units;
    const char *expected;
};

struct number {
    double value;
    bool whole;     /* digits alone, in `exact` too */
    uint64_t exact; /* UINT64_MAX and `overflow` where it does not fit */
    bool overflow;
    size_t length; /* characters read */
};

static size_t digits(const char *text)
{
    return strspn(text, "0123456789");
}

/* Reads digits[.digits][e[sign]digits]: strtod() alone would take blanks, signs, 0x10 and nan. */
static bool scan(const char *text, struct number *number)
{
    size_t before = digits(text);
    size_t after = text[before] == '.' ? digits(text + before + 1) : 0;
    size_t length = before + (after ? after + 1 : 0);
    size_t sign;

    if (!before && !after)
        return false;
    if (text[length] == 'e' || text[length] == 'E') {
        sign = text[length + 1] == '+' || text[length + 1] == '-' ? 1 : 0;
        if (digits(text + length + 1 + sign))
            length += 1 + sign + digits(text + length + 1 + sign);
    }
    *number = (struct number){.value = strtod(text, NULL), .whole = length == before};
    number->length = length;
    errno = 0;
    number->exact = strtoull(text, NULL, 10);
    number->overflow = errno == ERANGE;
    return true;
}

static const struct unit *find_unit(const struct unit *units, const char *name)
{
    for (; units->name; units++)
        if (strcmp(units->name, name) == 0)
            return units;
    return NULL;
}

static int refuse(const char *text, const char *expected, struct tare_err *err)
{
    return tare_err_set(err, TARE_ERR_USAGE, "'%s' is not %s", text, expected);
}

static int too_large(const char *text, struct tare_err *err)
{
    return tare_err_set(err, TARE_ERR_USAGE, "'%s' is too large", text);
}

static int parse_whole(const char *text, const struct kind *kind, uint64_t *out,
                       struct tare_err *err)
{
    const struct unit *unit;
    struct number number;
    double product;

    if (!scan(text, &number) || !(unit = find_unit(kind->units, text + number.length)))
        return refuse(text, kind->expected, err);
    if (number.whole && unit->factor == 1) {
        if (number.overflow)
            return too_large(text, err);
        *out = number.exact;
        return 0;
    }
    product = number.value * unit->factor;
    if (product > EXACT)
        return too_large(text, err);
    /* 0.1k is 100 although 0.1 is no double: what rounding left is below 1e-15 of the product. */
    if (fabs(product - round(product)) > 1e-15 * product)
        return refuse(text, "a whole number", err);
    *out = (uint64_t)round(product);
    return 0;
}

int tare_units_parse_duration(const char *text, uint64_t *time_ns, struct tare_err *err)
{
    static const struct unit units[] = {{"ns", 1},   {"us", 1e3},   {"µs", 1e3},
                                        {"μs", 1e3}, {"ms", 1e6},   {"s", 1e9},
                                        {"m", 60e9}, {"h", 3600e9}, {NULL, 0}};
    const struct unit *unit;
    struct number number;
    double product;

    if (strcmp(text, "0") == 0) {
        *time_ns = 0;
        return 0;
    }
    if (!scan(text, &number) || !(unit = find_unit(units, text + number.length)))
        return refuse(text,
                      "a duration: expected a number and one of ns, us, ms, s, m, h, such as "
                      "500ms",
                      err);
    product = number.value * unit->factor;
    if (product >= 0x1p64)
        return too_large(text, err);
    if (product > 0 && product < 0.5)
        return tare_err_set(err, TARE_ERR_USAGE, "'%s' is shorter than a nanosecond", text);
    *time_ns = (uint64_t)round(product);
    return 0;
}

int tare_units_parse_percent(const char *text, double *ratio, struct tare_err *err)
{
    static const struct unit units[] = {{"%", 1}, {NULL, 0}};
    struct number number;

    if (strcmp(text, "0") == 0) {
        *ratio = 0;
        return 0;
    }
    if (!scan(text, &number) || !find_unit(units, text + number.length))
        return refuse(text, "a percentage: expected a number and %, such as 0.5%", err);
    if (!isfinite(number.value))
        return too_large(text, err);
    *ratio = number.value / 100;
    return 0;
}

int tare_units_parse_bytes(const char *text, uint64_t *size_bytes, struct tare_err *err)
{
    static const struct unit units[] = {{"", 1},         {"B", 1},        {"KiB", 0x1p10},
                                        {"MiB", 0x1p20}, {"GiB", 0x1p30}, {"TiB", 0x1p40},
                                        {"kB", 1e3},     {"KB", 1e3},     {"MB", 1e6},
                                        {"GB", 1e9},     {"TB", 1e12},    {NULL, 0}};
    static const struct kind kind = {
        units,
        "a size: expected a number and one of B, KiB, MiB, GiB, TiB, kB, MB, GB, TB, such as "
        "64KiB"};

    return parse_whole(text, &kind, size_bytes, err);
}

int tare_units_parse_count(const char *text, uint64_t *count, struct tare_err *err)
{
    static const struct unit units[] = {{"", 1},    {"k", 1e3}, {"K", 1e3},
                                        {"M", 1e6}, {"G", 1e9}, {NULL, 0}};
    static const struct kind kind = {units,
                                     "a count: expected a whole number, such as 1000, 100k or 1e6"};

    return parse_whole(text, &kind, count, err);
}

int tare_units_parse_counts(const char *text, struct tare_units_counts *counts,
                            struct tare_err *err)
{
    char item[64];
    size_t count = 0;
    size_t length;

    for (const char *at = text;; at += length + 1, count++) {
        length = strcspn(at, ",");
        if (!length || length >= sizeof item)
            return refuse(text,
                          "a list of counts: expected whole numbers with commas between "
                          "them, such as 1000,100k",
                          err);
        if (count == counts->capacity)
            return tare_err_set(err, TARE_ERR_USAGE, "'%s' holds more than %zu counts", text,
                                counts->capacity);
        memcpy(item, at, length);
        item[length] = '\0';
        if (tare_units_parse_count(item, &counts->values[count], err))
            return -1;
        if (!at[length])
            break;
    }
    counts->count = count + 1;
    return 0;
}
