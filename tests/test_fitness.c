/* SPDX-License-Identifier: MIT */
/*
 * Each check of tare doctor at each verdict that it can give, from a machine on which all is well
 * and one thing is changed; and what the trees under tests/trees come to.
 */
#include "model/fitness.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conduct/doctor.h"
#include "model/json.h"
#include "model/json_fitness.h"
#include "report/doctor.h"
#include "support_fitness.h"
#include "support_result.h"
#include "support_run.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* One change of the machine; the names say what. */
#define CHANGE(name, statement)                                                                    \
    static void name(struct scene *s)                                                              \
    {                                                                                              \
        statement;                                                                                 \
    }
#define UNKNOWN(name, fact)                                                                        \
    static void name(struct scene *s)                                                              \
    {                                                                                              \
        memset(&s->fact, 0, sizeof s->fact);                                                       \
        strcpy(s->fact.reason, "it is hidden");                                                    \
    }

CHANGE(nothing, (void)s)
CHANGE(arm_counter, strcpy(s->machine.clocksource.value, "arch_sys_counter"))
CHANGE(kvm_clock, strcpy(s->machine.clocksource.value, "kvm-clock"))
CHANGE(hpet, strcpy(s->machine.clocksource.value, "hpet"))
CHANGE(jiffies, strcpy(s->machine.clocksource.value, "jiffies"))
UNKNOWN(no_clocksource, machine.clocksource)
CHANGE(dear_clock, s->clock.cost_ns = 301)
CHANGE(too_dear_clock, s->clock.cost_ns = 1501)
CHANGE(no_clock, s->facts.clock = NULL; s->facts.clock_reason = "it does not advance")
CHANGE(coarse_clock, s->clock.resolution_ns = 1000)
CHANGE(too_coarse_clock, s->clock.resolution_ns = 4e6)
CHANGE(clock_steps_back, s->watch.backward_count = 3)
CHANGE(clock_never_read, s->watch.readings_count = 0)
CHANGE(arm_features, strcpy(s->machine.features.value, "asimd aes"))
CHANGE(tsc_stops, strcpy(s->machine.features.value, "sse4_2 constant_tsc"))
CHANGE(tsc_varies, strcpy(s->machine.features.value, "sse4_2"))
UNKNOWN(no_features, machine.features)
CHANGE(confined, s->facts.usable_cores_count = 3)
CHANGE(one_core, s->facts.usable_cores_count = 1; s->machine.physical_cores_count.value = 1)
CHANGE(no_cores, s->facts.usable_cores_count = 0; s->facts.cores_reason = "it is hidden")
CHANGE(two_threads, s->machine.threads_per_core_count.value = 2)
UNKNOWN(no_threads, machine.threads_per_core_count)
CHANGE(rare_sibling, s->watch.sibling_ratio = 0.01)
CHANGE(busy_sibling, s->watch.sibling_ratio = 0.31)
CHANGE(no_sibling_probe, s->watch.sibling_ratio = NAN)
CHANGE(powersave, strcpy(s->machine.governor.value, "powersave"))
UNKNOWN(no_governor, machine.governor)
CHANGE(turbo_on, s->machine.turbo.value = 1)
UNKNOWN(no_turbo, machine.turbo)
CHANGE(kvm, strcpy(s->machine.hypervisor.value, "KVM"))
UNKNOWN(no_hypervisor, machine.hypervisor)
CHANGE(some_steal, s->watch.steal_ns = 20e6)
CHANGE(much_steal, s->watch.steal_ns = 110e6)
CHANGE(no_steal, s->watch.steal_ns = NAN)
CHANGE(watched_for_no_time, s->watch.watched_ns = 0)
CHANGE(some_load, s->machine.load_1min.value = 0.41)
CHANGE(much_load, s->machine.load_1min.value = 80)
CHANGE(some_wait, s->watch.waited_ns = 250e6)
CHANGE(much_wait, s->watch.waited_ns = 333e6)
CHANGE(no_wait, s->watch.waited_ns = NAN)
CHANGE(never_busy, s->watch.busy_ns = 0)
UNKNOWN(no_load, machine.load_1min)
CHANGE(load_on_nothing, s->facts.usable_cores_count = 0;
       s->machine.physical_cores_count.known = false)
