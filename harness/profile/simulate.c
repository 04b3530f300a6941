/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE
#include "profile/simulate.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/units.h"
#include "conduct/child.h"
#include "profile/callgrind.h"
#include "profile/nest.h"
#include "sys/proc.h"

#define FIRST 2 /* iterations of the first run: one to warm up, one to count from */

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
    int64_t count[TARE_CALLGRIND_EVENTS];
};

struct simulation {
    const struct tare_simulate_params *params;
    struct tare_profile *profile;
    int sign; /* of the run that is read */
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
    struct tare_dwarf_file *file = tare_dwarf_cache_open(s->params->dwarf, cost->object, NULL);
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
    *spent = (struct spent){.file = file, .address = cost->address, .is_call = cost->is_call};
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
    }
    return kept;
}

static int add_spent(struct simulation *s, const struct spent *spent, struct tare_err *err)
{
    struct tare_nest nest = {0};

    for (int i = 0; i < TARE_CALLGRIND_EVENTS; i++) {
        double count = (double)spent->count[i] / (double)s->params->iterations;
        const char *function;

        if (spent->count[i] == 0)
            continue;
        if (!nest.count)
            tare_nest_of_file(&nest, spent->file, spent->address);
        if (!nest.count)
            return 0;
        if (tare_profile_add(s->profile,
                             &(struct tare_profile_event){.place = nest.place,
                                                          .place_count = nest.count,
                                                          .is_self = !spent->is_call,
                                                          .metric = metric_of[i],
                                                          .weight = count},
                             err))
            return -1;
        function = nest.place[nest.count - 1].function;
        if (strcmp(function, s->params->entry) == 0)
            s->profile->pass[metric_of[i]].total += count;
    }
    return 0;
}

static int add_all(struct simulation *s, struct tare_err *err)
{
    size_t count = merge(s->spent, s->spent_count);

    for (size_t i = 0; i < count; i++)
        if (add_spent(s, &s->spent[i], err))
            return -1;
    for (int i = 0; i < TARE_CALLGRIND_EVENTS; i++)
        s->profile->pass[metric_of[i]].known = true;
    return 0;
}

/* valgrind's path in PATH, to be freed; NULL: it is not there. */
static char *find_valgrind(void)
{
    const char *path = getenv("PATH");
    char *copy = strdup(path ? path : "/usr/bin:/bin");
    char *rest = copy;
    char *folder;
    char *found = NULL;

    while (!found && (folder = strsep(&rest, ":"))) {
        if (asprintf(&found, "%s/valgrind", folder) < 0)
            found = NULL;
        else if (access(found, X_OK)) {
            free(found);
            found = NULL;
        }
    }
    free(copy);
    return found;
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

/* What valgrind said, where it did not end well. */
static int explain(struct simulation *s, struct tare_proc *proc)
{
    struct tare_buf output = TARE_BUF_INIT;
    struct tare_buf why = TARE_BUF_INIT;

    tare_proc_output(proc, &output);
    tare_buf_puts(&why, "under callgrind: ");
    if (!proc->ended)
        tare_buf_printf(&why, "not done in %s", tare_units_duration(s->params->limit_ns).text);
    else
        tare_proc_describe(proc, &why);
    if (strstr(output.text, "unhandled instruction"))
        tare_buf_puts(&why, ": valgrind does not know an instruction of it: build with "
                            "-march=x86-64-v3 at most");
    miss(s, why.text);
    tare_buf_free(&output);
    tare_buf_free(&why);
    return 0;
}

/* Runs it and reads what it cost. 1: it cannot be had, and the passes say why. */
static int simulate(struct simulation *s, char *const *arguments, const char *path,
                    struct tare_err *err)
{
    char *variables[] = {(char *)"LD_BIND_NOW=1", NULL};
    char **environment = tare_plan_environment(s->params->build, variables);
    struct tare_proc proc = {.output_fd = -1};
    int result = 1;
    FILE *file;

    if (!environment)
        return tare_err_memory(err);
    if (tare_proc_start(&proc,
                        &(struct tare_proc_params){.path = arguments[0],
                                                   .arguments = arguments,
                                                   .environment = environment,
                                                   .cpu = -1},
                        err)) {
        tare_plan_environment_free(environment);
        return -1;
    }
    if (!tare_proc_wait(&proc, s->params->limit_ns) || proc.status != 0) {
        explain(s, &proc);
    } else if (!(file = fopen(path, "re"))) {
        miss(s, "callgrind wrote no file");
    } else {
        result = tare_callgrind_read(file, take, s, err);
        fclose(file);
    }
    tare_proc_free(&proc);
    tare_plan_environment_free(environment);
    return result;
}

static int run_once(struct simulation *s, const char *valgrind, uint64_t iterations,
                    struct tare_err *err)
{
    char path[] = "/tmp/tare-callgrind-XXXXXX";
    char out[sizeof path + 32];
    char count[32];
    char cache[96];
    char *arguments[] = {(char *)valgrind,
                         (char *)"--tool=callgrind",
                         (char *)"-q",
                         out,
                         (char *)"--dump-instr=yes",
                         (char *)"--dump-line=no",
                         (char *)"--cache-sim=yes",
                         (char *)"--branch-sim=yes",
                         cache,
                         s->params->build->path,
                         (char *)"--exec",
                         (char *)s->params->id,
                         (char *)"--iterations",
                         count,
                         NULL};
    int fd = mkstemp(path);
    int result;

    if (fd < 0)
        return tare_err_errno(err, "cannot make a file for callgrind in /tmp");
    close(fd);
    snprintf(out, sizeof out, "--callgrind-out-file=%s", path);
    snprintf(count, sizeof count, "%" PRIu64, iterations);
    if (!size_cache(s->params, cache, sizeof cache))
        snprintf(cache, sizeof cache, "-q");
    result = simulate(s, arguments, path, err);
    unlink(path);
    return result;
}

int tare_simulate_run(struct tare_profile *profile, const struct tare_simulate_params *params,
                      struct tare_err *err)
{
    struct simulation s = {.params = params, .profile = profile, .sign = -1};
    char *valgrind = find_valgrind();
    int result;

    if (!valgrind)
        return miss(&s, "there is no valgrind in PATH");
    result = run_once(&s, valgrind, FIRST, err);
    s.sign = 1;
    if (result == 0)
        result = run_once(&s, valgrind, FIRST + params->iterations, err);
    if (result == 0)
        result = add_all(&s, err);
    free(s.spent);
    free(valgrind);
    return result < 0 ? -1 : 0;
}
