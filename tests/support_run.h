/* SPDX-License-Identifier: MIT */
/*
 * Running programs in tests: a command line of the shell, its output and how it ended.
 *
 * Nothing here forks by hand (an assertion that fails in a forked child hangs Criterion), and
 * nothing asserts: a program that cannot be started is a run with the status RUN_NOT_STARTED.
 */
#ifndef TARE_TESTS_SUPPORT_RUN_H
#define TARE_TESTS_SUPPORT_RUN_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/* Values of struct run.status beside exit statuses, 0..255, and 128 + a signal. */
enum { RUN_TIMED_OUT = -1, RUN_NOT_STARTED = -2 };

/* How a command ended. run_free() frees the texts, which are never NULL and end in a zero byte. */
struct run {
    int status;
    char *out;
    size_t out_bytes;
    char *err;
    size_t err_bytes;
};

/* A command under way; it leads a process group of its own. */
struct run_process {
    pid_t pid;
    int out_fd;
    int err_fd;
};

/* Folder of the built programs, absolute: TARE_BUILD of the environment, else "build". */
const char *run_build_folder(void);

/* Does the shell find this command? */
bool run_has_command(const char *name);

/*
 * Runs `/bin/sh -c COMMAND`, the command given as to printf, with stdin from /dev/null. After
 * `limit_s` seconds its process group is killed and the status is RUN_TIMED_OUT.
 */
struct run run_shell(unsigned limit_s, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* The same in two steps. `exec PROGRAM` as the command makes `pid` that of the program. */
struct run_process run_start(const char *format, ...) __attribute__((format(printf, 1, 2)));
struct run run_wait(struct run_process *process, unsigned limit_s);

void run_free(struct run *run);

/* A new empty folder under /tmp; run_folder_remove() deletes it with all it holds and frees. */
char *run_folder_new(void);
void run_folder_remove(char *folder);

/* The file's bytes with a zero byte behind them, NULL if it cannot be read; the caller frees. */
char *run_read_file(const char *path, size_t *bytes);

/*
 * Processes that run the executable `path` (by /proc/PID/exe, so a copy of a program that only one
 * test runs counts that test's alone), zombies left out.
 */
size_t run_count_processes(const char *path);

/* Waits until run_count_processes(path) is 0, at most limit_s; what it was last. */
size_t run_wait_until_gone(const char *path, unsigned limit_s);

#endif
