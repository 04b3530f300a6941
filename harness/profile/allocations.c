/* SPDX-License-Identifier: MIT */
#include "profile/allocations.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/units.h"
#include "conduct/weigh_child.h"
#include "profile/nest.h"

struct allocating {
    const struct tare_subject *subject;
    struct tare_profile *profile;
    struct tare_err *err;
    struct tare_arm arm;
    struct tare_child child;
    struct tare_heap_table table;
    int library;
    struct tare_heap_chain_sum *begin; /* of the counted iterations */
    double unplaced;                   /* allocations an operation whose calls are not known */
    bool is_broken;                    /* the harness failed */
};

/* Why these passes are not there; those that came before the reason keep what they have. */
static void miss(struct allocating *a, const char *why)
{
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

static int add_counted(struct allocating *a, const struct tare_maps *maps,
                       const struct tare_heap_chain_sum *begin,
                       const struct tare_heap_chain_sum *end)
{
    double operations = TARE_WEIGH_ITERATIONS * (double)a->arm.job.thread_count;
    double allocs = (double)(end->allocs - begin->allocs) / operations;
    struct tare_nest nest;

    if (end->allocs == begin->allocs)
        return 0;
    place(a, &nest, maps, end);
    if (!nest.is_in_entry)
        a->unplaced += allocs;
    return add(a, &nest, TARE_PROFILE_ALLOCS, allocs) ||
                   add(a, &nest, TARE_PROFILE_BYTES,
                       (double)(end->alloc_bytes - begin->alloc_bytes) / operations)
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
static int look(struct allocating *a, struct tare_maps *maps, struct tare_heap_chain_sum **sums)
{
    struct tare_err why = {0};

    if (tare_maps_read(maps, a->child.proc.pid, &why) == 0 &&
        tare_heap_chains_read(&a->table, sums, &why) == 0)
        return 0;
    miss(a, why.text);
    return -1;
}

/* The counted iterations end: what they allocated. */
static int take_end(struct allocating *a)
{
    struct tare_heap_chain_sum *sums = NULL;
    struct tare_maps maps = {0};
    int result = 0;

    if (!a->begin)
        return 0;
    if (look(a, &maps, &sums) == 0) {
        for (size_t i = 0; i <= TARE_HEAP_CHAINS_COUNT && result == 0; i++)
            result = add_counted(a, &maps, &a->begin[i], &sums[i]);
        a->profile->pass[TARE_PROFILE_ALLOCS].known = true;
        a->profile->pass[TARE_PROFILE_BYTES].known = true;
    }
    free(sums);
    tare_maps_free(&maps);
    return result;
}

static int take_left(struct allocating *a)
{
    struct tare_heap_chain_sum *sums = NULL;
    struct tare_maps maps = {0};
    int result = 0;

    if (look(a, &maps, &sums) == 0) {
        for (size_t i = 0; i <= TARE_HEAP_CHAINS_COUNT && result == 0; i++)
            result = add_live(a, &maps, &sums[i]);
        a->profile->pass[TARE_PROFILE_LIVE].known = true;
    }
    free(sums);
    tare_maps_free(&maps);
    tare_child_end(&a->child);
    return result;
}

/* Looks at the memory as the mark asks. Returns false where it ends there. */
static bool heed(struct allocating *a)
{
    const struct tare_wire *wire = a->child.wire;
    struct tare_err why = {0};

    switch (tare_child_mark(&a->child)) {
    case TARE_MARK_HEAP:
        if (tare_heap_table_verify(&a->table, wire->weighed_address, wire->weighed_bytes, &why))
            miss(a, why.text);
        return !why.code;
    case TARE_MARK_ENTER:
        tare_heap_chains_begin(&a->table);
        return true;
    case TARE_MARK_BEGIN:
        if (tare_heap_chains_read(&a->table, &a->begin, &why))
            miss(a, why.text);
        return true;
    case TARE_MARK_END:
        if (tare_heap_table_ready(&a->table, &why)) {
            miss(a, why.text);
            return false;
        }
        a->is_broken = take_end(a) != 0;
        return !a->is_broken;
    case TARE_MARK_LEFT:
        if (tare_heap_table_ready(&a->table, &why))
            miss(a, why.text);
        else
            a->is_broken = take_left(a) != 0;
        return false;
    case TARE_MARK_WEIGH:
    case TARE_MARK_REGION:
    case TARE_MARK_REFS:
        return true;
    case TARE_MARK_NONE:
    case TARE_MARK_READY:
    case TARE_MARK_RAN:
        break;
    }
    miss(a, "the weigh process wrote junk into the page that it shares");
    return false;
}

/* What was not had by now never came. */
static void conclude(struct allocating *a)
{
    char why[TARE_SUBJECT_WHY_BYTES];

    tare_subject_explain(NULL, "the weigh process", &a->child.fate, why);
    miss(a, why);
}

static int run(struct allocating *a)
{
    const struct tare_turn_order go = {.order = TARE_ORDER_GO};
    const struct tare_weigh_params weigh = {.dwarf = a->subject->dwarf,
                                            .library = a->library,
                                            .cpu = (int)a->subject->cpus->cpu[0],
                                            .seed = a->subject->seed};

    if (tare_heap_table_open(&a->table, a->err) ||
        tare_weigh_start(&a->child, &a->arm, &weigh, &a->table, a->err))
        return -1;
    while (a->child.alive && heed(a))
        tare_child_turn(&a->child, &go);
    if (a->is_broken)
        return -1;
    if (tare_child_interrupted())
        return tare_err_set(a->err, TARE_ERR_SYSTEM, "interrupted");
    conclude(a);
    return a->unplaced > 0
               ? tare_profile_note(a->profile, a->err,
                                   "%s allocations/op have no call in the case that is known",
                                   tare_units_number(a->unplaced).text)
               : 0;
}

int tare_allocations_run(struct tare_profile *profile, const struct tare_subject *subject,
                         const char *library, struct tare_err *err)
{
    struct allocating a = {.subject = subject, .profile = profile, .err = err, .table = {.fd = -1}};
    int result;

    a.child.wire_fd = a.child.proc.output_fd = -1;
    a.library = open(library, O_RDONLY | O_CLOEXEC);
    if (a.library < 0)
        return tare_err_errno(err, "cannot open '%s'", library);
    tare_subject_arm(subject, &a.arm);
    result = run(&a);
    free(a.begin);
    tare_child_free(&a.child);
    tare_heap_table_close(&a.table);
    tare_arm_free(&a.arm);
    close(a.library);
    return result;
}
