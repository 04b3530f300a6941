/* SPDX-License-Identifier: MIT */
#include "measure/team.h"

#include <limits.h>

#include "sys/futex.h"

static void relax(void)
{
#if defined(__x86_64__)
    __builtin_ia32_pause();
#else
    __asm__ volatile("yield");
#endif
}

void tare_team_publish(struct tare_team *team, uint64_t count)
{
    if (team->thread_count == 1)
        return;
    team->count = count;
    atomic_store(&team->started, 0);
    atomic_store(&team->arrived, 0);
    atomic_fetch_add(&team->generation, 1);
    syscall(SYS_futex, &team->generation, FUTEX_WAKE, INT_MAX, NULL, NULL, 0);
}

/* Until `word` counts all but the leader; false where a thread broke. */
static bool await_others(struct tare_team *team, _Atomic uint32_t *word)
{
    while (atomic_load(word) != team->thread_count - 1) {
        if (atomic_load(&team->broken))
            return false;
        relax();
    }
    return true;
}

bool tare_team_gather(struct tare_team *team)
{
    return team->thread_count == 1 || await_others(team, &team->started);
}

void tare_team_go(struct tare_team *team)
{
    atomic_fetch_add(&team->started, 1);
}

double tare_team_collect(struct tare_team *team, double elapsed_ns)
{
    if (team->thread_count == 1)
        return elapsed_ns;
    await_others(team, &team->arrived);
    for (unsigned i = 1; i < team->thread_count; i++)
        if (team->elapsed_ns[i] > elapsed_ns)
            elapsed_ns = team->elapsed_ns[i];
    return elapsed_ns;
}

uint64_t tare_team_await(struct tare_team *team, uint32_t *generation)
{
    while (atomic_load(&team->generation) == *generation)
        tare_futex_wait(&team->generation, *generation, NULL);
    *generation = atomic_load(&team->generation);
    return team->count;
}

void tare_team_line_up(struct tare_team *team)
{
    atomic_fetch_add(&team->started, 1);
    while (atomic_load(&team->started) != team->thread_count && !atomic_load(&team->broken))
        relax();
}

void tare_team_arrive(struct tare_team *team, unsigned thread, double elapsed_ns)
{
    team->elapsed_ns[thread] = elapsed_ns;
    atomic_fetch_add(&team->arrived, 1);
}

void tare_team_break(struct tare_team *team)
{
    atomic_store(&team->broken, 1);
}
