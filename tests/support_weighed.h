/* SPDX-License-Identifier: MIT */
/*
 * End-to-end runs of cases that weigh: the run, and what its result.json says of the bytes. Fails
 * the test where the run left no result.
 */
#ifndef TARE_TESTS_SUPPORT_WEIGHED_H
#define TARE_TESTS_SUPPORT_WEIGHED_H

#include "model/result.h"
#include "support_tare.h"

struct support_weighed {
    struct tare_run run;
    struct tare_result result;
};

/* As tare_run() and tare_run_in() have it. To be freed. */
struct support_weighed support_weighed(const char *before, const char *fixture,
                                       const char *arguments);
struct support_weighed support_weighed_in(char *folder, const char *before, const char *arguments);
void support_weighed_free(struct support_weighed *weighed);

/* The first row of that variant; fails the test where there is none. */
const struct tare_row *support_weighed_row(const struct support_weighed *weighed,
                                           const char *variant);

/* "struct node 100 1600, char 3 12": names, counts, bytes. Cut off at `room`. */
void support_weighed_types(const struct tare_weighing *weighing, char *text, size_t room);

/* "typed 100 1600, lost 1 24": names, blocks, bytes. Cut off at `room`. */
void support_weighed_classes(const struct tare_weighing *weighing, char *text, size_t room);

#endif
