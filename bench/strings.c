/* SPDX-License-Identifier: MIT */
/*
 * n strings of 4 to 19 letters: each in a block of its own, all in one, short ones in place, or
 * equal ones once?
 *
 * Figures of CPython's objects (up to 3.11, 64 bits): a str of ASCII letters is 49 bytes and its
 * letters (16 header, 8 length, 8 hash, 8 state, 8 wstr, 1 NUL), behind 8 bytes of the list's
 * pointer: 68.5 bytes for the 11.5 letters that a string here has on average.
 *
 * Sizes for a core with 1 to 2 MiB of L2: 20,000 strings are 0.8 MB as pointers with malloc's own,
 * 0.3 MB in one buffer, 100,000 five times that; 2000 in one buffer fit into L1.
 */
#define _GNU_SOURCE /* stpcpy, strnlen */
#include "strings_texts.h"

#include "sort_work.h"
#include "strings_kinds.h"

/* All of them are asked, as by list.count: Python compares pointers first, then lengths, kinds and
 * letters (unicode_eq in Objects/stringlib/eq.h). */
TARE_GROUP(strings_find, .title = "Find the strings that equal one of n: where are the letters",
           .unit = "string", .sizes = TARE_SIZES(20000, 100000, TARE_FULL(1000000)),
           .baseline = "pointers")

/*
 * The same quicksort and strcmp for all: what differs is how it comes to the letters. What is moved
 * is an item, of 4, 8 or 16 bytes. In Python: list.sort of str.
 */
TARE_GROUP(strings_sort, .title = "Sort n strings by strcmp: where are the letters",
           .unit = "string", .sizes = TARE_SIZES(2000, 20000, TARE_FULL(200000)),
           .baseline = "pointers")

/* A representation alone, what it was built from already freed, and what to ask it for. */
struct search {
    void *strings;
    struct text wanted;
};

static struct search search_new(struct tare *t, void *(*build)(const struct texts *texts))
{
    struct texts texts = texts_draw(t);
    struct search search = {build(&texts), texts_short(&texts, INLINE_BYTES - 1)};

    texts_free(&texts);
    tare_items(t, tare_size(t));
    return search;
}

TARE_CASE(strings_find, pointers)
{
    struct search search = search_new(t, pointers_new);
    struct pointers *strings = search.strings;

    tare_weigh(t, strings);
    tare_check(t, pointers_find(strings, search.wanted.letters));
    tare_loop(t)
        tare_keep(pointers_find(strings, search.wanted.letters));
    pointers_free(strings);
}

TARE_CASE(strings_find, buffer)
{
    struct search search = search_new(t, buffer_new);
    struct buffer *strings = search.strings;

    tare_weigh(t, strings);
    tare_check(t, buffer_find(strings, search.wanted.letters));
    tare_loop(t)
        tare_keep(buffer_find(strings, search.wanted.letters));
    buffer_free(strings);
}

TARE_CASE(strings_find, inline15)
{
    struct search search = search_new(t, inline15_new);
    struct inline15 *strings = search.strings;

    tare_weigh(t, strings);
    tare_check(t, inline15_find(strings, search.wanted.letters));
    tare_loop(t)
        tare_keep(inline15_find(strings, search.wanted.letters));
    inline15_free(strings);
}

TARE_CASE(strings_find, interned)
{
    struct search search = search_new(t, interned_new);
    struct interned *strings = search.strings;

    tare_weigh(t, strings);
    tare_check(t, interned_find(strings, search.wanted.letters));
    tare_loop(t)
        tare_keep(interned_find(strings, search.wanted.letters));
    interned_free(strings);
}

TARE_CASE(strings_sort, pointers)
{
    struct pointers *strings = search_new(t, pointers_new).strings;
    size_t n = strings->count;

    tare_weigh(t, strings);

    struct sort_work work = sort_work_new(t, strings->items, n, sizeof(*strings->items));

    sort_work_prepare(&work, 0);
    pointers_sort(work.copies[0], n, NULL);
    tare_check(t, pointers_order(work.copies[0], n));
    sort_work_dispose(&work, 0);
    tare_loop_fresh(t, sort_work_prepare, sort_work_dispose, &work)
        pointers_sort(work.copies[tare_i], n, NULL);
    sort_work_free(&work);
    pointers_free(strings);
}

TARE_CASE(strings_sort, buffer)
{
    struct buffer *strings = search_new(t, buffer_new).strings;
    size_t n = strings->count;

    tare_weigh(t, strings);

    struct sort_work work = sort_work_new(t, strings->offsets, n, sizeof(*strings->offsets));

    sort_work_prepare(&work, 0);
    buffer_sort(work.copies[0], n, strings->letters);
    tare_check(t, buffer_order(work.copies[0], n, strings->letters));
    sort_work_dispose(&work, 0);
    tare_loop_fresh(t, sort_work_prepare, sort_work_dispose, &work)
        buffer_sort(work.copies[tare_i], n, strings->letters);
    sort_work_free(&work);
    buffer_free(strings);
}

TARE_CASE(strings_sort, inline15)
{
    struct inline15 *strings = search_new(t, inline15_new).strings;
    size_t n = strings->count;

    tare_weigh(t, strings);

    struct sort_work work = sort_work_new(t, strings->items, n, sizeof(*strings->items));

    sort_work_prepare(&work, 0);
    inline15_sort(work.copies[0], n, NULL);
    tare_check(t, inline15_order(work.copies[0], n));
    sort_work_dispose(&work, 0);
    tare_loop_fresh(t, sort_work_prepare, sort_work_dispose, &work)
        inline15_sort(work.copies[tare_i], n, NULL);
    sort_work_free(&work);
    inline15_free(strings);
}

TARE_CASE(strings_sort, interned)
{
    struct interned *strings = search_new(t, interned_new).strings;
    size_t n = strings->count;

    tare_weigh(t, strings);

    struct sort_work work = sort_work_new(t, strings->items, n, sizeof(*strings->items));

    sort_work_prepare(&work, 0);
    interned_sort(work.copies[0], n, NULL);
    tare_check(t, pointers_order(work.copies[0], n));
    sort_work_dispose(&work, 0);
    tare_loop_fresh(t, sort_work_prepare, sort_work_dispose, &work)
        interned_sort(work.copies[tare_i], n, NULL);
    sort_work_free(&work);
    interned_free(strings);
}
