/* SPDX-License-Identifier: MIT */
/*
 * Every macro and function of the header, as C and as C++, groups with a semicolon behind them and
 * without: it need only compile, and without a warning.
 */
#include <tare.h>

#include <stdlib.h>
#include <string.h>

enum colour { RED, GREEN };

struct point {
    int x;
    double y;
    struct point *next;
};

struct opaque;
struct opaque *opaque_new(void);

TARE_GROUP(alone)
TARE_GROUP(alone_too);

TARE_GROUP(all, .title = "All fields", .unit = "key", .sizes = TARE_SIZES(1, 1000, 1000000),
           .threads = TARE_THREADS(1, 2), .baseline = "loop", .min_time_ms = 1.5, .timeout_ms = 300,
           .cold = true, .params = TARE_PARAMS("load", 50, 75, 90))

TARE_GROUP(some, .sizes = TARE_SIZES(10), .timeout_ms = 300);

TARE_CASE(all, loop)
{
    size_t n = tare_size(t);
    int64_t load = tare_param(t);
    struct point point = {1, 2.0, NULL};
    struct point *p = &point;
    const struct point *constant = p;
    float real = tare_hide(1.5f);
    double wide = tare_hide(2.5);
    int whole = tare_hide(3);
    unsigned long long longest = tare_hide(4ULL);
    char letter = 'a';
    bool yes = true;
    enum colour colour = GREEN;
    struct point *hidden = tare_hide(p);

    tare_loop(t)
        tare_keep(whole);
    tare_loop(t) {
        tare_keep(real);
        tare_keep(wide);
        tare_keep(longest);
        tare_keep(letter);
        tare_keep(yes);
        tare_keep(colour);
        tare_keep(p);
        tare_keep(constant->x);
        tare_keep(point);
        tare_keep(p->x + (int)n);
        tare_keep(hidden == p);
        tare_keep((long double)wide);
        tare_keep_ptr(p);
        tare_clobber();
    }
    tare_loop(t)
        ;
    tare_keep(load);
}

TARE_CASE(all, loop_with_a_condition)
{
    int i = 0;

    if (tare_size(t) > 1) {
        tare_loop(t)
            if (i < 10)
                i++;
            else
                i = 0;
    }
    tare_keep(i);
}

static void prepare(void *arg, size_t i)
{
    ((int *)arg)[i] = (int)tare_hide(i);
}

static void dispose(void *arg, size_t i)
{
    ((int *)arg)[i] = 0;
}

TARE_CASE(some, fresh)
{
    int *values = (int *)calloc(TARE_FRESH_MAX, sizeof(int));

    tare_loop_fresh(t, prepare, dispose, values)
        tare_keep(values[tare_i]);
    tare_loop_fresh(t, NULL, NULL, NULL) {
        size_t i = tare_i;

        tare_keep(i);
    }
    free(values);
}

TARE_CASE(some, weighed)
{
    struct point point = {1, 2.0, NULL};
    struct point *p = &point;
    const struct point *constant = p;
    struct point *const fixed = p;
    struct point array[3];
    char text[] = "text";
    const char *letters = text;
    int value = 1;
    void *untyped = p;
    struct opaque *opaque = NULL;
    const void *handle = opaque;

    memset(array, 0, sizeof(array));
    tare_weigh(t, p);
    tare_weigh(t, constant);
    tare_weigh(t, fixed);
    tare_weigh(t, point);
    tare_weigh(t, array);
    tare_weigh(t, text);
    tare_weigh(t, letters);
    tare_weigh(t, value);
    tare_weigh(t, point.next);
    tare_weigh(t, untyped);
    tare_weigh(t, handle);
    tare_weigh(t, (const void *)opaque);
    tare_weigh(t, (struct point *)untyped);
    tare_weigh(t, array + 1);
    tare_weigh_except(t, (struct point *)untyped, next);
    tare_weigh_except(t, point, next);
    tare_refs(t, p);
    tare_refs(t, p->next);
}

TARE_CASE(undeclared, the_rest)
{
    uint64_t *shared = (uint64_t *)tare_shared(t, sizeof(*shared));

    shared[0] = tare_random(t) + tare_threads(t) + tare_thread(t);
    tare_items(t, 1);
    tare_elements(t, 2);
    tare_bytes(t, 3);
    tare_check(t, shared[0]);
    tare_check_bytes(t, shared, sizeof(*shared));
    tare_counter(t, "name", 1.0);
    tare_skip(t, "needs %d", 1);
    tare_fail(t, "found %s", "it");
}
