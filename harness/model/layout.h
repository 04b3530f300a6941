/* SPDX-License-Identifier: MIT */
/*
 * How a struct is laid out: its fields, what lies between them, and the order of them that takes
 * least. Pure; where layouts come from, see dwarf/layout.h.
 */
#ifndef TARE_MODEL_LAYOUT_H
#define TARE_MODEL_LAYOUT_H

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define TARE_LAYOUT_LINE_BYTES 64

struct tare_layout_field {
    char *name; /* empty: it has none */
    char *type; /* as C spells it */
    uint64_t offset_bits;
    uint64_t bits;        /* 0: a flexible array */
    uint64_t align_bytes; /* 1 or more; 1 where it lies at no multiple of its type's */
    uint64_t unit_bytes;  /* of a bit-field: size of its type, which it does not straddle */
    bool is_bit_field;
    bool is_tail;  /* x[], x[0] at the end: has to stay there */
    bool is_fixed; /* a base, or a pointer that the compiler added: the language places it */
};

struct tare_layout {
    char *name;  /* "struct point" */
    char *place; /* "layout.c:42"; empty: not known */
    uint64_t bytes;
    uint64_t align_bytes;
    bool is_union;
    size_t field_count;
    struct tare_layout_field *fields; /* by ascending offset */
};

/* What the fields leave. */
struct tare_layout_sums {
    uint64_t hole_count; /* of whole bytes, between fields */
    uint64_t hole_bytes;
    uint64_t bit_hole_count; /* of less than a byte or between bit-fields */
    uint64_t bit_hole_bits;
    uint64_t padding_bytes; /* behind the last field */
    uint64_t lines;         /* cache lines that one at the begin of a line takes */
};

/* Gap in front of field `index` (field_count: behind the last), in bits; fields that overlap, as
 * those of unions do, leave none. */
uint64_t tare_layout_gap(const struct tare_layout *layout, size_t index);

struct tare_layout_sums tare_layout_sum(const struct tare_layout *layout);

/*
 * The order of fields with the least size: fills order[field_count] with their indices and returns
 * the size it makes, never more than today's nor than that of sorting by falling alignment. Fields
 * are placed as a compiler does (System V ABI, AMD64 supplement, 3.1.2; AAPCS64, 10.1.8). Runs of
 * bit-fields stay together where that costs nothing. As they are stay a flexible array at the end,
 * a union, and a struct in which the compiler would place the fields of today elsewhere (packed,
 * with holes that no alignment makes) or which has bases; within a run of bit-fields of which that
 * holds (as of one with bit-fields without a name, of which nothing is told) its order.
 * Where neither sorting nor filling gaps reaches what no order can undercut, up to 8 fields are
 * tried in all orders.
 */
uint64_t tare_layout_best(const struct tare_layout *layout, size_t *order);

void tare_layout_free(struct tare_layout *layout);

#endif
