/* SPDX-License-Identifier: MIT */
#include "sys/machine.h"

#include <errno.h>
#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "sys/machine_files.h"

static bool parse_count(const char *text, int64_t *count)
{
    char *end;
    long long value;

    errno = 0;
    value = strtoll(text, &end, 10);
    if (end == text || errno != 0 || value < 0)
        return false;
    *count = value;
    return true;
}

/* Finds the line of `name` among those of the CPUs, with which the file begins. */
static bool find_cpu_line(FILE *file, const char *name, char *line, int size)
{
    size_t length = strlen(name);

    while (fgets(line, size, file) && strncmp(line, "cpu", 3) == 0)
        if (strncmp(line, name, length) == 0 && line[length] == ' ')
            return true;
    return false;
}

/* proc_stat(5): "cpu3 user nice system idle iowait irq softirq steal ...", in clock ticks. */
static void read_steal(struct tare_machine_noise *noise, const char *root, int cpu)
{
    long ticks_per_s = sysconf(_SC_CLK_TCK);
    char path[PATH_MAX];
    char name[16] = "cpu";
    char line[512];
    long long user, nice, system, irq, softirq, steal;
    FILE *file;

    if (cpu != TARE_MACHINE_UNKNOWN)
        snprintf(name, sizeof name, "cpu%d", cpu);
    file = tare_machine_file_path(root, "/proc/stat", path) ? fopen(path, "re") : NULL;
    if (!file)
        return;
    if (ticks_per_s > 0 && find_cpu_line(file, name, line, sizeof line) &&
        sscanf(line, "%*s %lld %lld %lld %*s %*s %lld %lld %lld", &user, &nice, &system, &irq,
               &softirq, &steal) == 6 &&
        steal >= 0) {
        noise->has_steal = true;
        noise->steal_ns = steal * (1000000000 / ticks_per_s);
        noise->busy_ns = (user + nice + system + irq + softirq) * (1000000000 / ticks_per_s);
    }
    fclose(file);
}

static void read_own_switches(struct tare_machine_noise *noise)
{
    struct rusage usage;

    if (getrusage(RUSAGE_SELF, &usage) != 0)
        return;
    noise->has_switches = true;
    noise->voluntary_switches_count = usage.ru_nvcsw;
    noise->involuntary_switches_count = usage.ru_nivcsw;
}

static void read_switches(struct tare_machine_noise *noise, const char *root, const char *folder)
{
    char path[64];
    char text[TARE_MACHINE_FILE_BYTES];
    char value[32];
    char reason[TARE_MACHINE_REASON_BYTES];

    snprintf(path, sizeof path, "%s/status", folder);
    noise->has_switches =
        tare_machine_file_read(root, path, text, sizeof text, reason) &&
        tare_machine_line(text, "voluntary_ctxt_switches", ':', value, sizeof value) &&
        parse_count(value, &noise->voluntary_switches_count) &&
        tare_machine_line(text, "nonvoluntary_ctxt_switches", ':', value, sizeof value) &&
        parse_count(value, &noise->involuntary_switches_count);
}

/* Documentation/scheduler/sched-stats.rst: time on the CPU, time waiting for it (ns), turns. */
static void read_wait(struct tare_machine_noise *noise, const char *root, const char *folder)
{
    char path[64];
    char text[128];
    char reason[TARE_MACHINE_REASON_BYTES];
    const char *second;

    snprintf(path, sizeof path, "%s/schedstat", folder);
    if (!tare_machine_file_read(root, path, text, sizeof text, reason))
        return;
    second = text + strcspn(text, " ");
    noise->has_wait = parse_count(second, &noise->run_queue_wait_ns);
}

static double usage_ns(int who)
{
    struct rusage usage;

    if (getrusage(who, &usage) != 0)
        return NAN;
    return 1e9 * (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
           1e3 * (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec);
}

double tare_machine_own_ns(void)
{
    return usage_ns(RUSAGE_SELF) + usage_ns(RUSAGE_CHILDREN);
}

void tare_machine_noise_read(struct tare_machine_noise *noise, const char *root, int cpu, pid_t pid)
{
    char folder[32] = "/proc/self";

    *noise = (struct tare_machine_noise){0};
    root = tare_machine_root(root);
    if (pid != 0)
        snprintf(folder, sizeof folder, "/proc/%d", (int)pid);
    read_steal(noise, root, cpu);
    if (pid == 0)
        read_own_switches(noise);
    else
        read_switches(noise, root, folder);
    read_wait(noise, root, folder);
}

struct tare_machine_noise tare_machine_noise_between(const struct tare_machine_noise *before,
                                                     const struct tare_machine_noise *after)
{
    struct tare_machine_noise between = {
        .has_steal = before->has_steal && after->has_steal,
        .has_switches = before->has_switches && after->has_switches,
        .has_wait = before->has_wait && after->has_wait,
    };

    if (between.has_steal) {
        between.steal_ns = after->steal_ns - before->steal_ns;
        between.busy_ns = after->busy_ns - before->busy_ns;
    }
    if (between.has_switches) {
        between.voluntary_switches_count =
            after->voluntary_switches_count - before->voluntary_switches_count;
        between.involuntary_switches_count =
            after->involuntary_switches_count - before->involuntary_switches_count;
    }
    if (between.has_wait)
        between.run_queue_wait_ns = after->run_queue_wait_ns - before->run_queue_wait_ns;
    return between;
}
