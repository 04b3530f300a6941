/* SPDX-License-Identifier: MIT */
/*
 * A dictionary of n string keys, as a tree of nodes, as text, and three ways between: what do
 * looking up, building and reading it through cost, and what does it weigh? The representations are
 * in dict_json.h, dict_ordered.h, dict_hash.h and dict_tables.h; each owns its keys. In Python the
 * question is whether to keep a dict or the JSON text of it.
 *
 * Figures of CPython 3.11: the dict of 16,000 such keys is 415,152 bytes (sys.getsizeof), its keys
 * 62 each (49 and 13 letters) and its values 28: 116 bytes a key deep, where its JSON has 23, as
 * here.
 *
 * A key weighs about 23 bytes as text and about 120 in the tree: with 10,000 keys the tree is 1.4
 * MB with malloc's own, with 12,000 1.6 MB, more than an L2 of 1 MiB. To parse 10,000 takes 4 ms,
 * which is why the groups with json_text end there or before.
 */
#define _GNU_SOURCE /* stpcpy, twalk_r, tdestroy */
#include "dict_hash.h"
#include "dict_json.h"
#include "dict_ordered.h"
#include "dict_tables.h"

/*
 * Few keys and always the same ones, since json_text parses everything for each of them: the
 * indexed dictionaries answer from L1 with every branch foreseen, however large they are.
 */
TARE_GROUP(dict_lookup, .title = "Look up 4 hot keys of n: an index, or text read for each",
           .unit = "lookup", .sizes = TARE_SIZES(100, 700, 5000, TARE_FULL(100000)),
           .baseline = "json_tree")

/*
 * Every key, so that an operation walks the whole dictionary and caches and branches cost what they
 * do in use. The keys asked for are read one after another, 16 bytes each, which is prefetched and
 * the same for all.
 */
TARE_GROUP(dict_lookup_all, .title = "Look up all n keys in random order: an index out of L1",
           .unit = "lookup", .sizes = TARE_SIZES(3000, 12000, TARE_FULL(300000)),
           .baseline = "json_tree")

/* What a structure saves in lookups it may cost here. As in the other groups that build, malloc
 * keeps what was freed, and puts it in order while the clock stands (heap_tidy). */
TARE_GROUP(dict_build, .title = "Build a dictionary of n keys: the price of quick lookups",
           .unit = "key", .sizes = TARE_SIZES(3000, 10000, TARE_FULL(300000)),
           .baseline = "json_tree")

/* One block or n: how values lie decides, not how they are found. */
TARE_GROUP(dict_iterate, .title = "Sum all n values of a dictionary: one block or n", .unit = "key",
           .sizes = TARE_SIZES(3000, 10000, TARE_FULL(300000)), .baseline = "json_tree")

enum { HOT_KEYS = 4 };

/* A dictionary alone, its pairs already freed. */
static void *dict_new(struct tare *t, dict_build_fn build)
{
    struct pairs pairs = pairs_draw(t);
    void *dict = build(&pairs);

    free(pairs.at);
    return dict;
}

/* A dictionary and what to ask it. */
struct lookup {
    void *dict;
    struct keys keys;
};

static struct lookup lookup_hot(struct tare *t, dict_build_fn build)
{
    struct pairs pairs = pairs_draw(t);
    struct lookup lookup = {.dict = build(&pairs)};

    lookup.keys = keys_spread(&pairs, HOT_KEYS);
    free(pairs.at);
    tare_items(t, lookup.keys.count);
    return lookup;
}

static struct lookup lookup_all(struct tare *t, dict_build_fn build)
{
    struct pairs pairs = pairs_draw(t);
    struct lookup lookup = {.dict = build(&pairs)};

    lookup.keys = keys_shuffled(t, &pairs);
    free(pairs.at);
    tare_items(t, lookup.keys.count);
    return lookup;
}

/*
 * What dict_build works on. The dictionaries of a sample live until it is over, and are freed while
 * the clock stands.
 */
struct work {
    struct pairs pairs;
    void **built; /* TARE_FRESH_MAX of them */
    void (*dispose)(void *dict);
};

static struct work work_new(struct tare *t, void (*dispose)(void *dict))
{
    struct work work = {.pairs = pairs_draw(t), .dispose = dispose};

    heap_keep();
    work.built = must_alloc(TARE_FRESH_MAX, sizeof(*work.built));
    tare_items(t, work.pairs.count);
    return work;
}

static void work_dispose(void *arg, size_t i)
{
    struct work *work = arg;

    work->dispose(work->built[i]);
}

static void work_free(struct work *work)
{
    free(work->pairs.at);
    free(work->built);
}

TARE_CASE(dict_lookup, json_tree)
{
    struct lookup lookup = lookup_hot(t, json_tree_build);
    json_t *dict = lookup.dict;

    tare_weigh(t, dict);
    tare_check(t, find_each(dict, json_tree_find, &lookup.keys));
    tare_loop(t)
        tare_keep(find_each(dict, json_tree_find, &lookup.keys));
    json_tree_free(dict);
    free(lookup.keys.at);
}

