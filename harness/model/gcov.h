/* SPDX-License-Identifier: MIT */
/* Reads what `gcov --json-format --stdout` writes: how often each line was executed. The format:
 * gcov(1), "--json-format". */
#ifndef TARE_MODEL_GCOV_H
#define TARE_MODEL_GCOV_H

#include <stdint.h>
#include <stdio.h>

#include "base/err.h"
#include "model/profile.h"

/* Takes the count of a line; the strings of `place` are valid during the call, the source is
 * absolute. 0, or -1 with `err`: the reading ends. */
typedef int tare_gcov_take(void *context, const struct tare_profile_place *place, int64_t count,
                           struct tare_err *err);

/* Reads all documents of the file, one for each file of counts. 0, or -1 with TARE_ERR_INPUT, or
 * what `take` said. */
int tare_gcov_read(FILE *file, tare_gcov_take *take, void *context, struct tare_err *err);

#endif
