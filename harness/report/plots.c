/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE /* environ, pipe2, posix_spawn_file_actions_addchdir_np */
#include "report/plots.h"

#include "report/gnuplot.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define PATIENCE_MS  60000
#define KINDS        (TARE_GNUPLOT_HEAP + 1)
#define PATH_BYTES   4096
#define REASON_BYTES 512

struct run {
    const char *folder;
    const char *scripts[KINDS]; /* relative to the folder */
    size_t script_count;
    char reason[REASON_BYTES]; /* what gnuplot wrote to stderr */
};

enum run_outcome { RUN_DONE, RUN_ABSENT, RUN_FAILED };

static void notice(struct tare_plots_outcome *outcome, const char *text, const char *detail)
{
    if (!*outcome->notice)
        snprintf(outcome->notice, sizeof(outcome->notice), "%s%s", text, detail);
}

/* Plots of an earlier time must not pass for those of this script. */
static void remove_old(const char *folder, const char *script)
{
    static const char *const suffixes[] = {"svg", "png"};
    char path[PATH_BYTES];

    for (size_t i = 0; i < 2; i++) {
        snprintf(path, sizeof(path), "%s/%.*s%s", folder, (int)strlen(script) - 2, script,
                 suffixes[i]);
        unlink(path);
    }
}

/* 0, 1 where there is nothing to draw, or -1. */
static int write_one(const char *folder, const struct tare_result *result, const char *group,
                     enum tare_gnuplot_kind kind, char script[TARE_GNUPLOT_NAME_BYTES + 16],
                     struct tare_err *err)
{
    char name[TARE_GNUPLOT_NAME_BYTES], path[PATH_BYTES];
    FILE *file;
    int outcome;

    tare_gnuplot_name(name, result, group, kind);
    snprintf(script, TARE_GNUPLOT_NAME_BYTES + 16, "plots/%s.gp", name);
    if (snprintf(path, sizeof(path), "%s/%s", folder, script) >= (int)sizeof(path)) {
        errno = ENAMETOOLONG;
        return tare_err_errno(err, "cannot write below '%s'", folder);
    }
    remove_old(folder, script);
    file = fopen(path, "we");
    if (!file)
        return tare_err_errno(err, "cannot write '%s'", path);
    outcome = tare_gnuplot_script(file, result, group, kind, err);
    if (fclose(file) && outcome == 0)
        outcome = tare_err_errno(err, "cannot write '%s'", path);
    if (outcome)
        unlink(path);
    return outcome;
}

static long left_ms(const struct timespec *start)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return PATIENCE_MS - (now.tv_sec - start->tv_sec) * 1000 -
           (now.tv_nsec - start->tv_nsec) / 1000000;
}

/* Keeps the first bytes of what comes down the pipe, until its end; false where that is late. */
static bool drain(int fd, char *reason, size_t size)
{
    struct timespec start;
    size_t length = 0;
    char chunk[512];

    clock_gettime(CLOCK_MONOTONIC, &start);
    for (;;) {
        struct pollfd wait = {.fd = fd, .events = POLLIN};
        long left = left_ms(&start);
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
        for (ssize_t i = 0; i < got && length < size - 1; i++)
            reason[length++] = chunk[i] >= ' ' && chunk[i] != 127 ? chunk[i] : ' ';
    }
    reason[length] = '\0';
    return true;
}

static int start(const struct run *run, int error_fd, pid_t *pid)
{
    char *argv[3 + KINDS] = {(char *)"gnuplot", (char *)"-d"};
    posix_spawn_file_actions_t actions;
    int failed;

    for (size_t i = 0; i < run->script_count; i++)
        argv[2 + i] = (char *)run->scripts[i];
    failed = posix_spawn_file_actions_init(&actions);
    if (failed)
        return failed;
    failed = posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
    if (!failed)
        failed = posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
    if (!failed)
        failed = posix_spawn_file_actions_adddup2(&actions, error_fd, 2);
    if (!failed)
        failed = posix_spawn_file_actions_addchdir_np(&actions, run->folder);
    if (!failed)
        failed = posix_spawnp(pid, "gnuplot", &actions, NULL, argv, environ);
    posix_spawn_file_actions_destroy(&actions);
    return failed;
}

