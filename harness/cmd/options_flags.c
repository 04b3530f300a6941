/* SPDX-License-Identifier: MIT */
#include "cmd/options_flags.h"

#include <stdlib.h>
#include <string.h>

#include "base/units.h"

static int set_filter(struct tare_options *options, const char *value, struct tare_err *err)
{
    (void)err;
    options->filter = value;
    return 0;
}

static int set_baseline(struct tare_options *options, const char *value, struct tare_err *err)
{
    (void)err;
    options->baseline = value;
    return 0;
}

static int set_layouts(struct tare_options *options, const char *value, struct tare_err *err)
{
    if (!*value)
        return tare_err_set(err, TARE_ERR_USAGE, "'': expected a pattern of executables");
    options->layouts = value;
    return 0;
}

static int set_only(struct tare_options *options, const char *value, struct tare_err *err)
{
    (void)err;
    options->only = value;
    return 0;
}

static int set_title(struct tare_options *options, const char *value, struct tare_err *err)
{
    (void)err;
    options->title = value;
    return 0;
}

static int set_db(struct tare_options *options, const char *value, struct tare_err *err)
{
    if (!*value)
        return tare_err_set(err, TARE_ERR_USAGE, "'': expected a file");
    options->db = value;
    return 0;
}

static int set_since(struct tare_options *options, const char *value, struct tare_err *err)
{
    (void)err;
    options->since = value;
    return 0;
}

static int set_to(struct tare_options *options, const char *value, struct tare_err *err)
{
    (void)err;
    options->to = value;
    return 0;
}

static int set_plot_folder(struct tare_options *options, const char *value, struct tare_err *err)
{
    if (!*value)
        return tare_err_set(err, TARE_ERR_USAGE, "'': expected a folder");
    options->plot_folder = value;
    return 0;
}

static int set_plot_in_terminal(struct tare_options *options, const char *value,
                                struct tare_err *err)
{
    if (strcmp(value, "term") != 0)
        return tare_err_set(err, TARE_ERR_USAGE, "'%s': expected term", value);
    options->plot_in_terminal = true;
    return 0;
}

static int set_fail_above(struct tare_options *options, const char *value, struct tare_err *err)
{
    return tare_gate_parse(value, &options->gate, err);
}

static int set_out(struct tare_options *options, const char *value, struct tare_err *err)
{
    if (!*value)
        return tare_err_set(err, TARE_ERR_USAGE, "'': expected a folder");
    options->out = value;
    return 0;
}

static int set_resume(struct tare_options *options, const char *value, struct tare_err *err)
{
    (void)err;
    options->resume = strcmp(value, "1") == 0 ? "" : value; /* TARE_RESUME=1 */
    return 0;
}

/* Leaves each value where it stands first. Returns how many are left. */
static size_t drop_repeated(uint64_t *values, size_t count)
{
    size_t kept = 0;

    for (size_t i = 0; i < count; i++) {
        size_t j = 0;

        while (j < kept && values[j] != values[i])
            j++;
        if (j == kept)
            values[kept++] = values[i];
    }
    return kept;
}

static int set_sizes(struct tare_options *options, const char *value, struct tare_err *err)
{
    struct tare_units_counts counts = {options->sizes, TARE_OPTIONS_LIST_MAX, 0};
    int result = tare_units_parse_counts(value, &counts, err);

    options->size_count = drop_repeated(options->sizes, counts.count);
    for (size_t i = 0; result == 0 && i < counts.count; i++)
        if (options->sizes[i] > INT64_MAX)
            return tare_err_set(err, TARE_ERR_USAGE, "'%s': a size is too large", value);
    return result;
}

static int set_threads(struct tare_options *options, const char *value, struct tare_err *err)
{
    struct tare_units_counts counts = {options->threads, TARE_OPTIONS_LIST_MAX, 0};
    int result = tare_units_parse_counts(value, &counts, err);

    options->thread_count = drop_repeated(options->threads, counts.count);
    for (size_t i = 0; result == 0 && i < counts.count; i++)
        if (options->threads[i] < 1 || options->threads[i] > UINT32_MAX)
            return tare_err_set(err, TARE_ERR_USAGE, "'%s': expected counts from 1 up", value);
    return result;
}

static int set_min_time(struct tare_options *options, const char *value, struct tare_err *err)
{
    if (tare_units_parse_duration(value, &options->min_time_ns, err))
        return -1;
    return options->min_time_ns
               ? 0
               : tare_err_set(err, TARE_ERR_USAGE, "'%s': expected a time above 0", value);
}

static int set_budget(struct tare_options *options, const char *value, struct tare_err *err)
{
    if (tare_units_parse_duration(value, &options->budget_ns, err))
        return -1;
    return options->budget_ns
               ? 0
               : tare_err_set(err, TARE_ERR_USAGE, "'%s': expected a time above 0", value);
}

