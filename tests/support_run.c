/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE
#include "support_run.h"

#include <dirent.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/pidfd.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

const char *run_build_folder(void)
{
    static char absolute[PATH_MAX];
    const char *folder = getenv("TARE_BUILD");

    if (*absolute == '\0' && realpath(folder != NULL ? folder : "build", absolute) == NULL)
        strcpy(absolute, "/nonexistent");
    return absolute;
}

bool run_has_command(const char *name)
{
    struct run run = run_shell(10, "command -v %s", name);
    bool found = run.status == 0;

    run_free(&run);
    return found;
}

/* Signals as a login shell would start the command with: Criterion changes some. */
static void set_signals(posix_spawnattr_t *attributes)
{
    sigset_t none, all;

    sigemptyset(&none);
    sigfillset(&all);
    posix_spawnattr_setsigmask(attributes, &none);
    posix_spawnattr_setsigdefault(attributes, &all);
    posix_spawnattr_setpgroup(attributes, 0);
    posix_spawnattr_setflags(attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF |
                                             POSIX_SPAWN_SETPGROUP);
}

static struct run_process start(char *command)
{
    struct run_process process = {.pid = -1,
                                  .out_fd = memfd_create("stdout", MFD_CLOEXEC),
                                  .err_fd = memfd_create("stderr", MFD_CLOEXEC)};
    char *argv[] = {"sh", "-c", command, NULL};
    posix_spawn_file_actions_t files;
    posix_spawnattr_t attributes;

    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&files, process.out_fd, 1);
    posix_spawn_file_actions_adddup2(&files, process.err_fd, 2);
    posix_spawn_file_actions_addclosefrom_np(&files, 3); /* Criterion's own are not for a case */
    posix_spawnattr_init(&attributes);
    set_signals(&attributes);
    if (posix_spawn(&process.pid, "/bin/sh", &files, &attributes, argv, environ) != 0)
        process.pid = -1;
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&files);
    return process;
}

struct run_process run_start(const char *format, ...)
{
    struct run_process process = {.pid = -1, .out_fd = -1, .err_fd = -1};
    char *command = NULL;
    va_list arguments;

    va_start(arguments, format);
    if (vasprintf(&command, format, arguments) >= 0)
        process = start(command);
    va_end(arguments);
    free(command);
    return process;
}

static char *read_all(int fd, size_t *bytes)
{
    struct stat about = {0};
    char *text;
    size_t had = 0;

    fstat(fd, &about);
    text = calloc(1, (size_t)about.st_size + 1);
    while (text != NULL && had < (size_t)about.st_size) {
        ssize_t got = pread(fd, text + had, (size_t)about.st_size - had, (off_t)had);

        if (got <= 0)
            break;
        had += (size_t)got;
    }
    if (bytes != NULL)
        *bytes = had;
    return text;
}

/* Has the process ended within the limit? It stays a zombie until it is waited for. */
static bool ends_within(pid_t pid, unsigned limit_s)
{
    struct pollfd end = {.fd = pidfd_open(pid, 0), .events = POLLIN};
    bool ended = poll(&end, 1, (int)limit_s * 1000) == 1;

    close(end.fd);
    return ended;
}

static int wait_for_status(pid_t pid, unsigned limit_s)
{
    int status = 0;
    bool ended;

    if (pid < 0)
        return RUN_NOT_STARTED;
    ended = ends_within(pid, limit_s);
    if (!ended)
        kill(-pid, SIGKILL);
    waitpid(pid, &status, 0);
    if (!ended)
        return RUN_TIMED_OUT;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

struct run run_wait(struct run_process *process, unsigned limit_s)
{
    struct run run = {.status = wait_for_status(process->pid, limit_s)};

    run.out = read_all(process->out_fd, &run.out_bytes);
    run.err = read_all(process->err_fd, &run.err_bytes);
    close(process->out_fd);
    close(process->err_fd);
    *process = (struct run_process){.pid = -1, .out_fd = -1, .err_fd = -1};
    return run;
}

struct run run_shell(unsigned limit_s, const char *format, ...)
{
    struct run_process process = {.pid = -1, .out_fd = -1, .err_fd = -1};
    char *command = NULL;
    va_list arguments;

    va_start(arguments, format);
    if (vasprintf(&command, format, arguments) >= 0)
        process = start(command);
    va_end(arguments);
    free(command);
    return run_wait(&process, limit_s);
}

void run_free(struct run *run)
{
    free(run->out);
    free(run->err);
    *run = (struct run){0};
}

char *run_folder_new(void)
{
    char *folder = strdup("/tmp/tare-test-XXXXXX");

    if (folder != NULL && mkdtemp(folder) == NULL) {
        perror("run_folder_new");
        abort();
    }
    return folder;
}

void run_folder_remove(char *folder)
{
    struct run run = run_shell(30, "chmod -R u+w '%s'; rm -rf '%s'", folder, folder);

    run_free(&run);
    free(folder);
}

char *run_read_file(const char *path, size_t *bytes)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    char *text;

    if (fd < 0)
        return NULL;
    text = read_all(fd, bytes);
    close(fd);
    return text;
}

/* Of a zombie the link cannot be read, so it does not count. */
static bool runs(const char *pid, const char *path)
{
    char link[PATH_MAX], target[PATH_MAX];
    ssize_t got;

    snprintf(link, sizeof(link), "/proc/%s/exe", pid);
    got = readlink(link, target, sizeof(target) - 1);
    if (got < 0)
        return false;
    target[got] = '\0';
    return strcmp(target, path) == 0;
}

size_t run_count_processes(const char *path)
{
    DIR *proc = opendir("/proc");
    struct dirent *entry;
    size_t count = 0;

    while (proc != NULL && (entry = readdir(proc)) != NULL)
        count += runs(entry->d_name, path);
    if (proc != NULL)
        closedir(proc);
    return count;
}

size_t run_wait_until_gone(const char *path, unsigned limit_s)
{
    const struct timespec pause = {.tv_nsec = 10 * 1000 * 1000};
    size_t count = run_count_processes(path);

    for (unsigned i = 0; count > 0 && i < limit_s * 100; i++) {
        nanosleep(&pause, NULL);
        count = run_count_processes(path);
    }
    return count;
}