CHANGE(huge_always, strcpy(s->machine.huge_pages.value, "always"))
UNKNOWN(no_huge, machine.huge_pages)
CHANGE(aslr_of_mmap, s->machine.aslr.value = 1)
CHANGE(aslr_off, s->machine.aslr.value = 0)
CHANGE(aslr_off_here, s->facts.aslr_off_here = true)
UNKNOWN(no_aslr, machine.aslr)
CHANGE(swap_in_use, s->swap.used_bytes.value = 5 << 20)
CHANGE(swapping, s->watch.moved_pages_count = 17)
CHANGE(no_space, s->machine.swap_bytes.value = 0; s->swap.swappiness.known = false)
CHANGE(moves_unknown, s->watch.moved_pages_count = NAN)
UNKNOWN(no_swap, swap.used_bytes)
CHANGE(three_differ, s->selftest.different_count = 3)
CHANGE(four_differ, s->selftest.different_count = 4)
CHANGE(six_differ, s->selftest.different_count = 6)
CHANGE(test_failed, strcpy(s->selftest.reason, "a: crashed: SIGSEGV"))
CHANGE(cpu_needs_10s, s->selftest.work[0].detects_1s_ratio = 0.011)
CHANGE(cpu_needs_more, s->selftest.work[0].detects_1s_ratio = 0.05;
       s->selftest.work[0].detects_10s_ratio = 0.02)
CHANGE(memory_too_long, s->selftest.work[1].detects_1s_ratio = NAN)
CHANGE(memory_far_too_long, s->selftest.work[1].detects_1s_ratio = NAN;
       s->selftest.work[1].detects_10s_ratio = NAN)
CHANGE(few_memory_sets, s->selftest.work[1].set_count = 9)
CHANGE(no_memory_work, s->selftest.work_count = 1)

