/* SPDX-License-Identifier: MIT */
#include "conduct/conductor.h"

#include <fcntl.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <time.h>
#include <unistd.h>

#include "conduct/block.h"
#include "conduct/looks.h"
#include "conduct/summary.h"
#include "conduct/weigh.h"
#include "measure/hash.h"
#include "sys/cpus.h"
#include "sys/machine.h"
#include "sys/sibling.h"

/* Caches count as emptied when this many times the last level was read; without a last level that
 * the kernel tells of, this many bytes. */
#define COLD_FACTOR      1.25
#define COLD_BYTES_GUESS (UINT64_C(64) << 20)

struct run {
    const struct tare_conduct_params *params;
    struct tare_cpus cpus;
    struct tare_machine_caches caches;
    struct tare_sibling sibling; /* of the core that measures, since the run began */
    int cold_fd;
    uint64_t cold_bytes;
    int heap_library;
    struct tare_dwarf_cache dwarf;
    struct tare_err unweighed;
    double start_ns;
    size_t block;       /* at hand */
    size_t block_count; /* to be measured by this run */
    size_t blocks_done;
    double set_share; /* of the block at hand that is done, 0..1 */
};

static void tell_progress(struct run *run, size_t set)
{
    struct tare_conduct_place place = {.block = run->block, .set = set, .left_ns = NAN};

    if (!run->params->progress)
        return;
    place.done_ratio = ((double)run->blocks_done + run->set_share) / (double)run->block_count;
    if (place.done_ratio > 0)
        place.left_ns =
            (tare_clock_now_ns() - run->start_ns) * (1 - place.done_ratio) / place.done_ratio;
    run->params->progress(run->params->context, &place);
}

static void on_set(void *context, const struct tare_plan_block *block, size_t set)
{
    struct run *run = context;
    const struct tare_settings *settings = run->params->settings;
    size_t sets = tare_looks_most_sets(settings->sets, settings->precision_ratio);

    (void)block;
    run->set_share = 0.9 * (double)(set - 1) / (double)sets;
    tell_progress(run, set);
}

uint64_t tare_conduct_draw_seed(void)
{
    uint64_t seed = 0;

    if (getrandom(&seed, sizeof seed, 0) != (ssize_t)sizeof seed)
        seed = (uint64_t)time(NULL) * UINT64_C(0x9e3779b97f4a7c15);
    return seed >> 11;
}

static bool is_cold(const struct tare_plan *plan)
{
    for (size_t i = 0; i < plan->block_count; i++)
        if (plan->block[i].arm[0].item->cold)
            return true;
    return false;
}

/* Memory that all cold arms map: one file, so that twelve arms need it once. */
static int make_cold(struct run *run, struct tare_err *err)
{
    const struct tare_machine_cache *last = tare_machine_last_level_cache(&run->caches);
    char *memory;

    if (!is_cold(run->params->plan))
        return 0;
    run->cold_bytes = last ? (uint64_t)((double)last->size_bytes * COLD_FACTOR) : COLD_BYTES_GUESS;
    run->cold_fd = memfd_create("tare-cold", MFD_CLOEXEC);
    if (run->cold_fd < 0 || ftruncate(run->cold_fd, (off_t)run->cold_bytes))
        return tare_err_errno(err, "cannot make the memory that empties the caches");
    memory = mmap(NULL, run->cold_bytes, PROT_WRITE, MAP_SHARED, run->cold_fd, 0);
    if (memory == MAP_FAILED)
        return tare_err_errno(err, "cannot map the memory that empties the caches");
    memset(memory, 1, run->cold_bytes);
    munmap(memory, run->cold_bytes);
    return 0;
}

static uint64_t block_seed_of(uint64_t seed, size_t block)
{
    return tare_hash_mix(seed, block);
}

uint64_t tare_conduct_data_seed(uint64_t seed, size_t block)
{
    return tare_block_set_seed(block_seed_of(seed, block), 1);
}

static void open_library(struct run *run)
{
    const struct tare_conduct_params *params = run->params;

    if (!params->heap_library) {
        tare_err_set(&run->unweighed, TARE_ERR_USAGE, "%s", params->unweighed);
        return;
    }
    run->heap_library = open(params->heap_library, O_RDONLY | O_CLOEXEC);
    if (run->heap_library < 0)
        tare_err_errno(&run->unweighed, "cannot open '%s'", params->heap_library);
}

static void free_weights(struct tare_weight *weights, size_t count)
{
    for (size_t i = 0; weights && i < count; i++)
        tare_weight_free(&weights[i]);
    free(weights);
}

