/* SPDX-License-Identifier: MIT */
/* The order of a struct's fields that takes least. */
#include "model/layout.h"

#include <stdlib.h>
#include <string.h>

/* Pieces that are tried in all orders: 8! = 40,320. */
#define TRIED_MAX 8

/* What is moved as a whole: a field, or a run of bit-fields. */
struct piece {
    size_t first; /* field */
    size_t count;
    uint64_t bytes;
    uint64_t align_bytes;
    bool is_tail;
    bool is_rigid; /* a run that is laid out as nothing tells: keeps its bytes as they are */
};

static uint64_t round_up(uint64_t value, uint64_t unit)
{
    return unit ? (value + unit - 1) / unit * unit : value;
}

/* Where a field begins of which those before it end at bit `end`. A bit-field begins at once,
 * unless it would straddle two units of its type. */
static uint64_t place(const struct tare_layout_field *field, uint64_t end)
{
    uint64_t unit_bits = field->unit_bytes * 8;

    if (!field->is_bit_field || unit_bits == 0 || field->align_bytes > field->unit_bytes)
        end = round_up(end, field->align_bytes * 8);
    if (field->is_bit_field && unit_bits && field->bits &&
        end / unit_bits != (end + field->bits - 1) / unit_bits)
        end = round_up(end, unit_bits);
    return end;
}

/* Behind the piece, in bits. */
static uint64_t place_piece(const struct tare_layout *layout, const struct piece *piece,
                            uint64_t end)
{
    if (piece->is_rigid)
        return round_up(end, piece->align_bytes * 8) + piece->bytes * 8;
    for (size_t i = piece->first; i < piece->first + piece->count; i++)
        end = place(&layout->fields[i], end) + layout->fields[i].bits;
    return end;
}

static uint64_t size_from(const struct tare_layout *layout, uint64_t end)
{
    return round_up(round_up(end, 8) / 8, layout->align_bytes);
}

static uint64_t size_of(const struct tare_layout *layout, const struct piece *pieces, size_t count)
{
    uint64_t end = 0;

    for (size_t i = 0; i < count; i++)
        end = place_piece(layout, &pieces[i], end);
    return size_from(layout, end);
}

/* A run of bit-fields begins where its first storage unit does, so that it packs as today. */
static struct piece take_run(const struct tare_layout *layout, size_t first)
{
    struct piece piece = {.first = first, .align_bytes = 1};
    uint64_t begin;
    uint64_t end = 0;

    for (size_t i = first; i < layout->field_count && layout->fields[i].is_bit_field; i++) {
        const struct tare_layout_field *field = &layout->fields[i];

        piece.count++;
        if (field->align_bytes > piece.align_bytes)
            piece.align_bytes = field->align_bytes;
        if (field->offset_bits + field->bits > end)
            end = field->offset_bits + field->bits;
    }
    begin = layout->fields[first].offset_bits / 8 / piece.align_bytes * piece.align_bytes;
    piece.bytes = (end + 7) / 8 - begin;
    return piece;
}

/* Today's pieces, by order. */
static size_t take_pieces(const struct tare_layout *layout, struct piece *pieces)
{
    size_t count = 0;

    for (size_t i = 0; i < layout->field_count; i += pieces[count++].count) {
        const struct tare_layout_field *field = &layout->fields[i];

        if (field->is_bit_field)
            pieces[count] = take_run(layout, i);
        else
            pieces[count] = (struct piece){.first = i,
                                           .count = 1,
                                           .bytes = field->bits / 8,
                                           .align_bytes = field->align_bytes,
                                           .is_tail = field->is_tail};
    }
    return count;
}

/* Do the fields of the piece lie where the compiler puts them behind `end`? */
static bool lies_as_placed(const struct tare_layout *layout, const struct piece *piece,
                           uint64_t end)
{
    for (size_t i = piece->first; i < piece->first + piece->count; i++) {
        const struct tare_layout_field *field = &layout->fields[i];

        if (place(field, end) != field->offset_bits)
            return false;
        end = field->offset_bits + field->bits;
    }
    return true;
}

/* Whether all that the compiler did is understood, but for runs of bit-fields: those are marked. */
static bool is_understood(const struct tare_layout *layout, struct piece *pieces, size_t count)
{
    uint64_t end = 0;

    if (layout->is_union || layout->align_bytes == 0)
        return false;
    for (size_t i = 0; i < count; i++) {
        const struct tare_layout_field *last =
            &layout->fields[pieces[i].first + pieces[i].count - 1];

        if (last->is_fixed || last->align_bytes > layout->align_bytes)
            return false;
        pieces[i].is_rigid = last->is_bit_field && !lies_as_placed(layout, &pieces[i], end);
        if (!last->is_bit_field && !lies_as_placed(layout, &pieces[i], end))
            return false;
        end = last->offset_bits + last->bits;
    }
    return size_from(layout, end) == layout->bytes;
}

/* Takes runs apart into their bit-fields. */
static size_t take_apart(const struct tare_layout *layout, const struct piece *pieces, size_t count,
                         struct piece *apart)
{
    size_t filled = 0;

    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < pieces[i].count; j++) {
            const struct tare_layout_field *field = &layout->fields[pieces[i].first + j];

            apart[filled] = pieces[i];
            if (pieces[i].is_rigid) {
                filled++;
                break;
            }
            apart[filled].first += j;
            apart[filled].count = 1;
            apart[filled].align_bytes = field->align_bytes;
            apart[filled++].bytes = (field->bits + 7) / 8;
        }
    return filled;
}

