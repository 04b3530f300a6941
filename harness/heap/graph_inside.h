/* SPDX-License-Identifier: MIT */
/* What the files of the graph walk share; see graph.h. Not an API. */
#ifndef TARE_HEAP_GRAPH_INSIDE_H
#define TARE_HEAP_GRAPH_INSIDE_H

#include "heap/graph.h"

#include <stdbool.h>

/* How well a block's type is known, weakest first: a better one replaces a weaker one, whatever
 * the order in which they come. */
enum graph_rank {
    GRAPH_UNSEEN,
    GRAPH_UNTYPED, /* by a word, a void *, or a pointer that does not fit */
    GRAPH_BYTES,   /* through a pointer to a type of one byte */
    GRAPH_SCALARS, /* an array of numbers or pointers */
    GRAPH_HEADER,  /* a value, and a rest of which nothing is known */
    GRAPH_ARRAY,   /* values of a struct or union, without a rest */
    GRAPH_OUTER,   /* the only struct that has the pointee there and that size */
    GRAPH_EXACT,   /* the pointee's size, or its flexible tail */
};

enum graph_flag {
    GRAPH_HIT = 1,        /* an edge leads to it */
    GRAPH_UNREADABLE = 2, /* not or not wholly */
    GRAPH_SCANNED = 4,    /* its words or slots were followed */
    GRAPH_QUEUED = 8,     /* on the stack of typed blocks */
    GRAPH_CYCLIC = 16,    /* lost, on a cycle or reachable from one */
};

/* What is known of a block beside its record: 12 bytes. */
struct graph_node {
    tare_type_id type;
    uint32_t unwritten_bytes;
    unsigned char rank;  /* enum graph_rank */
    unsigned char class; /* enum tare_graph_class; GRAPH_CLASSES: none yet */
    unsigned char flags;
    unsigned char root; /* the first to lead to it */
};

/* Where an object lies that is no block of its own. */
enum graph_place { GRAPH_IN_ROOT, GRAPH_IN_REGION, GRAPH_IN_STATICS, GRAPH_ON_STACK };

/* An object outside of blocks, or within one that a region carves. */
struct graph_object {
    uint64_t address;
    uint64_t bytes;
    tare_type_id type;
    enum graph_place place;
    unsigned char root;
};

struct graph {
    const struct tare_graph_params *params;
    struct tare_graph *result;
    struct tare_space space;
    struct graph_node *nodes; /* [block_count] */
    uint32_t *typed;          /* [block_count]: stack of blocks whose slots are to be followed */
    size_t typed_count;
    uint32_t *untyped; /* [block_count]: stack of blocks whose words are */
    size_t untyped_count;
    struct graph_object *objects;
    size_t object_count;
    size_t object_room;
    size_t object_done;    /* those before it were followed */
    uint32_t *object_hash; /* index + 1 by address; power of two */
    size_t object_hash_count;
    uint64_t *targets; /* that edges lead to and are no blocks: open addressing, 0: empty */
    size_t target_count;
    size_t target_room;             /* a power of two, or 0 */
    uint64_t unknown_roots;         /* that lead where nothing is known */
    struct tare_space_range target; /* of params.target */
    unsigned char root;             /* on whose behalf the walk goes on */
    unsigned char class;            /* that what is reached by words is put in */
    bool recount;                   /* a block changed its type after it was followed */
    bool counts_edges;
    bool has_cuts;
    bool short_of_memory;
};

/* The type, or NULL for NONE and where memory is short (noted). */
const struct tare_type *tare_graph_type(struct graph *graph, tare_type_id type);

/* Follows a pointer to `type` that stands at `from` (0: in no object, it is no edge). */
void tare_graph_point(struct graph *graph, uint64_t from, uint64_t address, tare_type_id type);

/* The same for what a word of a union may be: counts where it fits exactly, and is no edge. */
void tare_graph_try(struct graph *graph, uint64_t address, tare_type_id type);

/* Follows a word of which nothing is known. Returns whether it leads to a block. */
bool tare_graph_word(struct graph *graph, uint64_t from, uint64_t word);

/* Keeps an object to be followed, once an address: the larger of two. */
void tare_graph_add_object(struct graph *graph, const struct graph_object *object);

/* Follows the slots of a block or object by its type; an object without one is scanned. Returns
 * whether the object could be read. */
void tare_graph_follow_block(struct graph *graph, size_t block);
bool tare_graph_follow_object(struct graph *graph, const struct graph_object *object);

/* Follows all words of a block, or of a range outside of blocks; whether that could be read. */
void tare_graph_scan_block(struct graph *graph, size_t block);
bool tare_graph_scan_range(struct graph *graph, struct tare_space_range range);

/* Follows what is in the work lists to their end. */
void tare_graph_settle(struct graph *graph);

/* Counts a pointer that leads into memory of which nothing is known. */
void tare_graph_note_unknown(struct graph *graph, uint64_t address);

/* A root that leads to no live memory. */
void tare_graph_lose_root(struct graph *graph, size_t root);

/* What the roots do not lead to: integers, statics, stack, lost. */
int tare_graph_find_rest(struct graph *graph, struct tare_err *err);

/* Sums up. */
int tare_graph_tally(struct graph *graph, struct tare_err *err);

#endif
