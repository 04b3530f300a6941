/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE
#include "profile/simulate.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "profile/callgrind.h"
#include "profile/nest.h"
#include "profile/tool.h"

static const enum tare_profile_metric metric_of[TARE_CALLGRIND_EVENTS] = {
    [TARE_CALLGRIND_INSTRUCTIONS] = TARE_PROFILE_INSTRUCTIONS,
    [TARE_CALLGRIND_D1_MISSES] = TARE_PROFILE_D1_MISSES,
    [TARE_CALLGRIND_MISPREDICTS] = TARE_PROFILE_MISPREDICTS,
};

/* Of one instruction, itself or its call; counts of the first run are negative. */
struct spent {
    struct tare_dwarf_file *file;
    uint64_t address;
    bool is_call;
    bool is_own;                         /* in the executable */
    struct tare_dwarf_file *called_file; /* of a call; NULL: not known */
    uint64_t called_address;
    int64_t calls;
    int64_t count[TARE_CALLGRIND_EVENTS];
};

struct simulation {
    const struct tare_simulate_params *params;
    struct tare_profile *profile;
    char *valgrind;
    int sign;    /* of the run that is read */
    bool recurs; /* a function calls itself */
    struct spent *spent;
    size_t spent_count;
    size_t spent_room;
};

static int miss(struct simulation *s, const char *why)
{
    for (int i = 0; i < TARE_CALLGRIND_EVENTS; i++) {
        struct tare_profile_pass *pass = &s->profile->pass[metric_of[i]];

        if (!pass->missing)
            pass->missing = strdup(why);
    }
    return 0;
}

static int take(void *context, const struct tare_callgrind_cost *cost, struct tare_err *err)
{
    struct simulation *s = context;
    struct tare_dwarf_file *file =
        tare_dwarf_cache_open(s->params->subject->dwarf, cost->object, NULL);
    struct spent *spent;

    if (!file)
        return 0; /* code that was mapped from no file */
    if (s->spent_count == s->spent_room) {
        size_t room = s->spent_room ? 2 * s->spent_room : 4096;
        struct spent *grown = realloc(s->spent, room * sizeof *grown);

        if (!grown)
            return tare_err_memory(err);
        s->spent = grown;
        s->spent_room = room;
    }
    spent = &s->spent[s->spent_count++];
    *spent = (struct spent){.file = file,
                            .address = cost->address,
                            .is_call = cost->is_call,
                            .is_own = strcmp(cost->object, s->params->subject->file) == 0};
    if (cost->is_call && cost->called_object) {
        spent->called_file =
            tare_dwarf_cache_open(s->params->subject->dwarf, cost->called_object, NULL);
        spent->called_address = cost->called_address;
        spent->calls = s->sign * (int64_t)cost->calls;
    }
    for (int i = 0; i < TARE_CALLGRIND_EVENTS; i++)
        spent->count[i] = s->sign * (int64_t)cost->count[i];
    return 0;
}

static int by_place(const void *first, const void *second)
{
    const struct spent *a = first;
    const struct spent *b = second;

    if (a->file != b->file)
        return (uintptr_t)a->file < (uintptr_t)b->file ? -1 : 1;
    if (a->address != b->address)
        return a->address < b->address ? -1 : 1;
    if (a->called_address != b->called_address)
        return a->called_address < b->called_address ? -1 : 1;
    if (a->called_file != b->called_file)
        return (uintptr_t)a->called_file < (uintptr_t)b->called_file ? -1 : 1;
    return (int)a->is_call - (int)b->is_call;
}

/* Adds up what is of one place. Returns how many are left. */
static size_t merge(struct spent *spent, size_t count)
{
    size_t kept = 0;

    if (count)
        qsort(spent, count, sizeof *spent, by_place);
    for (size_t i = 0; i < count; i++) {
        if (!kept || by_place(&spent[kept - 1], &spent[i]) != 0) {
            spent[kept++] = spent[i];
            continue;
        }
        for (int e = 0; e < TARE_CALLGRIND_EVENTS; e++)
            spent[kept - 1].count[e] += spent[i].count[e];
        spent[kept - 1].calls += spent[i].calls;
    }
    return kept;
}

