/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE
#include "support_csv.h"
#include "support_run.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void add_cell(struct csv *csv, char *cell)
{
    csv->cell = realloc(csv->cell, (csv->cells + 1) * sizeof(*csv->cell));
    if (csv->cell == NULL)
        abort();
    csv->cell[csv->cells++] = cell;
}

static void complain(struct csv *csv, size_t row, const char *what)
{
    if (csv->problem == NULL && asprintf(&csv->problem, "record %zu: %s", row + 1, what) < 0)
        abort();
}

/* Takes one field off `*at`, which then stands on the comma, the line's end or the text's. */
static char *take_field(struct csv *csv, const char **at)
{
    char *field = calloc(1, strlen(*at) + 1);
    size_t bytes = 0;

    if (field == NULL)
        abort();
    if (**at != '"') {
        bytes = strcspn(*at, ",\r\n");
        memcpy(field, *at, bytes);
        *at += bytes;
        if (strchr(field, '"') != NULL)
            complain(csv, csv->rows, "a quote within a plain field");
        return field;
    }
    for ((*at)++; **at != '\0'; (*at)++) {
        if (**at == '"' && *++*at != '"')
            return field;
        field[bytes++] = **at;
    }
    complain(csv, csv->rows, "a quoted field does not end");
    return field;
}

static bool take_line_end(const char **at)
{
    size_t bytes = strncmp(*at, "\r\n", 2) == 0 ? 2 : **at == '\n';

    *at += bytes;
    return bytes > 0;
}

static void end_record(struct csv *csv)
{
    size_t columns = csv->cells - csv->rows * csv->columns;

    if (csv->rows == 0)
        csv->columns = columns;
    else if (columns != csv->columns)
        complain(csv, csv->rows, "not as many fields as the header");
    csv->rows++;
}

struct csv csv_parse(const char *text)
{
    struct csv csv = {0};

    for (const char *at = text; *at != '\0' && csv.problem == NULL;) {
        add_cell(&csv, take_field(&csv, &at));
        if (*at == ',')
            at++;
        else if (take_line_end(&at))
            end_record(&csv);
        else
            complain(&csv, csv.rows, "a record does not end in a line's end");
    }
    return csv;
}

struct csv csv_read(const char *path)
{
    char *text = run_read_file(path, NULL);
    struct csv csv = {0};

    if (text != NULL)
        csv = csv_parse(text);
    else if (asprintf(&csv.problem, "cannot read '%s'", path) < 0)
        abort();
    free(text);
    return csv;
}

void csv_free(struct csv *csv)
{
    for (size_t i = 0; i < csv->cells; i++)
        free(csv->cell[i]);
    free(csv->cell);
    free(csv->problem);
    *csv = (struct csv){0};
}

size_t csv_column(const struct csv *csv, const char *name)
{
    size_t column = 0;

    while (column < csv->columns && strcmp(csv->cell[column], name) != 0)
        column++;
    return column;
}

static const char *in_row(const struct csv *csv, size_t row, const char *column)
{
    size_t at = csv_column(csv, column);

    return at < csv->columns ? csv->cell[row * csv->columns + at] : "";
}

static bool row_has_id(const struct csv *csv, size_t row, const char *id)
{
    const char *size = in_row(csv, row, "size"), *param = in_row(csv, row, "param");
    const char *threads = in_row(csv, row, "threads");
    bool alone = strcmp(threads, "1") == 0 || *threads == '\0';
    char name[512];

    snprintf(name, sizeof(name), "%s/%s%s%s%s%s%s%s", in_row(csv, row, "group"),
             in_row(csv, row, "variant"), *size ? "/" : "", size, *param ? "/param:" : "", param,
             alone ? "" : "/threads:", alone ? "" : threads);
    return strcmp(name, id) == 0;
}

size_t csv_row(const struct csv *csv, const char *build, const char *id)
{
    if (csv->problem != NULL)
        return 0;
    for (size_t row = 1; row < csv->rows; row++)
        if (row_has_id(csv, row, id) &&
            (build == NULL || strcmp(in_row(csv, row, "build"), build) == 0))
            return row;
    return 0;
}

const char *csv_cell(const struct csv *csv, const char *id, const char *column)
{
    size_t row = csv_row(csv, NULL, id);

    if (row == 0 || csv_column(csv, column) == csv->columns)
        return NULL;
    return in_row(csv, row, column);
}
