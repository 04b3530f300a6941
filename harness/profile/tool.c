/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE
#include "profile/tool.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/units.h"
#include "conduct/child.h"
#include "sys/proc.h"

#define SLICE_NS 0.2e9 /* between looks for a signal */
#define FIRST    2     /* iterations of the first run: one to warm up, one to count from */

char *tare_tool_find(const char *name)
{
    const char *path = getenv("PATH");
    char *copy = strdup(path ? path : "/usr/bin:/bin");
    char *rest = copy;
    char *folder;
    char *found = NULL;

    while (!found && (folder = strsep(&rest, ":"))) {
        if (asprintf(&found, "%s/%s", folder, name) < 0)
            found = NULL;
        else if (access(found, X_OK)) {
            free(found);
            found = NULL;
        }
    }
    free(copy);
    return found;
}

/* The first line that is no remark of valgrind on itself, "--13496-- warning: ...". */
static const char *first_said(const char *text)
{
    while (strncmp(text, "--", 2) == 0) {
        text += strcspn(text, "\n");
        text += *text == '\n';
    }
    return text;
}

static void explain(const struct tare_tool_params *params, struct tare_proc *proc,
                    struct tare_buf *why)
{
    struct tare_buf output = TARE_BUF_INIT;
    const char *said;

    tare_proc_output(proc, &output);
    tare_buf_printf(why, "%s: ", params->doing);
    if (!proc->ended)
        tare_buf_printf(why, "not done in %s", tare_units_duration(params->limit_ns).text);
    else
        tare_proc_describe(proc, why);
    if (params->hint_on && output.length && strstr(output.text, params->hint_on))
        tare_buf_printf(why, ": %s", params->hint);
    else if (*(said = first_said(output.text)))
        tare_buf_printf(why, ": %.*s", (int)strcspn(said, "\n"), said);
    tare_buf_free(&output);
}

/* A process of ours keeps the ends of what it writes alone: the shell writes all of it to a file.
 * To be freed; NULL without memory. */
static char **wrap(const struct tare_tool_params *params)
{
    const char *const shell[] = {"/bin/sh", "-c", "exec \"$@\" >\"$0\"", params->output};
    size_t before = params->output ? sizeof shell / sizeof *shell : 0;
    size_t count = 0;
    char **wrapped;

    while (params->arguments[count])
        count++;
    wrapped = calloc(before + count + 1, sizeof *wrapped);
    if (!wrapped)
        return NULL;
    memcpy(wrapped, shell, before * sizeof *wrapped);
    memcpy(wrapped + before, params->arguments, count * sizeof *wrapped);
    return wrapped;
}

/* Until it has ended, the limit is reached, or we are asked to stop: then -1. */
static int wait_for(struct tare_proc *proc, double limit_ns, struct tare_err *err)
{
    double waited_ns = 0;

    while (!tare_proc_wait(proc, SLICE_NS) && waited_ns < limit_ns) {
        if (tare_child_interrupted())
            return tare_err_set(err, TARE_ERR_SYSTEM, "interrupted");
        waited_ns += SLICE_NS;
    }
    return 0;
}

int tare_tool_run(const struct tare_tool_params *params, struct tare_buf *why, struct tare_err *err)
{
    char **environment = tare_plan_environment(params->build, params->variables);
    char **arguments = wrap(params);
    struct tare_proc proc = {.output_fd = -1};
    int result;

    if (environment && arguments)
        result = tare_proc_start(&proc,
                                 &(struct tare_proc_params){.path = arguments[0],
                                                            .arguments = arguments,
                                                            .environment = environment,
                                                            .cpu = -1},
                                 err);
    else
        result = tare_err_memory(err);
    if (result == 0)
        result = wait_for(&proc, params->limit_ns, err);
    if (result == 0 && (!proc.ended || proc.status != 0)) {
        explain(params, &proc, why);
        result = 1;
    }
    tare_proc_free(&proc);
    free(arguments);
    if (environment)
        tare_plan_environment_free(environment);
    return result;
}

int tare_tool_difference(tare_tool_count *count, void *context, struct tare_err *err)
{
    char iterations[32];
    int result;

    snprintf(iterations, sizeof iterations, "%d", FIRST);
    result = count(context, -1, iterations, err);
    if (result)
        return result;
    snprintf(iterations, sizeof iterations, "%d", FIRST + TARE_TOOL_ITERATIONS);
    return count(context, 1, iterations, err);
}
