/* SPDX-License-Identifier: MIT */
/*
 * The same six fields of a reading in 32, 24, 17 or 8 bytes: smaller records bring more of
 * themselves a cache line and cost more instructions to take apart. Python's __slots__ and
 * NumPy's structured types pose the same choice: numpy.dtype of these fields, in the order of
 * `padded`, has an itemsize of 17, with align=True of 32.
 *
 * And the other way round: counters of several threads that are packed into one cache line take it
 * from each other with every write, so that here padding is what is fast. Python's threads, of
 * which one runs at a time, never met it; its processes do, in shared memory
 * (multiprocessing.Array).
 *
 * Of 10,000 records all layouts lie in an L2 of 1 to 2 MiB, 150,000 padded records make 4.8 MB, the
 * same as bit-fields 1.2 MB.
 */
#include <inttypes.h>

#include "case.h"
#include "packing_counters.h"

#define PACKING_SIZES TARE_SIZES(10000, 150000, TARE_FULL(1000000))

/* Smaller records: fewer cache lines, more instructions. */
TARE_GROUP(scan, .title = "Read every field of n records: fewer bytes, more instructions",
           .unit = "record", .sizes = PACKING_SIZES, .baseline = "padded")
/* A record at a random place is a cache line, whatever its size; independent misses overlap. */
TARE_GROUP(update_random, .title = "Change two fields of n records at random: a cache line each",
           .unit = "record", .sizes = PACKING_SIZES, .baseline = "padded")

/* Each thread counts for itself but in `shared`; with one thread there is nobody to share with. */
TARE_GROUP(count_threads, .title = "Count events in each thread: one cache line or one each",
           .unit = "event", .threads = TARE_THREADS(1, 2), .baseline = "adjacent")

/* The bits that the values need, in whatever type a layout keeps them: 64 together. */
enum {
    TIME_BITS = 32,
    VALUE_BITS = 16,
    SENSOR_BITS = 10,
    QUALITY_BITS = 3,
    KIND_BITS = 2,
    ACTIVE_BITS = 1,
};

#define BITS(count) ((1ull << (count)) - 1)

/* Fields in the order in which they came to mind: 17 bytes of values and 15 of holes. */
struct padded {
    uint8_t kind;
    uint64_t time_s;
    uint8_t quality;
    uint32_t value;
    uint8_t active;
    uint16_t sensor;
};

/* Largest first: the holes are gone, 7 bytes at the end keep the next time_s aligned. */
struct reordered {
    uint64_t time_s;
    uint32_t value;
    uint16_t sensor;
    uint8_t quality;
    uint8_t kind;
    uint8_t active;
};

/* No padding at all: fields lie at any address, and every fourth record straddles a cache line. */
struct __attribute__((packed)) packed {
    uint64_t time_s;
    uint32_t value;
    uint16_t sensor;
    uint8_t quality;
    uint8_t kind;
    uint8_t active;
};

/*
 * The bits in use and no more: a shift and a mask to read, a merge to write. What is compared at
 * -O2: clang 14 takes the words apart in vectors, which it does for no other layout; gcc 12 takes
 * them apart one by one.
 */
struct bitfield {
    uint64_t time_s : TIME_BITS;
    uint64_t value : VALUE_BITS;
    uint64_t sensor : SENSOR_BITS;
    uint64_t quality : QUALITY_BITS;
    uint64_t kind : KIND_BITS;
    uint64_t active : ACTIVE_BITS;
};

_Static_assert(sizeof(struct padded) == 32, "17 bytes of values, 15 of padding");
_Static_assert(sizeof(struct reordered) == 24, "17 bytes of values, 7 of padding");
_Static_assert(sizeof(struct packed) == 17, "17 bytes of values");
_Static_assert(sizeof(struct bitfield) == 8, "64 bits of values");

#define RECORD padded
#include "packing_record.h"
#define RECORD reordered
#include "packing_record.h"
#define RECORD packed
#include "packing_record.h"
#define RECORD bitfield
#include "packing_record.h"

TARE_CASE(scan, padded)
{
    size_t n = tare_size(t);
    struct padded *records = padded_new(t, n);

    tare_weigh(t, records);
    tare_items(t, n);
    tare_check(t, padded_scan(records, n));
    tare_loop(t)
        tare_keep(padded_scan(records, n));
    free(records);
}

TARE_CASE(scan, reordered)
{
    size_t n = tare_size(t);
    struct reordered *records = reordered_new(t, n);

    tare_weigh(t, records);
    tare_items(t, n);
    tare_check(t, reordered_scan(records, n));
    tare_loop(t)
        tare_keep(reordered_scan(records, n));
    free(records);
}

