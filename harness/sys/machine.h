/* SPDX-License-Identifier: MIT */
/*
 * What machine this is and in which state: facts that a result carries so that a number can be
 * judged later. It judges nothing (that is `tare doctor`) and changes nothing.
 *
 * Everything is read below a root path: "/" (or NULL) for this machine, or a folder that stands in
 * for its /proc, /sys and /etc. Only the host name (uname) never comes from there, and only with
 * root "/" is the processor itself asked (libcpuid, x86).
 *
 * A fact that could not be had is unavailable and says why; its value is then no zero but absent.
 * All memory is within the structs: there is nothing to free, and they may be copied.
 */
#ifndef TARE_SYS_MACHINE_H
#define TARE_SYS_MACHINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/err.h"

#define TARE_MACHINE_TEXT_BYTES   256
#define TARE_MACHINE_REASON_BYTES 128
#define TARE_MACHINE_CACHES_MAX   16
#define TARE_MACHINE_UNKNOWN      (-1)

/* Texts are NUL-terminated and cut where too long. `reason` is empty where the fact is known. */
struct tare_machine_text {
    char value[TARE_MACHINE_TEXT_BYTES]; /* empty: unavailable */
    char reason[TARE_MACHINE_REASON_BYTES];
};

struct tare_machine_integer {
    bool known;
    int64_t value; /* only where known */
    char reason[TARE_MACHINE_REASON_BYTES];
};

struct tare_machine_real {
    bool known;
    double value; /* only where known */
    char reason[TARE_MACHINE_REASON_BYTES];
};

enum tare_machine_cache_type {
    TARE_MACHINE_CACHE_DATA,
    TARE_MACHINE_CACHE_INSTRUCTION,
    TARE_MACHINE_CACHE_UNIFIED,
};

/* One cache as one CPU sees it. TARE_MACHINE_UNKNOWN where the kernel does not say. */
struct tare_machine_cache {
    int level; /* 1, 2, 3, ... */
    enum tare_machine_cache_type type;
    int64_t size_bytes;
    int64_t line_bytes;
    int64_t associativity_ways;
    int64_t shared_cpus_count; /* logical CPUs on this cache, this one among them */
};

struct tare_machine_caches {
    struct tare_machine_cache
        items[TARE_MACHINE_CACHES_MAX]; /* by level, data before instruction */
    size_t count;
    char reason[TARE_MACHINE_REASON_BYTES]; /* why there is none, where count is 0 */
};

struct tare_machine {
    struct tare_machine_text arch;     /* as uname -m: "x86_64" */
    struct tare_machine_text vendor;   /* "GenuineIntel", "ARM" */
    struct tare_machine_text brand;    /* "Intel(R) Xeon(R) Processor", "Neoverse-N1" */
    struct tare_machine_text features; /* those that decide speed, by the kernel's names, spaced */
    struct tare_machine_integer logical_cpus_count; /* online */
    struct tare_machine_integer physical_cores_count;
    struct tare_machine_integer sockets_count;
    struct tare_machine_integer threads_per_core_count; /* the most of any core */
    struct tare_machine_real base_clock_mhz;            /* as the vendor rates it */
    struct tare_machine_real current_clock_mhz;         /* of CPU 0 at this moment, by the kernel */
    struct tare_machine_text hypervisor;                /* "KVM"; "none" on bare metal; "unnamed" */
    struct tare_machine_text clocksource;               /* what the kernel keeps time by: "tsc" */
    struct tare_machine_text governor;                  /* of CPU 0's frequency: "performance" */
    struct tare_machine_integer turbo;                  /* 1 on, 0 off */
    struct tare_machine_integer smt;                    /* 1 on, 0 off */
    struct tare_machine_integer aslr;                   /* kernel.randomize_va_space: 0, 1, 2 */
    struct tare_machine_text huge_pages;                /* transparent: always, madvise, never */
    struct tare_machine_integer perf_event_paranoid;    /* kernel.perf_event_paranoid: -1 .. 4 */
    struct tare_machine_integer memory_bytes;           /* what the kernel manages */
    struct tare_machine_integer swap_bytes;
    struct tare_machine_real load_1min; /* load averages: runnable and blocked tasks */
    struct tare_machine_real load_5min;
    struct tare_machine_real load_15min;
    struct tare_machine_text kernel_release; /* "6.1.0-18-amd64" */
    struct tare_machine_text kernel_version; /* "#1 SMP PREEMPT_DYNAMIC Debian 6.1.76-1" */
    struct tare_machine_text os;             /* PRETTY_NAME of os-release */
    struct tare_machine_text hostname;
    struct tare_machine_caches caches; /* of CPU 0 */
};

