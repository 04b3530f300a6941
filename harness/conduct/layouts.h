/* SPDX-License-Identifier: MIT */
/*
 * Relinked layouts: files that a pattern matches, all the same suite with its code in other places,
 * as bench/relink.sh makes them. One link is one sample of layout, however often it runs
 * (Mytkowicz et al. 2009; Curtsinger and Berger 2013), so set k takes link k mod L.
 */
#ifndef TARE_CONDUCT_LAYOUTS_H
#define TARE_CONDUCT_LAYOUTS_H

#include <stddef.h>

#include "base/err.h"
#include "conduct/plan.h"

/*
 * Puts the matches of `pattern` (glob(3)) into the plan, which has no layouts yet, numbers in their
 * names in the order of numbers, and the wall time of each link where FILE.link_ns tells it.
 * Returns 0, or -1: TARE_ERR_USAGE where nothing matches (folders that cannot be read hold
 * nothing), TARE_ERR_SYSTEM where memory is short.
 */
int tare_layouts_find(struct tare_plan *plan, const char *pattern, struct tare_err *err);

/*
 * Reads the cases of all links but the first, which is the plan's first build. 0, or -1 where one
 * cannot be read or is another suite: TARE_ERR_INPUT, naming the file and what differs.
 */
int tare_layouts_check(const struct tare_plan *plan, struct tare_err *err);

/* The same compiler, flags, revision and cases? 0, or -1 with TARE_ERR_INPUT that names `path` and
 * `first`, which the listings are of, and the first difference. Pure. */
int tare_layouts_compare(const struct tare_listing *listing, const char *path,
                         const struct tare_listing *expected, const char *first,
                         struct tare_err *err);

/* `sets` raised to a multiple of `layouts`, at least one a link; as it is where there are none. */
size_t tare_layouts_raise(size_t sets, size_t layouts);

#endif
