/* SPDX-License-Identifier: MIT */
/* One comparison as a user would make it, with a known truth, beside a hog or not. */
#ifndef TARE_BENCH_STUDY_TRIAL_H
#define TARE_BENCH_STUDY_TRIAL_H

#include <stdbool.h>

#include "model/result.h"
#include "study.h"

enum study_load { STUDY_QUIET, STUDY_SAME_CORE, STUDY_OTHER_CORE };

/* "quiet", "hog on its core", "hog on the other". */
const char *study_load_name(enum study_load load);

/* Can this machine have it? */
bool study_load_possible(const struct study *study, enum study_load load);

struct study_trial {
    const char *filter;   /* of the cases: one block */
    const char *baseline; /* variant */
    size_t sets;
    double min_time_ns; /* sampled time an arm, over all sets */
    double budget_ns;   /* wall time of the whole; 0: none */
    double margin_ratio;
    enum study_load load;
};

/* Measures and judges; `block` is to be freed with tare_block_free(). A failed case ends the
 * program. */
void study_try(struct study *study, const struct study_trial *trial, struct tare_block *block);

#endif
