/* SPDX-License-Identifier: MIT */
/*
 * Kernel density estimates, for pictures of samples. The rules of model/stats.h hold.
 */
#ifndef TARE_MODEL_STATS_DENSITY_H
#define TARE_MODEL_STATS_DENSITY_H

#include <stddef.h>

/*
 * Bandwidth of a Gaussian kernel: the direct plug-in of Sheather and Jones (1991), as R's
 * bw.SJ(method = "dpi") has it, over all pairs instead of bins. It keeps two modes apart that
 * Silverman's rule of thumb (1986, 3.31) melts into one.
 *
 * Kept within 0.1 to 1 of 1.144 s n^-0.2, the range in which bw.SJ looks for its other solution:
 * values that repeat, as those of a coarse clock, would give 0. s is the lesser of standard
 * deviation and IQR / 1.349, or the former where more than half of the values are equal. 0 where
 * all are equal, NAN below 2. O(count^2).
 */
double tare_stats_bandwidth(const double *sorted, size_t count);

/* Density at `at` by a Gaussian kernel; `bandwidth` above 0, `count` above 0. */
double tare_stats_density(const double *values, size_t count, double bandwidth, double at);

#endif
