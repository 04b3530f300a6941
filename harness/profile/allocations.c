/* SPDX-License-Identifier: MIT */
#include "profile/allocations.h"

#include <stdlib.h>
#include <string.h>

#include "base/units.h"
#include "conduct/weigh.h"
#include "profile/nest.h"
#include "profile/watch.h"

struct allocating {
    const struct tare_subject *subject;
    struct tare_profile *profile;
    struct tare_err *err;
    struct tare_heap_chain_sum *begin; /* of the counted iterations */
    double unplaced;                   /* allocations an operation whose calls are not known */
};

/* Why these passes are not there; those that came before the reason keep what they have. */
static void miss(const char *why, void *context)
{
    struct allocating *a = context;

    for (int m = TARE_PROFILE_ALLOCS; m <= TARE_PROFILE_LIVE; m++) {
        struct tare_profile_pass *pass = &a->profile->pass[m];

        if (!pass->known && !pass->missing)
            pass->missing = strdup(why);
    }
}

static int add(struct allocating *a, const struct tare_nest *nest, enum tare_profile_metric metric,
               double weight)
{
    if (!(weight > 0))
        return 0;
    a->profile->pass[metric].total += weight;
    return tare_profile_add(a->profile,
                            &(struct tare_profile_event){.place = nest->place,
                                                         .place_count = nest->count,
                                                         .is_self = true,
                                                         .metric = metric,
                                                         .weight = weight},
                            a->err);
}

/* The places of a chain: each call is the last byte before its return address. */
static void place(struct allocating *a, struct tare_nest *nest, const struct tare_maps *maps,
                  const struct tare_heap_chain_sum *sum)
{
    uint64_t addresses[TARE_HEAP_FRAMES_MAX];

    for (uint64_t i = 0; i < sum->frame_count; i++)
        addresses[i] = sum->frame[i] - 1;
    tare_nest_of(nest, a->subject->dwarf, maps, addresses, sum->frame_count, a->subject->entry);
}

/* A chain as it was when the counted iterations began and as it is at their end. */
struct counted {
    const struct tare_heap_chain_sum *begin, *end;
    double operations; /* in between */
};

static int add_counted(struct allocating *a, const struct tare_maps *maps,
                       const struct counted *counted)
{
    const struct tare_heap_chain_sum *begin = counted->begin;
    const struct tare_heap_chain_sum *end = counted->end;
    double allocs = (double)(end->allocs - begin->allocs) / counted->operations;
    struct tare_nest nest;

    if (end->allocs == begin->allocs)
        return 0;
    place(a, &nest, maps, end);
    if (!nest.is_in_entry)
        a->unplaced += allocs;
    return add(a, &nest, TARE_PROFILE_ALLOCS, allocs) ||
                   add(a, &nest, TARE_PROFILE_BYTES,
                       (double)(end->alloc_bytes - begin->alloc_bytes) / counted->operations)
               ? -1
               : 0;
}

static int add_live(struct allocating *a, const struct tare_maps *maps,
                    const struct tare_heap_chain_sum *sum)
{
    struct tare_nest nest;

    if (!sum->live_bytes)
        return 0;
    place(a, &nest, maps, sum);
    return add(a, &nest, TARE_PROFILE_LIVE, (double)sum->live_bytes);
}

/* Reads the chains as they are, and the map that their addresses are of. Both to be freed. */
static int read_chains(struct allocating *a, const struct tare_watch *watch, struct tare_maps *maps,
                       struct tare_heap_chain_sum **sums)
{
    struct tare_err why = {0};

    if (tare_maps_read(maps, watch->child.proc.pid, &why) == 0 &&
        tare_heap_chains_read(&watch->table, sums, &why) == 0)
        return 0;
    miss(why.text, a);
    return -1;
}

/* The counted iterations begin. */
static void take_begin(struct allocating *a, const struct tare_watch *watch)
{
    struct tare_err why = {0};

    free(a->begin);
    a->begin = NULL;
    if (tare_heap_chains_read(&watch->table, &a->begin, &why))
        miss(why.text, a);
}

/* They end: what they allocated. */
static int take_end(struct allocating *a, const struct tare_watch *watch)
{
    struct tare_heap_chain_sum *sums = NULL;
    struct tare_maps maps = {0};
    int result = 0;

    if (!a->begin)
        return 0;
    if (read_chains(a, watch, &maps, &sums) == 0) {
        for (size_t i = 0; i <= TARE_HEAP_CHAINS_COUNT && result == 0; i++)
            result = add_counted(
                a, &maps,
                &(struct counted){&a->begin[i], &sums[i],
                                  TARE_WEIGH_ITERATIONS * (double)watch->arm.job.thread_count});
        a->profile->pass[TARE_PROFILE_ALLOCS].known = true;
        a->profile->pass[TARE_PROFILE_BYTES].known = true;
    }
    free(sums);
    tare_maps_free(&maps);
    return result;
}

static int take_left(struct allocating *a, struct tare_watch *watch)
{
    struct tare_heap_chain_sum *sums = NULL;
    struct tare_maps maps = {0};
    int result = 0;

    if (read_chains(a, watch, &maps, &sums) == 0) {
        for (size_t i = 0; i <= TARE_HEAP_CHAINS_COUNT && result == 0; i++)
            result = add_live(a, &maps, &sums[i]);
        a->profile->pass[TARE_PROFILE_LIVE].known = true;
    }
    free(sums);
    tare_maps_free(&maps);
    tare_child_end(&watch->child);
    return result;
}

static int look(struct tare_watch *watch, enum tare_mark mark, void *context)
{
    struct allocating *a = context;

    if (mark == TARE_MARK_ENTER)
        tare_heap_chains_begin(&watch->table);
    else if (mark == TARE_MARK_BEGIN)
        take_begin(a, watch);
    else
        return mark == TARE_MARK_END ? take_end(a, watch) : take_left(a, watch);
    return 0;
}

/* What was not had by now never came. */
static int conclude(struct allocating *a, const struct tare_fate *fate)
{
    char why[TARE_SUBJECT_WHY_BYTES];

    tare_subject_explain(NULL, "the weigh process", fate, why);
    miss(why, a);
    return a->unplaced > 0
               ? tare_profile_note(a->profile, a->err,
                                   "%s allocations/op have no call in the case that is known",
                                   tare_units_number(a->unplaced).text)
               : 0;
}

int tare_allocations_run(struct tare_profile *profile, const struct tare_subject *subject,
                         const char *library, struct tare_err *err)
{
    struct allocating a = {.subject = subject, .profile = profile, .err = err};
    struct tare_fate fate;
    int result = tare_watch_run(
        &(struct tare_watch_params){
            .subject = subject, .library = library, .look = look, .miss = miss, .context = &a},
        &fate, err);

    if (result == 0)
        result = conclude(&a, &fate);
    free(a.begin);
    return result;
}
