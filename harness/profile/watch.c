/* SPDX-License-Identifier: MIT */
#include "profile/watch.h"

#include <fcntl.h>
#include <unistd.h>

#include "conduct/weigh_child.h"

/* May be looked at where it stands? 0, or -1 and why not. */
static int check(const struct tare_watch *watch, enum tare_mark mark, struct tare_err *why)
{
    const struct tare_wire *wire = watch->child.wire;

    switch (mark) {
    case TARE_MARK_HEAP:
        return tare_heap_table_verify(&watch->table, wire->weighed_address, wire->weighed_bytes,
                                      why);
    case TARE_MARK_END:
    case TARE_MARK_LEFT:
        return tare_heap_table_ready(&watch->table, why);
    case TARE_MARK_ENTER:
    case TARE_MARK_BEGIN:
    case TARE_MARK_WEIGH:
    case TARE_MARK_REGION:
    case TARE_MARK_REFS:
        return 0;
    case TARE_MARK_NONE:
    case TARE_MARK_READY:
    case TARE_MARK_RAN:
        break;
    }
    return tare_err_set(why, TARE_ERR_INPUT,
                        "the weigh process wrote junk into the page that it shares");
}

static bool asks_for_a_look(enum tare_mark mark)
{
    return mark == TARE_MARK_ENTER || mark == TARE_MARK_BEGIN || mark == TARE_MARK_END ||
           mark == TARE_MARK_LEFT;
}

/* Looks where the mark asks for it. 1: go on; 0: that was all; -1: the harness failed. */
static int heed(struct tare_watch *watch, const struct tare_watch_params *params)
{
    enum tare_mark mark = tare_child_mark(&watch->child);
    struct tare_err why = {0};

    if (check(watch, mark, &why)) {
        params->miss(why.text, params->context);
        return 0;
    }
    if (asks_for_a_look(mark) && params->look(watch, mark, params->context))
        return -1;
    return mark != TARE_MARK_LEFT;
}

static int run(struct tare_watch *watch, const struct tare_watch_params *params, int library,
               struct tare_err *err)
{
    const struct tare_turn_order go = {.order = TARE_ORDER_GO};
    const struct tare_weigh_params weigh = {.dwarf = params->subject->dwarf,
                                            .library = library,
                                            .cpu = (int)params->subject->cpus->cpu[0],
                                            .seed = params->subject->seed,
                                            .once = params->once};
    int going = 1;

    if (tare_heap_table_open(&watch->table, err) ||
        tare_weigh_start(&watch->child, &watch->arm, &weigh, &watch->table, err))
        return -1;
    while (watch->child.alive && going > 0) {
        going = heed(watch, params);
        if (going > 0)
            tare_child_turn(&watch->child, &go);
    }
    if (going < 0)
        return -1;
    return tare_child_interrupted() ? tare_err_set(err, TARE_ERR_SYSTEM, "interrupted") : 0;
}

int tare_watch_run(const struct tare_watch_params *params, struct tare_fate *fate,
                   struct tare_err *err)
{
    struct tare_watch watch = {.table = {.fd = -1}};
    int library = open(params->library, O_RDONLY | O_CLOEXEC);
    int result;

    if (library < 0)
        return tare_err_errno(err, "cannot open '%s'", params->library);
    watch.child.wire_fd = watch.child.proc.output_fd = -1;
    tare_subject_arm(params->subject, &watch.arm);
    result = run(&watch, params, library, err);
    *fate = watch.child.fate;
    tare_child_free(&watch.child);
    tare_heap_table_close(&watch.table);
    tare_arm_free(&watch.arm);
    close(library);
    return result;
}
