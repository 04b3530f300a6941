/* SPDX-License-Identifier: MIT */
/* What the best order of a struct's fields saves in the structures that a run weighed. */
#ifndef TARE_REPORT_SAVING_H
#define TARE_REPORT_SAVING_H

#include "base/err.h"

#include <stddef.h>
#include <stdio.h>

/* One struct in one case. The texts are not owned. */
struct tare_saving {
    const char *type;   /* "struct rec" */
    const char *id;     /* of the case */
    double count;       /* of the struct there */
    double saved_bytes; /* in all of them */
    double deep_bytes;  /* of the structure that they are part of */
};

/* Most first; among equals as they stand in `id` and `type`. */
void tare_saving_sort(struct tare_saving *savings, size_t count);

/* "reordering struct rec saves 7.6 MiB of 30.5 MiB in sum_x/aos/1000000", a line each; `run` is
 * named where there is none. 0, or -1 with TARE_ERR_SYSTEM, as the next two. */
int tare_saving_write(FILE *file, const struct tare_saving *savings, size_t count, const char *run,
                      struct tare_err *err);

/* The numbers: RFC 4180 with a header, and a list of objects with the same keys. */
int tare_saving_write_csv(FILE *file, const struct tare_saving *savings, size_t count,
                          struct tare_err *err);
int tare_saving_write_json(FILE *file, const struct tare_saving *savings, size_t count,
                           struct tare_err *err);

#endif
