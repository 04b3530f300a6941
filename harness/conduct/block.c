/* SPDX-License-Identifier: MIT */
#include "conduct/block.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "conduct/looks.h"
#include "conduct/scale.h"
#include "measure/hash.h"
#include "sys/machine.h"

/* A set is worth its start where the budget has room for this part of one: it can be cut short. */
#define LAST_SET 0.75

struct state {
    const struct tare_block_params *params;
    struct tare_block_run *run;
    uint64_t random[4];
    size_t *order; /* arm_count, shuffled again and again */
    double start_ns;
    double set_start_ns;
    struct tare_sibling sibling; /* as it was found before each round */
    struct tare_err *err;
};

/* Fisher and Yates, as Durstenfeld (1964) gives it. */
static void shuffle(struct state *state)
{
    for (size_t i = state->run->arm_count; i > 1; i--) {
        size_t j = (size_t)(tare_hash_random(state->random) % i);
        size_t kept = state->order[i - 1];

        state->order[i - 1] = state->order[j];
        state->order[j] = kept;
    }
}

/* The k-th arm of the shuffled order. */
static struct tare_arm *in_order(const struct state *state, size_t k)
{
    return &state->run->arm[state->order[k]];
}

uint64_t tare_block_set_seed(uint64_t block_seed, size_t set)
{
    return tare_hash_mix(block_seed, set);
}

size_t tare_block_layout(const struct tare_plan *plan, size_t set)
{
    return (set - 1) % plan->layout_count;
}

static void start_arm(struct state *state, struct tare_arm *arm, size_t set)
{
    const struct tare_block_params *params = state->params;
    struct tare_err err = {0};

    arm->job.seed = tare_block_set_seed(params->seed, set);
    arm->set = set;
    arm->link = params->plan->layout_count
                    ? params->plan->layout[tare_block_layout(params->plan, set)].path
                    : NULL;
    arm->set_begin = arm->sample_count;
    arm->checked = false;
    if (tare_child_start(&arm->child,
                         &(struct tare_child_params){
                             .build = arm->build,
                             .path = arm->link,
                             .job = &arm->job,
                             .cpu = (int)params->cpus->cpu[0],
                             .cold_fd = arm->job.cold ? params->cold_fd : -1,
                             .limit_ns = arm->limit_ns,
                             .padding_bytes = (unsigned)(tare_hash_random(state->random) % 4096)},
                         &err))
        tare_fate_set(&arm->fate, TARE_FATE_FAILED, "%s", err.text);
    else if (!arm->child.alive)
        tare_arm_settle(arm);
}

bool tare_block_has_many_sets(const struct tare_block_params *params)
{
    return params->budget_ns > 0 && params->sets > TARE_BLOCK_MANY_SETS;
}

static void calibrate(const struct state *state, struct tare_arm *arm)
{
    const struct tare_turn_report *ran;
    double target_ns =
        tare_block_has_many_sets(state->params) ? TARE_BLOCK_SHORT_NS : TARE_BLOCK_SAMPLE_NS;

    if (!tare_arm_turn(arm, &(struct tare_turn_order){.order = TARE_ORDER_CALIBRATE,
                                                      .target_ns = target_ns,
                                                      .cap_ns = TARE_BLOCK_ONCE_NS}))
        return;
    ran = &arm->child.wire->ran;
    arm->iterations = ran->iterations;
    arm->op_ns = fmax(ran->elapsed_ns / (double)ran->iterations, 1e-3);
    arm->untimed_ratio = ran->untimed_ns / fmax(ran->prime_ns, 1);
}

/*
 * Rule 6, right after its own set-up and before a sibling comes: what the arm takes now is what it
 * takes alone, and priming holds each turn to it (measure/schedule.c). Of long operations too few
 * windows fit to say that they never settle.
 */
static void warm(struct tare_arm *arm)
{
    if (arm->job.cold)
        return;
    if (tare_arm_turn(arm, &(struct tare_turn_order){.order = TARE_ORDER_WARM,
                                                     .iterations = arm->iterations,
                                                     .cap_ns = TARE_BLOCK_WARM_NS}))
        arm->cold_starts += arm->child.wire->ran.capped && arm->op_ns < TARE_BLOCK_SAMPLE_NS;
}

/* Spawn order is shuffled: the first arm always spawned first read 0.28 to 2.84 % off. */
static void start_set(struct state *state, size_t set)
{
    shuffle(state);
    for (size_t k = 0; k < state->run->arm_count; k++) {
        struct tare_arm *arm = in_order(state, k);
        double since_ns = tare_clock_now_ns();

        if (tare_arm_is_up(arm))
            start_arm(state, arm, set);
        arm->process_ns += tare_clock_now_ns() - since_ns;
        if (tare_arm_is_up(arm) && set == 1)
            calibrate(state, arm);
        since_ns = tare_clock_now_ns();
        if (tare_arm_is_up(arm))
            warm(arm);
        arm->process_ns += tare_clock_now_ns() - since_ns;
    }
}

