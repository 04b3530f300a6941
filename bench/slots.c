/* SPDX-License-Identifier: MIT */
/*
 * n objects of four attributes: what does it cost to look up a name in each of them, when each of
 * them might have other names? Python asks it with __slots__ against __dict__. The representations
 * are in slots_fixed.h and slots_table.h; all are an array of pointers to objects, as a list is,
 * and the bytes that the headers give are those of one object without that pointer, as asked of
 * malloc.
 *
 * The figures of Python: an object with two __slots__ is 56 bytes shallow and 120 deep. By
 * CPython's layout that is the collector's header (24 bytes until 3.7, 16 since 3.8), reference
 * count and type (16), two pointers (16), and twice an int of 28 bytes, rounded up to 32. The same
 * object with a
 * __dict__ has two other pointers, to the dictionary and to weak references: 56 bytes as well, and
 * the dictionary comes on top, where sys.getsizeof of the object does not look.
 *
 * Sizes for a core with 48 KiB of L1 and 1 to 2 MiB of L2: 100 objects fit into L1 but in the
 * tables of the libraries, 10,000 into L2 as slots, and not as tables.
 */
#include "slots_fixed.h"
#include "slots_table.h"

TARE_GROUP(slots_get, .title = "Read one attribute, by its name, of n objects", .unit = "object",
           .sizes = TARE_SIZES(100, 10000, TARE_FULL(100000)), .baseline = "fields")

TARE_GROUP(slots_build, .title = "Build n objects of four attributes", .unit = "object",
           .sizes = TARE_SIZES(1000, TARE_FULL(30000)), .baseline = "fields")

/* The sum of all attributes, found by `get`, which takes a name. */
#define SUM_BY_NAME(get, objects, n)                                                               \
    (get((objects), (n), &names[X]) + get((objects), (n), &names[Y]) +                             \
     get((objects), (n), &names[COLOUR]) + get((objects), (n), &names[WEIGHT]))

/* What slots_build works on: the objects of a sample live until it is over. */
struct work {
    struct inputs inputs;
    void **built; /* TARE_FRESH_MAX arrays of objects */
};

static struct work work_new(struct tare *t)
{
    struct work work = {.inputs = inputs_draw(t)};

    heap_keep();
    work.built = must_alloc(TARE_FRESH_MAX, sizeof(*work.built));
    tare_items(t, work.inputs.count);
    return work;
}

static void work_free(struct work *work)
{
    free(work->inputs.at);
    free(work->built);
}

TARE_CASE(slots_get, fields)
{
    struct inputs inputs = inputs_draw(t);
    struct fields **objects = fields_build(&inputs);
    size_t n = inputs.count;

    free(inputs.at);
    tare_weigh(t, objects);
    tare_items(t, n);
    tare_check(t, fields_weight(objects, n));
    tare_loop(t)
        tare_keep(fields_weight(objects, n));
    fields_free(objects, n);
}

TARE_CASE(slots_get, slot_array)
{
    struct inputs inputs = inputs_draw(t);
    struct slotted **objects = slotted_build(&inputs);
    size_t n = inputs.count;

    free(inputs.at);
    tare_weigh(t, objects);
    tare_refs(t, objects[0]->shape);
    tare_items(t, n);
    tare_check(t, slotted_get(objects, n, &names[WEIGHT]));
    tare_loop(t)
        tare_keep(slotted_get(objects, n, &names[WEIGHT]));
    slotted_free(objects, n);
}

TARE_CASE(slots_get, table_open)
{
    struct inputs inputs = inputs_draw(t);
    struct table **objects = table_build(&inputs);
    size_t n = inputs.count;

    free(inputs.at);
    tare_weigh(t, objects);
    tare_items(t, n);
    tare_check(t, table_get(objects, n, &names[WEIGHT]));
    tare_loop(t)
        tare_keep(table_get(objects, n, &names[WEIGHT]));
    table_free(objects, n);
}

static void dispose_fields(void *arg, size_t i)
{
    struct work *work = arg;

    fields_free(work->built[i], work->inputs.count);
}

