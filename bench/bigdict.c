/* SPDX-License-Identifier: MIT */
/*
 * {i: i**i for i < n} with integers of any size: as a tree with GMP's numbers, and written as JSON,
 * as CBOR or as limbs behind an index. What does it weigh, and what does it cost to go from one to
 * the other, to look something up, to copy it and to read it through? The forms are in
 * bigdict_tree.h, bigdict_written.h and bigdict_cbor.h.
 *
 * In Python the dict of 100 is 14,496 bytes deep, and its JSON 9,710 (sys.getsizeof of the text).
 * Not by its digits: the values are 8,871 decimal ones, and 4,116 bytes as the digits of 30 bits
 * that ints have. Text wins by what else a dict consists of, the headers of its objects and a table
 * of 4,688 bytes. Here the tree is the lighter one, with 40 bytes a node and 8 for each 64 bits;
 * and to convert from decimal to binary and back is most of what JSON costs.
 *
 * 100 keys fit into an L1 of 48 KiB in every form. Of 300 only what is binary does: their text is
 * 104 KB, their tree 55 KB without malloc's own. 1000**1000 has 3001 digits, and the text of 1000
 * is 1.4 MB.
 */
#include "case.h"

#define BIG_SIZES TARE_SIZES(100, 300, TARE_FULL(1000))

TARE_GROUP(big_serialize, .title = "Write {i: i**i}, i < n, into a block: decimal or binary",
           .unit = "key", .sizes = BIG_SIZES, .baseline = "json_text")
TARE_GROUP(big_parse, .title = "Read {i: i**i}, i < n, into a tree: from decimal or binary",
           .unit = "key", .sizes = BIG_SIZES, .baseline = "json_text")
TARE_GROUP(big_find, .title = "Look up 4 hot keys of {i: i**i}: ready, or read first",
           .unit = "lookup", .sizes = BIG_SIZES, .baseline = "tree")
TARE_GROUP(big_copy, .title = "Copy {i: i**i}, i < n, and drop the copy: one block or n",
           .unit = "key", .sizes = BIG_SIZES, .baseline = "tree")
TARE_GROUP(big_sum, .title = "Sum {i: i**i}, i < n: what is ready, or is read first", .unit = "key",
           .sizes = BIG_SIZES, .baseline = "tree")

#ifdef HAVE_GMP

#include "bigdict_written.h"

/* The tree of tare_size keys, which are the items of an operation. */
static struct big_node *tree_new(struct tare *t)
{
    tare_items(t, tare_size(t));
    return tree_of_powers(tare_size(t));
}

/* json_text */

static char *text_new(struct tare *t)
{
    struct big_node *tree = tree_new(t);
    char *text = text_write(tree);

    tree_free(tree);
    return text;
}

TARE_CASE(big_serialize, json_text)
{
    struct big_node *tree = tree_new(t);
    char *text = text_write(tree);
    struct big_node *read = text_read(text);

    tare_weigh(t, text);
    tare_check(t, tree_residue(read));
    tree_free(read);
    free(text);
    tare_loop(t)
        free(text_write(tree));
    tree_free(tree);
}

TARE_CASE(big_parse, json_text)
{
    char *text = text_new(t);
    struct big_node *tree = text_read(text);

    tare_weigh(t, tree);
    tare_check(t, tree_residue(tree));
    tree_free(tree);
    tare_loop(t)
        tree_free(text_read(text));
    free(text);
}

TARE_CASE(big_find, json_text)
{
    char *text = text_new(t);

    tare_weigh(t, text);
    tare_items(t, ASKED_KEYS);
    tare_check(t, text_find_each(text, tare_size(t)));
    tare_loop(t)
        tare_keep(text_find_each(text, tare_size(t)));
    free(text);
}

TARE_CASE(big_copy, json_text)
{
    char *text = text_new(t);
    char *copy = text_copy(text);
    struct big_node *read = text_read(copy);

    free(copy);
    tare_weigh(t, text);
    tare_check(t, tree_residue(read));
    tree_free(read);
    tare_loop(t)
        free(text_copy(text));
    free(text);
}

TARE_CASE(big_sum, json_text)
{
    char *text = text_new(t);

    tare_weigh(t, text);
    tare_check(t, text_sum(text));
    tare_loop(t)
        tare_keep(text_sum(text));
    free(text);
}

/* flat */

static struct flat *flat_new(struct tare *t)
{
    struct big_node *tree = tree_new(t);
    struct flat *flat = flat_write(tree);

    tree_free(tree);
    return flat;
}

TARE_CASE(big_serialize, flat)
{
    struct big_node *tree = tree_new(t);
    struct flat *flat = flat_write(tree);
    struct big_node *read = flat_read(flat);

    tare_weigh(t, flat);
    tare_check(t, tree_residue(read));
    tree_free(read);
    free(flat);
    tare_loop(t)
        free(flat_write(tree));
    tree_free(tree);
}

TARE_CASE(big_parse, flat)
{
    struct flat *flat = flat_new(t);
    struct big_node *tree = flat_read(flat);

    tare_weigh(t, tree);
    tare_check(t, tree_residue(tree));
    tree_free(tree);
    tare_loop(t)
        tree_free(flat_read(flat));
    free(flat);
}

TARE_CASE(big_find, flat)
{
    struct flat *flat = flat_new(t);

    tare_weigh(t, flat);
    tare_items(t, ASKED_KEYS);
    tare_check(t, flat_find_each(flat, tare_size(t)));
    tare_loop(t)
        tare_keep(flat_find_each(flat, tare_size(t)));
    free(flat);
}

