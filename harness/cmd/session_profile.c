/* SPDX-License-Identifier: MIT */
#include "cmd/session_profile.h"

#include <stdlib.h>
#include <string.h>

#include "cmd/describe.h"
#include "cmd/session_counters.h"
#include "conduct/child.h"
#include "conduct/conductor.h"
#include "model/row_profile.h"
#include "profile/allocations.h"
#include "profile/sampling.h"
#include "profile/simulate.h"
#include "profile/source.h"

#define TIME_NS     1e9  /* sampled an arm */
#define SIMULATE_NS 60e9 /* of a run under callgrind */

/* The passes that tare profile makes, but for hits, which want another build. */
static int measure(struct tare_profile *profile, const struct tare_subject *subject,
                   struct tare_err *err)
{
    static const char *const samplers[] = {"libtare-sample.so", "../lib/libtare-sample.so", NULL};
    struct tare_machine_caches caches;
    char *library = tare_describe_find(samplers, err);
    char *heap_library = library ? tare_describe_library(err) : NULL;
    int result = -1;

    tare_machine_caches_read(&caches, "/", (int)subject->cpus->cpu[0]);
    if (heap_library)
        result = tare_sampling_run(profile,
                                   &(struct tare_sampling_params){
                                       .subject = subject, .library = library, .time_ns = TIME_NS},
                                   err) ||
                         tare_simulate_run(profile,
                                           &(struct tare_simulate_params){.subject = subject,
                                                                          .caches = &caches,
                                                                          .limit_ns = SIMULATE_NS},
                                           err) ||
                         tare_allocations_run(profile, subject, heap_library, err)
                     ? -1
                     : 0;
    free(library);
    free(heap_library);
    return result;
}

static int keep(struct tare_row *row, struct tare_profile *profile,
                const struct tare_subject *subject, struct tare_err *err)
{
    struct tare_dwarf_file *file = tare_dwarf_cache_open(subject->dwarf, subject->file, err);

    if (!file)
        return -1;
    tare_profile_choose(profile, subject->entry);
    if (tare_profile_read_source(profile, file, subject->file, err))
        return -1;
    if (!row->cold)
        profile->op_ns = row->time_ns; /* over all sets, where the sampling was one process */
    row->profile = tare_row_profile_of(profile, err);
    return row->profile ? 0 : -1;
}

static int profile_row(struct tare_row *row, struct tare_subject *subject, struct tare_err *err)
{
    const struct tare_listed *item = subject->block->arm[subject->arm].item;
    char *entry = tare_buf_format(err, "tare_run_%s_of_%s", item->group, item->variant);
    char *file = realpath(tare_subject_build(subject)->path, NULL);
    struct tare_profile profile;
    int result = -1;

    tare_profile_init(&profile);
    profile.id = strdup(subject->id);
    subject->entry = entry;
    subject->file = file;
    if (!file)
        tare_err_errno(err, "cannot find '%s'", tare_subject_build(subject)->path);
    else if (!profile.id)
        tare_err_memory(err);
    else if (entry && measure(&profile, subject, err) == 0)
        result = keep(row, &profile, subject, err);
    tare_profile_free(&profile);
    free(entry);
    free(file);
    return result;
}

/* A row that cannot be profiled says why. */
static int try_row(struct tare_row *row, struct tare_subject *subject, struct tare_err *err)
{
    struct tare_err cause = {0};

    if (profile_row(row, subject, &cause) == 0)
        return 0;
    if (tare_child_interrupted())
        return tare_err_set(err, cause.code, "%s", cause.text);
    row->profile = tare_row_profile_none(cause.text, err);
    return row->profile ? 0 : -1;
}

int tare_session_profile(const struct tare_session *session, const struct tare_plan_block *planned,
                         struct tare_block *block, struct tare_err *err)
{
    const uint64_t data_seed = tare_conduct_data_seed(session->result.settings.seed,
                                                      (size_t)(planned - session->plan->block));
    struct tare_dwarf_cache dwarf = {0};
    int result = 0;

    for (size_t i = 0; i < planned->arm_count && result == 0; i++) {
        struct tare_row *row = tare_session_row(session->plan, &planned->arm[i], block);
        struct tare_subject subject = {.id = planned->arm[i].id,
                                       .plan = session->plan,
                                       .block = planned,
                                       .arm = i,
                                       .clock = &session->clock,
                                       .cpus = &session->cpus,
                                       .dwarf = &dwarf,
                                       .seed = data_seed};

        if (row)
            result = try_row(row, &subject, err);
    }
    tare_dwarf_cache_free(&dwarf);
    return result;
}
