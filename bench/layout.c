/* SPDX-License-Identifier: MIT */
/*
 * The same n records in seven layouts: what does it cost to read one field, in order and at random
 * places, and to rewrite all?
 *
 * Every builder takes one draw a record, in the same order, and stores the record at once, so that
 * all variants hold equal data and nothing but the layout itself is alive when the loop starts.
 * The bytes that the headers give with a layout are those of one record, as asked of malloc.
 *
 * Figures of CPython 3 on 64 bits: a list of 100,000 ints is 824,464 bytes shallow and 4,024,456
 * deep, a NumPy array of int32 400,112. An object with five __slots__ is 72 bytes by
 * sys.getsizeof (16 for the collector, 16 header, five pointers), and each pointer leads to an int
 * of 28 or more; `boxed` has the header, and the fields in place. (boxed.c has integers alone.)
 *
 * Sizes for a core with 48 KiB of L1 and 1 to 2 MiB of L2: 500 records fit into L1 in every layout,
 * 10,000 into L2, and 100,000 make an array of 3.2 MB.
 */
#include "layout_arrays.h"
#include "layout_lists.h"

#define LAYOUT_SIZES TARE_SIZES(500, 10000, 100000, TARE_FULL(1000000))

/* Reading one field of many: bytes that are fetched and not wanted, links that must be followed. */
TARE_GROUP(sum_x, .title = "Sum one field of n records: what is fetched with it", .unit = "record",
           .sizes = LAYOUT_SIZES, .baseline = "aos")
/* Rewriting all fields: the order of soa and aos turns. */
TARE_GROUP(update, .title = "Rewrite every field of n records: rows or columns", .unit = "record",
           .sizes = TARE_SIZES(500, 100000, TARE_FULL(1000000)), .baseline = "aos")

/*
 * The same field in no order. The place of the next one hangs on what was read at this one, as in
 * a walk through a graph, so that each read waits for its cache line (and its page): what counts is
 * how many of both the field is spread over, and how many reads lead to it. `update_random` in
 * packing.c is the other kind, in which misses overlap. In Python: `array['x'][i]` of NumPy against
 * `objects[i].x`; an object with two __slots__ is 56 bytes behind the 8 of the list's pointer, 120
 * with its two integers.
 */
TARE_GROUP(get_random, .title = "Read one field at n random places: how far it is spread",
           .unit = "record", .sizes = TARE_SIZES(500, 100000, TARE_FULL(1000000)),
           .baseline = "aos")

TARE_CASE(sum_x, aos)
{
    size_t n = tare_size(t);
    struct record *records = aos_new(t, n);

    tare_weigh(t, records);
    tare_items(t, n);
    tare_check(t, aos_sum(records, n));
    tare_loop(t)
        tare_keep(aos_sum(records, n));
    free(records);
}

TARE_CASE(sum_x, soa)
{
    size_t n = tare_size(t);
    struct soa *soa = soa_new(t, n);

    tare_weigh(t, soa);
    tare_items(t, n);
    tare_check(t, soa_sum(soa, n));
    tare_loop(t)
        tare_keep(soa_sum(soa, n));
    soa_free(soa);
}

TARE_CASE(sum_x, soa_blocks)
{
    size_t n = tare_size(t);
    struct soa_block *blocks = soa_blocks_new(t, n);

    tare_weigh(t, blocks);
    tare_items(t, n);
    tare_check(t, soa_blocks_sum(blocks, n));
    tare_loop(t)
        tare_keep(soa_blocks_sum(blocks, n));
    free(blocks);
}

TARE_CASE(sum_x, list)
{
    size_t n = tare_size(t);
    struct node *head = list_new(t, n);

    tare_weigh(t, head);
    tare_items(t, n);
    tare_check(t, list_sum(head));
    tare_loop(t)
        tare_keep(list_sum(head));
    list_free(head);
}

TARE_CASE(sum_x, list_shuffled)
{
    size_t n = tare_size(t);
    struct node *head = list_new_shuffled(t, n);

    tare_weigh(t, head);
    tare_items(t, n);
    tare_check(t, list_sum(head));
    tare_loop(t)
        tare_keep(list_sum(head));
    list_free(head);
}

