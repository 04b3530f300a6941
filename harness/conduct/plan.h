/* SPDX-License-Identifier: MIT */
/*
 * What is to be measured: builds, and blocks of arms. With one build a block is the variants of a
 * group at one size, parameter and count of threads; with several builds it is one case in all of
 * them. Pure: made from listings and wishes, starts nothing.
 */
#ifndef TARE_CONDUCT_PLAN_H
#define TARE_CONDUCT_PLAN_H

#include <regex.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "conduct/listing.h"
#include "model/result.h"

/* An executable in an environment. */
struct tare_plan_build {
    char *label;
    char *path;
    char **variables; /* "NAME=VALUE" it adds, NULL at the end; NULL: none */
    struct tare_listing listing;
};

struct tare_plan_arm {
    size_t build;                   /* index */
    const struct tare_listed *item; /* of that build's listing */
    char *id;                       /* group/variant[/size][/name:value][/threads:N] */
};

struct tare_plan_block {
    bool compares_builds;
    bool has_size;
    bool has_param;
    int64_t size;
    int64_t param;
    int64_t threads;
    size_t arm_count;
    struct tare_plan_arm *arm;
    size_t baseline; /* index of the arm that others are compared with */
};

struct tare_plan {
    size_t build_count;
    struct tare_plan_build *build;
    size_t block_count;
    struct tare_plan_block *block;
    size_t layout_count; /* links that stand for the executable of all builds in turn; 0: none */
    struct tare_link *layout;
    size_t left_out; /* cases of the first of several builds that do not stand in all */
};

struct tare_plan_wishes {
    const char *filter;    /* POSIX extended regular expression, searched in the id; NULL: all */
    const char *baseline;  /* variant to compare with where a group has it; NULL: the group's */
    const uint64_t *sizes; /* instead of those of groups that have sizes; NULL: the groups' */
    size_t size_count;
    const uint64_t *threads; /* instead of those of groups that have threads; NULL: the groups' */
    size_t thread_count;
    bool full; /* sizes marked by TARE_FULL too */
};

/* Adds a build and reads its cases; `variables` are copied. 0, or -1 where that cannot be, or where
 * LD_PRELOAD among them would do nothing: no such library, or a static executable. */
int tare_plan_add_build(struct tare_plan *plan, const char *label, const char *path,
                        char *const *variables, struct tare_err *err);

/*
 * Makes the blocks from the builds. Returns 0, or -1 with TARE_ERR_USAGE: the filter is no regular
 * expression or matches nothing, no case stands in all builds, no group has the baseline.
 */
int tare_plan_make(struct tare_plan *plan, const struct tare_plan_wishes *wishes,
                   struct tare_err *err);

void tare_plan_free(struct tare_plan *plan);

bool tare_plan_in_all_builds(const struct tare_plan *plan, const struct tare_listed *item);

/*
 * A line for each case, "  group/variant: in 'new' only", that stands in some builds only and that
 * the filter, which tare_plan_make() took, lets through at any of its sizes. Returns their number.
 */
size_t tare_plan_left_out(const struct tare_plan *plan, const char *filter, struct tare_buf *lines);

/* The environment of a build: ours, G_SLICE=always-malloc, its variables, then `more` (NULL at the
 * end, or NULL). Later ones replace earlier ones. To be freed with tare_plan_environment_free. */
char **tare_plan_environment(const struct tare_plan_build *build, char *const *more);
void tare_plan_environment_free(char **environment);

#endif
