/* SPDX-License-Identifier: MIT */
#include "measure/loop.h"

#include "measure/schedule.h"
#include "measure/team.h"
#include "measure/turn.h"

/* Reads every line of a memory larger than the last level of cache. */
static void empty_caches(const struct tare *t)
{
    for (uint64_t i = 0; t->cold && i < t->job->cold_bytes; i += 64)
        (void)*(const volatile char *)(t->cold + i);
}

static void prepare(struct tare *t, uint64_t count)
{
    for (size_t i = 0; t->fresh.prepare && i < count; i++)
        t->fresh.prepare(t->fresh.arg, i);
}

/* What is not the statement's is timed apart, for the books of the block. */
static void note_untimed(struct tare *t, uint64_t since_ticks)
{
    t->untimed_ns += tare_clock_ns(&t->clock, tare_clock_ticks(&t->clock) - since_ticks);
}

static void dispose(struct tare *t)
{
    for (size_t i = 0; t->fresh.dispose && i < t->count; i++)
        t->fresh.dispose(t->fresh.arg, i);
}

/* Another thread of the team: reports its run and takes the next one from the leader. */
static uint64_t follow(struct tare *t, double elapsed_ns)
{
    struct tare_team *team = t->team;
    uint64_t count;

    if (t->in_loop)
        tare_team_arrive(team, t->thread, elapsed_ns);
    count = tare_team_await(team, &t->generation);
    dispose(t);
    if (!count)
        return 0;
    prepare(t, count);
    if (t->job->cold)
        empty_caches(t);
    tare_team_line_up(team);
    return count;
}

/* Thread 0: closes its run, decides on the next one and brings all to the start line. */
static uint64_t lead(struct tare *t, double elapsed_ns)
{
    uint64_t since_ticks;
    uint64_t count;

    if (t->in_loop) {
        elapsed_ns = tare_team_collect(t->team, elapsed_ns);
        if (t->step == TARE_STEP_COUNTED && t->wire)
            tare_turn_hand_over(t->wire, TARE_MARK_END);
        since_ticks = tare_clock_ticks(&t->clock);
        dispose(t);
        note_untimed(t, since_ticks);
    }
    count = atomic_load(&t->team->broken) ? 0 : tare_schedule_next(t, elapsed_ns);
    tare_team_publish(t->team, count);
    if (!count)
        return 0;
    since_ticks = tare_clock_ticks(&t->clock);
    prepare(t, count);
    if (t->job->cold)
        empty_caches(t);
    note_untimed(t, since_ticks);
    if (!tare_team_gather(t->team)) {
        tare_team_publish(t->team, 0);
        return 0;
    }
    if (t->step == TARE_STEP_COUNTED && t->wire)
        tare_turn_hand_over(t->wire, TARE_MARK_BEGIN);
    tare_team_go(t->team);
    return count;
}

/* Ticks by which the clock went back since the run before ended; 0: it did not. A first reading
 * that is too low makes a sample too long, a last one too short. */
static uint64_t went_back(const struct tare *t, uint64_t end_ticks)
{
    if (t->start_ticks < t->end_ticks)
        return t->end_ticks - t->start_ticks;
    return end_ticks < t->start_ticks ? t->start_ticks - end_ticks : 0;
}

/* Ends the case for what its loop did. */
static uint64_t give_up(struct tare *t)
{
    t->in_run = false;
    t->step = TARE_STEP_DONE;
    if (t->thread != 0)
        tare_team_break(t->team);
    return 0;
}

/* Ends the run whose last reading is `end_ticks` and starts the next; 0: leave the loop. */
static uint64_t turn_over(struct tare *t, uint64_t left, uint64_t end_ticks)
{
    double elapsed_ns = 0;
    uint64_t count;

    if (t->report->end != TARE_END_FINE || t->step == TARE_STEP_DONE) {
        if (t->step == TARE_STEP_DONE && t->report->end == TARE_END_FINE)
            tare_state_end(t, TARE_END_FAILED, "a case has one loop, this one came to a second");
        t->in_run = false;
        return 0;
    }
    if (left) {
        tare_state_end(t, TARE_END_FAILED,
                       "left its loop by break with %llu of %llu iterations to go",
                       (unsigned long long)left, (unsigned long long)t->count);
        return give_up(t);
    }
    if (t->in_run && went_back(t, end_ticks)) {
        tare_state_end(t, TARE_END_FAILED,
                       "the clock went back by %.0f ns, see tare doctor: no time of it can be "
                       "believed",
                       tare_clock_ns(&t->clock, went_back(t, end_ticks)));
        return give_up(t);
    }
    t->end_ticks = end_ticks;
    if (t->in_run) {
        elapsed_ns = tare_clock_ns(&t->clock, end_ticks - t->start_ticks) - t->clock.cost_ns;
        if (elapsed_ns < 0)
            elapsed_ns = 0;
    }
    count = t->thread == 0 ? lead(t, elapsed_ns) : follow(t, elapsed_ns);
    t->in_loop = true;
    t->in_run = count != 0;
    t->count = count;
    if (!count)
        t->step = TARE_STEP_DONE;
    return count;
}

uint64_t tare_loop_next_(struct tare *t, uint64_t left)
{
    uint64_t end_ticks = tare_clock_ticks(&t->clock);
    uint64_t count = turn_over(t, left, end_ticks);

    t->start_ticks = tare_clock_ticks(&t->clock);
    return count;
}

size_t tare_fresh_next_(struct tare *t, size_t left, void (*prepare_one)(void *arg, size_t i),
                        void (*dispose_one)(void *arg, size_t i), void *arg)
{
    uint64_t end_ticks = tare_clock_ticks(&t->clock);
    uint64_t count;

    t->fresh = (struct tare_fresh){true, prepare_one, dispose_one, arg};
    count = turn_over(t, left, end_ticks);
    t->start_ticks = tare_clock_ticks(&t->clock);
    return count;
}

/* The loop of the header with nothing in it, at an address like that of a case's. */
__attribute__((noinline, aligned(64))) static void run_empty(uint64_t tare_left_)
{
    for (; tare_left_ != 0; tare_left_--, tare_step_(tare_left_))
        ;
}

double tare_loop_measure_empty(const struct tare_clock *clock)
{
    const uint64_t iterations = 20000;
    double least_ns = 0;

    for (int run = 0; run < 5; run++) {
        uint64_t start_ticks = tare_clock_ticks(clock);
        double ns;

        run_empty(iterations);
        ns = tare_clock_ns(clock, tare_clock_ticks(clock) - start_ticks) - clock->cost_ns;
        if (run == 0 || ns < least_ns)
            least_ns = ns;
    }
    return least_ns / (double)iterations;
}

void tare_loop_close(struct tare *t)
{
    if (t->in_run)
        tare_state_end(t, TARE_END_FAILED, "left its loop by return or goto");
    if (t->thread == 0)
        tare_team_publish(t->team, 0);
    else if (t->in_run || t->step != TARE_STEP_DONE)
        tare_team_break(t->team);
}
