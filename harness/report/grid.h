/* SPDX-License-Identifier: MIT */
/*
 * A block of the result as a grid of short texts: what the table of the terminal and that of
 * Markdown have in common. Texts are UTF-8; those from cases (labels, reasons) are raw and for
 * the writer to make harmless.
 */
#ifndef TARE_REPORT_GRID_H
#define TARE_REPORT_GRID_H

#include "base/buf.h"
#include "base/err.h"
#include "model/result.h"
#include "report/front.h"

#include <stdbool.h>
#include <stddef.h>

/* From left to right and by falling importance: a narrow terminal drops from the right. */
enum tare_grid_column {
    TARE_GRID_TIME,
    TARE_GRID_INTERVAL, /* "±0.4 %", under the heading of the time */
    TARE_GRID_VERDICT,
    TARE_GRID_ITEM,
    TARE_GRID_DEEP,
    TARE_GRID_PER_ITEM,
    TARE_GRID_BLOCKS,
    TARE_GRID_ALLOCS,
    TARE_GRID_SAMPLES,
    TARE_GRID_COLUMNS
};

enum tare_grid_tone { TARE_GRID_PLAIN, TARE_GRID_BETTER, TARE_GRID_WORSE };

#define TARE_GRID_TEXT_BYTES 80

struct tare_grid_cell {
    char text[TARE_GRID_TEXT_BYTES];
    enum tare_grid_tone tone; /* against the baseline */
};

struct tare_grid_row {
    const struct tare_row *row;
    const char *label; /* variant or build */
    bool spans;        /* there is no time to show: `message` stands in place of the cells */
    bool on_front;     /* no other row is both faster and smaller; false where none can be told */
    char *message;     /* "crashed: SIGSEGV in set 1"; NULL: none */
    struct tare_grid_cell cells[TARE_GRID_COLUMNS];
    char brief_verdict[TARE_GRID_TEXT_BYTES]; /* where the verdict can be shorter; else empty */
};

struct tare_grid {
    const struct tare_block *block;
    const char *baseline; /* label of the baseline; NULL: none */
    size_t row_count;
    struct tare_grid_row *rows;
    bool has[TARE_GRID_COLUMNS]; /* some row has a value: the column is worth showing */
    const char *title;           /* NULL: says no more than the name */
    char *name;                  /* "sum_x", or "sum_x/aos" where builds are compared */
    char *facts;                 /* "n = 100,000 · 10 sets · soa is on the front"; may be empty */
    size_t note_count;
    char **notes; /* hints, cautions, why there is no size; each "aos: two modes" */
};

/* Heading of a column; that of TARE_GRID_VERDICT is "vs" and the label of the baseline follows. */
extern const char *const tare_grid_headings[TARE_GRID_COLUMNS];

/* Points into `block`, which must outlive it. 0, or -1 where memory is short. */
int tare_grid_make(struct tare_grid *grid, const struct tare_block *block, struct tare_err *err);
void tare_grid_free(struct tare_grid *grid);

/* Has the row a time that says something? Not where the case failed or was empty. */
bool tare_grid_is_timed(const struct tare_grid *grid, size_t row);

/* Appends "n = 1,000, depth = 3, 4 threads" of a block: what it has of these. */
void tare_grid_place(struct tare_buf *out, const struct tare_block *block);

/* Is it to be compared with the others, as tare_front_admits() says? */
bool tare_grid_competes(const struct tare_grid *grid, size_t row);

/* Fills in the notes of a grid whose rows are there: part of tare_grid_make(). 0 or -1. */
int tare_grid_add_notes(struct tare_grid *grid, struct tare_err *err);

#endif
