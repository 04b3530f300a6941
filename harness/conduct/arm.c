/* SPDX-License-Identifier: MIT */
#include "conduct/arm.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DEFAULT_LIMIT_NS 60e9

void tare_arm_init(struct tare_arm *arm, const struct tare_plan *plan,
                   const struct tare_plan_block *block, size_t index)
{
    const struct tare_listed *item = block->arm[index].item;

    memset(arm, 0, sizeof *arm);
    arm->plan = &block->arm[index];
    arm->build = &plan->build[arm->plan->build];
    arm->layout_count = plan->layout_count;
    arm->child.wire_fd = -1;
    arm->child.proc.output_fd = -1;
    arm->limit_ns = item->timeout_ms > 0 ? item->timeout_ms * 1e6 : DEFAULT_LIMIT_NS;
    arm->job.size = block->has_size ? block->size : 0;
    arm->job.param = block->has_param ? block->param : 0;
    arm->job.thread_count = (uint32_t)block->threads;
    arm->job.cold = item->cold;
    if (snprintf(arm->job.group, sizeof arm->job.group, "%s", item->group) >=
            (int)sizeof arm->job.group ||
        snprintf(arm->job.variant, sizeof arm->job.variant, "%s", item->variant) >=
            (int)sizeof arm->job.variant)
        tare_fate_set(&arm->fate, TARE_FATE_FAILED, "its name is longer than %d bytes",
                      TARE_WIRE_NAME_BYTES - 1);
}

void tare_arm_free(struct tare_arm *arm)
{
    tare_child_free(&arm->child);
    free(arm->output);
    free(arm->sample);
    free(arm->prime_ns);
    memset(arm, 0, sizeof *arm);
}

bool tare_arm_is_up(const struct tare_arm *arm)
{
    return !arm->fate.status;
}

static bool is_time(double ns)
{
    return isfinite(ns) && ns >= 0;
}

bool tare_arm_turn(struct tare_arm *arm, const struct tare_turn_order *order)
{
    const struct tare_turn_report *ran;

    if (!tare_child_turn(&arm->child, order)) {
        tare_arm_settle(arm);
        return false;
    }
    ran = &arm->child.wire->ran;
    if (tare_child_mark(&arm->child) != TARE_MARK_RAN || !is_time(ran->elapsed_ns) ||
        !is_time(ran->prime_ns) || ran->iterations == 0) {
        tare_fate_set(&arm->child.fate, TARE_FATE_FAILED,
                      "wrote junk into the page that it shares with the conductor");
        tare_proc_kill(&arm->child.proc);
        arm->child.alive = false;
        tare_arm_settle(arm);
        return false;
    }
    arm->primed_ns += ran->prime_ns;
    if (is_time(ran->untimed_ns))
        arm->setup_ns += ran->untimed_ns;
    if (order->order == TARE_ORDER_SAMPLE)
        arm->sampled_ns += ran->elapsed_ns;
    return true;
}

static int make_room(struct tare_arm *arm, struct tare_err *err)
{
    size_t room = arm->sample_room ? 2 * arm->sample_room : 512;
    struct tare_sample *sample;
    double *prime_ns;

    if (arm->sample_count < arm->sample_room)
        return 0;
    sample = realloc(arm->sample, room * sizeof *sample);
    if (!sample)
        return tare_err_memory(err);
    arm->sample = sample;
    prime_ns = realloc(arm->prime_ns, room * sizeof *prime_ns);
    if (!prime_ns)
        return tare_err_memory(err);
    arm->prime_ns = prime_ns;
    arm->sample_room = room;
    return 0;
}

int tare_arm_keep(struct tare_arm *arm, uint32_t process, uint32_t round, struct tare_err *err)
{
    const struct tare_turn_report *ran = &arm->child.wire->ran;

    if (make_room(arm, err))
        return -1;
    arm->sample[arm->sample_count] = (struct tare_sample){.process = process,
                                                          .round = round,
                                                          .iterations = ran->iterations,
                                                          .elapsed_ns = ran->elapsed_ns};
    arm->prime_ns[arm->sample_count++] = ran->prime_ns;
    arm->turn_count++;
    arm->capped_count += ran->capped;
    return 0;
}

/* Its words are shown only where it failed. */
static void keep_output(struct tare_arm *arm)
{
    struct tare_buf text = TARE_BUF_INIT;

    if (!arm->fate.status || strcmp(arm->fate.status, TARE_FATE_SKIPPED) == 0 || arm->output)
        return;
    tare_proc_output(&arm->child.proc, &text);
    if (text.length)
        arm->output = tare_buf_steal(&text);
    tare_buf_free(&text);
}

/* Its fate is the child's, with the set and the link in which it came. */
static void take_fate(struct tare_arm *arm)
{
    const struct tare_fate *fate = &arm->child.fate;
    const char *of = arm->link ? " of " : "";
    const char *link = arm->link ? arm->link : "";

    if (strcmp(fate->status, TARE_FATE_CRASHED) == 0)
        tare_fate_set(&arm->fate, TARE_FATE_CRASHED, "%.600s in set %zu%s%.200s", fate->reason,
                      arm->set, of, link);
    else if (arm->link && strcmp(fate->status, TARE_FATE_SKIPPED) != 0)
        tare_fate_set(&arm->fate, fate->status, "%.600s, in set %zu of %.200s", fate->reason,
                      arm->set, link);
    else
        tare_fate_set(&arm->fate, fate->status, "%s", fate->reason);
}

void tare_arm_settle(struct tare_arm *arm)
{
    const struct tare_child *child = &arm->child;
    const struct tare_case_report *report = child->wire ? &child->wire->report : NULL;

    if (child->fate.status) {
        take_fate(arm);
        arm->sample_count = arm->set_begin;
        keep_output(arm);
        return;
    }
    if (!report)
        return;
    if (!arm->reported) {
        arm->report = *report;
        if (arm->report.counter_count > TARE_WIRE_COUNTERS_MAX)
            arm->report.counter_count = 0;
        arm->reported = true;
    }
    arm->checked = report->checked;
    arm->check = report->check;
    if (is_time(report->setup_ns) && is_time(report->teardown_ns))
        arm->setup_ns += report->setup_ns + report->teardown_ns;
}
