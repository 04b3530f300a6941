/* SPDX-License-Identifier: MIT */
/*
 * A set of n numbers below 8 n: what does membership cost, by what the set is made of, for numbers
 * that are in it and for numbers that are not? The sets by hand are in sets_plain.h.
 *
 * In Python a set of 60,000 ints has 131,072 slots of 16 bytes (2,097,368 bytes by sys.getsizeof,
 * CPython 3.11) and objects of 28 bytes: 63 bytes a member. What there is for a bitset is one int.
 *
 * The questions come in an order that is the same in each operation. Of 1000 it is short enough for
 * branch predictors to learn, so that every search looks like a lucky guess; 10,000 are too many.
 * With malloc's headers GTree's nodes take 0.5 MB then, and 2.9 MB of 60,000, more than an L2 of 1
 * to 2 MiB; a bit each, 10,000 fit into L1 and 60,000 nearly.
 */
#ifdef HAVE_GLIB
#include <glib.h>
#endif

#include "sets_plain.h"

/* All questions are members or none is, so that the answer is never a guess. One size by default:
 * at 60,000 the variants lie in L1, in L2 and beyond it, each by what a member weighs. */
TARE_GROUP(set_has, .title = "Ask a set of n for n numbers, all of them in it or none",
           .unit = "question", .sizes = TARE_SIZES(60000, TARE_FULL(10000), TARE_FULL(1000000)),
           .baseline = "hash_open", .params = TARE_PARAMS("present", 100, 0))

TARE_GROUP(set_common, .title = "Count what two sets of n share: in one pass, or asked for",
           .unit = "number", .sizes = TARE_SIZES(10000, 60000, TARE_FULL(1000000)),
           .baseline = "hash_open")

typedef void *(*set_new_fn)(const struct numbers *members);
typedef bool (*set_has_fn)(const void *set, uint32_t number);

/* A set, and what it is asked about. */
struct inquiry {
    void *set;
    struct numbers questions;
};

static struct inquiry inquiry_new(struct tare *t, set_new_fn build)
{
    struct numbers members = members_draw(t);
    struct inquiry inquiry = {.set = build(&members)};

    inquiry.questions = questions_draw(t, &members, tare_param(t) == 100);
    free(members.at);
    tare_items(t, inquiry.questions.count);
    return inquiry;
}

/* How many of the questions are members. Inlined into an operation, so that `has` is inlined. */
__attribute__((always_inline)) static inline size_t count_each(const struct inquiry *inquiry,
                                                               set_has_fn has)
{
    size_t count = 0;

    for (size_t i = 0; i < inquiry->questions.count; i++)
        count += has(inquiry->set, inquiry->questions.at[i]);
    return count;
}

/* Two sets, half of whose members are common to both. */
struct couple {
    void *a;
    void *b;
};

static struct couple couple_new(struct tare *t, set_new_fn build)
{
    struct numbers members = members_draw(t);
    struct couple couple = {.a = build(&members)};
    struct numbers others = others_draw(t, &members);

    free(members.at);
    couple.b = build(&others);
    free(others.at);
    tare_items(t, tare_size(t));
    tare_elements(t, 2 * tare_size(t));
    return couple;
}

OPERATION size_t hash_count(const struct inquiry *inquiry)
{
    return count_each(inquiry, hash_has);
}

TARE_CASE(set_has, hash_open)
{
    struct inquiry inquiry = inquiry_new(t, hash_new);
    struct hash_set *set = inquiry.set;

    tare_weigh(t, set);
    tare_check(t, hash_count(&inquiry));
    tare_loop(t)
        tare_keep(hash_count(&inquiry));
    hash_free(set);
    free(inquiry.questions.at);
}

OPERATION size_t sorted_count(const struct inquiry *inquiry)
{
    return count_each(inquiry, sorted_has);
}

TARE_CASE(set_has, sorted_array)
{
    struct inquiry inquiry = inquiry_new(t, sorted_new);
    struct sorted_set *set = inquiry.set;

    tare_weigh(t, set);
    tare_check(t, sorted_count(&inquiry));
    tare_loop(t)
        tare_keep(sorted_count(&inquiry));
    free(set);
    free(inquiry.questions.at);
}

OPERATION size_t bits_count(const struct inquiry *inquiry)
{
    return count_each(inquiry, bits_has);
}

TARE_CASE(set_has, bitset)
{
    struct inquiry inquiry = inquiry_new(t, bits_new);
    struct bit_set *set = inquiry.set;

    tare_weigh(t, set);
    tare_check(t, bits_count(&inquiry));
    tare_loop(t)
        tare_keep(bits_count(&inquiry));
    free(set);
    free(inquiry.questions.at);
}

OPERATION size_t tree_count(const struct inquiry *inquiry)
{
    return count_each(inquiry, tree_has);
}

