/* SPDX-License-Identifier: MIT */
/*
 * n integers: side by side, or each in an object of its own that a pointer leads to, as in Python?
 *
 * Figures of CPython 3 on 64 bits: list(range(100000)) as a comprehension makes it is 4,024,456
 * bytes deep and 824,464 shallow, the same as a NumPy array of int32 400,112. Taken apart by the
 * layout of its objects: 56 bytes of list, 103,051 pointers (it had grown by appending), and ints
 * of 28 bytes, which pympler rounds up to 32. So 36 bytes asked for a number against 4: here
 * `boxed` against `int32`. Only the layout is Python's: no dispatch and no counting while it is
 * read.
 *
 * The objects lie in the order in which the array has them, as in a list that was just made: the
 * best that boxes can get, as the prefetcher runs ahead. Sorting, the second group, meets them in
 * no order.
 *
 * Sizes for a core with 48 KiB of L1 and 1 to 2 MiB of L2: 500 numbers fit into L1 in each variant,
 * 100,000 are 0.4 MB as int32, 0.8 MB as int64, and boxed with malloc's own 5.6 MB. To sort, 2000
 * are 8 KB as int32 and 112 KB boxed, 20,000 ten times that.
 */
#include "boxed_ints.h"
#include "sort_work.h"

TARE_GROUP(ints_sum, .title = "Sum n integers: in place, boxed, shared, tagged", .unit = "integer",
           .sizes = TARE_SIZES(500, 100000, TARE_FULL(1000000)), .baseline = "int32")

/*
 * The same quicksort for all, so that what differs is the comparison and what it reads: for `boxed`
 * an object behind each pointer, in no order. In Python it is list.sort against numpy.sort.
 */
TARE_GROUP(ints_sort, .title = "Sort n integers: in place, boxed, shared, tagged",
           .unit = "integer", .sizes = TARE_SIZES(2000, 20000, TARE_FULL(200000)),
           .baseline = "int32")

TARE_CASE(ints_sum, int32)
{
    size_t n = tare_size(t);
    int32_t *numbers = int32_new(t, n);

    tare_weigh(t, numbers);
    tare_items(t, n);
    tare_check(t, (uint64_t)int32_sum(numbers, n));
    tare_loop(t)
        tare_keep(int32_sum(numbers, n));
    free(numbers);
}

TARE_CASE(ints_sum, int64)
{
    size_t n = tare_size(t);
    int64_t *numbers = int64_new(t, n);

    tare_weigh(t, numbers);
    tare_items(t, n);
    tare_check(t, (uint64_t)int64_sum(numbers, n));
    tare_loop(t)
        tare_keep(int64_sum(numbers, n));
    free(numbers);
}

TARE_CASE(ints_sum, boxed)
{
    size_t n = tare_size(t);
    struct int_object **numbers = objects_new(t, n);

    tare_weigh(t, numbers);
    tare_items(t, n);
    tare_check(t, (uint64_t)objects_sum(numbers, n));
    tare_loop(t)
        tare_keep(objects_sum(numbers, n));
    objects_free(numbers, n);
}

TARE_CASE(ints_sum, shared)
{
    size_t n = tare_size(t);
    struct int_object **numbers = shared_new(t, n);

    tare_weigh(t, numbers);
    tare_items(t, n);
    tare_check(t, (uint64_t)objects_sum(numbers, n));
    tare_loop(t)
        tare_keep(objects_sum(numbers, n));
    objects_free(numbers, n);
}

TARE_CASE(ints_sum, tagged)
{
    size_t n = tare_size(t);
    struct tagged *numbers = tagged_new(t, n);

    tare_weigh(t, numbers);
    tare_items(t, n);
    tare_check(t, (uint64_t)tagged_sum(numbers, n));
    tare_loop(t)
        tare_keep(tagged_sum(numbers, n));
    free(numbers);
}

TARE_CASE(ints_sort, int32)
{
    size_t n = tare_size(t);
    int32_t *numbers = int32_new(t, n);

    tare_weigh(t, numbers);
    tare_items(t, n);

    struct sort_work work = sort_work_new(t, numbers, n, sizeof(*numbers));

    sort_work_prepare(&work, 0);
    int32_sort(work.copies[0], n, NULL);
    tare_check(t, int32_order(work.copies[0], n));
    sort_work_dispose(&work, 0);
    tare_loop_fresh(t, sort_work_prepare, sort_work_dispose, &work)
        int32_sort(work.copies[tare_i], n, NULL);
    sort_work_free(&work);
    free(numbers);
}

TARE_CASE(ints_sort, int64)
{
    size_t n = tare_size(t);
    int64_t *numbers = int64_new(t, n);

    tare_weigh(t, numbers);
    tare_items(t, n);

    struct sort_work work = sort_work_new(t, numbers, n, sizeof(*numbers));

    sort_work_prepare(&work, 0);
    int64_sort(work.copies[0], n, NULL);
    tare_check(t, int64_order(work.copies[0], n));
    sort_work_dispose(&work, 0);
    tare_loop_fresh(t, sort_work_prepare, sort_work_dispose, &work)
        int64_sort(work.copies[tare_i], n, NULL);
    sort_work_free(&work);
    free(numbers);
}

TARE_CASE(ints_sort, boxed)
{
    size_t n = tare_size(t);
    struct int_object **numbers = objects_new(t, n);

    tare_weigh(t, numbers);
    tare_items(t, n);

    struct sort_work work = sort_work_new(t, numbers, n, sizeof(*numbers));

    sort_work_prepare(&work, 0);
    objects_sort(work.copies[0], n, NULL);
    tare_check(t, objects_order(work.copies[0], n));
    sort_work_dispose(&work, 0);
    tare_loop_fresh(t, sort_work_prepare, sort_work_dispose, &work)
        objects_sort(work.copies[tare_i], n, NULL);
    sort_work_free(&work);
    objects_free(numbers, n);
}

TARE_CASE(ints_sort, shared)
{
    size_t n = tare_size(t);
    struct int_object **numbers = shared_new(t, n);

    tare_weigh(t, numbers);
    tare_items(t, n);

    struct sort_work work = sort_work_new(t, numbers, n, sizeof(*numbers));

    sort_work_prepare(&work, 0);
    objects_sort(work.copies[0], n, NULL);
    tare_check(t, objects_order(work.copies[0], n));
    sort_work_dispose(&work, 0);
    tare_loop_fresh(t, sort_work_prepare, sort_work_dispose, &work)
        objects_sort(work.copies[tare_i], n, NULL);
    sort_work_free(&work);
    objects_free(numbers, n);
}

TARE_CASE(ints_sort, tagged)
{
    size_t n = tare_size(t);
    struct tagged *numbers = tagged_new(t, n);

    tare_weigh(t, numbers);
    tare_items(t, n);

    struct sort_work work = sort_work_new(t, numbers, n, sizeof(*numbers));

    sort_work_prepare(&work, 0);
    tagged_sort(work.copies[0], n, NULL);
    tare_check(t, tagged_order(work.copies[0], n));
    sort_work_dispose(&work, 0);
    tare_loop_fresh(t, sort_work_prepare, sort_work_dispose, &work)
        tagged_sort(work.copies[tare_i], n, NULL);
    sort_work_free(&work);
    free(numbers);
}
