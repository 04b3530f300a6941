/* SPDX-License-Identifier: MIT */
#include "sys/machine_facts.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>

#include "sys/machine_files.h"

static void read_governor(struct tare_machine_text *fact, const char *root)
{
    tare_machine_file_text(root, "/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor", fact);
    if (fact->value[0] == '\0')
        tare_machine_explain(fact->reason,
                             "the kernel does not set the frequency here (no cpufreq driver)");
}

/* intel_pstate says whether turbo is off, the other drivers whether it is on. */
static void read_turbo(struct tare_machine_integer *fact, const char *root)
{
    struct tare_machine_integer off = {0};

    tare_machine_file_integer(root, "/sys/devices/system/cpu/intel_pstate/no_turbo", &off);
    if (off.known) {
        tare_machine_set_integer(fact, off.value == 0);
        return;
    }
    tare_machine_file_integer(root, "/sys/devices/system/cpu/cpufreq/boost", fact);
    if (!fact->known)
        tare_machine_explain(fact->reason,
                             "neither intel_pstate/no_turbo nor cpufreq/boost exists");
}

/* "always [madvise] never": the one in brackets holds. */
static void read_huge_pages(struct tare_machine_text *fact, const char *root)
{
    static const char path[] = "/sys/kernel/mm/transparent_hugepage/enabled";
    char text[TARE_MACHINE_TEXT_BYTES];
    char *open;
    char *close;

    if (!tare_machine_file_read(root, path, text, sizeof text, fact->reason))
        return;
    open = strchr(text, '[');
    close = open ? strchr(open, ']') : NULL;
    if (!close) {
        tare_machine_explain(fact->reason, "'%s' marks no choice: '%.40s'", path, text);
        return;
    }
    *close = '\0';
    tare_machine_set_text(fact, open + 1);
}

static void read_memory(struct tare_machine *machine, const char *root)
{
    char meminfo[TARE_MACHINE_FILE_BYTES];
    char reason[TARE_MACHINE_REASON_BYTES];

    if (tare_machine_file_read(root, "/proc/meminfo", meminfo, sizeof meminfo, reason)) {
        tare_machine_kib_line(&machine->memory_bytes, meminfo, "MemTotal");
        tare_machine_kib_line(&machine->swap_bytes, meminfo, "SwapTotal");
    } else {
        tare_machine_explain(machine->memory_bytes.reason, "%s", reason);
        tare_machine_explain(machine->swap_bytes.reason, "%s", reason);
    }
}

/* "0.00 0.02 0.00 1/87 6132" */
static void read_load(struct tare_machine *machine, const char *root)
{
    struct tare_machine_real *loads[] = {
        &machine->load_1min,
        &machine->load_5min,
        &machine->load_15min,
    };
    char text[128];
    char reason[TARE_MACHINE_REASON_BYTES];
    double values[3];
    bool have = tare_machine_file_read(root, "/proc/loadavg", text, sizeof text, reason);

    if (have && sscanf(text, "%lf %lf %lf", &values[0], &values[1], &values[2]) != 3) {
        tare_machine_explain(reason, "'/proc/loadavg' holds '%.40s'", text);
        have = false;
    }
    for (size_t i = 0; i < 3; i++) {
        if (have)
            tare_machine_set_real(loads[i], values[i]);
        else
            tare_machine_explain(loads[i]->reason, "%s", reason);
    }
}

/* os-release(5): PRETTY_NAME is quoted as in a shell. */
static void read_os(struct tare_machine_text *fact, const char *root)
{
    char text[TARE_MACHINE_FILE_BYTES];
    char value[TARE_MACHINE_TEXT_BYTES];
    size_t length = 0;

    if (!tare_machine_file_read(root, "/etc/os-release", text, sizeof text, fact->reason) &&
        !tare_machine_file_read(root, "/usr/lib/os-release", text, sizeof text, fact->reason))
        return;
    if (!tare_machine_line(text, "PRETTY_NAME", '=', value, sizeof value)) {
        tare_machine_explain(fact->reason, "os-release has no PRETTY_NAME");
        return;
    }
    for (const char *at = value; *at; at++)
        if (*at != '"' && *at != '\'' && *at != '\\')
            value[length++] = *at;
    value[length] = '\0';
    tare_machine_set_text(fact, value);
}

static void read_hostname(struct tare_machine_text *fact)
{
    struct utsname names;

    if (uname(&names) == 0 && names.nodename[0] != '\0')
        tare_machine_set_text(fact, names.nodename);
    else
        tare_machine_explain(fact->reason, "uname names no host");
}

void tare_machine_system_read(struct tare_machine *machine, const char *root)
{
    tare_machine_file_text(root, "/sys/devices/system/clocksource/clocksource0/current_clocksource",
                           &machine->clocksource);
    read_governor(&machine->governor, root);
    read_turbo(&machine->turbo, root);
    tare_machine_file_integer(root, "/sys/devices/system/cpu/smt/active", &machine->smt);
    tare_machine_file_integer(root, "/proc/sys/kernel/randomize_va_space", &machine->aslr);
    read_huge_pages(&machine->huge_pages, root);
    tare_machine_file_integer(root, "/proc/sys/kernel/perf_event_paranoid",
                              &machine->perf_event_paranoid);
    read_memory(machine, root);
    read_load(machine, root);
    tare_machine_file_text(root, "/proc/sys/kernel/osrelease", &machine->kernel_release);
    tare_machine_file_text(root, "/proc/sys/kernel/version", &machine->kernel_version);
    read_os(&machine->os, root);
    read_hostname(&machine->hostname);
}
