/* SPDX-License-Identifier: MIT */
/* Reading CSV (RFC 4180) in tests: strictly, so that a reader of less patience can, too. */
#ifndef TARE_TESTS_SUPPORT_CSV_H
#define TARE_TESTS_SUPPORT_CSV_H

#include <stdbool.h>
#include <stddef.h>

/* cell[row * columns + column]; row 0 is the header. Ends in csv_free(). */
struct csv {
    size_t cells; /* read, those of a record that is not well formed among them */
    size_t rows;
    size_t columns;
    char **cell;
    char *problem; /* NULL: well formed; else what is not, with its line */
};

struct csv csv_parse(const char *text);
struct csv csv_read(const char *path);
void csv_free(struct csv *csv);

/* Index of the column; csv->columns where there is none. */
size_t csv_column(const struct csv *csv, const char *name);

/*
 * Index of the row of a case, "group/variant[/size][/param:N][/threads:N]" as its columns say (the
 * parameter's name is always `param`), of the first build or of `build`; 0 where there is none.
 */
size_t csv_row(const struct csv *csv, const char *build, const char *id);

/* The cell, "" where it is empty, NULL where there is no such row or column. */
const char *csv_cell(const struct csv *csv, const char *id, const char *column);

#endif
