/* SPDX-License-Identifier: MIT */
/* The CPUs this process may use, and where to put what is measured. */
#ifndef TARE_SYS_CPUS_H
#define TARE_SYS_CPUS_H

#include <sched.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

#define TARE_CPUS_MAX 64

/* One CPU a core, so that two threads never share one. */
struct tare_cpus {
    cpu_set_t allowed; /* as it was when read */
    size_t count;
    uint32_t cpu[TARE_CPUS_MAX]; /* by falling number: the first CPU takes most interrupts */
};

/* Reads the affinity mask, and which CPUs share a core below `root`/sys. 0 or -1. */
int tare_cpus_read(struct tare_cpus *cpus, const char *root, struct tare_err *err);

/* Puts this process on `cpu` alone. 0, or -1 with TARE_ERR_UNFIT. */
int tare_cpus_pin(uint32_t cpu, struct tare_err *err);

/* Puts it back where it was. */
void tare_cpus_unpin(const struct tare_cpus *cpus);

#endif
