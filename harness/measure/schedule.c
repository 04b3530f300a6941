/* SPDX-License-Identifier: MIT */
#include "measure/schedule.h"

#include "measure/resident.h"
#include "measure/turn.h"

/* No loop runs longer than this in one go: 2^40 empty iterations take minutes. */
#define ITERATIONS_MAX (UINT64_C(1) << 40)

static uint64_t at_most_allowed(const struct tare *t, uint64_t count)
{
    uint64_t limit = t->fresh.used ? TARE_FRESH_MAX : ITERATIONS_MAX;

    return count > limit ? limit : count;
}

/* Begins a step of the current order. */
static uint64_t enter(struct tare *t, enum tare_step step, uint64_t count)
{
    t->step = step;
    t->repeats = 0;
    t->last_ns = 0;
    t->best_ns = 0;
    t->window_ns = 0;
    t->window_begin = 0;
    t->window_end = 0;
    t->warm_ns = 0;
    t->warm_count = 0;
    return at_most_allowed(t, count ? count : 1);
}

/* Reports a finished order, takes the next one and begins it. */
static uint64_t obey(struct tare *t, enum tare_mark mark)
{
    const struct tare_turn_order *order = &t->wire->order;

    t->wire->ran.untimed_ns = t->untimed_ns;
    tare_turn_hand_over(t->wire, mark);
    t->spent_ns = 0;
    t->untimed_ns = 0;
    t->wire->ran = (struct tare_turn_report){0};
    switch (order->order) {
    case TARE_ORDER_CALIBRATE:
        return enter(t, TARE_STEP_CALIBRATE, 1);
    case TARE_ORDER_WARM:
        return enter(t, TARE_STEP_WARM, order->iterations);
    case TARE_ORDER_SAMPLE:
        if (order->granule)
            return enter(t, TARE_STEP_PRIME, order->granule);
        return enter(t, TARE_STEP_SAMPLE, order->iterations);
    case TARE_ORDER_GO:
    case TARE_ORDER_FINISH:
        break;
    }
    tare_resident_report(t);
    t->entry_ticks = tare_clock_ticks(&t->clock);
    t->step = TARE_STEP_DONE;
    return 0;
}

static uint64_t report(struct tare *t, uint64_t iterations, double elapsed_ns)
{
    t->wire->ran.iterations = iterations;
    t->wire->ran.elapsed_ns = elapsed_ns;
    t->wire->ran.fresh = t->fresh.prepare || t->fresh.dispose;
    return obey(t, TARE_MARK_RAN);
}

static uint64_t grown(const struct tare *t, double elapsed_ns)
{
    double growth = t->wire->order.target_ns * 1.1 / (elapsed_ns > 1 ? elapsed_ns : 1);

    growth = growth < 2 ? 2 : growth > 16 ? 16 : growth;
    return at_most_allowed(t, (uint64_t)((double)t->count * growth) + 1);
}

/*
 * Grows the count until a run takes the target. The run that does is taken once more, since the
 * first may have met cold caches or work that is done but once; the faster of the two counts, and
 * where that falls short of the target the growing goes on.
 */
static uint64_t calibrate(struct tare *t, double elapsed_ns)
{
    double target_ns = t->wire->order.target_ns;
    bool is_second = t->repeats == 2;
    uint64_t iterations;

    t->wire->ran.prime_ns = t->spent_ns;
    if (t->job->cold)
        return report(t, 1, elapsed_ns);
    if (!is_second && elapsed_ns >= target_ns && elapsed_ns < t->wire->order.cap_ns) {
        t->last_ns = elapsed_ns;
        return t->count;
    }
    if (is_second && t->last_ns < elapsed_ns)
        elapsed_ns = t->last_ns;
    if (elapsed_ns < target_ns / (is_second ? 2 : 1) &&
        t->count < at_most_allowed(t, ITERATIONS_MAX)) {
        t->repeats = 0;
        return grown(t, elapsed_ns);
    }
    iterations = (uint64_t)((double)t->count * target_ns / (elapsed_ns > 1 ? elapsed_ns : 1)) + 1;
    iterations = at_most_allowed(t, iterations);
    return report(t, iterations, elapsed_ns / (double)t->count * (double)iterations);
}

