/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE
#include "sys/perf.h"

#include <dirent.h>
#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <linux/perf_event.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "sys/machine_files.h"

#define GROUP_MAX 4 /* counters that every processor of the last decades has, beside fixed ones */

/* Events that are counted at the same time: the first leads. */
struct group {
    bool is_software; /* those need no counter of the processor */
    size_t count;
    size_t event[TARE_PERF_EVENTS_MAX]; /* which they are */
    int fd[TARE_PERF_EVENTS_MAX];
};

struct tare_perf {
    const char *root;
    size_t event_count;
    struct tare_perf_event event[TARE_PERF_EVENTS_MAX];
    char reason[TARE_PERF_EVENTS_MAX][TARE_PERF_REASON_BYTES];
    size_t group_count;
    size_t group_room;
    struct group *group; /* of all threads */
};

static bool has_file(const char *root, const char *path)
{
    char full[PATH_MAX];

    return tare_machine_file_path(tare_machine_root(root), path, full) && access(full, F_OK) == 0;
}

/* Names of what the kernel counts with: x86 and old ARM "cpu", aarch64 "armv8_pmuv3_0", hybrids
 * "cpu_core". */
static bool has_counters(const char *root)
{
    char full[PATH_MAX];
    struct dirent *entry;
    bool found = false;
    DIR *folder;

    if (!tare_machine_file_path(tare_machine_root(root), "/sys/bus/event_source/devices", full))
        return true;
    folder = opendir(full);
    if (!folder)
        return true;
    while (!found && (entry = readdir(folder)))
        found = strncmp(entry->d_name, "cpu", 3) == 0 || strncmp(entry->d_name, "armv", 4) == 0;
    closedir(folder);
    return found;
}

static void explain_refusal(const char *failure, const char *root, char *reason, size_t bytes)
{
    struct tare_machine_integer paranoid = {0};

    tare_machine_file_integer(tare_machine_root(root), "/proc/sys/kernel/perf_event_paranoid",
                              &paranoid);
    if (paranoid.known && paranoid.value > 2)
        snprintf(reason, bytes,
                 "%s: kernel.perf_event_paranoid is %" PRId64
                 ", which lets nobody but root count: sysctl kernel.perf_event_paranoid=2",
                 failure, paranoid.value);
    else
        snprintf(reason, bytes,
                 "%s: a sandbox (seccomp, as containers have it) or a security module forbids it",
                 failure);
}

void tare_perf_explain(int error_number, uint32_t type, const char *root, char *reason,
                       size_t bytes)
{
    char failure[128];

    snprintf(failure, sizeof failure, "perf_event_open: %s", strerror(error_number));
    if (error_number == EACCES || error_number == EPERM)
        explain_refusal(failure, root, reason, bytes);
    else if (error_number == EMFILE || error_number == ENFILE)
        snprintf(reason, bytes, "%s: a file an event and thread: raise it by ulimit -n", failure);
    else if (error_number == ENOSYS || !has_file(root, "/proc/sys/kernel/perf_event_paranoid"))
        snprintf(reason, bytes, "%s: the kernel was built without CONFIG_PERF_EVENTS", failure);
    else if (type == PERF_TYPE_SOFTWARE)
        snprintf(reason, bytes, "%s: this kernel does not count it", failure);
    else if (!has_counters(root))
        snprintf(reason, bytes,
                 "%s: the kernel has no counters of this processor (no cpu in "
                 "/sys/bus/event_source/devices), as in a virtual machine that is given none",
                 failure);
    else
        snprintf(reason, bytes, "%s: this processor does not count it", failure);
}

static int open_event(const struct tare_perf_event *event, pid_t tid, int leader)
{
    struct perf_event_attr attributes = {
        .type = event->type,
        .size = sizeof attributes,
        .config = event->config,
        .disabled = leader < 0, /* a member stops and goes with its leader */
        .exclude_kernel = 1,
        .exclude_hv = 1,
        .read_format =
            PERF_FORMAT_GROUP | PERF_FORMAT_TOTAL_TIME_ENABLED | PERF_FORMAT_TOTAL_TIME_RUNNING};

    return (int)syscall(SYS_perf_event_open, &attributes, tid, -1, leader,
                        (unsigned long)PERF_FLAG_FD_CLOEXEC);
}

static struct group *add_group(struct tare_perf *perf, bool is_software)
{
    if (perf->group_count == perf->group_room) {
        size_t room = perf->group_room ? 2 * perf->group_room : 8;
        struct group *grown = realloc(perf->group, room * sizeof *grown);

        if (!grown)
            return NULL;
        perf->group = grown;
        perf->group_room = room;
    }
    perf->group[perf->group_count] = (struct group){.is_software = is_software};
    return &perf->group[perf->group_count++];
}

static void join(struct group *group, size_t event, int fd)
{
    group->event[group->count] = event;
    group->fd[group->count++] = fd;
}

/* Into a group of this thread that has room for it, or else a new one: the kernel says at once
 * whether the processor can count a group. 0, or -1 without memory. */
