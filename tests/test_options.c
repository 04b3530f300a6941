/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "cmd/options.h"

#define COUNT(array)  (sizeof(array) / sizeof((array)[0]))
#define ARGUMENTS_MAX 80

static void put_text(struct tare_buf *text, const char *name, const char *value)
{
    if (value)
        tare_buf_printf(text, " %s='%s'", name, value);
}

static void put_texts(struct tare_buf *text, const char *name, const char *const *values,
                      size_t count)
{
    for (size_t i = 0; i < count; i++)
        put_text(text, name, values[i]);
}

static void put_counts(struct tare_buf *text, const char *name, const uint64_t *values,
                       size_t count)
{
    for (size_t i = 0; i < count; i++)
        tare_buf_printf(text, "%s%" PRIu64, i ? "," : name, values[i]);
}

static void put_switch(struct tare_buf *text, const char *name, bool on)
{
    tare_buf_puts(text, on ? name : "");
}

/* All that is not as it is without any flag, each with a blank in front. */
static char *describe(const struct tare_options *options)
{
    struct tare_buf text = TARE_BUF_INIT;

    put_text(&text, "filter", options->filter);
    put_text(&text, "baseline", options->baseline);
    put_text(&text, "layouts", options->layouts);
    if (strcmp(options->out, "results") != 0)
        put_text(&text, "out", options->out);
    put_text(&text, "resume", options->resume);
    put_counts(&text, " sizes=", options->sizes, options->size_count);
    put_counts(&text, " threads=", options->threads, options->thread_count);
    put_counts(&text, " min_time_ns=", &options->min_time_ns, options->min_time_ns != 0);
    put_counts(&text, " budget_ns=", &options->budget_ns, options->budget_ns != 0);
    put_counts(&text, " sets=", &options->sets, options->sets != 0);
    put_counts(&text, " seed=", &options->seed, options->seed_known);
    if (options->margin_ratio != 0.005)
        tare_buf_printf(&text, " margin=%g", options->margin_ratio);
    if (options->precision_ratio > 0)
        tare_buf_printf(&text, " precision=%g", options->precision_ratio);
    if (options->gate.has_time)
        tare_buf_printf(&text, " fail_above=%g", options->gate.time_more_ratio);
    put_text(&text, "only", options->only);
    if (options->clock != TARE_CLOCK_MONOTONIC)
        tare_buf_printf(&text, " clock=%d", (int)options->clock);
    if (options->format != TARE_OPTIONS_TABLE)
        tare_buf_printf(&text, " format=%d", (int)options->format);
    if (options->color != TARE_OPTIONS_AUTO)
        tare_buf_printf(&text, " color=%d", (int)options->color);
    put_switch(&text, " list", options->list);
    put_switch(&text, " quick", options->quick);
    put_switch(&text, " full", options->full);
    put_switch(&text, " no_plots", options->no_plots);
    put_switch(&text, " no_weigh", options->no_weigh);
    put_switch(&text, " help", options->help);
    put_texts(&text, "env", options->env, options->env_count);
    put_texts(&text, "exe", options->exe, options->exe_count);
    return tare_buf_steal(&text);
}

/* Splits `words` where a blank stands, in place. */
static int split(char *words, char **argv)
{
    int argc = 0;

    argv[argc++] = (char *)(uintptr_t) "tare run";
    for (char *word = strtok(words, " "); word && argc < ARGUMENTS_MAX; word = strtok(NULL, " "))
        argv[argc++] = word;
    return argc;
}