TARE_CASE(dict_lookup, json_text)
{
    struct lookup lookup = lookup_hot(t, json_text_build);
    char *dict = lookup.dict;

    tare_weigh(t, dict);
    tare_check(t, find_each(dict, json_text_find, &lookup.keys));
    tare_loop(t)
        tare_keep(find_each(dict, json_text_find, &lookup.keys));
    free(dict);
    free(lookup.keys.at);
}

TARE_CASE(dict_lookup, json_text_scan)
{
    struct lookup lookup = lookup_hot(t, json_text_scan_build);
    char *dict = lookup.dict;

    tare_weigh(t, dict);
    tare_check(t, find_each(dict, json_text_scan_find, &lookup.keys));
    tare_loop(t)
        tare_keep(find_each(dict, json_text_scan_find, &lookup.keys));
    free(dict);
    free(lookup.keys.at);
}

TARE_CASE(dict_lookup, sorted_array)
{
    struct lookup lookup = lookup_hot(t, sorted_build);
    struct sorted *dict = lookup.dict;

    tare_weigh(t, dict);
    tare_check(t, find_each(dict, sorted_find, &lookup.keys));
    tare_loop(t)
        tare_keep(find_each(dict, sorted_find, &lookup.keys));
    sorted_free(dict);
    free(lookup.keys.at);
}

TARE_CASE(dict_lookup, hash_open)
{
    struct lookup lookup = lookup_hot(t, hash_build);
    struct hash *dict = lookup.dict;

    tare_weigh(t, dict);
    tare_check(t, find_each(dict, hash_find, &lookup.keys));
    tare_loop(t)
        tare_keep(find_each(dict, hash_find, &lookup.keys));
    hash_free(dict);
    free(lookup.keys.at);
}

TARE_CASE(dict_lookup, rb_tree)
{
    struct lookup lookup = lookup_hot(t, tree_build);
    void *dict = lookup.dict;

    tare_weigh(t, dict);
    tare_check(t, find_each(dict, tree_find, &lookup.keys));
    tare_loop(t)
        tare_keep(find_each(dict, tree_find, &lookup.keys));
    tree_free(dict);
    free(lookup.keys.at);
}

TARE_CASE(dict_lookup_all, json_tree)
{
    struct lookup lookup = lookup_all(t, json_tree_build);
    json_t *dict = lookup.dict;

    tare_weigh(t, dict);
    tare_check(t, find_each(dict, json_tree_find, &lookup.keys));
    tare_loop(t)
        tare_keep(find_each(dict, json_tree_find, &lookup.keys));
    json_tree_free(dict);
    free(lookup.keys.at);
}

TARE_CASE(dict_lookup_all, sorted_array)
{
    struct lookup lookup = lookup_all(t, sorted_build);
    struct sorted *dict = lookup.dict;

    tare_weigh(t, dict);
    tare_check(t, find_each(dict, sorted_find, &lookup.keys));
    tare_loop(t)
        tare_keep(find_each(dict, sorted_find, &lookup.keys));
    sorted_free(dict);
    free(lookup.keys.at);
}

TARE_CASE(dict_lookup_all, hash_open)
{
    struct lookup lookup = lookup_all(t, hash_build);
    struct hash *dict = lookup.dict;

    tare_weigh(t, dict);
    tare_check(t, find_each(dict, hash_find, &lookup.keys));
    tare_loop(t)
        tare_keep(find_each(dict, hash_find, &lookup.keys));
    hash_free(dict);
    free(lookup.keys.at);
}

TARE_CASE(dict_lookup_all, rb_tree)
{
    struct lookup lookup = lookup_all(t, tree_build);
    void *dict = lookup.dict;

    tare_weigh(t, dict);
    tare_check(t, find_each(dict, tree_find, &lookup.keys));
    tare_loop(t)
        tare_keep(find_each(dict, tree_find, &lookup.keys));
    tree_free(dict);
    free(lookup.keys.at);
}

#ifdef HAVE_GLIB
TARE_CASE(dict_lookup_all, ghashtable)
{
    struct lookup lookup = lookup_all(t, ghashtable_build);
    void *dict = lookup.dict; /* GHashTable is opaque */

    tare_weigh(t, dict);
    tare_check(t, find_each(dict, ghashtable_find, &lookup.keys));
    tare_loop(t)
        tare_keep(find_each(dict, ghashtable_find, &lookup.keys));
    ghashtable_free(dict);
    free(lookup.keys.at);
}
#else
CASE_WITHOUT(dict_lookup_all, ghashtable, "libglib2.0-dev")
#endif

