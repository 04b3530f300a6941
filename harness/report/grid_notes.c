/* SPDX-License-Identifier: MIT */
#include "base/buf.h"
#include "report/grid.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Moves `buf` to the end of the notes. */
static int add(struct tare_grid *grid, struct tare_buf *buf, struct tare_err *err)
{
    char **notes = realloc(grid->notes, (grid->note_count + 1) * sizeof(*notes));
    char *note = tare_buf_steal(buf);

    if (notes)
        grid->notes = notes;
    if (!notes || !note) {
        free(note);
        return tare_err_memory(err);
    }
    grid->notes[grid->note_count++] = note;
    return 0;
}

static bool mentions(const struct tare_row *row, const char *word)
{
    return row->note && strstr(row->note, word);
}

static int add_row_notes(struct tare_grid *grid, const struct tare_grid_row *grid_row,
                         struct tare_err *err)
{
    const struct tare_row *row = grid_row->row;
    struct tare_buf buf = TARE_BUF_INIT;
    int result = 0;

    if (!grid_row->spans && !tare_row_is(row, "ok")) {
        tare_buf_printf(&buf, "%s: %s", grid_row->label, row->status);
        if (row->reason && *row->reason)
            tare_buf_printf(&buf, ": %s", row->reason);
        result |= add(grid, &buf, err);
    }
    if (row->note && *row->note) {
        tare_buf_printf(&buf, "%s: %s", grid_row->label, row->note);
        result |= add(grid, &buf, err);
    }
    if (row->many_modes && !mentions(row, "mode")) {
        tare_buf_printf(&buf, "%s: its samples have more than one mode: the median may mislead",
                        grid_row->label);
        result |= add(grid, &buf, err);
    }
    if (row->skewed && !mentions(row, "skew")) {
        tare_buf_printf(&buf, "%s: its ratios by set are skewed: the interval may be too short",
                        grid_row->label);
        result |= add(grid, &buf, err);
    }
    return result;
}

/* Why the row has no such field; NULL where it has it, or shows none, or no reason is known. */
static const char *reason_of(const struct tare_grid_row *grid_row, enum tare_field_id field)
{
    if (grid_row->spans || !isnan(tare_row_number(grid_row->row, field)))
        return NULL;
    return tare_row_missing(grid_row->row, field);
}

/* One note where all rows that miss the field do so for the same reason, else one a row. */
static int add_missing_notes(struct tare_grid *grid, enum tare_field_id field, const char *name,
                             struct tare_err *err)
{
    struct tare_buf buf = TARE_BUF_INIT;
    const char *first = NULL;
    bool differ = false, all = true;

    for (size_t i = 0; i < grid->row_count; i++) {
        const char *reason = reason_of(&grid->rows[i], field);

        differ = differ || (first && reason && strcmp(first, reason) != 0);
        all = all && (reason || grid->rows[i].spans);
        first = first ? first : reason;
    }
    if (first && all && !differ) {
        tare_buf_printf(&buf, "%s unavailable: %s", name, first);
        return add(grid, &buf, err);
    }
    for (size_t i = 0; i < grid->row_count; i++) {
        const char *reason = reason_of(&grid->rows[i], field);

        if (!reason)
            continue;
        tare_buf_printf(&buf, "%s: %s unavailable: %s", grid->rows[i].label, name, reason);
        if (add(grid, &buf, err))
            return -1;
    }
    return 0;
}

int tare_grid_add_notes(struct tare_grid *grid, struct tare_err *err)
{
    for (size_t i = 0; i < grid->row_count; i++)
        if (add_row_notes(grid, &grid->rows[i], err))
            return -1;
    if (add_missing_notes(grid, TARE_FIELD_deep_bytes, "deep size", err))
        return -1;
    return add_missing_notes(grid, TARE_FIELD_allocs_per_op, "allocations", err);
}
