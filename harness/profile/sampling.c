/* SPDX-License-Identifier: MIT */
#include "profile/sampling.h"

#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/units.h"
#include "conduct/block.h"
#include "dwarf/unwind.h"
#include "model/stats_welch.h"
#include "profile/nest.h"
#include "profile/wire.h"

#define TURN_NS     50e6 /* of a turn */
#define OFF_EVERY   4    /* one turn of so many has the timer stopped */
#define SPARE_RATIO 1.5  /* room for samples: the machine may be late */
#define ASK_NS      5e9  /* the child answers a signal within this time, of a busy machine too */
#define TURNS_MAX   100000

/* More than these is said, as shares. */
#define OVERRUNS_MAX 0.10
#define OUTSIDE_MAX  0.05
#define UNTIMED_MAX  0.01

struct sampling {
    const struct tare_sampling_params *params;
    struct tare_profile *profile;
    struct tare_sample_page *page;
    size_t page_bytes;
    int page_fd;
    int library_fd;
    struct tare_arm arm;
    double *log_ns[2]; /* of an operation, by turn: timer stopped, timer running */
    size_t turns[2];
    double timed_ns;   /* of all turns */
    double untimed_ns; /* that fresh inputs took in them */
};

/* Why there are no samples. */
static int miss(struct sampling *s, const char *why)
{
    s->profile->pass[TARE_PROFILE_TIME].missing = strdup(why);
    return 0;
}

static int open_page(struct sampling *s, struct tare_err *err)
{
    uint64_t capacity =
        (uint64_t)(SPARE_RATIO * s->params->time_ns / (double)TARE_SAMPLE_PERIOD_NS) + 64;

    s->page_bytes = sizeof *s->page + capacity * sizeof *s->page->record;
    s->page_fd = memfd_create("tare-sample", MFD_CLOEXEC);
    if (s->page_fd < 0 || ftruncate(s->page_fd, (off_t)s->page_bytes))
        return tare_err_errno(err, "cannot make room for %llu samples",
                              (unsigned long long)capacity);
    s->page = mmap(NULL, s->page_bytes, PROT_READ | PROT_WRITE, MAP_SHARED, s->page_fd, 0);
    if (s->page == MAP_FAILED) {
        s->page = NULL;
        return tare_err_errno(err, "cannot map %llu samples", (unsigned long long)capacity);
    }
    s->page->magic = TARE_SAMPLE_MAGIC;
    s->page->version = TARE_SAMPLE_VERSION;
    s->page->record_bytes = sizeof *s->page->record;
    s->page->capacity = capacity;
    s->page->period_ns = TARE_SAMPLE_PERIOD_NS;
    return 0;
}

static int open_all(struct sampling *s, struct tare_err *err)
{
    s->library_fd = open(s->params->library, O_RDONLY | O_CLOEXEC);
    if (s->library_fd < 0)
        return tare_err_errno(err, "cannot open '%s'", s->params->library);
    for (int i = 0; i < 2; i++) {
        s->log_ns[i] = calloc(TURNS_MAX, sizeof **s->log_ns);
        if (!s->log_ns[i])
            return tare_err_memory(err);
    }
    return open_page(s, err);
}

static void close_all(struct sampling *s)
{
    tare_arm_free(&s->arm);
    free(s->log_ns[0]);
    free(s->log_ns[1]);
    if (s->page)
        munmap(s->page, s->page_bytes);
    if (s->page_fd >= 0)
        close(s->page_fd);
    if (s->library_fd >= 0)
        close(s->library_fd);
}

static int start(struct sampling *s, struct tare_err *err)
{
    const struct tare_sampling_params *params = s->params;
    struct tare_buf preload = TARE_BUF_INIT;
    char page[64];
    char *variables[] = {NULL, page, NULL};
    int fds[] = {s->library_fd, s->page_fd};
    int result;

    tare_subject_arm(params->subject, &s->arm);
    tare_child_preload(&preload, s->arm.build, s->library_fd);
    if (preload.failed)
        return tare_err_memory(err);
    variables[0] = preload.text;
    snprintf(page, sizeof page, "%s=%d", TARE_SAMPLE_FD_VARIABLE, s->page_fd);
    result = tare_child_start(
        &s->arm.child,
        &(struct tare_child_params){.build = s->arm.build,
                                    .job = &s->arm.job,
                                    .more_variables = variables,
                                    .cpu = (int)params->subject->cpus->cpu[0],
                                    .cold_fd = -1,
                                    .more_fds = fds,
                                    .more_fd_count = 2,
                                    .limit_ns = s->arm.limit_ns + 5 * params->time_ns},
        err);
    tare_buf_free(&preload);
    return result;
}

