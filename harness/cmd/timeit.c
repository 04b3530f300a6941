/* SPDX-License-Identifier: MIT */
/* tare timeit: one-liners. Makes a bench source of the statements, compiles it once a combination
 * of compiler and flags, and measures the executables as tare run does. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "cmd/command.h"
#include "cmd/describe.h"
#include "cmd/environment.h"
#include "cmd/gated.h"
#include "cmd/print.h"
#include "cmd/session.h"
#include "cmd/timeit_options.h"
#include "conduct/plan.h"
#include "report/line.h"
#include "snippet/compile.h"
#include "snippet/complaint.h"
#include "snippet/removed.h"
#include "snippet/source.h"

/* A first answer is to come in 1.2 s: so much sampled time an arm, with no budget above this much
 * wall time where a single block is measured. The rest goes to compiling and weighing. */
#define MIN_TIME_NS UINT64_C(200000000)
#define BUDGET_NS   UINT64_C(900000000)
#define SETS        10
/* Hiding what a statement reads takes some nanoseconds at -O0; one that takes longer was not
 * removed, and its code is not looked at, which would take two compilations. */
#define REMOVED_MAX_NS 100

/* What all builds have in common. */
struct timeit {
    const struct tare_timeit_options *options;
    struct tare_source_params source;
    const char *chosen; /* the compiler where none is named */
    char *text;         /* of C, without what it is built with */
    char *include;
    char *library;
    char *cache;
    struct tare_plan plan;
};

/* One combination of compiler and flags. */
struct build {
    const char *cc;
    const char *cflags;
    struct tare_words compiler; /* the words of `cc` */
    struct tare_words flags;
    char *label;
};

static int open_timeit(struct timeit *timeit, struct tare_err *err)
{
    static const char *const headers[] = {"../include/tare.h", "../../include/tare.h", "tare.h",
                                          NULL};
    static const char *const libraries[] = {"libtare.a", "../lib/libtare.a", NULL};
    const struct tare_timeit_options *options = timeit->options;

    timeit->source =
        (struct tare_source_params){.setup = options->setup,
                                    .statement = options->statement,
                                    .statement_count = options->statement_count,
                                    .include = (const char *const *)options->include.word,
                                    .include_count = options->include.count,
                                    .weigh = options->weigh};
    timeit->text = options->file ? tare_source_of_file(options->file, err)
                                 : tare_source_make(&timeit->source, err);
    if (!timeit->text)
        return -1;
    timeit->include = tare_describe_find(headers, err);
    if (timeit->include)
        *strrchr(timeit->include, '/') = '\0';
    timeit->library = timeit->include ? tare_describe_find(libraries, err) : NULL;
    timeit->cache = timeit->library ? tare_compile_cache(err) : NULL;
    return timeit->cache ? 0 : -1;
}

static void close_timeit(struct timeit *timeit)
{
    tare_plan_free(&timeit->plan);
    free(timeit->text);
    free(timeit->include);
    free(timeit->library);
    free(timeit->cache);
}

/* The compiler's words about the user's texts, behind the error. */
static void complain(const struct timeit *timeit, const char *output)
{
    size_t count = timeit->source.statement_count + 3;
    char *includes = tare_source_includes(&timeit->source);
    struct tare_snippet_text *text = calloc(count, sizeof *text);
    struct tare_buf shown = TARE_BUF_INIT;

    if (!text || !includes)
        goto out;
    text[0] = (struct tare_snippet_text){"<setup>", timeit->source.setup};
    text[1] =
        (struct tare_snippet_text){"<weigh>", timeit->source.weigh ? timeit->source.weigh : ""};
    text[2] = (struct tare_snippet_text){"<include>", includes};
    for (size_t i = 0; i < timeit->source.statement_count; i++)
        text[i + 3] = tare_source_statement(&timeit->source, i);
    tare_complaint_list(
        &shown, &(struct tare_complaint_params){
                    .output = output, .text = text, .count = timeit->options->file ? 0 : count});
    fputs(shown.text, stderr);
    if (strstr(output, "invalid storage class for function") ||
        strstr(output, "function definition is not allowed here"))
        fputs("tare: a set-up stands within a function: put functions into a header, --include "
              "./FILE.h\n",
              stderr);
    tare_buf_free(&shown);
out:
    free(includes);
    free(text);
}

/* The words that a build's compiler is called with. 0, or -1; to be closed in either case. */
static int open_build(struct build *build, const struct timeit *timeit, size_t index,
                      struct tare_err *err)
{
    const struct tare_timeit_options *options = timeit->options;
    size_t flags = options->cflags.count ? options->cflags.count : 1;

