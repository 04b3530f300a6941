/* SPDX-License-Identifier: MIT */
/*
 * Is this machine fit to measure? Checks over facts that others read (sys/machine.h, sys/clock.h,
 * conduct/doctor.h), each with a verdict and what to do about it. Pure: reads nothing, and a fact
 * that could not be had makes its check unknown, with the reason, and never a guess.
 *
 * A verdict speaks of what the rules of the statistics cannot take away. Arms of a block take turns
 * on one core, so that what drifts (clock speed, caches, other load) hits all alike: caution, since
 * times then hold for the moment and ratios still hold. Unfit is what makes the ratios or their
 * intervals wrong.
 */
#ifndef TARE_MODEL_FITNESS_H
#define TARE_MODEL_FITNESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "model/selftest.h"
#include "sys/clock.h"
#include "sys/machine.h"

#define TARE_FITNESS_CHECKS_MAX  24
#define TARE_FITNESS_VALUE_BYTES (TARE_MACHINE_REASON_BYTES + 32)
#define TARE_FITNESS_BRIEF_BYTES 64

/* From the best to the worst; the verdict on the machine is the worst of its checks'. */
enum tare_fitness_verdict {
    TARE_FITNESS_UNKNOWN = 0,
    TARE_FITNESS_FIT,
    TARE_FITNESS_CAUTION,
    TARE_FITNESS_UNFIT,
};

/* What watching the machine for a while saw, one core being kept busy. */
struct tare_fitness_watch {
    double watched_ns;        /* wall time */
    double busy_ns;           /* of it, reading the clock without a pause */
    double waited_ns;         /* of that, on the run queue, others having the core; NAN: unknown */
    double sibling_ratio;     /* of that, the core's other thread at work; NAN: unknown */
    double steal_ns;          /* of that core, by the hypervisor; NAN: unknown */
    double moved_pages_count; /* from and to swap, whole machine; NAN: unknown */
    uint64_t readings_count;  /* of the clock, in a row */
    uint64_t backward_count;  /* of them lower than the one before */
};

struct tare_fitness_facts {
    const struct tare_machine *machine;
    const struct tare_machine_swap *swap;
    const struct tare_clock *clock; /* the one that measures; NULL: `clock_reason` */
    const char *clock_reason;
    size_t usable_cores_count; /* that this process may run on; 0: `cores_reason` */
    const char *cores_reason;
    bool aslr_off_here;                     /* for this process and its children (setarch -R) */
    const struct tare_fitness_watch *watch; /* NULL: not watched, and its checks are left out */
    const struct tare_selftest *selftest;   /* NULL: not made, and its checks are left out */
};

struct tare_fitness_check {
    const char *name;  /* for programs: "clock_cost" */
    const char *title; /* for people: "clock cost" */
    enum tare_fitness_verdict verdict;
    double number;                        /* what was judged, where it is one; else NAN */
    const char *unit;                     /* of the number: "ns", "ratio"; "" where it has none */
    char value[TARE_FITNESS_VALUE_BYTES]; /* what was found; unknown: why */
    char brief[TARE_FITNESS_BRIEF_BYTES]; /* the same in the line of a result */
    bool always_brief;                    /* stands in that line even where it is fit */
    const char *advice;                   /* what to do about it; "" where there is nothing */
};

struct tare_fitness {
    enum tare_fitness_verdict verdict;
    size_t count;
    struct tare_fitness_check check[TARE_FITNESS_CHECKS_MAX];
};

/* Makes all checks that the facts allow, in the order of the table. */
void tare_fitness_judge(struct tare_fitness *fitness, const struct tare_fitness_facts *facts);

/* "unknown", "fit", "caution", "unfit". */
const char *tare_fitness_name(enum tare_fitness_verdict verdict);

/* NULL: no such check was made. */
const struct tare_fitness_check *tare_fitness_find(const struct tare_fitness *fitness,
                                                   const char *name);

/*
 * Appends it all on one line, the worst first, so that its first word is the verdict on the
 * machine: "caution: hypervisor KVM, load 0.4; fit: clock 22 ns, 2 cores; unknown: governor".
 */
void tare_fitness_line(const struct tare_fitness *fitness, struct tare_buf *line);

#endif
