/* SPDX-License-Identifier: MIT */
#include "cmd/timeit_options.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/buf.h"
#include "base/near.h"
#include "base/units.h"

#define STATEMENT_BYTES_MAX (1 << 20)
#define ITERATIONS_MAX      UINT64_C(1000000000000)

/* A parse under way. */
struct parser {
    struct tare_timeit_options *options;
    struct tare_buf setup;
    char **passed; /* "run" and what is handed on, [passed_count] */
    int passed_count;
    bool keeps;         /* --out is among it */
    bool cpu_time;      /* -p */
    bool chooses_clock; /* --clock is among it */
    struct tare_err *err;
};

struct flag {
    char letter; /* 0: none */
    const char *name;
    const char *value; /* what it takes, for people; NULL: it is a switch */
    const char *doc;
    int (*set)(struct parser *parser, const char *value);
};

static int set_setup(struct parser *parser, const char *value)
{
    if (parser->setup.length)
        tare_buf_puts(&parser->setup, "\n");
    tare_buf_puts(&parser->setup, value);
    return 0;
}

static int set_number(struct parser *parser, const char *value)
{
    uint64_t *iterations = &parser->options->run.iterations;

    if (tare_units_parse_count(value, iterations, parser->err))
        return -1;
    return *iterations >= 1 && *iterations <= ITERATIONS_MAX
               ? 0
               : tare_err_set(parser->err, TARE_ERR_USAGE, "'%s': expected 1 to 1e12", value);
}

static int set_repeat(struct parser *parser, const char *value)
{
    uint64_t *sets = &parser->options->run.sets;

    if (tare_units_parse_count(value, sets, parser->err))
        return -1;
    return *sets >= 1 && *sets <= 100000
               ? 0
               : tare_err_set(parser->err, TARE_ERR_USAGE, "'%s': expected 1 to 100000", value);
}

static int set_unit(struct parser *parser, const char *value)
{
    return tare_line_parse_unit(value, &parser->options->run.unit, parser->err);
}

static int set_process(struct parser *parser, const char *value)
{
    (void)value;
    parser->cpu_time = true;
    return 0;
}

static int set_verbose(struct parser *parser, const char *value)
{
    (void)value;
    parser->options->verbose = true;
    return 0;
}

static int set_file(struct parser *parser, const char *value)
{
    if (parser->options->file)
        return tare_err_set(parser->err, TARE_ERR_USAGE, "'%s': '%s' is the file already", value,
                            parser->options->file);
    parser->options->file = value;
    return 0;
}

static int set_cc(struct parser *parser, const char *value)
{
    return tare_words_list(&parser->options->cc, value, parser->err);
}

static int set_cflags(struct parser *parser, const char *value)
{
    return tare_words_list(&parser->options->cflags, value, parser->err);
}

static int set_include(struct parser *parser, const char *value)
{
    if (!*value || strchr(value, '\n'))
        return tare_err_set(parser->err, TARE_ERR_USAGE, "'%s': expected a header", value);
    return tare_words_add(&parser->options->include, value, strlen(value), parser->err);
}

/* A name as behind -l, or what is a file or a flag already. */
static int set_link(struct parser *parser, const char *value)
{
    bool whole = *value == '-' || strchr(value, '/') || strstr(value, ".so") ||
                 strstr(value, ".a") || strstr(value, ".o");
    struct tare_buf word = TARE_BUF_INIT;
    int result;

    if (!*value)
        return tare_err_set(parser->err, TARE_ERR_USAGE, "'': expected a library");
    tare_buf_printf(&word, "%s%s", whole ? "" : "-l", value);
    result = word.failed
                 ? tare_err_memory(parser->err)
                 : tare_words_add(&parser->options->link, word.text, word.length, parser->err);
    tare_buf_free(&word);
    return result;
}

static int set_weigh(struct parser *parser, const char *value)
{
    if (!*value)
        return tare_err_set(parser->err, TARE_ERR_USAGE, "'': expected a variable of the set-up");
    parser->options->weigh = value;
    return 0;
}

static int set_help(struct parser *parser, const char *value)
{
    (void)value;
    parser->options->help = true;
    return 0;
}