static const struct row {
    const char *check;
    void (*change)(struct scene *s);
    enum tare_fitness_verdict verdict;
    const char *value; /* found in it */
} rows[] = {
    {"clock_source", nothing, TARE_FITNESS_FIT, "tsc"},
    {"clock_source", arm_counter, TARE_FITNESS_FIT, "arch_sys_counter"},
    {"clock_source", kvm_clock, TARE_FITNESS_CAUTION, "kvm-clock"},
    {"clock_source", hpet, TARE_FITNESS_CAUTION, "hpet"},
    {"clock_source", jiffies, TARE_FITNESS_UNFIT, "jiffies"},
    {"clock_source", no_clocksource, TARE_FITNESS_UNKNOWN, "it is hidden"},
    {"clock_cost", nothing, TARE_FITNESS_FIT, "22.0 ns a reading of CLOCK_MONOTONIC_RAW"},
    {"clock_cost", dear_clock, TARE_FITNESS_CAUTION, "301 ns"},
    {"clock_cost", too_dear_clock, TARE_FITNESS_UNFIT, "1.50 µs"},
    {"clock_cost", no_clock, TARE_FITNESS_UNFIT, "it does not advance"},
    {"clock_resolution", nothing, TARE_FITNESS_FIT, "10.0 ns"},
    {"clock_resolution", coarse_clock, TARE_FITNESS_CAUTION, "1.00 µs"},
    {"clock_resolution", too_coarse_clock, TARE_FITNESS_UNFIT, "4.00 ms"},
    {"clock_resolution", no_clock, TARE_FITNESS_UNKNOWN, "it does not advance"},
    {"clock_order", nothing, TARE_FITNESS_FIT, "none of 1,000,000"},
    {"clock_order", clock_steps_back, TARE_FITNESS_UNFIT, "3 of 1,000,000"},
    {"clock_order", clock_never_read, TARE_FITNESS_UNKNOWN, "not read"},
    {"tsc", nothing, TARE_FITNESS_FIT, "invariant"},
    {"tsc", arm_features, TARE_FITNESS_FIT, "generic timer"},
    {"tsc", tsc_stops, TARE_FITNESS_CAUTION, "it stops"},
    {"tsc", tsc_varies, TARE_FITNESS_CAUTION, "its rate follows"},
    {"tsc", no_features, TARE_FITNESS_UNKNOWN, "it is hidden"},
    {"cores", nothing, TARE_FITNESS_FIT, "4"},
    {"cores", confined, TARE_FITNESS_FIT, "3 of 4"},
    {"cores", one_core, TARE_FITNESS_CAUTION, "1"},
    {"cores", no_cores, TARE_FITNESS_UNKNOWN, "it is hidden"},
    {"smt", nothing, TARE_FITNESS_FIT, "none"},
    {"smt", two_threads, TARE_FITNESS_CAUTION, "2 threads"},
    {"smt", no_threads, TARE_FITNESS_UNKNOWN, "it is hidden"},
    {"smt_busy", nothing, TARE_FITNESS_FIT, "0 % of 500 ms"},
    {"smt_busy", rare_sibling, TARE_FITNESS_FIT, "1.0 % of 500 ms"},
    {"smt_busy", busy_sibling, TARE_FITNESS_CAUTION, "31 % of 500 ms"},
    {"smt_busy", no_sibling_probe, TARE_FITNESS_UNKNOWN, "too few probes"},
    {"governor", nothing, TARE_FITNESS_FIT, "performance"},
    {"governor", powersave, TARE_FITNESS_CAUTION, "powersave"},
    {"governor", no_governor, TARE_FITNESS_UNKNOWN, "it is hidden"},
    {"turbo", nothing, TARE_FITNESS_FIT, "off"},
    {"turbo", turbo_on, TARE_FITNESS_CAUTION, "on"},
    {"turbo", no_turbo, TARE_FITNESS_UNKNOWN, "it is hidden"},
    {"hypervisor", nothing, TARE_FITNESS_FIT, "none"},
    {"hypervisor", kvm, TARE_FITNESS_CAUTION, "KVM"},
    {"hypervisor", no_hypervisor, TARE_FITNESS_UNKNOWN, "it is hidden"},
    {"steal", nothing, TARE_FITNESS_FIT, "0 % of 1.00 s"},
    {"steal", some_steal, TARE_FITNESS_CAUTION, "2.0 % of 1.00 s"},
    {"steal", much_steal, TARE_FITNESS_UNFIT, "11 % of 1.00 s"},
    {"steal", no_steal, TARE_FITNESS_UNKNOWN, "does not tell"},
    {"steal", watched_for_no_time, TARE_FITNESS_UNKNOWN, "does not tell"},
    {"load", nothing, TARE_FITNESS_FIT, "0.10 in the last minute, over 4 cores"},
    {"load", some_load, TARE_FITNESS_CAUTION, "0.41"},
    {"load", much_load, TARE_FITNESS_CAUTION, "80.00"},
    {"load", no_load, TARE_FITNESS_UNKNOWN, "it is hidden"},
    {"load", load_on_nothing, TARE_FITNESS_UNKNOWN, "how many cores"},
    {"waited", nothing, TARE_FITNESS_FIT, "0 % of 500 ms"},
    {"waited", some_wait, TARE_FITNESS_CAUTION, "50 % of 500 ms"},
    {"waited", much_wait, TARE_FITNESS_UNFIT, "67 % of 500 ms"},
    {"waited", no_wait, TARE_FITNESS_UNKNOWN, "does not tell"},
    {"waited", never_busy, TARE_FITNESS_UNKNOWN, "does not tell"},
    {"huge_pages", nothing, TARE_FITNESS_FIT, "madvise"},
    {"huge_pages", huge_always, TARE_FITNESS_CAUTION, "always"},
    {"huge_pages", no_huge, TARE_FITNESS_UNKNOWN, "it is hidden"},
    {"aslr", nothing, TARE_FITNESS_FIT, "on"},
    {"aslr", aslr_of_mmap, TARE_FITNESS_CAUTION, "heap"},
    {"aslr", aslr_off, TARE_FITNESS_UNFIT, "off: "},
    {"aslr", aslr_off_here, TARE_FITNESS_UNFIT, "off for this process"},
    {"aslr", no_aslr, TARE_FITNESS_UNKNOWN, "it is hidden"},
    {"swap", nothing, TARE_FITNESS_FIT, "unused, swappiness 60"},
    {"swap", no_space, TARE_FITNESS_FIT, "none"},
    {"swap", moves_unknown, TARE_FITNESS_FIT, "unused"},
    {"swap", swap_in_use, TARE_FITNESS_CAUTION, "5.00 MiB in use"},
    {"swap", swapping, TARE_FITNESS_UNFIT, "17 pages"},
    {"swap", no_swap, TARE_FITNESS_UNKNOWN, "it is hidden"},
    {"self_pairs", nothing, TARE_FITNESS_FIT, "1 of 20"},
    {"self_pairs", three_differ, TARE_FITNESS_FIT, "3 of 20"},
    {"self_pairs", four_differ, TARE_FITNESS_CAUTION, "4 of 20"},
    {"self_pairs", six_differ, TARE_FITNESS_UNFIT, "6 of 20"},
    {"self_pairs", test_failed, TARE_FITNESS_UNKNOWN, "SIGSEGV"},
    {"self_cpu", nothing, TARE_FITNESS_FIT, "0.4 % in 1 s, 0.1 % in 10 s: multiplies"},
    {"self_cpu", cpu_needs_10s, TARE_FITNESS_CAUTION, "1.1 % in 1 s"},
    {"self_cpu", cpu_needs_more, TARE_FITNESS_UNFIT, "2.0 % in 10 s"},
    {"self_cpu", test_failed, TARE_FITNESS_UNKNOWN, "SIGSEGV"},
    {"self_memory", nothing, TARE_FITNESS_FIT, "2.0 % in 1 s"},
    {"self_memory", memory_too_long, TARE_FITNESS_CAUTION, "none in 1 s, 0.5 % in 10 s"},
    {"self_memory", memory_far_too_long, TARE_FITNESS_UNFIT, "none in 10 s"},
    {"self_memory", few_memory_sets, TARE_FITNESS_UNKNOWN, "9 sets were all"},
    {"self_memory", no_memory_work, TARE_FITNESS_UNKNOWN, "not measured"},
};

