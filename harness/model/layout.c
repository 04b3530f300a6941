/* SPDX-License-Identifier: MIT */
#include "model/layout.h"

#include <stdlib.h>
#include <string.h>

/* Pieces that are tried in all orders: 8! = 40,320. */
#define TRIED_MAX 8

static uint64_t round_up(uint64_t value, uint64_t unit)
{
    return unit ? (value + unit - 1) / unit * unit : value;
}

uint64_t tare_layout_gap(const struct tare_layout *layout, size_t index)
{
    uint64_t begin =
        index < layout->field_count ? layout->fields[index].offset_bits : layout->bytes * 8;
    uint64_t end = 0;

    for (size_t i = 0; i < index; i++) {
        uint64_t past = layout->fields[i].offset_bits + layout->fields[i].bits;

        end = past > end ? past : end;
    }
    return !layout->is_union && begin > end ? begin - end : 0;
}

struct tare_layout_sums tare_layout_sum(const struct tare_layout *layout)
{
    struct tare_layout_sums sums = {.lines = round_up(layout->bytes, TARE_LAYOUT_LINE_BYTES) /
                                             TARE_LAYOUT_LINE_BYTES};

    for (size_t i = 0; i < layout->field_count; i++) {
        uint64_t gap = tare_layout_gap(layout, i);

        sums.hole_count += gap >= 8;
        sums.hole_bytes += gap / 8;
        sums.bit_hole_count += gap % 8 != 0;
        sums.bit_hole_bits += gap % 8;
    }
    sums.padding_bytes = tare_layout_gap(layout, layout->field_count) / 8;
    return sums;
}

/* What is moved as a whole: a field, or a run of bit-fields. */
struct piece {
    size_t first; /* field */
    size_t count;
    uint64_t bytes;
    uint64_t align_bytes;
    bool is_tail;
};

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

static void sort(struct piece *pieces, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        struct piece piece = pieces[i];
        size_t at = i;

        for (; at > 0 && goes_before(&piece, &pieces[at - 1]); at--)
            pieces[at] = pieces[at - 1];
        pieces[at] = piece;
    }
}

static uint64_t size_of(const struct tare_layout *layout, const struct piece *pieces, size_t count)
{
    uint64_t end = 0;

    for (size_t i = 0; i < count; i++)
        end = round_up(end, pieces[i].align_bytes) + pieces[i].bytes;
    return round_up(end, layout->align_bytes);
}

struct trial {
    const struct tare_layout *layout;
    size_t count;
    struct piece pieces[TRIED_MAX];
    struct piece best[TRIED_MAX];
    uint64_t best_bytes;
};

/* Heap's algorithm (1963), recursive: no deeper than TRIED_MAX. */
static void try_orders(struct trial *trial, size_t left)
{
    if (left <= 1) {
        uint64_t bytes = size_of(trial->layout, trial->pieces, trial->count);

        if (bytes < trial->best_bytes) {
            trial->best_bytes = bytes;
            memcpy(trial->best, trial->pieces, sizeof trial->best);
        }
        return;
    }
    for (size_t i = 0; i < left; i++) {
        size_t with = left % 2 ? 0 : i;
        struct piece kept;

        try_orders(trial, left - 1);
        kept = trial->pieces[with];
        trial->pieces[with] = trial->pieces[left - 1];
        trial->pieces[left - 1] = kept;
    }
}

/* Where sorting did not reach what no order can undercut, and there are few pieces. */
static uint64_t improve(const struct tare_layout *layout, struct piece *pieces, size_t count)
{
    struct trial trial = {.layout = layout, .count = count};
    uint64_t least = 0;

    trial.best_bytes = size_of(layout, pieces, count);
    for (size_t i = 0; i < count; i++)
        least += pieces[i].bytes;
    if (trial.best_bytes <= round_up(least, layout->align_bytes) || count > TRIED_MAX ||
        pieces[count - 1].is_tail)
        return trial.best_bytes;
    memcpy(trial.pieces, pieces, count * sizeof *pieces);
    memcpy(trial.best, pieces, count * sizeof *pieces);
    try_orders(&trial, count);
    memcpy(pieces, trial.best, count * sizeof *pieces);
    return trial.best_bytes;
}

/* Fields where the compiler would not put them, the attribute packed or worse, or which are not for
 * the programmer to place. */
static bool has_own_order(const struct tare_layout *layout)
{
    if (layout->align_bytes == 0 || layout->bytes % layout->align_bytes)
        return true;
    for (size_t i = 0; i < layout->field_count; i++) {
        const struct tare_layout_field *field = &layout->fields[i];

        if (!field->is_bit_field && field->offset_bits / 8 % field->align_bytes)
            return true;
        if (field->align_bytes > layout->align_bytes || field->is_fixed)
            return true;
        if (!field->is_bit_field && tare_layout_gap(layout, i) / 8 >= field->align_bytes)
            return true; /* something stands there that is not told of, as a virtual base */
    }
    return tare_layout_gap(layout, layout->field_count) / 8 >= layout->align_bytes;
}

static void keep_order(const struct tare_layout *layout, size_t *order)
{
    for (size_t i = 0; i < layout->field_count; i++)
        order[i] = i;
}

uint64_t tare_layout_best(const struct tare_layout *layout, size_t *order)
{
    struct piece *pieces = calloc(layout->field_count + 1, sizeof *pieces);
    uint64_t bytes;
    size_t filled = 0;
    size_t count;

    keep_order(layout, order);
    if (!pieces || layout->is_union || layout->field_count < 2 || has_own_order(layout)) {
        free(pieces);
        return layout->bytes;
    }
    count = take_pieces(layout, pieces);
    sort(pieces, count);
    bytes = improve(layout, pieces, count);
    if (bytes < layout->bytes)
        for (size_t i = 0; i < count; i++)
            for (size_t j = 0; j < pieces[i].count; j++)
                order[filled++] = pieces[i].first + j;
    free(pieces);
    return bytes < layout->bytes ? bytes : layout->bytes;
}

void tare_layout_free(struct tare_layout *layout)
{
    for (size_t i = 0; i < layout->field_count; i++) {
        free(layout->fields[i].name);
        free(layout->fields[i].type);
    }
    free(layout->fields);
    free(layout->name);
    free(layout->place);
    *layout = (struct tare_layout){0};
}