static const struct flag flags[] = {
    {'s', "setup", "C", "run once before the loop; its variables are visible (many: as lines)",
     set_setup},
    {'n', "number", "N", "iterations a sample (default: as many as take 0.3 ms)", set_number},
    {'r', "repeat", "N", "sets of samples, each in a fresh process (default 10)", set_repeat},
    {'u', "unit", "UNIT", "nsec, usec, msec or sec (default: as fits), of the one line", set_unit},
    {'p', "process", NULL, "CPU time instead of time that passes", set_process},
    {'v', "verbose", NULL, "show the commands that compile, and the samples by set", set_verbose},
    {'f', "file", "FILE.c", "measure the cases of a bench file instead of statements", set_file},
    {0, "cc", "CC,...", "compilers, compared (default cc)", set_cc},
    {0, "cflags", "FLAGS,...", "flags, compared (default -O2): '-O2,-O3 -march=native'",
     set_cflags},
    {0, "include", "HEADER", "one more header, of the system or a file (many)", set_include},
    {0, "link", "LIBRARY", "as behind -l, or a file (many)", set_link},
    {0, "weigh", "VARIABLE", "say what this variable of the set-up leads to: its deep size",
     set_weigh},
    {'h', "help", NULL, "print this", set_help},
};
#define FLAG_COUNT (sizeof flags / sizeof *flags)

static const struct flag *find_letter(char letter)
{
    for (size_t i = 0; i < FLAG_COUNT; i++)
        if (flags[i].letter && flags[i].letter == letter)
            return &flags[i];
    return NULL;
}

static const struct flag *find_name(const char *name, size_t length)
{
    for (size_t i = 0; i < FLAG_COUNT; i++)
        if (strlen(flags[i].name) == length && strncmp(flags[i].name, name, length) == 0)
            return &flags[i];
    return NULL;
}

/* Sets the flag, and puts it as it was written in front of what is wrong. */
static int apply(struct parser *parser, const struct flag *flag, const char *shown,
                 const char *value)
{
    struct tare_err *err = parser->err;
    struct tare_err cause = {0};
    int result;

    parser->err = &cause;
    result = flag->set(parser, value);
    parser->err = err;
    return result ? tare_err_set(err, cause.code, "%s: %s", shown, cause.text) : 0;
}

/* The next argument as the value of `shown`. */
static const char *take_value(struct parser *parser, char **argv, int *index, const char *shown,
                              const char *what)
{
    if (!argv[*index + 1]) {
        tare_err_set(parser->err, TARE_ERR_USAGE, "%s needs a value: %s", shown, what);
        return NULL;
    }
    return argv[++*index];
}

/* A cluster as getopt has it: -pv, -n5, -n 5. */
static int parse_letters(struct parser *parser, char **argv, int *index)
{
    const char *letters = argv[*index] + 1;

    for (; *letters; letters++) {
        const struct flag *flag = find_letter(*letters);
        char shown[] = {'-', *letters, '\0'};
        const char *value = letters + 1;

        if (!flag)
            return tare_err_set(parser->err, TARE_ERR_USAGE,
                                "no flag '%s' in '%s': see tare help timeit (a statement that "
                                "begins with - stands behind --)",
                                shown, argv[*index]);
        if (!flag->value) {
            if (apply(parser, flag, shown, ""))
                return -1;
            continue;
        }
        if (!*value)
            value = take_value(parser, argv, index, shown, flag->value);
        return value ? apply(parser, flag, shown, value) : -1;
    }
    return 0;
}

/* Ours come first, then those of tare run. */
static int refuse(struct parser *parser, const char *flag, size_t length)
{
    char name[32];
    struct tare_near near = {.word = name};
    char meant[64] = "";

    snprintf(name, sizeof name, "%.*s", (int)length - 2, flag + 2);
    for (size_t i = 0; i < FLAG_COUNT; i++)
        tare_near_offer(&near, flags[i].name);
    if (near.best)
        snprintf(meant, sizeof meant, "; did you mean --%s?", near.best);
    else
        tare_options_suggest(NULL, flag, meant, sizeof meant);
    return tare_err_set(parser->err, TARE_ERR_USAGE, "no flag '%s': see tare help timeit%s", flag,
                        meant);
}

