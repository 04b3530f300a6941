/* SPDX-License-Identifier: MIT */
/*
 * What cases an executable has: asked of itself, in the format of measure/registry.h. The file is
 * looked at first (sys/elf.h), so that nothing is run that is no bench executable.
 */
#ifndef TARE_CONDUCT_LISTING_H
#define TARE_CONDUCT_LISTING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

struct tare_list {
    size_t count;
    int64_t *value;
};

/* One case with what its group says. Strings are empty where nothing was said, never NULL; they
 * and the arrays belong to the listing. */
struct tare_listed {
    const char *group;
    const char *variant;
    const char *file;
    int line;
    const char *title;
    const char *unit;
    const char *baseline;
    double min_time_ms; /* 0: not said */
    double timeout_ms;  /* 0: not said */
    bool cold;
    const char *param_name;
    struct tare_list sizes; /* a negative size runs under --full only, as its opposite */
    struct tare_list threads;
    struct tare_list params;
};

struct tare_listing {
    char *text; /* all strings */
    const char *compiler;
    const char *flags;
    const char *revision;
    size_t count;
    struct tare_listed *cases;
};

/*
 * Runs `path --tare-list` for 10 s at most. Returns 0, or -1: TARE_ERR_INPUT where it is no bench
 * executable or its registry is wrong (its own words), TARE_ERR_SYSTEM.
 */
int tare_listing_read(struct tare_listing *listing, const char *path, char *const *environment,
                      struct tare_err *err);

/* The same from text that was read; takes over `text` (also on failure), `length` bytes and a NUL.
 */
int tare_listing_parse(struct tare_listing *listing, char *text, size_t length,
                       struct tare_err *err);

/* The case of that group and variant; NULL: it has none. */
const struct tare_listed *tare_listing_find(const struct tare_listing *listing, const char *group,
                                            const char *variant);

void tare_listing_free(struct tare_listing *listing);

#endif
