/* SPDX-License-Identifier: MIT */
#include "model/csv.h"

#include <inttypes.h>
#include <string.h>

#include "model/number.h"

/* A line under way: knows whether a comma is due. */
struct line {
    FILE *file;
    bool has_fields;
};

static void put_raw(struct line *line, const char *text)
{
    if (line->has_fields)
        fputc(',', line->file);
    fputs(text, line->file);
    line->has_fields = true;
}

static void put_text(struct line *line, const char *text)
{
    if (!text || !text[strcspn(text, ",\"\r\n")]) {
        put_raw(line, text ? text : "");
        return;
    }
    put_raw(line, "\"");
    for (; *text; text++) {
        if (*text == '"')
            fputc('"', line->file);
        fputc(*text, line->file);
    }
    fputc('"', line->file);
}

static void put_number(struct line *line, double value)
{
    put_raw(line, tare_number_text(value).text);
}

static void put_whole(struct line *line, uint64_t value)
{
    char text[sizeof "18446744073709551615"];

    snprintf(text, sizeof text, "%" PRIu64, value);
    put_raw(line, text);
}

static void end_line(struct line *line)
{
    fputc('\n', line->file);
    line->has_fields = false;
}

static int finish(FILE *file, struct tare_err *err)
{
    if (fflush(file) != 0 || ferror(file))
        return tare_err_errno(err, "cannot write CSV");
    return 0;
}

/* The columns that say which arm it is, named or filled in. */
static void put_arm_names(struct line *line, bool has_params)
{
    for (int i = TARE_FIELD_build; i <= TARE_FIELD_threads; i++)
        if (i != TARE_FIELD_param || has_params)
            put_raw(line, tare_fields[i].name);
}

static void put_field(struct line *line, const struct tare_row *row, enum tare_field_id field)
{
    const struct tare_hash *hash;

    switch (tare_fields[field].kind) {
    case TARE_KIND_TEXT:
        put_text(line, tare_row_text(row, field));
        break;
    case TARE_KIND_REAL:
    case TARE_KIND_COUNT:
        put_number(line, tare_row_number(row, field));
        break;
    case TARE_KIND_HASH:
        hash = (const void *)((const char *)row + tare_fields[field].offset);
        if (hash->known)
            put_whole(line, hash->value);
        else
            put_raw(line, "");
        break;
    }
}

static void put_arm(struct line *line, const struct tare_row *row, bool has_params)
{
    for (int i = TARE_FIELD_build; i <= TARE_FIELD_threads; i++)
        if (i != TARE_FIELD_param || has_params)
            put_field(line, row, (enum tare_field_id)i);
}

static void put_summary(struct line *line, const struct tare_row *row, bool has_params)
{
    put_arm(line, row, has_params);
    for (int i = TARE_FIELD_threads + 1; i < TARE_FIELD_COUNT; i++)
        put_field(line, row, (enum tare_field_id)i);
    end_line(line);
}

int tare_csv_write_summary(FILE *file, const struct tare_result *result, struct tare_err *err)
{
    struct line line = {.file = file};
    bool has_params = tare_result_has_params(result);

    put_arm_names(&line, has_params);
    for (int i = TARE_FIELD_threads + 1; i < TARE_FIELD_COUNT; i++)
        put_raw(&line, tare_fields[i].name);
    end_line(&line);
    for (size_t i = 0; i < result->block_count; i++)
        for (size_t j = 0; j < result->block[i].row_count; j++)
            put_summary(&line, &result->block[i].row[j], has_params);
    return finish(file, err);
}

static void put_samples(struct line *line, const struct tare_row *row, bool has_params)
{
    for (size_t i = 0; i < row->sample_count; i++) {
        const struct tare_sample *sample = &row->sample[i];

        put_arm(line, row, has_params);
        put_whole(line, sample->process);
        put_whole(line, sample->round);
        put_whole(line, i + 1);
        put_whole(line, sample->iterations);
        put_number(line, sample->elapsed_ns);
        end_line(line);
    }
}

int tare_csv_write_samples(FILE *file, const struct tare_result *result, struct tare_err *err)
{
    struct line line = {.file = file};
    bool has_params = tare_result_has_params(result);

    put_arm_names(&line, has_params);
    put_raw(&line, "process,round,sample,iterations,elapsed_ns");
    end_line(&line);
    for (size_t i = 0; i < result->block_count; i++)
        for (size_t j = 0; j < result->block[i].row_count; j++)
            put_samples(&line, &result->block[i].row[j], has_params);
    return finish(file, err);
}

static void put_counters(struct line *line, const struct tare_row *row, bool has_params)
{
    for (size_t i = 0; i < row->counter_count; i++) {
        put_arm(line, row, has_params);
        put_text(line, row->counter[i].name);
        put_number(line, row->counter[i].value);
        end_line(line);
    }
}

int tare_csv_write_counters(FILE *file, const struct tare_result *result, struct tare_err *err)
{
    struct line line = {.file = file};
    bool has_params = tare_result_has_params(result);

    put_arm_names(&line, has_params);
    put_raw(&line, "name,value");
    end_line(&line);
    for (size_t i = 0; i < result->block_count; i++)
        for (size_t j = 0; j < result->block[i].row_count; j++)
            put_counters(&line, &result->block[i].row[j], has_params);
    return finish(file, err);
}

bool tare_csv_has_counters(const struct tare_result *result)
{
    for (size_t i = 0; i < result->block_count; i++)
        for (size_t j = 0; j < result->block[i].row_count; j++)
            if (result->block[i].row[j].counter_count > 0)
                return true;
    return false;
}
