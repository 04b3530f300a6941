/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE
#include "profile/hits.h"

#include <fts.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "model/gcov.h"
#include "profile/tool.h"

#define COUNTS ".gcda" /* beside it, NOTES, which the compiler wrote beside the object */
#define NOTES  ".gcno"

struct hits {
    const struct tare_hits_params *params;
    struct tare_profile *profile;
    struct tare_profile counted; /* of both runs */
    char *gcov;
    int sign;                                      /* of the run that is read */
    char folder[sizeof "/tmp/tare-gcov-XXXXXX"];   /* of the run */
    char output[sizeof "/tmp/tare-gcov-XXXXXX/o"]; /* what gcov wrote */
};

static int miss(struct hits *h, const char *why)
{
    struct tare_profile_pass *pass = &h->profile->pass[TARE_PROFILE_HITS];

    if (!pass->missing)
        pass->missing = strdup(why);
    return 1;
}

/* Runs a tool with the reason kept. Returns as tare_tool_run(). */
static int run_tool(struct hits *h, const char *doing, char *const *arguments,
                    char *const *variables, const char *output, struct tare_err *err)
{
    struct tare_buf why = TARE_BUF_INIT;
    int result =
        tare_tool_run(&(struct tare_tool_params){.doing = doing,
                                                 .build = tare_subject_build(h->params->subject),
                                                 .arguments = arguments,
                                                 .variables = variables,
                                                 .output = output,
                                                 .limit_ns = h->params->limit_ns},
                      &why, err);

    if (result > 0)
        miss(h, why.text);
    tare_buf_free(&why);
    return result;
}

/* The case alone, which leaves its counts in the folder. */
static int run_case(struct hits *h, const char *iterations, struct tare_err *err)
{
    char prefix[sizeof h->folder + sizeof "GCOV_PREFIX="];
    char *variables[] = {prefix, (char *)"GCOV_PREFIX_STRIP=0", NULL};
    char *arguments[] = {(char *)h->params->exe, (char *)"--exec",   (char *)h->params->subject->id,
                         (char *)"--iterations", (char *)iterations, NULL};

    snprintf(prefix, sizeof prefix, "GCOV_PREFIX=%s", h->folder);
    return run_tool(h, "with --coverage", arguments, variables, NULL, err);
}

/* Adds a file of counts to gcov's arguments; gcov wants its notes beside it. */
static int add_counts(struct hits *h, const char *path, char ***arguments, size_t *count)
{
    size_t stem = strlen(path) - strlen(COUNTS);
    char **grown = realloc(*arguments, (*count + 2) * sizeof *grown);
    char *notes = NULL;
    char *link = NULL;
    int result = -1;

    if (!grown)
        return -1;
    *arguments = grown;
    grown[*count] = strdup(path);
    if (!grown[*count])
        return -1;
    grown[++*count] = NULL;
    if (asprintf(&link, "%.*s" NOTES, (int)stem, path) < 0)
        return -1;
    if (asprintf(&notes, "%s", link + strlen(h->folder)) >= 0)
        result = symlink(notes, link) ? 1 : 0;
    free(notes);
    free(link);
    return result;
}

/* To be freed with its strings; NULL without memory. */
static char **begin_arguments(struct hits *h, size_t *count)
{
    const char *const first[] = {h->gcov, "--json-format", "--stdout"};
    char **arguments = calloc(sizeof first / sizeof *first + 1, sizeof *arguments);

    for (*count = 0; arguments && *count < sizeof first / sizeof *first; ++*count)
        arguments[*count] = strdup(first[*count]);
    return arguments;
}

static void free_arguments(char **arguments, size_t count)
{
    for (size_t i = 0; arguments && i < count; i++)
        free(arguments[i]);
    free(arguments);
}

static bool has_ending(const char *name, const char *ending)
{
    size_t length = strlen(name);

    return length > strlen(ending) && strcmp(name + length - strlen(ending), ending) == 0;
}

/* Finds the counts that the run left. Returns how many files, -1 without memory. */
static int find_counts(struct hits *h, char ***arguments, size_t *count)
{
    char *roots[] = {h->folder, NULL};
    FTS *tree = fts_open(roots, FTS_PHYSICAL | FTS_NOCHDIR, NULL);
    int found = 0;
    FTSENT *entry;

    while (found >= 0 && tree && (entry = fts_read(tree))) {
        if (entry->fts_info != FTS_F || !has_ending(entry->fts_name, COUNTS))
            continue;
        found = add_counts(h, entry->fts_path, arguments, count) < 0 ? -1 : found + 1;
    }
    if (tree)
        fts_close(tree);
    return found;
}