    *build =
        (struct build){.cc = timeit->chosen ? timeit->chosen : options->cc.word[index / flags]};
    if (options->cflags.count)
        build->cflags = options->cflags.word[index % flags];
    else
        build->cflags = strstr(build->cc, " -O") ? "" : "-O2"; /* --cc 'gcc -O3' has chosen */
    return tare_words_split(&build->compiler, build->cc, err) ||
                   tare_words_split(&build->flags, build->cflags, err)
               ? -1
               : 0;
}

static void close_build(struct build *build)
{
    tare_words_free(&build->compiler);
    tare_words_free(&build->flags);
    free(build->label);
}

static struct tare_compile_params compile_params(const struct timeit *timeit,
                                                 const struct build *build, const char *source)
{
    return (struct tare_compile_params){.compiler = &build->compiler,
                                        .flags = &build->flags,
                                        .links = &timeit->options->link,
                                        .source = source,
                                        .include = timeit->include,
                                        .library = timeit->library,
                                        .cache = timeit->cache};
}

/* The source with a line about its build, compiled: 0 and its path in `compiled`. */
static int compile(const struct timeit *timeit, const struct build *build,
                   struct tare_compiled *compiled, struct tare_err *err)
{
    struct tare_buf source = TARE_BUF_INIT;
    char *about = tare_source_about(build->cflags, err);
    struct tare_compile_params params;
    int result = -1;

    *compiled = (struct tare_compiled){0};
    if (!about)
        return -1;
    tare_buf_printf(&source, "%s%s", about,
                    timeit->text); /* what the text leaves open is its own */
    params = compile_params(timeit, build, source.text);
    result = source.failed ? tare_err_memory(err) : tare_compile(compiled, &params, err);
    if (timeit->options->verbose && compiled->cached)
        fprintf(stderr, "%s: compiled before\n", build->label);
    else if (timeit->options->verbose && compiled->command)
        fprintf(stderr, "%s: %s\n", build->label, compiled->command);
    tare_buf_free(&source);
    free(about);
    return result;
}

/* Returns the exit status of what failed; 0: the build is in the plan. */
static int add_build(struct timeit *timeit, const struct build *build)
{
    const char *file = timeit->options->file;
    struct tare_compiled compiled;
    struct tare_err cause = {0};
    struct tare_err err = {0};
    int status = TARE_EXIT_FINE;

    if (compile(timeit, build, &compiled, &err) ||
        tare_plan_add_build(&timeit->plan, build->label, compiled.path, NULL, &cause)) {
        /* The program's path is one in the cache and tells nobody which file is meant. */
        if (cause.code)
            tare_err_set(&err, cause.code, file ? "-f '%s': %s" : "%s%s", file ? file : "",
                         cause.text);
        status = tare_command_fail(&err);
        if (compiled.output)
            complain(timeit, compiled.output);
    }
    tare_compiled_free(&compiled);
    return status;
}

/* "gcc -O2"; only what differs between the builds. */
static char *label_of(const struct tare_timeit_options *options, const char *cc, const char *cflags)
{
    struct tare_buf label = TARE_BUF_INIT;
    bool names_flags = options->cflags.count > 1;

    if (!names_flags || options->cc.count > 1)
        tare_buf_printf(&label, "%s%s", cc, names_flags ? " " : "");
    if (names_flags)
        tare_buf_puts(&label, cflags);
    return tare_buf_steal(&label);
}

/* The first build once more, in the environments asked for. Returns an exit status. */
static int add_environments(struct timeit *timeit)
{
    const struct tare_options *options = &timeit->options->run;
    struct tare_err err = {0};

    if (options->env_count && timeit->plan.build_count > 1)
        return tare_command_fail(&(struct tare_err){
            TARE_ERR_USAGE, "--env is of one build: name one compiler and its flags"});
    for (size_t i = 0; i < options->env_count; i++)
        if (tare_environment_add(&timeit->plan, options->env[i], &err))
            return tare_command_fail(&err);
    return TARE_EXIT_FINE;
}

/* Every compiler with every flags, the compilers outside. Returns an exit status. */
static int add_builds(struct timeit *timeit)
{
    static const char *const programs[] = {"cc", "gcc", "clang", NULL};
    const struct tare_timeit_options *options = timeit->options;
    size_t compilers = options->cc.count ? options->cc.count : 1;
    size_t flags = options->cflags.count ? options->cflags.count : 1;
    int status = TARE_EXIT_FINE;

    timeit->chosen = options->cc.count ? NULL : tare_compile_choose(programs);
    if (!options->cc.count && !timeit->chosen)
        return tare_command_fail(&(struct tare_err){
            TARE_ERR_USAGE, "no compiler: none of cc, gcc and clang is in PATH; name one by --cc"});
    for (size_t i = 0; i < compilers * flags && status == TARE_EXIT_FINE; i++) {
        struct tare_err err = {0};
        struct build build;

        if (open_build(&build, timeit, i, &err)) {
            status = tare_command_fail(&err);
        } else {
            build.label = label_of(options, build.cc, build.cflags);
            status = build.label ? add_build(timeit, &build) : TARE_EXIT_BROKEN;
        }
        close_build(&build);
    }
    return status == TARE_EXIT_FINE ? add_environments(timeit) : status;
}

