/* SPDX-License-Identifier: MIT */
#include "sys/machine.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>
#include <sys/utsname.h>

#include "sys/machine_files.h"

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

static const char METAL[] = "tests/trees/x86_metal";
static const char VIRTUAL[] = "tests/trees/x86_virtual";
static const char ARM[] = "tests/trees/arm_virtual";

struct expected {
    const char *name;
    const char *value; /* NULL: unavailable */
    const char *reason;
};

static const struct tare_machine_field *find_field(const char *name)
{
    for (size_t i = 0; i < tare_machine_fields_count; i++)
        if (strcmp(tare_machine_fields[i].name, name) == 0)
            return &tare_machine_fields[i];
    cr_assert_fail("no field '%s'", name);
    return NULL;
}

/* The value as text, empty where unavailable; returns the reason. */
static const char *render(const struct tare_machine *machine,
                          const struct tare_machine_field *field, char *text, size_t size)
{
    const char *at = (const char *)machine + field->offset;
    const struct tare_machine_text *string = (const void *)at;
    const struct tare_machine_integer *integer = (const void *)at;
    const struct tare_machine_real *real = (const void *)at;

    text[0] = '\0';
    switch (field->type) {
    case TARE_MACHINE_TEXT:
        snprintf(text, size, "%s", string->value);
        return string->reason;
    case TARE_MACHINE_INTEGER:
        if (integer->known)
            snprintf(text, size, "%lld", (long long)integer->value);
        return integer->reason;
    case TARE_MACHINE_REAL:
        if (real->known)
            snprintf(text, size, "%.10g", real->value);
        return real->reason;
    }
    return "";
}

static void expect_facts(const char *root, const struct expected *rows, size_t count)
{
    struct tare_machine machine;
    struct tare_err err = {0};

    cr_assert_eq(tare_machine_read(&machine, root, &err), 0, "%s", err.text);
    for (size_t i = 0; i < count; i++) {
        char text[TARE_MACHINE_TEXT_BYTES];
        const char *reason = render(&machine, find_field(rows[i].name), text, sizeof text);

        cr_assert_str_eq(text, rows[i].value ? rows[i].value : "", "%s is '%s'", rows[i].name,
                         text);
        cr_assert_str_eq(reason, rows[i].reason ? rows[i].reason : "", "%s has the reason '%s'",
                         rows[i].name, reason);
    }
}

Test(machine, reads_bare_metal)
{
    static const struct expected rows[] = {
        {"arch", "x86_64", NULL},
        {"vendor", "GenuineIntel", NULL},
        {"brand", "Intel(R) Xeon(R) Gold 6140 CPU @ 2.30GHz", NULL},
        {"features", "sse4_2 avx avx2 fma bmi2 popcnt erms constant_tsc nonstop_tsc rdtscp", NULL},
        {"logical_cpus_count", "4", NULL},
        {"physical_cores_count", "2", NULL},
        {"sockets_count", "2", NULL},
        {"threads_per_core_count", "2", NULL},
        {"base_clock_mhz", "2300", NULL},
        {"current_clock_mhz", "1200.5", NULL},
        /* The firmware names KVM, but the processor says that it is not virtual. */
        {"hypervisor", "none", NULL},
        {"clocksource", "tsc", NULL},
        {"governor", "powersave", NULL},
        {"turbo", "0", NULL},
        {"smt", "1", NULL},
        {"aslr", "2", NULL},
        {"huge_pages", "madvise", NULL},
        {"perf_event_paranoid", "-1", NULL},
        {"memory_bytes", "16694710272", NULL},
        {"swap_bytes", "2147479552", NULL},
        {"load_1min", "1.25", NULL},
        {"load_5min", "0.5", NULL},
        {"load_15min", "12", NULL},
        {"kernel_release", "6.1.0-18-amd64", NULL},
        {"kernel_version", "#1 SMP PREEMPT_DYNAMIC Debian 6.1.76-1 (2024-02-01)", NULL},
        {"os", "Debian GNU/Linux 12 (bookworm)", NULL},
    };

    expect_facts(METAL, rows, COUNT_OF(rows));
}

