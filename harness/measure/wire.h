/* SPDX-License-Identifier: MIT */
/*
 * What the conductor and a child say to each other: a piece of shared memory for each child (the
 * page), and in it the futex word `turn`. Whoever has the turn may write; the other sleeps.
 *
 *   conductor                            child
 *   fills the job, spawns                maps the page, closes its descriptor
 *   waits                                runs the case up to its first loop: mark READY
 *   order CALIBRATE, WARM or SAMPLE      runs the loop's statement: mark RAN
 *   order FINISH                         leaves the loop, case returns: mark LEFT, exits
 *
 * A weighing child stops at further marks (HEAP, ENTER, WEIGH, BEGIN, END) and needs no order but
 * GO. The page holds no pointer that is followed and no text without a bound: a child that writes
 * junk into it hurts its own row only.
 */
#ifndef TARE_MEASURE_WIRE_H
#define TARE_MEASURE_WIRE_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "sys/clock.h"

#define TARE_WIRE_MAGIC        UINT32_C(0x65726174) /* "tare" */
#define TARE_WIRE_VERSION      3
#define TARE_WIRE_NAME_BYTES   256
#define TARE_WIRE_REASON_BYTES 512
#define TARE_WIRE_COUNTERS_MAX 32
#define TARE_WIRE_THREADS_MAX  64
#define TARE_WIRE_TLS_MAX      32

/* Arguments of a child: EXE TARE_WIRE_ARGUMENT FD [FD of the memory that empties the caches]. */
#define TARE_WIRE_ARGUMENT "--tare-child"
/* Arguments of a process that lists its cases to a descriptor: EXE TARE_LIST_ARGUMENT FD. */
#define TARE_LIST_ARGUMENT "--tare-list"

enum tare_mode {
    TARE_MODE_TIME,  /* sample after sample, as ordered */
    TARE_MODE_WEIGH, /* a fixed count of iterations, stopping at each mark */
};

enum tare_turn { TARE_TURN_CONDUCTOR, TARE_TURN_CHILD };

enum tare_order {
    TARE_ORDER_GO,        /* go on from the mark */
    TARE_ORDER_CALIBRATE, /* find how many iterations take `target_ns` */
    TARE_ORDER_WARM,      /* run windows of `iterations` until two in a row agree */
    TARE_ORDER_SAMPLE,    /* prime, then take one sample of `iterations` */
    TARE_ORDER_FINISH,    /* leave the loop */
};

enum tare_mark {
    TARE_MARK_NONE,
    TARE_MARK_HEAP,   /* weighing: a block of `weighed_bytes` at `weighed_address` was allocated */
    TARE_MARK_ENTER,  /* weighing: the case is about to be called */
    TARE_MARK_WEIGH,  /* weighing: tare_weigh(expression) of `weighed_address`, `weighed_bytes` */
    TARE_MARK_REGION, /* weighing: tare_region of `weighed_bytes` at `weighed_address` */
    TARE_MARK_REFS,   /* weighing: tare_refs(expression) of `weighed_address` */
    TARE_MARK_BEGIN,  /* weighing: the counted iterations begin */
    TARE_MARK_END,    /* weighing: and end */
    TARE_MARK_READY,  /* the case stands before its loop */
    TARE_MARK_RAN,    /* the ordered turn is done */
    TARE_MARK_LEFT,   /* the case returned; the process exits */
};

enum tare_end { TARE_END_FINE, TARE_END_SKIPPED, TARE_END_FAILED };

/* What to run; written by the conductor before the child starts. */
struct tare_job {
    char group[TARE_WIRE_NAME_BYTES];
    char variant[TARE_WIRE_NAME_BYTES];
    enum tare_mode mode;
    int64_t size;
    int64_t param;
    uint32_t thread_count;
    uint32_t cpu[TARE_WIRE_THREADS_MAX]; /* of each thread; thread 0 stays where it is */
    bool cold;
    uint64_t cold_bytes;       /* of the memory that empties the caches; 0: none */
    uint64_t seed;             /* of tare_random */
    uint64_t weigh_iterations; /* weighing: iterations that are counted; 0: once in all */
    struct tare_clock clock;
};

/* The order that goes with a turn. */
struct tare_turn_order {
    enum tare_order order;
    uint64_t iterations; /* of the sample, or of a window of WARM */
    uint64_t granule;    /* iterations of one step of priming; 0: no priming */
    double target_ns;    /* CALIBRATE: how long a sample is to take */
    double cap_ns;       /* SAMPLE: priming stops here; WARM: warming does */
};

/* What came of a turn. */
struct tare_turn_report {
    uint64_t iterations; /* of the sample; CALIBRATE: as many as take `target_ns` */
    double elapsed_ns;   /* of the sample, slowest thread, clock's cost off */
    double prime_ns;     /* before it: priming, or all of CALIBRATE or WARM */
    double untimed_ns;   /* tare_loop_fresh: preparing and disposing; emptying the caches */
    bool capped;         /* priming or warming hit its cap without agreement */
    bool fresh;          /* each iteration had an input of its own */
};

struct tare_wire_counter {
    char name[64];
    double value;
};

/* What the case said of itself; complete when the mark is LEFT. */
struct tare_case_report {
    enum tare_end end;
    char reason[TARE_WIRE_REASON_BYTES];
    bool looped; /* it came to a loop */
    bool checked;
    uint64_t check;
    double items; /* 0: not said, as the next two */
    double elements;
    double bytes;
    double rss_increase_bytes; /* -1: not known, as the next two */
    double rss_peak_bytes;
    double minor_faults;
    double empty_loop_ns; /* one iteration of an empty loop in this process */
    double setup_ns;      /* from entry of the case to its loop */
    double teardown_ns;   /* from its loop to its return */
    uint32_t counter_count;
    struct tare_wire_counter counter[TARE_WIRE_COUNTERS_MAX];
};

/* Where the case keeps pointers beside the heap, for the walk; set at the mark WEIGH and LEFT. */
struct tare_wire_storage {
    uint64_t stack_address; /* the stack in use begins here, registers spilled into it */
    uint32_t tls_count;     /* thread-local storage of thread 0, a piece a module */
    struct tare_wire_tls {
        uint64_t address;
        uint64_t bytes;
    } tls[TARE_WIRE_TLS_MAX];
};

struct tare_wire {
    uint32_t magic;
    uint32_t version;
    uint32_t bytes; /* sizeof(struct tare_wire), so that two builds notice that they differ */
    uint32_t child_version; /* the child's version, 0 until it has mapped the page */
    struct tare_job job;
    _Atomic uint32_t turn; /* enum tare_turn */
    enum tare_mark mark;
    struct tare_turn_order order;
    struct tare_turn_report ran;
    char expression[TARE_WIRE_NAME_BYTES]; /* of WEIGH and REFS, as written */
    uint64_t weighed_address;
    uint64_t weighed_bytes;   /* 0: the type has no size here */
    uint64_t carrier_address; /* of WEIGH: the static that debug information gives the type of */
    int64_t cut_offset;       /* of WEIGH: of the member that is not followed; -1: all are */
    uint64_t cut_bytes;       /* its size */
    struct tare_wire_storage storage;
    struct tare_case_report report;
};

#endif
