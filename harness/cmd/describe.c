/* SPDX-License-Identifier: MIT */
#include "cmd/describe.h"

#include <ctype.h>
#include <errno.h>
#include <gnu/libc-version.h>
#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <tare.h>

#include "base/buf.h"
#include "conduct/conductor.h"
#include "conduct/doctor.h"
#include "conduct/layouts.h"

#define DEFAULT_MIN_TIME_NS 200e6
#define QUICK_MIN_TIME_NS   25e6
#define DEFAULT_SETS        10
#define QUICK_SETS          5
/* With a budget, as many sets as fit: processes differ more than the samples of one. */
#define BUDGET_SETS 400

/* One word of a command line as the shell would need it. */
static void add_quoted(struct tare_buf *text, const char *word)
{
    static const char plain[] = "%+,-./:=@_";
    bool bare = *word != '\0';

    for (const char *c = word; *c; c++)
        bare &= isalnum((unsigned char)*c) || strchr(plain, *c);
    if (bare) {
        tare_buf_puts(text, word);
        return;
    }
    tare_buf_puts(text, "'");
    for (const char *c = word; *c; c++)
        tare_buf_add(text, *c == '\'' ? "'\\''" : c, *c == '\'' ? 4 : 1);
    tare_buf_puts(text, "'");
}

/* Without --resume: the command of a resumed run is that of the run. */
static char *quote_command(char *const *argv)
{
    struct tare_buf text = TARE_BUF_INIT;

    tare_buf_puts(&text, "tare");
    for (size_t i = 0; argv[i]; i++) {
        if (strncmp(argv[i], "--resume", 8) == 0)
            continue;
        tare_buf_puts(&text, " ");
        add_quoted(&text, argv[i]);
    }
    return tare_buf_steal(&text);
}

static char *join_variables(char *const *variables)
{
    struct tare_buf text = TARE_BUF_INIT;

    for (size_t i = 0; variables && variables[i]; i++)
        tare_buf_printf(&text, "%s%s", i ? " " : "", variables[i]);
    return tare_buf_steal(&text);
}

static char *copy_or_null(const char *text)
{
    return *text ? strdup(text) : NULL;
}

static int describe_builds(struct tare_result *result, const struct tare_plan *plan,
                           struct tare_err *err)
{
    result->build = calloc(plan->build_count, sizeof *result->build);
    if (!result->build)
        return tare_err_memory(err);
    for (size_t i = 0; i < plan->build_count; i++) {
        const struct tare_plan_build *from = &plan->build[i];
        struct tare_build *build = &result->build[result->build_count++];

        build->label = strdup(from->label);
        build->path = strdup(from->path);
        build->environment = join_variables(from->variables);
        build->compiler = copy_or_null(from->listing.compiler);
        build->flags = copy_or_null(from->listing.flags);
        build->revision = copy_or_null(from->listing.revision);
        if (!build->label || !build->path || !build->environment)
            return tare_err_memory(err);
    }
    return 0;
}

static int describe_layouts(struct tare_result *result, const struct tare_plan *plan,
                            struct tare_err *err)
{
    result->layout = calloc(plan->layout_count + 1, sizeof *result->layout);
    if (!result->layout)
        return tare_err_memory(err);
    for (size_t i = 0; i < plan->layout_count; i++) {
        result->layout[result->layout_count++] = (struct tare_link){
            .path = strdup(plan->layout[i].path), .link_ns = plan->layout[i].link_ns};
        if (!result->layout[i].path)
            return tare_err_memory(err);
    }
    return 0;
}

/* Two sets a link where nothing else was asked for: with one, what layout does and what processes
 * do could not be told apart. */
static size_t choose_sets(const struct tare_options *options, size_t sets, size_t layouts)
{
    if (!options->sets && !options->quick && sets < 2 * layouts)
        sets = 2 * layouts;
    return tare_layouts_raise(sets, layouts);
}

