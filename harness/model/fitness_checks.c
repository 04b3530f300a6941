/* SPDX-License-Identifier: MIT */
#include "model/fitness_inside.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>

void tare_fitness_tell(struct tare_fitness_check *check, enum tare_fitness_verdict verdict,
                       const char *format, ...)
{
    va_list arguments;

    check->verdict = verdict;
    va_start(arguments, format);
    vsnprintf(check->value, sizeof check->value, format, arguments);
    va_end(arguments);
}

void tare_fitness_tell_unknown(struct tare_fitness_check *check, const char *reason)
{
    tare_fitness_tell(check, TARE_FITNESS_UNKNOWN, "%s", reason && *reason ? reason : "not told");
}

void tare_fitness_brief(struct tare_fitness_check *check, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(check->brief, sizeof check->brief, format, arguments);
    va_end(arguments);
}

void tare_fitness_number(struct tare_fitness_check *check, double value, const char *unit)
{
    check->number = value;
    check->unit = unit;
}

enum tare_fitness_verdict tare_fitness_by_limits(double value, double fit, double unfit)
{
    if (value <= fit)
        return TARE_FITNESS_FIT;
    return value <= unfit ? TARE_FITNESS_CAUTION : TARE_FITNESS_UNFIT;
}

/* A new check: its function, which returns whether the facts allow it, and a line here. */
static const struct rule {
    const char *name;
    const char *title;
    tare_fitness_rule *judge;
    bool always_brief;
} rules[] = {
    {"clock_source", "clock source", tare_fitness_clock_source, false},
    {"clock_cost", "clock cost", tare_fitness_clock_cost, true},
    {"clock_resolution", "resolution", tare_fitness_clock_resolution, false},
    {"clock_order", "clock order", tare_fitness_clock_order, false},
    {"tsc", "counter", tare_fitness_counter, false},
    {"cores", "cores", tare_fitness_cores, true},
    {"smt", "siblings", tare_fitness_siblings, false},
    {"smt_busy", "neighbour", tare_fitness_neighbour, false},
    {"governor", "governor", tare_fitness_governor, false},
    {"turbo", "turbo", tare_fitness_turbo, false},
    {"hypervisor", "hypervisor", tare_fitness_hypervisor, false},
    {"steal", "steal", tare_fitness_steal, false},
    {"load", "load", tare_fitness_load, true},
    {"waited", "waited", tare_fitness_waited, false},
    {"huge_pages", "huge pages", tare_fitness_huge_pages, false},
    {"aslr", "ASLR", tare_fitness_aslr, false},
    {"swap", "swap", tare_fitness_swap, false},
    {"self_pairs", "A/A pairs", tare_fitness_self_pairs, false},
    {"self_cpu", "sees, cpu", tare_fitness_self_cpu, false},
    {"self_memory", "sees, memory", tare_fitness_self_memory, false},
};
#define RULE_COUNT (sizeof rules / sizeof *rules)
_Static_assert(RULE_COUNT <= TARE_FITNESS_CHECKS_MAX, "there is room for every check");

void tare_fitness_judge(struct tare_fitness *fitness, const struct tare_fitness_facts *facts)
{
    *fitness = (struct tare_fitness){0};
    for (size_t i = 0; i < RULE_COUNT; i++) {
        struct tare_fitness_check *check = &fitness->check[fitness->count];

        *check = (struct tare_fitness_check){.name = rules[i].name,
                                             .title = rules[i].title,
                                             .number = NAN,
                                             .unit = "",
                                             .always_brief = rules[i].always_brief,
                                             .advice = ""};
        if (!rules[i].judge(facts, check))
            continue;
        if (check->verdict == TARE_FITNESS_UNKNOWN || !check->brief[0])
            tare_fitness_brief(check, "%s", check->title);
        fitness->count++;
        if (check->verdict > fitness->verdict)
            fitness->verdict = check->verdict;
    }
}