static void remove_folder(const char *folder)
{
    char *roots[] = {(char *)folder, NULL};
    FTS *tree = fts_open(roots, FTS_PHYSICAL | FTS_NOCHDIR, NULL);
    FTSENT *entry;

    while (tree && (entry = fts_read(tree)))
        if (entry->fts_info != FTS_D)
            remove(entry->fts_accpath);
    if (tree)
        fts_close(tree);
}

static int add(struct tare_profile *profile, const struct tare_profile_place *place, double weight,
               struct tare_err *err)
{
    return tare_profile_add(profile,
                            &(struct tare_profile_event){.place = place,
                                                         .place_count = 1,
                                                         .is_self = true,
                                                         .metric = TARE_PROFILE_HITS,
                                                         .weight = weight},
                            err);
}

static int take(void *context, const struct tare_profile_place *place, int64_t count,
                struct tare_err *err)
{
    struct hits *h = context;

    return count ? add(&h->counted, place, h->sign * (double)count, err) : 0;
}

/* Lines of set-up were executed equally often in both runs. */
static int add_difference(struct hits *h, struct tare_err *err)
{
    for (size_t i = 0; i < h->counted.line_count; i++) {
        const struct tare_profile_line *line = &h->counted.line[i];
        struct tare_profile_place place = {
            .function = line->function, .source = line->source, .line = line->line};
        double hits = line->self[TARE_PROFILE_HITS] / TARE_TOOL_ITERATIONS;

        if (!(hits > 0))
            continue;
        tare_profile_rename(h->profile, &place);
        if (add(h->profile, &place, hits, err))
            return -1;
        h->profile->pass[TARE_PROFILE_HITS].total += hits;
    }
    h->profile->pass[TARE_PROFILE_HITS].known = true;
    return 0;
}

static int read_counts(struct hits *h, struct tare_err *err)
{
    FILE *file = fopen(h->output, "re");
    struct tare_err why = {0};
    int result;

    if (!file)
        return miss(h, "gcov wrote nothing");
    result = tare_gcov_read(file, take, h, &why);
    fclose(file);
    if (result == 0)
        return 0;
    return why.code == TARE_ERR_INPUT ? miss(h, why.text)
                                      : tare_err_set(err, why.code, "%s", why.text);
}

static int run_gcov(struct hits *h, struct tare_err *err)
{
    size_t count;
    char **arguments = begin_arguments(h, &count);
    int found = arguments ? find_counts(h, &arguments, &count) : -1;
    int result;

    if (found < 0)
        result = tare_err_memory(err);
    else if (found == 0)
        result = miss(h, "it left no counts: is it built with --coverage, by gcc?");
    else if ((result = run_tool(h, "gcov", arguments, NULL, h->output, err)) == 0)
        result = read_counts(h, err);
    free_arguments(arguments, count);
    return result;
}

static int run_once(void *context, int sign, const char *iterations, struct tare_err *err)
{
    struct hits *h = context;
    int result;

    strcpy(h->folder, "/tmp/tare-gcov-XXXXXX");
    if (!mkdtemp(h->folder))
        return tare_err_errno(err, "cannot make a folder for gcov in /tmp");
    snprintf(h->output, sizeof h->output, "%s/o", h->folder);
    h->sign = sign;
    result = run_case(h, iterations, err);
    if (result == 0)
        result = run_gcov(h, err);
    remove_folder(h->folder);
    return result;
}

int tare_hits_run(struct tare_profile *profile, const struct tare_hits_params *params,
                  struct tare_err *err)
{
    struct hits h = {.params = params, .profile = profile};
    int result;

    if (!params->exe) {
        miss(&h, TARE_HITS_ADVICE);
        return 0;
    }
    h.gcov = tare_tool_find("gcov");
    if (!h.gcov) {
        miss(&h, "there is no gcov in PATH");
        return 0;
    }
    tare_profile_init(&h.counted);
    result = tare_tool_difference(run_once, &h, err);
    if (result == 0)
        result = add_difference(&h, err);
    tare_profile_free(&h.counted);
    free(h.gcov);
    return result < 0 ? -1 : 0;
}
