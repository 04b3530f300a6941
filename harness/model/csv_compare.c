/* SPDX-License-Identifier: MIT */
#include "model/csv_compare.h"

#include <math.h>

#include "model/csv_line.h"
#include "model/gate.h"

static void put_names(struct tare_csv_line *line, bool has_params)
{
    tare_csv_put_arm_names(line, has_params);
    tare_csv_put_raw(line, "in,base_status,new_status,base_time_ns,new_time_ns,ratio,ratio_lo,"
                           "ratio_hi,p_adjusted,verdict");
    for (size_t i = 0; i < TARE_GATE_EXACT_COUNT; i++) {
        const char *name = tare_fields[tare_gate_exact[i]].name;

        fprintf(line->file, ",base_%s,new_%s", name, name);
    }
    tare_csv_end_line(line);
}

static void put_row(struct tare_csv_line *line, const struct tare_compare_row *row, bool has_params)
{
    const struct tare_row *base = row->base;
    const struct tare_row *next = row->next;

    tare_csv_put_arm(line, tare_compare_arm(row), has_params);
    tare_csv_put_raw(line, !next ? "base" : !base ? "new" : "both");
    tare_csv_put_text(line, base ? base->status : NULL);
    tare_csv_put_text(line, next ? next->status : NULL);
    tare_csv_put_number(line, base ? base->time_ns : NAN);
    tare_csv_put_number(line, next ? next->time_ns : NAN);
    tare_csv_put_number(line, row->pair.ratio);
    tare_csv_put_number(line, row->pair.ratio_lo);
    tare_csv_put_number(line, row->pair.ratio_hi);
    tare_csv_put_number(line, row->pair.p_adjusted);
    tare_csv_put_text(line, tare_stats_verdict_name(row->pair.verdict));
    for (size_t i = 0; i < TARE_GATE_EXACT_COUNT; i++) {
        tare_csv_put_number(line, base ? tare_row_number(base, tare_gate_exact[i]) : NAN);
        tare_csv_put_number(line, next ? tare_row_number(next, tare_gate_exact[i]) : NAN);
    }
    tare_csv_end_line(line);
}

int tare_csv_write_compare(FILE *file, const struct tare_compare *compare, struct tare_err *err)
{
    struct tare_csv_line line = {.file = file};
    bool has_params =
        tare_result_has_params(compare->base) || tare_result_has_params(compare->next);

    put_names(&line, has_params);
    for (size_t i = 0; i < compare->row_count; i++)
        put_row(&line, &compare->row[i], has_params);
    return tare_csv_finish(file, err);
}
