/* SPDX-License-Identifier: MIT */
#include "model/csv_line.h"

#include <inttypes.h>
#include <string.h>

#include "model/number.h"

void tare_csv_put_raw(struct tare_csv_line *line, const char *text)
{
    if (line->has_fields)
        fputc(',', line->file);
    fputs(text, line->file);
    line->has_fields = true;
}

void tare_csv_put_text(struct tare_csv_line *line, const char *text)
{
    if (!text || !text[strcspn(text, ",\"\r\n")]) {
        tare_csv_put_raw(line, text ? text : "");
        return;
    }
    tare_csv_put_raw(line, "\"");
    for (; *text; text++) {
        if (*text == '"')
            fputc('"', line->file);
        fputc(*text, line->file);
    }
    fputc('"', line->file);
}

void tare_csv_put_number(struct tare_csv_line *line, double value)
{
    tare_csv_put_raw(line, tare_number_text(value).text);
}

void tare_csv_put_whole(struct tare_csv_line *line, uint64_t value)
{
    char text[sizeof "18446744073709551615"];

    snprintf(text, sizeof text, "%" PRIu64, value);
    tare_csv_put_raw(line, text);
}

void tare_csv_end_line(struct tare_csv_line *line)
{
    fputc('\n', line->file);
    line->has_fields = false;
}

int tare_csv_finish(FILE *file, struct tare_err *err)
{
    if (fflush(file) != 0 || ferror(file))
        return tare_err_errno(err, "cannot write CSV");
    return 0;
}