Test(machine, reads_a_virtual_arm)
{
    static const struct expected rows[] = {
        {"arch", NULL, "cannot read '/proc/sys/kernel/arch': No such file or directory"},
        {"vendor", "ARM", NULL},
        {"brand", "Neoverse-N1", NULL},
        {"features", "asimd asimddp asimdhp aes crc32 atomics lrcpc", NULL},
        {"logical_cpus_count", "1", NULL},
        {"threads_per_core_count", "1", NULL},
        {"base_clock_mhz", NULL, "neither cpufreq/base_frequency nor the brand tells it"},
        {"current_clock_mhz", NULL,
         "neither cpufreq/scaling_cur_freq nor '/proc/cpuinfo' tells it"},
        {"hypervisor", "QEMU", NULL},
        {"governor", NULL, "the kernel does not set the frequency here (no cpufreq driver)"},
        {"turbo", "1", NULL},
        {"aslr", NULL, "'/proc/sys/kernel/randomize_va_space' holds no number: 'two'"},
        {"huge_pages", NULL,
         "'/sys/kernel/mm/transparent_hugepage/enabled' marks no choice: 'always madvise never'"},
        {"swap_bytes", "0", NULL},
        {"os", "Alpine Linux v3.19", NULL},
    };

    expect_facts(ARM, rows, COUNT_OF(rows));
}

Test(machine, survives_damaged_files)
{
    static const struct expected rows[] = {
        {"vendor", "AuthenticAMD", NULL},
        {"base_clock_mhz", "2450", NULL},
        {"current_clock_mhz", "2449.998", NULL},
        {"hypervisor", "unnamed", NULL},
        {"logical_cpus_count", NULL, "'/sys/devices/system/cpu/online' holds no list of CPUs"},
        {"sockets_count", NULL, "'/sys/devices/system/cpu/online' holds no list of CPUs"},
        {"turbo", NULL, "neither intel_pstate/no_turbo nor cpufreq/boost exists"},
        {"memory_bytes", NULL, "'/proc/meminfo' has MemTotal 'lots kB'"},
        {"swap_bytes", NULL, "'/proc/meminfo' has no line SwapTotal"},
        {"load_1min", NULL, "'/proc/loadavg' holds 'busy'"},
        {"load_15min", NULL, "'/proc/loadavg' holds 'busy'"},
        {"os", NULL, "os-release has no PRETTY_NAME"},
    };

    expect_facts(VIRTUAL, rows, COUNT_OF(rows));
}

/* A fact is known or says why not; never both, never neither. */
static void expect_each_known_or_explained(const char *root)
{
    struct tare_machine machine;
    struct tare_err err = {0};

    cr_assert_eq(tare_machine_read(&machine, root, &err), 0, "%s", err.text);
    for (size_t i = 0; i < tare_machine_fields_count; i++) {
        char text[TARE_MACHINE_TEXT_BYTES];
        const char *reason = render(&machine, &tare_machine_fields[i], text, sizeof text);

        cr_assert_neq(text[0] == '\0', reason[0] == '\0', "%s in %s is '%s' with reason '%s'",
                      tare_machine_fields[i].name, root, text, reason);
    }
    cr_assert_neq(machine.caches.count == 0, machine.caches.reason[0] == '\0', "caches in %s",
                  root);
}

Test(machine, explains_every_fact_it_lacks)
{
    static const char *const roots[] = {METAL, VIRTUAL, ARM, "tests/trees", "/"};

    for (size_t i = 0; i < COUNT_OF(roots); i++)
        expect_each_known_or_explained(roots[i]);
}

Test(machine, finds_nothing_but_the_host_name_in_an_empty_folder)
{
    struct tare_machine machine;
    size_t known_count = 0;

    cr_assert_eq(tare_machine_read(&machine, "tests/trees", NULL), 0, "read");
    for (size_t i = 0; i < tare_machine_fields_count; i++) {
        char text[TARE_MACHINE_TEXT_BYTES];

        render(&machine, &tare_machine_fields[i], text, sizeof text);
        known_count += text[0] != '\0';
    }
    cr_assert_eq(known_count, 1, "%zu facts are known", known_count);
    cr_assert_str_eq(machine.vendor.reason,
                     "cannot read '/proc/cpuinfo': No such file or directory", "'%s'",
                     machine.vendor.reason);
}

