/* SPDX-License-Identifier: MIT */
/*
 * n records of four fields, each in a block of its own, with what languages put before the fields:
 * nothing, a reference count, a count and the links of a collector; and records that are not
 * written while they are shared. Python asks it with recordclass, namedtuple and dataclass. The
 * kinds are in records_kinds.h, what is done to them in records_array.h.
 *
 * The figures of Python: a recordclass of four fields has 48 bytes, a namedtuple 80; a namedtuple
 * is never written, _replace makes another. (By CPython's layout: 16 + 32, and 24 + 16 + 8 + 32; an
 * object without __slots__, such as a dataclass, has a dictionary on top, see slots.c.)
 *
 * What the books of malloc show beside the deep size: blocks of glibc are multiples of 16 with a
 * header of 8, so that 32 and 40 bytes take 48 both, and a count costs nothing, while 56 take 64.
 *
 * Sizes for a core with 1 to 2 MiB of L2: 5000 records make 0.3 to 0.4 MB, 50,000 ten times that.
 * Where records are made they all stand until the sample is over, so that it is the sample that
 * leaves the caches, whatever n is.
 */
#include "records_kinds.h"

#define KIND   plain
#define RECORD plain
#include "records_array.h"
#define KIND   counted
#define RECORD counted
#include "records_array.h"
#define KIND   collected
#define RECORD collected
#include "records_array.h"
#define KIND   immutable
#define RECORD counted
#include "records_array.h"
#define KIND   replaced
#define RECORD counted
#include "records_array.h"

TARE_GROUP(records_create, .title = "Create n records: what stands before their fields",
           .unit = "record", .sizes = TARE_SIZES(1000, TARE_FULL(50000)), .baseline = "plain")

/* No record is held twice here: `immutable` finds that out and writes, `replaced` does not ask. */
TARE_GROUP(records_update, .title = "Change one field of n records: in place, or by a new one",
           .unit = "record", .sizes = TARE_SIZES(5000, 50000, TARE_FULL(500000)),
           .baseline = "plain")

/* How many per cent of the copies are then written to: what sharing saves until then, and what it
 * has only put off. Bytes an item are those of 2n records, originals and copies. */
TARE_GROUP(records_copy, .title = "Copy n records and change some: shared until written to",
           .unit = "record", .sizes = TARE_SIZES(1000, TARE_FULL(50000)), .baseline = "plain",
           .params = TARE_PARAMS("changed", 0, 100))

/* tare_size(t) of them; the caller frees. */
static struct values *values_draw(struct tare *t)
{
    size_t n = tare_size(t);
    struct values *values = must_alloc(n, sizeof(*values));

    for (size_t i = 0; i < n; i++) {
        uint64_t bits = tare_random(t);

        values[i] =
            (struct values){bits & 0xffff, bits >> 16 & 0xffff, bits >> 32 & 0xffff, bits >> 48};
    }
    return values;
}

/* What records_create and records_copy work on: what they make lives until the sample is over. */
struct work {
    size_t count;
    struct values *values;
    void **made; /* TARE_FRESH_MAX arrays of records */
};

static struct work work_new(struct tare *t)
{
    struct work work = {tare_size(t), values_draw(t), NULL};

    heap_keep();
    work.made = must_alloc(TARE_FRESH_MAX, sizeof(*work.made));
    tare_items(t, work.count);
    return work;
}

static void work_free(struct work *work)
{
    free(work->values);
    free(work->made);
}

static void dispose_plain(void *arg, size_t i)
{
    struct work *work = arg;

    plain_free(work->made[i], work->count);
}

static void dispose_counted(void *arg, size_t i)
{
    struct work *work = arg;

    counted_free(work->made[i], work->count);
}

static void dispose_collected(void *arg, size_t i)
{
    struct work *work = arg;

    collected_free(work->made[i], work->count);
}

static void dispose_immutable(void *arg, size_t i)
{
    struct work *work = arg;

    immutable_free(work->made[i], work->count);
}

TARE_CASE(records_create, plain)
{
    struct work work = work_new(t);
    struct plain **records = plain_create(work.values, work.count);

    tare_weigh(t, records);
    tare_check(t, plain_sum(records, work.count));
    plain_free(records, work.count);
    tare_loop_fresh(t, heap_tidy_first, dispose_plain, &work)
        work.made[tare_i] = plain_create(work.values, work.count);
    work_free(&work);
}

TARE_CASE(records_create, counted)
{
    struct work work = work_new(t);
    struct counted **records = counted_create(work.values, work.count);

    tare_weigh(t, records);
    tare_check(t, counted_sum(records, work.count));
    counted_free(records, work.count);
    tare_loop_fresh(t, heap_tidy_first, dispose_counted, &work)
        work.made[tare_i] = counted_create(work.values, work.count);
    work_free(&work);
}

TARE_CASE(records_create, collected)
{
    struct work work = work_new(t);
    struct collected **records = collected_create(work.values, work.count);

    tare_weigh(t, records);
    tare_check(t, collected_sum(records, work.count));
    collected_free(records, work.count);
    tare_loop_fresh(t, heap_tidy_first, dispose_collected, &work)
        work.made[tare_i] = collected_create(work.values, work.count);
    work_free(&work);
}

