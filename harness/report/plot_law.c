/* SPDX-License-Identifier: MIT */
#include "report/plot_law.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define SAME_SHARE 0.01 /* items a size are rounded */

/* What the times shown are divided by, over the sizes of the series. */
enum divided { BY_NOTHING, BY_N, BY_OTHER };

static enum divided divided_by(const struct tare_plot_data *data, size_t series)
{
    double items_lo = INFINITY, items_hi = 0, share_lo = INFINITY, share_hi = 0;

    if (!data->per_item)
        return BY_NOTHING;
    for (size_t i = 0; i < data->point_count; i++) {
        const struct tare_plot_point *point = &data->points[i];

        if (point->series != series || isnan(point->time_ns) || !(point->size > 0))
            continue;
        items_lo = fmin(items_lo, point->row->items);
        items_hi = fmax(items_hi, point->row->items);
        share_lo = fmin(share_lo, point->row->items / point->size);
        share_hi = fmax(share_hi, point->row->items / point->size);
    }
    if (items_hi <= items_lo * (1 + SAME_SHARE))
        return BY_NOTHING; /* as many at every size */
    return share_hi <= share_lo * (1 + SAME_SHARE) ? BY_N : BY_OTHER;
}

static const char *name_per_item(enum tare_stats_law law)
{
    static const char *const names[TARE_STATS_LAW_COUNT] = {
        [TARE_STATS_LAW_NONE] = "",       [TARE_STATS_LAW_ONE] = "1/n",
        [TARE_STATS_LAW_LOG] = "log n/n", [TARE_STATS_LAW_N] = "constant",
        [TARE_STATS_LAW_N_LOG] = "log n", [TARE_STATS_LAW_SQUARE] = "n",
    };

    return names[law];
}

static void describe(struct tare_plot_law *law, const struct tare_growth *growth,
                     enum divided divided)
{
    struct tare_growth shown = *growth;
    const char *of = divided == BY_OTHER ? "operation: " : "";
    char exponent[TARE_GROWTH_TEXT_BYTES], name[TARE_GROWTH_TEXT_BYTES];

    shown.fit.exponent -= law->power_less;
    shown.fit.exponent_lo -= law->power_less;
    shown.fit.exponent_hi -= law->power_less;
    tare_growth_exponent(&shown, exponent);
    tare_growth_law(growth, name);
    if (growth->fit.law == TARE_STATS_LAW_NONE) {
        snprintf(law->text, sizeof(law->text), "%sas n^%s", of, exponent);
        return;
    }
    if (!tare_growth_fits(growth)) {
        snprintf(law->text, sizeof(law->text), "%s%s  (about n^%s)", of, name, exponent);
        return;
    }
    if (divided == BY_N && growth->fit.ambiguous)
        snprintf(name, sizeof(name), "%s or %s", name_per_item(growth->fit.law),
                 name_per_item(growth->fit.runner_up));
    else if (divided == BY_N)
        snprintf(name, sizeof(name), "%s", name_per_item(growth->fit.law));
    snprintf(law->text, sizeof(law->text), "%s%s%s  (n^%s)", of,
             strncmp(name, "constant", 8) == 0 ? "" : "as ", name, exponent);
}

/* The law's own slope is given: what is left to fit is the mean distance. */
static void fit(struct tare_plot_law *law, const struct tare_plot_data *data, size_t series)
{
    double sum = 0;
    size_t count = 0;

    for (size_t i = 0; i < data->point_count; i++) {
        const struct tare_plot_point *point = &data->points[i];
        double log_law =
            tare_stats_law_log(law->law, point->size) - law->power_less * log(point->size);

        if (point->series != series || !(point->time_ns > 0) || !isfinite(log_law))
            continue;
        sum += log(point->time_ns) - log_law;
        count++;
    }
    law->log_scale = sum / (double)count;
    if (!count)
        law->law = TARE_STATS_LAW_NONE;
}

struct tare_plot_law tare_plot_law_make(const struct tare_plot_data *data, size_t series,
                                        const struct tare_growth *growth)
{
    enum divided divided = divided_by(data, series);
    struct tare_plot_law law = {.power_less = divided == BY_N ? 1 : 0};

    if (!growth)
        return law;
    describe(&law, growth, divided);
    if (tare_growth_fits(growth) && divided != BY_OTHER) {
        law.law = growth->fit.law;
        fit(&law, data, series);
    }
    return law;
}

double tare_plot_law_ns(const struct tare_plot_law *law, double size)
{
    return exp(law->log_scale + tare_stats_law_log(law->law, size) - law->power_less * log(size));
}
