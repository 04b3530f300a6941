/* SPDX-License-Identifier: MIT */
/*
 * {i: i**i} as a program works with it: a tree of nodes, each with a number of GMP's. What the
 * written forms of bigdict_written.h and bigdict_cbor.h are made from and read back into. Included
 * by bigdict.c only.
 */
#ifndef BENCH_BIGDICT_TREE_H
#define BENCH_BIGDICT_TREE_H

#include <gmp.h>

#include "case.h"

/* Two blocks a key: the node of 40 bytes, and the limbs (words of 64 bits) of its value. */
struct big_node {
    struct big_node *child[2];
    uint32_t key;
    mpz_t value;
};

/* Where keys and values come from, in the order of keys. Sets the next key, and the value, which is
 * an initialized number. */
struct big_source {
    void (*next)(void *cursor, uint32_t *key, mpz_ptr value);
    void *cursor;
};

/* The next `count` of the source, balanced. */
static struct big_node *tree_read(struct big_source source, size_t count)
{
    if (count == 0)
        return NULL;

    struct big_node *node = must_alloc(1, sizeof(*node));

    node->child[0] = tree_read(source, count / 2);
    mpz_init(node->value);
    source.next(source.cursor, &node->key, node->value);
    node->child[1] = tree_read(source, count - count / 2 - 1);
    return node;
}

static void tree_free(struct big_node *node)
{
    if (node == NULL)
        return;
    tree_free(node->child[0]);
    tree_free(node->child[1]);
    mpz_clear(node->value);
    free(node);
}

/* i and i**i for i from *cursor up; 0**0 is 1, as in Python. By way of a number that is thrown
 * away, since GMP asks for more limbs than the power then has. */
static void power_next(void *cursor, uint32_t *key, mpz_ptr value)
{
    uint32_t *i = cursor;
    mpz_t power;

    mpz_init(power);
    mpz_ui_pow_ui(power, *i, *i);
    mpz_set(value, power);
    mpz_clear(power);
    *key = (*i)++;
}

static struct big_node *tree_of_powers(size_t count)
{
    uint32_t first = 0;

    return tree_read((struct big_source){power_next, &first}, count);
}

/* Calls `visit` for each key in their order. */
static void tree_visit(const struct big_node *node,
                       void (*visit)(void *arg, uint32_t key, mpz_srcptr value), void *arg)
{
    for (; node != NULL; node = node->child[1]) {
        tree_visit(node->child[0], visit, arg);
        visit(arg, node->key, node->value);
    }
}

static inline const struct big_node *tree_find(const struct big_node *node, uint32_t key)
{
    while (node != NULL && node->key != key)
        node = node->child[node->key < key];
    return node;
}

/* What the copying of a dict is in Python, but that ints, which nobody can change, are shared. */
OPERATION struct big_node *tree_copy(const struct big_node *node)
{
    if (node == NULL)
        return NULL;

    struct big_node *copy = must_alloc(1, sizeof(*copy));

    copy->key = node->key;
    mpz_init_set(copy->value, node->value);
    copy->child[0] = tree_copy(node->child[0]);
    copy->child[1] = tree_copy(node->child[1]);
    return copy;
}

static void add_to_sum(void *sum, uint32_t key, mpz_srcptr value)
{
    (void)key;
    mpz_add(sum, sum, value);
}

/* Of a number that takes any number of limbs, 64 bits that depend on all of them: the remainder by
 * the largest prime below 2^64. */
static uint64_t residue(mpz_srcptr number)
{
    return mpz_fdiv_ui(number, 0xffffffffffffffc5);
}

static uint64_t tree_residue(const struct big_node *tree)
{
    uint64_t result;
    mpz_t sum;

    mpz_init(sum);
    tree_visit(tree, add_to_sum, sum);
    result = residue(sum);
    mpz_clear(sum);
    return result;
}

OPERATION uint64_t tree_sum(const struct big_node *tree)
{
    return tree_residue(tree);
}

enum { ASKED_KEYS = 4 };

/* The k-th of the keys asked for, which are spread evenly over n. */
static inline uint32_t asked_key(size_t k, size_t n)
{
    return (uint32_t)((2 * k + 1) * n / (size_t)(2 * ASKED_KEYS));
}

/* A look at a number: its first word and its last. */
static inline uint64_t ends(mpz_srcptr value)
{
    return mpz_getlimbn(value, 0) + mpz_getlimbn(value, (mp_size_t)mpz_size(value) - 1);
}

OPERATION uint64_t tree_find_each(const struct big_node *tree, size_t n)
{
    uint64_t sum = 0;

    for (size_t k = 0; k < ASKED_KEYS; k++)
        sum += ends(tree_find(tree, asked_key(k, n))->value);
    return sum;
}

#endif
