/* SPDX-License-Identifier: MIT */
#include "report/axis.h"

#include "base/units.h"
#include "report/text.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#define TICK_FONT_PX   15
#define TICK_GAP_PX    16 /* between labels beside each other */
#define TICK_HEIGHT_PX 26 /* of a label above another, with its gap */
#define TICKS_WANTED   3

double tare_axis_text_px(const char *text, double font_px)
{
    double em = 0;

    for (const unsigned char *at = (const unsigned char *)text; *at; at++) {
        if (*at < 0x80)
            em += strchr("iljtfrI.,:;'|!()[] ", *at) ? 0.36
                  : strchr("mwMW@%", *at)            ? 0.92
                  : *at >= 'A' && *at <= 'Z'         ? 0.7
                                                     : 0.6;
        else if ((*at & 0xc0) == 0xc0)
            em += *at >= 0xe1 ? 1 : 0.64;
    }
    return em * font_px;
}

void tare_axis_widen(struct tare_axis *axis, double share, double least_ratio)
{
    if (axis->is_log) {
        double factor = fmax(axis->hi / axis->lo, 1);
        double margin = pow(factor, share);

        if (factor * margin * margin < least_ratio)
            margin = sqrt(least_ratio / factor);
        axis->lo /= margin;
        axis->hi *= margin;
    } else {
        double margin = axis->hi > axis->lo ? (axis->hi - axis->lo) * share
                        : axis->hi > 0      ? axis->hi * share
                                            : 1;

        axis->lo = axis->lo > 0 ? fmax(axis->lo - margin, 0) : axis->lo;
        axis->hi += margin;
    }
}

double tare_axis_px(const struct tare_axis *axis, double value)
{
    double share = axis->is_log ? log(value / axis->lo) / log(axis->hi / axis->lo)
                                : (value - axis->lo) / (axis->hi - axis->lo);

    return axis->from_px + share * (axis->to_px - axis->from_px);
}

/* The number of `value` in the largest of `units` that leaves 1 or more of `scale_by`. */
static void label_in(struct tare_axis_tick *tick, double scale_by, double step,
                     const char *const units[])
{
    double unit = 1, value;

    while (units[1] && scale_by / unit >= step * (1 - 1e-9)) {
        unit *= step;
        units++;
    }
    value = tick->value / unit;
    if (fabs(value) < 1e-12)
        snprintf(tick->label, sizeof(tick->label), "0");
    else
        snprintf(tick->label, sizeof(tick->label), value >= 1000 ? "%.0f %s" : "%.4g %s", value,
                 *units);
}

/* Round numbers by thousands, powers of two by 1024, and what is neither in four digits. */
static void label_count(struct tare_axis_tick *tick)
{
    static const char *const decimal[] = {"", "k", "M", "G", "T", NULL};
    static const char *const binary[] = {"", "Ki", "Mi", "Gi", "Ti", NULL};
    double value = tick->value;
    bool is_power = value >= 1024 && value == exp2(round(log2(value)));

    if (is_power)
        label_in(tick, value, 1024, binary);
    else if (value >= 1e4 || (value >= 1e3 && fmod(value, 1e3) == 0))
        label_in(tick, value, 1000, decimal);
    else
        snprintf(tick->label, sizeof(tick->label), "%s", tare_units_count(value).text);
}

void tare_axis_label(const struct tare_axis *axis, struct tare_axis_tick *tick)
{
    static const char *const times[] = {"ns", "µs", "ms", "s", NULL};
    static const char *const bytes[] = {"B", "KiB", "MiB", "GiB", "TiB", NULL};
    double scale_by = axis->is_log ? tick->value : axis->hi;

    if (axis->unit == TARE_AXIS_TIME)
        label_in(tick, scale_by, 1000, times);
    else if (axis->unit == TARE_AXIS_BYTES)
        label_in(tick, scale_by, 1024, bytes);
    else if (axis->unit == TARE_AXIS_SHARE)
        snprintf(tick->label, sizeof(tick->label), "%.4g %%", tick->value * 100);
    else
        label_count(tick);
}

static double label_px(const struct tare_axis *axis, const char *label)
{
    return axis->cell_px > 0 ? axis->cell_px * (double)tare_text_columns(label)
                             : tare_axis_text_px(label, TICK_FONT_PX);
}

