/* SPDX-License-Identifier: MIT */
/*
 * The pipeline of lazy.c with nothing kept between its stages but the number in hand, or a block
 * of them. What a stage calls is not known where it is compiled (tare_hide), as with stages that
 * come from anywhere: else the compiler would make `fused` of them. Included by lazy.c only.
 */
#ifndef BENCH_LAZY_STREAMS_H
#define BENCH_LAZY_STREAMS_H

#include "lazy_stages.h"

/*
 * pulled: iterators, each a block of its own that asks the one before for its next number; Python's
 * generators, map and filter. 32 bytes a stage.
 */
struct iterator {
    bool (*next)(struct iterator *self, uint64_t *x); /* false, and x as it was: there is none */
    struct iterator *source;
    struct range left; /* of the first stage */
};

static bool range_next(struct iterator *self, uint64_t *x)
{
    if (self->left.count == 0)
        return false;
    self->left.count--;
    *x = self->left.first++;
    return true;
}

static bool map_next(struct iterator *self, uint64_t *x)
{
    if (!self->source->next(self->source, x))
        return false;
    *x = map(*x);
    return true;
}

static bool filter_next(struct iterator *self, uint64_t *x)
{
    uint64_t square;

    while (self->source->next(self->source, &square))
        if (passes(square)) {
            *x = square;
            return true;
        }
    return false;
}

static struct iterator *iterator_new(bool (*next)(struct iterator *self, uint64_t *x),
                                     struct iterator *source, struct range left)
{
    struct iterator *iterator = must_alloc(1, sizeof(*iterator));

    *iterator = (struct iterator){tare_hide(next), source, left};
    return iterator;
}

/* The last stage, which holds the others. */
static struct iterator *pulled_new(struct range range)
{
    struct iterator *numbers = iterator_new(range_next, NULL, range);
    struct iterator *squares = iterator_new(map_next, numbers, (struct range){0});

    return iterator_new(filter_next, squares, (struct range){0});
}

static void pulled_free(struct iterator *iterator)
{
    while (iterator != NULL) {
        struct iterator *source = iterator->source;

        free(iterator);
        iterator = source;
    }
}

OPERATION uint64_t pulled_run(struct range range, size_t limit)
{
    struct iterator *odd = pulled_new(range);
    uint64_t sum = 0;
    uint64_t x;

    for (size_t i = 0; i < limit && odd->next(odd, &x); i++)
        sum += x;
    pulled_free(odd);
    return sum;
}

/*
 * pushed: the first stage has the loop and calls the next with each number; what a visitor, qsort's
 * comparison or a parser of events does. No block, as the stages last no longer than the loop.
 */
struct sink {
    bool (*accept)(struct sink *self, uint64_t x); /* false: no more is wanted */
    struct sink *next;
};

/* The last stage, which is its own sink and what comes of it. */
struct sum_sink {
    struct sink sink;
    uint64_t sum;
    size_t limit;
};

struct pushed {
    struct sink map;
    struct sink filter;
    struct sum_sink sum;
};

static bool map_accept(struct sink *self, uint64_t x)
{
    return self->next->accept(self->next, map(x));
}

static bool filter_accept(struct sink *self, uint64_t x)
{
    return passes(x) ? self->next->accept(self->next, x) : true;
}

static bool sum_accept(struct sink *self, uint64_t x)
{
    struct sum_sink *sum = (struct sum_sink *)self; /* whose first member it is */

    sum->sum += x;
    return --sum->limit > 0;
}

static void pushed_init(struct pushed *pushed, size_t limit)
{
    *pushed = (struct pushed){
        .map = {tare_hide(&map_accept), &pushed->filter},
        .filter = {tare_hide(&filter_accept), &pushed->sum.sink},
        .sum = {.sink = {tare_hide(&sum_accept), NULL}, .limit = limit},
    };
}

OPERATION uint64_t pushed_run(struct range range, size_t limit)
{
    struct pushed pushed;

    pushed_init(&pushed, limit);
    for (size_t i = 0; i < range.count; i++)
        if (!pushed.map.accept(&pushed.map, range.first + i))
            break;
    return pushed.sum.sum;
}

/*
 * chunked: iterators again, which hand on blocks of 256 numbers (2 KiB, so that all stages' blocks
 * lie in L1): a call is paid once a block. What itertools.batched is for, and how columnar
 * databases and Python's own buffered files work.
 */
enum { CHUNK_ITEMS = 256 };

struct chunks {
    size_t (*fill)(struct chunks *self); /* how many items there are now; 0: none are left */
    struct chunks *source;
    struct range left; /* of the first stage */
    uint64_t items[CHUNK_ITEMS];
};

static size_t range_fill(struct chunks *self)
{
    size_t count = self->left.count < CHUNK_ITEMS ? self->left.count : CHUNK_ITEMS;

    for (size_t i = 0; i < count; i++)
        self->items[i] = self->left.first + i;
    self->left.first += count;
    self->left.count -= count;
    return count;
}

static size_t map_fill(struct chunks *self)
{
    size_t count = self->source->fill(self->source);

    for (size_t i = 0; i < count; i++)
        self->items[i] = map(self->source->items[i]);
    return count;
}

static size_t filter_fill(struct chunks *self)
{
    size_t passed = 0;

    for (size_t count; passed == 0 && (count = self->source->fill(self->source)) > 0;)
        for (size_t i = 0; i < count; i++)
            if (passes(self->source->items[i]))
                self->items[passed++] = self->source->items[i];
    return passed;
}

static struct chunks *chunks_new(size_t (*fill)(struct chunks *self), struct chunks *source,
                                 struct range left)
{
    struct chunks *chunks = must_alloc(1, sizeof(*chunks));

    chunks->fill = tare_hide(fill);
    chunks->source = source;
    chunks->left = left;
    return chunks;
}

static struct chunks *chunked_new(struct range range)
{
    struct chunks *numbers = chunks_new(range_fill, NULL, range);
    struct chunks *squares = chunks_new(map_fill, numbers, (struct range){0});

    return chunks_new(filter_fill, squares, (struct range){0});
}

static void chunked_free(struct chunks *chunks)
{
    while (chunks != NULL) {
        struct chunks *source = chunks->source;

        free(chunks);
        chunks = source;
    }
}

OPERATION uint64_t chunked_run(struct range range, size_t limit)
{
    struct chunks *odd = chunked_new(range);
    uint64_t sum = 0;

    for (size_t count; limit > 0 && (count = odd->fill(odd)) > 0;) {
        size_t wanted = limit < count ? limit : count;

        sum += array_sum(odd->items, wanted);
        limit -= wanted;
    }
    chunked_free(odd);
    return sum;
}

#endif