static const struct {
    const char *words;    /* blanks between them */
    const char *variable; /* "TARE_X=VALUE"; NULL: none */
    const char *options;  /* as describe() */
} good[] = {
    {"", NULL, ""},
    {"bench", NULL, " exe='bench'"},
    {"old=a new=./b", NULL, " exe='old=a' exe='new=./b'"},
    {"--filter sum a --quick b", NULL, " filter='sum' quick exe='a' exe='b'"},

    /* Each flag, its value behind a blank or '='. */
    {"--filter ^a|b$", NULL, " filter='^a|b$'"},
    {"--filter=a=b", NULL, " filter='a=b'"},
    {"--filter=", NULL, " filter=''"},
    {"--filter --quick", NULL, " filter='--quick'"},
    {"--list", NULL, " list"},
    {"--min-time 0.5s", NULL, " min_time_ns=500000000"},
    {"--min-time=25ms", NULL, " min_time_ns=25000000"},
    {"--budget 2m", NULL, " budget_ns=120000000000"},
    {"--sets 1", NULL, " sets=1"},
    {"--sets 100k", NULL, " sets=100000"},
    {"--sizes 1000,100k", NULL, " sizes=1000,100000"},
    {"--sizes=9223372036854775807", NULL, " sizes=9223372036854775807"},
    {"--threads 1,2", NULL, " threads=1,2"},
    {"--threads 4294967295", NULL, " threads=4294967295"},
    {"--quick", NULL, " quick"},
    {"--full", NULL, " full"},
    {"--baseline aos", NULL, " baseline='aos'"},
    {"--margin 1%", NULL, " margin=0.01"},
    {"--margin 0", NULL, " margin=0"},
    {"--precision 1%", NULL, " precision=0.01"},
    {"--fail-above 3%", NULL, " fail_above=0.03"},
    {"", "TARE_FAIL_ABOVE=3%", " fail_above=0.03"},
    {"", "TARE_ONLY=sum_x", ""}, /* of tare report */
    {"--env a:X=1 --env b:LD_PRELOAD=/x.so:/y.so", NULL,
     " env='a:X=1' env='b:LD_PRELOAD=/x.so:/y.so'"},
    {"--env a:X=", NULL, " env='a:X='"},
    {"--layouts build/layout-*/bench", NULL, " layouts='build/layout-*/bench'"},
    {"", "TARE_LAYOUTS=b/l-?/bench", " layouts='b/l-?/bench'"},
    {"--clock tsc", NULL, " clock=2"},
    {"--clock cpu", NULL, " clock=1"},
    {"--clock monotonic", NULL, ""},
    {"--seed 0", NULL, " seed=0"},
    {"--seed 18446744073709551615", NULL, " seed=18446744073709551615"},
    {"--format table", NULL, ""},
    {"--format csv", NULL, " format=1"},
    {"--format json", NULL, " format=2"},
    {"--format markdown", NULL, " format=3"},
    {"--color always", NULL, " color=1"},
    {"--color never", NULL, " color=2"},
    {"--out /tmp/r", NULL, " out='/tmp/r'"},
    {"--no-plots --no-weigh", NULL, " no_plots no_weigh"},
    {"--help", NULL, " help"},

    /* The value of --resume stands behind '=' only. */
    {"--resume", NULL, " resume=''"},
    {"--resume bench", NULL, " resume='' exe='bench'"},
    {"--resume=results/x", NULL, " resume='results/x'"},
    {"", "TARE_RESUME=1", " resume=''"},
    {"", "TARE_RESUME=results/x", " resume='results/x'"},

    /* What is repeated counts once, where it stands first; the last of a flag wins. */
    {"--sizes 8,4,8,4,2", NULL, " sizes=8,4,2"},
    {"--sizes 1k,1000,1e3", NULL, " sizes=1000"},
    {"--threads 2,1,2", NULL, " threads=2,1"},
    {"--sizes 1,2 --sizes 3", NULL, " sizes=3"},
    {"--sets 3 --sets 4", NULL, " sets=4"},

    /* Switches turned off again. */
    {"--quick --quick=0", NULL, ""},
    {"--quick=no --full=false --no-plots=0", NULL, ""},
    {"--quick=1 --full=yes --no-weigh=true", NULL, " quick full no_weigh"},

    /* The environment, which the command line overrides; what is empty says nothing. */
    {"", "TARE_FILTER=sum", " filter='sum'"},
    {"", "TARE_LIST=1", " list"},
    {"", "TARE_MIN_TIME=1s", " min_time_ns=1000000000"},
    {"", "TARE_BUDGET=1h", " budget_ns=3600000000000"},
    {"", "TARE_SETS=7", " sets=7"},
    {"", "TARE_SIZES=5,5,6", " sizes=5,6"},
    {"", "TARE_THREADS=3", " threads=3"},
    {"", "TARE_QUICK=1", " quick"},
    {"", "TARE_QUICK=0", ""},
    {"", "TARE_QUICK=", ""},
    {"", "TARE_FULL=yes", " full"},
    {"", "TARE_BASELINE=aos", " baseline='aos'"},
    {"", "TARE_MARGIN=2%", " margin=0.02"},
    {"", "TARE_CLOCK=cpu", " clock=1"},
    {"", "TARE_SEED=9", " seed=9"},
    {"", "TARE_FORMAT=csv", " format=1"},
    {"", "TARE_COLOR=never", " color=2"},
    {"", "TARE_OUT=o", " out='o'"},
    {"", "TARE_OUT=", ""},
    {"", "TARE_NO_PLOTS=1", " no_plots"},
    {"", "TARE_NO_WEIGH=1", " no_weigh"},
    {"", "TARE_ENV=a:X=1", ""}, /* these two are for the command line only */
    {"", "TARE_HELP=1", ""},
    {"", "TARE_min_time=1s", ""},
    {"--sets 3", "TARE_SETS=7", " sets=3"},
    {"--quick=0", "TARE_QUICK=1", ""},
    {"--sizes 1", "TARE_SIZES=5,6", " sizes=1"},
    {"--format=table", "TARE_FORMAT=csv", ""},
    {"--quick", "TARE_SETS=7", " sets=7 quick"},
};

