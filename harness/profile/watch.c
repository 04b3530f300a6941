/* SPDX-License-Identifier: MIT */
#include "profile/watch.h"

#include <fcntl.h>
#include <unistd.h>

#include "conduct/weigh_child.h"

/* Looks where a mark asks for it. 1: go on; 0: that was all; -1: the harness failed. */
static int heed(struct tare_watch *watch, const struct tare_watch_params *params)
{
    const struct tare_wire *wire = watch->child.wire;
    enum tare_mark mark = tare_child_mark(&watch->child);
    struct tare_err why = {0};

    switch (mark) {
    case TARE_MARK_HEAP:
        tare_heap_table_verify(&watch->table, wire->weighed_address, wire->weighed_bytes, &why);
        break;
    case TARE_MARK_END:
    case TARE_MARK_LEFT:
        tare_heap_table_ready(&watch->table, &why);
        break;
    case TARE_MARK_ENTER:
    case TARE_MARK_BEGIN:
        break;
    case TARE_MARK_WEIGH:
    case TARE_MARK_REGION:
    case TARE_MARK_REFS:
        return 1;
    case TARE_MARK_NONE:
    case TARE_MARK_READY:
    case TARE_MARK_RAN:
        tare_err_set(&why, TARE_ERR_INPUT,
                     "the weigh process wrote junk into the page that it shares");
        break;
    }
    if (why.code) {
        params->miss(why.text, params->context);
        return 0;
    }
    if (mark != TARE_MARK_HEAP && params->look(watch, mark, params->context))
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