/* Larger alignments first, at equal ones the order of today; what fills its alignment before what
 * leaves room for smaller ones; a tail last. */
static bool goes_before(const struct piece *a, const struct piece *b)
{
    if (a->is_tail != b->is_tail)
        return b->is_tail;
    if (a->align_bytes != b->align_bytes)
        return a->align_bytes > b->align_bytes;
    if ((a->bytes % a->align_bytes == 0) != (b->bytes % b->align_bytes == 0))
        return a->bytes % a->align_bytes == 0;
    return a->first < b->first;
}

static void sort(struct piece *pieces, size_t count, bool by_alignment_alone)
{
    for (size_t i = 1; i < count; i++) {
        struct piece piece = pieces[i];
        size_t at = i;

        for (; at > 0; at--) {
            const struct piece *before = &pieces[at - 1];

            if (by_alignment_alone
                    ? before->is_tail < piece.is_tail || (before->is_tail == piece.is_tail &&
                                                          before->align_bytes >= piece.align_bytes)
                    : !goes_before(&piece, before))
                break;
            pieces[at] = *before;
        }
        pieces[at] = piece;
    }
}

/* Moves pieces forward that fit into the gap in front of the one whose turn it is. */
static void fill_gaps(const struct tare_layout *layout, struct piece *pieces, size_t count)
{
    uint64_t end = 0;

    for (size_t i = 0; i < count; i++) {
        uint64_t past = place_piece(layout, &pieces[i], end);

        for (size_t j = i + 1; j < count && !pieces[j].is_tail; j++) {
            struct piece small = pieces[j];

            /* It moves nothing: what comes next ends where it would without. */
            if (place_piece(layout, &pieces[i], place_piece(layout, &small, end)) != past)
                continue;
            memmove(&pieces[i + 1], &pieces[i], (j - i) * sizeof *pieces);
            pieces[i] = small;
            past = place_piece(layout, &small, end);
            break;
        }
        end = past;
    }
}

/* The least so far. */
struct best {
    const struct tare_layout *layout;
    uint64_t least_bytes; /* that any order takes */
    uint64_t bytes;
    size_t count;
    struct piece *pieces; /* those of today, where no order takes less */
};

static void offer(struct best *best, const struct piece *pieces, size_t count)
{
    uint64_t bytes = size_of(best->layout, pieces, count);

    if (bytes >= best->bytes)
        return;
    best->bytes = bytes;
    best->count = count;
    memcpy(best->pieces, pieces, count * sizeof *pieces);
}

/* Heap's algorithm (1963), recursive: no deeper than TRIED_MAX. */
static void try_orders(struct best *best, struct piece *pieces, size_t count, size_t left)
{
    if (left <= 1) {
        offer(best, pieces, count);
        return;
    }
    for (size_t i = 0; i < left && best->bytes > best->least_bytes; i++) {
        size_t with = left % 2 ? 0 : i;
        struct piece kept;

        try_orders(best, pieces, count, left - 1);
        kept = pieces[with];
        pieces[with] = pieces[left - 1];
        pieces[left - 1] = kept;
    }
}

/* Orders of these pieces; theirs is changed. */
static void improve(struct best *best, struct piece *pieces, size_t count)
{
    size_t movable = count;

    for (int by_alignment_alone = 0; by_alignment_alone < 2; by_alignment_alone++) {
        sort(pieces, count, by_alignment_alone);
        offer(best, pieces, count);
        fill_gaps(best->layout, pieces, count);
        offer(best, pieces, count);
    }
    while (movable > 0 && pieces[movable - 1].is_tail)
        movable--;
    if (movable <= TRIED_MAX && best->bytes > best->least_bytes)
        try_orders(best, pieces, count, movable);
}

/* What no order can undercut. */
static uint64_t find_least(const struct tare_layout *layout, const struct piece *pieces,
                           size_t count)
{
    uint64_t bits = 0;

    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < pieces[i].count; j++)
            bits += layout->fields[pieces[i].first + j].bits;
    return size_from(layout, bits);
}

static void keep_order(const struct tare_layout *layout, size_t *order)
{
    for (size_t i = 0; i < layout->field_count; i++)
        order[i] = i;
}

uint64_t tare_layout_best(const struct tare_layout *layout, size_t *order)
{
    size_t room = layout->field_count + 1;
    struct piece *pieces = calloc(3 * room, sizeof *pieces);
    struct best best = {.layout = layout, .bytes = layout->bytes};
    struct piece *apart;
    size_t filled = 0;
    size_t count;

    keep_order(layout, order);
    count = pieces ? take_pieces(layout, pieces) : 0;
    if (layout->field_count < 2 || !pieces || !is_understood(layout, pieces, count)) {
        free(pieces);
        return layout->bytes;
    }
    apart = pieces + room;
    best.pieces = pieces + 2 * room;
    best.least_bytes = find_least(layout, pieces, count);
    if (best.bytes > best.least_bytes) {
        size_t apart_count = take_apart(layout, pieces, count, apart);

        improve(&best, pieces, count);
        if (best.bytes > best.least_bytes && apart_count > count)
            improve(&best, apart, apart_count);
    }
    for (size_t i = 0; i < best.count; i++)
        for (size_t j = 0; j < best.pieces[i].count; j++)
            order[filled++] = best.pieces[i].first + j;
    free(pieces);
    return best.bytes;
}
