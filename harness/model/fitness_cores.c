/* SPDX-License-Identifier: MIT */
#include "model/fitness_inside.h"

#include <math.h>
#include <string.h>

#include "base/units.h"

/*
 * A median over samples of which a share e was disturbed is the quantile 0.5 / (1 - e) of those
 * that were not. At 1 % it is the median still (0.01 standard deviations off), but the 99th
 * percentile speaks of the disturbance; at 10 % it is 0.14 of their standard deviation off, which
 * for samples that spread by 0.7 % is the floor of 0.1 %.
 */
#define DISTURBED_FIT_RATIO   0.01
#define DISTURBED_UNFIT_RATIO 0.10

/*
 * Runnable tasks a core, without us: up to 0.1 the core that measures is disturbed for a tenth of
 * the time at most, as above. No load is unfit in itself: it is an average of the last minute (a
 * build that has just ended is all in it), and who is there now is seen by waiting.
 */
#define LOAD_FIT_RATIO 0.1

/*
 * Verdicts were still right with a hog on the core that measures, who takes half of it
 * (STATISTICS.md); two take two thirds, and an arm then runs for less time than it waits.
 */
#define WAITED_UNFIT_RATIO 0.6

bool tare_fitness_cores(const struct tare_fitness_facts *facts, struct tare_fitness_check *check)
{
    const struct tare_machine_integer *all = &facts->machine->physical_cores_count;
    size_t usable = facts->usable_cores_count;

    if (!usable) {
        tare_fitness_tell_unknown(check, facts->cores_reason);
        return true;
    }
    tare_fitness_number(check, (double)usable, "");
    if (all->known && all->value > (int64_t)usable)
        tare_fitness_tell(check, TARE_FITNESS_FIT, "%zu of %lld may be used", usable,
                          (long long)all->value);
    else
        tare_fitness_tell(check, TARE_FITNESS_FIT, "%zu", usable);
    tare_fitness_brief(check, "%zu core%s", usable, usable == 1 ? "" : "s");
    if (usable > 1)
        return true;
    check->verdict = TARE_FITNESS_CAUTION;
    check->advice =
        "all else here and the interrupts run on the core that measures: leave it alone";
    return true;
}

bool tare_fitness_siblings(const struct tare_fitness_facts *facts, struct tare_fitness_check *check)
{
    const struct tare_machine_integer *threads = &facts->machine->threads_per_core_count;

    if (!threads->known) {
        tare_fitness_tell_unknown(check, threads->reason);
        return true;
    }
    tare_fitness_number(check, (double)threads->value, "");
    if (threads->value <= 1) {
        tare_fitness_tell(check, TARE_FITNESS_FIT, "none: one thread a core");
        return true;
    }
    tare_fitness_tell(check, TARE_FITNESS_CAUTION, "%lld threads share a core",
                      (long long)threads->value);
    tare_fitness_brief(check, "%lld threads a core", (long long)threads->value);
    check->advice = "leave the siblings idle, or: echo off > /sys/devices/system/cpu/smt/control";
    return true;
}

/*
 * Probes err in one of a hundred. Turns take what a sibling does to all arms alike, but not what it
 * does to each: an arm that waits for its own results does not notice it at all, and one that is
 * bound by the core's units takes up to twice as long. Ratios of the two, and times, are then a
 * mixture; the median is not moved much while a sibling works for less than a tenth.
 */
#define SIBLING_FIT_RATIO 0.02

bool tare_fitness_neighbour(const struct tare_fitness_facts *facts,
                            struct tare_fitness_check *check)
{
    const struct tare_fitness_watch *watch = facts->watch;

    if (!watch)
        return false;
    if (!isfinite(watch->sibling_ratio)) {
        tare_fitness_tell_unknown(check, "too few probes of the core's units");
        return true;
    }
    tare_fitness_number(check, watch->sibling_ratio, "ratio");
    tare_fitness_tell(check, tare_fitness_by_limits(check->number, SIBLING_FIT_RATIO, INFINITY),
                      "shared the core's units for %s of %s",
                      tare_units_percent(check->number).text, tare_units_time(watch->busy_ns).text);
    tare_fitness_brief(check, "core's units shared");
    if (check->verdict != TARE_FITNESS_FIT)
        check->advice = "another thread of this core is at work, hidden by the hypervisor or not: "
                        "what is bound by the core's units takes up to twice as long; come back "
                        "later, or rent whole cores";
    return true;
}

/* The core's clock was seen to drift by up to 25 % (STATISTICS.md), which turns cancel in ratios
 * and nothing cancels in times. */
bool tare_fitness_governor(const struct tare_fitness_facts *facts, struct tare_fitness_check *check)
{
    const struct tare_machine_text *fact = &facts->machine->governor;

    if (!fact->value[0]) {
        tare_fitness_tell_unknown(check, fact->reason);
        return true;
    }
    tare_fitness_brief(check, "governor %.40s", fact->value);
    if (strcmp(fact->value, "performance") == 0) {
        tare_fitness_tell(check, TARE_FITNESS_FIT, "performance");
        return true;
    }
    tare_fitness_tell(check, TARE_FITNESS_CAUTION, "%.60s: the clock follows the load",
                      fact->value);
    check->advice = "cpupower frequency-set -g performance";
    return true;
}

