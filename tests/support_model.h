/* SPDX-License-Identifier: MIT */
/*
 * A small result with something of every member, for tests of what stores results; made for
 * completeness, where support_result.h makes results that look like those of runs.
 */
#ifndef TARE_TESTS_SUPPORT_MODEL_H
#define TARE_TESTS_SUPPORT_MODEL_H

#include <stdbool.h>

#include "model/result.h"

/*
 * Two builds; two blocks: variants of a group (measured, with samples, counters and references;
 * crashed, with output), then one case in two builds, with a second parameter and threads.
 * To be freed with tare_result_free().
 */
void support_model_make(struct tare_result *result);

/* The same without the second block: no parameters. */
void support_model_make_plain(struct tare_result *result);

/* `count` rows of `samples` samples each in one block. */
void support_model_make_large(struct tare_result *result, size_t count, size_t samples);

/* The result as JSON, to be freed by the caller. */
char *support_model_text(const struct tare_result *result);

/* Fails the test, naming what differs. NAN equals NAN. */
void support_model_assert_equal(const struct tare_result *actual,
                                const struct tare_result *expected);

#endif
