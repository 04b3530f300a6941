/* SPDX-License-Identifier: MIT */
/*
 * n integers of boxed.c in five representations. Included by boxed.c only. The bytes that are given
 * with one are those of a number, as asked of malloc.
 */
#ifndef BENCH_BOXED_INTS_H
#define BENCH_BOXED_INTS_H

#include "case.h"

/* CPython keeps one object each for these and hands it out again. */
enum { SHARED_MIN = -5, SHARED_MAX = 256, SHARED_COUNT = SHARED_MAX - SHARED_MIN + 1 };

/*
 * Every second number is one of those that CPython shares, the others have up to 30 bits, which is
 * one digit of CPython's: flags and small counts beside identities and prices.
 */
static int32_t int_draw(struct tare *t)
{
    uint64_t bits = tare_random(t);

    if (bits & 1)
        return SHARED_MIN + (int32_t)((bits >> 32) % SHARED_COUNT);
    return (int32_t)(bits >> 34);
}

/* What becomes of the order of sorted numbers: tells any two orders of distinct numbers apart. */
static inline uint64_t order_mix(uint64_t mixed, int64_t value)
{
    return mixed * 31 + (uint64_t)value;
}

/*
 * int32, 4 bytes: what NumPy has in an array of dtype int32, and C by itself. What is compared at
 * -O2: of this sum and that of int64 clang 14 makes vectors, gcc 12 does not, and adds a number a
 * cycle. All sorts are compiled alike.
 */
static int32_t *int32_new(struct tare *t, size_t n)
{
    int32_t *numbers = must_alloc(n, sizeof(*numbers));

    for (size_t i = 0; i < n; i++)
        numbers[i] = int_draw(t);
    return numbers;
}

OPERATION int64_t int32_sum(const int32_t *numbers, size_t n)
{
    int64_t sum = 0;

    for (size_t i = 0; i < n; i++)
        sum += numbers[i];
    return sum;
}

static uint64_t int32_order(const int32_t *numbers, size_t n)
{
    uint64_t mixed = 0;

    for (size_t i = 0; i < n; i++)
        mixed = order_mix(mixed, numbers[i]);
    return mixed;
}

#define SORT_NAME                int32_sort
#define SORT_ITEM                int32_t
#define SORT_CONTEXT             const void *
#define SORT_LESS(a, b, context) ((a) < (b))
#include "sort_quick.h"

/* int64, 8 bytes: NumPy's default, and what a cautious C programmer takes. */
static int64_t *int64_new(struct tare *t, size_t n)
{
    int64_t *numbers = must_alloc(n, sizeof(*numbers));

    for (size_t i = 0; i < n; i++)
        numbers[i] = int_draw(t);
    return numbers;
}

OPERATION int64_t int64_sum(const int64_t *numbers, size_t n)
{
    int64_t sum = 0;

    for (size_t i = 0; i < n; i++)
        sum += numbers[i];
    return sum;
}

static uint64_t int64_order(const int64_t *numbers, size_t n)
{
    uint64_t mixed = 0;

    for (size_t i = 0; i < n; i++)
        mixed = order_mix(mixed, numbers[i]);
    return mixed;
}

#define SORT_NAME                int64_sort
#define SORT_ITEM                int64_t
#define SORT_CONTEXT             const void *
#define SORT_LESS(a, b, context) ((a) < (b))
#include "sort_quick.h"

/*
 * boxed, 36 bytes: a pointer, and behind it CPython's int (up to 3.11): count of references, type,
 * count of digits with the sign of the number, digits of 30 bits. 28 bytes with one digit, of which
 * glibc's malloc makes a chunk of 48, CPython's own allocator one of 32.
 */
struct int_type {
    const char *name;
};

struct int_object {
    int64_t reference_count;
    const struct int_type *type;
    int64_t size;
    uint32_t digits[];
};

enum { INT_BYTES = sizeof(struct int_object) + sizeof(uint32_t) };

_Static_assert(INT_BYTES == 28, "an int of one digit is as large as CPython's");