enum tare_machine_field_type {
    TARE_MACHINE_TEXT,
    TARE_MACHINE_INTEGER,
    TARE_MACHINE_REAL,
};

/* A row for each member of struct tare_machine but the caches, in its order. */
struct tare_machine_field {
    const char *name; /* the member's */
    enum tare_machine_field_type type;
    size_t offset;    /* of the struct tare_machine_text, _integer or _real */
    const char *unit; /* "" where it has none */
    const char *doc;
};

extern const struct tare_machine_field tare_machine_fields[];
extern const size_t tare_machine_fields_count;

/*
 * Reads all facts below `root`. Returns 0, however many facts are unavailable, or -1 with
 * TARE_ERR_INPUT where `root` is not a folder.
 */
int tare_machine_read(struct tare_machine *machine, const char *root, struct tare_err *err);

/*
 * Reads the caches of logical CPU `cpu` below `root` (sysfs; never sysconf, which was seen
 * to tell 320 MiB for a last level of 32). Where there is none, count is 0 and reason says why.
 */
void tare_machine_caches_read(struct tare_machine_caches *caches, const char *root, int cpu);

/*
 * The cache that holds data at `level` (data or unified), or NULL where there is none of known
 * size. It points into `caches`.
 */
const struct tare_machine_cache *tare_machine_data_cache(const struct tare_machine_caches *caches,
                                                         int level);

/* The same for the greatest level there is. */
const struct tare_machine_cache *tare_machine_last_level_cache(
    const struct tare_machine_caches *caches);

/* What swapping does at this moment, beside the space that struct tare_machine tells of. */
struct tare_machine_swap {
    struct tare_machine_integer used_bytes;
    struct tare_machine_integer swappiness;        /* vm.swappiness: 0 .. 200 */
    struct tare_machine_integer moved_pages_count; /* from and to swap since boot */
};

/* Each fact is had or unavailable on its own. */
void tare_machine_swap_read(struct tare_machine_swap *swap, const char *root);

/* "data", "instruction" or "unified". */
const char *tare_machine_cache_type_name(enum tare_machine_cache_type type);

/*
 * What may have disturbed a block: counts since boot or since the process began, of which the
 * difference of two readings means something. Each pair is known or not on its own.
 */
struct tare_machine_noise {
    bool has_steal; /* /proc/stat, in steps of a kernel tick (usually 10 ms) */
    int64_t steal_ns;
    int64_t busy_ns; /* of the CPU, by whatever ran on it; known where steal is */
    bool has_switches;
    int64_t voluntary_switches_count;
    int64_t involuntary_switches_count;
    bool has_wait; /* /proc/PID/schedstat */
    int64_t run_queue_wait_ns;
};

/* CPU time of this process and of its children that were waited for; NAN: unknown. */
double tare_machine_own_ns(void);

/*
 * Reads steal and busy time of logical CPU `cpu` (TARE_MACHINE_UNKNOWN: of all together) and, of
 * process `pid` (0: the caller), its context switches (getrusage for the caller, else
 * /proc/PID/status, of the main thread) and the time it waited on a run queue (main thread).
 */
void tare_machine_noise_read(struct tare_machine_noise *noise, const char *root, int cpu,
                             pid_t pid);

/* `after` - `before`; what one of them lacks the difference lacks. */
struct tare_machine_noise tare_machine_noise_between(const struct tare_machine_noise *before,
                                                     const struct tare_machine_noise *after);

#endif