/* The function that was compiled, with all that is inlined into it. */
static const struct tare_profile_place *outermost(const struct tare_nest *nest)
{
    return &nest->place[nest->count - 1];
}

/* Who called whom. What a call spent is not charged to a function that calls itself, nor to the
 * nameless code of a library: each level would count all deeper ones. */
static int add_call(struct simulation *s, const struct spent *spent, const struct tare_nest *nest,
                    bool *is_charged, struct tare_err *err)
{
    const char *function = outermost(nest)->function;
    double instructions = (double)spent->count[TARE_CALLGRIND_INSTRUCTIONS] / TARE_TOOL_ITERATIONS;
    struct tare_nest called;

    *is_charged = strcmp(function, tare_dwarf_file_name(spent->file)) != 0;
    if (!spent->called_file)
        return 0;
    tare_nest_of_file(&called, spent->called_file, spent->called_address);
    if (spent->called_file == spent->file && strcmp(function, outermost(&called)->function) == 0) {
        *is_charged = false;
        s->recurs |= spent->is_own;
    }
    if (spent->calls == 0)
        return 0;
    return tare_profile_add_call(s->profile, outermost(nest), outermost(&called),
                                 (double)spent->calls / TARE_TOOL_ITERATIONS,
                                 *is_charged ? instructions : 0, err);
}

static int add_count(struct simulation *s, const struct spent *spent, const struct tare_nest *nest,
                     int event, struct tare_err *err)
{
    enum tare_profile_metric metric = metric_of[event];
    double count = (double)spent->count[event] / TARE_TOOL_ITERATIONS;

    if (spent->count[event] == 0)
        return 0;
    if (spent->is_own && !spent->is_call &&
        tare_profile_add_spot(s->profile,
                              &(struct tare_profile_spot){spent->address, metric, count}, err))
        return -1;
    if (strcmp(outermost(nest)->function, s->params->subject->entry) == 0)
        s->profile->pass[metric].total += count;
    return tare_profile_add(s->profile,
                            &(struct tare_profile_event){.place = nest->place,
                                                         .place_count = nest->count,
                                                         .is_self = !spent->is_call,
                                                         .metric = metric,
                                                         .weight = count},
                            err);
}

static bool is_empty(const struct spent *spent)
{
    for (int i = 0; i < TARE_CALLGRIND_EVENTS; i++)
        if (spent->count[i] != 0)
            return false;
    return spent->calls == 0;
}

static int add_spent(struct simulation *s, const struct spent *spent, struct tare_err *err)
{
    struct tare_nest nest;
    bool is_charged = true;

    if (is_empty(spent))
        return 0;
    tare_nest_of_file(&nest, spent->file, spent->address);
    if (spent->is_call && add_call(s, spent, &nest, &is_charged, err))
        return -1;
    for (int i = 0; i < TARE_CALLGRIND_EVENTS && is_charged; i++)
        if (add_count(s, spent, &nest, i, err))
            return -1;
    return 0;
}

static int add_all(struct simulation *s, struct tare_err *err)
{
    size_t count = merge(s->spent, s->spent_count);

    for (size_t i = 0; i < count; i++)
        if (add_spent(s, &s->spent[i], err))
            return -1;
    if (!(s->profile->pass[TARE_PROFILE_INSTRUCTIONS].total > 0))
        return miss(s, "callgrind saw nothing of the case: is the executable stripped?");
    for (int i = 0; i < TARE_CALLGRIND_EVENTS; i++)
        s->profile->pass[metric_of[i]].known = true;
    return s->recurs ? tare_profile_note(s->profile, err,
                                         "a line by which a function calls itself has the "
                                         "instructions of the call alone")
                     : 0;
}

