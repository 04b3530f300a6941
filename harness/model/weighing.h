/* SPDX-License-Identifier: MIT */
/*
 * What weighing found out about one arm beyond the numbers of the field table: how its blocks are
 * held, what they are made of, where they were allocated, how the heap grew, what was left.
 *
 * Ownership and NAN as in result.h: strings and arrays are owned, never NULL unless said so. All
 * figures are exact counts (doubles that hold whole numbers) unless they are ratios, 0..1.
 */
#ifndef TARE_MODEL_WEIGHING_H
#define TARE_MODEL_WEIGHING_H

#include <stdbool.h>
#include <stddef.h>

/* Points of a time line, at most. */
#define TARE_WEIGHING_POINTS_MAX 500

/* A weighed value: tare_weigh(t, expression). */
struct tare_weighed_root {
    char *expression; /* as written in the case */
    char *type;       /* what it points to or is: "struct node"; NULL: not known */
    double bytes;     /* that it led to and none before it did */
    double blocks;
};

/* Blocks by how they are held: "typed", "conservative", "integers", "statics", "stack", "lost",
 * "lost_cycle", "carved"; only those that occur. Their sum is the window's books. */
struct tare_weighed_class {
    char *name;
    double bytes;
    double blocks;
};

struct tare_weighed_type {
    char *name;
    double count;
    double bytes_each;
    double bytes; /* of all, flexible tails included: may exceed count x bytes_each */
    double padding_each_bytes;
    double padding_bytes;
    double unwritten_bytes;
};

/* Blocks by the call that allocated them. `kind` is "untyped" in the table of sites; "plain",
 * "cycle" or "static" (still held by static storage) in that of leaks; "peak" in that of the peak.
 */
struct tare_weighed_site {
    char *place; /* "layout.c:42 points_new", or "json_object+0x21 (libjansson.so.4)" */
    char *kind;
    double bytes;
    double blocks;
    double unwritten_bytes; /* NAN where it was not looked at */
};

struct tare_weighed_sites {
    size_t count;
    struct tare_weighed_site *site; /* by falling bytes */
};

/* The live heap during the case, from its entry to its return. */
struct tare_weighed_point {
    double time_ns; /* since the case was entered, in the weigh process: slower than a timed one */
    double events;  /* allocations and frees so far */
    double live_bytes; /* greatest since the point before: a peak is never missed */
};

struct tare_weighing {
    size_t root_count;
    struct tare_weighed_root *root;

    /* The window: from the entry of the case to the last tare_weigh. */
    double window_bytes; /* live blocks of it by the allocator's books; NAN: unavailable */
    double window_blocks;
    size_t class_count;
    struct tare_weighed_class *class_;
    double older_bytes;  /* reached, but older than the case */
    double static_bytes; /* objects reached in static storage: not in deep_bytes */
    double stack_bytes;  /* the same on the stack */

    char *untyped; /* why types are not known; NULL: they are */
    size_t type_count;
    struct tare_weighed_type *type; /* by falling bytes */
    struct tare_weighed_sites untyped_sites;

    double edges; /* pointers between reached objects */
    double shared_edges_ratio;
    double same_line_ratio;
    double same_page_ratio;
    double line_fill_ratio; /* reached bytes by the bytes of the cache lines they lie on */

    struct tare_weighed_sites leaks;

    size_t point_count;
    struct tare_weighed_point *point;
    double peak_bytes; /* of the time line: live heap of the case; NAN: unavailable */
    struct tare_weighed_sites peak_sites; /* who held it then */
};

/* An empty one: numbers NAN, counts 0, pointers NULL. */
void tare_weighing_init(struct tare_weighing *weighing);
void tare_weighing_free(struct tare_weighing *weighing);

/* Do the classes add up to the window's books, bytes and blocks? False also where those are
 * unavailable. */
bool tare_weighing_adds_up(const struct tare_weighing *weighing);

#endif
