/* SPDX-License-Identifier: MIT */
#include "study.h"

#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/units.h"
#include "conduct/child.h"
#include "measure/hash.h"

void study_die(const struct study *study, const struct tare_err *err)
{
    fprintf(stderr, "%s: %s\n", study->name, err->text);
    exit(4);
}

void study_open(struct study *study, const char *argv0, const char *cases)
{
    char *path = strdup(argv0);

    if (!path || asprintf(&study->cases, "%s/%s", dirname(path), cases) < 0) {
        tare_err_memory(&study->err);
        study_die(study, &study->err);
    }
    free(path);
    if (tare_clock_open(&study->clock, TARE_CLOCK_MONOTONIC, &study->err) ||
        tare_cpus_read(&study->cpus, "/", &study->err) ||
        tare_cpus_pin(study->cpus.cpu[0], &study->err))
        study_die(study, &study->err);
    tare_child_catch_signals(true);
    tare_hash_seed(study->random, (uint64_t)getpid());
}

void study_close(struct study *study)
{
    tare_child_catch_signals(false);
    free(study->cases);
    study->cases = NULL;
}

void study_plan(struct study *study, const char *filter, const char *baseline,
                struct tare_plan *plan)
{
    const struct tare_plan_wishes wishes = {.filter = filter, .baseline = baseline};

    *plan = (struct tare_plan){0};
    if (tare_plan_add_build(plan, "self", study->cases, NULL, &study->err) ||
        tare_plan_make(plan, &wishes, &study->err))
        study_die(study, &study->err);
}

struct tare_block_params study_block(struct study *study, const struct tare_plan *plan)
{
    return (struct tare_block_params){.plan = plan,
                                      .block = &plan->block[0],
                                      .clock = &study->clock,
                                      .cpus = &study->cpus,
                                      .cold_fd = -1,
                                      .sibling = &study->sibling,
                                      .seed = tare_hash_random(study->random)};
}

size_t study_parse_count(const struct study *study, const char *text, size_t most, const char *what)
{
    struct tare_err err = {0};
    uint64_t count;

    if (tare_units_parse_count(text, &count, &err) || count < 1 || count > most) {
        fprintf(stderr, "%s: %s '%s': expected 1 to %zu\n", study->name, what, text, most);
        exit(2);
    }
    return (size_t)count;
}

void study_shuffle(struct study *study, size_t *order, size_t count)
{
    for (size_t i = 0; i < count; i++)
        order[i] = i;
    for (size_t i = count; i > 1; i--) {
        size_t j = (size_t)(tare_hash_random(study->random) % i);
        size_t kept = order[i - 1];

        order[i - 1] = order[j];
        order[j] = kept;
    }
}
