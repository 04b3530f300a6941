/* SPDX-License-Identifier: MIT */
#include "sys/machine_facts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>

#include "sys/machine_cpuid.h"
#include "sys/machine_files.h"

#define ARM_IMPLEMENTER 0x41

struct code_name {
    unsigned long code;
    const char *name;
};

/* Main ID register, implementer and part number: Linux arch/arm64/include/asm/cputype.h. */
static const struct code_name arm_vendors[] = {
    {ARM_IMPLEMENTER, "ARM"}, {0x42, "Broadcom"}, {0x43, "Cavium"},    {0x46, "Fujitsu"},
    {0x48, "HiSilicon"},      {0x4e, "NVIDIA"},   {0x50, "APM"},       {0x51, "Qualcomm"},
    {0x53, "Samsung"},        {0x61, "Apple"},    {0x6d, "Microsoft"}, {0x70, "Phytium"},
    {0xc0, "Ampere"},
};

static const struct code_name arm_parts[] = {
    {0xd03, "Cortex-A53"},  {0xd05, "Cortex-A55"},  {0xd07, "Cortex-A57"},  {0xd08, "Cortex-A72"},
    {0xd09, "Cortex-A73"},  {0xd0a, "Cortex-A75"},  {0xd0b, "Cortex-A76"},  {0xd0c, "Neoverse-N1"},
    {0xd0d, "Cortex-A77"},  {0xd40, "Neoverse-V1"}, {0xd41, "Cortex-A78"},  {0xd44, "Cortex-X1"},
    {0xd47, "Cortex-A710"}, {0xd49, "Neoverse-N2"}, {0xd4f, "Neoverse-V2"}, {0xd84, "Neoverse-V3"},
    {0xd8e, "Neoverse-N3"},
};

/* Of the kernel's hundred names those that change how fast code runs or what it may use. */
static const char *const features[] = {
    /* x86 */
    "sse4_2",
    "avx",
    "avx2",
    "fma",
    "bmi2",
    "popcnt",
    "avx512f",
    "avx512bw",
    "avx512vl",
    "avx512_vnni",
    "avx512_bf16",
    "avx512_fp16",
    "amx_tile",
    "erms",
    "fsrm",
    "constant_tsc",
    "nonstop_tsc",
    "rdtscp",
    /* aarch64 */
    "asimd",
    "asimddp",
    "asimdhp",
    "aes",
    "crc32",
    "atomics",
    "lrcpc",
    "sve",
    "sve2",
    "bf16",
    "i8mm",
    "mops",
};

static const char *find_name(const struct code_name *names, size_t count, unsigned long code)
{
    for (size_t i = 0; i < count; i++)
        if (names[i].code == code)
            return names[i].name;
    return NULL;
}

static void read_arch(struct tare_machine *machine, const char *root)
{
    struct utsname names;

    /* Since Linux 6.1. */
    tare_machine_file_text(root, "/proc/sys/kernel/arch", &machine->arch);
    if (machine->arch.value[0] == '\0' && root[0] == '\0' && uname(&names) == 0)
        tare_machine_set_text(&machine->arch, names.machine);
}

/* Sets `fact` to the name of the code in the line `key`, else to `unnamed` and the code. */
static unsigned long read_arm_code(struct tare_machine_text *fact, const char *cpuinfo,
                                   const char *key, const struct code_name *names, size_t count,
                                   const char *unnamed)
{
    char value[32];
    unsigned long code;
    const char *name;

    if (!tare_machine_line(cpuinfo, key, ':', value, sizeof value))
        return 0;
    code = strtoul(value, NULL, 16);
    name = find_name(names, count, code);
    if (name)
        tare_machine_set_text(fact, name);
    else
        snprintf(fact->value, sizeof fact->value, "%s %s", unnamed, value);
    return code;
}

