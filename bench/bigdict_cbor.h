/* SPDX-License-Identifier: MIT */
/*
 * {i: i**i} as CBOR (RFC 8949) by libcbor, which writes from a tree of items of its own and reads
 * into one. Included by bigdict.c only.
 */
#ifndef BENCH_BIGDICT_CBOR_H
#define BENCH_BIGDICT_CBOR_H

#include <cbor.h>

#include "bigdict_written.h"

struct cbor_bytes {
    size_t count;
    unsigned char *at;
};

enum { TAG_BIGNUM = 2 }; /* RFC 8949, 3.4.3 */

static cbor_item_t *item_of(cbor_item_t *item)
{
    if (item == NULL)
        abort();
    return item;
}

/* An integer in the shortest form that there is for it (RFC 8949, 4.1). */
static cbor_item_t *item_of_int(uint64_t value)
{
    return item_of(value <= UINT8_MAX    ? cbor_build_uint8((uint8_t)value)
                   : value <= UINT16_MAX ? cbor_build_uint16((uint16_t)value)
                   : value <= UINT32_MAX ? cbor_build_uint32((uint32_t)value)
                                         : cbor_build_uint64(value));
}

/* Above 64 bits: a string of bytes, the highest first, with a tag. */
static cbor_item_t *item_of_number(mpz_srcptr value)
{
    if (mpz_fits_ulong_p(value))
        return item_of_int(mpz_get_ui(value));

    unsigned char bytes[DIGITS_MAX];
    size_t count = (mpz_sizeinbase(value, 2) + 7) / 8;

    if (count > sizeof(bytes))
        abort();
    mpz_export(bytes, NULL, 1, 1, 1, 0, value);
    return item_of(
        cbor_build_tag(TAG_BIGNUM, cbor_move(item_of(cbor_build_bytestring(bytes, count)))));
}

static void number_of_item(cbor_item_t *item, mpz_ptr value)
{
    if (cbor_isa_uint(item)) {
        mpz_set_ui(value, cbor_get_int(item));
        return;
    }

    cbor_item_t *bytes = cbor_move(cbor_tag_item(item));

    mpz_import(value, cbor_bytestring_length(bytes), 1, 1, 1, 0, cbor_bytestring_handle(bytes));
}

static void add_item(void *map, uint32_t key, mpz_srcptr value)
{
    struct cbor_pair pair = {cbor_move(item_of_int(key)), cbor_move(item_of_number(value))};

    if (!cbor_map_add(map, pair))
        abort();
}

static void add_count(void *count, uint32_t key, mpz_srcptr value)
{
    (void)key;
    (void)value;
    ++*(size_t *)count;
}

/* The caller gives it up by cbor_decref. */
static cbor_item_t *items_of_tree(const struct big_node *tree)
{
    size_t count = 0;

    tree_visit(tree, add_count, &count);

    cbor_item_t *map = item_of(cbor_new_definite_map(count));

    tree_visit(tree, add_item, map);
    return map;
}

static cbor_item_t *items_read(const struct cbor_bytes *bytes)
{
    struct cbor_load_result result;

    return item_of(cbor_load(bytes->at, bytes->count, &result));
}

OPERATION struct cbor_bytes cbor_write(const struct big_node *tree)
{
    cbor_item_t *map = items_of_tree(tree);
    struct cbor_bytes bytes;
    size_t room;

    bytes.count = cbor_serialize_alloc(map, &bytes.at, &room);
    if (bytes.count == 0)
        abort();
    bytes.at = must_fit(bytes.at, bytes.count);
    cbor_decref(&map);
    return bytes;
}

/* `cursor`: of the pairs that are left. */
static void pair_next(void *cursor, uint32_t *key, mpz_ptr value)
{
    struct cbor_pair **at = cursor;

    *key = (uint32_t)cbor_get_int((*at)->key);
    number_of_item((*at)->value, value);
    ++*at;
}

static struct big_node *items_to_tree(const cbor_item_t *map)
{
    struct cbor_pair *pair = cbor_map_handle(map);

    return tree_read((struct big_source){pair_next, &pair}, cbor_map_size(map));
}

OPERATION struct big_node *cbor_read(const struct cbor_bytes *bytes)
{
    cbor_item_t *map = items_read(bytes);
    struct big_node *tree = items_to_tree(map);

    cbor_decref(&map);
    return tree;
}

/* All is read for one question, as cbor_load has it and programs do; the library's streaming
 * decoder would do without the items. */
static inline void cbor_find(const struct cbor_bytes *bytes, uint32_t key, mpz_ptr value)
{
    cbor_item_t *map = items_read(bytes);
    const struct cbor_pair *pair = cbor_map_handle(map);

    while (cbor_get_int(pair->key) != key)
        pair++;
    number_of_item(pair->value, value);
    cbor_decref(&map);
}

OPERATION uint64_t cbor_find_each(const struct cbor_bytes *bytes, size_t n)
{
    uint64_t sum = 0;
    mpz_t value;

    mpz_init(value);
    for (size_t k = 0; k < ASKED_KEYS; k++) {
        cbor_find(bytes, asked_key(k, n), value);
        sum += ends(value);
    }
    mpz_clear(value);
    return sum;
}

OPERATION uint64_t cbor_sum(const struct cbor_bytes *bytes)
{
    cbor_item_t *map = items_read(bytes);
    const struct cbor_pair *pair = cbor_map_handle(map);
    const struct cbor_pair *end = pair + cbor_map_size(map);
    uint64_t result;
    mpz_t sum, value;

    mpz_inits(sum, value, NULL);
    for (; pair < end; pair++) {
        number_of_item(pair->value, value);
        mpz_add(sum, sum, value);
    }
    result = residue(sum);
    mpz_clears(sum, value, NULL);
    cbor_decref(&map);
    return result;
}

OPERATION void cbor_write_once(const struct big_node *tree)
{
    struct cbor_bytes bytes = cbor_write(tree);

    free(bytes.at);
}

OPERATION void cbor_items_copy(cbor_item_t *map)
{
    cbor_item_t *copy = item_of(cbor_copy(map));

    cbor_decref(&copy);
}

#endif