static int make_plan(struct timeit *timeit, struct tare_err *err)
{
    const struct tare_options *options = &timeit->options->run;

    return tare_plan_make(
        &timeit->plan,
        &(struct tare_plan_wishes){.filter = options->filter,
                                   .baseline = options->baseline,
                                   .sizes = options->size_count ? options->sizes : NULL,
                                   .size_count = options->size_count,
                                   .threads = options->thread_count ? options->threads : NULL,
                                   .thread_count = options->thread_count,
                                   .full = options->full},
        err);
}

/* What was not asked for: short, and one line for one arm of which that can say all. */
static struct tare_options settle(const struct timeit *timeit)
{
    struct tare_options options = timeit->options->run;
    const struct tare_plan *plan = &timeit->plan;
    bool one_block = plan->block_count == 1;
    bool has_sets = options.sets || options.precision_ratio > 0;
    bool has_more = options.instructions || options.counter_count || options.profile;

    if (one_block && plan->block[0].arm_count == 1 && !has_more &&
        options.format == TARE_OPTIONS_TABLE)
        options.format = TARE_OPTIONS_LINE;
    if (!options.min_time_ns && !options.quick)
        options.min_time_ns = MIN_TIME_NS;
    if (one_block && !has_sets && !options.budget_ns)
        options.budget_ns = BUDGET_NS * plan->block[0].arm_count;
    if (!has_sets && !options.quick)
        options.sets = SETS;
    return options;
}

/* "<stmt 1>", or the case's id where it stands in a file; with its build where there are several.
 */
static void name_row(struct tare_buf *name, const struct timeit *timeit, const struct tare_row *row)
{
    const char *number = strchr(row->variant, '_');

    if (timeit->options->file || !number)
        tare_buf_puts(name, row->id);
    else
        tare_buf_printf(name, "<stmt %s>", number + 1);
    if (timeit->plan.build_count > 1)
        tare_buf_printf(name, " by %s", row->build);
}

/* The build whose compiler made the row's code: all environments have the first one's. */
static size_t find_build(const struct timeit *timeit, const struct tare_row *row)
{
    for (size_t i = 0; i < timeit->plan.build_count && !timeit->options->run.env_count; i++)
        if (strcmp(timeit->plan.build[i].label, row->build) == 0)
            return i;
    return 0; /* the only one has no name in its rows */
}

/* Is the row's code that of no statement at all, in the source that is measured or in its twin? */
static bool has_no_code(const struct timeit *timeit, const struct tare_row *row,
                        enum tare_source_twin twin)
{
    struct tare_source_params source = timeit->source;
    char function[64];
    struct build build = {0};
    bool removed = false;
    char *without;
    char *own;

    if (timeit->options->file || !(row->time_ns < REMOVED_MAX_NS))
        return false;
    source.twin = twin;
    own = tare_source_make(&source, NULL);
    source.twin = TARE_SOURCE_WITHOUT;
    without = tare_source_make(&source, NULL);
    snprintf(function, sizeof function, "tare_run_timeit_of_%s", row->variant);
    if (own && without && open_build(&build, timeit, find_build(timeit, row), NULL) == 0)
        removed = tare_removed(&(struct tare_removed_params){
            .compile = compile_params(timeit, &build, own), .twin = without, .function = function});
    close_build(&build);
    free(without);
    free(own);
    return removed;
}

/* Why the row says nothing of the statement; "": it does. An empty one of a file is not looked
 * into.
 */
static const char *judge_row(const struct timeit *timeit, const struct tare_row *row)
{
    bool by_time = tare_row_is(row, "empty");

    if (by_time && timeit->options->run.iterations && row->time_ns == 0)
        return "takes less time than the clock can tell over so few loops: raise -n, or leave it "
               "out";
    if (by_time && timeit->options->file)
        return "was removed by the compiler, or costs nothing: it takes no longer than an empty "
               "loop. Keep what it computes, tare_keep(RESULT), and hide constants, tare_hide(1.1)";
    if (has_no_code(timeit, row, TARE_SOURCE_WHOLE))
        return "was removed by the compiler, or costs nothing: its instructions are those of an "
               "empty statement. Keep what it computes, tare_keep(RESULT), and hide constants, "
               "tare_hide(1.1)";
    if (by_time && has_no_code(timeit, row, TARE_SOURCE_FOLDED))
        return "was removed by the compiler, which found its value while compiling: hide its "
               "constants, tare_hide(1.1)";
    return by_time ? "takes no longer than a turn of the loop: where its value was found while "
                     "compiling or before the loop, hide what it reads, tare_hide(1.1); where it "
                     "is that quick, repeat it in the statement"
                   : "";
}