Test(fitness, each_check_at_each_verdict)
{
    for (size_t i = 0; i < COUNT(rows); i++) {
        const struct row *row = &rows[i];
        const struct tare_fitness_check *check;
        struct tare_fitness fitness;
        struct scene scene;

        support_fitness_scene(&scene);
        row->change(&scene);
        tare_fitness_judge(&fitness, &scene.facts);
        check = tare_fitness_find(&fitness, row->check);
        cr_assert_not_null(check, "%s was not made (row %zu)", row->check, i);
        cr_expect_eq(check->verdict, row->verdict, "%s, '%s': %s, not %s", row->check, check->value,
                     tare_fitness_name(check->verdict), tare_fitness_name(row->verdict));
        cr_expect_not_null(strstr(check->value, row->value), "%s: no '%s' in '%s'", row->check,
                           row->value, check->value);
        cr_expect_eq(*check->advice != '\0',
                     row->verdict == TARE_FITNESS_CAUTION || row->verdict == TARE_FITNESS_UNFIT,
                     "%s, %s: its advice is '%s'", row->check, check->value, check->advice);
        cr_expect_gt(strlen(check->brief), 0, "%s says nothing in brief", row->check);
        /* All else being well, or unknown with it, the machine is what its worst check is. */
        cr_expect_geq(fitness.verdict, check->verdict, "%s is worse than the machine", row->check);
    }
}

/* Every check has a row for what it can say: at least fit and one more. */
Test(fitness, no_check_is_left_out_above)
{
    struct tare_fitness fitness;
    struct scene scene;

    support_fitness_scene(&scene);
    tare_fitness_judge(&fitness, &scene.facts);
    cr_expect_eq(fitness.verdict, TARE_FITNESS_FIT, "the scene is %s",
                 tare_fitness_name(fitness.verdict));
    for (size_t i = 0; i < fitness.count; i++) {
        size_t count = 0;

        for (size_t j = 0; j < COUNT(rows); j++)
            count += strcmp(rows[j].check, fitness.check[i].name) == 0;
        cr_expect_geq(count, 3, "%s has %zu rows", fitness.check[i].name, count);
    }
}

static void expect_line(const char *what, const struct tare_fitness *fitness, const char *expected)
{
    struct tare_buf line = TARE_BUF_INIT;

    tare_fitness_line(fitness, &line);
    cr_expect_str_eq(line.text, expected, "%s: '%s'", what, line.text);
    tare_buf_free(&line);
}

