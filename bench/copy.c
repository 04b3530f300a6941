/* SPDX-License-Identifier: MIT */
/*
 * {i: i * i for i < n}: what does a copy cost that can be changed and leaves the original as it
 * is, by the way in which the dictionary lies in memory? And does it pay to share what is not
 * changed? The forms are in copy_forms.h.
 *
 * Python's copy.deepcopy visits each key and value, looks up in a table of all that it has copied
 * whether it has met it before, and then shares ints, as they cannot change: the copy is a dict of
 * its own (of 10,000 keys 294,992 bytes by sys.getsizeof, CPython 3.11), and the 20,000 ints are
 * those of the original. Here values lie in the node or entry and are copied with it.
 *
 * What is dropped is freed within the operation and kept by malloc (heap_keep), so that each copy
 * is made where the one before has been, in memory that is there. `shared_pages` alone asks the
 * kernel in each operation, and its time has the faults of what it touches.
 *
 * 10,000 keys are the guide's: 320 KB of nodes and 160 KB of entries lie in an L2 of 1 to 2 MiB
 * together with their copies, 1.1 MB of JSON objects in one of 2 MiB at best. Of 1,000 keys the
 * entries lie in L1 with their copy. 200,000 entries are 3.2 MB.
 */
#define _GNU_SOURCE /* memfd_create */
#include "copy_forms.h"

/* Each copy has all of its memory in hand before it is dropped: of `shared_pages` an entry of each
 * page is read, as the kernel maps a page when somebody comes for it. */
TARE_GROUP(copy, .title = "Copy n squares by their keys: a block each, one block, or none",
           .unit = "key", .sizes = TARE_SIZES(1000, 10000, TARE_FULL(100000)), .baseline = "tree")

/*
 * From key 0 on: what is changed lies together, and in as few pages as can be. What is not changed
 * is not read either, so that to share it costs nothing but what says that it is shared.
 *
 * Weighed are the original and the changed copy, two entries a key, what both have in common once.
 * Of `shared_pages` these are addresses; the memory that the copy has of its own is the counter
 * `private_bytes` (Private_Dirty of the mapping, proc(5)).
 */
TARE_GROUP(copy_change, .title = "Copy 200,000 keys and change some: sharing what is not changed",
           .unit = "key", .baseline = "flat", .params = TARE_PARAMS("changed", 1, 100))

/* What lies in a region is weighed by its type, which has to tell how many entries there are. */
#define ENTRIES_TYPE(count)                                                                        \
    struct entries_##count {                                                                       \
        struct entry entry[count];                                                                 \
    }

ENTRIES_TYPE(1000);
ENTRIES_TYPE(10000);
ENTRIES_TYPE(100000);
ENTRIES_TYPE(200000);

#define WEIGH_ENTRIES_OF(count, t, entries)                                                        \
    case count: {                                                                                  \
        struct entries_##count *weighed = (struct entries_##count *)(entries);                     \
        tare_region(t, weighed, sizeof(*weighed));                                                 \
        tare_weigh(t, weighed);                                                                    \
        break;                                                                                     \
    }

static void weigh_mapping(struct tare *t, struct entry *entries, size_t count)
{
    switch (count) {
        WEIGH_ENTRIES_OF(1000, t, entries)
        WEIGH_ENTRIES_OF(10000, t, entries)
        WEIGH_ENTRIES_OF(100000, t, entries)
        WEIGH_ENTRIES_OF(200000, t, entries)
    default:
        tare_skip(t, "no type weighs a mapping of %zu keys: take 1000, 10000 or 100000", count);
    }
}

/* An operation copies `keys`; what is weighed has `elements`. */
static void keys_are_items(struct tare *t, size_t keys, size_t elements)
{
    tare_items(t, keys);
    tare_elements(t, elements);
}

/* How many keys a copy is changed at. */
static size_t changed_keys(const struct tare *t)
{
    return (size_t)(MANY_KEYS * tare_param(t) / 100);
}

TARE_CASE(copy, tree)
{
    heap_keep();

    size_t n = tare_size(t);
    struct node *tree = tree_of_squares(0, n);
    struct node *copy;

    tare_weigh(t, tree);
    tare_items(t, n);
    copy = tree_copy(tree);
    tare_check(t, tree_fingerprint(copy));
    tree_free(copy);
    tare_loop(t)
        tree_free(tree_copy(tree));
    tree_free(tree);
}

TARE_CASE(copy, flat)
{
    heap_keep();

    size_t n = tare_size(t);
    struct entry *entries = flat_new(n);
    struct entry *copy;

    tare_weigh(t, entries);
    tare_items(t, n);
    copy = flat_copy(entries, n);
    tare_check(t, flat_fingerprint(copy, n));
    free(copy);
    tare_loop(t)
        free(flat_copy(entries, n));
    free(entries);
}

