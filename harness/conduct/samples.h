/* SPDX-License-Identifier: MIT */
/*
 * The samples of an arm as the statistics want them: set by set, in ns an operation.
 */
#ifndef TARE_CONDUCT_SAMPLES_H
#define TARE_CONDUCT_SAMPLES_H

#include <stddef.h>

#include "base/err.h"
#include "conduct/arm.h"
#include "model/stats_pair.h"

struct tare_samples {
    double *op_ns;              /* of all sets, in order */
    uint32_t *round;            /* of each of them */
    struct tare_stats_set *set; /* [set_count], views of op_ns */
    size_t set_count;
    size_t layout_count; /* set i is of link i % this; 0: there are none */
    size_t longest;      /* samples in the set that has most */
    double clock_reach;  /* see tare_stats_arm_params; of a sample of median length */
};

/* `sets` of them were completed. 0, or -1 without memory; to be freed in either case. */
int tare_samples_make(struct tare_samples *samples, const struct tare_arm *arm, size_t sets,
                      struct tare_err *err);
void tare_samples_free(struct tare_samples *samples);

/* What rule 4 says of the arm alone; `level` is the error of its interval. 0, or -1 without
 * memory. */
int tare_samples_summarize(struct tare_stats_arm *stats, const struct tare_samples *samples,
                           double level, struct tare_err *err);

/* Two arms of a block, of as many sets, that are compared at `level`. */
struct tare_samples_pair {
    const struct tare_samples *arm;
    const struct tare_samples *baseline;
    double level;
};

/*
 * The two arms compared, sample with sample. An arm of long operations has fewer, spread over the
 * set: each is paired with the one of the other arm that is nearest in time. 0, or -1 without
 * memory.
 */
int tare_samples_compare(struct tare_stats_pair *pair, const struct tare_samples_pair *params,
                         struct tare_err *err);

#endif