/* The child starts or stops its timer. Returns whether it did. */
static bool set_timer(struct sampling *s, bool on)
{
    pid_t pid = s->arm.child.proc.pid;
    double start_ns = tare_clock_now_ns();

    s->page->wanted = on;
    if (syscall(SYS_tgkill, pid, pid, TARE_SAMPLE_SIGNAL))
        return false;
    while (s->page->ticking != on) {
        if (tare_clock_now_ns() - start_ns > ASK_NS)
            return false;
        usleep(20);
    }
    return true;
}

/* One turn of `iterations`; its time goes to those with the timer running or stopped. */
static bool take_turn(struct sampling *s, uint64_t iterations, bool on)
{
    const struct tare_turn_order order = {
        .order = TARE_ORDER_SAMPLE, .iterations = iterations, .cap_ns = TARE_BLOCK_PRIME_NS};
    const struct tare_turn_report *ran = &s->arm.child.wire->ran;

    if ((on && !set_timer(s, true)) || !tare_arm_turn(&s->arm, &order) ||
        (on && !set_timer(s, false)))
        return false;
    s->timed_ns += ran->elapsed_ns;
    s->untimed_ns += ran->untimed_ns;
    if (s->turns[on] < TURNS_MAX)
        s->log_ns[on][s->turns[on]++] = log(fmax(ran->elapsed_ns, 1e-3) / (double)ran->iterations);
    return true;
}

/* How many iterations a turn takes; 0: the case ended before. */
static uint64_t calibrate(struct sampling *s)
{
    const struct tare_turn_order order = {
        .order = TARE_ORDER_CALIBRATE, .target_ns = TURN_NS, .cap_ns = TARE_BLOCK_ONCE_NS};

    return tare_arm_turn(&s->arm, &order) ? s->arm.child.wire->ran.iterations : 0;
}

static bool take_turns(struct sampling *s)
{
    uint64_t iterations = calibrate(s);
    double wanted_ns = s->params->time_ns;

    for (size_t i = 0; iterations && s->arm.sampled_ns < wanted_ns && i < TURNS_MAX; i++) {
        if (s->page->lost && s->turns[false]) /* fresh inputs take most of the samples */
            break;
        double before_ns = s->arm.sampled_ns;
        bool on = i % OFF_EVERY != OFF_EVERY - 1;

        if (tare_child_interrupted() || !take_turn(s, iterations, on))
            return false;
        if (!on)
            wanted_ns += s->arm.sampled_ns - before_ns;
    }
    return iterations > 0;
}

/* Which instruction of the executable it was, if of that. */
static int add_spot(struct sampling *s, const struct tare_maps *maps, uint64_t address,
                    struct tare_err *err)
{
    const struct tare_map *map = tare_maps_find(maps, address);

    if (!map || strcmp(map->path, s->params->subject->file) != 0 ||
        !tare_dwarf_process_file(s->params->subject->dwarf, maps, &address, NULL))
        return 0;
    return tare_profile_add_spot(s->profile,
                                 &(struct tare_profile_spot){address, TARE_PROFILE_TIME, 1}, err);
}

static int add_record(struct sampling *s, struct tare_dwarf_unwinder *unwinder,
                      const struct tare_maps *maps, const struct tare_sample_record *record,
                      struct tare_err *err)
{
    uint64_t addresses[TARE_NEST_FRAMES];
    struct tare_nest nest;
    size_t count = tare_dwarf_unwind(unwinder,
                                     &(struct tare_dwarf_stack){.pc = record->pc,
                                                                .reg = record->reg,
                                                                .address = record->stack_address,
                                                                .bytes = record->stack,
                                                                .byte_count = record->stack_bytes},
                                     addresses, TARE_NEST_FRAMES);

    tare_nest_of(&nest, s->params->subject->dwarf, maps, addresses, count,
                 s->params->subject->entry);
    if (!nest.is_in_entry || nest.is_ours) {
        s->profile->outside++;
        return 0;
    }
    s->profile->pass[TARE_PROFILE_TIME].total++;
    if (add_spot(s, maps, record->pc, err) ||
        tare_profile_add_stack(s->profile, nest.place, nest.count, err))
        return -1;
    return tare_profile_add(s->profile,
                            &(struct tare_profile_event){.place = nest.place,
                                                         .place_count = nest.count,
                                                         .is_self = true,
                                                         .metric = TARE_PROFILE_TIME,
                                                         .weight = 1},
                            err);
}