TARE_CASE(sum_x, boxed)
{
    size_t n = tare_size(t);
    struct object **objects = boxed_new(t, n);

    tare_weigh(t, objects);
    tare_items(t, n);
    tare_check(t, boxed_sum(objects, n));
    tare_loop(t)
        tare_keep(boxed_sum(objects, n));
    boxed_free(objects, n);
}

TARE_CASE(sum_x, unrolled_list)
{
    size_t n = tare_size(t);
    struct chunk *head = unrolled_new(t, n);

    tare_weigh(t, head);
    tare_items(t, n);
    tare_check(t, unrolled_sum(head));
    tare_loop(t)
        tare_keep(unrolled_sum(head));
    unrolled_free(head);
}

TARE_CASE(update, aos)
{
    size_t n = tare_size(t);
    struct record *records = aos_new(t, n);

    tare_weigh(t, records);
    tare_items(t, n);
    aos_update(records, n);
    tare_check(t, aos_sum(records, n));
    tare_loop(t)
        aos_update(records, n);
    free(records);
}

TARE_CASE(update, soa)
{
    size_t n = tare_size(t);
    struct soa *soa = soa_new(t, n);

    tare_weigh(t, soa);
    tare_items(t, n);
    soa_update(soa, n);
    tare_check(t, soa_sum(soa, n));
    tare_loop(t)
        soa_update(soa, n);
    soa_free(soa);
}

TARE_CASE(update, soa_blocks)
{
    size_t n = tare_size(t);
    struct soa_block *blocks = soa_blocks_new(t, n);

    tare_weigh(t, blocks);
    tare_items(t, n);
    soa_blocks_update(blocks, n);
    tare_check(t, soa_blocks_sum(blocks, n));
    tare_loop(t)
        soa_blocks_update(blocks, n);
    free(blocks);
}

TARE_CASE(update, list)
{
    size_t n = tare_size(t);
    struct node *head = list_new(t, n);

    tare_weigh(t, head);
    tare_items(t, n);
    list_update(head);
    tare_check(t, list_sum(head));
    tare_loop(t)
        list_update(head);
    list_free(head);
}

TARE_CASE(update, list_shuffled)
{
    size_t n = tare_size(t);
    struct node *head = list_new_shuffled(t, n);

    tare_weigh(t, head);
    tare_items(t, n);
    list_update(head);
    tare_check(t, list_sum(head));
    tare_loop(t)
        list_update(head);
    list_free(head);
}

TARE_CASE(update, boxed)
{
    size_t n = tare_size(t);
    struct object **objects = boxed_new(t, n);

    tare_weigh(t, objects);
    tare_items(t, n);
    boxed_update(objects, n);
    tare_check(t, boxed_sum(objects, n));
    tare_loop(t)
        boxed_update(objects, n);
    boxed_free(objects, n);
}

TARE_CASE(get_random, aos)
{
    size_t n = tare_size(t);
    struct record *records = aos_new(t, n);

    tare_weigh(t, records);
    tare_items(t, n);
    tare_check(t, aos_get(records, n));
    tare_loop(t)
        tare_keep(aos_get(records, n));
    free(records);
}

TARE_CASE(get_random, soa)
{
    size_t n = tare_size(t);
    struct soa *soa = soa_new(t, n);

    tare_weigh(t, soa);
    tare_items(t, n);
    tare_check(t, soa_get(soa, n));
    tare_loop(t)
        tare_keep(soa_get(soa, n));
    soa_free(soa);
}

TARE_CASE(get_random, soa_blocks)
{
    size_t n = tare_size(t);
    struct soa_block *blocks = soa_blocks_new(t, n);

    tare_weigh(t, blocks);
    tare_items(t, n);
    tare_check(t, soa_blocks_get(blocks, n));
    tare_loop(t)
        tare_keep(soa_blocks_get(blocks, n));
    free(blocks);
}

TARE_CASE(get_random, boxed)
{
    size_t n = tare_size(t);
    struct object **objects = boxed_new(t, n);

    tare_weigh(t, objects);
    tare_items(t, n);
    tare_check(t, boxed_get(objects, n));
    tare_loop(t)
        tare_keep(boxed_get(objects, n));
    boxed_free(objects, n);
}
