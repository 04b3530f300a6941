/* SPDX-License-Identifier: MIT */
#include "model/csv.h"

#include <math.h>
#include <string.h>

#include "model/csv_line.h"

void tare_csv_put_arm_names(struct tare_csv_line *line, bool has_params)
{
    for (int i = TARE_FIELD_build; i <= TARE_FIELD_threads; i++)
        if (i != TARE_FIELD_param || has_params)
            tare_csv_put_raw(line, tare_fields[i].name);
}

static void put_field(struct tare_csv_line *line, const struct tare_row *row,
                      enum tare_field_id field)
{
    const struct tare_hash *hash;

    switch (tare_fields[field].kind) {
    case TARE_KIND_TEXT:
        tare_csv_put_text(line, tare_row_text(row, field));
        break;
    case TARE_KIND_REAL:
    case TARE_KIND_COUNT:
        tare_csv_put_number(line, tare_row_number(row, field));
        break;
    case TARE_KIND_HASH:
        hash = (const void *)((const char *)row + tare_fields[field].offset);
        if (hash->known)
            tare_csv_put_whole(line, hash->value);
        else
            tare_csv_put_raw(line, "");
        break;
    }
}

void tare_csv_put_arm(struct tare_csv_line *line, const struct tare_row *row, bool has_params)
{
    for (int i = TARE_FIELD_build; i <= TARE_FIELD_threads; i++)
        if (i != TARE_FIELD_param || has_params)
            put_field(line, row, (enum tare_field_id)i);
}

#define COUNTED_MAX 64 /* of four parts that each counted as many as --counters takes */

/* The counters by --counters, which are columns behind all others. A run that was resumed may have
 * counted others in its second part. */
struct counted {
    const char *name[COUNTED_MAX];
    size_t count;
};

static void note_counted(struct counted *counted, const char *name)
{
    for (size_t i = 0; i < counted->count; i++)
        if (strcmp(counted->name[i], name) == 0)
            return;
    if (counted->count < sizeof counted->name / sizeof *counted->name)
        counted->name[counted->count++] = name;
}

static struct counted find_counted(const struct tare_result *result)
{
    struct counted counted = {.count = 0};

    for (size_t i = 0; i < result->block_count; i++)
        for (size_t j = 0; j < result->block[i].row_count; j++) {
            const struct tare_row *row = &result->block[i].row[j];

            for (size_t k = 0; k < row->counter_count; k++)
                if (tare_counter_is_column(&row->counter[k]))
                    note_counted(&counted, row->counter[k].name);
        }
    return counted;
}

static void put_counted(struct tare_csv_line *line, const struct counted *counted,
                        const struct tare_row *row)
{
    for (size_t i = 0; i < counted->count; i++) {
        const struct tare_counter *counter = tare_row_counter(row, counted->name[i]);

        tare_csv_put_number(line, counter ? counter->value : NAN);
    }
}

static void put_summary(struct tare_csv_line *line, const struct tare_row *row, bool has_params,
                        const struct counted *counted)
{
    tare_csv_put_arm(line, row, has_params);
    for (int i = TARE_FIELD_threads + 1; i < TARE_FIELD_COUNT; i++)
        put_field(line, row, (enum tare_field_id)i);
    put_counted(line, counted, row);
    tare_csv_end_line(line);
}

int tare_csv_write_summary(FILE *file, const struct tare_result *result, struct tare_err *err)
{
    struct tare_csv_line line = {.file = file};
    bool has_params = tare_result_has_params(result);
    struct counted counted = find_counted(result);

    tare_csv_put_arm_names(&line, has_params);
    for (int i = TARE_FIELD_threads + 1; i < TARE_FIELD_COUNT; i++)
        tare_csv_put_raw(&line, tare_fields[i].name);
    for (size_t i = 0; i < counted.count; i++)
        tare_csv_put_text(&line, counted.name[i]);
    tare_csv_end_line(&line);
    for (size_t i = 0; i < result->block_count; i++)
        for (size_t j = 0; j < result->block[i].row_count; j++)
            put_summary(&line, &result->block[i].row[j], has_params, &counted);
    return tare_csv_finish(file, err);
}

static void put_samples(struct tare_csv_line *line, const struct tare_row *row, bool has_params)
{
    for (size_t i = 0; i < row->sample_count; i++) {
        const struct tare_sample *sample = &row->sample[i];

        tare_csv_put_arm(line, row, has_params);
        tare_csv_put_whole(line, sample->process);
        tare_csv_put_whole(line, sample->round);
        tare_csv_put_whole(line, i + 1);
        tare_csv_put_whole(line, sample->iterations);
        tare_csv_put_number(line, sample->elapsed_ns);
        tare_csv_end_line(line);
    }
}

int tare_csv_write_samples(FILE *file, const struct tare_result *result, struct tare_err *err)
{
    struct tare_csv_line line = {.file = file};
    bool has_params = tare_result_has_params(result);

    tare_csv_put_arm_names(&line, has_params);
    tare_csv_put_raw(&line, "process,round,sample,iterations,elapsed_ns");
    tare_csv_end_line(&line);
    for (size_t i = 0; i < result->block_count; i++)
        for (size_t j = 0; j < result->block[i].row_count; j++)
            put_samples(&line, &result->block[i].row[j], has_params);
    return tare_csv_finish(file, err);
}

static void put_counters(struct tare_csv_line *line, const struct tare_row *row, bool has_params)
{
    for (size_t i = 0; i < row->counter_count; i++) {
        tare_csv_put_arm(line, row, has_params);
        tare_csv_put_text(line, row->counter[i].name);
        tare_csv_put_number(line, row->counter[i].value);
        tare_csv_end_line(line);
    }
}

int tare_csv_write_counters(FILE *file, const struct tare_result *result, struct tare_err *err)
{
    struct tare_csv_line line = {.file = file};
    bool has_params = tare_result_has_params(result);

    tare_csv_put_arm_names(&line, has_params);
    tare_csv_put_raw(&line, "name,value");
    tare_csv_end_line(&line);
    for (size_t i = 0; i < result->block_count; i++)
        for (size_t j = 0; j < result->block[i].row_count; j++)
            put_counters(&line, &result->block[i].row[j], has_params);
    return tare_csv_finish(file, err);
}

bool tare_csv_has_counters(const struct tare_result *result)
{
    for (size_t i = 0; i < result->block_count; i++)
        for (size_t j = 0; j < result->block[i].row_count; j++)
            if (result->block[i].row[j].counter_count > 0)
                return true;
    return false;
}
