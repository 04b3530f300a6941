/* SPDX-License-Identifier: MIT */
/*
 * Layouts of structs (model/layout.h) for people and for programs: offset, size, type and field,
 * what lies between them, the order that takes least.
 */
#ifndef TARE_REPORT_LAYOUT_H
#define TARE_REPORT_LAYOUT_H

#include "base/err.h"
#include "model/layout.h"
#include "report/table.h"

#include <stddef.h>
#include <stdio.h>

/* Sorts by what the best order saves, then by holes and padding, most first. 0, or -1 where memory
 * is short. */
int tare_layout_sort(struct tare_layout *layouts, size_t count, struct tare_err *err);

/* Each struct whole, field by field. 0, or -1 with TARE_ERR_SYSTEM, as the next three. */
int tare_layout_write_fields(FILE *file, const struct tare_layout *layouts, size_t count,
                             const struct tare_table_style *style, struct tare_err *err);

/* A line a struct. */
int tare_layout_write_list(FILE *file, const struct tare_layout *layouts, size_t count,
                           const struct tare_table_style *style, struct tare_err *err);

/* All that is known: a list of objects; one line a struct. */
int tare_layout_write_json(FILE *file, const struct tare_layout *layouts, size_t count,
                           struct tare_err *err);
int tare_layout_write_csv(FILE *file, const struct tare_layout *layouts, size_t count,
                          struct tare_err *err);

#endif
