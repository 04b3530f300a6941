/* SPDX-License-Identifier: MIT */
#include "profile/instructions.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "profile/callgrind.h"
#include "profile/tool.h"

struct counting {
    const struct tare_instructions_params *params;
    char *valgrind;
    struct tare_buf *why;
    double sum; /* of the second run beyond the first */
};

/* The line "totals: 12345". Returns as tare_tool_run(). */
static int read_total(struct counting *c, const char *path, int sign)
{
    FILE *file = fopen(path, "re");
    unsigned long long total;
    char line[256];
    int result = 1;

    while (file && result && fgets(line, sizeof line, file))
        if (sscanf(line, "totals: %llu", &total) == 1) {
            c->sum += sign * (double)total;
            result = 0;
        }
    if (file)
        fclose(file);
    if (result)
        tare_buf_puts(c->why, "callgrind wrote no total");
    return result;
}

static int run_once(void *context, int sign, const char *iterations, struct tare_err *err)
{
    struct counting *c = context;
    char path[] = "/tmp/tare-callgrind-XXXXXX";
    char out[sizeof path + 32];
    char within[2][TARE_CALLGRIND_WITHIN_BYTES];
    char *variables[] = {(char *)"LD_BIND_NOW=1", NULL};
    char *arguments[] = {c->valgrind,
                         (char *)"--tool=callgrind",
                         (char *)"-q",
                         (char *)"--sigill-diagnostics=yes", /* which -q switches off */
                         out,
                         within[0],
                         within[1],
                         c->params->build->path,
                         (char *)"--exec",
                         (char *)(uintptr_t)c->params->id,
                         (char *)"--iterations",
                         (char *)(uintptr_t)iterations,
                         NULL};
    int fd = mkstemp(path);
    int result;

    if (fd < 0)
        return tare_err_errno(err, "cannot make a file for callgrind in /tmp");
    close(fd);
    snprintf(out, sizeof out, "--callgrind-out-file=%s", path);
    tare_callgrind_within(c->params->entry, within);
    result = tare_tool_run(&(struct tare_tool_params){.doing = "under callgrind",
                                                      .build = c->params->build,
                                                      .arguments = arguments,
                                                      .variables = variables,
                                                      .hint_on = TARE_CALLGRIND_UNKNOWN,
                                                      .hint = TARE_CALLGRIND_UNKNOWN_HINT,
                                                      .limit_ns = c->params->limit_ns},
                           c->why, err);
    if (result == 0)
        result = read_total(c, path, sign);
    unlink(path);
    return result;
}

int tare_instructions_count(const struct tare_instructions_params *params, double *count,
                            struct tare_buf *why, struct tare_err *err)
{
    struct counting c = {.params = params, .why = why, .valgrind = tare_tool_find("valgrind")};
    int result;

    if (!c.valgrind) {
        tare_buf_puts(why, "there is no valgrind in PATH");
        return 1;
    }
    result = tare_tool_difference(run_once, &c, err);
    if (result == 0 && !(c.sum > 0)) {
        tare_buf_puts(why, "callgrind saw no instruction of it: is the executable stripped?");
        result = 1;
    }
    *count = c.sum / TARE_TOOL_ITERATIONS;
    free(c.valgrind);
    return result;
}
