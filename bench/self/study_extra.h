/* SPDX-License-Identifier: MIT */
/* What the self-test shows beside its cells. Each prints, and returns how many promises are not
 * kept; `scale` is the share of a whole study, in (0, 1]. */
#ifndef TARE_BENCH_STUDY_EXTRA_H
#define TARE_BENCH_STUDY_EXTRA_H

#include "study.h"

/* The coefficient of variation of the reported time over 12 runs of 0.3 s a case, the three cases
 * in turn. The limits are about half of what nanobench reached. A limit that is missed is the
 * harness's fault only where a loop without it repeats as well as that and the core was its own. */
int study_repeat(struct study *study);

/* From spawn to the first turn of a process whose set-up is instant. */
int study_spawn(struct study *study);

/*
 * A list near the size of the L2, 2 % longer: the sets that a pilot of 10 says are needed against
 * those that the spread of all pilots says (80 % power), and the power with as many as predicted.
 */
int study_predict(struct study *study, double scale);

#endif