Test(fitness, the_line_tells_the_worst_first)
{
    struct tare_fitness fitness = {0};
    struct scene scene;

    expect_line("no checks", &fitness, "");
    support_fitness_scene(&scene);
    tare_fitness_judge(&fitness, &scene.facts);
    expect_line("all is well", &fitness, "fit: clock 22 ns, 4 cores, load 0.1");
    kvm(&scene);
    some_load(&scene);
    no_turbo(&scene);
    no_governor(&scene);
    tare_fitness_judge(&fitness, &scene.facts);
    expect_line("a virtual machine", &fitness,
                "caution: hypervisor KVM, load 0.41; fit: clock 22 ns, 4 cores; "
                "unknown: governor, turbo");
    aslr_off(&scene);
    one_core(&scene);
    tare_fitness_judge(&fitness, &scene.facts);
    expect_line("an unfit one", &fitness,
                "unfit: no ASLR; caution: 1 core, hypervisor KVM, load 0.41; fit: clock 22 ns; "
                "unknown: governor, turbo");
}

/* What is not watched is left out, not unknown: the line of a result has no time for it. */
Test(fitness, without_watching_there_are_fewer_checks)
{
    static const char *const gone[] = {"clock_order", "steal",    "waited",
                                       "self_pairs",  "self_cpu", "self_memory"};
    struct tare_fitness fitness;
    struct scene scene;

    support_fitness_scene(&scene);
    scene.facts.watch = NULL;
    scene.facts.selftest = NULL;
    swap_in_use(&scene);
    tare_fitness_judge(&fitness, &scene.facts);
    for (size_t i = 0; i < COUNT(gone); i++)
        cr_expect_null(tare_fitness_find(&fitness, gone[i]), "%s was made", gone[i]);
    cr_expect_eq(fitness.count, 13, "%zu checks", fitness.count);
    cr_expect_eq(fitness.verdict, TARE_FITNESS_CAUTION, "%s", tare_fitness_name(fitness.verdict));
}

static void expect_tree(const char *root, const char *name, enum tare_fitness_verdict verdict,
                        const char *value)
{
    struct tare_doctor doctor;
    struct tare_fitness fitness;
    const struct tare_fitness_check *check;
    struct tare_err err = {0};

    cr_assert_eq(
        tare_doctor_look(&doctor, &(struct tare_doctor_params){.root = root, .quick = true}, &err),
        0, "%s: %s", root, err.text);
    tare_doctor_judge(&doctor, &fitness);
    check = tare_fitness_find(&fitness, name);
    cr_assert_not_null(check, "%s: no %s", root, name);
    cr_expect_eq(check->verdict, verdict, "%s: %s is %s: %s", root, name,
                 tare_fitness_name(check->verdict), check->value);
    cr_expect_not_null(strstr(check->value, value), "%s: %s: '%s'", root, name, check->value);
    if (verdict == TARE_FITNESS_UNFIT)
        cr_expect_eq(fitness.verdict, TARE_FITNESS_UNFIT, "%s is %s", root,
                     tare_fitness_name(fitness.verdict));
    tare_doctor_free(&doctor);
}

Test(fitness, judges_what_stands_in_a_tree, .timeout = 60)
{
    static const char metal[] = "tests/trees/x86_metal";
    static const char unfit[] = "tests/trees/x86_unfit";

    expect_tree(metal, "clock_source", TARE_FITNESS_FIT, "tsc");
    expect_tree(metal, "tsc", TARE_FITNESS_FIT, "invariant");
    expect_tree(metal, "smt", TARE_FITNESS_CAUTION, "2 threads");
    expect_tree(metal, "governor", TARE_FITNESS_CAUTION, "powersave");
    expect_tree(metal, "turbo", TARE_FITNESS_FIT, "off");
    expect_tree(metal, "hypervisor", TARE_FITNESS_FIT, "none");
    expect_tree(metal, "load", TARE_FITNESS_CAUTION, "1.25 in the last minute, over 2 cores");
    expect_tree(metal, "swap", TARE_FITNESS_CAUTION, "94.9 MiB in use, swappiness 60");
    expect_tree(unfit, "clock_source", TARE_FITNESS_UNFIT, "refined-jiffies");
    expect_tree(unfit, "tsc", TARE_FITNESS_UNKNOWN, "lists none that is known here");
    expect_tree(unfit, "load", TARE_FITNESS_CAUTION, "7.50 in the last minute, over 1 core");
    expect_tree(unfit, "aslr", TARE_FITNESS_UNFIT, "off");
    expect_tree(unfit, "hypervisor", TARE_FITNESS_CAUTION, "unnamed");
    expect_tree(unfit, "huge_pages", TARE_FITNESS_CAUTION, "always");
    expect_tree("tests/trees/x86_virtual", "swap", TARE_FITNESS_UNKNOWN, "has no line SwapTotal");
    expect_tree("tests/trees/arm_virtual", "steal", TARE_FITNESS_UNKNOWN, "does not tell");
}

