/* SPDX-License-Identifier: MIT */
/* The table of flags, which options.c reads. Private to it. */
#ifndef TARE_CMD_OPTIONS_FLAGS_H
#define TARE_CMD_OPTIONS_FLAGS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "cmd/options.h"

struct tare_options_flag {
    const char *name;  /* without the dashes */
    const char *value; /* what it takes, for people; NULL: it is a switch */
    const char *doc;
    int (*set)(struct tare_options *options, const char *value, struct tare_err *err);
    bool optional;  /* the value may be left out, and stands behind '=' only */
    bool many;      /* may be given more than once; no variable in the environment */
    const char *of; /* the command that alone knows it; NULL: all that name it */
};

extern const struct tare_options_flag tare_options_flags[];
extern const size_t tare_options_flag_count;

#endif
