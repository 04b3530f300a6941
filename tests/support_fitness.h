/* SPDX-License-Identifier: MIT */
/* A machine on which all is well, for tests to change one thing of. */
#ifndef TARE_TESTS_SUPPORT_FITNESS_H
#define TARE_TESTS_SUPPORT_FITNESS_H

#include "model/fitness.h"

/* The facts point into the scene: it is not to be copied. */
struct scene {
    struct tare_machine machine;
    struct tare_machine_swap swap;
    struct tare_clock clock;
    struct tare_fitness_watch watch;
    struct tare_selftest selftest;
    struct tare_fitness_facts facts;
};

/* Bare metal with four cores, watched for a second; 20 pairs, one of them called different. */
void support_fitness_scene(struct scene *scene);

#endif
