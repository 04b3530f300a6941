/* SPDX-License-Identifier: MIT */
#include "report/saving.h"

#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/units.h"
#include "model/csv_line.h"

static int most_first(const void *a, const void *b)
{
    const struct tare_saving *x = a;
    const struct tare_saving *y = b;
    int by_id;

    if (x->saved_bytes != y->saved_bytes)
        return x->saved_bytes < y->saved_bytes ? 1 : -1;
    by_id = strcmp(x->id, y->id);
    return by_id ? by_id : strcmp(x->type, y->type);
}

void tare_saving_sort(struct tare_saving *savings, size_t count)
{
    if (count)
        qsort(savings, count, sizeof *savings, most_first);
}

int tare_saving_write(FILE *file, const struct tare_saving *savings, size_t count, const char *run,
                      struct tare_err *err)
{
    if (!count)
        fprintf(file, "no order of these structs saves anything in what '%s' weighed\n", run);
    for (size_t i = 0; i < count; i++)
        fprintf(file, "reordering %s saves %s of %s in %s\n", savings[i].type,
                tare_units_bytes(savings[i].saved_bytes).text,
                tare_units_bytes(savings[i].deep_bytes).text, savings[i].id);
    if (fflush(file) || ferror(file))
        return tare_err_errno(err, "cannot write savings");
    return 0;
}

int tare_saving_write_csv(FILE *file, const struct tare_saving *savings, size_t count,
                          struct tare_err *err)
{
    struct tare_csv_line line = {.file = file};

    tare_csv_put_raw(&line, "type,case,count,saved_bytes,deep_bytes");
    tare_csv_end_line(&line);
    for (size_t i = 0; i < count; i++) {
        tare_csv_put_text(&line, savings[i].type);
        tare_csv_put_text(&line, savings[i].id);
        tare_csv_put_number(&line, savings[i].count);
        tare_csv_put_number(&line, savings[i].saved_bytes);
        tare_csv_put_number(&line, savings[i].deep_bytes);
        tare_csv_end_line(&line);
    }
    return tare_csv_finish(file, err);
}

static json_t *whole(double value)
{
    return isfinite(value) ? json_integer((json_int_t)value) : json_null();
}

static json_t *saving_json(const struct tare_saving *saving)
{
    return json_pack("{s:s, s:s, s:o, s:o, s:o}", "type", saving->type, "case", saving->id, "count",
                     whole(saving->count), "saved_bytes", whole(saving->saved_bytes), "deep_bytes",
                     whole(saving->deep_bytes));
}

int tare_saving_write_json(FILE *file, const struct tare_saving *savings, size_t count,
                           struct tare_err *err)
{
    json_t *array = json_array();
    int status = array ? 0 : tare_err_memory(err);

    for (size_t i = 0; i < count && status == 0; i++)
        if (json_array_append_new(array, saving_json(&savings[i])))
            status = tare_err_memory(err);
    if (status == 0 &&
        (json_dumpf(array, file, JSON_INDENT(1)) || putc('\n', file) == EOF || fflush(file)))
        status = tare_err_errno(err, "cannot write savings");
    json_decref(array);
    return status;
}