/* "--D1=49152,12,64", the machine's, where valgrind can have such a cache: its own reading of it
 * was seen to be wrong. False: leave it out. */
static bool size_cache(const struct tare_simulate_params *params, char *text, size_t room)
{
    const struct tare_machine_cache *cache = tare_machine_data_cache(params->caches, 1);
    int64_t sets;

    if (!cache || cache->line_bytes <= 0 || cache->associativity_ways <= 0)
        return false;
    sets = cache->size_bytes / (cache->line_bytes * cache->associativity_ways);
    if (sets <= 0 || (sets & (sets - 1)))
        return false;
    snprintf(text, room, "--D1=%" PRId64 ",%" PRId64 ",%" PRId64, cache->size_bytes,
             cache->associativity_ways, cache->line_bytes);
    return true;
}

/* Runs it and reads what it cost. Returns as tare_tool_run(). */
static int simulate(struct simulation *s, char *const *arguments, const char *path,
                    struct tare_err *err)
{
    char *variables[] = {(char *)"LD_BIND_NOW=1", NULL};
    struct tare_buf why = TARE_BUF_INIT;
    FILE *file;
    int result = tare_tool_run(
        &(struct tare_tool_params){.doing = "under callgrind",
                                   .build = tare_subject_build(s->params->subject),
                                   .arguments = arguments,
                                   .variables = variables,
                                   .hint_on = "unhandled instruction",
                                   .hint =
                                       "valgrind does not know an instruction of it: build with "
                                       "-march=x86-64-v3 at most",
                                   .limit_ns = s->params->limit_ns},
        &why, err);

    if (result > 0)
        miss(s, why.text);
    tare_buf_free(&why);
    if (result)
        return result;
    file = fopen(path, "re");
    if (!file) {
        miss(s, "callgrind wrote no file");
        return 1;
    }
    result = tare_callgrind_read(file, take, s, err);
    fclose(file);
    return result;
}

static int run_once(void *context, int sign, const char *iterations, struct tare_err *err)
{
    struct simulation *s = context;
    const struct tare_subject *subject = s->params->subject;
    char path[] = "/tmp/tare-callgrind-XXXXXX";
    char out[sizeof path + 32];
    char cache[96];
    char within[2][TARE_CALLGRIND_WITHIN_BYTES];
    char *arguments[] = {s->valgrind,
                         (char *)"--tool=callgrind",
                         (char *)"-q",
                         (char *)"--sigill-diagnostics=yes", /* which -q switches off */
                         out,
                         (char *)"--dump-instr=yes",
                         (char *)"--dump-line=no",
                         (char *)"--cache-sim=yes",
                         (char *)"--branch-sim=yes",
                         cache,
                         within[0],
                         within[1],
                         tare_subject_build(subject)->path,
                         (char *)"--exec",
                         (char *)subject->id,
                         (char *)"--iterations",
                         (char *)iterations,
                         NULL};
    int fd = mkstemp(path);
    int result;

    if (fd < 0)
        return tare_err_errno(err, "cannot make a file for callgrind in /tmp");
    close(fd);
    snprintf(out, sizeof out, "--callgrind-out-file=%s", path);
    if (!size_cache(s->params, cache, sizeof cache))
        snprintf(cache, sizeof cache, "-q");
    tare_callgrind_within(subject->entry, within);
    s->sign = sign;
    result = simulate(s, arguments, path, err);
    unlink(path);
    return result;
}

int tare_simulate_run(struct tare_profile *profile, const struct tare_simulate_params *params,
                      struct tare_err *err)
{
    struct simulation s = {
        .params = params, .profile = profile, .valgrind = tare_tool_find("valgrind")};
    int result;

    if (!s.valgrind)
        return miss(&s, "there is no valgrind in PATH");
    result = tare_tool_difference(run_once, &s, err);
    if (result == 0)
        result = add_all(&s, err);
    free(s.spent);
    free(s.valgrind);
    return result < 0 ? -1 : 0;
}