/* Adds a tick; false where there is no room for its label or for one more. */
static bool add_tick(struct tare_axis *axis, double value)
{
    struct tare_axis_tick tick = {.value = value};
    double gap;

    if (axis->tick_count == TARE_AXIS_TICKS_MAX)
        return false;
    tare_axis_label(axis, &tick);
    if (axis->tick_count) {
        const struct tare_axis_tick *last = &axis->ticks[axis->tick_count - 1];

        gap = tare_axis_px(axis, value) - tare_axis_px(axis, last->value);
        if (gap <
            (axis->is_vertical
                 ? TICK_HEIGHT_PX
                 : TICK_GAP_PX + (label_px(axis, last->label) + label_px(axis, tick.label)) / 2))
            return false;
    }
    axis->ticks[axis->tick_count++] = tick;
    return true;
}

/* Multiples of powers of a base; only each `stride`-th power. */
struct raster {
    double base;
    int stride;
    size_t count;
    double factors[8];
};

static bool lay_raster(struct tare_axis *axis, const struct raster *raster)
{
    double per_power = log(raster->base) * raster->stride;
    int first = (int)floor(log(axis->lo) / per_power) - 1;
    int last = (int)ceil(log(axis->hi) / per_power);

    axis->tick_count = 0;
    for (int power = first; power <= last; power++)
        for (size_t i = 0; i < raster->count; i++) {
            double value = raster->factors[i] * pow(raster->base, power * raster->stride);

            if (value >= axis->lo * (1 - 1e-9) && value <= axis->hi * (1 + 1e-9) &&
                !add_tick(axis, value))
                return false;
        }
    return axis->tick_count >= TICKS_WANTED;
}

static bool lay_steps(struct tare_axis *axis, double step)
{
    axis->tick_count = 0;
    for (double i = ceil(axis->lo / step - 1e-9); i * step <= axis->hi * (1 + 1e-9); i++)
        if (!add_tick(axis, i * step + 0.0)) /* never -0 */
            return false;
    return axis->tick_count > 0;
}

/* Even steps of 1, 2, 5 or, for bytes by KiB, of powers of two: the least that have room. */
static void set_even_ticks(struct tare_axis *axis)
{
    static const double decimal[] = {1, 2, 5};
    double range = axis->hi - axis->lo;
    bool by_twos = axis->unit == TARE_AXIS_BYTES && axis->hi >= 1024;
    int power = (int)floor((by_twos ? log2(range) : log10(range))) - (by_twos ? 6 : 2);

    for (int i = 0; i < 24; i++) {
        int decade = power + i / 3;
        double step = by_twos ? pow(2, power + i) : decimal[i % 3] * pow(10, decade);

        if (lay_steps(axis, step))
            return;
    }
    axis->tick_count = 0;
    add_tick(axis, axis->lo);
}

static bool set_log_ticks(struct tare_axis *axis)
{
    static const struct raster decimal[] = {
        {10, 1, 8, {1, 1.5, 2, 3, 4, 5, 6, 8}},
        {10, 1, 3, {1, 2, 5}},
        {10, 1, 2, {1, 3}},
        {10, 1, 1, {1}},
        {10, 2, 1, {1}},
        {10, 3, 1, {1}},
        {10, 4, 1, {1}},
        {10, 6, 1, {1}},
    };
    static const struct raster binary[] = {
        {2, 1, 4, {1, 1.25, 1.5, 1.75}},
        {2, 1, 2, {1, 1.5}},
        {2, 1, 1, {1}},
        {2, 2, 1, {1}},
        {2, 3, 1, {1}},
        {2, 5, 1, {1}},
        {2, 10, 1, {1}},
        {2, 20, 1, {1}},
    };
    const struct raster *rasters = axis->unit == TARE_AXIS_BYTES ? binary : decimal;

    for (size_t i = 0; i < 8; i++)
        if (lay_raster(axis, &rasters[i]))
            return true;
    return false;
}

void tare_axis_set_ticks(struct tare_axis *axis)
{
    if (!axis->is_log || !set_log_ticks(axis))
        set_even_ticks(axis);
}

void tare_axis_set_ticks_at(struct tare_axis *axis, const double *values, size_t count)
{
    for (size_t stride = 1; stride <= count; stride++) {
        bool fits = true;

        axis->tick_count = 0;
        for (size_t i = 0; i < count && fits; i += stride)
            fits = add_tick(axis, values[i]);
        if (fits)
            return;
    }
}