/* aarch64 gives itself and its maker as numbers; the table of parts is that of ARM's own. */
static void read_arm_identity(struct tare_machine *machine, const char *cpuinfo)
{
    unsigned long implementer =
        read_arm_code(&machine->vendor, cpuinfo, "CPU implementer", arm_vendors,
                      sizeof arm_vendors / sizeof arm_vendors[0], "implementer");
    size_t parts_count = sizeof arm_parts / sizeof arm_parts[0];

    read_arm_code(&machine->brand, cpuinfo, "CPU part", arm_parts,
                  implementer == ARM_IMPLEMENTER ? parts_count : 0, "part");
}

static void read_identity(struct tare_machine *machine, const char *cpuinfo,
                          const struct tare_machine_cpuid *cpuid)
{
    struct tare_machine_text *vendor = &machine->vendor;
    struct tare_machine_text *brand = &machine->brand;

    read_arm_identity(machine, cpuinfo);
    tare_machine_line(cpuinfo, "vendor_id", ':', vendor->value, sizeof vendor->value);
    tare_machine_line(cpuinfo, "model name", ':', brand->value, sizeof brand->value);
    if (cpuid->vendor[0] != '\0')
        tare_machine_set_text(vendor, cpuid->vendor);
    if (cpuid->brand[0] != '\0')
        tare_machine_set_text(brand, cpuid->brand);
    if (vendor->value[0] == '\0')
        tare_machine_explain(vendor->reason, "'/proc/cpuinfo' has no vendor_id or CPU implementer");
    if (brand->value[0] == '\0')
        tare_machine_explain(brand->reason, "'/proc/cpuinfo' has no model name or CPU part");
}

static void read_features(struct tare_machine_text *fact, const char *flags)
{
    size_t length = 0;

    for (size_t i = 0; i < sizeof features / sizeof features[0]; i++)
        if (tare_machine_has_word(flags, features[i]) && length < sizeof fact->value)
            length += (size_t)snprintf(fact->value + length, sizeof fact->value - length, "%s%s",
                                       length > 0 ? " " : "", features[i]);
    if (length == 0)
        tare_machine_explain(fact->reason, "'/proc/cpuinfo' lists none that is known here");
}

/* "... CPU @ 2.30GHz" at the end of a brand. Returns MHz, or 0 where it is not so. */
static double brand_mhz(const char *brand)
{
    const char *at = strrchr(brand, '@');
    char *unit;
    double value;

    if (!at)
        return 0;
    value = strtod(at + 1, &unit);
    if (strcmp(unit, "GHz") == 0)
        return value * 1000;
    return strcmp(unit, "MHz") == 0 ? value : 0;
}

static void read_clocks(struct tare_machine *machine, const char *root, const char *cpuinfo)
{
    struct tare_machine_integer khz = {0};
    char value[64];

    tare_machine_file_integer(root, "/sys/devices/system/cpu/cpu0/cpufreq/base_frequency", &khz);
    if (khz.known && khz.value > 0)
        tare_machine_set_real(&machine->base_clock_mhz, (double)khz.value / 1000);
    else if (brand_mhz(machine->brand.value) > 0)
        tare_machine_set_real(&machine->base_clock_mhz, brand_mhz(machine->brand.value));
    else
        tare_machine_explain(machine->base_clock_mhz.reason,
                             "neither cpufreq/base_frequency nor the brand tells it");

    khz = (struct tare_machine_integer){0};
    tare_machine_file_integer(root, "/sys/devices/system/cpu/cpu0/cpufreq/scaling_cur_freq", &khz);
    if (khz.known && khz.value > 0)
        tare_machine_set_real(&machine->current_clock_mhz, (double)khz.value / 1000);
    else if (tare_machine_line(cpuinfo, "cpu MHz", ':', value, sizeof value) &&
             strtod(value, NULL) > 0)
        tare_machine_set_real(&machine->current_clock_mhz, strtod(value, NULL));
    else
        tare_machine_explain(machine->current_clock_mhz.reason,
                             "neither cpufreq/scaling_cur_freq nor '/proc/cpuinfo' tells it");
}