/* Do this window of warming and the one before agree? */
static bool agrees(const struct tare *t, double elapsed_ns)
{
    double change_ns = elapsed_ns > t->last_ns ? elapsed_ns - t->last_ns : t->last_ns - elapsed_ns;

    return t->repeats >= 2 && change_ns <= TARE_WARM_AGREE_RATIO * t->last_ns &&
           elapsed_ns <= TARE_WARM_BEST_RATIO * t->best_ns;
}

/* The length of the first window of granules that take as long. */
static unsigned choose_window(double granule_ns)
{
    double granules = TARE_PRIME_WINDOW_NS / (granule_ns > 1 ? granule_ns : 1);

    if (granules > TARE_PRIME_WINDOW_MAX)
        return TARE_PRIME_WINDOW_MAX;
    return granules < TARE_PRIME_WINDOW_MIN ? TARE_PRIME_WINDOW_MIN : (unsigned)granules;
}

/* Priming: has a window of granules ended that gained nothing on the one before? */
static bool has_levelled(struct tare *t, double elapsed_ns, double expected_ns)
{
    double before_ns = t->last_ns;

    if (t->window_end == 0)
        t->window_end = choose_window(expected_ns > 0 ? expected_ns : elapsed_ns);
    t->window_ns += elapsed_ns;
    if (t->repeats < t->window_end)
        return false;
    t->last_ns = t->window_ns / (t->window_end - t->window_begin);
    t->window_ns = 0;
    t->window_begin = t->window_end;
    t->window_end *= 2;
    return before_ns > 0 && t->last_ns >= (1 - TARE_PRIME_LEVEL_RATIO) * before_ns;
}

/* Keeps what an iteration took in a sample. */
static void remember(struct tare *t, double elapsed_ns)
{
    t->recent_ns[t->recent_count++ % TARE_RECENT] = elapsed_ns / (double)t->count;
}

/* Warming is done before the siblings come: what an iteration takes alone. Twice, so that it
 * counts; see expected_ns(). */
static void remember_alone(struct tare *t, double elapsed_ns)
{
    t->recent_count = 0;
    remember(t, elapsed_ns);
    remember(t, elapsed_ns);
}

/*
 * What the current count of iterations takes when the arm has its caches: by the second least of
 * the recent samples, since the least may be an accident; 0: there is none. A machine that slows
 * down is followed when as many samples have passed.
 */
static double expected_ns(const struct tare *t)
{
    unsigned count = t->recent_count < TARE_RECENT ? t->recent_count : TARE_RECENT;
    double least_ns = 0;
    double second_ns = 0;

    for (unsigned i = 0; i < count; i++) {
        double ns = t->recent_ns[i];

        if (i == 0 || ns < least_ns) {
            second_ns = i == 0 ? ns : least_ns;
            least_ns = ns;
        } else if (i == 1 || ns < second_ns) {
            second_ns = ns;
        }
    }
    return second_ns * (double)t->count;
}

/* Priming: did the granules of the last WARM_NS take what the arm is known to take? */
static bool is_warm_again(struct tare *t, double elapsed_ns, double expected_ns)
{
    double per_granule_ns;

    t->warm_ns += elapsed_ns;
    t->warm_count++;
    if (t->warm_ns < TARE_PRIME_WARM_NS)
        return false;
    per_granule_ns = t->warm_ns / t->warm_count;
    t->warm_ns = 0;
    t->warm_count = 0;
    return expected_ns > 0 && per_granule_ns <= TARE_PRIME_WARM_RATIO * expected_ns;
}