static int add_event(struct tare_perf *perf, size_t first_group, size_t index, pid_t tid)
{
    const struct tare_perf_event *event = &perf->event[index];
    bool is_software = event->type == PERF_TYPE_SOFTWARE;
    size_t room = is_software ? TARE_PERF_EVENTS_MAX : GROUP_MAX;
    struct group *made;
    int fd;

    for (size_t i = first_group; i < perf->group_count; i++) {
        struct group *group = &perf->group[i];

        if (group->is_software != is_software || group->count >= room)
            continue;
        fd = open_event(event, tid, group->fd[0]);
        if (fd >= 0) {
            join(group, index, fd);
            return 0;
        }
    }
    fd = open_event(event, tid, -1);
    if (fd < 0 && errno == ESRCH) /* the thread has ended */
        return 0;
    if (fd < 0) {
        tare_perf_explain(errno, event->type, perf->root, perf->reason[index],
                          sizeof perf->reason[index]);
        return 0;
    }
    made = add_group(perf, is_software);
    if (!made) {
        close(fd);
        return -1;
    }
    join(made, index, fd);
    return 0;
}

static int open_thread(struct tare_perf *perf, pid_t tid)
{
    size_t first_group = perf->group_count;

    for (size_t i = 0; i < perf->event_count; i++)
        if (!perf->reason[i][0] && add_event(perf, first_group, i, tid))
            return -1;
    return 0;
}

/* Those that /proc/PID/task has: the ids of its threads. */
static int open_threads(struct tare_perf *perf, pid_t pid, struct tare_err *err)
{
    char path[64];
    struct dirent *entry;
    DIR *folder;
    int result = 0;

    snprintf(path, sizeof path, "/proc/%d/task", (int)pid);
    folder = opendir(path);
    if (!folder)
        return tare_err_errno(err, "cannot list '%s'", path);
    while (result == 0 && (entry = readdir(folder)))
        if (*entry->d_name != '.')
            result = open_thread(perf, (pid_t)atoi(entry->d_name));
    closedir(folder);
    return result ? tare_err_memory(err) : 0;
}

struct tare_perf *tare_perf_open(pid_t pid, const struct tare_perf_event *event, size_t event_count,
                                 const char *root, struct tare_err *err)
{
    struct tare_perf *perf = calloc(1, sizeof *perf);

    if (!perf) {
        tare_err_memory(err);
        return NULL;
    }
    perf->root = root;
    perf->event_count = event_count;
    memcpy(perf->event, event, event_count * sizeof *event);
    for (size_t i = 0; i < event_count; i++)
        if (event[i].not_in_user)
            snprintf(perf->reason[i], sizeof perf->reason[i], "%s", event[i].not_in_user);
    if (open_threads(perf, pid, err) == 0)
        return perf;
    tare_perf_close(perf);
    return NULL;
}

void tare_perf_close(struct tare_perf *perf)
{
    if (!perf)
        return;
    for (size_t i = 0; i < perf->group_count; i++)
        for (size_t k = perf->group[i].count; k-- > 0;)
            close(perf->group[i].fd[k]);
    free(perf->group);
    free(perf);
}

static void order_all(struct tare_perf *perf, unsigned long request)
{
    for (size_t i = 0; i < perf->group_count; i++)
        ioctl(perf->group[i].fd[0], request, PERF_IOC_FLAG_GROUP);
}

void tare_perf_start(struct tare_perf *perf)
{
    order_all(perf, PERF_EVENT_IOC_RESET);
    order_all(perf, PERF_EVENT_IOC_ENABLE);
}

void tare_perf_stop(struct tare_perf *perf)
{
    order_all(perf, PERF_EVENT_IOC_DISABLE);
}

/* As the kernel writes it, PERF_FORMAT_GROUP. The times go on over resets: shares of all of it. */
struct read_group {
    uint64_t count;
    uint64_t enabled_ns;
    uint64_t running_ns;
    uint64_t value[TARE_PERF_EVENTS_MAX];
};

static void read_group(const struct group *group, struct tare_perf_count *count)
{
    struct read_group seen = {0};
    double ratio;

    if (read(group->fd[0], &seen, sizeof seen) < (ssize_t)(3 * sizeof(uint64_t)))
        seen.count = 0;
    ratio = seen.enabled_ns ? (double)seen.running_ns / (double)seen.enabled_ns : 1;
    for (size_t i = 0; i < group->count; i++) {
        struct tare_perf_count *into = &count[group->event[i]];

        if (i >= seen.count || !(ratio > 0)) {
            into->value = NAN;
            snprintf(into->reason, sizeof into->reason,
                     "it was never on the processor: other events, or the watchdog, had its "
                     "counters all the time");
            continue;
        }
        into->value += (double)seen.value[i] / ratio;
        if (ratio < into->running_ratio)
            into->running_ratio = ratio;
    }
}

void tare_perf_read(const struct tare_perf *perf, struct tare_perf_count *count)
{
    for (size_t i = 0; i < perf->event_count; i++) {
        count[i] = (struct tare_perf_count){.running_ratio = 1};
        if (perf->reason[i][0])
            count[i].value = NAN;
        snprintf(count[i].reason, sizeof count[i].reason, "%s", perf->reason[i]);
    }
    for (size_t i = 0; i < perf->group_count; i++)
        read_group(&perf->group[i], count);
}