Test(fitness, a_tree_that_is_none_is_an_error)
{
    struct tare_doctor doctor;
    struct tare_err err = {0};

    cr_assert_eq(tare_doctor_look(
                     &doctor, &(struct tare_doctor_params){.root = "tests/trees/nonesuch"}, &err),
                 -1, "it was read");
    cr_expect_eq(err.code, TARE_ERR_INPUT, "code %d", (int)err.code);
    cr_expect_not_null(strstr(err.text, "tests/trees/nonesuch"), "%s", err.text);
    tare_doctor_free(&doctor);
}

/* A machine with something of each verdict, and long texts. */
static void make_shown(struct scene *scene, struct tare_fitness *fitness)
{
    support_fitness_scene(scene);
    kvm(scene);
    kvm_clock(scene);
    no_governor(scene);
    strcpy(
        scene->machine.turbo.reason,
        "neither intel_pstate/no_turbo nor cpufreq/boost exists below a root that is rather long");
    scene->machine.turbo.known = false;
    turbo_on(scene);
    much_steal(scene);
    four_differ(scene);
    tare_fitness_judge(fitness, &scene->facts);
}

Test(fitness, golden_table)
{
    static const struct {
        const char *golden;
        struct tare_table_style style;
    } cases[] = {
        {"doctor_80.txt", {80, 0, true, false}},
        {"doctor_120_256_colours.txt", {120, 256, true, false}},
        {"doctor_40_ascii.txt", {40, 0, false, false}},
    };
    struct tare_fitness fitness;
    struct scene scene;

    make_shown(&scene, &fitness);
    for (size_t i = 0; i < COUNT(cases); i++) {
        FILE *file = tmpfile();

        cr_assert_not_null(file, "no temporary file");
        cr_expect_eq(tare_doctor_write(file, &fitness, &cases[i].style, NULL), 0, "%s: written",
                     cases[i].golden);
        cr_expect(support_golden_matches(file, cases[i].golden), "%s", cases[i].golden);
        fclose(file);
    }
}

Test(fitness, golden_json)
{
    struct tare_fitness fitness;
    struct scene scene;
    FILE *file = tmpfile();

    cr_assert_not_null(file, "no temporary file");
    make_shown(&scene, &fitness);
    scene.selftest.work[0].detects_1s_ratio = NAN;
    cr_expect_eq(tare_fitness_write_json(file, &fitness, &scene.selftest, NULL), 0, "written");
    cr_expect(support_golden_matches(file, "doctor.json"), "doctor.json");
    fclose(file);
}

Test(fitness, a_full_disk_is_an_error)
{
    struct tare_fitness fitness;
    struct scene scene;
    struct tare_err err = {0};
    FILE *file = fopen("/dev/full", "w");

    cr_assert_not_null(file, "no /dev/full");
    make_shown(&scene, &fitness);
    cr_expect_eq(tare_doctor_write(file, &fitness, &(struct tare_table_style){0}, &err), -1,
                 "table");
    cr_expect_eq(err.code, TARE_ERR_SYSTEM, "code %d", (int)err.code);
    cr_expect_eq(tare_fitness_write_json(file, &fitness, NULL, NULL), -1, "JSON");
    fclose(file);
}

/* Results of before the line on the machine are read as ever. */
Test(fitness, an_older_result_has_none)
{
    struct tare_result result;
    struct tare_err err = {0};
    size_t bytes;
    char *text = run_read_file("tests/golden/result.json", &bytes);
    char *line = text ? strstr(text, " \"fitness\": ") : NULL;

    cr_assert_not_null(line, "no fitness in tests/golden/result.json");
    memset(line, ' ', strcspn(line, "\n"));
    cr_assert_eq(tare_json_parse(text, bytes, "x", &result, &err), 0, "%s", err.text);
    cr_expect_null(result.fitness, "it is '%s'", result.fitness);
    tare_result_free(&result);
    free(text);
}