/* One turn; round 0 is not kept. */
static int take_turn(struct state *state, struct tare_arm *arm, size_t set, size_t round)
{
    double set_ns = state->params->min_time_ns / (double)state->params->sets;
    double long_ns = fmin(TARE_BLOCK_GRANULES * arm->op_ns * (double)arm->granule,
                          TARE_BLOCK_LONG_RATIO * set_ns);
    struct tare_turn_order order = {.order = TARE_ORDER_SAMPLE,
                                    .iterations = arm->iterations,
                                    .granule = arm->granule,
                                    .cap_ns = fmax(TARE_BLOCK_PRIME_NS, long_ns)};
    double since_ns = tare_clock_now_ns();
    bool came_back = tare_arm_turn(arm, &order);

    *(round == 0 ? &arm->process_ns : &arm->turns_ns) += tare_clock_now_ns() - since_ns;
    if (!came_back || round == 0)
        return 0;
    return tare_arm_keep(arm, (uint32_t)set, (uint32_t)round, state->err);
}

/* Long operations take fewer rounds, spread evenly over all. Round 0 is everybody's. */
static bool takes_part(const struct tare_arm *arm, size_t round, size_t rounds)
{
    return round == 0 || round * arm->rounds / rounds > (round - 1) * arm->rounds / rounds;
}

static size_t most_sets(const struct tare_block_params *params)
{
    return tare_looks_most_sets(params->sets, params->precision_ratio);
}

/* Rounds cost more than was estimated where priming is hard: has the set used its share of what was
 * left of the budget? */
static bool is_late(const struct state *state, size_t set)
{
    const struct tare_block_params *params = state->params;
    double left_ns = state->start_ns + params->budget_ns - state->set_start_ns;

    return params->budget_ns > 0 && set <= most_sets(params) &&
           tare_clock_now_ns() - state->set_start_ns >=
               left_ns / (double)(most_sets(params) - set + 1);
}

static int run_rounds(struct state *state, size_t set)
{
    size_t rounds = 0;

    for (size_t i = 0; i < state->run->arm_count; i++)
        if (tare_arm_is_up(&state->run->arm[i]) && state->run->arm[i].rounds > rounds)
            rounds = state->run->arm[i].rounds;
    for (size_t round = 0; round <= rounds; round++) {
        tare_sibling_probe(&state->sibling);
        shuffle(state);
        for (size_t k = 0; k < state->run->arm_count; k++) {
            struct tare_arm *arm = in_order(state, k);

            if (tare_arm_is_up(arm) && takes_part(arm, round, rounds) &&
                take_turn(state, arm, set, round))
                return -1;
        }
        if (round > 0 && is_late(state, set) &&
            tare_scale_suffices(state->params, state->run, round, rounds))
            break;
    }
    return 0;
}

static void add_noise(struct state *state, const struct tare_arm *arm)
{
    struct tare_machine_noise noise;

    tare_machine_noise_read(&noise, "/", TARE_MACHINE_UNKNOWN, arm->child.proc.pid);
    state->run->waited_ns += noise.has_wait ? (double)noise.run_queue_wait_ns : NAN;
    state->run->switches += noise.has_switches ? (double)noise.involuntary_switches_count : NAN;
}

/* Exit order is shuffled as spawn order is. */
static void finish_set(struct state *state)
{
    const struct tare_turn_order order = {.order = TARE_ORDER_FINISH};

    shuffle(state);
    for (size_t k = 0; k < state->run->arm_count; k++) {
        struct tare_arm *arm = in_order(state, k);
        double since_ns = tare_clock_now_ns();

        if (tare_arm_is_up(arm) && arm->child.alive) {
            add_noise(state, arm);
            tare_arm_turn(arm, &order);
        }
        tare_child_free(&arm->child);
        arm->process_ns += tare_clock_now_ns() - since_ns;
    }
}

/* The value most arms agree on; among equals that of the baseline, else of the first. */
static const struct tare_arm *find_consensus(const struct state *state)
{
    const struct tare_block_run *run = state->run;
    const struct tare_arm *best = NULL;
    size_t best_votes = 0;

    for (size_t i = 0; i < run->arm_count; i++) {
        const struct tare_arm *arm = &run->arm[i];
        size_t votes = 0;

        if (!tare_arm_is_up(arm) || !arm->checked)
            continue;
        for (size_t j = 0; j < run->arm_count; j++)
            votes += tare_arm_is_up(&run->arm[j]) && run->arm[j].checked &&
                     run->arm[j].check == arm->check;
        if (votes > best_votes || (votes == best_votes && i == state->params->block->baseline)) {
            best = arm;
            best_votes = votes;
        }
    }
    return best;
}

static void compare_checks(const struct state *state, size_t set)
{
    const struct tare_arm *right = find_consensus(state);

    for (size_t i = 0; right && i < state->run->arm_count; i++) {
        struct tare_arm *arm = &state->run->arm[i];

        if (tare_arm_is_up(arm) && arm->checked && arm->check != right->check)
            tare_fate_set(&arm->fate, TARE_FATE_DISAGREES,
                          "its check in set %zu is %llu, that of '%s' %llu", set,
                          (unsigned long long)arm->check, right->plan->id,
                          (unsigned long long)right->check);
    }
}