/* A flag of tare run. */
static int hand_on(struct parser *parser, char **argv, int *index)
{
    static const char *const senseless[] = {"--resume", "--layouts", "--list"};
    char *flag = argv[*index];
    size_t length = strcspn(flag, "=");
    enum tare_options_word word = tare_options_look_up(flag);

    for (size_t i = 0; i < sizeof senseless / sizeof *senseless; i++)
        if (strlen(senseless[i]) == length && strncmp(flag, senseless[i], length) == 0)
            word = TARE_OPTIONS_UNKNOWN;
    if (word == TARE_OPTIONS_UNKNOWN)
        return refuse(parser, flag, length);
    parser->keeps |= length == 5 && strncmp(flag, "--out", 5) == 0;
    parser->chooses_clock |= length == 7 && strncmp(flag, "--clock", 7) == 0;
    parser->passed[parser->passed_count++] = flag;
    if (word == TARE_OPTIONS_WANTS_VALUE) {
        if (!take_value(parser, argv, index, flag, "see tare help run"))
            return -1;
        parser->passed[parser->passed_count++] = argv[*index];
    }
    return 0;
}

static int parse_long(struct parser *parser, char **argv, int *index)
{
    const char *name = argv[*index] + 2;
    size_t length = strcspn(name, "=");
    const struct flag *flag = find_name(name, length);
    const char *value = name[length] ? name + length + 1 : NULL;
    char shown[32];

    if (!flag)
        return hand_on(parser, argv, index);
    snprintf(shown, sizeof shown, "--%s", flag->name);
    if (!flag->value && value)
        return tare_err_set(parser->err, TARE_ERR_USAGE, "%s takes no value, found '%s'", shown,
                            value);
    if (!flag->value)
        return apply(parser, flag, shown, "");
    if (!value)
        value = take_value(parser, argv, index, shown, flag->value);
    return value ? apply(parser, flag, shown, value) : -1;
}

static int read_standard_input(struct parser *parser)
{
    char *text = malloc(STATEMENT_BYTES_MAX + 1);
    size_t got;

    if (!text)
        return tare_err_memory(parser->err);
    parser->options->standard_input = text;
    got = fread(text, 1, STATEMENT_BYTES_MAX, stdin);
    text[got] = '\0';
    if (ferror(stdin))
        return tare_err_errno(parser->err, "cannot read the statement from stdin");
    if (got == STATEMENT_BYTES_MAX || strlen(text) != got)
        return tare_err_set(parser->err, TARE_ERR_USAGE,
                            "'-': stdin holds no statement: it has a zero byte or a MiB or more");
    return 0;
}

static int add_statement(struct parser *parser, const char *statement)
{
    struct tare_timeit_options *options = parser->options;

    if (strcmp(statement, "-") == 0) {
        if (options->standard_input)
            return tare_err_set(parser->err, TARE_ERR_USAGE, "'-': stdin can be read once");
        if (read_standard_input(parser))
            return -1;
        statement = options->standard_input;
    }
    options->statement[options->statement_count++] = statement;
    return 0;
}

static int parse_arguments(struct parser *parser, int argc, char **argv)
{
    bool ended = false;

    for (int i = 1; i < argc; i++) {
        int result;

        if (ended || argv[i][0] != '-' || !argv[i][1])
            result = add_statement(parser, argv[i]);
        else if (strcmp(argv[i], "--") == 0)
            result = !(ended = true);
        else if (argv[i][1] == '-')
            result = parse_long(parser, argv, &i);
        else
            result = parse_letters(parser, argv, &i);
        if (result)
            return -1;
    }
    return 0;
}

/* The options of tare run from what is handed on and the environment, with ours on top. */
static int join_options(struct parser *parser)
{
    struct tare_options *ours = &parser->options->run;
    struct tare_options all;

    if (tare_options_parse(&all, parser->passed_count, parser->passed, parser->err))
        return -1;
    if (ours->sets && all.sets)
        return tare_err_set(parser->err, TARE_ERR_USAGE,
                            "-r and --sets are one: leave one of them out");
    if (parser->cpu_time && parser->chooses_clock)
        return tare_err_set(parser->err, TARE_ERR_USAGE, "-p is a clock: leave it or --clock out");
    if (!parser->options->file && (all.size_count || all.thread_count))
        return tare_err_set(parser->err, TARE_ERR_USAGE,
                            "%s: a statement has none: expected -f FILE.c",
                            all.size_count ? "--sizes" : "--threads");
    all.iterations = ours->iterations;
    all.unit = ours->unit;
    if (parser->cpu_time)
        all.clock = TARE_CLOCK_CPU;
    all.layouts = NULL;
    all.resume = NULL;
    if (ours->sets && all.precision_ratio > 0)
        return tare_err_set(parser->err, TARE_ERR_USAGE,
                            "--precision finds the number of sets itself: leave -r out");
    if (ours->sets)
        all.sets = ours->sets;
    all.no_history = true; /* statements of one number are of different texts */
    if (!parser->keeps && !getenv("TARE_OUT"))
        all.out = NULL;
    *ours = all;
    return 0;
}

