/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <string.h>

#include "base/units.h"
#include "report/profile.h"
#include "report/profile_cells.h"
#include "report/sheet.h"
#include "report/table_below.h"

#define FUNCTIONS_MAX 25

static void put_share(char *cell, const struct tare_profile *profile, double samples,
                      const struct tare_table_style *style)
{
    struct tare_buf text = TARE_BUF_INIT;

    if (profile->pass[TARE_PROFILE_TIME].known)
        tare_profile_show_share(&text, profile, samples, style->unicode);
    tare_sheet_text(cell, text.text);
    tare_buf_free(&text);
}

/* Of an operation: whole numbers where they are. */
static void put_number(char *cell, const struct tare_profile *profile, double number)
{
    struct tare_buf text = TARE_BUF_INIT;

    if (profile->pass[TARE_PROFILE_INSTRUCTIONS].known)
        tare_profile_show_metric(&text, profile, TARE_PROFILE_INSTRUCTIONS, number, false);
    tare_sheet_text(cell, text.text);
    tare_buf_free(&text);
}

/* "burn (profiled.c:12)". */
static void put_name(char *cell, const struct tare_profile_function *function)
{
    struct tare_buf name = TARE_BUF_INIT;

    tare_buf_puts(&name, function->function);
    if (*function->source)
        tare_buf_printf(&name, " (%s", tare_profile_base_name(function->source));
    if (*function->source && function->line)
        tare_buf_printf(&name, ":%d", function->line);
    if (*function->source)
        tare_buf_puts(&name, ")");
    tare_sheet_text(cell, name.text);
    tare_buf_free(&name);
}

/* Of one call, with what it calls: its share of the time of an operation. */
static void put_time(char *cell, const struct tare_profile *profile,
                     const struct tare_profile_function *function)
{
    double time_ns = tare_profile_time_ns(profile, function->with_callees[TARE_PROFILE_TIME]);

    if (function->calls > 0 && time_ns > 0)
        tare_sheet_text(cell, tare_units_time(time_ns / function->calls).text);
}

static void add_function(struct tare_sheet *sheet, const struct tare_profile *profile,
                         const struct tare_profile_function *function,
                         const struct tare_table_style *style)
{
    char(*cells)[TARE_SHEET_CELL_BYTES] = tare_sheet_add(sheet);
    double instructions = function->with_callees[TARE_PROFILE_INSTRUCTIONS];

    put_name(cells[0], function);
    put_number(cells[1], profile, function->calls);
    put_share(cells[2], profile, function->self[TARE_PROFILE_TIME], style);
    put_share(cells[3], profile, function->with_callees[TARE_PROFILE_TIME], style);
    put_time(cells[4], profile, function);
    put_number(cells[5], profile, function->self[TARE_PROFILE_INSTRUCTIONS]);
    put_number(cells[6], profile, instructions);
    put_number(cells[7], profile, function->calls > 0 ? instructions / function->calls : 0);
}

/* Nothing of the case: what only calls it is empty too. */
static bool is_empty(const struct tare_profile_function *function)
{
    return !(function->calls > 0) && !(function->with_callees[TARE_PROFILE_TIME] > 0) &&
           !(function->self[TARE_PROFILE_INSTRUCTIONS] > 0);
}

static void put_functions(struct tare_buf *out, const struct tare_profile *profile,
                          const struct tare_table_style *style)
{
    static const char *const headings[] = {"<function (file:line)", "calls",          "self %",
                                           "cumulative %",          "per call",       "self instr",
                                           "cumulative instr",      "instr per call", NULL};
    struct tare_sheet sheet;

    tare_sheet_open(&sheet, headings);
    sheet.rows_max = FUNCTIONS_MAX;
    for (size_t i = 0; i < profile->function_count; i++)
        if (!is_empty(&profile->functions[i]))
            add_function(&sheet, profile, &profile->functions[i], style);
    tare_sheet_show(out, style, 0, &sheet);
    tare_sheet_free(&sheet);
}

/* Those that call the function that was asked for, or that it calls. */
static void put_calls(struct tare_buf *out, const struct tare_profile *profile, bool callers,
                      const struct tare_table_style *style)
{
    const char *const headings[] = {callers ? "<called by" : "<calls", "calls", "instr", NULL};
    struct tare_sheet sheet;

    tare_sheet_open(&sheet, headings);
    sheet.rows_max = FUNCTIONS_MAX;
    for (size_t i = 0; i < profile->call_count; i++) {
        const struct tare_profile_call *call = &profile->call[i];
        char(*cells)[TARE_SHEET_CELL_BYTES];

        if (strcmp(callers ? call->callee : call->caller, profile->function) != 0 ||
            !(call->calls > 0))
            continue;
        cells = tare_sheet_add(&sheet);
        tare_sheet_text(cells[0], callers ? call->caller : call->callee);
        put_number(cells[1], profile, call->calls);
        put_number(cells[2], profile, call->instructions);
    }
    if (sheet.row_count > 1) {
        tare_buf_printf(out, "\n%s\n", profile->function);
        tare_sheet_show(out, style, 0, &sheet);
    }
    tare_sheet_free(&sheet);
}

int tare_profile_write_functions(FILE *file, const struct tare_profile *profile,
                                 const struct tare_table_style *style, struct tare_err *err)
{
    struct tare_buf out = TARE_BUF_INIT;

    tare_profile_put_summary(&out, profile, style);
    put_functions(&out, profile, style);
    for (int callers = 1; callers >= 0 && profile->function; callers--)
        put_calls(&out, profile, callers, style);
    tare_buf_puts(&out, "\n");
    tare_profile_put_notes(&out, profile, style);
    return tare_profile_write_out(file, &out, err);
}
