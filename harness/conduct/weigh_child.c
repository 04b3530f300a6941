/* SPDX-License-Identifier: MIT */
#include "conduct/weigh_child.h"

#include <stdio.h>

/* The weigh process poisons all memory and locks on each allocation: it may take longer. */
#define LIMIT_FACTOR 4

int tare_weigh_start(struct tare_child *child, const struct tare_arm *arm,
                     const struct tare_weigh_params *params, const struct tare_heap_table *table,
                     struct tare_err *err)
{
    struct tare_buf preload = TARE_BUF_INIT;
    struct tare_job job = arm->job;
    char fd[64];
    char *variables[] = {NULL, fd, NULL};
    int fds[] = {params->library, table->fd};
    int result;

    tare_child_preload(&preload, arm->build, params->library);
    if (preload.failed)
        return tare_err_memory(err);
    variables[0] = preload.text;
    snprintf(fd, sizeof fd, "%s=%d", TARE_HEAP_FD_VARIABLE, table->fd);
    job.mode = TARE_MODE_WEIGH;
    job.cold = false;
    job.seed = params->seed;
    job.weigh_iterations = params->once ? 0 : TARE_WEIGH_ITERATIONS;
    result = tare_child_start(child,
                              &(struct tare_child_params){.build = arm->build,
                                                          .job = &job,
                                                          .more_variables = variables,
                                                          .cpu = params->cpu,
                                                          .cold_fd = -1,
                                                          .more_fds = fds,
                                                          .more_fd_count = 2,
                                                          .limit_ns = LIMIT_FACTOR * arm->limit_ns},
                              err);
    tare_buf_free(&preload);
    return result;
}