/* An arm that draws power was seen to slow the clock of its siblings by 3.3 % (conduct/block.c). */
bool tare_fitness_turbo(const struct tare_fitness_facts *facts, struct tare_fitness_check *check)
{
    const struct tare_machine_integer *fact = &facts->machine->turbo;

    if (!fact->known) {
        tare_fitness_tell_unknown(check, fact->reason);
        return true;
    }
    tare_fitness_number(check, (double)fact->value, "");
    if (!fact->value) {
        tare_fitness_tell(check, TARE_FITNESS_FIT, "off");
        return true;
    }
    tare_fitness_tell(check, TARE_FITNESS_CAUTION, "on: the clock follows heat and neighbours");
    tare_fitness_brief(check, "turbo on");
    check->advice = "echo 1 > /sys/devices/system/cpu/intel_pstate/no_turbo, or 0 into "
                    "/sys/devices/system/cpu/cpufreq/boost";
    return true;
}

bool tare_fitness_steal(const struct tare_fitness_facts *facts, struct tare_fitness_check *check)
{
    const struct tare_fitness_watch *watch = facts->watch;

    if (!watch)
        return false;
    if (!isfinite(watch->steal_ns) || !(watch->watched_ns > 0)) {
        tare_fitness_tell_unknown(check, "'/proc/stat' does not tell it");
        return true;
    }
    tare_fitness_number(check, watch->steal_ns / watch->watched_ns, "ratio");
    tare_fitness_tell(
        check, tare_fitness_by_limits(check->number, DISTURBED_FIT_RATIO, DISTURBED_UNFIT_RATIO),
        "%s of %s", tare_units_percent(check->number).text,
        tare_units_time(watch->watched_ns).text);
    tare_fitness_brief(check, "steal %s", tare_units_percent(check->number).text);
    if (check->verdict != TARE_FITNESS_FIT)
        check->advice = "the hypervisor gives this core to others: come back later, or rent "
                        "dedicated cores";
    return true;
}

bool tare_fitness_load(const struct tare_fitness_facts *facts, struct tare_fitness_check *check)
{
    const struct tare_machine_real *fact = &facts->machine->load_1min;
    const struct tare_machine_integer *online = &facts->machine->physical_cores_count;
    double here = online->known && online->value > 0 ? (double)online->value
                                                     : (double)facts->usable_cores_count;

    if (!fact->known || !(here > 0)) {
        tare_fitness_tell_unknown(check, fact->known ? "how many cores share the load is not known"
                                                     : fact->reason);
        return true;
    }
    tare_fitness_number(check, fact->value, "");
    tare_fitness_tell(check, tare_fitness_by_limits(fact->value / here, LOAD_FIT_RATIO, INFINITY),
                      "%.2f in the last minute, over %.0f core%s", fact->value, here,
                      here == 1 ? "" : "s");
    tare_fitness_brief(check, "load %.2g", fact->value);
    if (check->verdict != TARE_FITNESS_FIT)
        check->advice = "stop what runs (top), then wait a minute";
    return true;
}

bool tare_fitness_waited(const struct tare_fitness_facts *facts, struct tare_fitness_check *check)
{
    const struct tare_fitness_watch *watch = facts->watch;

    if (!watch)
        return false;
    if (!isfinite(watch->waited_ns) || !(watch->busy_ns > 0)) {
        tare_fitness_tell_unknown(check, "'/proc/self/schedstat' does not tell it");
        return true;
    }
    tare_fitness_number(check, watch->waited_ns / watch->busy_ns, "ratio");
    tare_fitness_tell(
        check, tare_fitness_by_limits(check->number, DISTURBED_FIT_RATIO, WAITED_UNFIT_RATIO),
        "%s of %s for others on the core that measures", tare_units_percent(check->number).text,
        tare_units_time(watch->busy_ns).text);
    tare_fitness_brief(check, "core shared");
    if (check->verdict != TARE_FITNESS_FIT)
        check->advice = "stop what runs on it (top), or keep it off by taskset";
    return true;
}

bool tare_fitness_hypervisor(const struct tare_fitness_facts *facts,
                             struct tare_fitness_check *check)
{
    const struct tare_machine_text *fact = &facts->machine->hypervisor;

    if (!fact->value[0]) {
        tare_fitness_tell_unknown(check, fact->reason);
        return true;
    }
    tare_fitness_brief(check, "hypervisor %.40s", fact->value);
    if (strcmp(fact->value, "none") == 0) {
        tare_fitness_tell(check, TARE_FITNESS_FIT, "none");
        return true;
    }
    tare_fitness_tell(check, TARE_FITNESS_CAUTION, "%.60s", fact->value);
    check->advice = "neighbours share caches and memory: compare within one run";
    return true;
}