/* Has a granule of priming shown that the arm has its caches back, or as much as it will get? */
static bool is_primed(struct tare *t, double elapsed_ns)
{
    double expected = expected_ns(t); /* of a granule */
    bool levelled = has_levelled(t, elapsed_ns, expected);

    if (is_warm_again(t, elapsed_ns, expected))
        return true;
    return levelled && (expected <= 0 || t->last_ns <= TARE_PRIME_COLD_RATIO * expected ||
                        t->repeats >= TARE_PRIME_LONG);
}

/* An arm whose last turns did not get their caches back in time is given less of it. */
static double cap_ns(const struct tare *t)
{
    return t->capped_turns < TARE_PRIME_TRIES ? t->wire->order.cap_ns
                                              : t->wire->order.cap_ns / TARE_PRIME_GIVE_UP;
}

/* Has this order gone on for too long, what fresh inputs cost included? */
static bool is_over(const struct tare *t, double cap_ns)
{
    return t->spent_ns >= cap_ns || t->spent_ns + t->untimed_ns >= TARE_FRESH_CAP * cap_ns;
}

/* A granule of priming ended: is another one needed? Sets `capped`. */
static bool is_turn_settled(struct tare *t, double elapsed_ns)
{
    if (is_primed(t, elapsed_ns)) {
        t->capped_turns = 0;
        return true;
    }
    t->wire->ran.capped = is_over(t, cap_ns(t));
    t->capped_turns += t->wire->ran.capped;
    return t->wire->ran.capped;
}

/* A window of warming ended: is another one needed? Sets `capped`. */
static bool is_warm(struct tare *t, double elapsed_ns)
{
    if (t->repeats == 1 || elapsed_ns < t->best_ns)
        t->best_ns = elapsed_ns;
    if (agrees(t, elapsed_ns))
        return true;
    t->last_ns = elapsed_ns;
    t->wire->ran.capped = is_over(t, t->wire->order.cap_ns);
    return t->wire->ran.capped;
}

/* Without a conductor: as many runs as the iterations asked for need. */
static uint64_t plain(struct tare *t)
{
    uint64_t count = at_most_allowed(t, t->plain_iterations);

    t->plain_iterations -= count;
    return count;
}

static uint64_t first(struct tare *t)
{
    if (!t->wire) {
        t->step = TARE_STEP_PLAIN;
        return plain(t);
    }
    if (t->job->mode == TARE_MODE_WEIGH) {
        t->step = TARE_STEP_FIRST;
        return 1;
    }
    t->report->setup_ns = tare_clock_ns(&t->clock, tare_clock_ticks(&t->clock) - t->entry_ticks);
    return obey(t, TARE_MARK_READY);
}

uint64_t tare_schedule_next(struct tare *t, double elapsed_ns)
{
    t->report->looped = true;
    t->spent_ns += elapsed_ns;
    t->repeats++;
    switch (t->step) {
    case TARE_STEP_NONE:
        return first(t);
    case TARE_STEP_CALIBRATE:
        return calibrate(t, elapsed_ns);
    case TARE_STEP_WARM:
        if (!is_warm(t, elapsed_ns))
            return t->count;
        remember_alone(t, elapsed_ns);
        t->wire->ran.prime_ns = t->spent_ns;
        return report(t, t->count, elapsed_ns);
    case TARE_STEP_PRIME:
        if (!is_turn_settled(t, elapsed_ns))
            return t->count;
        t->wire->ran.prime_ns = t->spent_ns;
        return enter(t, TARE_STEP_SAMPLE, t->wire->order.iterations);
    case TARE_STEP_SAMPLE:
        remember(t, elapsed_ns);
        return report(t, t->count, elapsed_ns);
    case TARE_STEP_FIRST:
        if (!t->job->weigh_iterations)
            break;
        t->step = TARE_STEP_COUNTED;
        return at_most_allowed(t, t->job->weigh_iterations);
    case TARE_STEP_PLAIN:
        if (t->plain_iterations)
            return plain(t);
        break;
    case TARE_STEP_COUNTED:
    case TARE_STEP_DONE:
        break;
    }
    t->step = TARE_STEP_DONE;
    return 0;
}