static int set_sets(struct tare_options *options, const char *value, struct tare_err *err)
{
    if (tare_units_parse_count(value, &options->sets, err))
        return -1;
    return options->sets >= 1 && options->sets <= 100000
               ? 0
               : tare_err_set(err, TARE_ERR_USAGE, "'%s': expected 1 to 100000", value);
}

static int set_seed(struct tare_options *options, const char *value, struct tare_err *err)
{
    options->seed_known = true;
    return tare_units_parse_count(value, &options->seed, err);
}

static int set_margin(struct tare_options *options, const char *value, struct tare_err *err)
{
    if (tare_units_parse_percent(value, &options->margin_ratio, err))
        return -1;
    return options->margin_ratio < 1
               ? 0
               : tare_err_set(err, TARE_ERR_USAGE, "'%s': expected less than 100%%", value);
}

static int set_precision(struct tare_options *options, const char *value, struct tare_err *err)
{
    if (tare_units_parse_percent(value, &options->precision_ratio, err))
        return -1;
    return options->precision_ratio > 0 && options->precision_ratio < 1
               ? 0
               : tare_err_set(err, TARE_ERR_USAGE,
                              "'%s': expected more than 0%% and less than 100%%", value);
}

static int set_clock(struct tare_options *options, const char *value, struct tare_err *err)
{
    return tare_clock_parse(value, &options->clock, err);
}

static int add_counter(struct tare_options *options, const char *name, struct tare_err *err)
{
    struct tare_perf_event *event = &options->counter[options->counter_count];

    if (options->counter_count == TARE_PERF_EVENTS_MAX)
        return tare_err_set(err, TARE_ERR_USAGE, "'%s': there may be %d", name,
                            TARE_PERF_EVENTS_MAX);
    if (tare_perf_find(name, event, err))
        return -1;
    for (size_t i = 0; i < options->counter_count; i++)
        if (strcmp(options->counter[i].name, name) == 0)
            return tare_err_set(err, TARE_ERR_USAGE, "'%s' is there twice", name);
    options->counter_count++;
    return 0;
}

static int set_counters(struct tare_options *options, const char *value, struct tare_err *err)
{
    char name[sizeof options->counter->name];

    options->counter_count = 0;
    for (const char *at = value;; at++) {
        size_t length = strcspn(at, ",");

        snprintf(name, sizeof name, "%.*s", (int)length, at);
        if (add_counter(options, name, err))
            return -1;
        at += length;
        if (!*at)
            return 0;
    }
}

/* The place of `value` among the words, which are as the text `expected` names them; -1. */
static int choose(const char *value, const char *const *words, const char *expected,
                  struct tare_err *err)
{
    for (int i = 0; words[i]; i++)
        if (strcmp(words[i], value) == 0)
            return i;
    return tare_err_set(err, TARE_ERR_USAGE, "'%s': expected %s", value, expected);
}

static int set_format(struct tare_options *options, const char *value, struct tare_err *err)
{
    static const char *const words[] = {"table", "csv", "json", "markdown", NULL};
    int chosen = choose(value, words, "table, csv, json or markdown", err);

    options->format = (enum tare_options_format)(chosen < 0 ? 0 : chosen);
    return chosen < 0 ? -1 : 0;
}

static int set_color(struct tare_options *options, const char *value, struct tare_err *err)
{
    static const char *const words[] = {"auto", "always", "never", NULL};
    int chosen = choose(value, words, "auto, always or never", err);

    options->color = (enum tare_options_color)(chosen < 0 ? 0 : chosen);
    return chosen < 0 ? -1 : 0;
}

static int set_env(struct tare_options *options, const char *value, struct tare_err *err)
{
    const char *colon = strchr(value, ':');
    const char *equals = strchr(value, '=');

    if (!colon || colon == value || !equals || equals < colon + 2)
        return tare_err_set(err, TARE_ERR_USAGE, "'%s': expected LABEL:VARIABLE=VALUE", value);
    if (options->env_count == TARE_OPTIONS_LIST_MAX)
        return tare_err_set(err, TARE_ERR_USAGE, "'%s': there may be %d", value,
                            TARE_OPTIONS_LIST_MAX);
    options->env[options->env_count++] = value;
    return 0;
}

/* A switch may be turned off again by =0, as the environment has it. */
static int truth(const char *value, bool *on, struct tare_err *err)
{
    static const char *const words[] = {"0", "no", "false", "1", "yes", "true", "", NULL};
    int chosen = choose(value, words, "1 or 0", err);

    *on = chosen >= 3;
    return chosen < 0 ? -1 : 0;
}

#define SWITCH(field)                                                                              \
    static int set_##field(struct tare_options *options, const char *value, struct tare_err *err)  \
    {                                                                                              \
        return truth(value, &options->field, err);                                                 \
    }
SWITCH(list)
SWITCH(quick)
SWITCH(full)
SWITCH(no_plots)
SWITCH(no_weigh)
SWITCH(instructions)
SWITCH(weigh)
SWITCH(profile)
SWITCH(fail_on_leak)
SWITCH(no_history)
SWITCH(draw)
SWITCH(help)

