/* SPDX-License-Identifier: MIT */
#include "measure/run.h"

#include <sched.h>
#include <stdlib.h>
#include <string.h>

#include "measure/hash.h"
#include "measure/loop.h"
#include "measure/registry.h"
#include "measure/resident.h"
#include "measure/team.h"
#include "measure/turn.h"

/* Static, so that nothing of ours is allocated when a case is entered. */
static struct tare members[TARE_WIRE_THREADS_MAX] __attribute__((aligned(64)));
static struct tare_team team;

static void init_member(struct tare *t, unsigned thread, const struct tare_run_params *params)
{
    memset(t, 0, sizeof *t);
    t->job = params->job;
    t->report = params->report;
    t->wire = params->wire;
    t->team = &team;
    t->thread = thread;
    t->clock = params->job->clock;
    t->plain_iterations = params->plain_iterations;
    t->cold = params->cold;
    tare_hash_seed(t->random, tare_hash_mix(params->job->seed, thread));
}

static void call_case(struct tare *t)
{
    tare_registry_find(t->job->group, t->job->variant)->run(t);
    if (t->report->looped && t->thread != 0 && !t->in_loop)
        tare_state_end(t, TARE_END_FAILED, "thread %u came to no loop", t->thread);
    tare_loop_close(t);
}

static void *work(void *argument)
{
    struct tare *t = argument;
    cpu_set_t cpus;

    if (t->wire) {
        CPU_ZERO(&cpus);
        CPU_SET(t->job->cpu[t->thread], &cpus);
        if (sched_setaffinity(0, sizeof cpus, &cpus))
            tare_state_end(t, TARE_END_FAILED, "cannot run thread %u on cpu %u", t->thread,
                           t->job->cpu[t->thread]);
    }
    pthread_mutex_lock(&team.gate);
    pthread_mutex_unlock(&team.gate);
    call_case(t);
    return NULL;
}

static void free_shared(void)
{
    for (unsigned i = 0; i < team.shared_count; i++)
        free(team.shared[i].memory);
    team.shared_count = 0;
}

/* Starts threads 1 and up; they stand at the gate. Returns how many run, the leader among them. */
static unsigned start_threads(pthread_t *threads)
{
    unsigned started = 1;

    while (started < team.thread_count &&
           pthread_create(&threads[started], NULL, work, &members[started]) == 0)
        started++;
    return started;
}

/* Weighing: lets the conductor find a block that is surely there, then says that it begins. */
static void announce(struct tare_wire *wire)
{
    void *volatile block = malloc(4321);

    wire->weighed_address = (uint64_t)(uintptr_t)block;
    wire->weighed_bytes = 4321;
    tare_turn_hand_over(wire, TARE_MARK_HEAP);
    free(block);
    tare_turn_hand_over(wire, TARE_MARK_ENTER);
}

int tare_run_case(const struct tare_run_params *params, struct tare_err *err)
{
    const struct tare_job *job = params->job;
    pthread_t threads[TARE_WIRE_THREADS_MAX];
    unsigned started;

    if (!tare_registry_find(job->group, job->variant))
        return tare_err_set(err, TARE_ERR_INPUT, "this executable has no case '%s/%s'", job->group,
                            job->variant);
    team = (struct tare_team){.thread_count = job->thread_count};
    pthread_mutex_init(&team.shared_lock, NULL);
    pthread_mutex_init(&team.gate, NULL);
    for (unsigned i = 0; i < team.thread_count; i++)
        init_member(&members[i], i, params);
    pthread_mutex_lock(&team.gate);
    started = start_threads(threads);
    if (started < team.thread_count)
        tare_state_end(&members[0], TARE_END_FAILED, "cannot start %u threads, only %u",
                       team.thread_count, started);
    team.thread_count = started;
    if (params->wire && job->mode == TARE_MODE_WEIGH)
        announce(params->wire);
    tare_resident_enter(&members[0]);
    members[0].entry_ticks = tare_clock_ticks(&members[0].clock);
    pthread_mutex_unlock(&team.gate);
    call_case(&members[0]);
    params->report->teardown_ns = tare_clock_ns(
        &members[0].clock, tare_clock_ticks(&members[0].clock) - members[0].entry_ticks);
    for (unsigned i = 1; i < started; i++)
        pthread_join(threads[i], NULL);
    free_shared();
    return 0;
}
