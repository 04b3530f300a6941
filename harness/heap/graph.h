/* SPDX-License-Identifier: MIT */
/*
 * The walk with types: which live blocks the roots lead to, as what, and what becomes of the rest.
 * Where there are no types it is the conservative walk of walk.h, and totals agree with it.
 *
 * Rules (DESIGN.md, section 3, points 5 to 8):
 * - typed edges are followed to a fixpoint, then one block that was reached without a type is
 *   scanned conservatively, and so on until nothing is left; explicit work lists, no recursion;
 * - a pointer slot may carry tags in its low bits, and may point into the middle of a block;
 * - a block larger than its pointee has a flexible tail; else it is the one struct that has the
 *   pointee at that offset and its size (an intrusive link, a base); else an array; else a value
 *   with a rest that is scanned conservatively;
 * - of a union all members are tried; one counts only where it fits the block it leads to exactly;
 * - objects in static storage and on the stack are walked through and counted apart;
 * - each block counts once, for the first root and the strongest class that leads to it.
 */
#ifndef TARE_HEAP_GRAPH_H
#define TARE_HEAP_GRAPH_H

#include "base/err.h"
#include "heap/reader.h"
#include "heap/space.h"
#include "heap/types.h"

#include <stddef.h>
#include <stdint.h>

#define TARE_GRAPH_ROOTS_MAX 255

/* How a live block of the window is held, strongest first; each is of one class. */
enum tare_graph_class {
    TARE_GRAPH_TYPED,        /* by typed edges from the roots: the type of all of it is known */
    TARE_GRAPH_CONSERVATIVE, /* by a word of a block without a type, or through a void *, or of all
                                of it only the begin has a type */
    TARE_GRAPH_INTEGERS,     /* only by an integer of a typed block: tagged, NaN-boxed, or chance */
    TARE_GRAPH_STATICS,      /* not by the roots, but by static or thread-local storage */
    TARE_GRAPH_STACK,        /* only by the stack of the case */
    TARE_GRAPH_LOST,         /* by nothing that was looked at */
    TARE_GRAPH_LOST_CYCLE,   /* lost, and on a cycle of pointers (Tarjan 1972) */
    TARE_GRAPH_CARVED,       /* rest of a block that is a region: not reached in it */
    TARE_GRAPH_CLASSES
};

struct tare_graph_root {
    uint64_t address;  /* of the value, or what the weighed pointer points to; 0: leads nowhere */
    uint64_t bytes;    /* its size; 0: not known */
    tare_type_id type; /* of it; NONE: not known */
    uint64_t
        cut_offset;     /* of the member of `type` not to be followed, in all values of that type */
    uint64_t cut_bytes; /* its size: the member may be a part of one, or an array */
    bool has_cut;
};

struct tare_graph_params {
    const struct tare_heap_block *blocks; /* by ascending address, not overlapping */
    size_t block_count;
    uint64_t window_seq; /* blocks younger than this are of the window; 0: all are */
    const struct tare_graph_root *roots;
    size_t root_count;
    const struct tare_space_range *regions; /* carved by an allocator of the case's; may be in a */
    size_t region_count;                    /* block, a mapping or static storage */
    const struct tare_space_range *statics; /* writable storage of the modules, thread-local too */
    size_t static_count;
    const struct tare_space_range *books; /* storage of the C library: only a pointer to the very */
    size_t book_count;             /* begin of a block counts in it, since its allocator points to
                                      headers, which are the last word of the block before */
    struct tare_space_range stack; /* in use; empty: none */
    struct tare_space_range heap;  /* that malloc takes from the kernel: what no block holds in it
                                      is free; empty: not known */
    const struct tare_space_range *anonymous; /* memory of which nothing is known but that it is */
    size_t anonymous_count;                   /* there; by ascending address */
    const struct tare_space_range
        *mapped;                          /* all memory there is, by ascending address; none: not */
    size_t mapped_count;                  /* known */
    const struct tare_type_source *types; /* NULL: none */
    tare_heap_read *read;
    tare_heap_touched *touched; /* NULL: all has to be read */
    void *context;              /* of both */
    size_t cache_bytes;         /* as in space.h */
    uint64_t target; /* count the pointers that lead to the block of this address; 0: no */
    bool roots_only; /* stop where the roots do not lead: all other blocks are LOST, cycles too */
};