/* Parses with the variable set, and none of TARE_ beside it. 0 or -1. */
static int parse(struct tare_options *options, const char *words, const char *variable,
                 struct tare_err *err)
{
    static char text[4096];
    static char *argv[ARGUMENTS_MAX];
    char *own[] = {(char *)(uintptr_t)variable, NULL};
    char **before = environ;
    int result;

    snprintf(text, sizeof text, "%s", words);
    environ = own;
    result = tare_options_parse(options, split(text, argv), argv, err);
    environ = before;
    return result;
}

Test(options, flags_and_variables)
{
    for (size_t i = 0; i < COUNT(good); i++) {
        const char *variable = good[i].variable ? good[i].variable : "";
        struct tare_options options;
        struct tare_err err = {0};
        char *found;

        cr_expect_eq(parse(&options, good[i].words, good[i].variable, &err), 0, "'%s' %s: %s",
                     good[i].words, variable, err.text);
        found = describe(&options);
        cr_expect_str_eq(found, good[i].options, "'%s' %s:%s instead of%s", good[i].words, variable,
                         found, good[i].options);
        free(found);
    }
}

static const struct {
    const char *words;
    const char *variable;
    const char *text;
} bad[] = {
    {"--color", NULL, "--color needs a value: WHEN"},
    {"--filter", NULL, "--filter needs a value: RE"},
    {"--quick --min-time", NULL, "--min-time needs a value: TIME"},
    {"--fliter x", NULL, "no flag '--fliter': see tare help run; did you mean --filter?"},
    {"--fliter=x", NULL, "no flag '--fliter=x': see tare help run; did you mean --filter?"},
    {"--sizesx=1", NULL, "no flag '--sizesx=1': see tare help run; did you mean --sizes?"},
    {"--size=1", NULL, "no flag '--size=1': see tare help run; did you mean --sizes?"},
    {"--", NULL, "no flag '--': see tare help run"},
    {"-q", NULL, "no flag '-q': see tare help run"},
    {"--only sum_x", NULL, "no flag '--only': see tare help run"},
    {"-", NULL, "no flag '-': see tare help run"},

    {"--out=", NULL, "--out: '': expected a folder"},
    {"--sets 0", NULL, "--sets: '0': expected 1 to 100000"},
    {"--sets 100001", NULL, "--sets: '100001': expected 1 to 100000"},
    {"--min-time 0", NULL, "--min-time: '0': expected a time above 0"},
    {"--budget 0s", NULL, "--budget: '0s': expected a time above 0"},
    {"--threads 1,0", NULL, "--threads: '1,0': expected counts from 1 up"},
    {"--threads 4294967296", NULL, "--threads: '4294967296': expected counts from 1 up"},
    {"--sizes 9223372036854775808", NULL, "--sizes: '9223372036854775808': a size is too large"},
    {"--precision 0", NULL, "--precision: '0': expected more than 0% and less than 100%"},
    {"--precision 100%", NULL, "--precision: '100%': expected more than 0% and less than 100%"},
    {"--precision 1% --sets 5", NULL,
     "--precision finds the number of sets itself: leave --sets out"},
    {"--margin 100%", NULL, "--margin: '100%': expected less than 100%"},
    {"--format xml", NULL, "--format: 'xml': expected table, csv, json or markdown"},
    {"--format CSV", NULL, "--format: 'CSV': expected table, csv, json or markdown"},
    {"--color=", NULL, "--color: '': expected auto, always or never"},
    {"--quick=maybe", NULL, "--quick: 'maybe': expected 1 or 0"},
    {"--no-plots=2", NULL, "--no-plots: '2': expected 1 or 0"},
    {"--env X=1", NULL, "--env: 'X=1': expected LABEL:VARIABLE=VALUE"},
    {"--env :X=1", NULL, "--env: ':X=1': expected LABEL:VARIABLE=VALUE"},
    {"--env a:=1", NULL, "--env: 'a:=1': expected LABEL:VARIABLE=VALUE"},
    {"--env a:X", NULL, "--env: 'a:X': expected LABEL:VARIABLE=VALUE"},
    {"--env a=b:X", NULL, "--env: 'a=b:X': expected LABEL:VARIABLE=VALUE"},

    {"", "TARE_SETS=0", "TARE_SETS: '0': expected 1 to 100000"},
    {"--sets 3", "TARE_SETS=0", "TARE_SETS: '0': expected 1 to 100000"},
    {"", "TARE_QUICK=maybe", "TARE_QUICK: 'maybe': expected 1 or 0"},
    {"", "TARE_MIN_TIME=0", "TARE_MIN_TIME: '0': expected a time above 0"},
    {"", "TARE_NO_PLOTS=x", "TARE_NO_PLOTS: 'x': expected 1 or 0"},
    {"", "TARE_FORMAT=xml", "TARE_FORMAT: 'xml': expected table, csv, json or markdown"},
};