static const struct int_type int_type = {"int"};

static struct int_object *int_new(int32_t value)
{
    struct int_object *object = must_alloc(1, INT_BYTES);

    *object = (struct int_object){.reference_count = 1, .type = &int_type};
    object->size = value < 0 ? -1 : value > 0;
    object->digits[0] = (uint32_t)abs(value);
    return object;
}

static inline int64_t int_value(const struct int_object *object)
{
    return object->size * object->digits[0];
}

static struct int_object **objects_new(struct tare *t, size_t n)
{
    struct int_object **numbers = must_alloc(n, sizeof(struct int_object *));

    for (size_t i = 0; i < n; i++)
        numbers[i] = int_new(int_draw(t));
    return numbers;
}

/* Of both boxed and shared: an object goes with the last place that refers to it. */
static void objects_free(struct int_object **numbers, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (--numbers[i]->reference_count == 0)
            free(numbers[i]);
    free(numbers);
}

OPERATION int64_t objects_sum(struct int_object *const *numbers, size_t n)
{
    int64_t sum = 0;

    for (size_t i = 0; i < n; i++)
        sum += int_value(numbers[i]);
    return sum;
}

static uint64_t objects_order(struct int_object *const *numbers, size_t n)
{
    uint64_t mixed = 0;

    for (size_t i = 0; i < n; i++)
        mixed = order_mix(mixed, int_value(numbers[i]));
    return mixed;
}

#define SORT_NAME                objects_sort
#define SORT_ITEM                struct int_object *
#define SORT_CONTEXT             const void *
#define SORT_LESS(a, b, context) (int_value(a) < int_value(b))
#include "sort_quick.h"

/*
 * shared, 22 bytes where there are many: small numbers are one object each, as in CPython, where
 * they are there from the start. The operations are those of boxed.
 */
static struct int_object **shared_new(struct tare *t, size_t n)
{
    struct int_object **numbers = must_alloc(n, sizeof(struct int_object *));
    struct int_object *shared[SHARED_COUNT] = {NULL};

    for (size_t i = 0; i < n; i++) {
        int32_t value = int_draw(t);
        bool small = value >= SHARED_MIN && value <= SHARED_MAX;
        struct int_object **known = small ? &shared[value - SHARED_MIN] : NULL;

        if (small && *known != NULL) {
            numbers[i] = *known;
            numbers[i]->reference_count++;
            continue;
        }
        numbers[i] = int_new(value);
        if (small)
            *known = numbers[i];
    }
    return numbers;
}

/*
 * tagged, 8 bytes: a word with its lowest bit set is the number itself, any other a pointer to an
 * object, as in Ruby, in V8 and in OCaml; CPython has nothing of the kind. All numbers here fit
 * into the 63 bits; what is paid is the question.
 */
struct tagged {
    uintptr_t bits;
};

static struct tagged *tagged_new(struct tare *t, size_t n)
{
    struct tagged *numbers = must_alloc(n, sizeof(*numbers));

    for (size_t i = 0; i < n; i++)
        numbers[i].bits = (uintptr_t)int_draw(t) << 1 | 1;
    return numbers;
}

static inline int64_t tagged_value(struct tagged number)
{
    if (number.bits & 1)
        return (int64_t)number.bits >> 1;
    return int_value((const struct int_object *)number.bits);
}

OPERATION int64_t tagged_sum(const struct tagged *numbers, size_t n)
{
    int64_t sum = 0;

    for (size_t i = 0; i < n; i++)
        sum += tagged_value(numbers[i]);
    return sum;
}

static uint64_t tagged_order(const struct tagged *numbers, size_t n)
{
    uint64_t mixed = 0;

    for (size_t i = 0; i < n; i++)
        mixed = order_mix(mixed, tagged_value(numbers[i]));
    return mixed;
}

#define SORT_NAME                tagged_sort
#define SORT_ITEM                struct tagged
#define SORT_CONTEXT             const void *
#define SORT_LESS(a, b, context) (tagged_value(a) < tagged_value(b))
#include "sort_quick.h"

#endif