#ifdef HAVE_UTHASH
TARE_CASE(dict_lookup_all, uthash)
{
    struct lookup lookup = lookup_all(t, linked_build);
    struct linked *dict = lookup.dict;

    tare_weigh(t, dict);
    tare_check(t, find_each(dict, linked_find, &lookup.keys));
    tare_loop(t)
        tare_keep(find_each(dict, linked_find, &lookup.keys));
    linked_free(dict);
    free(lookup.keys.at);
}
#else
CASE_WITHOUT(dict_lookup_all, uthash, "uthash-dev")
#endif

TARE_CASE(dict_build, json_tree)
{
    struct work work = work_new(t, json_tree_free);
    json_t *dict = json_tree_build(&work.pairs);

    tare_weigh(t, dict);
    tare_check(t, json_tree_sum(dict));
    json_tree_free(dict);
    tare_loop_fresh(t, heap_tidy_first, work_dispose, &work)
        work.built[tare_i] = json_tree_build(&work.pairs);
    work_free(&work);
}

TARE_CASE(dict_build, json_text)
{
    struct work work = work_new(t, free);
    char *dict = json_text_build(&work.pairs);

    tare_weigh(t, dict);
    tare_check(t, json_text_sum(dict));
    free(dict);
    tare_loop_fresh(t, heap_tidy_first, work_dispose, &work)
        work.built[tare_i] = json_text_build(&work.pairs);
    work_free(&work);
}

TARE_CASE(dict_build, json_text_scan)
{
    struct work work = work_new(t, free);
    char *dict = json_text_scan_build(&work.pairs);

    tare_weigh(t, dict);
    tare_check(t, json_text_scan_sum(dict));
    free(dict);
    tare_loop_fresh(t, heap_tidy_first, work_dispose, &work)
        work.built[tare_i] = json_text_scan_build(&work.pairs);
    work_free(&work);
}

TARE_CASE(dict_build, sorted_array)
{
    struct work work = work_new(t, sorted_free);
    struct sorted *dict = sorted_build(&work.pairs);

    tare_weigh(t, dict);
    tare_check(t, sorted_sum(dict));
    sorted_free(dict);
    tare_loop_fresh(t, heap_tidy_first, work_dispose, &work)
        work.built[tare_i] = sorted_build(&work.pairs);
    work_free(&work);
}

TARE_CASE(dict_build, hash_open)
{
    struct work work = work_new(t, hash_free);
    struct hash *dict = hash_build(&work.pairs);

    tare_weigh(t, dict);
    tare_check(t, hash_sum(dict));
    hash_free(dict);
    tare_loop_fresh(t, heap_tidy_first, work_dispose, &work)
        work.built[tare_i] = hash_build(&work.pairs);
    work_free(&work);
}

TARE_CASE(dict_build, rb_tree)
{
    struct work work = work_new(t, tree_free);
    void *dict = tree_build(&work.pairs);

    tare_weigh(t, dict);
    tare_check(t, tree_sum(dict));
    tree_free(dict);
    tare_loop_fresh(t, heap_tidy_first, work_dispose, &work)
        work.built[tare_i] = tree_build(&work.pairs);
    work_free(&work);
}

TARE_CASE(dict_iterate, json_tree)
{
    json_t *dict = dict_new(t, json_tree_build);

    tare_weigh(t, dict);
    tare_items(t, tare_size(t));
    tare_check(t, json_tree_sum(dict));
    tare_loop(t)
        tare_keep(json_tree_sum(dict));
    json_tree_free(dict);
}

TARE_CASE(dict_iterate, json_text)
{
    char *dict = dict_new(t, json_text_build);

    tare_weigh(t, dict);
    tare_items(t, tare_size(t));
    tare_check(t, json_text_sum(dict));
    tare_loop(t)
        tare_keep(json_text_sum(dict));
    free(dict);
}

TARE_CASE(dict_iterate, json_text_scan)
{
    char *dict = dict_new(t, json_text_scan_build);

    tare_weigh(t, dict);
    tare_items(t, tare_size(t));
    tare_check(t, json_text_scan_sum(dict));
    tare_loop(t)
        tare_keep(json_text_scan_sum(dict));
    free(dict);
}

TARE_CASE(dict_iterate, sorted_array)
{
    struct sorted *dict = dict_new(t, sorted_build);

    tare_weigh(t, dict);
    tare_items(t, tare_size(t));
    tare_check(t, sorted_sum(dict));
    tare_loop(t)
        tare_keep(sorted_sum(dict));
    sorted_free(dict);
}

TARE_CASE(dict_iterate, hash_open)
{
    struct hash *dict = dict_new(t, hash_build);

    tare_weigh(t, dict);
    tare_items(t, tare_size(t));
    tare_check(t, hash_sum(dict));
    tare_loop(t)
        tare_keep(hash_sum(dict));
    hash_free(dict);
}

TARE_CASE(dict_iterate, rb_tree)
{
    void *dict = dict_new(t, tree_build);

    tare_weigh(t, dict);
    tare_items(t, tare_size(t));
    tare_check(t, tree_sum(dict));
    tare_loop(t)
        tare_keep(tree_sum(dict));
    tree_free(dict);
}