Test(options, what_is_wrong_is_named_and_shown)
{
    for (size_t i = 0; i < COUNT(bad); i++) {
        struct tare_options options;
        struct tare_err err = {0};

        cr_expect_eq(parse(&options, bad[i].words, bad[i].variable, &err), -1, "no error '%s'",
                     bad[i].text);
        cr_expect_eq(err.code, TARE_ERR_USAGE, "'%s': code %d", bad[i].text, (int)err.code);
        cr_expect_str_eq(err.text, bad[i].text, "'%s' instead of '%s'", err.text, bad[i].text);
    }
}

Test(options, commands_take_what_they_name)
{
    static const char *const names[] = {"only", "format", NULL};
    static const struct tare_options_command command = {.name = "report", .flags = names};
    char *good_words[] = {(char *)"tare report", (char *)"--only",       (char *)"a",
                          (char *)"run",         (char *)"--format=csv", NULL};
    char *bad_words[] = {(char *)"tare report", (char *)"--sets=3", NULL};
    char *own[] = {(char *)"TARE_SETS=none", NULL};
    char **before = environ;
    struct tare_options options;
    struct tare_err err = {0};

    environ = own; /* of a flag that it does not take */
    cr_expect_eq(tare_options_parse_for(&command, &options, 5, good_words, &err), 0, "%s",
                 err.text);
    cr_expect_str_eq(options.only, "a", "%s", options.only);
    cr_expect_eq(options.format, TARE_OPTIONS_CSV, "%d", (int)options.format);
    cr_expect_eq(options.exe_count, 1, "%zu", options.exe_count);
    cr_expect_eq(tare_options_parse_for(&command, &options, 2, bad_words, &err), -1, "taken");
    cr_expect_str_eq(err.text, "no flag '--sets=3': see tare help report", "%s", err.text);
    environ = before;
}

