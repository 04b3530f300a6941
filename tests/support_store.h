/* SPDX-License-Identifier: MIT */
/*
 * A results folder to test the store with. The variables are the test's own: Criterion runs each
 * test in a process of its own.
 */
#ifndef TARE_TESTS_SUPPORT_STORE_H
#define TARE_TESTS_SUPPORT_STORE_H

#include <stdbool.h>

#include "base/err.h"
#include "model/store.h"

extern char support_store_base[];               /* the root, a new folder in /tmp */
extern struct tare_result support_store_result; /* as support_model_make() makes it */
extern struct tare_store support_store;

/* For a test suite's .init and .fini: makes the above; closes and removes them. */
void support_store_begin(void);
void support_store_end(void);

/* Run "bench" below the base, begun 2026-11-22T19:30:00Z; opens it as support_store. */
const struct tare_store_params *support_store_params(void);
void support_store_create(void);

/* Stores header and blocks of the result; asserts that they read back. */
void support_store_put_all(void);
void support_store_assert_stored(void);

/* FOLDER/NAME, good for three further calls. */
const char *support_store_in(const char *folder, const char *name);

/* Is there a file in the folder of the run? */
bool support_store_has(const char *name);

/* How many names in `folder` end in `end`. */
int support_store_count(const char *folder, const char *end);

/* Asserts that `status` is -1 and that the error holds `text`. */
void support_store_assert_fails(int status, const struct tare_err *err, const char *text);

/* Runs a shell command in which %s stands for `path`. */
void support_store_run(const char *format, const char *path);

#endif
