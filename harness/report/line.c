/* SPDX-License-Identifier: MIT */
#include "report/line.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

#include "base/buf.h"
#include "base/units.h"
#include "report/table_below.h"

static const struct {
    const char *python;
    struct tare_line_unit unit;
} units[] = {
    {"nsec", {"ns", 1}}, {"usec", {"us", 1e3}}, {"msec", {"ms", 1e6}}, {"sec", {"s", 1e9}}};
#define UNIT_COUNT (sizeof units / sizeof *units)

int tare_line_parse_unit(const char *word, struct tare_line_unit *unit, struct tare_err *err)
{
    for (size_t i = 0; i < UNIT_COUNT; i++)
        if (strcmp(word, units[i].python) == 0 || strcmp(word, units[i].unit.name) == 0) {
            *unit = units[i].unit;
            return 0;
        }
    return tare_err_set(err, TARE_ERR_USAGE, "'%s': expected nsec, usec, msec or sec", word);
}

/* The largest unit that leaves at least 1 before the point; rounded to three digits. */
static struct tare_line_unit choose(struct tare_line_unit wished, double time_ns)
{
    size_t i = UNIT_COUNT - 1;

    if (wished.name)
        return wished;
    while (i > 0 && !(time_ns / units[i].unit.ns >= 0.9995))
        i--;
    return units[i].unit;
}

/* Three digits in any unit: 0.00173 us, and from 1e-5 down 1.91e-09 s. */
static void put_number(struct tare_buf *out, double time_ns, struct tare_line_unit unit)
{
    double value = time_ns / unit.ns;
    double size = fabs(value);

    if (!(size > 0 && size < 0.00995))
        tare_buf_puts(out, tare_units_number(value).text);
    else if (size < 1e-5)
        tare_buf_printf(out, "%.2e", value);
    else
        tare_buf_printf(out, "%.*f", 2 - (int)floor(log10(size)), value);
}

static void put_time(struct tare_buf *out, double time_ns, struct tare_line_unit unit)
{
    put_number(out, time_ns, unit);
    tare_buf_printf(out, " %s", unit.name);
}

static double best_of(const struct tare_row *row)
{
    double best_ns = row->time_ns;

    for (size_t i = 0; i < row->set_count; i++)
        best_ns = fmin(best_ns, row->set_time_ns[i]);
    return best_ns;
}

/* "; 0 allocs, 3.05 MiB deep", and why where it was asked for and could not be had. */
static void put_weight(struct tare_buf *out, const struct tare_row *row)
{
    const char *missing = tare_row_missing(row, TARE_FIELD_allocs_per_op);

    if (!isnan(row->allocs_per_op))
        tare_buf_printf(out, "; %s alloc%s", tare_units_count(row->allocs_per_op).text,
                        row->allocs_per_op == 1 ? "" : "s");
    else if (missing && strcmp(missing, TARE_MISSING_UNASKED) != 0)
        tare_buf_printf(out, "; allocs unavailable: %s", missing);
    if (!isnan(row->deep_bytes))
        tare_buf_printf(out, ", %s deep", tare_units_bytes(row->deep_bytes).text);
}

static void put_times(struct tare_buf *out, const struct tare_row *row, struct tare_line_unit unit,
                      const char *confidence)
{
    double loops = row->iterations / fmax((double)row->set_count, 1);

    tare_buf_printf(out, "%.0f loop%s, best of %zu: ", loops, loops < 1.5 ? "" : "s",
                    row->set_count);
    put_time(out, best_of(row), unit);
    tare_buf_puts(out, " per loop (median ");
    put_time(out, row->time_ns, unit);
    if (!isnan(row->time_lo_ns)) {
        tare_buf_printf(out, ", %s %% ", confidence);
        put_number(out, row->time_lo_ns, unit);
        tare_buf_puts(out, "..");
        put_number(out, row->time_hi_ns, unit);
    }
    put_weight(out, row);
    tare_buf_puts(out, ")\n");
}

static int put(FILE *file, struct tare_buf *out, struct tare_err *err)
{
    int result = 0;

    if (out->failed)
        result = tare_err_memory(err);
    else if (fwrite(out->text, 1, out->length, file) != out->length || fflush(file))
        result = tare_err_errno(err, "cannot write the line");
    tare_buf_free(out);
    return result;
}

int tare_line_write(FILE *file, const struct tare_result *result, struct tare_line_unit unit,
                    const struct tare_table_style *style, struct tare_err *err)
{
    const struct tare_row *row = &result->block[0].row[0];
    struct tare_buf out = TARE_BUF_INIT;

    if (!isnan(row->time_ns))
        put_times(&out, row, choose(unit, row->time_ns), tare_result_confidence(result));
    if (tare_row_is(row, "empty")) /* what to do about it, the command says */
        tare_table_note(&out, style, row->status, "no slower than an empty loop");
    else if (!tare_row_is(row, "ok"))
        tare_table_note(&out, style, row->status, row->reason ? row->reason : "no reason given");
    if (row->output)
        tare_table_output(&out, style, row->id, row->output);
    return put(file, &out, err);
}

int tare_line_write_samples(FILE *file, const struct tare_row *row, struct tare_line_unit unit,
                            struct tare_err *err)
{
    struct tare_buf out = TARE_BUF_INIT;
    uint32_t set = 0;

    unit = choose(unit, row->time_ns);
    for (size_t i = 0; i < row->sample_count; i++) {
        const struct tare_sample *sample = &row->sample[i];

        if (sample->process != set)
            tare_buf_printf(&out, "%sset %u, %s loop%s a sample, %s:", set ? "\n" : "",
                            (unsigned)sample->process,
                            tare_units_count((double)sample->iterations).text,
                            sample->iterations == 1 ? "" : "s", unit.name);
        set = sample->process;
        tare_buf_puts(&out, " ");
        put_number(&out, sample->elapsed_ns / (double)sample->iterations, unit);
    }
    if (set)
        tare_buf_puts(&out, "\n");
    return put(file, &out, err);
}
