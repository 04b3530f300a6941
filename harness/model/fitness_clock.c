/* SPDX-License-Identifier: MIT */
#include "model/fitness_inside.h"

#include <string.h>

#include "base/units.h"

/*
 * A sample takes about 300 us (conduct/block.h). No verdict calls arms different by less than
 * 0.1 % of their time, and those within 0.5 % are the same (model/stats_pair.h): a clock that costs
 * or rounds by less than 0.1 % of a sample cannot move a verdict even where its cost, which is
 * taken off, were quite wrong; above 0.5 % it can make one.
 */
#define CLOCK_FIT_NS   300.0
#define CLOCK_UNFIT_NS 1500.0

static bool is_one_of(const char *word, const char *const *words)
{
    for (; *words; words++)
        if (strcmp(word, *words) == 0)
            return true;
    return false;
}

/*
 * What the kernel keeps time by. The counters of the processor are read without a system call; so
 * are those that a hypervisor scales, but it may do so anew when it moves the machine. The rest are
 * devices that the kernel takes where it distrusts the counter (Documentation/timers), and jiffies,
 * which are no clock at all at this scale.
 */
bool tare_fitness_clock_source(const struct tare_fitness_facts *facts,
                               struct tare_fitness_check *check)
{
    static const char *const own[] = {"tsc", "arch_sys_counter", NULL};
    static const char *const virtual[] = {"kvm-clock", "xen", "hyperv_clocksource_tsc_page",
                                          "hyperv_clocksource", NULL};
    static const char *const none[] = {"jiffies", "refined-jiffies", NULL};
    const struct tare_machine_text *source = &facts->machine->clocksource;

    if (!source->value[0]) {
        tare_fitness_tell_unknown(check, source->reason);
        return true;
    }
    tare_fitness_brief(check, "clock source %.40s", source->value);
    if (is_one_of(source->value, own)) {
        tare_fitness_tell(check, TARE_FITNESS_FIT, "%.60s", source->value);
    } else if (is_one_of(source->value, virtual)) {
        tare_fitness_tell(check, TARE_FITNESS_CAUTION, "%.60s, scaled by the hypervisor",
                          source->value);
        check->advice =
            "echo tsc > /sys/devices/system/clocksource/clocksource0/current_clocksource, "
            "where it is among those available";
    } else if (is_one_of(source->value, none)) {
        tare_fitness_tell(check, TARE_FITNESS_UNFIT, "%.60s, which counts ticks of the kernel",
                          source->value);
        check->advice = "boot a kernel, or rent a machine, that has a clock";
    } else {
        tare_fitness_tell(check, TARE_FITNESS_CAUTION, "%.60s, not the processor's own counter",
                          source->value);
        check->advice =
            "see why the kernel distrusts the counter: dmesg | grep -i -e tsc -e clocks";
    }
    return true;
}

bool tare_fitness_clock_cost(const struct tare_fitness_facts *facts,
                             struct tare_fitness_check *check)
{
    if (!facts->clock) {
        tare_fitness_tell(check, TARE_FITNESS_UNFIT, "%s", facts->clock_reason);
        tare_fitness_brief(check, "no clock");
        check->advice = "measure on a machine with a clock";
        return true;
    }
    tare_fitness_number(check, facts->clock->cost_ns, "ns");
    tare_fitness_tell(check, tare_fitness_by_limits(check->number, CLOCK_FIT_NS, CLOCK_UNFIT_NS),
                      "%s a reading of %s", tare_units_time(check->number).text,
                      tare_clock_name(facts->clock->kind));
    tare_fitness_brief(check, "clock %.3g ns", check->number);
    if (check->verdict != TARE_FITNESS_FIT)
        check->advice = "the kernel is asked for each reading: see the clock source, or measure "
                        "outside of the sandbox";
    return true;
}

bool tare_fitness_clock_resolution(const struct tare_fitness_facts *facts,
                                   struct tare_fitness_check *check)
{
    if (!facts->clock) {
        tare_fitness_tell_unknown(check, facts->clock_reason);
        return true;
    }
    tare_fitness_number(check, facts->clock->resolution_ns, "ns");
    tare_fitness_tell(check, tare_fitness_by_limits(check->number, CLOCK_FIT_NS, CLOCK_UNFIT_NS),
                      "%s, the least step", tare_units_time(check->number).text);
    tare_fitness_brief(check, "clock steps of %.3g ns", check->number);
    if (check->verdict != TARE_FITNESS_FIT)
        check->advice = "try --clock tsc, which counts the processor's own ticks";
    return true;
}

/* A sample over which the clock steps back is wrong by any amount. */
bool tare_fitness_clock_order(const struct tare_fitness_facts *facts,
                              struct tare_fitness_check *check)
{
    const struct tare_fitness_watch *watch = facts->watch;

    if (!watch)
        return false;
    if (!watch->readings_count) {
        tare_fitness_tell_unknown(check, "the clock was not read");
        return true;
    }
    tare_fitness_number(check, (double)watch->backward_count, "");
    tare_fitness_tell(check, watch->backward_count ? TARE_FITNESS_UNFIT : TARE_FITNESS_FIT,
                      "%s of %s readings went back",
                      watch->backward_count ? tare_units_count((double)watch->backward_count).text
                                            : "none",
                      tare_units_count((double)watch->readings_count).text);
    tare_fitness_brief(check, "clock steps back");
    if (watch->backward_count)
        check->advice = "no time measured here can be believed; see the clock source";
    return true;
}

/*
 * Invariant: Intel SDM volume 3B, "Invariant TSC"; the kernel makes of it constant_tsc (one rate in
 * all P-states) and nonstop_tsc (in all C-states). aarch64's counter is so by its architecture.
 */
bool tare_fitness_counter(const struct tare_fitness_facts *facts, struct tare_fitness_check *check)
{
    const struct tare_machine_text *features = &facts->machine->features;
    bool constant = strstr(features->value, "constant_tsc");
    bool nonstop = strstr(features->value, "nonstop_tsc");

    tare_fitness_brief(check, "TSC not invariant");
    if (!features->value[0]) {
        tare_fitness_tell_unknown(check, features->reason);
    } else if (strstr(features->value, "asimd")) {
        tare_fitness_tell(check, TARE_FITNESS_FIT,
                          "the generic timer, one rate by its architecture");
    } else if (constant && nonstop) {
        tare_fitness_tell(check, TARE_FITNESS_FIT, "invariant: one rate in all states");
    } else {
        tare_fitness_tell(check, TARE_FITNESS_CAUTION, "not invariant: %s",
                          constant ? "it stops when the core sleeps"
                                   : "its rate follows the core's");
        check->advice = "keep to --clock monotonic, the default";
    }
    return true;
}
