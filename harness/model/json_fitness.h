/* SPDX-License-Identifier: MIT */
/* The checks of model/fitness.h as JSON, described by model/doctor.schema.json beside this file. */
#ifndef TARE_MODEL_JSON_FITNESS_H
#define TARE_MODEL_JSON_FITNESS_H

#include <stdio.h>

#include "base/err.h"
#include "model/fitness.h"
#include "model/selftest.h"

/* Raised when a reader of the last version could misread it. */
#define TARE_FITNESS_SCHEMA 1

/* `selftest` is NULL where it was left out. 0, or -1 with TARE_ERR_SYSTEM. */
int tare_fitness_write_json(FILE *file, const struct tare_fitness *fitness,
                            const struct tare_selftest *selftest, struct tare_err *err);

#endif