static enum run_outcome run_gnuplot(struct run *run)
{
    int ends[2], failed, status = 0;
    bool in_time;
    pid_t pid;

    if (pipe2(ends, O_CLOEXEC)) {
        snprintf(run->reason, sizeof(run->reason), "%s", strerror(errno));
        return RUN_FAILED;
    }
    failed = start(run, ends[1], &pid);
    close(ends[1]);
    if (failed) {
        close(ends[0]);
        snprintf(run->reason, sizeof(run->reason), "%s", strerror(failed));
        return failed == ENOENT ? RUN_ABSENT : RUN_FAILED;
    }
    in_time = drain(ends[0], run->reason, sizeof(run->reason));
    close(ends[0]);
    if (!in_time)
        kill(pid, SIGKILL);
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
        ;
    if (!in_time)
        snprintf(run->reason, sizeof(run->reason), "it took longer than %d s", PATIENCE_MS / 1000);
    else if (!WIFEXITED(status) && !*run->reason)
        snprintf(run->reason, sizeof(run->reason), "it was killed");
    return in_time && WIFEXITED(status) && WEXITSTATUS(status) == 0 ? RUN_DONE : RUN_FAILED;
}

/* gnuplot says 0 also where a terminal is missing: what counts is that both files are there. */
static bool is_drawn(const char *folder, const char *script)
{
    static const char *const suffixes[] = {"svg", "png"};
    char path[PATH_BYTES];
    struct stat stat_buf;

    for (size_t i = 0; i < 2; i++) {
        snprintf(path, sizeof(path), "%s/%.*s%s", folder, (int)strlen(script) - 2, script,
                 suffixes[i]);
        if (stat(path, &stat_buf) || !stat_buf.st_size)
            return false;
    }
    return true;
}

static void draw(struct run *run, bool *is_absent, struct tare_plots_outcome *outcome)
{
    enum run_outcome ran = run_gnuplot(run);
    size_t drawn = 0;

    if (ran == RUN_ABSENT) {
        *is_absent = true;
        notice(outcome, "no plots: gnuplot is not installed (Debian: gnuplot-nox); its scripts ",
               "are in plots/");
        return;
    }
    for (size_t i = 0; i < run->script_count; i++)
        drawn += is_drawn(run->folder, run->scripts[i]);
    outcome->plots_count += drawn;
    if (ran == RUN_FAILED || drawn < run->script_count)
        notice(outcome,
               "gnuplot failed on some plots: ", *run->reason ? run->reason : "it wrote no file");
}

static bool is_first_of_group(const struct tare_result *result, size_t index)
{
    for (size_t i = 0; i < index; i++)
        if (!strcmp(result->block[i].group, result->block[index].group))
            return false;
    return true;
}

int tare_plots_write(const char *folder, const struct tare_result *result,
                     struct tare_plots_outcome *outcome, struct tare_err *err)
{
    return tare_plots_write_group(folder, result, NULL, outcome, err);
}

int tare_plots_write_group(const char *folder, const struct tare_result *result, const char *group,
                           struct tare_plots_outcome *outcome, struct tare_err *err)
{
    char path[PATH_BYTES];
    bool is_absent = false;

    *outcome = (struct tare_plots_outcome){0};
    snprintf(path, sizeof(path), "%s/plots", folder);
    if (mkdir(path, 0777) && errno != EEXIST)
        return tare_err_errno(err, "cannot make folder '%s'", path);
    for (size_t i = 0; i < result->block_count; i++) {
        char scripts[KINDS][TARE_GNUPLOT_NAME_BYTES + 16];
        struct run run = {.folder = folder};

        if (!is_first_of_group(result, i) || (group && strcmp(result->block[i].group, group) != 0))
            continue;
        for (int kind = 0; kind < KINDS; kind++) {
            int written = write_one(folder, result, result->block[i].group,
                                    (enum tare_gnuplot_kind)kind, scripts[kind], err);

            if (written < 0)
                return -1;
            if (!written)
                run.scripts[run.script_count++] = scripts[kind];
        }
        outcome->scripts_count += run.script_count;
        if (run.script_count && !is_absent)
            draw(&run, &is_absent, outcome);
    }
    return 0;
}
