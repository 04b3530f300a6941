/* SPDX-License-Identifier: MIT */
#include <ctype.h>
#include <inttypes.h>
#include <linux/perf_event.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/near.h"
#include "sys/perf.h"

#define IN_KERNEL "the kernel counts it while it works itself, and tare counts user space alone"
#define IS_TIME   "it is a time, and counts the kernel too: --clock cpu takes that of the thread"

/* PERF_TYPE_HW_CACHE: cache, operation, result (perf_event_open(2)). */
#define CACHE(cache, op, result)                                                                   \
    (PERF_COUNT_HW_CACHE_##cache | PERF_COUNT_HW_CACHE_OP_##op << 8 |                              \
     PERF_COUNT_HW_CACHE_RESULT_##result << 16)
#define CACHE_NAMES(name, cache)                                                                   \
    {name "-loads", PERF_TYPE_HW_CACHE, CACHE(cache, READ, ACCESS), NULL},                         \
        {name "-load-misses", PERF_TYPE_HW_CACHE, CACHE(cache, READ, MISS), NULL},                 \
        {name "-stores", PERF_TYPE_HW_CACHE, CACHE(cache, WRITE, ACCESS), NULL},                   \
        {name "-store-misses", PERF_TYPE_HW_CACHE, CACHE(cache, WRITE, MISS), NULL},               \
        {name "-prefetches", PERF_TYPE_HW_CACHE, CACHE(cache, PREFETCH, ACCESS), NULL},            \
    {                                                                                              \
        name "-prefetch-misses", PERF_TYPE_HW_CACHE, CACHE(cache, PREFETCH, MISS), NULL            \
    }
#define HARDWARE(name, config)                                                                     \
    {                                                                                              \
        name, PERF_TYPE_HARDWARE, PERF_COUNT_HW_##config, NULL                                     \
    }
#define SOFTWARE(name, config)                                                                     \
    {                                                                                              \
        name, PERF_TYPE_SOFTWARE, PERF_COUNT_SW_##config, NULL                                     \
    }
#define KERNELS(name, config)                                                                      \
    {                                                                                              \
        name, PERF_TYPE_SOFTWARE, PERF_COUNT_SW_##config, IN_KERNEL                                \
    }

static const struct tare_perf_event events[] = {
    HARDWARE("cycles", CPU_CYCLES),
    HARDWARE("cpu-cycles", CPU_CYCLES),
    HARDWARE("instructions", INSTRUCTIONS),
    HARDWARE("cache-references", CACHE_REFERENCES),
    HARDWARE("cache-misses", CACHE_MISSES),
    HARDWARE("branches", BRANCH_INSTRUCTIONS),
    HARDWARE("branch-instructions", BRANCH_INSTRUCTIONS),
    HARDWARE("branch-misses", BRANCH_MISSES),
    HARDWARE("bus-cycles", BUS_CYCLES),
    HARDWARE("ref-cycles", REF_CPU_CYCLES),
    HARDWARE("stalled-cycles-frontend", STALLED_CYCLES_FRONTEND),
    HARDWARE("stalled-cycles-backend", STALLED_CYCLES_BACKEND),
    CACHE_NAMES("L1-dcache", L1D),
    CACHE_NAMES("L1-icache", L1I),
    CACHE_NAMES("LLC", LL),
    CACHE_NAMES("dTLB", DTLB),
    CACHE_NAMES("iTLB", ITLB),
    CACHE_NAMES("branch", BPU),
    CACHE_NAMES("node", NODE),
    SOFTWARE("page-faults", PAGE_FAULTS),
    SOFTWARE("faults", PAGE_FAULTS),
    SOFTWARE("minor-faults", PAGE_FAULTS_MIN),
    SOFTWARE("major-faults", PAGE_FAULTS_MAJ),
    SOFTWARE("alignment-faults", ALIGNMENT_FAULTS),
    SOFTWARE("emulation-faults", EMULATION_FAULTS),
    KERNELS("context-switches", CONTEXT_SWITCHES),
    KERNELS("cs", CONTEXT_SWITCHES),
    KERNELS("cpu-migrations", CPU_MIGRATIONS),
    KERNELS("migrations", CPU_MIGRATIONS),
    {"task-clock", PERF_TYPE_SOFTWARE, PERF_COUNT_SW_TASK_CLOCK, IS_TIME},
    {"cpu-clock", PERF_TYPE_SOFTWARE, PERF_COUNT_SW_CPU_CLOCK, IS_TIME},
};

#define EVENT_COUNT (sizeof events / sizeof *events)

/* "r1a8": what the processor's manual has, unit mask before event. */
static bool find_raw(const char *name, struct tare_perf_event *event)
{
    size_t digits = strlen(name) - (*name != '\0');

    if (*name != 'r' || digits < 1 || digits > 16 ||
        name[1 + strspn(name + 1, "0123456789abcdefABCDEF")])
        return false;
    *event =
        (struct tare_perf_event){.type = PERF_TYPE_RAW, .config = strtoull(name + 1, NULL, 16)};
    snprintf(event->name, sizeof event->name, "%s", name);
    return true;
}

int tare_perf_find(const char *name, struct tare_perf_event *event, struct tare_err *err)
{
    const char *names[EVENT_COUNT + 1] = {NULL};
    const char *near;

    for (size_t i = 0; i < EVENT_COUNT; i++) {
        names[i] = events[i].name;
        if (strcmp(names[i], name) == 0) {
            *event = events[i];
            return 0;
        }
    }
    if (find_raw(name, event))
        return 0;
    near = tare_near_find(name, names);
    return tare_err_set(err, TARE_ERR_USAGE,
                        "'%s': expected events as perf list has them: cycles, instructions, "
                        "L1-dcache-load-misses, branch-misses, page-faults, r1a8 (raw)%s%s%s",
                        name, near ? "; did you mean " : "", near ? near : "", near ? "?" : "");
}
