/* SPDX-License-Identifier: MIT */
/*
 * The lines of CSV as model/csv.h describes it. Errors of the stream are asked for once, at the
 * end. Private to the CSV writers.
 */
#ifndef TARE_MODEL_CSV_LINE_H
#define TARE_MODEL_CSV_LINE_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "base/err.h"
#include "model/result.h"

/* A line under way: knows whether a comma is due. */
struct tare_csv_line {
    FILE *file;
    bool has_fields;
};

/* As it is; quoted where it has to be, NULL is empty, control characters but tab, CR and LF as
 * "\x1b", since CSV is looked at in terminals too; a number, empty where not finite. */
void tare_csv_put_raw(struct tare_csv_line *line, const char *text);
void tare_csv_put_text(struct tare_csv_line *line, const char *text);
void tare_csv_put_number(struct tare_csv_line *line, double value);
void tare_csv_put_whole(struct tare_csv_line *line, uint64_t value);
void tare_csv_end_line(struct tare_csv_line *line);

/* The columns that say which arm it is, named or filled in; `has_params`: `param` among them. */
void tare_csv_put_arm_names(struct tare_csv_line *line, bool has_params);
void tare_csv_put_arm(struct tare_csv_line *line, const struct tare_row *row, bool has_params);

/* Flushes. 0, or -1 with TARE_ERR_SYSTEM where the stream failed. */
int tare_csv_finish(FILE *file, struct tare_err *err);

#endif