const struct tare_options_flag tare_options_flags[] = {
    {"filter", "RE", "only cases whose id this extended regular expression is found in", set_filter,
     false, false, NULL},
    {"list", NULL, "print the ids of the cases, and how long they will take", set_list, false,
     false, NULL},
    {"min-time", "TIME", "sampled time an arm, over all sets (default 0.2s; 25ms with --quick)",
     set_min_time, false, false, NULL},
    {"budget", "TIME", "wall time of the whole run; as many sets as fit, up to 400", set_budget,
     false, false, NULL},
    {"sets", "N", "sets of fresh processes (default 10; 5 with --quick, 400 with --budget)",
     set_sets, false, false, NULL},
    {"sizes", "N,...", "instead of the sizes of the groups", set_sizes, false, false, NULL},
    {"threads", "N,...", "instead of the threads of the groups", set_threads, false, false, NULL},
    {"quick", NULL, "half the sets, less time: a first look", set_quick, false, false, NULL},
    {"full", NULL, "the largest sizes too", set_full, false, false, NULL},
    {"baseline", "VARIANT", "what the others are compared with", set_baseline, false, false, NULL},
    {"margin", "PERCENT", "arms that differ by no more are the same (default 0.5%)", set_margin,
     false, false, NULL},
    {"precision", "PERCENT",
     "measure until ratios are within it: 5, 10, 20 or 40 sets, instead of --sets", set_precision,
     false, false, NULL},
    {"env", "LABEL:VAR=VALUE", "add a build: the same executable in this environment", set_env,
     false, true, NULL},
    {"layouts", "PATTERN",
     "links of one suite, the code elsewhere in each: set k takes link k mod L", set_layouts, false,
     false, NULL},
    {"clock", "NAME", "monotonic, tsc or cpu (default monotonic)", set_clock, false, false, NULL},
    {"seed", "N", "of the order, the data and the layout (default: drawn)", set_seed, false, false,
     NULL},
    {"format", "NAME", "table, csv, json or markdown (default table)", set_format, false, false,
     NULL},
    {"color", "WHEN", "auto, always or never (default auto)", set_color, false, false, NULL},
    {"out", "FOLDER", "where results go (default results)", set_out, false, false, NULL},
    {"resume", "FOLDER", "go on with the latest unfinished run, or with that in FOLDER", set_resume,
     true, false, NULL},
    {"no-plots", NULL, "draw nothing", set_no_plots, false, false, NULL},
    {"weigh", NULL, "show what weighing found: types, padding, what holds the blocks, leaks",
     set_weigh, false, false, NULL},
    {"fail-on-leak", NULL,
     "exit status 1 where a case leaves blocks that nothing holds; static storage may hold some",
     set_fail_on_leak, false, false, NULL},
    {"no-weigh", NULL, "weigh nothing", set_no_weigh, false, false, NULL},
    {"instructions", NULL,
     "count those of an operation too, by callgrind: the counter of that name", set_instructions,
     false, false, NULL},
    {"profile", NULL,
     "profile each case for a second too; says which lines differ between the variants",
     set_profile, false, false, NULL},
    {"counters", "NAME,...",
     "the processor's too, an operation: cycles,instructions,branch-misses,... as perf list has",
     set_counters, false, false, NULL},
    {"no-history", NULL, "leave the run out of the history", set_no_history, false, false, NULL},
    {"db", "FILE", "the history (default history.db in the folder of results)", set_db, false,
     false, NULL},
    {"since", "WHEN", "runs since 2026-11-22 or 2026-11-22T19:30, or of the last 12h, 30d, 8w",
     set_since, false, true, "history"},
    {"plot", NULL, "draw the times of the cases, as SVG and PNG", set_draw, false, true, "history"},
    {"out", "FILE", "where it goes (default stdout)", set_out, false, true, "export"},
    {"format", "NAME", "table or csv (default table)", set_format, false, true, "history"},
    {"to", "FORMAT", "gbench, benchfmt, bmf, hyperfine, markdown or csv", set_to, false, true,
     "export"},
    {"only", "GROUP", "this group alone", set_only, false, true, "report"},
    {"title", "TEXT", "heading of report.html", set_title, false, true, "report"},
    {"plot", "FOLDER", "draw ratios and bytes: plots/compare.svg and .png in this folder",
     set_plot_folder, false, true, "compare"},
    {"plot", "term", "draw the plots in the terminal too, below the table", set_plot_in_terminal,
     false, true, "report"},
    {"fail-above", "LIMITS",
     "exit status 1 where a case is, or may be, slower by more than 3%, or deep_bytes=0%,...",
     set_fail_above, false, false, NULL},
    {"help", NULL, "print this", set_help, false, true, NULL},
};
const size_t tare_options_flag_count = sizeof tare_options_flags / sizeof *tare_options_flags;
