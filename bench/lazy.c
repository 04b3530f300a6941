/* SPDX-License-Identifier: MIT */
/*
 * The same pipeline (generate n numbers, square them, keep the odd ones, sum) with whole arrays
 * between its stages, with one number, with a block of them, or with nothing: what does it cost in
 * time to need no memory? The stages are in lazy_stages.h and lazy_streams.h.
 *
 * What is weighed is the pipeline as it stands before the sum. The peak of the heap is the same
 * (for `lists` 4 bytes a number more, until the last array is fitted), and grows with n for these
 * and `in_place` alone. In Python a list of 100,000 ints is 824,464 bytes shallow and 4,024,456
 * deep, and three stages are three lists; a generator is one object with its frame, which CPython
 * 3.11 gives 200 bytes (sys.getsizeof), whatever it runs over.
 *
 * 1000 numbers make arrays that fit into L1, 200,000 some of 1.6 MB. malloc keeps what is freed
 * (heap_keep), so that each sum has its arrays where the one before had them, in memory that is
 * there; those of --full are above the 32 MiB that it keeps at most. What it costs where malloc
 * gives them back is `pipeline_memory`.
 */
#include "lazy_streams.h"

TARE_GROUP(pipeline, .title = "Sum the odd squares of n numbers: arrays or streams",
           .unit = "number", .sizes = TARE_SIZES(1000, 200000, TARE_FULL(8000000)),
           .baseline = "lists")

/*
 * Where the arrays of `lists` are: in memory that malloc has kept, in memory that comes from the
 * kernel for each sum and goes back to it (each page is cleared and faulted in anew, as in a
 * process that runs the pipeline once), or in arrays that were there before. Python's lists of more
 * than 512 bytes come from malloc, too.
 */
TARE_GROUP(pipeline_memory, .title = "Arrays for a pipeline of n: kept, from the kernel, or reused",
           .unit = "number", .sizes = TARE_SIZES(20000, 200000, TARE_FULL(1000000)),
           .baseline = "kept")

/* Python's itertools.islice, next, any: the rest is never computed, unless it was at once. */
TARE_GROUP(pipeline_first, .title = "Sum the first 16 odd squares of n: the rest is not wanted",
           .sizes = TARE_SIZES(1000, 100000, TARE_FULL(1000000)), .baseline = "lists")

enum { FIRST_ITEMS = 16 };

TARE_CASE(pipeline, lists)
{
    heap_keep();

    struct range range = range_draw(t);
    struct lists lists = lists_new(range);

    tare_weigh(t, lists);
    lists_free(&lists);
    tare_items(t, range.count);
    tare_check(t, lists_run(range, SIZE_MAX));
    tare_loop(t)
        tare_keep(lists_run(range, SIZE_MAX));
}

TARE_CASE(pipeline, in_place)
{
    heap_keep();

    struct range range = range_draw(t);
    struct list list = list_new(range);

    tare_weigh(t, list);
    free(list.items);
    tare_items(t, range.count);
    tare_check(t, list_run(range));
    tare_loop(t)
        tare_keep(list_run(range));
}

TARE_CASE(pipeline, pulled)
{
    heap_keep();

    struct range range = range_draw(t);
    struct iterator *odd = pulled_new(range);

    tare_weigh(t, odd);
    pulled_free(odd);
    tare_items(t, range.count);
    tare_check(t, pulled_run(range, SIZE_MAX));
    tare_loop(t)
        tare_keep(pulled_run(range, SIZE_MAX));
}

TARE_CASE(pipeline, pushed)
{
    heap_keep();

    struct range range = range_draw(t);
    struct pushed pushed;

    pushed_init(&pushed, SIZE_MAX);
    tare_weigh(t, pushed);
    tare_items(t, range.count);
    tare_check(t, pushed_run(range, SIZE_MAX));
    tare_loop(t)
        tare_keep(pushed_run(range, SIZE_MAX));
}

TARE_CASE(pipeline, chunked)
{
    heap_keep();

    struct range range = range_draw(t);
    struct chunks *odd = chunked_new(range);

    tare_weigh(t, odd);
    chunked_free(odd);
    tare_items(t, range.count);
    tare_check(t, chunked_run(range, SIZE_MAX));
    tare_loop(t)
        tare_keep(chunked_run(range, SIZE_MAX));
}

TARE_CASE(pipeline, fused)
{
    heap_keep();

    struct range range = range_draw(t);

    tare_weigh(t, range);
    tare_items(t, range.count);
    tare_check(t, fused_run(range));
    tare_loop(t)
        tare_keep(fused_run(range));
}

TARE_CASE(pipeline_memory, kept)
{
    heap_keep();

    struct range range = range_draw(t);
    struct lists lists = lists_new(range);

    tare_weigh(t, lists);
    lists_free(&lists);
    tare_items(t, range.count);
    tare_check(t, lists_run(range, SIZE_MAX));
    tare_loop(t)
        tare_keep(lists_run(range, SIZE_MAX));
}

TARE_CASE(pipeline_memory, returned)
{
    heap_return();

    struct range range = range_draw(t);
    struct lists lists = lists_new(range);

    tare_weigh(t, lists);
    lists_free(&lists);
    tare_items(t, range.count);
    tare_check(t, lists_run(range, SIZE_MAX));
    tare_loop(t)
        tare_keep(lists_run(range, SIZE_MAX));
}

TARE_CASE(pipeline_memory, reused)
{
    heap_keep();

    struct range range = range_draw(t);
    struct lists lists = lists_fill(lists_alloc(range.count), range);

    tare_weigh(t, lists);
    tare_items(t, range.count);
    tare_check(t, lists_rerun(lists, range));
    tare_loop(t)
        tare_keep(lists_rerun(lists, range));
    lists_free(&lists);
}

TARE_CASE(pipeline_first, lists)
{
    heap_keep();

    struct range range = range_draw(t);
    struct lists lists = lists_new(range);

    tare_weigh(t, lists);
    lists_free(&lists);
    tare_check(t, lists_run(range, FIRST_ITEMS));
    tare_loop(t)
        tare_keep(lists_run(range, FIRST_ITEMS));
}

TARE_CASE(pipeline_first, pulled)
{
    heap_keep();

    struct range range = range_draw(t);
    struct iterator *odd = pulled_new(range);

    tare_weigh(t, odd);
    pulled_free(odd);
    tare_check(t, pulled_run(range, FIRST_ITEMS));
    tare_loop(t)
        tare_keep(pulled_run(range, FIRST_ITEMS));
}

TARE_CASE(pipeline_first, pushed)
{
    heap_keep();

    struct range range = range_draw(t);
    struct pushed pushed;

    pushed_init(&pushed, FIRST_ITEMS);
    tare_weigh(t, pushed);
    tare_check(t, pushed_run(range, FIRST_ITEMS));
    tare_loop(t)
        tare_keep(pushed_run(range, FIRST_ITEMS));
}

TARE_CASE(pipeline_first, chunked)
{
    heap_keep();

    struct range range = range_draw(t);
    struct chunks *odd = chunked_new(range);

    tare_weigh(t, odd);
    chunked_free(odd);
    tare_check(t, chunked_run(range, FIRST_ITEMS));
    tare_loop(t)
        tare_keep(chunked_run(range, FIRST_ITEMS));
}

TARE_CASE(pipeline_first, fused)
{
    heap_keep();

    struct range range = range_draw(t);

    tare_weigh(t, range);
    tare_check(t, fused_run_first(range, FIRST_ITEMS));
    tare_loop(t)
        tare_keep(fused_run_first(range, FIRST_ITEMS));
}