/* Builds go by these words. */
static int check_once(const struct tare_words *words, const char *flag, struct tare_err *err)
{
    for (size_t i = 0; i < words->count; i++)
        for (size_t j = 0; j < i; j++)
            if (strcmp(words->word[i], words->word[j]) == 0)
                return tare_err_set(err, TARE_ERR_USAGE, "%s: '%s' stands there twice", flag,
                                    words->word[i]);
    return 0;
}

static int check_together(const struct tare_timeit_options *options, struct tare_err *err)
{
    struct stat about;

    if (check_once(&options->cc, "--cc", err) || check_once(&options->cflags, "--cflags", err))
        return -1;
    if (!options->file)
        return options->statement_count
                   ? 0
                   : tare_err_set(err, TARE_ERR_USAGE,
                                  "no statement: expected tare timeit [FLAGS] STMT...");
    if (options->statement_count || *options->setup || options->weigh || options->include.count ||
        options->run.iterations)
        return tare_err_set(err, TARE_ERR_USAGE,
                            "-f '%s' is a whole bench file: it takes no statement, -s, -n, "
                            "--include or --weigh",
                            options->file);
    if (stat(options->file, &about) == 0 && !S_ISREG(about.st_mode))
        return tare_err_set(err, TARE_ERR_USAGE, "-f '%s' is %s: expected a C file", options->file,
                            S_ISDIR(about.st_mode) ? "a folder" : "no plain file");
    return 0;
}

int tare_timeit_options_parse(struct tare_timeit_options *options, int argc, char **argv,
                              struct tare_err *err)
{
    static char name[] = "timeit";
    struct parser parser = {.options = options, .setup = TARE_BUF_INIT, .err = err};
    int result = -1;

    *options = (struct tare_timeit_options){0};
    options->statement = calloc((size_t)argc + 1, sizeof *options->statement);
    parser.passed = calloc((size_t)argc + 2, sizeof *parser.passed);
    if (!options->statement || !parser.passed) {
        tare_err_memory(err);
        goto out;
    }
    parser.passed[parser.passed_count++] = name;
    result = parse_arguments(&parser, argc, argv);
    options->setup = tare_buf_steal(&parser.setup);
    if (!options->setup)
        result = tare_err_memory(err);
    else if (result == 0 && !options->help)
        result = join_options(&parser) || check_together(options, err) ? -1 : 0;
out:
    tare_buf_free(&parser.setup);
    free(parser.passed);
    return result;
}

void tare_timeit_options_free(struct tare_timeit_options *options)
{
    free(options->setup);
    free(options->standard_input);
    free(options->statement);
    tare_words_free(&options->cc);
    tare_words_free(&options->cflags);
    tare_words_free(&options->include);
    tare_words_free(&options->link);
}

void tare_timeit_options_help(void)
{
    printf("\n");
    for (size_t i = 0; i < FLAG_COUNT; i++) {
        char left[64];

        snprintf(left, sizeof left, "%c%c%c --%s %s", flags[i].letter ? '-' : ' ',
                 flags[i].letter ? flags[i].letter : ' ', flags[i].letter ? ',' : ' ',
                 flags[i].name, flags[i].value ? flags[i].value : "");
        printf("  %-22s %s\n", left, flags[i].doc);
    }
    printf(
        "\nSTMT is C; - reads it from stdin. The value of an expression is kept. What the set-up\n"
        "declares and the statement reads is hidden from the compiler on each iteration; literals\n"
        "are not: tare_hide(1.1) hides one, tare_keep(x) keeps a result within a statement.\n"
        "The flags of tare run work too (--quick, --min-time, --format, --no-weigh, ...), but\n"
        "for --layouts, --list and --resume; files are kept with --out FOLDER only.\n"
        "Exit status: 0 fine, 1 removed by the compiler or failed, 2 usage or C that does not\n"
        "compile, 3 machine unfit, 4 tare failed.\n");
}