OPERATION void pages_copy_touch(const struct pages *pages)
{
    struct entry *copy = pages_copy(pages);

    tare_keep(pages_touch(copy, pages->count));
    pages_unmap(copy, pages->count);
}

TARE_CASE(copy, shared_pages)
{
    heap_keep();

    size_t n = tare_size(t);
    struct pages pages = pages_new(n);
    struct entry *copy;

    weigh_mapping(t, pages.entries, n);
    tare_items(t, n);
    copy = pages_copy(&pages);
    tare_check(t, flat_fingerprint(copy, n));
    pages_unmap(copy, n);
    tare_loop(t)
        pages_copy_touch(&pages);
    pages_free(&pages);
}

TARE_CASE(copy, json_tree)
{
    heap_keep();

    size_t n = tare_size(t);
    json_t *json = squares_new(n);
    json_t *copy;

    tare_weigh(t, json);
    tare_items(t, n);
    copy = squares_copy(json);
    tare_check(t, squares_fingerprint(copy));
    json_decref(copy);
    tare_loop(t)
        json_decref(squares_copy(json));
    json_decref(json);
}

TARE_CASE(copy, json_by_text)
{
    heap_keep();

    size_t n = tare_size(t);
    json_t *json = squares_new(n);
    json_t *copy;

    tare_weigh(t, json);
    tare_items(t, n);
    copy = squares_copy_by_text(json);
    tare_check(t, squares_fingerprint(copy));
    json_decref(copy);
    tare_loop(t)
        json_decref(squares_copy_by_text(json));
    json_decref(json);
}

OPERATION void flat_copy_change(const struct entry *entries, size_t limit)
{
    struct entry *copy = flat_copy(entries, MANY_KEYS);

    flat_change(copy, limit);
    free(copy);
}

TARE_CASE(copy_change, flat)
{
    heap_keep();

    struct entry *entries = flat_new(MANY_KEYS);
    size_t limit = changed_keys(t);
    struct entry *copy;

    keys_are_items(t, MANY_KEYS, 2 * MANY_KEYS);
    copy = flat_copy(entries, MANY_KEYS);
    flat_change(copy, limit);
    tare_weigh(t, entries);
    tare_weigh(t, copy);
    tare_check(t, flat_fingerprint(copy, MANY_KEYS));
    tare_check(t, flat_fingerprint(entries, MANY_KEYS));
    free(copy);
    tare_loop(t)
        flat_copy_change(entries, limit);
    free(entries);
}

OPERATION void pages_copy_change(const struct pages *pages, size_t limit)
{
    struct entry *copy = pages_copy(pages);

    flat_change(copy, limit);
    pages_unmap(copy, pages->count);
}

static void tell_private_bytes(struct tare *t, const struct entry *copy)
{
    double bytes = private_bytes(copy);

    if (bytes >= 0)
        tare_counter(t, "private_bytes", bytes);
}

TARE_CASE(copy_change, shared_pages)
{
    heap_keep();

    struct pages pages = pages_new(MANY_KEYS);
    size_t limit = changed_keys(t);
    struct entry *copy;

    keys_are_items(t, MANY_KEYS, 2 * MANY_KEYS);
    copy = pages_copy(&pages);
    flat_change(copy, limit);
    weigh_mapping(t, pages.entries, MANY_KEYS);
    weigh_mapping(t, copy, MANY_KEYS);
    tell_private_bytes(t, copy);
    tare_check(t, flat_fingerprint(copy, MANY_KEYS));
    tare_check(t, flat_fingerprint(pages.entries, MANY_KEYS));
    pages_unmap(copy, MANY_KEYS);
    tare_loop(t)
        pages_copy_change(&pages, limit);
    pages_free(&pages);
}

OPERATION void blocks_copy_change(const struct blocks *blocks, size_t limit)
{
    struct blocks *copy = blocks_copy(blocks);

    blocks_change(copy, limit);
    blocks_free(copy);
}

TARE_CASE(copy_change, shared_blocks)
{
    heap_keep();

    struct blocks *blocks = blocks_new(MANY_KEYS);
    size_t limit = changed_keys(t);
    struct blocks *copy;

    keys_are_items(t, MANY_KEYS, 2 * MANY_KEYS);
    copy = blocks_copy(blocks);
    blocks_change(copy, limit);
    tare_weigh(t, blocks);
    tare_weigh(t, copy);
    tare_check(t, blocks_fingerprint(copy));
    tare_check(t, blocks_fingerprint(blocks));
    blocks_free(copy);
    tare_loop(t)
        blocks_copy_change(blocks, limit);
    blocks_free(blocks);
}