/* Made as `counted` is: to be immutable costs nothing until somebody shares and writes. */
TARE_CASE(records_create, immutable)
{
    struct work work = work_new(t);
    struct counted **records = immutable_create(work.values, work.count);

    tare_weigh(t, records);
    tare_check(t, immutable_sum(records, work.count));
    immutable_free(records, work.count);
    tare_loop_fresh(t, heap_tidy_first, dispose_immutable, &work)
        work.made[tare_i] = immutable_create(work.values, work.count);
    work_free(&work);
}

TARE_CASE(records_update, plain)
{
    size_t n = tare_size(t);
    struct values *values = values_draw(t);
    struct plain **records = plain_create(values, n);

    free(values);
    tare_weigh(t, records);
    tare_items(t, n);
    plain_update(records, n);
    tare_check(t, plain_sum(records, n));
    tare_loop(t)
        plain_update(records, n);
    plain_free(records, n);
}

TARE_CASE(records_update, counted)
{
    size_t n = tare_size(t);
    struct values *values = values_draw(t);
    struct counted **records = counted_create(values, n);

    free(values);
    tare_weigh(t, records);
    tare_items(t, n);
    counted_update(records, n);
    tare_check(t, counted_sum(records, n));
    tare_loop(t)
        counted_update(records, n);
    counted_free(records, n);
}

TARE_CASE(records_update, collected)
{
    size_t n = tare_size(t);
    struct values *values = values_draw(t);
    struct collected **records = collected_create(values, n);

    free(values);
    tare_weigh(t, records);
    tare_items(t, n);
    collected_update(records, n);
    tare_check(t, collected_sum(records, n));
    tare_loop(t)
        collected_update(records, n);
    collected_free(records, n);
}

TARE_CASE(records_update, immutable)
{
    size_t n = tare_size(t);
    struct values *values = values_draw(t);
    struct counted **records = immutable_create(values, n);

    free(values);
    tare_weigh(t, records);
    tare_items(t, n);
    immutable_update(records, n);
    tare_check(t, immutable_sum(records, n));
    tare_loop(t)
        immutable_update(records, n);
    immutable_free(records, n);
}

TARE_CASE(records_update, replaced)
{
    size_t n = tare_size(t);
    struct values *values = values_draw(t);
    struct counted **records = replaced_create(values, n);

    free(values);
    tare_weigh(t, records);
    tare_items(t, n);
    replaced_update(records, n);
    tare_check(t, replaced_sum(records, n));
    tare_loop(t)
        replaced_update(records, n);
    replaced_free(records, n);
}

TARE_CASE(records_copy, plain)
{
    struct work work = work_new(t);
    struct plain **records = plain_create(work.values, work.count);
    size_t changed = work.count * (size_t)tare_param(t) / 100;
    struct plain **copies = plain_copies(records, work.count, changed);

    tare_weigh(t, records);
    tare_weigh(t, copies);
    tare_elements(t, 2 * work.count);
    tare_refs(t, records[0]);
    tare_check(t, plain_sum(records, work.count));
    tare_check(t, plain_sum(copies, work.count));
    plain_free(copies, work.count);
    tare_loop_fresh(t, heap_tidy_first, dispose_plain, &work)
        work.made[tare_i] = plain_copies(records, work.count, changed);
    plain_free(records, work.count);
    work_free(&work);
}

TARE_CASE(records_copy, counted)
{
    struct work work = work_new(t);
    struct counted **records = counted_create(work.values, work.count);
    size_t changed = work.count * (size_t)tare_param(t) / 100;
    struct counted **copies = counted_copies(records, work.count, changed);

    tare_weigh(t, records);
    tare_weigh(t, copies);
    tare_elements(t, 2 * work.count);
    tare_refs(t, records[0]);
    tare_check(t, counted_sum(records, work.count));
    tare_check(t, counted_sum(copies, work.count));
    counted_free(copies, work.count);
    tare_loop_fresh(t, heap_tidy_first, dispose_counted, &work)
        work.made[tare_i] = counted_copies(records, work.count, changed);
    counted_free(records, work.count);
    work_free(&work);
}

TARE_CASE(records_copy, collected)
{
    struct work work = work_new(t);
    struct collected **records = collected_create(work.values, work.count);
    size_t changed = work.count * (size_t)tare_param(t) / 100;
    struct collected **copies = collected_copies(records, work.count, changed);

    tare_weigh(t, records);
    tare_weigh(t, copies);
    tare_elements(t, 2 * work.count);
    tare_refs(t, records[0]);
    tare_check(t, collected_sum(records, work.count));
    tare_check(t, collected_sum(copies, work.count));
    collected_free(copies, work.count);
    tare_loop_fresh(t, heap_tidy_first, dispose_collected, &work)
        work.made[tare_i] = collected_copies(records, work.count, changed);
    collected_free(records, work.count);
    work_free(&work);
}

TARE_CASE(records_copy, immutable)
{
    struct work work = work_new(t);
    struct counted **records = immutable_create(work.values, work.count);
    size_t changed = work.count * (size_t)tare_param(t) / 100;
    struct counted **copies = immutable_copies(records, work.count, changed);

    tare_weigh(t, records);
    tare_weigh(t, copies);
    tare_elements(t, 2 * work.count);
    tare_refs(t, records[0]);
    tare_check(t, immutable_sum(records, work.count));
    tare_check(t, immutable_sum(copies, work.count));
    immutable_free(copies, work.count);
    tare_loop_fresh(t, heap_tidy_first, dispose_immutable, &work)
        work.made[tare_i] = immutable_copies(records, work.count, changed);
    immutable_free(records, work.count);
    work_free(&work);
}
