/* SPDX-License-Identifier: MIT */
/* What --env adds: a build that is the first executable once more, in another environment. */
#ifndef TARE_CMD_ENVIRONMENT_H
#define TARE_CMD_ENVIRONMENT_H

#include "base/err.h"
#include "conduct/plan.h"

/* `spec` is "LABEL:VAR=VALUE VAR=VALUE..."; the plan has a build already. 0, or -1. */
int tare_environment_add(struct tare_plan *plan, const char *spec, struct tare_err *err);

#endif
