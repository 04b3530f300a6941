/* SPDX-License-Identifier: MIT */
/* Counters by perf_event_open: names, reasons, and what the kernel counts where it counts. */
#include <criterion/criterion.h>

#include <errno.h>
#include <linux/perf_event.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "support_run.h"
#include "support_tare.h"
#include "sys/perf.h"

Test(perf, events_are_named_as_perf_names_them)
{
    static const struct {
        const char *name;
        uint32_t type;
        uint64_t config;
    } known[] = {
        {"cycles", PERF_TYPE_HARDWARE, 0},
        {"branch-misses", PERF_TYPE_HARDWARE, 5},
        {"L1-dcache-load-misses", PERF_TYPE_HW_CACHE, 0x10000},
        {"iTLB-loads", PERF_TYPE_HW_CACHE, 4},
        {"page-faults", PERF_TYPE_SOFTWARE, 2},
        {"r1A8", PERF_TYPE_RAW, 0x1a8},
    };

    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        struct tare_perf_event event;

        cr_assert_eq(tare_perf_find(known[i].name, &event, NULL), 0, "%s", known[i].name);
        cr_expect_eq(event.type, known[i].type, "%s", known[i].name);
        cr_expect_eq(event.config, known[i].config, "%s", known[i].name);
        cr_expect_str_eq(event.name, known[i].name);
    }
}

Test(perf, other_names_are_refused)
{
    static const char *const names[] = {"", "r", "rx", "r12345678901234567", "Cycles!", "cycels"};
    struct tare_err err = {0};
    struct tare_perf_event event;

    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        err = (struct tare_err){0};
        cr_expect_eq(tare_perf_find(names[i], &event, &err), -1, "'%s' is an event", names[i]);
        cr_expect_eq(err.code, TARE_ERR_USAGE);
    }
    cr_expect_not_null(strstr(err.text, "did you mean cycles?"), "%s", err.text);
}

static void write_file(const char *folder, const char *path, const char *text)
{
    struct run run = run_shell(10, "cd %s && mkdir -p $(dirname %s) && printf '%s\\n' >%s", folder,
                               path, text, path);

    cr_assert_eq(run.status, 0, "%s", run.err);
    run_free(&run);
}

static void expect_reason(int error_number, uint32_t type, const char *root, const char *part)
{
    char reason[TARE_PERF_REASON_BYTES];

    tare_perf_explain(error_number, type, root, reason, sizeof reason);
    cr_expect_not_null(strstr(reason, part), "no '%s' in: %s", part, reason);
    cr_expect_not_null(strstr(reason, strerror(error_number)), "%s", reason);
}

Test(perf, reasons_tell_what_is_in_the_way)
{
    char *root = run_folder_new();

    expect_reason(ENOENT, PERF_TYPE_HARDWARE, root, "CONFIG_PERF_EVENTS");
    write_file(root, "proc/sys/kernel/perf_event_paranoid", "2");
    write_file(root, "sys/bus/event_source/devices/software/type", "1");
    expect_reason(ENOENT, PERF_TYPE_HARDWARE, root, "virtual machine");
    expect_reason(ENOENT, PERF_TYPE_SOFTWARE, root, "does not count it");
    expect_reason(EPERM, PERF_TYPE_HARDWARE, root, "seccomp");
    write_file(root, "proc/sys/kernel/perf_event_paranoid", "4");
    expect_reason(EACCES, PERF_TYPE_SOFTWARE, root, "perf_event_paranoid is 4");
    write_file(root, "sys/bus/event_source/devices/cpu/type", "4");
    expect_reason(ENOENT, PERF_TYPE_HW_CACHE, root, "processor does not count it");
    run_folder_remove(root);
}

/* Faults of this process, those outside of start and stop left out; starting again begins at 0. */
Test(perf, faults_between_start_and_stop_are_counted)
{
    enum { PAGES = 50 };
    const size_t bytes = PAGES * (size_t)sysconf(_SC_PAGESIZE);
    struct tare_perf_event event[2];
    struct tare_perf_count count[2];
    struct tare_perf *perf;

    cr_assert_eq(tare_perf_find("page-faults", &event[0], NULL), 0);
    cr_assert_eq(tare_perf_find("cs", &event[1], NULL), 0);
    perf = tare_perf_open(getpid(), event, 2, "/", NULL);
    cr_assert_not_null(perf);
    for (int round = 0; round < 2; round++) {
        volatile char *memory =
            mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

        cr_assert_neq((char *)memory, MAP_FAILED);
        madvise((char *)memory, bytes, MADV_NOHUGEPAGE);
        memory[0] = 1;
        tare_perf_start(perf);
        for (size_t i = 1; i < PAGES; i++)
            memory[i * bytes / PAGES] = 1;
        tare_perf_stop(perf);
        tare_perf_read(perf, count);
        cr_expect(isnan(count[1].value));
        cr_expect_not_null(strstr(count[1].reason, "user space alone"), "%s", count[1].reason);
        munmap((char *)memory, bytes);
        if (isnan(count[0].value)) {
            cr_expect_neq(count[0].reason[0], '\0');
            break;
        }
        cr_expect_geq(count[0].value, PAGES - 1);
        cr_expect_lt(count[0].value, PAGES + 20, "%g faults", count[0].value);
        cr_expect_eq(count[0].running_ratio, 1);
    }
    tare_perf_close(perf);
}

Test(perf, a_run_has_a_column_for_each_counter, .timeout = 60)
{
    struct tare_run run = tare_run("", "profiled", "--filter '^page' --counters page-faults,cs");
    const char *faults = tare_run_cell(&run, "pages/touch", "counter:page-faults");
    char *path = tare_run_path(run.folder, "result.json");
    char *json = run_read_file(path, NULL);

    cr_assert_eq(run.run.status, 0, "%s%s", run.run.out, run.run.err);
    tare_run_expect(&run, "pages/touch", "counter:cs", "");
    cr_assert_not_null(json);
    cr_expect_not_null(strstr(json, "user space alone"));
    cr_expect_not_null(strstr(run.run.out, "counter:cs unavailable: "), "%s", run.run.out);
    if (*faults)
        cr_expect_str_eq(faults, "3");
    tare_run_expect(&run, "pages/fresh", "counter:page-faults", "");
    cr_expect_not_null(strstr(json, "makes a fresh input for each operation"));
    if (*faults) {
        tare_run_expect(&run, "page_threads/touch", "counter:page-faults", "1");
        if (*tare_run_cell(&run, "page_threads/touch/threads:2", "time_ns"))
            tare_run_expect(&run, "page_threads/touch/threads:2", "counter:page-faults", "1");
    }
    free(json);
    free(path);
    tare_run_free(&run);
}

Test(perf, unknown_counters_are_refused, .timeout = 60)
{
    static const char *const lists[] = {"", "cycles,", "cycles,cycles", "cycels"};

    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        struct run run = run_shell(30, "%s/tare run %s/fixtures/profiled --counters '%s'",
                                   run_build_folder(), run_build_folder(), lists[i]);

        cr_expect_eq(run.status, 2, "%s: %s", lists[i], run.err);
        cr_expect_not_null(strstr(run.err, "--counters"), "%s", run.err);
        run_free(&run);
    }
}
