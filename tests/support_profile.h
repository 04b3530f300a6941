/* SPDX-License-Identifier: MIT */
/* tare profile on tests/fixtures/profiled.c, and what it says of lines. */
#ifndef TARE_TESTS_SUPPORT_PROFILE_H
#define TARE_TESTS_SUPPORT_PROFILE_H

#include <jansson.h>
#include <stddef.h>

#include "support_csv.h"
#include "support_run.h"

/* The functions that are its cases. */
#define SPLIT "tare_run_split_of_three"
#define CHAIN "tare_run_chain_of_steps"
#define HEAP  "tare_run_heap_of_lines"

/* Runs tare profile on the fixture, `before` (variables) in front of it. To be freed. */
struct run support_profile(const char *before, const char *arguments);

/* The same, where it must be fine and write csv, or json. To be freed. */
struct csv support_profile_csv(const char *before, const char *arguments);
json_t *support_profile_json(const char *arguments);

/* The row of a line of a function; 0: there is none. */
size_t support_profile_row(const struct csv *csv, const char *function, int line);

double support_profile_number(const struct csv *csv, size_t row, const char *column);

/* The sum of a column over the lines of a function; the weights of its lines by falling size go to
 * `largest` [3], where it is not NULL. */
double support_profile_sum(const struct csv *csv, const char *function, const char *column,
                           double *largest);

/* The first line of the fixture with that text. */
int support_profile_line(const char *part);

/* Fails the test, and goes on, where `part` is not in `text`. */
void support_profile_expect_in(const char *text, const char *part);

#endif