Test(machine, agrees_with_uname)
{
    struct tare_machine machine;
    struct utsname names;

    cr_assert_eq(uname(&names), 0, "uname");
    cr_assert_eq(tare_machine_read(&machine, "/", NULL), 0, "read");
    cr_assert_str_eq(machine.arch.value, names.machine, "arch");
    cr_assert_str_eq(machine.hostname.value, names.nodename, "hostname");
    cr_assert_str_eq(machine.kernel_release.value, names.release, "release");
}

Test(machine, refuses_a_root_that_is_no_folder)
{
    static const struct {
        const char *root;
        const char *text;
    } rows[] = {
        {"tests/trees/none",
         "cannot read the machine below 'tests/trees/none': No such file or directory"},
        {"tests/trees/x86_metal/proc/cpuinfo",
         "cannot read the machine below 'tests/trees/x86_metal/proc/cpuinfo': no folder"},
    };

    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct tare_machine machine;
        struct tare_err err = {0};

        cr_assert_eq(tare_machine_read(&machine, rows[i].root, &err), -1, "%s", rows[i].root);
        cr_assert_eq(err.code, TARE_ERR_INPUT, "code %d", (int)err.code);
        cr_assert_str_eq(err.text, rows[i].text, "'%s'", err.text);
    }
}

/* A hypervisor fills up the name that it gives to the processor. */
Test(machine, texts_end_with_their_last_word)
{
    struct tare_machine_text fact = {.reason = "unknown"};

    tare_machine_set_text(&fact, "Virtual Processor \t  ");
    cr_expect_str_eq(fact.value, "Virtual Processor", "'%s'", fact.value);
    cr_expect_str_empty(fact.reason, "%s", fact.reason);
    tare_machine_set_text(&fact, "  ");
    cr_expect_str_empty(fact.value, "'%s'", fact.value);
}

Test(machine, names_fields_once_and_documents_them)
{
    for (size_t i = 0; i < tare_machine_fields_count; i++) {
        const struct tare_machine_field *field = &tare_machine_fields[i];

        cr_assert_eq(find_field(field->name), field, "'%s' is there twice", field->name);
        cr_assert(field->doc[0] != '\0' && field->unit != NULL, "'%s'", field->name);
        cr_assert(i == 0 || field->offset > field[-1].offset, "'%s' is out of order", field->name);
    }
}

static void expect_cache(const struct tare_machine_cache *got,
                         const struct tare_machine_cache *want, size_t i)
{
    cr_assert_eq(got->level, want->level, "%zu: level %d", i, got->level);
    cr_assert_eq(got->type, want->type, "%zu: %s", i, tare_machine_cache_type_name(got->type));
    cr_assert_eq(got->size_bytes, want->size_bytes, "%zu: %lld bytes", i,
                 (long long)got->size_bytes);
    cr_assert_eq(got->line_bytes, want->line_bytes, "%zu: lines of %lld", i,
                 (long long)got->line_bytes);
    cr_assert_eq(got->associativity_ways, want->associativity_ways, "%zu: %lld ways", i,
                 (long long)got->associativity_ways);
    cr_assert_eq(got->shared_cpus_count, want->shared_cpus_count, "%zu: %lld CPUs", i,
                 (long long)got->shared_cpus_count);
}

static void expect_caches(const char *root, const struct tare_machine_cache *rows, size_t count)
{
    struct tare_machine_caches caches;

    tare_machine_caches_read(&caches, root, 0);
    cr_assert_eq(caches.count, count, "%zu caches", caches.count);
    for (size_t i = 0; i < count; i++)
        expect_cache(&caches.items[i], &rows[i], i);
}

