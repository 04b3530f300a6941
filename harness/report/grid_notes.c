/* SPDX-License-Identifier: MIT */
#include "report/grid.h"

#include "base/buf.h"
#include "base/units.h"
#include "report/weighing.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* What is to be remarked on a row; NULL: nothing. Owned by the row or static. */
typedef const char *remark_of(const struct tare_grid_row *grid_row);

static const char *status_of(const struct tare_grid_row *grid_row)
{
    return grid_row->spans || tare_row_is(grid_row->row, "ok") ? NULL : grid_row->row->reason;
}

static const char *note_of(const struct tare_grid_row *grid_row)
{
    return grid_row->row->note;
}

/* Worth a remark only where the sets do not agree on one of the modes: within half a per cent. */
static const char *modes_of(const struct tare_grid_row *grid_row)
{
    const struct tare_row *row = grid_row->row;
    bool agree = row->time_hi_ns - row->time_lo_ns < 0.01 * row->time_ns;

    return row->many_modes && !agree
               ? "the samples have more than one mode: the median is one of them, or between"
               : NULL;
}

/* Worth a remark only where a longer interval changes what one reads from the ratio. */
static const char *skew_of(const struct tare_grid_row *grid_row)
{
    const struct tare_row *row = grid_row->row;
    double half = log(row->ratio_hi / row->ratio_lo) / 2;

    return row->skewed && fabs(log(row->ratio)) < 4 * half
               ? "skewed among sets: the interval is widened for it"
               : NULL;
}

/* Why the row has no such field; what was not asked for needs no remark. */
static const char *reason_of(const struct tare_grid_row *grid_row, enum tare_field_id field)
{
    const char *reason = NULL;

    if (!grid_row->spans && isnan(tare_row_number(grid_row->row, field)))
        reason = tare_row_missing(grid_row->row, field);
    return reason && strcmp(reason, TARE_MISSING_UNASKED) == 0 ? NULL : reason;
}

static const char *deep_of(const struct tare_grid_row *grid_row)
{
    return reason_of(grid_row, TARE_FIELD_deep_bytes);
}

static const char *allocs_of(const struct tare_grid_row *grid_row)
{
    return reason_of(grid_row, TARE_FIELD_allocs_per_op);
}

static const struct {
    remark_of *remark;
    const char *subject; /* stands before the remark; may be empty */
} kinds[] = {
    {status_of, ""},
    {note_of, ""},
    {modes_of, ""},
    {skew_of, ""},
    {deep_of, "deep size unavailable: "},
    {allocs_of, "allocations unavailable: "},
};

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

/* Does the row say the same as the one at `first`? */
static bool says(const struct tare_grid_row *row, remark_of *remark, const char *text)
{
    const char *own = remark(row);

    return own && strcmp(own, text) == 0;
}

/* "aos, soa: remark" for the rows from `first` on that share it; no names where all do. */
static int add_shared(struct tare_grid *grid, size_t kind, size_t first, struct tare_err *err)
{
    remark_of *remark = kinds[kind].remark;
    const char *text = remark(&grid->rows[first]);
    struct tare_buf buf = TARE_BUF_INIT;
    size_t sharing = 0;

    for (size_t i = first; i < grid->row_count; i++)
        if (says(&grid->rows[i], remark, text))
            tare_buf_printf(&buf, "%s%s", sharing++ ? ", " : "", grid->rows[i].label);
    if (sharing == grid->row_count && sharing > 1)
        tare_buf_reset(&buf);
    else
        tare_buf_puts(&buf, ": ");
    tare_buf_printf(&buf, "%s%s", kinds[kind].subject, text);
    return add(grid, &buf, err);
}

static bool said_before(const struct tare_grid *grid, remark_of *remark, size_t row)
{
    for (size_t i = 0; i < row; i++)
        if (says(&grid->rows[i], remark, remark(&grid->rows[row])))
            return true;
    return false;
}

/* "list: leaked 3 blocks, 96 B: ..." */
static int add_leaks(struct tare_grid *grid, struct tare_err *err)
{
    for (size_t i = 0; i < grid->row_count; i++) {
        struct tare_buf leaks = TARE_BUF_INIT;
        struct tare_buf note = TARE_BUF_INIT;

        if (grid->rows[i].row->weighing)
            tare_weighing_leaks(&leaks, grid->rows[i].row->weighing);
        if (leaks.length)
            tare_buf_printf(&note, "%s: %s", grid->rows[i].label, leaks.text);
        note.failed |= leaks.failed;
        tare_buf_free(&leaks);
        if ((note.length || note.failed) && add(grid, &note, err))
            return -1;
    }
    return 0;
}

/* Enough of the block's time to matter, and more than the kernel's ticks could have made up? */
static bool matters(double taken_ns, double wall_ns)
{
    return taken_ns >= 0.02 * wall_ns && taken_ns >= 5e7;
}

/* One probe in a hundred errs; half of a core's units for a twentieth of the rounds moves a median
 * of them by little. */
#define SIBLING_MATTERS 0.05

__attribute__((format(printf, 2, 0))) static void add_cause(struct tare_buf *note,
                                                            const char *format, double share)
{
    tare_buf_puts(note, note->length ? ", " : "the machine was busy: ");
    tare_buf_printf(note, format, tare_units_percent(share).text);
}

/* What others took of the core that measured. */
static int add_noise(struct tare_grid *grid, struct tare_err *err)
{
    const struct tare_block *block = grid->block;
    struct tare_buf note = TARE_BUF_INIT;

    if (matters(block->others_ns, block->wall_ns))
        add_cause(&note, "others had the core for %s of the time",
                  block->others_ns / block->wall_ns);
    if (matters(block->steal_ns, block->wall_ns))
        add_cause(&note, "the hypervisor took %s", block->steal_ns / block->wall_ns);
    if (block->sibling_ratio >= SIBLING_MATTERS)
        add_cause(&note, "a neighbour shared the core's units in %s of the rounds",
                  block->sibling_ratio);
    return note.length || note.failed ? add(grid, &note, err) : 0;
}

int tare_grid_add_notes(struct tare_grid *grid, struct tare_err *err)
{
    for (size_t kind = 0; kind < sizeof(kinds) / sizeof(*kinds); kind++)
        for (size_t i = 0; i < grid->row_count; i++) {
            const char *text = kinds[kind].remark(&grid->rows[i]);

            if (text && *text && !said_before(grid, kinds[kind].remark, i) &&
                add_shared(grid, kind, i, err))
                return -1;
        }
    return add_leaks(grid, err) || add_noise(grid, err) ? -1 : 0;
}