TARE_CASE(slots_build, fields)
{
    struct work work = work_new(t);
    struct fields **objects = fields_build(&work.inputs);

    tare_weigh(t, objects);
    tare_check(t, fields_sum(objects, work.inputs.count));
    fields_free(objects, work.inputs.count);
    tare_loop_fresh(t, NULL, dispose_fields, &work)
        work.built[tare_i] = fields_build(&work.inputs);
    work_free(&work);
}

static void dispose_slotted(void *arg, size_t i)
{
    struct work *work = arg;

    slotted_free(work->built[i], work->inputs.count);
}

TARE_CASE(slots_build, slot_array)
{
    struct work work = work_new(t);
    struct slotted **objects = slotted_build(&work.inputs);

    tare_weigh(t, objects);
    tare_check(t, SUM_BY_NAME(slotted_get, objects, work.inputs.count));
    slotted_free(objects, work.inputs.count);
    tare_loop_fresh(t, NULL, dispose_slotted, &work)
        work.built[tare_i] = slotted_build(&work.inputs);
    work_free(&work);
}

static void dispose_table(void *arg, size_t i)
{
    struct work *work = arg;

    table_free(work->built[i], work->inputs.count);
}

TARE_CASE(slots_build, table_open)
{
    struct work work = work_new(t);
    struct table **objects = table_build(&work.inputs);

    tare_weigh(t, objects);
    tare_check(t, SUM_BY_NAME(table_get, objects, work.inputs.count));
    table_free(objects, work.inputs.count);
    tare_loop_fresh(t, NULL, dispose_table, &work)
        work.built[tare_i] = table_build(&work.inputs);
    work_free(&work);
}

#ifdef HAVE_UTHASH
TARE_CASE(slots_get, uthash)
{
    struct inputs inputs = inputs_draw(t);
    struct linked **objects = linked_build(&inputs);
    size_t n = inputs.count;

    free(inputs.at);
    tare_weigh(t, objects);
    tare_items(t, n);
    tare_check(t, linked_get(objects, n, &names[WEIGHT]));
    tare_loop(t)
        tare_keep(linked_get(objects, n, &names[WEIGHT]));
    linked_free(objects, n);
}

static void dispose_linked(void *arg, size_t i)
{
    struct work *work = arg;

    linked_free(work->built[i], work->inputs.count);
}

TARE_CASE(slots_build, uthash)
{
    struct work work = work_new(t);
    struct linked **objects = linked_build(&work.inputs);

    tare_weigh(t, objects);
    tare_check(t, SUM_BY_NAME(linked_get, objects, work.inputs.count));
    linked_free(objects, work.inputs.count);
    tare_loop_fresh(t, NULL, dispose_linked, &work)
        work.built[tare_i] = linked_build(&work.inputs);
    work_free(&work);
}
#else
CASE_WITHOUT(slots_get, uthash, "uthash-dev")
CASE_WITHOUT(slots_build, uthash, "uthash-dev")
#endif

#ifdef HAVE_GLIB
TARE_CASE(slots_get, glib)
{
    struct inputs inputs = inputs_draw(t);
    GHashTable **objects = glib_build(&inputs);
    size_t n = inputs.count;

    free(inputs.at);
    tare_weigh(t, objects);
    tare_items(t, n);
    tare_check(t, glib_get(objects, n, &names[WEIGHT]));
    tare_loop(t)
        tare_keep(glib_get(objects, n, &names[WEIGHT]));
    glib_free(objects, n);
}

static void dispose_glib(void *arg, size_t i)
{
    struct work *work = arg;

    glib_free(work->built[i], work->inputs.count);
}

TARE_CASE(slots_build, glib)
{
    struct work work = work_new(t);
    GHashTable **objects = glib_build(&work.inputs);

    tare_weigh(t, objects);
    tare_check(t, SUM_BY_NAME(glib_get, objects, work.inputs.count));
    glib_free(objects, work.inputs.count);
    tare_loop_fresh(t, NULL, dispose_glib, &work)
        work.built[tare_i] = glib_build(&work.inputs);
    work_free(&work);
}
#else
CASE_WITHOUT(slots_get, glib, "libglib2.0-dev")
CASE_WITHOUT(slots_build, glib, "libglib2.0-dev")
#endif