static bool any_up(const struct tare_block_run *run)
{
    for (size_t i = 0; i < run->arm_count; i++)
        if (tare_arm_is_up(&run->arm[i]))
            return true;
    return false;
}

static int run_set(struct state *state, size_t set)
{
    int result = 0;

    state->set_start_ns = tare_clock_now_ns();
    start_set(state, set);
    if (set == 1)
        tare_scale_settle(state->params, state->run);
    result = run_rounds(state, set);
    finish_set(state);
    compare_checks(state, set);
    if (tare_child_interrupted())
        return tare_err_set(state->err, TARE_ERR_SYSTEM, "interrupted");
    return result;
}

static void prepare_arm(struct state *state, struct tare_arm *arm)
{
    const struct tare_block_params *params = state->params;

    /* One set of what was asked for, its priming and more, must fit. */
    if (!(arm->plan->item->timeout_ms > 0))
        arm->limit_ns += 5 * params->min_time_ns / (double)params->sets;
    arm->job.clock = *params->clock;
    arm->job.cold_bytes = arm->job.cold ? params->cold_bytes : 0;
    if (arm->job.thread_count > params->cpus->count) {
        tare_fate_set(&arm->fate, TARE_FATE_SKIPPED, "needs %u cores, this machine gives %zu",
                      arm->job.thread_count, params->cpus->count);
        return;
    }
    memcpy(arm->job.cpu, params->cpus->cpu, arm->job.thread_count * sizeof *arm->job.cpu);
}

/* Is the block's share of the budget used up by the next set? */
static bool over_budget(const struct state *state, size_t sets_done)
{
    double used_ns = tare_clock_now_ns() - state->start_ns;

    return state->params->budget_ns > 0 && sets_done >= TARE_BLOCK_MIN_SETS &&
           used_ns + LAST_SET * used_ns / (double)sets_done > state->params->budget_ns;
}

/* Between sets: is the block done before its last? -1 without memory. */
static int is_done(const struct state *state, bool *done)
{
    const struct tare_block_params *params = state->params;
    const struct tare_block_run *run = state->run;

    *done = over_budget(state, run->sets);
    if (*done || !(params->precision_ratio > 0) || !tare_looks_at(run->sets))
        return 0;
    return tare_looks_judge(done,
                            &(struct tare_looks_params){.arm = run->arm,
                                                        .arm_count = run->arm_count,
                                                        .baseline = params->block->baseline,
                                                        .sets = run->sets,
                                                        .precision_ratio = params->precision_ratio},
                            state->err);
}

int tare_block_measure(struct tare_block_run *run, const struct tare_block_params *params,
                       struct tare_err *err)
{
    struct state state = {
        .params = params, .run = run, .err = err, .start_ns = tare_clock_now_ns()};
    struct tare_machine_noise before;
    struct tare_machine_noise after;
    double own_ns = tare_machine_own_ns();
    bool done = false;
    int result = 0;

    *run = (struct tare_block_run){.arm_count = params->block->arm_count};
    run->arm = calloc(run->arm_count, sizeof *run->arm);
    state.order = calloc(run->arm_count, sizeof *state.order);
    if (!run->arm || !state.order) {
        free(state.order);
        run->arm_count = run->arm ? run->arm_count : 0;
        return tare_err_memory(err);
    }
    tare_hash_seed(state.random, params->seed);
    for (size_t i = 0; i < run->arm_count; i++) {
        state.order[i] = i;
        tare_arm_init(&run->arm[i], params->plan, params->block, i);
        run->arm[i].clock_resolution_ns = params->clock->resolution_ns;
        prepare_arm(&state, &run->arm[i]);
    }
    tare_machine_noise_read(&before, "/", (int)params->cpus->cpu[0], 0);
    for (size_t set = 1; set <= most_sets(params) && result == 0 && !done && any_up(run); set++) {
        if (params->progress)
            params->progress(params->context, params->block, set);
        result = run_set(&state, set);
        run->sets += result == 0;
        if (result == 0)
            result = is_done(&state, &done);
    }
    tare_machine_noise_read(&after, "/", (int)params->cpus->cpu[0], 0);
    after = tare_machine_noise_between(&before, &after);
    run->steal_ns = after.has_steal ? (double)after.steal_ns : NAN;
    own_ns = tare_machine_own_ns() - own_ns;
    if (!after.has_steal || isnan(own_ns) || params->block->threads > 1)
        run->others_ns = NAN;
    else
        run->others_ns = fmax(0, (double)after.busy_ns - own_ns);
    if (params->sibling)
        tare_sibling_merge(params->sibling, &state.sibling);
    run->sibling_ratio =
        tare_sibling_share(&state.sibling, params->sibling ? params->sibling : &state.sibling);
    run->wall_ns = tare_clock_now_ns() - state.start_ns;
    free(state.order);
    return result;
}

void tare_block_run_free(struct tare_block_run *run)
{
    for (size_t i = 0; i < run->arm_count; i++)
        tare_arm_free(&run->arm[i]);
    free(run->arm);
    *run = (struct tare_block_run){0};
}
