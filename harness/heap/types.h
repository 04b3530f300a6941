/* SPDX-License-Identifier: MIT */
/*
 * What the typed walk knows of types: flat lists of slots, without a word of DWARF. harness/dwarf
 * fills them from debug information, tests by hand.
 *
 * A slot is a place in a value of a type that the walk has to look at. What no slot covers holds no
 * pointer by its type: numbers, characters, padding. A struct, union or array within a type is one
 * slot that refers to the type it is of, and only where that has slots itself.
 */
#ifndef TARE_HEAP_TYPES_H
#define TARE_HEAP_TYPES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The number of a type within its source. NONE is void, a function, an incomplete type: what a
 * pointer to it leads to is not known. */
typedef uint32_t tare_type_id;
#define TARE_TYPE_NONE UINT32_MAX

enum tare_slot_kind {
    TARE_SLOT_POINTER, /* to `type`; to TARE_TYPE_NONE where that is void or incomplete */
    TARE_SLOT_VALUE,   /* `count` values of `type`, which has slots of its own */
};

struct tare_slot {
    uint64_t offset; /* of the first one, in bytes within the type */
    uint64_t count;  /* 1, or the length of an array */
    uint64_t stride_bytes;
    tare_type_id type;
    enum tare_slot_kind kind;
};

struct tare_type {
    char *name;             /* as C spells it: "struct node", "char", "struct node *" */
    uint64_t bytes;         /* sizeof, above 0 */
    uint64_t padding_bytes; /* of one value: holes and tail padding, those of its parts included */
    bool is_union;          /* TARE_SLOT_VALUE slots at offset 0 are its members, each one tried */
    bool is_aggregate;      /* struct, union or class; else a scalar or a pointer */

    /* A last member that stands for an array as long as the block allows: x[], x[0] or x[1].
     * `tail_offset` is where the elements begin that no slot covers (of x[1] the second one).
     * tail_type is their type, TARE_TYPE_NONE: the type has no such member. */
    uint64_t tail_offset;
    uint64_t tail_stride_bytes;
    tare_type_id tail_type;

    size_t slot_count;
    struct tare_slot *slots; /* by ascending offset */
};

/*
 * Where types come from. Types are made when they are asked for first and live as long as the
 * source: a pointer to one stays valid.
 */
struct tare_type_source {
    /* NULL where memory is short; `type` is one that the source gave out, not TARE_TYPE_NONE. */
    const struct tare_type *(*get)(void *context, tare_type_id type);

    /*
     * The only struct of `bytes` bytes that has a value of `inner` at `offset`, directly or within
     * a member: what an intrusive link or a pointer to a base stands in. TARE_TYPE_NONE where there
     * is none or more than one; NULL: never any.
     */
    tare_type_id (*find_outer)(void *context, tare_type_id inner, uint64_t offset, uint64_t bytes);
    void *context;
};

#endif
