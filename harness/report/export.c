/* SPDX-License-Identifier: MIT */
#include "report/export.h"

bool tare_export_has_time(const struct tare_row *row)
{
    return row->time_ns > 0 && (tare_row_is(row, "ok") || tare_row_is(row, "unsteady"));
}

size_t tare_export_left_out(const struct tare_result *result)
{
    size_t count = 0;

    for (size_t i = 0; i < result->block_count; i++)
        for (size_t j = 0; j < result->block[i].row_count; j++)
            count += !tare_export_has_time(&result->block[i].row[j]);
    return count;
}

void tare_export_name(struct tare_buf *name, const struct tare_result *result,
                      const struct tare_row *row)
{
    tare_buf_puts(name, row->id);
    if (result->build_count > 1 && row->build)
        tare_buf_printf(name, "/build:%s", row->build);
}

size_t tare_export_value_count(const struct tare_row *row)
{
    return row->set_count ? row->set_count : 1;
}

double tare_export_value_ns(const struct tare_row *row, size_t index)
{
    return row->set_count ? row->set_time_ns[index] : row->time_ns;
}

uint64_t tare_export_iterations(const struct tare_row *row, size_t index)
{
    uint64_t iterations = 0;
    uint32_t process = 0;
    size_t sets = 0;

    /* Samples stand in the order of their processes; sets without samples have no value. */
    for (size_t i = 0; i < row->sample_count; i++) {
        if (sets == 0 || row->sample[i].process != process)
            sets++;
        process = row->sample[i].process;
        if (sets == index + 1 || !row->set_count)
            iterations += row->sample[i].iterations;
    }
    return iterations ? iterations : 1;
}
