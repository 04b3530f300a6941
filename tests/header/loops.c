/* SPDX-License-Identifier: MIT */
/*
 * Loops whose machine code the tests look at; tests/test_header_code.c says what each must be.
 * The group `wrong` holds what a careless header would have given: the checker must see it.
 */
#include <tare.h>

struct record {
    int v;
    double real;
    struct record *next;
};

struct record *record_new(size_t n);
double real_new(size_t n);
void escape(struct record **where);

TARE_CASE(loop, empty)
{
    tare_loop(t)
        ;
}

TARE_CASE(loop, keep_int)
{
    int i = (int)tare_size(t);

    tare_loop(t)
        tare_keep(i);
}

TARE_CASE(loop, keep_pointer)
{
    struct record *p = record_new(tare_size(t));

    tare_loop(t)
        tare_keep(p);
}

TARE_CASE(loop, keep_double)
{
    double d = real_new(tare_size(t));

    tare_loop(t)
        tare_keep(d);
}

TARE_CASE(loop, keep_member)
{
    struct record *p = record_new(tare_size(t));

    tare_loop(t)
        tare_keep(p->v);
}

TARE_CASE(loop, keep_member_weighed)
{
    struct record *p = record_new(tare_size(t));

    tare_weigh(t, p);
    tare_loop(t)
        tare_keep(p->v);
}

TARE_CASE(loop, keep_real_member)
{
    struct record *p = record_new(tare_size(t));

    tare_loop(t)
        tare_keep(p->real);
}

TARE_CASE(loop, add)
{
    uint64_t sum = tare_size(t);

    tare_loop(t)
        sum += 3;
    tare_keep(sum);
}

TARE_CASE(loop, walk)
{
    struct record *p = record_new(tare_size(t));

    tare_loop(t)
        p = p->next;
    tare_keep(p);
}

TARE_CASE(loop, walk_weighed)
{
    struct record *p = record_new(tare_size(t));

    tare_weigh(t, p);
    tare_loop(t)
        p = p->next;
    tare_keep(p);
}

TARE_CASE(loop, write)
{
    struct record *p = record_new(tare_size(t));

    tare_loop(t)
        p->v = 1;
}

TARE_CASE(fresh, empty)
{
    tare_loop_fresh(t, NULL, NULL, NULL)
        ;
}

TARE_CASE(wrong, stored)
{
    volatile int kept;
    int i = (int)tare_size(t);

    tare_loop(t)
        kept = i;
}

TARE_CASE(wrong, kept_in_memory)
{
    int i = (int)tare_size(t);

    tare_loop(t)
        __asm__ volatile("" : : "m"(i) : "memory");
}

TARE_CASE(wrong, pointer_escaped)
{
    struct record *p = record_new(tare_size(t));

    escape(&p);
    tare_loop(t)
        tare_keep(p->v);
}

TARE_CASE(wrong, counter_in_memory)
{
    (void)t;
    for (volatile uint64_t left = 1000; left != 0; left--)
        ;
}

TARE_CASE(wrong, optimised_away)
{
    (void)t;
    for (uint64_t left = 1000; left != 0; left--)
        ;
}