/* The rows that say nothing, and what was asked for and could not be weighed. Returns whether it is
 * one of the former. */
static bool tell_row(const struct timeit *timeit, const struct tare_row *row)
{
    const char *missing = tare_row_missing(row, TARE_FIELD_deep_bytes);
    const char *fault = judge_row(timeit, row);
    struct tare_buf name = TARE_BUF_INIT;

    name_row(&name, timeit, row);
    if (*fault)
        fprintf(stderr, "tare: %s %s\n", name.text, fault);
    if (timeit->options->weigh && isnan(row->deep_bytes) && missing)
        fprintf(stderr, "tare: %s: no deep size of '%s': %s\n", name.text, timeit->options->weigh,
                missing);
    tare_buf_free(&name);
    return *fault;
}

static int show_samples(const struct timeit *timeit, const struct tare_options *options,
                        const struct tare_result *result, struct tare_err *err)
{
    struct tare_buf name = TARE_BUF_INIT;

    if (!timeit->options->verbose ||
        (options->format != TARE_OPTIONS_LINE && options->format != TARE_OPTIONS_TABLE))
        return 0;
    for (size_t i = 0; i < result->block_count; i++)
        for (size_t j = 0; j < result->block[i].row_count; j++) {
            const struct tare_row *row = &result->block[i].row[j];

            tare_buf_reset(&name);
            name_row(&name, timeit, row);
            if (options->format == TARE_OPTIONS_TABLE)
                printf("%s\n", name.text);
            if (tare_line_write_samples(stdout, row, options->unit, err)) {
                tare_buf_free(&name);
                return -1;
            }
        }
    tare_buf_free(&name);
    return 0;
}

static int measure(const struct timeit *timeit, char **argv)
{
    struct tare_options options = settle(timeit);
    struct tare_session session;
    struct tare_err err = {0};
    bool removed = false;
    int status;

    if (options.unit.name && options.format != TARE_OPTIONS_LINE)
        return tare_command_fail(&(struct tare_err){
            TARE_ERR_USAGE, "-u is for the line of one statement: a table chooses its units"});
    if (tare_gated_check(&options, &timeit->plan, &err) ||
        tare_session_open(&session, &options, &timeit->plan, argv, &err))
        return tare_command_fail(&err);
    if (options.format == TARE_OPTIONS_TABLE)
        tare_print_statements(&options, timeit->source.statement, timeit->source.statement_count);
    status = tare_session_run(&session);
    for (size_t i = 0; i < session.result.block_count; i++)
        for (size_t j = 0; j < session.result.block[i].row_count; j++)
            removed |= tell_row(timeit, &session.result.block[i].row[j]);
    if (status <= TARE_EXIT_FINDING && show_samples(timeit, &options, &session.result, &err))
        status = tare_command_fail(&err);
    tare_session_close(&session);
    return removed && status == TARE_EXIT_FINE ? TARE_EXIT_FINDING : status;
}

static int time_it(const struct tare_timeit_options *options, char **argv)
{
    struct timeit timeit = {.options = options};
    struct tare_err err = {0};
    int status;

    if (open_timeit(&timeit, &err)) {
        status = tare_command_fail(&err);
    } else {
        status = add_builds(&timeit);
        if (status == TARE_EXIT_FINE)
            status = make_plan(&timeit, &err) ? tare_command_fail(&err) : measure(&timeit, argv);
    }
    close_timeit(&timeit);
    return status;
}

static int run(int argc, char **argv)
{
    struct tare_timeit_options options;
    struct tare_err err = {0};
    int status;

    if (tare_timeit_options_parse(&options, argc, argv, &err)) {
        status = tare_command_fail(&err);
    } else if (options.help) {
        printf("usage: tare timeit %s\n", tare_command_timeit.arguments);
        tare_timeit_options_help();
        status = TARE_EXIT_FINE;
    } else {
        status = time_it(&options, argv);
    }
    tare_timeit_options_free(&options);
    return status;
}

const struct tare_command tare_command_timeit = {
    .name = "timeit",
    .arguments = "[-s SETUP] [-n N] [-r N] [-u UNIT] [-p] [-v] [FLAGS] STMT...",
    .purpose = "measures C given on the command line; several statements or builds are compared",
    .run = run,
    .help = tare_timeit_options_help,
};