/* What the firmware calls the machine; on bare metal a product of some maker. */
static bool dmi_hypervisor(const char *root, char *name, size_t size)
{
    static const struct {
        const char *pattern;
        const char *name;
    } known[] = {
        {"KVM", "KVM"},
        {"QEMU", "QEMU"},
        {"VMware", "VMware"},
        {"VirtualBox", "VirtualBox"},
        {"Bochs", "Bochs"},
        {"Parallels", "Parallels"},
        {"BHYVE", "bhyve"},
        {"Virtual Machine", "Hyper-V"},
        {"HVM domU", "Xen"},
        {"Google Compute Engine", "Google Compute Engine"},
        {"OpenStack", "OpenStack"},
    };
    static const char *const paths[] = {
        "/sys/class/dmi/id/product_name",
        "/sys/class/dmi/id/sys_vendor",
    };
    struct tare_machine_text text;

    for (size_t p = 0; p < sizeof paths / sizeof paths[0]; p++) {
        text = (struct tare_machine_text){0};
        tare_machine_file_text(root, paths[p], &text);
        for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
            if (strstr(text.value, known[i].pattern)) {
                snprintf(name, size, "%s", known[i].name);
                return true;
            }
        }
    }
    return false;
}

/*
 * x86 processors say by a flag whether they are virtual; the name is then sought from the
 * processor, Xen's folder and the firmware. Without the flag the firmware is not asked: it calls
 * rented bare metal by the same names. Other processors have no flag, so that silence proves
 * nothing there.
 */
static void read_hypervisor(struct tare_machine *machine, const char *root, const char *flags,
                            const struct tare_machine_cpuid *cpuid)
{
    struct tare_machine_text *fact = &machine->hypervisor;
    bool is_x86 = tare_machine_has_word(flags, "fpu");
    char name[TARE_MACHINE_TEXT_BYTES];

    if (is_x86 && !tare_machine_has_word(flags, "hypervisor")) {
        tare_machine_set_text(fact, "none");
        return;
    }
    if (cpuid->hypervisor[0] != '\0') {
        tare_machine_set_text(fact, cpuid->hypervisor);
        return;
    }
    tare_machine_file_text(root, "/sys/hypervisor/type", fact);
    if (fact->value[0] != '\0')
        return;
    if (dmi_hypervisor(root, name, sizeof name))
        tare_machine_set_text(fact, name);
    else if (is_x86)
        tare_machine_set_text(fact, "unnamed");
    else
        tare_machine_explain(fact->reason, "no /sys/hypervisor, and the firmware names none");
}

/* The facts above blame what the file does not hold; where there is none at all, that is why. */
static void blame_cpuinfo(struct tare_machine *machine, const char *reason)
{
    struct tare_machine_text *facts[] = {&machine->vendor, &machine->brand, &machine->features};

    for (size_t i = 0; i < sizeof facts / sizeof facts[0]; i++)
        if (facts[i]->value[0] == '\0')
            tare_machine_explain(facts[i]->reason, "%s", reason);
}

void tare_machine_identity_read(struct tare_machine *machine, const char *root)
{
    char cpuinfo[TARE_MACHINE_FILE_BYTES];
    char flags[TARE_MACHINE_FILE_BYTES] = "";
    char reason[TARE_MACHINE_REASON_BYTES];
    struct tare_machine_cpuid cpuid = {0};
    bool have_cpuinfo;

    /* A folder that stands in for a machine has no processor to ask. */
    if (root[0] == '\0')
        tare_machine_cpuid_read(&cpuid);
    have_cpuinfo = tare_machine_file_read(root, "/proc/cpuinfo", cpuinfo, sizeof cpuinfo, reason);
    if (!tare_machine_line(cpuinfo, "flags", ':', flags, sizeof flags))
        tare_machine_line(cpuinfo, "Features", ':', flags, sizeof flags);
    read_arch(machine, root);
    read_identity(machine, cpuinfo, &cpuid);
    read_features(&machine->features, flags);
    read_clocks(machine, root, cpuinfo);
    read_hypervisor(machine, root, flags, &cpuid);
    if (!have_cpuinfo)
        blame_cpuinfo(machine, reason);
}