/* Values that other modules parse: their words stand behind the flag. */
Test(options, values_of_other_modules_are_named_and_shown)
{
    static const struct {
        const char *words;
        const char *begin;
    } values[] = {
        {"--min-time 5", "--min-time: '5' is not a duration: "},
        {"--min-time -1s", "--min-time: '-1s' is not a duration: "},
        {"--budget soon", "--budget: 'soon' is not a duration: "},
        {"--sets x", "--sets: 'x' is not a count: "},
        {"--sets 1.5", "--sets: '1.5' is not a whole number"},
        {"--seed -1", "--seed: '-1' is not a count: "},
        {"--seed 18446744073709551616", "--seed: '18446744073709551616' is too large"},
        {"--sizes 1,,2", "--sizes: '1,,2' is not a list of counts: "},
        {"--sizes=", "--sizes: '' is not a list of counts: "},
        {"--threads two", "--threads: 'two' is not a count: "},
        {"--margin 5", "--margin: '5' is not a percentage: "},
        {"--layouts=", "--layouts: '': expected a pattern"},
        {"--clock sundial", "--clock: unknown clock 'sundial': "},
    };

    for (size_t i = 0; i < COUNT(values); i++) {
        struct tare_options options;
        struct tare_err err = {0};

        cr_expect_eq(parse(&options, values[i].words, NULL, &err), -1, "'%s' is taken",
                     values[i].words);
        cr_expect_eq(err.code, TARE_ERR_USAGE, "'%s': code %d", values[i].words, (int)err.code);
        cr_expect(strncmp(err.text, values[i].begin, strlen(values[i].begin)) == 0,
                  "'%s' instead of '%s...'", err.text, values[i].begin);
    }
}

/* `count` times the word, a blank behind each. */
static char *repeated(const char *word, size_t count)
{
    struct tare_buf text = TARE_BUF_INIT;

    for (size_t i = 0; i < count; i++)
        tare_buf_printf(&text, "%s ", word);
    return tare_buf_steal(&text);
}

Test(options, lists_have_an_end)
{
    static const struct {
        const char *word;
        const char *text;
    } lists[] = {
        {"bench", "'bench': there may be 64 executables"},
        {"--env=a:X=1", "--env: 'a:X=1': there may be 64"},
    };

    for (size_t i = 0; i < COUNT(lists); i++) {
        char *fit = repeated(lists[i].word, TARE_OPTIONS_LIST_MAX);
        char *more = repeated(lists[i].word, TARE_OPTIONS_LIST_MAX + 1);
        struct tare_options options;
        struct tare_err err = {0};

        cr_expect_eq(parse(&options, fit, NULL, &err), 0, "64 of %s: %s", lists[i].word, err.text);
        cr_expect_eq(options.exe_count + options.env_count, 64, "%zu executables, %zu variables",
                     options.exe_count, options.env_count);
        cr_expect_eq(parse(&options, more, NULL, &err), -1, "65 of %s are taken", lists[i].word);
        cr_expect_str_eq(err.text, lists[i].text, "'%s'", err.text);
        free(fit);
        free(more);
    }
}

Test(options, a_list_of_sizes_has_an_end)
{
    struct tare_buf words = TARE_BUF_INIT;
    struct tare_options options;
    struct tare_err err = {0};

    tare_buf_puts(&words, "--sizes=0");
    for (int i = 1; i < TARE_OPTIONS_LIST_MAX; i++)
        tare_buf_printf(&words, ",%d", i);
    cr_expect_eq(parse(&options, words.text, NULL, &err), 0, "64 sizes: %s", err.text);
    cr_expect_eq(options.size_count, 64, "%zu sizes", options.size_count);
    tare_buf_puts(&words, ",64");
    cr_expect_eq(parse(&options, words.text, NULL, &err), -1, "65 sizes are taken");
    cr_expect(strncmp(err.text, "--sizes: '", 10) == 0, "'%s'", err.text);
    tare_buf_free(&words);
}