TARE_CASE(set_has, tree)
{
    struct inquiry inquiry = inquiry_new(t, tree_new);
    struct tree_node *set = inquiry.set;

    tare_weigh(t, set);
    tare_check(t, tree_count(&inquiry));
    tare_loop(t)
        tare_keep(tree_count(&inquiry));
    tree_free(set);
    free(inquiry.questions.at);
}

TARE_CASE(set_common, hash_open)
{
    struct couple sets = couple_new(t, hash_new);
    struct hash_set *a = sets.a, *b = sets.b;

    tare_weigh(t, a);
    tare_weigh(t, b);
    tare_check(t, hash_common(a, b));
    tare_loop(t)
        tare_keep(hash_common(a, b));
    hash_free(a);
    hash_free(b);
}

TARE_CASE(set_common, sorted_array)
{
    struct couple sets = couple_new(t, sorted_new);
    struct sorted_set *a = sets.a, *b = sets.b;

    tare_weigh(t, a);
    tare_weigh(t, b);
    tare_check(t, sorted_common(a, b));
    tare_loop(t)
        tare_keep(sorted_common(a, b));
    free(a);
    free(b);
}

TARE_CASE(set_common, bitset)
{
    struct couple sets = couple_new(t, bits_new);
    struct bit_set *a = sets.a, *b = sets.b;

    tare_weigh(t, a);
    tare_weigh(t, b);
    tare_check(t, bits_common(a, b));
    tare_loop(t)
        tare_keep(bits_common(a, b));
    free(a);
    free(b);
}

#ifdef HAVE_GLIB

/*
 * ghashtable: numbers in the place of pointers, GLib's idiom. It keeps the hash beside each slot,
 * and of a set one array for keys and values, of ints while what is stored fits into them.
 */
static void *ghashtable_new(const struct numbers *members)
{
    GHashTable *set = g_hash_table_new(NULL, NULL);

    for (size_t i = 0; i < members->count; i++)
        g_hash_table_add(set, GUINT_TO_POINTER(members->at[i]));
    return set;
}

static inline bool ghashtable_has(const void *set, uint32_t number)
{
    return g_hash_table_contains((GHashTable *)set, GUINT_TO_POINTER(number));
}

OPERATION size_t ghashtable_count(const struct inquiry *inquiry)
{
    return count_each(inquiry, ghashtable_has);
}

TARE_CASE(set_has, ghashtable)
{
    struct inquiry inquiry = inquiry_new(t, ghashtable_new);

    tare_weigh(t, inquiry.set); /* a void *: GHashTable is opaque */
    tare_check(t, ghashtable_count(&inquiry));
    tare_loop(t)
        tare_keep(ghashtable_count(&inquiry));
    g_hash_table_destroy(inquiry.set);
    free(inquiry.questions.at);
}

OPERATION size_t ghashtable_common(GHashTable *a, GHashTable *b)
{
    size_t common = 0;
    GHashTableIter iter;
    gpointer number;

    g_hash_table_iter_init(&iter, a);
    while (g_hash_table_iter_next(&iter, &number, NULL))
        common += g_hash_table_contains(b, number) != 0;
    return common;
}

TARE_CASE(set_common, ghashtable)
{
    struct couple sets = couple_new(t, ghashtable_new);

    tare_weigh(t, sets.a);
    tare_weigh(t, sets.b);
    tare_check(t, ghashtable_common(sets.a, sets.b));
    tare_loop(t)
        tare_keep(ghashtable_common(sets.a, sets.b));
    g_hash_table_destroy(sets.a);
    g_hash_table_destroy(sets.b);
}

/* gtree: a balanced tree (AVL) of GLib, which asks a function to compare. */
static gint pointer_compare(gconstpointer a, gconstpointer b)
{
    guint x = GPOINTER_TO_UINT(a), y = GPOINTER_TO_UINT(b);

    return (x > y) - (x < y);
}

static void *gtree_new(const struct numbers *members)
{
    GTree *set = g_tree_new(pointer_compare);

    for (size_t i = 0; i < members->count; i++)
        g_tree_insert(set, GUINT_TO_POINTER(members->at[i]), GUINT_TO_POINTER(1));
    return set;
}

static inline bool gtree_has(const void *set, uint32_t number)
{
    return g_tree_lookup((GTree *)set, GUINT_TO_POINTER(number)) != NULL;
}

OPERATION size_t gtree_count(const struct inquiry *inquiry)
{
    return count_each(inquiry, gtree_has);
}

TARE_CASE(set_has, gtree)
{
    struct inquiry inquiry = inquiry_new(t, gtree_new);

    tare_weigh(t, inquiry.set); /* a void *: GTree is opaque */
    tare_check(t, gtree_count(&inquiry));
    tare_loop(t)
        tare_keep(gtree_count(&inquiry));
    g_tree_destroy(inquiry.set);
    free(inquiry.questions.at);
}

#else

CASE_WITHOUT(set_has, ghashtable, "libglib2.0-dev")
CASE_WITHOUT(set_has, gtree, "libglib2.0-dev")
CASE_WITHOUT(set_common, ghashtable, "libglib2.0-dev")

#endif
