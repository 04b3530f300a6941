/* SPDX-License-Identifier: MIT */
/*
 * Which CPUs may be used is the machine's; which of them share a core is a made-up tree's.
 */
#include <criterion/criterion.h>

#include <stdio.h>
#include <string.h>

#include "support_run.h"
#include "sys/cpus.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* May run on eight of all CPUs there are, whatever the caller of the tests was confined to. */
static void spread(void)
{
    cpu_set_t some;

    CPU_ZERO(&some);
    for (size_t cpu = 0; cpu < CPU_SETSIZE; cpu++)
        CPU_SET(cpu, &some);
    sched_setaffinity(0, sizeof some, &some);
    sched_getaffinity(0, sizeof some, &some);
    for (size_t cpu = 0; CPU_COUNT(&some) > 8; cpu++)
        CPU_CLR(cpu, &some);
    sched_setaffinity(0, sizeof some, &some);
}

/* The CPUs that may be used, by falling number; how many. */
static size_t list_allowed(uint32_t *cpu, size_t room)
{
    cpu_set_t allowed;
    size_t count = 0;

    cr_assert_eq(sched_getaffinity(0, sizeof allowed, &allowed), 0, "no affinity");
    for (uint32_t i = CPU_SETSIZE; i-- > 0 && count < room;)
        if (CPU_ISSET(i, &allowed))
            cpu[count++] = i;
    return count;
}

/* `siblings` for that CPU in the tree. */
static void put_siblings(const char *root, uint32_t cpu, const char *siblings)
{
    struct run run = run_shell(10,
                               "d=%s/sys/devices/system/cpu/cpu%u/topology; mkdir -p $d && "
                               "echo '%s' >$d/thread_siblings_list",
                               root, cpu, siblings);

    cr_assert_eq(run.status, 0, "%s", run.err);
    run_free(&run);
}

static void expect_cpus(const char *name, const char *root, const uint32_t *cpu, size_t count)
{
    struct tare_cpus cpus;
    struct tare_err err = {0};

    cr_assert_eq(tare_cpus_read(&cpus, root, &err), 0, "%s: %s", name, err.text);
    cr_assert_eq(cpus.count, count, "%s: %zu cores instead of %zu", name, cpus.count, count);
    for (size_t i = 0; i < count; i++)
        cr_expect_eq(cpus.cpu[i], cpu[i], "%s: CPU %u instead of %u", name, cpus.cpu[i], cpu[i]);
}

Test(cpus, without_siblings_each_is_a_core, .init = spread, .timeout = 30)
{
    uint32_t allowed[TARE_CPUS_MAX];
    size_t count = list_allowed(allowed, COUNT(allowed));
    char *root = run_folder_new();
    char own[16];

    expect_cpus("the kernel does not say", root, allowed, count);
    for (size_t i = 0; i < count; i++)
        put_siblings(root, allowed[i], "");
    expect_cpus("empty files", root, allowed, count);
    for (size_t i = 0; i < count; i++) {
        snprintf(own, sizeof own, "%u", allowed[i]);
        put_siblings(root, allowed[i], own);
    }
    expect_cpus("no two share a core", root, allowed, count);
    run_folder_remove(root);
}

Test(cpus, siblings_are_counted_once, .init = spread, .timeout = 30)
{
    static const char separators[] = {'-', ','};
    uint32_t allowed[TARE_CPUS_MAX];
    size_t count = list_allowed(allowed, COUNT(allowed));
    char *root = run_folder_new();
    char both[40];

    for (size_t i = 0; count >= 2 && i < COUNT(separators); i++) {
        uint32_t left[TARE_CPUS_MAX];

        snprintf(both, sizeof both, "%u%c%u", allowed[1], separators[i], allowed[0]);
        put_siblings(root, allowed[0], both);
        put_siblings(root, allowed[1], both);
        memcpy(left, allowed, sizeof left);
        memmove(&left[1], &left[2], (count - 2) * sizeof *left);
        expect_cpus(both, root, left, count - 1);
    }
    run_folder_remove(root);
    if (count < 2)
        cr_skip_test("one CPU has no sibling");
}

Test(cpus, a_process_is_pinned_and_put_back, .init = spread, .timeout = 30)
{
    struct tare_cpus cpus;
    struct tare_err err = {0};
    cpu_set_t now;

    cr_assert_eq(tare_cpus_read(&cpus, "/", &err), 0, "%s", err.text);
    cr_assert_eq(tare_cpus_pin(cpus.cpu[0], &err), 0, "%s", err.text);
    sched_getaffinity(0, sizeof now, &now);
    cr_expect(CPU_COUNT(&now) == 1 && CPU_ISSET(cpus.cpu[0], &now), "it is not on CPU %u alone",
              cpus.cpu[0]);
    tare_cpus_unpin(&cpus);
    sched_getaffinity(0, sizeof now, &now);
    cr_expect(CPU_EQUAL(&now, &cpus.allowed), "it may not run where it could before");
}

Test(cpus, a_cpu_that_is_not_there_is_told, .init = spread)
{
    struct tare_err err = {0};

    cr_expect_eq(tare_cpus_pin(CPU_SETSIZE - 1, &err), -1, "CPU 1023 is there");
    cr_expect_eq(err.code, TARE_ERR_UNFIT, "code %d", (int)err.code);
    cr_expect_str_eq(err.text, "cannot stay on CPU 1023: Invalid argument", "'%s'", err.text);
}
