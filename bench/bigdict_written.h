/* SPDX-License-Identifier: MIT */
/*
 * {i: i**i} written by hand into one block: as JSON, which must be read to be used, or as limbs
 * behind an index, which need not. Included by bigdict.c only.
 */
#ifndef BENCH_BIGDICT_WRITTEN_H
#define BENCH_BIGDICT_WRITTEN_H

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "bigdict_tree.h"

/* json_text: {"0":1,"1":1,"2":4,...}. By hand, since jansson has no integers above 64 bits. */
enum {
    KEY_TEXT_BYTES = 14, /* ,"4294967295": and a zero byte */
    DIGITS_MAX = 4095,   /* 1000**1000 has 3001 */
};

static void add_text_bytes(void *bytes, uint32_t key, mpz_srcptr value)
{
    (void)key;
    *(size_t *)bytes += KEY_TEXT_BYTES + mpz_sizeinbase(value, 10) + 2; /* and sign and end */
}

static void write_text(void *end, uint32_t key, mpz_srcptr value)
{
    char **at = end;

    *at += sprintf(*at, "%s\"%" PRIu32 "\":", (*at)[-1] == '{' ? "" : ",", key);
    mpz_get_str(*at, 10, value);
    *at += strlen(*at);
}

OPERATION char *text_write(const struct big_node *tree)
{
    size_t bytes = sizeof("{}");

    tree_visit(tree, add_text_bytes, &bytes);

    char *text = must_alloc(1, bytes);
    char *end = text;

    *end++ = '{';
    tree_visit(tree, write_text, &end);
    *end++ = '}';
    *end++ = '\0';
    return must_fit(text, (size_t)(end - text));
}

/* GMP wants a zero byte behind the digits. */
static void read_digits(const char *digits, size_t count, mpz_ptr value)
{
    char number[DIGITS_MAX + 1];

    if (count > DIGITS_MAX)
        abort();
    memcpy(number, digits, count);
    number[count] = '\0';
    if (mpz_set_str(value, number, 10) != 0)
        abort();
}

/* `cursor`: of the text that is left, from { or , on. */
static void text_next(void *cursor, uint32_t *key, mpz_ptr value)
{
    const char **at = cursor;
    char *colon;

    *key = (uint32_t)strtoul(*at + 2, &colon, 10); /* behind ," */

    const char *digits = colon + 2; /* behind ": */
    size_t count = strcspn(digits, ",}");

    read_digits(digits, count, value);
    *at = digits + count;
}

static size_t text_count(const char *text)
{
    size_t count = 0;

    for (const char *at = text; (at = strchr(at, ':')) != NULL; at++)
        count++;
    return count;
}

OPERATION struct big_node *text_read(const char *text)
{
    return tree_read((struct big_source){text_next, &text}, text_count(text));
}

/* Looks for the quoted key, as dict.c's json_text_scan does. */
static inline void text_find(const char *text, uint32_t key, mpz_ptr value)
{
    char quoted[KEY_TEXT_BYTES];
    int length = sprintf(quoted, "\"%" PRIu32 "\":", key);
    const char *found = strstr(text, quoted);

    if (found == NULL)
        abort();
    read_digits(found + length, strcspn(found + length, ",}"), value);
}

OPERATION uint64_t text_find_each(const char *text, size_t n)
{
    uint64_t sum = 0;
    mpz_t value;

    mpz_init(value);
    for (size_t k = 0; k < ASKED_KEYS; k++) {
        text_find(text, asked_key(k, n), value);
        sum += ends(value);
    }
    mpz_clear(value);
    return sum;
}

OPERATION char *text_copy(const char *text)
{
    char *copy = strdup(text);

    if (copy == NULL)
        abort();
    return copy;
}

OPERATION uint64_t text_sum(const char *text)
{
    uint64_t result;
    uint32_t key;
    mpz_t sum, value;

    mpz_inits(sum, value, NULL);
    while (text[0] != '}') {
        text_next(&text, &key, value);
        mpz_add(sum, sum, value);
    }
    result = residue(sum);
    mpz_clears(sum, value, NULL);
    return result;
}