TARE_CASE(big_copy, flat)
{
    struct flat *flat = flat_new(t);
    struct flat *copy = flat_copy(flat);
    struct big_node *read = flat_read(copy);

    free(copy);
    tare_weigh(t, flat);
    tare_check(t, tree_residue(read));
    tree_free(read);
    tare_loop(t)
        free(flat_copy(flat));
    free(flat);
}

TARE_CASE(big_sum, flat)
{
    struct flat *flat = flat_new(t);

    tare_weigh(t, flat);
    tare_check(t, flat_sum(flat));
    tare_loop(t)
        tare_keep(flat_sum(flat));
    free(flat);
}

/* tree */

TARE_CASE(big_find, tree)
{
    struct big_node *tree = tree_new(t);

    tare_weigh(t, tree);
    tare_items(t, ASKED_KEYS);
    tare_check(t, tree_find_each(tree, tare_size(t)));
    tare_loop(t)
        tare_keep(tree_find_each(tree, tare_size(t)));
    tree_free(tree);
}

TARE_CASE(big_copy, tree)
{
    struct big_node *tree = tree_new(t);
    struct big_node *copy = tree_copy(tree);

    tare_check(t, tree_residue(copy));
    tree_free(copy);
    tare_weigh(t, tree);
    tare_loop(t)
        tree_free(tree_copy(tree));
    tree_free(tree);
}

TARE_CASE(big_sum, tree)
{
    struct big_node *tree = tree_new(t);

    tare_weigh(t, tree);
    tare_check(t, tree_sum(tree));
    tare_loop(t)
        tare_keep(tree_sum(tree));
    tree_free(tree);
}

#else

CASE_WITHOUT(big_serialize, json_text, "libgmp-dev")
CASE_WITHOUT(big_serialize, flat, "libgmp-dev")
CASE_WITHOUT(big_parse, json_text, "libgmp-dev")
CASE_WITHOUT(big_parse, flat, "libgmp-dev")
CASE_WITHOUT(big_find, json_text, "libgmp-dev")
CASE_WITHOUT(big_find, flat, "libgmp-dev")
CASE_WITHOUT(big_find, tree, "libgmp-dev")
CASE_WITHOUT(big_copy, json_text, "libgmp-dev")
CASE_WITHOUT(big_copy, flat, "libgmp-dev")
CASE_WITHOUT(big_copy, tree, "libgmp-dev")
CASE_WITHOUT(big_sum, json_text, "libgmp-dev")
CASE_WITHOUT(big_sum, flat, "libgmp-dev")
CASE_WITHOUT(big_sum, tree, "libgmp-dev")

#endif

#if defined(HAVE_GMP) && defined(HAVE_CBOR)

#include "bigdict_cbor.h"

static struct cbor_bytes cbor_new(struct tare *t)
{
    struct big_node *tree = tree_new(t);
    struct cbor_bytes bytes = cbor_write(tree);

    tree_free(tree);
    return bytes;
}

TARE_CASE(big_serialize, cbor)
{
    struct big_node *tree = tree_new(t);
    struct cbor_bytes bytes = cbor_write(tree);
    struct big_node *read = cbor_read(&bytes);

    tare_weigh(t, bytes.at);
    tare_check(t, tree_residue(read));
    tree_free(read);
    free(bytes.at);
    tare_loop(t)
        cbor_write_once(tree);
    tree_free(tree);
}

TARE_CASE(big_parse, cbor)
{
    struct cbor_bytes bytes = cbor_new(t);
    struct big_node *tree = cbor_read(&bytes);

    tare_weigh(t, tree);
    tare_check(t, tree_residue(tree));
    tree_free(tree);
    tare_loop(t)
        tree_free(cbor_read(&bytes));
    free(bytes.at);
}

TARE_CASE(big_find, cbor)
{
    struct cbor_bytes bytes = cbor_new(t);

    tare_weigh(t, bytes.at);
    tare_items(t, ASKED_KEYS);
    tare_check(t, cbor_find_each(&bytes, tare_size(t)));
    tare_loop(t)
        tare_keep(cbor_find_each(&bytes, tare_size(t)));
    free(bytes.at);
}

/* The library's tree of items, each of them a block of its own, as it lies between bytes and use.
 */
TARE_CASE(big_copy, cbor_items)
{
    struct big_node *tree = tree_new(t);
    cbor_item_t *map = items_of_tree(tree);
    cbor_item_t *copy = item_of(cbor_copy(map));
    struct big_node *read = items_to_tree(copy);

    tree_free(tree);
    tare_check(t, tree_residue(read));
    tree_free(read);
    cbor_decref(&copy);

    void *items = map;

    tare_weigh(t, items);
    tare_loop(t)
        cbor_items_copy(map);
    cbor_decref(&map);
}

TARE_CASE(big_sum, cbor)
{
    struct cbor_bytes bytes = cbor_new(t);

    tare_weigh(t, bytes.at);
    tare_check(t, cbor_sum(&bytes));
    tare_loop(t)
        tare_keep(cbor_sum(&bytes));
    free(bytes.at);
}

#else

CASE_WITHOUT(big_serialize, cbor, "libgmp-dev and libcbor-dev")
CASE_WITHOUT(big_parse, cbor, "libgmp-dev and libcbor-dev")
CASE_WITHOUT(big_find, cbor, "libgmp-dev and libcbor-dev")
CASE_WITHOUT(big_copy, cbor_items, "libgmp-dev and libcbor-dev")
CASE_WITHOUT(big_sum, cbor, "libgmp-dev and libcbor-dev")

#endif
