/* SPDX-License-Identifier: MIT */
#include "model/csv_line.h"

#include <inttypes.h>
#include <string.h>

#include "model/number.h"
#include "model/utf8.h"

void tare_csv_put_raw(struct tare_csv_line *line, const char *text)
{
    if (line->has_fields)
        fputc(',', line->file);
    fputs(text, line->file);
    line->has_fields = true;
}

/* Does a terminal obey the character, other than by going on with the text? That of `length` bytes
 * (0: no UTF-8, which 8-bit terminals may obey). */
static bool is_control(const char *text, size_t length)
{
    unsigned char first = (unsigned char)*text;

    if (length == 2) /* U+0080 to U+009F */
        return first == 0xc2 && (unsigned char)text[1] < 0xa0;
    return length == 0 || (length == 1 && first < ' ' && !strchr("\t\r\n", first)) || first == 0x7f;
}

void tare_csv_put_text(struct tare_csv_line *line, const char *text)
{
    bool quoted = text && text[strcspn(text, ",\"\r\n")];

    tare_csv_put_raw(line, quoted ? "\"" : "");
    while (text && *text) {
        size_t length = tare_utf8_length(text);
        size_t bytes = length ? length : 1;

        if (*text == '"')
            fputc('"', line->file);
        if (!is_control(text, length))
            fwrite(text, 1, bytes, line->file);
        for (size_t i = 0; i < bytes && is_control(text, length); i++)
            fprintf(line->file, "\\x%02x", (unsigned char)text[i]);
        text += bytes;
    }
    if (quoted)
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
