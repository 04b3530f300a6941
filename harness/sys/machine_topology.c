/* SPDX-License-Identifier: MIT */
#include "sys/machine_facts.h"

#include <stdio.h>

#include "sys/machine_files.h"

struct topology {
    int logical_count;
    int core_count;
    int socket_count;
    int siblings_most;
};

/*
 * Reads one CPU's list of siblings. Returns its first CPU, the number of CPUs in it going to
 * `count`; or TARE_MACHINE_UNKNOWN with `reason` set.
 */
static int read_siblings(const char *root, int cpu, const char *name, int *count,
                         char reason[TARE_MACHINE_REASON_BYTES])
{
    char path[96];
    char list[TARE_MACHINE_FILE_BYTES];
    const char *cursor = list;
    int first;
    int last;

    snprintf(path, sizeof path, "/sys/devices/system/cpu/cpu%d/topology/%s", cpu, name);
    if (!tare_machine_file_read(root, path, list, sizeof list, reason))
        return TARE_MACHINE_UNKNOWN;
    *count = tare_machine_cpu_count(list);
    if (*count > 0 && tare_machine_cpu_range(&cursor, &first, &last))
        return first;
    tare_machine_explain(reason, "'%s' holds no list of CPUs", path);
    return TARE_MACHINE_UNKNOWN;
}

/* A core, and a socket, is counted at the first CPU on its list: every CPU names the whole list. */
static bool add_cpu(const char *root, int cpu, struct topology *topology,
                    char reason[TARE_MACHINE_REASON_BYTES])
{
    int threads_count = 0;
    int package_count = 0;
    int core = read_siblings(root, cpu, "thread_siblings_list", &threads_count, reason);
    int socket = read_siblings(root, cpu, "core_siblings_list", &package_count, reason);

    if (core == TARE_MACHINE_UNKNOWN || socket == TARE_MACHINE_UNKNOWN)
        return false;
    topology->core_count += core == cpu;
    topology->socket_count += socket == cpu;
    if (threads_count > topology->siblings_most)
        topology->siblings_most = threads_count;
    return true;
}

static bool read_topology(const char *root, const char *online, struct topology *topology,
                          char reason[TARE_MACHINE_REASON_BYTES])
{
    int first;
    int last;

    while (tare_machine_cpu_range(&online, &first, &last))
        for (int cpu = first; cpu <= last; cpu++)
            if (!add_cpu(root, cpu, topology, reason))
                return false;
    return true;
}

void tare_machine_topology_read(struct tare_machine *machine, const char *root)
{
    static const char path[] = "/sys/devices/system/cpu/online";
    char online[TARE_MACHINE_FILE_BYTES];
    char reason[TARE_MACHINE_REASON_BYTES] = "";
    struct topology topology = {0};
    struct tare_machine_integer *derived[] = {
        &machine->physical_cores_count,
        &machine->sockets_count,
        &machine->threads_per_core_count,
    };

    if (tare_machine_file_read(root, path, online, sizeof online, reason))
        topology.logical_count = tare_machine_cpu_count(online);
    if (topology.logical_count > 0)
        tare_machine_set_integer(&machine->logical_cpus_count, topology.logical_count);
    else if (reason[0] == '\0')
        tare_machine_explain(reason, "'%s' holds no list of CPUs", path);
    tare_machine_explain(machine->logical_cpus_count.reason, "%s", reason);
    if (topology.logical_count > 0 && read_topology(root, online, &topology, reason)) {
        tare_machine_set_integer(&machine->physical_cores_count, topology.core_count);
        tare_machine_set_integer(&machine->sockets_count, topology.socket_count);
        tare_machine_set_integer(&machine->threads_per_core_count, topology.siblings_most);
        return;
    }
    for (size_t i = 0; i < sizeof derived / sizeof derived[0]; i++)
        tare_machine_explain(derived[i]->reason, "%s", reason);
}
