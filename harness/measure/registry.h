/* SPDX-License-Identifier: MIT */
/*
 * The cases and groups that are linked into this executable, in the order of file and line. Read
 * from the ELF sections `tare_cases` and `tare_groups`, whose bounds the linker makes; one entry
 * of ours in each (a NULL) keeps the bounds defined where there is no case at all.
 */
#ifndef TARE_MEASURE_REGISTRY_H
#define TARE_MEASURE_REGISTRY_H

#include <stddef.h>
#include <stdint.h>

#include <tare.h>

#include "base/err.h"

/*
 * Sorts the entries in place and checks them. Returns 0, or -1 with TARE_ERR_INPUT: two cases or
 * two groups of one name, a baseline that no case has, or no case at all. Call it once, first.
 */
int tare_registry_open(struct tare_err *err);

size_t tare_registry_count(void);
const struct tare_case *tare_registry_case(size_t index);

/* The case's group; one of defaults, with that name, where it was never declared. */
const struct tare_group *tare_registry_group(const char *name);

/* NULL: there is none. */
const struct tare_case *tare_registry_find(const char *group, const char *variant);

/*
 * Writes all cases to `fd` for the conductor. The format is fields, each ended by a NUL:
 *   "tare-list", version, compiler, flags, revision,
 *   for each case "case", group, variant, file, line, then its group's title, unit, baseline,
 *   min_time_ms, timeout_ms, cold, name of the parameter, and three lists (sizes, threads,
 *   parameters), each a count and as many integers,
 *   "end".
 * Returns 0 or -1 with the error of write(2).
 */
int tare_registry_list(int fd, struct tare_err *err);

#define TARE_LIST_MAGIC   "tare-list"
#define TARE_LIST_VERSION "1"

#endif
