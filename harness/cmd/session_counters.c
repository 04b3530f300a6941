/* SPDX-License-Identifier: MIT */
#include "cmd/session_counters.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/units.h"
#include "conduct/child.h"
#include "conduct/conductor.h"
#include "profile/counters.h"

struct tare_row *tare_session_row(const struct tare_plan *plan, const struct tare_plan_arm *arm,
                                  struct tare_block *block)
{
    for (size_t i = 0; i < block->row_count; i++) {
        struct tare_row *row = &block->row[i];

        if (strcmp(row->id, arm->id) == 0 && strcmp(row->build, plan->build[arm->build].label) == 0)
            return row->sample_count && !tare_row_has_failed(row) ? row : NULL;
    }
    return NULL;
}

static int add_count(struct tare_row *row, const char *event, const struct tare_perf_count *count,
                     struct tare_err *err)
{
    char name[sizeof(TARE_COUNTER_PREFIX) + sizeof(((struct tare_perf_event *)0)->name)];
    char scaled[128];

    snprintf(name, sizeof name, TARE_COUNTER_PREFIX "%s", event);
    if (tare_row_add_counter(row, name, count->value, err))
        return -1;
    if (isnan(count->value))
        return tare_row_explain_counter(row, count->reason, err);
    if (!(count->running_ratio < 1))
        return 0;
    snprintf(scaled, sizeof scaled, "multiplexed: counted for %s of the time, scaled to all of it",
             tare_units_percent(count->running_ratio).text);
    return tare_row_explain_counter(row, scaled, err);
}

static void refuse(struct tare_perf_count *count, size_t events, const char *why)
{
    for (size_t i = 0; i < events; i++) {
        count[i].value = NAN;
        snprintf(count[i].reason, sizeof count[i].reason, "%.*s", (int)sizeof count[i].reason - 1,
                 why);
    }
}

int tare_session_count_events(const struct tare_session *session,
                              const struct tare_plan_block *planned, struct tare_block *block,
                              struct tare_err *err)
{
    const struct tare_options *options = session->options;
    const uint64_t data_seed = tare_conduct_data_seed(session->result.settings.seed,
                                                      (size_t)(planned - session->plan->block));
    struct tare_perf_count count[TARE_PERF_EVENTS_MAX];

    for (size_t i = 0; i < planned->arm_count; i++) {
        struct tare_row *row = tare_session_row(session->plan, &planned->arm[i], block);
        const struct tare_subject subject = {.plan = session->plan,
                                             .block = planned,
                                             .arm = i,
                                             .clock = &session->clock,
                                             .cpus = &session->cpus,
                                             .seed = data_seed};

        struct tare_err cause = {0};

        if (!row)
            continue;
        if (planned->arm[i].item->cold)
            refuse(count, options->counter_count, "the case is cold: they would be of warm caches");
        else if (tare_counters_run(&subject, options->counter, options->counter_count, count,
                                   &cause)) {
            if (tare_child_interrupted())
                return tare_err_set(err, cause.code, "%s", cause.text);
            refuse(count, options->counter_count, cause.text);
        }
        for (size_t k = 0; k < options->counter_count; k++)
            if (add_count(row, options->counter[k].name, &count[k], err))
                return -1;
    }
    return 0;
}
