/* SPDX-License-Identifier: MIT */
/* The flags of tare profile. */
#ifndef TARE_CMD_PROFILE_OPTIONS_H
#define TARE_CMD_PROFILE_OPTIONS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "cmd/options.h"
#include "model/profile.h"

enum tare_profile_view {
    TARE_PROFILE_VIEW_LINES,
    TARE_PROFILE_VIEW_FUNCTIONS,
    TARE_PROFILE_VIEW_ASM,
    TARE_PROFILE_VIEW_MEMORY,
};

#define TARE_PROFILE_CASES_MAX 8

/* Strings are those of argv. */
struct tare_profile_options {
    const char *exe;
    const char *id[TARE_PROFILE_CASES_MAX]; /* of the cases */
    size_t id_count;
    const char *function; /* its name, or FILE:LINE of one of its lines */
    const char *flame;    /* file to write */
    const char *plot;     /* the same, of the live heap */
    enum tare_profile_order order;
    const char *hits; /* executable built with --coverage */
    uint64_t time_ns;
    enum tare_profile_view view;
    bool view_known;
    bool help;
    struct tare_options print; /* format, colours, seed */
};

/* 0, or -1 with TARE_ERR_USAGE. */
int tare_profile_options_parse(struct tare_profile_options *options, int argc, char **argv,
                               struct tare_err *err);

#endif