TARE_CASE(scan, packed)
{
    size_t n = tare_size(t);
    struct packed *records = packed_new(t, n);

    tare_weigh(t, records);
    tare_items(t, n);
    tare_check(t, packed_scan(records, n));
    tare_loop(t)
        tare_keep(packed_scan(records, n));
    free(records);
}

TARE_CASE(scan, bitfield)
{
    size_t n = tare_size(t);
    struct bitfield *records = bitfield_new(t, n);

    tare_weigh(t, records);
    tare_items(t, n);
    tare_check(t, bitfield_scan(records, n));
    tare_loop(t)
        tare_keep(bitfield_scan(records, n));
    free(records);
}

TARE_CASE(update_random, padded)
{
    size_t n = tare_size(t);
    struct padded *records = padded_new(t, n);

    tare_weigh(t, records);
    tare_items(t, n);
    padded_update(records, n);
    tare_check(t, padded_scan(records, n));
    tare_loop(t)
        padded_update(records, n);
    free(records);
}

TARE_CASE(update_random, reordered)
{
    size_t n = tare_size(t);
    struct reordered *records = reordered_new(t, n);

    tare_weigh(t, records);
    tare_items(t, n);
    reordered_update(records, n);
    tare_check(t, reordered_scan(records, n));
    tare_loop(t)
        reordered_update(records, n);
    free(records);
}

TARE_CASE(update_random, packed)
{
    size_t n = tare_size(t);
    struct packed *records = packed_new(t, n);

    tare_weigh(t, records);
    tare_items(t, n);
    packed_update(records, n);
    tare_check(t, packed_scan(records, n));
    tare_loop(t)
        packed_update(records, n);
    free(records);
}

TARE_CASE(update_random, bitfield)
{
    size_t n = tare_size(t);
    struct bitfield *records = bitfield_new(t, n);

    tare_weigh(t, records);
    tare_items(t, n);
    bitfield_update(records, n);
    tare_check(t, bitfield_scan(records, n));
    tare_loop(t)
        bitfield_update(records, n);
    free(records);
}

/*
 * Thread 0 alone counts before the loop, where the others wait for it. What is weighed are the
 * lines that tare hands out; a counter's own bytes, with its padding, are a figure of their own.
 */
static void count_check(struct tare *t, void (*count_events)(uint64_t *count), uint64_t *count,
                        size_t bytes_per_counter)
{
    tare_items(t, EVENTS);
    tare_elements(t, tare_threads(t));
    tare_counter(t, "bytes_per_counter", (double)bytes_per_counter);
    if (tare_thread(t) > 0)
        return;
    count_events(count);
    tare_check(t, *count);
}

/* Each operation counts the same: of what threads have counted together, an event that one of them
 * took from another leaves a remainder. */
static void count_expect_whole(struct tare *t, const uint64_t *count)
{
    uint64_t one = 0;

    count_atomically(&one);
    if (*count % one != 0)
        tare_fail(t, "counted %" PRIu64 " events, which is no multiple of %" PRIu64, *count, one);
}

TARE_CASE(count_threads, adjacent)
{
    struct adjacent *counters = tare_shared(t, tare_threads(t) * sizeof(*counters));
    uint64_t *count = &counters[tare_thread(t)].count;

    tare_weigh(t, counters);
    count_check(t, count_in_memory, count, sizeof(*counters));
    tare_loop(t)
        count_in_memory(count);
}

TARE_CASE(count_threads, own_line)
{
    struct own_line *counters = tare_shared(t, tare_threads(t) * sizeof(*counters));
    uint64_t *count = &counters[tare_thread(t)].count;

    tare_weigh(t, counters);
    count_check(t, count_in_memory, count, sizeof(*counters));
    tare_loop(t)
        count_in_memory(count);
}

TARE_CASE(count_threads, at_end)
{
    struct adjacent *counters = tare_shared(t, tare_threads(t) * sizeof(*counters));
    uint64_t *count = &counters[tare_thread(t)].count;

    tare_weigh(t, counters);
    count_check(t, count_at_end, count, sizeof(*counters));
    tare_loop(t)
        count_at_end(count);
}

TARE_CASE(count_threads, shared)
{
    struct adjacent *counter = tare_shared(t, sizeof(*counter));
    uint64_t *count = &counter->count;

    tare_weigh(t, counter);
    count_check(t, count_atomically, count, sizeof(*counter));
    tare_loop(t)
        count_atomically(count);
    count_expect_whole(t, count);
}