static char *name_allocator(const struct tare_plan *plan)
{
    struct tare_buf text = TARE_BUF_INIT;
    const char *preload = getenv("LD_PRELOAD");

    tare_buf_printf(&text, "glibc %s", gnu_get_libc_version());
    if (preload && *preload)
        tare_buf_printf(&text, ", LD_PRELOAD=%s", preload);
    for (size_t i = 0; i < plan->build_count; i++)
        for (char **v = plan->build[i].variables; v && *v; v++)
            if (strncmp(*v, "LD_PRELOAD=", 11) == 0)
                tare_buf_printf(&text, "; %s: %s", plan->build[i].label, *v);
    return tare_buf_steal(&text);
}

static char *tell_utc(void)
{
    char text[32];
    time_t now = time(NULL);
    struct tm utc;

    if (!gmtime_r(&now, &utc) || !strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &utc))
        return NULL;
    return strdup(text);
}

const char *tare_describe_name(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash ? slash + 1 : path;
}

struct tare_settings tare_describe_settings(const struct tare_options *options)
{
    return (struct tare_settings){
        .min_time_ns = options->min_time_ns ? (double)options->min_time_ns
                       : options->quick     ? QUICK_MIN_TIME_NS
                                            : DEFAULT_MIN_TIME_NS,
        .budget_ns = (double)options->budget_ns,
        .margin_ratio = options->margin_ratio,
        .precision_ratio = options->precision_ratio,
        .sets = options->sets                                           ? (size_t)options->sets
                : options->quick                                        ? QUICK_SETS
                : options->budget_ns && !(options->precision_ratio > 0) ? BUDGET_SETS
                                                                        : DEFAULT_SETS,
        .seed = options->seed_known ? options->seed : tare_conduct_draw_seed(),
        .quick = options->quick,
        .full = options->full,
    };
}

int tare_describe_run(struct tare_result *result, const struct tare_options *options,
                      const struct tare_plan *plan, const struct tare_clock *clock,
                      char *const *argv, struct tare_err *err)
{
    tare_result_init(result);
    result->schema = TARE_RESULT_SCHEMA;
    result->name = strdup(tare_describe_name(plan->build[0].path));
    result->started_utc = tell_utc();
    result->tare_version = strdup(TARE_VERSION);
    result->command = quote_command(argv);
    result->allocator = name_allocator(plan);
    result->clock_name = strdup(tare_clock_name(clock->kind));
    result->clock_cost_ns = clock->cost_ns;
    result->clock_resolution_ns = clock->resolution_ns;
    result->empty_loop_ns = NAN;
    result->settings = tare_describe_settings(options);
    result->settings.sets = choose_sets(options, result->settings.sets, plan->layout_count);
    if (!result->name || !result->started_utc || !result->tare_version || !result->command ||
        !result->allocator || !result->clock_name) {
        tare_err_memory(err);
        goto fail;
    }
    if (describe_builds(result, plan, err) || describe_layouts(result, plan, err) ||
        tare_machine_read(&result->machine, "/", err))
        goto fail;
    result->fitness = tare_doctor_line(&result->machine, clock, err);
    if (!result->fitness)
        goto fail;
    return 0;
fail:
    tare_result_free(result);
    return -1;
}

char *tare_describe_find(const char *const *names, struct tare_err *err)
{
    char self[PATH_MAX];
    ssize_t length = readlink("/proc/self/exe", self, sizeof self - 1);
    struct tare_buf tried = TARE_BUF_INIT;
    char *path = NULL;

    if (length <= 0) {
        tare_err_errno(err, "cannot tell where tare is");
        return NULL;
    }
    self[length] = '\0';
    *strrchr(self, '/') = '\0';
    for (size_t i = 0; names[i]; i++) {
        if (asprintf(&path, "%s/%s", self, names[i]) < 0) {
            tare_err_memory(err);
            return NULL;
        }
        if (access(path, R_OK) == 0)
            return path;
        free(path);
    }
    for (size_t i = 0; names[i]; i++)
        tare_buf_printf(&tried, "%s%s", i ? " or " : "", names[i]);
    tare_err_set(err, TARE_ERR_INPUT, "no %s in '%s'", tried.text, self);
    tare_buf_free(&tried);
    return NULL;
}

char *tare_describe_library(struct tare_err *err)
{
    static const char *const names[] = {"libtare-heap.so", "../lib/libtare-heap.so", NULL};

    return tare_describe_find(names, err);
}
