/* SPDX-License-Identifier: MIT */
/*
 * A record of records.c with the headers that languages put before its fields, and what is done to
 * it:
 *
 *     RECORD_new(values)     a record, held once
 *     RECORD_drop(record)    gives up one hold, of which there is at least one
 *     KIND_copy(record)      one that reads the same; a write to either is not seen in the other
 *     KIND_add(place, n)     adds to one field of the record at the place, which may be replaced
 *
 * Included by records.c only.
 */
#ifndef BENCH_RECORDS_KINDS_H
#define BENCH_RECORDS_KINDS_H

#include "case.h"

/* The fields, in every kind the same: what is compared is what stands before them. */
struct values {
    uint64_t x, y, colour, weight;
};

static inline uint64_t values_sum(const struct values *values)
{
    return values->x + values->y + values->colour + values->weight;
}

/* plain, 32 bytes: one owner, who knows when to free it. */
struct plain {
    struct values values;
};

static inline struct plain *plain_new(const struct values *values)
{
    struct plain *record = must_alloc(1, sizeof(*record));

    record->values = *values;
    return record;
}

static inline struct plain *plain_copy(struct plain *record)
{
    return plain_new(&record->values);
}

static inline void plain_add(struct plain **place, uint64_t n)
{
    (*place)->values.weight += n;
}

static inline void plain_drop(struct plain *record)
{
    free(record);
}

/*
 * counted, 40 bytes: a reference count, and a write is seen by all who hold it. (CPython's header
 * of 16 has the type beside the count: its recordclass of four fields is 16 + 4 * 8 = 48 bytes.)
 */
struct counted {
    uint64_t count;
    struct values values;
};

static inline struct counted *counted_new(const struct values *values)
{
    struct counted *record = must_alloc(1, sizeof(*record));

    record->count = 1;
    record->values = *values;
    return record;
}

static inline struct counted *counted_copy(struct counted *record)
{
    return counted_new(&record->values);
}

static inline void counted_add(struct counted **place, uint64_t n)
{
    (*place)->values.weight += n;
}

static inline void counted_drop(struct counted *record)
{
    if (--record->count == 0)
        free(record);
}

/*
 * collected, 56 bytes: linked into the list of all that a collector would look through, as every
 * container of CPython is. To create links it behind the newest one and to free takes it out: two
 * neighbours are written. (A namedtuple of four fields is 24 + 16 + 8 + 4 * 8 = 80 bytes, the 8 its
 * length and the 24 this header, which is 16 bytes since CPython 3.8.)
 */
struct link {
    struct link *next, *previous;
};

struct collected {
    struct link link;
    uint64_t count;
    struct values values;
};

static struct link all_collected = {&all_collected, &all_collected};

static inline struct collected *collected_new(const struct values *values)
{
    struct collected *record = must_alloc(1, sizeof(*record));
    struct link *newest = all_collected.previous;

    record->link = (struct link){&all_collected, newest};
    newest->next = &record->link;
    all_collected.previous = &record->link;
    record->count = 1;
    record->values = *values;
    return record;
}

static inline struct collected *collected_copy(struct collected *record)
{
    return collected_new(&record->values);
}

static inline void collected_add(struct collected **place, uint64_t n)
{
    (*place)->values.weight += n;
}

static inline void collected_drop(struct collected *record)
{
    if (--record->count != 0)
        return;
    record->link.previous->next = record->link.next;
    record->link.next->previous = record->link.previous;
    free(record);
}

/*
 * immutable, a counted record that is not written while it is shared, copy-on-write: to copy is to
 * count up, and who writes to a record that others hold gets one of his own. What nobody else holds
 * is written in place, since nobody can tell.
 */
static inline struct counted *immutable_copy(struct counted *record)
{
    record->count++;
    return record;
}

static inline void immutable_add(struct counted **place, uint64_t n)
{
    if ((*place)->count > 1) {
        struct counted *own = counted_new(&(*place)->values);

        counted_drop(*place);
        *place = own;
    }
    (*place)->values.weight += n;
}

/*
 * replaced, a counted record that is never written: who changes a field makes a new record and
 * drops the old one, as namedtuple's _replace and dataclasses.replace do.
 */
static inline struct counted *replaced_copy(struct counted *record)
{
    return immutable_copy(record);
}

static inline void replaced_add(struct counted **place, uint64_t n)
{
    struct counted *changed = counted_new(&(*place)->values);

    changed->values.weight += n;
    counted_drop(*place);
    *place = changed;
}

#endif
