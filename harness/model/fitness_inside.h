/* SPDX-License-Identifier: MIT */
/*
 * The checks of model/fitness.h, a function each; private to the fitness files. A new one is a
 * function in one of them, its name here and its line in the table of fitness_checks.c.
 */
#ifndef TARE_MODEL_FITNESS_INSIDE_H
#define TARE_MODEL_FITNESS_INSIDE_H

#include "model/fitness.h"

/* Fills in verdict, value, brief, number and advice. Returns whether the facts allow the check. */
typedef bool tare_fitness_rule(const struct tare_fitness_facts *facts,
                               struct tare_fitness_check *check);

/* fitness_clock.c */
tare_fitness_rule tare_fitness_clock_source;
tare_fitness_rule tare_fitness_clock_cost;
tare_fitness_rule tare_fitness_clock_resolution;
tare_fitness_rule tare_fitness_clock_order;
tare_fitness_rule tare_fitness_counter;

/* fitness_cores.c */
tare_fitness_rule tare_fitness_cores;
tare_fitness_rule tare_fitness_siblings;
tare_fitness_rule tare_fitness_neighbour;
tare_fitness_rule tare_fitness_governor;
tare_fitness_rule tare_fitness_turbo;
tare_fitness_rule tare_fitness_hypervisor;
tare_fitness_rule tare_fitness_steal;
tare_fitness_rule tare_fitness_load;
tare_fitness_rule tare_fitness_waited;

/* fitness_memory.c */
tare_fitness_rule tare_fitness_huge_pages;
tare_fitness_rule tare_fitness_aslr;
tare_fitness_rule tare_fitness_swap;

/* fitness_selftest.c */
tare_fitness_rule tare_fitness_self_pairs;
tare_fitness_rule tare_fitness_self_cpu;
tare_fitness_rule tare_fitness_self_memory;

/* Sets the verdict and what was found; unknown: why, where `reason` is not empty. */
void tare_fitness_tell(struct tare_fitness_check *check, enum tare_fitness_verdict verdict,
                       const char *format, ...) __attribute__((format(printf, 3, 4)));
void tare_fitness_tell_unknown(struct tare_fitness_check *check, const char *reason);

/* What stands in the line of a result; the title where it is not said. */
void tare_fitness_brief(struct tare_fitness_check *check, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

void tare_fitness_number(struct tare_fitness_check *check, double value, const char *unit);

/* Fit up to `fit`, unfit above `unfit`. */
enum tare_fitness_verdict tare_fitness_by_limits(double value, double fit, double unfit);

#endif
