/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE /* environ, pipe2, posix_spawn_file_actions_addchdir_np */
#include "report/gnuplot_run.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define PATIENCE_MS 60000
#define SCRIPT_MS   2000

static long left_ms(const struct timespec *start, long patience_ms)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return patience_ms - (now.tv_sec - start->tv_sec) * 1000 -
           (now.tv_nsec - start->tv_nsec) / 1000000;
}

/* Keeps the first bytes of what comes down the pipe, until its end; false where that is late. */
static bool drain(int fd, char reason[TARE_GNUPLOT_RUN_REASON_BYTES], long patience_ms)
{
    struct timespec start;
    size_t length = 0;
    char chunk[512];

    clock_gettime(CLOCK_MONOTONIC, &start);
    for (;;) {
        struct pollfd wait = {.fd = fd, .events = POLLIN};
        long left = left_ms(&start, patience_ms);
        ssize_t got;

        if (left <= 0)
            return false;
        if (poll(&wait, 1, (int)left) <= 0)
            continue;
        got = read(fd, chunk, sizeof(chunk));
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            break;
        for (ssize_t i = 0; i < got && length < TARE_GNUPLOT_RUN_REASON_BYTES - 1; i++)
            reason[length++] = chunk[i] >= ' ' && chunk[i] != 127 ? chunk[i] : ' ';
    }
    while (length && reason[length - 1] == ' ')
        length--;
    reason[length] = '\0';
    return true;
}

static int redirect(posix_spawn_file_actions_t *actions, const struct tare_gnuplot_run *run,
                    int error_fd)
{
    int failed = run->in_fd < 0
                     ? posix_spawn_file_actions_addopen(actions, 0, "/dev/null", O_RDONLY, 0)
                     : posix_spawn_file_actions_adddup2(actions, run->in_fd, 0);

    if (!failed)
        failed = run->out_fd < 0
                     ? posix_spawn_file_actions_addopen(actions, 1, "/dev/null", O_WRONLY, 0)
                     : posix_spawn_file_actions_adddup2(actions, run->out_fd, 1);
    if (!failed)
        failed = posix_spawn_file_actions_adddup2(actions, error_fd, 2);
    if (!failed && run->folder)
        failed = posix_spawn_file_actions_addchdir_np(actions, run->folder);
    return failed;
}

/* 0, or what errno would be. */
static int start(const struct tare_gnuplot_run *run, int error_fd, pid_t *pid)
{
    char **argv = calloc(run->script_count + 3, sizeof(*argv));
    posix_spawn_file_actions_t actions;
    int failed;

    if (!argv)
        return ENOMEM;
    argv[0] = (char *)"gnuplot";
    argv[1] = (char *)"-d";
    for (size_t i = 0; i < run->script_count; i++)
        argv[2 + i] = (char *)run->scripts[i];
    failed = posix_spawn_file_actions_init(&actions);
    if (!failed) {
        failed = redirect(&actions, run, error_fd);
        if (!failed)
            failed = posix_spawnp(pid, "gnuplot", &actions, NULL, argv, environ);
        posix_spawn_file_actions_destroy(&actions);
    }
    free(argv);
    return failed;
}

enum tare_gnuplot_ran tare_gnuplot_run(struct tare_gnuplot_run *run)
{
    long patience_ms = PATIENCE_MS + SCRIPT_MS * (long)run->script_count;
    int ends[2], failed, status = 0;
    bool in_time;
    pid_t pid;

    *run->reason = '\0';
    if (pipe2(ends, O_CLOEXEC)) {
        snprintf(run->reason, sizeof(run->reason), "%s", strerror(errno));
        return TARE_GNUPLOT_FAILED;
    }
    failed = start(run, ends[1], &pid);
    close(ends[1]);
    if (failed) {
        close(ends[0]);
        snprintf(run->reason, sizeof(run->reason), "%s", strerror(failed));
        return failed == ENOENT ? TARE_GNUPLOT_ABSENT : TARE_GNUPLOT_FAILED;
    }
    in_time = drain(ends[0], run->reason, patience_ms);
    close(ends[0]);
    if (!in_time)
        kill(pid, SIGKILL);
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
        ;
    if (!in_time)
        snprintf(run->reason, sizeof(run->reason), "it took longer than %ld s", patience_ms / 1000);
    else if (!WIFEXITED(status) && !*run->reason)
        snprintf(run->reason, sizeof(run->reason), "it was killed");
    return in_time && WIFEXITED(status) && WEXITSTATUS(status) == 0 ? TARE_GNUPLOT_DONE
                                                                    : TARE_GNUPLOT_FAILED;
}
