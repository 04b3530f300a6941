/* SPDX-License-Identifier: MIT */
#include "sys/machine.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "sys/machine_facts.h"
#include "sys/machine_files.h"

#define FIELD(member, kind, its_unit, text)                                                        \
    {                                                                                              \
        .name = #member, .type = (kind), .offset = offsetof(struct tare_machine, member),          \
        .unit = (its_unit), .doc = (text)                                                          \
    }

/* A new fact is a member of struct tare_machine, a row here and a reader of it. */
const struct tare_machine_field tare_machine_fields[] = {
    FIELD(arch, TARE_MACHINE_TEXT, "", "architecture as uname -m names it"),
    FIELD(vendor, TARE_MACHINE_TEXT, "", "maker of the processor"),
    FIELD(brand, TARE_MACHINE_TEXT, "", "name of the processor"),
    FIELD(features, TARE_MACHINE_TEXT, "", "instruction sets that decide speed"),
    FIELD(logical_cpus_count, TARE_MACHINE_INTEGER, "", "logical CPUs online"),
    FIELD(physical_cores_count, TARE_MACHINE_INTEGER, "", "cores with a CPU online"),
    FIELD(sockets_count, TARE_MACHINE_INTEGER, "", "packages with a CPU online"),
    FIELD(threads_per_core_count, TARE_MACHINE_INTEGER, "", "logical CPUs online a core, the most"),
    FIELD(base_clock_mhz, TARE_MACHINE_REAL, "MHz", "rated clock without turbo"),
    FIELD(current_clock_mhz, TARE_MACHINE_REAL, "MHz", "clock of CPU 0 when it was read"),
    FIELD(hypervisor, TARE_MACHINE_TEXT, "", "what the machine runs under, or none"),
    FIELD(clocksource, TARE_MACHINE_TEXT, "", "what the kernel keeps time by"),
    FIELD(governor, TARE_MACHINE_TEXT, "", "frequency governor of CPU 0"),
    FIELD(turbo, TARE_MACHINE_INTEGER, "", "1 where clocks above the base are allowed, else 0"),
    FIELD(smt, TARE_MACHINE_INTEGER, "", "1 where cores run several threads at once, else 0"),
    FIELD(aslr, TARE_MACHINE_INTEGER, "", "address space randomization: 0 off, 1 mmap, 2 all"),
    FIELD(huge_pages, TARE_MACHINE_TEXT, "", "transparent huge pages: always, madvise or never"),
    FIELD(perf_event_paranoid, TARE_MACHINE_INTEGER, "", "who may use hardware counters"),
    FIELD(memory_bytes, TARE_MACHINE_INTEGER, "B", "memory that the kernel manages"),
    FIELD(swap_bytes, TARE_MACHINE_INTEGER, "B", "swap space"),
    FIELD(load_1min, TARE_MACHINE_REAL, "", "load average of the last minute"),
    FIELD(load_5min, TARE_MACHINE_REAL, "", "load average of the last 5 minutes"),
    FIELD(load_15min, TARE_MACHINE_REAL, "", "load average of the last 15 minutes"),
    FIELD(kernel_release, TARE_MACHINE_TEXT, "", "release of the kernel"),
    FIELD(kernel_version, TARE_MACHINE_TEXT, "", "build of the kernel"),
    FIELD(os, TARE_MACHINE_TEXT, "", "distribution"),
    FIELD(hostname, TARE_MACHINE_TEXT, "", "name of the host"),
};

const size_t tare_machine_fields_count = sizeof tare_machine_fields / sizeof tare_machine_fields[0];

static int check_root(const char *root, struct tare_err *err)
{
    struct stat status;

    if (stat(root, &status) != 0)
        return tare_err_set(err, TARE_ERR_INPUT, "cannot read the machine below '%s': %s", root,
                            strerror(errno));
    if (!S_ISDIR(status.st_mode))
        return tare_err_set(err, TARE_ERR_INPUT, "cannot read the machine below '%s': no folder",
                            root);
    return 0;
}

int tare_machine_read(struct tare_machine *machine, const char *root, struct tare_err *err)
{
    const char *prefix = tare_machine_root(root);

    *machine = (struct tare_machine){0};
    if (prefix[0] != '\0' && check_root(prefix, err) != 0)
        return -1;
    tare_machine_identity_read(machine, prefix);
    tare_machine_topology_read(machine, prefix);
    tare_machine_system_read(machine, prefix);
    tare_machine_caches_read(&machine->caches, prefix, 0);
    return 0;
}