static int add_records(struct sampling *s, struct tare_err *err)
{
    struct tare_dwarf_unwinder *unwinder = NULL;
    struct tare_maps maps = {0};
    int result = -1;

    if (tare_maps_read(&maps, s->arm.child.proc.pid, err))
        goto out;
    unwinder = tare_dwarf_unwinder_open(s->arm.child.proc.pid, err);
    if (!unwinder)
        goto out;
    result = 0;
    for (uint64_t i = 0; i < s->page->count && result == 0; i++)
        result = add_record(s, unwinder, &maps, &s->page->record[i], err);
out:
    tare_dwarf_unwinder_close(unwinder);
    tare_maps_free(&maps);
    return result;
}

/* Of the turns without the timer, their geometric mean; NAN: there were none. */
static double mean_ns(const double *log_ns, size_t count)
{
    double sum = 0;

    for (size_t i = 0; i < count; i++)
        sum += log_ns[i];
    return count ? exp(sum / (double)count) : NAN;
}

static void tell_slowdown(const struct sampling *s)
{
    struct tare_stats_welch welch = tare_stats_welch(&(struct tare_stats_welch_params){
        .a = s->log_ns[1], .a_count = s->turns[1], .b = s->log_ns[0], .b_count = s->turns[0]});

    s->profile->op_ns = mean_ns(s->log_ns[0], s->turns[0]);
    s->profile->slowdown = exp(welch.difference);
    s->profile->slowdown_lo = exp(welch.lo);
    s->profile->slowdown_hi = exp(welch.hi);
}

/* What the samples do not say. */
static int tell_limits(const struct sampling *s, struct tare_err *err)
{
    struct tare_profile *profile = s->profile;
    double counted = profile->pass[TARE_PROFILE_TIME].total;
    double outside = profile->outside / fmax(profile->outside + counted, 1);

    if (profile->overruns_ratio > OVERRUNS_MAX &&
        tare_profile_note(profile, err,
                          "%s of the timer's ticks came before the one before was handled: "
                          "something else took the CPU from the case",
                          tare_units_percent(profile->overruns_ratio).text))
        return -1;
    if (outside > OUTSIDE_MAX &&
        tare_profile_note(profile, err,
                          "%s of the samples lay outside of the timed loop and are not counted",
                          tare_units_percent(outside).text))
        return -1;
    if (s->untimed_ns > UNTIMED_MAX * s->timed_ns &&
        tare_profile_note(profile, err,
                          "preparing and disposing of fresh inputs is in the instructions and "
                          "hits, and not in the time"))
        return -1;
    return s->arm.job.thread_count > 1
               ? tare_profile_note(profile, err, "the time is that of the main thread of %u alone",
                                   s->arm.job.thread_count)
               : 0;
}

static int conclude(struct sampling *s, struct tare_err *err)
{
    struct tare_profile *profile = s->profile;
    double ticks = (double)(s->page->count + s->page->lost + s->page->overruns);

    if (add_records(s, err))
        return -1;
    profile->sampled_ns = s->arm.sampled_ns;
    profile->period_ns = (double)TARE_SAMPLE_PERIOD_NS;
    profile->overruns_ratio = ticks > 0 ? (double)s->page->overruns / ticks : 0;
    tell_slowdown(s);
    if (tell_limits(s, err))
        return -1;
    if (!(profile->pass[TARE_PROFILE_TIME].total > 0))
        return miss(s, "no sample lay in the case's loop: is the executable stripped?");
    profile->pass[TARE_PROFILE_TIME].known = true;
    return 0;
}

static int run(struct sampling *s, struct tare_err *err)
{
    char why[TARE_SUBJECT_WHY_BYTES];

    if (open_all(s, err) || start(s, err))
        return -1;
    if (s->arm.child.alive && !s->page->attached)
        return miss(s, "libtare-sample.so was not loaded: is the executable static?");
    if (s->arm.child.alive && take_turns(s))
        return conclude(s, err);
    if (tare_child_interrupted())
        return tare_err_set(err, TARE_ERR_SYSTEM, "interrupted");
    if (s->arm.child.alive && !s->arm.child.fate.status)
        return miss(s, "the timer of the samples did not start or stop when asked to");
    tare_subject_explain(s->profile, "the case", &s->arm.child.fate, why);
    return miss(s, why);
}

int tare_sampling_run(struct tare_profile *profile, const struct tare_sampling_params *params,
                      struct tare_err *err)
{
    struct sampling s = {.params = params, .profile = profile, .page_fd = -1, .library_fd = -1};
    int result;

    s.arm.child.wire_fd = s.arm.child.proc.output_fd = -1;
    result = run(&s, err);
    close_all(&s);
    return result;
}