struct tare_heap_size {
    uint64_t deep_bytes;   /* requested sizes of the reached blocks, and roots outside of blocks */
    uint64_t usable_bytes; /* the same by usable size */
    uint64_t blocks;       /* reached blocks, and objects reached in regions */
    uint64_t unwritten_bytes;   /* still TARE_HEAP_POISON, within the requested size of blocks from
                                   malloc; of written random bytes, 1 in 256 looks the same */
    uint64_t cache_lines;       /* distinct lines that the reached ranges lie on */
    uint64_t pages;             /* distinct pages, likewise */
    uint64_t unreadable_blocks; /* counted, but not or not wholly scanned */
    uint64_t unknown_pointers;  /* into `anonymous` memory where no block is: what is there is not
                                   weighed */
    uint64_t freed_pointers;    /* typed ones into `heap` where no block is: to what was freed */
    uint64_t stray_pointers;    /* typed ones into no memory at all; never-written ones and the last
                                   page, which errors are returned in, are none */
    uint64_t unreadable_roots;  /* outside of blocks and not readable: not counted in deep_bytes */
};

struct tare_graph_amount {
    uint64_t blocks;
    uint64_t bytes; /* requested */
};

/* What the reached blocks are made of: one entry a type. */
struct tare_graph_by_type {
    tare_type_id type;
    uint64_t count; /* values of it: an array of n counts n, a flexible struct 1 */
    uint64_t bytes; /* with flexible tails; all of them together */
    uint64_t padding_bytes;
    uint64_t unwritten_bytes; /* still poison, padding not counted again: all poison of the bytes */
};

/* Reached blocks without a type, and what lies behind the type of those of which only the begin has
 * one, by the call that allocated them. */
struct tare_graph_by_site {
    uint64_t site; /* return address */
    uint64_t blocks;
    uint64_t bytes;
    uint64_t unwritten_bytes;
};

/* Pointers between reached objects, typed slots and words of conservative blocks. An object is a
 * block, a value of an array in one, or a value outside of blocks. */
struct tare_graph_edges {
    uint64_t count;
    uint64_t shared;    /* to an object that another edge leads to already */
    uint64_t same_line; /* the slot and the start of its target lie in one cache line */
    uint64_t same_page;
};

struct tare_graph {
    struct tare_heap_size size; /* of the classes TYPED and CONSERVATIVE together */
    bool padding_known;         /* every reached byte has a type */
    uint64_t padding_bytes;     /* of the typed blocks */
    struct tare_graph_amount classes[TARE_GRAPH_CLASSES]; /* of blocks of the window */
    struct tare_graph_amount older;   /* reached by the roots, but older than the window */
    struct tare_graph_amount statics; /* objects reached in static storage: not in `size` */
    struct tare_graph_amount stack;   /* the same on the stack */
    struct tare_graph_amount *roots;  /* [root_count]: what each root led to first */
    unsigned char *dangling;          /* [root_count]: 1 where it leads to no live memory */
    struct tare_graph_amount cyclic;  /* of the window: lost on a cycle, or reachable from one */
    uint64_t refs;                    /* pointers of the graph that lead to `target` */
    struct tare_graph_edges edges;
    size_t type_count;
    struct tare_graph_by_type *types; /* by falling bytes */
    size_t site_count;
    struct tare_graph_by_site *sites; /* by falling bytes */
};

/*
 * Walks. `class_of`, unless NULL, is an array of block_count bytes that is set to the class of each
 * block, those older than the window too. Returns 0, or -1 with `err` where memory is short or the
 * blocks are not in order; `graph` is to be freed in both cases.
 */
int tare_graph_walk(const struct tare_graph_params *params, struct tare_graph *graph,
                    unsigned char *class_of, struct tare_err *err);
void tare_graph_free(struct tare_graph *graph);

#endif