Test(machine, sorts_caches_by_level)
{
    static const struct tare_machine_cache rows[] = {
        {1, TARE_MACHINE_CACHE_DATA, 32768, 64, 8, 2},
        {1, TARE_MACHINE_CACHE_INSTRUCTION, 32768, 64, 8, 2},
        {2, TARE_MACHINE_CACHE_UNIFIED, 1048576, 64, 16, 2},
        {3, TARE_MACHINE_CACHE_UNIFIED, 25952256, 64, 11, 2},
    };

    expect_caches(METAL, rows, COUNT_OF(rows));
}

Test(machine, keeps_apart_what_the_kernel_does_not_say)
{
    static const struct tare_machine_cache rows[] = {
        {1, TARE_MACHINE_CACHE_DATA, TARE_MACHINE_UNKNOWN, TARE_MACHINE_UNKNOWN,
         TARE_MACHINE_UNKNOWN, 1},
        {2, TARE_MACHINE_CACHE_UNIFIED, 1048576, TARE_MACHINE_UNKNOWN, TARE_MACHINE_UNKNOWN,
         TARE_MACHINE_UNKNOWN},
    };

    expect_caches(ARM, rows, COUNT_OF(rows));
}

Test(machine, finds_the_cache_of_a_level)
{
    struct tare_machine_caches caches;

    tare_machine_caches_read(&caches, METAL, 0);
    cr_assert_eq(tare_machine_data_cache(&caches, 1), &caches.items[0], "L1 is the data cache");
    cr_assert_eq(tare_machine_data_cache(&caches, 2), &caches.items[2], "L2");
    cr_assert_null(tare_machine_data_cache(&caches, 4), "there is no L4");
    cr_assert_eq(tare_machine_last_level_cache(&caches), &caches.items[3], "the last is L3");

    tare_machine_caches_read(&caches, ARM, 0);
    cr_assert_null(tare_machine_data_cache(&caches, 1), "L1 of unknown size");
    cr_assert_eq(tare_machine_last_level_cache(&caches), &caches.items[1], "the last is L2");

    tare_machine_caches_read(&caches, METAL, 3);
    cr_assert_eq(caches.count, 0, "CPU 3 has none");
    cr_assert_null(tare_machine_last_level_cache(&caches), "none is the last");
    cr_assert_str_eq(caches.reason,
                     "the kernel describes no cache in '/sys/devices/system/cpu/cpu3/cache'",
                     "'%s'", caches.reason);
}

Test(machine, holds_no_data_in_an_instruction_cache)
{
    const struct tare_machine_caches caches = {
        .items = {{1, TARE_MACHINE_CACHE_INSTRUCTION, 32768, 64, 8, 1}},
        .count = 1,
    };

    cr_assert_null(tare_machine_data_cache(&caches, 1), "L1");
    cr_assert_null(tare_machine_last_level_cache(&caches), "the last");
}

Test(machine, counts_the_cpus_of_a_list)
{
    static const struct {
        const char *list;
        int count;
    } rows[] = {
        {"0", 1},
        {"0-3", 4},
        {"0-3,8,10-11", 7},
        {"0,2,4,6", 4},
        {"5-5", 1},
        {"", 0},
        {"0-", 0},
        {"-3", 0},
        {"3-1", 0},
        {"0,", 0},
        {"0,,1", 0},
        {"a", 0},
        {"0-3x", 0},
        {" 0", 0},
        {"0-99999999999", 0},
        {"0-2147483646,0-5", 0},
    };

    for (size_t i = 0; i < COUNT_OF(rows); i++)
        cr_assert_eq(tare_machine_cpu_count(rows[i].list), rows[i].count, "'%s' gave %d",
                     rows[i].list, tare_machine_cpu_count(rows[i].list));
}

Test(machine, reads_noise)
{
    struct tare_machine_noise noise;

    tare_machine_noise_read(&noise, METAL, 1, 77);
    cr_assert(noise.has_steal && noise.has_switches && noise.has_wait, "all is there");
    cr_assert_eq(noise.steal_ns, 100000000, "10 ticks of 10 ms: %lld", (long long)noise.steal_ns);
    cr_assert_eq(noise.busy_ns, 750000000, "75 ticks of 10 ms: %lld", (long long)noise.busy_ns);
    cr_assert_eq(noise.voluntary_switches_count, 120, "voluntary");
    cr_assert_eq(noise.involuntary_switches_count, 7, "involuntary");
    cr_assert_eq(noise.run_queue_wait_ns, 123456, "wait");

    tare_machine_noise_read(&noise, METAL, TARE_MACHINE_UNKNOWN, 0);
    cr_assert_eq(noise.steal_ns, 300000000, "of all CPUs: %lld", (long long)noise.steal_ns);
    cr_assert_eq(noise.run_queue_wait_ns, 654321, "of the caller");
}

