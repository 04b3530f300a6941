/* SPDX-License-Identifier: MIT */
#include "measure/plain.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "measure/registry.h"
#include "measure/run.h"

/* A whole number from the start of `text` to its end; -1: it is none. */
static int parse_integer(const char *text, int64_t *value)
{
    char *rest;

    errno = 0;
    *value = strtoll(text, &rest, 10);
    return rest == text || *rest || errno ? -1 : 0;
}

static int set_threads(struct tare_job *job, int64_t count, struct tare_err *err)
{
    if (count < 1 || count > TARE_WIRE_THREADS_MAX)
        return tare_err_set(err, TARE_ERR_USAGE, "%lld threads: --exec takes 1 to %d",
                            (long long)count, TARE_WIRE_THREADS_MAX);
    job->thread_count = (uint32_t)count;
    return 0;
}

/* One part of the id behind group and variant. */
static int parse_part(const char *part, const struct tare_group *group, struct tare_job *job,
                      struct tare_err *err)
{
    const char *colon = strchr(part, ':');
    int64_t value;

    if (parse_integer(colon ? colon + 1 : part, &value))
        return tare_err_set(err, TARE_ERR_USAGE, "'%s' in the case is no number", part);
    if (!colon) {
        if (value < 0)
            return tare_err_set(err, TARE_ERR_USAGE, "'%s' in the case is no size", part);
        job->size = value;
        return 0;
    }
    if (strncmp(part, "threads:", 8) == 0)
        return set_threads(job, value, err);
    if (!group->params.name || strncmp(part, group->params.name, (size_t)(colon - part)) != 0 ||
        group->params.name[colon - part])
        return tare_err_set(err, TARE_ERR_USAGE, "group '%s' has no parameter as in '%s'",
                            group->name, part);
    job->param = value;
    return 0;
}

/* Sizes and values that the id does not name are the first of the group's. */
static int set_defaults(const struct tare_group *group, struct tare_job *job, struct tare_err *err)
{
    if (group->sizes.count)
        job->size = group->sizes.value[0] < 0 ? -group->sizes.value[0] : group->sizes.value[0];
    if (group->params.list.count)
        job->param = group->params.list.value[0];
    return set_threads(job, group->threads.count ? group->threads.value[0] : 1, err);
}

int tare_plain_parse(const char *id, struct tare_job *job, struct tare_err *err)
{
    char text[2 * TARE_WIRE_NAME_BYTES];
    char *rest = text;
    const char *group_name;
    const char *variant;
    const struct tare_group *group;
    char *part;

    if (snprintf(text, sizeof text, "%s", id) >= (int)sizeof text)
        return tare_err_set(err, TARE_ERR_USAGE, "the case '%.40s...' has too long a name", id);
    group_name = strsep(&rest, "/");
    variant = strsep(&rest, "/");
    if (!group_name || !variant || !tare_registry_find(group_name, variant))
        return tare_err_set(err, TARE_ERR_USAGE,
                            "no case '%s' here: expected GROUP/VARIANT[/SIZE], see --list", id);
    memset(job, 0, sizeof *job);
    snprintf(job->group, sizeof job->group, "%s", group_name);
    snprintf(job->variant, sizeof job->variant, "%s", variant);
    group = tare_registry_group(group_name);
    if (set_defaults(group, job, err))
        return -1;
    while ((part = strsep(&rest, "/")))
        if (parse_part(part, group, job, err))
            return -1;
    return 0;
}

/* The value of `--name V` or `--name=V`; NULL: argument `*index` is not that flag. */
static const char *flag_value(const char *name, int argc, char **argv, int *index)
{
    size_t length = strlen(name);

    if (!argv[*index] || strncmp(argv[*index], name, length) != 0)
        return NULL;
    if (argv[*index][length] == '=')
        return argv[*index] + length + 1;
    if (argv[*index][length] == '\0' && *index + 1 < argc)
        return argv[++*index];
    return NULL;
}

static int parse_arguments(int argc, char **argv, const char **id, uint64_t *iterations,
                           uint64_t *seed, struct tare_err *err)
{
    for (int i = 1; i < argc; i++) {
        const char *value;
        int64_t number;

        if ((value = flag_value("--exec", argc, argv, &i))) {
            *id = value;
        } else if ((value = flag_value("--iterations", argc, argv, &i))) {
            if (parse_integer(value, &number) || number < 1)
                return tare_err_set(err, TARE_ERR_USAGE,
                                    "--iterations '%s': expected a whole number from 1 up", value);
            *iterations = (uint64_t)number;
        } else if ((value = flag_value("--seed", argc, argv, &i))) {
            if (parse_integer(value, &number) || number < 0)
                return tare_err_set(err, TARE_ERR_USAGE, "--seed '%s': expected a whole number",
                                    value);
            *seed = (uint64_t)number;
        } else {
            return tare_err_set(
                err, TARE_ERR_USAGE,
                "'%s' does not go with --exec: expected --exec CASE [--iterations N] [--seed N]",
                argv[i]);
        }
    }
    return 0;
}

/* Says on stderr how the case ended. Returns the exit status. */
static int tell(const char *id, const struct tare_case_report *report)
{
    if (report->end != TARE_END_FINE) {
        fprintf(stderr, "tare: %s: %s: %s\n", id,
                report->end == TARE_END_SKIPPED ? "skipped" : "failed", report->reason);
        return report->end == TARE_END_SKIPPED ? 0 : 1;
    }
    if (!report->looped) {
        fprintf(stderr, "tare: %s: the case came to no tare_loop\n", id);
        return 1;
    }
    if (report->checked)
        fprintf(stderr, "tare: %s: check %llu\n", id, (unsigned long long)report->check);
    return 0;
}

int tare_plain_main(int argc, char **argv)
{
    struct tare_case_report report = {0};
    struct tare_err err = {0};
    struct tare_job job = {0};
    uint64_t iterations = 1;
    uint64_t seed = 1;
    const char *id = NULL;

    if (parse_arguments(argc, argv, &id, &iterations, &seed, &err) || tare_registry_open(&err))
        goto fail;
    if (!id) {
        tare_err_set(&err, TARE_ERR_USAGE, "--exec needs a case, as in --exec GROUP/VARIANT/SIZE");
        goto fail;
    }
    if (tare_plain_parse(id, &job, &err) || tare_clock_open(&job.clock, TARE_CLOCK_MONOTONIC, &err))
        goto fail;
    job.seed = seed;
    if (tare_run_case(&(struct tare_run_params){.job = &job,
                                                .report = &report,
                                                .plain_iterations = iterations},
                      &err))
        goto fail;
    return tell(id, &report);
fail:
    fprintf(stderr, "tare: %s\n", err.text);
    return err.code == TARE_ERR_SYSTEM ? 4 : 2;
}