/* One weight an arm; NULL without memory. Arms that did not come through are not weighed. */
static struct tare_weight *weigh(struct run *run, const struct tare_block_run *measured,
                                 uint64_t block_seed, struct tare_err *err)
{
    const struct tare_weigh_params params = {.dwarf = &run->dwarf,
                                             .library = run->heap_library,
                                             .cpu = (int)run->cpus.cpu[0],
                                             .seed = tare_block_set_seed(block_seed, 1)};
    struct tare_weight *weights = calloc(measured->arm_count, sizeof *weights);

    if (!weights) {
        tare_err_memory(err);
        return NULL;
    }
    for (size_t i = 0; i < measured->arm_count; i++) {
        if (!tare_arm_is_up(&measured->arm[i]))
            continue;
        run->set_share = 0.9 + 0.1 * (double)i / (double)measured->arm_count;
        tell_progress(run, 0);
        if (tare_weigh_arm(&weights[i], &measured->arm[i], &params, err)) {
            free_weights(weights, measured->arm_count);
            return NULL;
        }
    }
    return weights;
}

/* The block's share of what is left of the budget; 0: there is no budget. */
static double share_of_budget(const struct run *run)
{
    double budget_ns = run->params->settings->budget_ns;
    double left_ns = budget_ns - (tare_clock_now_ns() - run->start_ns);

    if (budget_ns <= 0)
        return 0;
    return fmax(left_ns, 1) / (double)(run->block_count - run->blocks_done);
}

static void note_empty_loop(const struct run *run, const struct tare_block_run *measured)
{
    double *empty_ns = run->params->empty_loop_ns;

    for (size_t i = 0; empty_ns && i < measured->arm_count; i++)
        if (measured->arm[i].reported && measured->arm[i].report.empty_loop_ns > 0)
            *empty_ns = fmin(*empty_ns, measured->arm[i].report.empty_loop_ns);
}

static int run_block(struct run *run, struct tare_err *err)
{
    const struct tare_conduct_params *params = run->params;
    const struct tare_settings *settings = params->settings;
    struct tare_block_params asked = {.plan = params->plan,
                                      .block = &params->plan->block[run->block],
                                      .clock = params->clock,
                                      .cpus = &run->cpus,
                                      .cold_fd = run->cold_fd,
                                      .cold_bytes = run->cold_bytes,
                                      .seed = block_seed_of(settings->seed, run->block),
                                      .sets = settings->sets,
                                      .min_time_ns = settings->min_time_ns,
                                      .iterations = params->iterations,
                                      .precision_ratio = settings->precision_ratio,
                                      .budget_ns = share_of_budget(run),
                                      .sibling = &run->sibling,
                                      .progress = on_set,
                                      .context = run};
    struct tare_block_run measured;
    struct tare_weight *weights = NULL;
    struct tare_block block;
    int result = -1;

    if (tare_block_measure(&measured, &asked, err))
        goto out;
    note_empty_loop(run, &measured);
    if (run->heap_library >= 0) {
        weights = weigh(run, &measured, asked.seed, err);
        if (!weights)
            goto out;
    }
    if (tare_summary_make(&block,
                          &(struct tare_summary_params){.asked = &asked,
                                                        .run = &measured,
                                                        .weight = weights,
                                                        .unweighed = run->unweighed.text,
                                                        .margin_ratio = settings->margin_ratio},
                          err))
        goto out;
    result = params->finished(params->context, run->block, &block, err);
    tare_block_free(&block);
out:
    free_weights(weights, measured.arm_count);
    tare_block_run_free(&measured);
    return result;
}

static bool is_done(const struct run *run, size_t block)
{
    return run->params->is_done && run->params->is_done(run->params->context, block);
}

static bool out_of_budget(const struct run *run)
{
    double budget_ns = run->params->settings->budget_ns;

    return budget_ns > 0 && tare_clock_now_ns() - run->start_ns > budget_ns;
}

static enum tare_conduct_end run_blocks(struct run *run, struct tare_err *err)
{
    for (run->block = 0; run->block < run->params->plan->block_count; run->block++) {
        if (is_done(run, run->block))
            continue;
        if (out_of_budget(run))
            return TARE_CONDUCT_BUDGET;
        run->set_share = 0;
        if (run_block(run, err))
            return tare_child_interrupted() ? TARE_CONDUCT_INTERRUPTED : TARE_CONDUCT_FAILED;
        run->blocks_done++;
    }
    return TARE_CONDUCT_DONE;
}

enum tare_conduct_end tare_conduct_run(const struct tare_conduct_params *params,
                                       struct tare_err *err)
{
    struct run run = {
        .params = params, .cold_fd = -1, .heap_library = -1, .start_ns = tare_clock_now_ns()};
    enum tare_conduct_end end = TARE_CONDUCT_FAILED;

    for (size_t i = 0; i < params->plan->block_count; i++)
        run.block_count += !is_done(&run, i);
    if (tare_cpus_read(&run.cpus, "/", err) || tare_cpus_pin(run.cpus.cpu[0], err))
        return TARE_CONDUCT_FAILED;
    tare_machine_caches_read(&run.caches, "/", (int)run.cpus.cpu[0]);
    tare_child_catch_signals(true);
    open_library(&run);
    if (make_cold(&run, err) == 0)
        end = run_blocks(&run, err);
    tare_child_catch_signals(false);
    tare_cpus_unpin(&run.cpus);
    if (run.cold_fd >= 0)
        close(run.cold_fd);
    if (run.heap_library >= 0)
        close(run.heap_library);
    tare_dwarf_cache_free(&run.dwarf);
    return end;
}