Test(machine, lacks_noise_that_cannot_be_read)
{
    struct tare_machine_noise noise;

    tare_machine_noise_read(&noise, METAL, 2, 78);
    cr_assert(!noise.has_steal && !noise.has_switches && !noise.has_wait,
              "no process 78, and CPU 20 is not CPU 2");
    tare_machine_noise_read(&noise, VIRTUAL, 0, 0);
    cr_assert(!noise.has_steal, "steal below zero");
    cr_assert(noise.has_switches, "getrusage knows the caller");
    cr_assert(!noise.has_wait, "schedstat of one column");
}

Test(machine, subtracts_noise)
{
    const struct tare_machine_noise before = {
        .has_steal = true,
        .steal_ns = 30,
        .busy_ns = 1000,
        .has_switches = true,
        .voluntary_switches_count = 5,
        .involuntary_switches_count = 6,
        .has_wait = true,
        .run_queue_wait_ns = 100,
    };
    const struct tare_machine_noise after = {
        .has_steal = true,
        .steal_ns = 70,
        .busy_ns = 3500,
        .has_switches = true,
        .voluntary_switches_count = 15,
        .involuntary_switches_count = 6,
        .run_queue_wait_ns = 900,
    };
    struct tare_machine_noise between = tare_machine_noise_between(&before, &after);

    cr_assert(between.has_steal && between.has_switches, "what both have");
    cr_assert_eq(between.steal_ns, 40, "steal");
    cr_assert_eq(between.busy_ns, 2500, "busy");
    cr_assert_eq(between.voluntary_switches_count, 10, "voluntary");
    cr_assert_eq(between.involuntary_switches_count, 0, "involuntary");
    cr_assert(!between.has_wait && between.run_queue_wait_ns == 0, "what one lacks");
}

Test(machine, reads_what_swapping_does)
{
    struct tare_machine_swap swap;

    tare_machine_swap_read(&swap, METAL);
    cr_expect(swap.used_bytes.known && swap.used_bytes.value == INT64_C(97148) * 1024, "used: %lld",
              (long long)swap.used_bytes.value);
    cr_expect(swap.swappiness.known && swap.swappiness.value == 60, "swappiness: %lld",
              (long long)swap.swappiness.value);
    cr_expect(swap.moved_pages_count.known && swap.moved_pages_count.value == 42, "moved: %lld",
              (long long)swap.moved_pages_count.value);
}

Test(machine, says_why_swapping_is_not_known)
{
    static const struct {
        const char *root;
        const char *used;
        const char *swappiness;
        const char *moved;
    } rows[] = {
        {VIRTUAL, "'/proc/meminfo' has no line SwapTotal",
         "cannot read '/proc/sys/vm/swappiness': No such file or directory",
         "'/proc/vmstat' does not count pages swapped"},
        {ARM, "'/proc/meminfo' has no line SwapFree",
         "cannot read '/proc/sys/vm/swappiness': No such file or directory",
         "cannot read '/proc/vmstat': No such file or directory"},
    };

    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct tare_machine_swap swap;

        tare_machine_swap_read(&swap, rows[i].root);
        cr_expect(!swap.used_bytes.known && !swap.swappiness.known && !swap.moved_pages_count.known,
                  "%s: something is known", rows[i].root);
        cr_expect_str_eq(swap.used_bytes.reason, rows[i].used, "%s", swap.used_bytes.reason);
        cr_expect_str_eq(swap.swappiness.reason, rows[i].swappiness, "%s", swap.swappiness.reason);
        cr_expect_str_eq(swap.moved_pages_count.reason, rows[i].moved, "%s",
                         swap.moved_pages_count.reason);
    }
}
