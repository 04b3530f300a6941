/* SPDX-License-Identifier: MIT */
/*
 * {i: i * i for i < 10000}: what does a copy cost that can be changed and leaves the original as it
 * is, by the way in which the dictionary lies in memory? And does it pay to share what is not
 * changed? The forms are in copy_forms.h.
 *
 * Python's copy.deepcopy visits each key and value, looks up in a table of all that it has copied
 * whether it has met it before, and then shares ints, as they cannot change: the copy is a dict of
 * its own (294,992 bytes by sys.getsizeof, CPython 3.11), and the 20,000 ints are those of the
 * original. Here values lie in the node or entry and are copied with it.
 *
 * What is dropped is given back within the operation, so that each copy is made where the one
 * before has been. The first size is the guide's: 320 KB of nodes, 160 KB of entries and 1.1 MB of
 * JSON objects lie in L2, of 2 MiB, with their copies or almost. 500,000 entries are 8 MB, and
 * malloc gives a copy of them back to the kernel or not, as it has learnt (mallopt(3)).
 */
#define _GNU_SOURCE /* memfd_create */
#include "copy_forms.h"

TARE_GROUP(copy, .title = "Copy a dictionary of 10,000 squares, and drop the copy", .unit = "key",
           .baseline = "tree")

/* From key 0 on: what is changed lies together, and in as few pages as can be. */
TARE_GROUP(copy_change, .title = "Copy 500,000 keys, change a part (percent), drop the copy",
           .unit = "key", .baseline = "flat", .params = TARE_PARAMS("changed", 1, 100))

/* What lies in a region is weighed by its type, which has to tell how many entries there are. */
struct entries {
    struct entry entry[KEYS];
};

struct many_entries {
    struct entry entry[MANY_KEYS];
};

static void keys_are_items(struct tare *t, size_t keys)
{
    tare_items(t, keys);
    tare_elements(t, keys);
}

/* How many keys a copy is changed at. */
static size_t changed_keys(const struct tare *t)
{
    return (size_t)(MANY_KEYS * tare_param(t) / 100);
}

TARE_CASE(copy, tree)
{
    struct node *tree = tree_of_squares(0, KEYS);
    struct node *copy;

    tare_weigh(t, tree);
    keys_are_items(t, KEYS);
    copy = tree_copy(tree);
    tare_check(t, tree_fingerprint(copy));
    tree_free(copy);
    tare_loop(t)
        tree_free(tree_copy(tree));
    tree_free(tree);
}

TARE_CASE(copy, flat)
{
    struct entry *entries = flat_new(KEYS);
    struct entry *copy;

    tare_weigh(t, entries);
    keys_are_items(t, KEYS);
    copy = flat_copy(entries, KEYS);
    tare_check(t, flat_fingerprint(copy, KEYS));
    free(copy);
    tare_loop(t)
        free(flat_copy(entries, KEYS));
    free(entries);
}

TARE_CASE(copy, shared_pages)
{
    struct pages pages = pages_new(KEYS);
    struct entries *weighed = (struct entries *)pages.entries;
    struct entry *copy;

    tare_region(t, weighed, sizeof(*weighed));
    tare_weigh(t, weighed);
    keys_are_items(t, KEYS);
    copy = pages_copy(&pages);
    tare_check(t, flat_fingerprint(copy, KEYS));
    pages_unmap(copy, KEYS);
    tare_loop(t)
        pages_unmap(pages_copy(&pages), KEYS);
    pages_free(&pages);
}

TARE_CASE(copy, json_tree)
{
    json_t *json = squares_new();
    json_t *copy;

    tare_weigh(t, json);
    keys_are_items(t, KEYS);
    copy = squares_copy(json);
    tare_check(t, squares_fingerprint(copy));
    json_decref(copy);
    tare_loop(t)
        json_decref(squares_copy(json));
    json_decref(json);
}

TARE_CASE(copy, json_by_text)
{
    json_t *json = squares_new();
    json_t *copy;

    tare_weigh(t, json);
    keys_are_items(t, KEYS);
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
    struct entry *entries = flat_new(MANY_KEYS);
    size_t limit = changed_keys(t);
    struct entry *copy;

    tare_weigh(t, entries);
    keys_are_items(t, MANY_KEYS);
    copy = flat_copy(entries, MANY_KEYS);
    flat_change(copy, limit);
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

TARE_CASE(copy_change, shared_pages)
{
    struct pages pages = pages_new(MANY_KEYS);
    struct many_entries *weighed = (struct many_entries *)pages.entries;
    size_t limit = changed_keys(t);
    struct entry *copy;

    tare_region(t, weighed, sizeof(*weighed));
    tare_weigh(t, weighed);
    keys_are_items(t, MANY_KEYS);
    copy = pages_copy(&pages);
    flat_change(copy, limit);
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
    struct blocks *blocks = blocks_new(MANY_KEYS);
    size_t limit = changed_keys(t);
    struct blocks *copy;

    tare_weigh(t, blocks);
    keys_are_items(t, MANY_KEYS);
    copy = blocks_copy(blocks);
    blocks_change(copy, limit);
    tare_check(t, blocks_fingerprint(copy));
    tare_check(t, blocks_fingerprint(blocks));
    blocks_free(copy);
    tare_loop(t)
        blocks_copy_change(blocks, limit);
    blocks_free(blocks);
}
