/* SPDX-License-Identifier: MIT */
/*
 * Runs one case once in this process, in as many threads as the job says: as a child under a
 * conductor, or plainly for gdb, perf and valgrind.
 */
#ifndef TARE_MEASURE_RUN_H
#define TARE_MEASURE_RUN_H

#include "base/err.h"
#include "measure/wire.h"

struct tare_run_params {
    const struct tare_job *job;
    struct tare_case_report *report; /* zeroed by the caller; filled */
    struct tare_wire *wire;          /* NULL: plainly */
    uint64_t plain_iterations;       /* without a wire: iterations of the loop, at least 1 */
    const char *cold;                /* memory that empties the caches, job->cold_bytes; or NULL */
};

/*
 * The registry must be open. How the case ended stands in the report. Returns 0, or -1 with an
 * error where it could not be begun: no such case, no threads.
 */
int tare_run_case(const struct tare_run_params *params, struct tare_err *err);

#endif
