/* SPDX-License-Identifier: MIT */
/*
 * The weigh process of an arm: the same case, once, with libtare-heap.so preloaded, stopping at
 * each mark so that its books and its memory can be read from outside. DESIGN.md, section 3.
 */
#ifndef TARE_CONDUCT_WEIGH_H
#define TARE_CONDUCT_WEIGH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "conduct/arm.h"
#include "dwarf/process.h"
#include "heap/graph.h"
#include "model/weighing.h"

/* Iterations whose allocations are counted, after one that is not: fixed, so that figures of two
 * runs are equal. */
#define TARE_WEIGH_ITERATIONS  8
#define TARE_WEIGH_ROOTS_MAX   64
#define TARE_WEIGH_REFS_MAX    64
#define TARE_WEIGH_REGIONS_MAX 256

struct tare_weigh_refs {
    char expression[TARE_WIRE_NAME_BYTES];
    bool known; /* false: nothing was weighed before, or the graph could not be read */
    uint64_t count;
};

struct tare_weight {
    struct tare_err missing;       /* why nothing could be weighed; not set: it was */
    struct tare_err missing_loop;  /* why the loop's books are not there */
    struct tare_err missing_graph; /* why the deep size is not there */
    char note[256];                /* of what is not in the sizes; empty: none */
    size_t root_count;             /* values that tare_weigh was called with */
    bool sizeof_known;             /* the type of each was complete */
    uint64_t sizeof_bytes;
    struct tare_heap_size size;
    struct tare_err untyped; /* why types are not known; not set: they are */
    bool padding_known;      /* all that was reached has a type; then: */
    uint64_t padding_bytes;
    uint64_t iterations; /* that the next three are of */
    uint64_t allocs;
    uint64_t frees;
    uint64_t alloc_bytes;
    uint64_t peak_bytes; /* above the level at the loop's start */
    bool returned;       /* the case did; then the next four hold */
    uint64_t leaked_blocks;
    uint64_t leaked_bytes;
    bool cycles_known;
    uint64_t cyclic_bytes; /* of the leaked: on a cycle, or reachable from one */
    size_t refs_count;
    struct tare_weigh_refs refs[TARE_WEIGH_REFS_MAX];
    struct tare_weighing *weighing; /* owned; NULL: none */
};

struct tare_weigh_params {
    struct tare_dwarf_cache *dwarf;
    int library;   /* an open descriptor of libtare-heap.so */
    int cpu;       /* where the process runs */
    uint64_t seed; /* of its data: that of set 1, so that weights do not change with the sets */
    bool once;     /* the loop's statement is executed once, and nothing is counted of it */
};

/*
 * Weighs an arm that was measured. Returns 0, what is missing with its reason in `weight`, or -1
 * where it was interrupted.
 */
int tare_weigh_arm(struct tare_weight *weight, const struct tare_arm *arm,
                   const struct tare_weigh_params *params, struct tare_err *err);

void tare_weight_free(struct tare_weight *weight);

#endif
