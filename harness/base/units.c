/* SPDX-License-Identifier: MIT */
#include "base/units.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#define BEYOND 1e18 /* what is larger is shown as that, so that every text fits */

static struct tare_units_text unavailable(void)
{
    return (struct tare_units_text){"-"};
}

/* Three significant digits, but no fraction of a tenth of a thousandth. */
static int decimals3(double value)
{
    double size = fabs(value);

    if (size >= 99.95)
        return 0;
    if (size >= 9.995)
        return 1;
    if (size >= 0.9995 || value == 0)
        return 2;
    return size >= 0.09995 ? 3 : 4;
}

/* Copies the digits of a plain number with a comma between thousands, and the unit behind. */
static struct tare_units_text group(const char *digits, const char *unit)
{
    struct tare_units_text out;
    size_t whole = strcspn(digits, ".");
    size_t first = digits[0] == '-' ? 1 : 0;
    size_t length = 0;

    for (size_t i = 0; digits[i]; i++) {
        if (i > first && i < whole && (whole - i) % 3 == 0)
            out.text[length++] = ',';
        out.text[length++] = digits[i];
    }
    snprintf(out.text + length, sizeof out.text - length, "%s", unit);
    return out;
}

static struct tare_units_text beyond(double value, const char *unit)
{
    struct tare_units_text out;

    snprintf(out.text, sizeof out.text, "%s10^18%s", value < 0 ? "< -" : "> ", unit);
    return out;
}

static struct tare_units_text fixed(double value, int decimals, const char *unit)
{
    char digits[32];

    if (!isfinite(value))
        return unavailable();
    if (fabs(value) > BEYOND)
        return beyond(value, unit);
    snprintf(digits, sizeof digits, "%.*f", decimals, value);
    if (digits[0] == '-' && strspn(digits + 1, "0.") == strlen(digits + 1))
        memmove(digits, digits + 1, strlen(digits));
    return group(digits, unit);
}

struct tare_units_text tare_units_time(double time_ns)
{
    static const struct {
        double ns;
        const char *name;
    } units[] = {{1e9, " s"}, {1e6, " ms"}, {1e3, " µs"}, {1, " ns"}};
    size_t i = 0;

    if (time_ns == 0)
        return (struct tare_units_text){"0 ns"};
    /* 999.5 of the unit below already reads 1.00 of this one. */
    while (i < 3 && fabs(time_ns) < 0.9995 * units[i].ns)
        i++;
    time_ns /= units[i].ns;
    return fixed(time_ns, decimals3(time_ns), units[i].name);
}

struct tare_units_text tare_units_duration(double time_ns)
{
    struct tare_units_text out;
    double rounded = round(time_ns / 1e9);
    unsigned long long seconds;

    if (!isfinite(time_ns))
        return unavailable();
    if (rounded > BEYOND)
        return beyond(rounded, "s");
    seconds = rounded > 0 ? (unsigned long long)rounded : 0;
    if (seconds < 60)
        snprintf(out.text, sizeof out.text, "%llus", seconds);
    else if (seconds < 3600)
        snprintf(out.text, sizeof out.text, "%llum %02llus", seconds / 60, seconds % 60);
    else
        snprintf(out.text, sizeof out.text, "%lluh %02llum", seconds / 3600, seconds / 60 % 60);
    return out;
}

struct tare_units_text tare_units_bytes(double size_bytes)
{
    static const char *const units[] = {" B", " KiB", " MiB", " GiB", " TiB"};
    size_t i = 0;

    if (!isfinite(size_bytes))
        return unavailable();
    if (fabs(size_bytes) < 1023.95)
        return fixed(size_bytes, size_bytes == floor(size_bytes) ? 0 : 1, units[0]);
    while (i < 4 && fabs(size_bytes) >= 1023.95) {
        size_bytes /= 1024;
        i++;
    }
    return fixed(size_bytes, fabs(size_bytes) < 9.995 ? 2 : 1, units[i]);
}

struct tare_units_text tare_units_count(double count)
{
    return fixed(count, count == floor(count) ? 0 : decimals3(count), "");
}

struct tare_units_text tare_units_number(double value)
{
    return fixed(value, value == 0 ? 0 : decimals3(value), "");
}

struct tare_units_text tare_units_ratio(double ratio)
{
    bool near_one = ratio >= 0.9 && ratio < 1.0995;
    double grain = 1; /* that of three digits */

    for (double rest = ratio; isfinite(rest) && rest >= 999.5; rest /= 10)
        grain *= 10;
    if (grain > 1)
        ratio = round(ratio / grain) * grain;
    return fixed(ratio, near_one ? 3 : decimals3(ratio), "x");
}

struct tare_units_text tare_units_percent(double ratio)
{
    double percent = ratio * 100;
    double size = fabs(percent);
    int decimals = size >= 9.95 || size == 0 ? 0 : size >= 0.0995 ? 1 : 2;

    for (double least = 0.00995; decimals >= 2 && decimals < 4 && size < least; least /= 10)
        decimals++;
    return fixed(percent, decimals, " %");
}