/*
 * flat: an index of keys and offsets, then all limbs as they lie in memory. A number in it is used
 * where it is; the block can be stored and mapped, by machines with the same words and byte order.
 */
struct flat {
    size_t count;
    size_t words;    /* of the index and the limbs */
    uint64_t word[]; /* count times a key and where its limbs begin, and where the last end */
};

_Static_assert(sizeof(mp_limb_t) == sizeof(uint64_t) && GMP_NAIL_BITS == 0, "limbs of 64 bits");

static void add_words(void *arg, uint32_t key, mpz_srcptr value)
{
    struct flat *sizes = arg;

    (void)key;
    sizes->count++;
    sizes->words += 2 + mpz_size(value);
}

/* `words` is how many are written while it is being written; `count`, how many keys. */
static void write_flat(void *arg, uint32_t key, mpz_srcptr value)
{
    struct flat *flat = arg;
    uint64_t *entry = &flat->word[2 * flat->count++];

    entry[0] = key;
    entry[1] = flat->words;
    memcpy(&flat->word[flat->words], mpz_limbs_read(value), mpz_size(value) * sizeof(uint64_t));
    flat->words += mpz_size(value);
}

OPERATION struct flat *flat_write(const struct big_node *tree)
{
    struct flat sizes = {.words = 1};

    tree_visit(tree, add_words, &sizes);

    struct flat *flat = must_alloc(1, sizeof(*flat) + sizes.words * sizeof(flat->word[0]));

    *flat = (struct flat){.words = 2 * sizes.count + 1};
    tree_visit(tree, write_flat, flat);
    flat->word[2 * sizes.count] = flat->words;
    return flat;
}

static inline size_t flat_bytes(const struct flat *flat)
{
    return sizeof(*flat) + flat->words * sizeof(flat->word[0]);
}

/* The i-th value, which lies in the block: nothing to be cleared. */
static inline mpz_srcptr flat_value(const struct flat *flat, size_t i, mpz_ptr value)
{
    const uint64_t *entry = &flat->word[2 * i];
    uint64_t end = i + 1 < flat->count ? entry[3] : entry[2];

    return mpz_roinit_n(value, (mp_srcptr)&flat->word[entry[1]], (mp_size_t)(end - entry[1]));
}

static inline mpz_srcptr flat_find(const struct flat *flat, uint32_t key, mpz_ptr value)
{
    size_t low = 0;

    for (size_t left = flat->count; left > 1; left -= left / 2)
        low += flat->word[2 * (low + left / 2)] <= key ? left / 2 : 0;
    return flat_value(flat, low, value);
}

struct flat_cursor {
    const struct flat *flat;
    size_t i;
};

static void flat_next(void *arg, uint32_t *key, mpz_ptr value)
{
    struct flat_cursor *cursor = arg;
    mpz_t lying;

    *key = (uint32_t)cursor->flat->word[2 * cursor->i];
    mpz_set(value, flat_value(cursor->flat, cursor->i++, lying));
}

OPERATION struct big_node *flat_read(const struct flat *flat)
{
    struct flat_cursor cursor = {flat, 0};

    return tree_read((struct big_source){flat_next, &cursor}, flat->count);
}

OPERATION uint64_t flat_find_each(const struct flat *flat, size_t n)
{
    uint64_t sum = 0;
    mpz_t value;

    for (size_t k = 0; k < ASKED_KEYS; k++)
        sum += ends(flat_find(flat, asked_key(k, n), value));
    return sum;
}

OPERATION struct flat *flat_copy(const struct flat *flat)
{
    return memcpy(must_alloc(1, flat_bytes(flat)), flat, flat_bytes(flat));
}

OPERATION uint64_t flat_sum(const struct flat *flat)
{
    uint64_t result;
    mpz_t sum, value;

    mpz_init(sum);
    for (size_t i = 0; i < flat->count; i++)
        mpz_add(sum, sum, flat_value(flat, i, value));
    result = residue(sum);
    mpz_clear(sum);
    return result;
}

#endif
