/* SPDX-License-Identifier: MIT */
#include "model/stats.h"

#include <math.h>
#include <stdlib.h>

static int ascending(const void *left, const void *right)
{
    double a = *(const double *)left;
    double b = *(const double *)right;

    return (a > b) - (a < b);
}

void tare_stats_sort(double *values, size_t count)
{
    if (count > 1)
        qsort(values, count, sizeof *values, ascending);
}

double tare_stats_quantile(const double *sorted, size_t count, double p)
{
    double at;
    size_t below;

    if (!count)
        return NAN;
    at = (double)(count - 1) * fmin(fmax(p, 0), 1);
    below = (size_t)at;
    if (below + 1 >= count)
        return sorted[count - 1];
    return sorted[below] + (at - (double)below) * (sorted[below + 1] - sorted[below]);
}

double tare_stats_median(const double *sorted, size_t count)
{
    if (!count)
        return NAN;
    return (sorted[(count - 1) / 2] + sorted[count / 2]) / 2;
}

/* Moves the k-th least value to values[k], none greater before it, none less behind it. Hoare
 * (1961), "Algorithm 65: find"; the pivot is the middle one of three, so that order is no harm. */
static void find_kth(double *values, size_t count, size_t k)
{
    ptrdiff_t low = 0;
    ptrdiff_t high = (ptrdiff_t)count - 1;

    while (low < high) {
        double a = values[low], b = values[low + (high - low) / 2], c = values[high];
        double pivot = fmax(fmin(a, b), fmin(fmax(a, b), c));
        ptrdiff_t i = low;
        ptrdiff_t j = high;

        while (i <= j) {
            while (values[i] < pivot)
                i++;
            while (values[j] > pivot)
                j--;
            if (i <= j) {
                double kept = values[i];

                values[i++] = values[j];
                values[j--] = kept;
            }
        }
        if ((ptrdiff_t)k <= j)
            high = j;
        else if ((ptrdiff_t)k >= i)
            low = i;
        else
            return;
    }
}

double tare_stats_median_of(double *values, size_t count)
{
    double upper;
    double lower;

    if (!count)
        return NAN;
    find_kth(values, count, count / 2);
    lower = upper = values[count / 2];
    if (count % 2 == 0) {
        lower = values[0];
        for (size_t i = 1; i < count / 2; i++)
            lower = fmax(lower, values[i]);
    }
    return (lower + upper) / 2;
}

double tare_stats_mad(const double *sorted, size_t count)
{
    double median = tare_stats_median(sorted, count);
    double previous = NAN;
    double deviation = NAN;
    size_t left = count / 2; /* values not yet taken: [0, left) and [right, count) */
    size_t right = count / 2;

    /* Deviations grow away from the median to both sides: a merge of the two runs, up to their
     * middle, needs no second array. */
    for (size_t taken = 0; taken <= count / 2 && count; taken++) {
        previous = deviation;
        if (right == count || (left && median - sorted[left - 1] <= sorted[right] - median))
            deviation = median - sorted[--left];
        else
            deviation = sorted[right++] - median;
    }
    return count % 2 ? deviation : (previous + deviation) / 2;
}

double tare_stats_mean(const double *values, size_t count)
{
    double sum = 0;
    double rest = 0;

    if (!count)
        return NAN;
    for (size_t i = 0; i < count; i++)
        sum += values[i];
    for (size_t i = 0; i < count; i++) /* what rounding the sum has lost */
        rest += values[i] - sum / (double)count;
    return sum / (double)count + rest / (double)count;
}

/* The second and the third. */
struct central_moments {
    double m2, m3;
};

static struct central_moments central_moments(const double *values, size_t count)
{
    double mean = tare_stats_mean(values, count);
    struct central_moments moments = {0, 0};

    for (size_t i = 0; i < count; i++) {
        double distance = values[i] - mean;

        moments.m2 += distance * distance;
        moments.m3 += distance * distance * distance;
    }
    moments.m2 /= (double)count;
    moments.m3 /= (double)count;
    return moments;
}

double tare_stats_stddev(const double *values, size_t count)
{
    if (count < 2)
        return NAN;
    return sqrt(central_moments(values, count).m2 * (double)count / (double)(count - 1));
}

size_t tare_stats_outliers(const double *sorted, size_t count)
{
    double q1 = tare_stats_quantile(sorted, count, 0.25);
    double q3 = tare_stats_quantile(sorted, count, 0.75);
    double reach = 1.5 * (q3 - q1);
    size_t outliers = 0;

    for (size_t i = 0; i < count; i++)
        outliers += sorted[i] < q1 - reach || sorted[i] > q3 + reach;
    return outliers;
}

double tare_stats_skewness(const double *values, size_t count)
{
    struct central_moments moments;

    if (count < 3)
        return NAN;
    moments = central_moments(values, count);
    return moments.m2 > 0 ? moments.m3 / pow(moments.m2, 1.5) : 0;
}

bool tare_stats_is_skewed(double skewness, size_t count)
{
    double n = (double)count;

    return count >= 5 && fabs(skewness) > 2 * sqrt(6 * (n - 2) / ((n + 1) * (n + 3)));
}
