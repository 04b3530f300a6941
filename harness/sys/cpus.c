/* SPDX-License-Identifier: MIT */
#include "sys/cpus.h"

#include <stdio.h>

/* The least CPU of its core; the CPU itself where the kernel does not say. */
static unsigned core_of(const char *root, unsigned cpu)
{
    char path[512];
    unsigned first = cpu;
    FILE *file;

    snprintf(path, sizeof path, "%s/sys/devices/system/cpu/cpu%u/topology/thread_siblings_list",
             root, cpu);
    file = fopen(path, "re");
    if (!file)
        return cpu;
    if (fscanf(file, "%u", &first) != 1)
        first = cpu;
    fclose(file);
    return first;
}

int tare_cpus_read(struct tare_cpus *cpus, const char *root, struct tare_err *err)
{
    unsigned core[TARE_CPUS_MAX] = {0};

    cpus->count = 0;
    if (sched_getaffinity(0, sizeof cpus->allowed, &cpus->allowed))
        return tare_err_errno(err, "cannot tell which CPUs may be used");
    for (unsigned cpu = CPU_SETSIZE; cpu-- > 0 && cpus->count < TARE_CPUS_MAX;) {
        unsigned own;
        size_t i = 0;

        if (!CPU_ISSET(cpu, &cpus->allowed))
            continue;
        own = core_of(root, cpu);
        while (i < cpus->count && core[i] != own)
            i++;
        if (i < cpus->count)
            continue;
        core[cpus->count] = own;
        cpus->cpu[cpus->count++] = cpu;
    }
    if (!cpus->count)
        return tare_err_set(err, TARE_ERR_UNFIT, "no CPU may be used");
    return 0;
}

int tare_cpus_pin(uint32_t cpu, struct tare_err *err)
{
    cpu_set_t one;

    CPU_ZERO(&one);
    CPU_SET(cpu, &one);
    if (sched_setaffinity(0, sizeof one, &one)) {
        struct tare_err cause = {0};

        tare_err_errno(&cause, "cannot stay on CPU %u", cpu);
        return tare_err_set(err, TARE_ERR_UNFIT, "%s", cause.text);
    }
    return 0;
}

void tare_cpus_unpin(const struct tare_cpus *cpus)
{
    sched_setaffinity(0, sizeof cpus->allowed, &cpus->allowed);
}
