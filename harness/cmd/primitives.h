/* SPDX-License-Identifier: MIT */
/* tare layout --primitives: what sizeof says of the types that everybody uses. */
#ifndef TARE_CMD_PRIMITIVES_H
#define TARE_CMD_PRIMITIVES_H

#include "base/err.h"
#include "cmd/options.h"

/* Size and alignment of C's basic types and of common library types, to stdout, in the format that
 * the options name. 0 or -1. */
int tare_primitives_write(const struct tare_options *options, struct tare_err *err);

#endif
