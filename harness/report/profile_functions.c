/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "report/profile.h"
#include "report/profile_cells.h"
#include "report/sheet.h"

#define FUNCTIONS_MAX 20

static bool is_same_function(const struct tare_profile_line *a, const struct tare_profile_line *b)
{
    return strcmp(a->function, b->function) == 0 && strcmp(a->source, b->source) == 0;
}

/* What a function took itself. */
struct taken {
    const struct tare_profile_line *line; /* its first */
    double self;
    double with_callees;
};

static int by_self(const void *first, const void *second)
{
    const struct taken *a = first;
    const struct taken *b = second;

    if (a->self == b->self)
        return a->with_callees < b->with_callees ? 1 : a->with_callees > b->with_callees ? -1 : 0;
    return a->self < b->self ? 1 : -1;
}

/* The lines are sorted by function. Returns how many functions there are; `taken` has room for
 * line_count. */
static size_t sum_functions(const struct tare_profile *profile, struct taken *taken)
{
    size_t count = 0;

    for (size_t i = 0; i < profile->line_count; i++) {
        const struct tare_profile_line *line = &profile->line[i];

        if (!count || !is_same_function(taken[count - 1].line, line))
            taken[count++] = (struct taken){.line = line};
        taken[count - 1].self += line->self[TARE_PROFILE_TIME];
        taken[count - 1].with_callees += line->with_callees[TARE_PROFILE_TIME];
    }
    qsort(taken, count, sizeof *taken, by_self);
    return count;
}

static void add_function(struct tare_sheet *sheet, const struct tare_profile *profile,
                         const struct taken *taken, const struct tare_table_style *style)
{
    char(*cells)[TARE_SHEET_CELL_BYTES] = tare_sheet_add(sheet);
    double weights[] = {taken->self, taken->with_callees};

    for (int i = 0; i < 2; i++) {
        struct tare_buf cell = TARE_BUF_INIT;

        tare_profile_show_share(&cell, profile, weights[i], style->unicode);
        tare_sheet_text(cells[i], cell.text);
        tare_buf_free(&cell);
    }
    tare_sheet_text(cells[2], taken->line->function);
    tare_sheet_text(cells[3], tare_profile_base_name(taken->line->source));
}

int tare_profile_write_functions(FILE *file, const struct tare_profile *profile,
                                 const struct tare_table_style *style, struct tare_err *err)
{
    static const char *const headings[] = {"self %", "with callees %", "<function", "<file", NULL};
    struct taken *taken = calloc(profile->line_count + 1, sizeof *taken);
    struct tare_buf out = TARE_BUF_INIT;
    struct tare_sheet sheet;
    size_t count;

    if (!taken)
        return tare_err_memory(err);
    tare_profile_put_summary(&out, profile, style);
    tare_sheet_open(&sheet, headings);
    sheet.rows_max = FUNCTIONS_MAX;
    count = profile->pass[TARE_PROFILE_TIME].known ? sum_functions(profile, taken) : 0;
    for (size_t i = 0; i < count; i++)
        add_function(&sheet, profile, &taken[i], style);
    tare_sheet_show(&out, style, 0, &sheet);
    tare_sheet_free(&sheet);
    free(taken);
    tare_buf_puts(&out, "\n");
    tare_profile_put_notes(&out, profile, style);
    return tare_profile_write_out(file, &out, err);
}
