/* SPDX-License-Identifier: MIT */
#include "model/gcov.h"

#include <jansson.h>
#include <limits.h>
#include <stdlib.h>

#include "base/buf.h"

struct reader {
    tare_gcov_take *take;
    void *context;
    struct tare_err *err;
};

static int take_line(const struct reader *reader, const json_t *line, const char *source)
{
    const char *function = json_string_value(json_object_get(line, "function_name"));
    const json_t *count = json_object_get(line, "count");
    json_int_t number = json_integer_value(json_object_get(line, "line_number"));

    if (number < 1 || number > INT_MAX || !json_is_integer(count))
        return tare_err_set(reader->err, TARE_ERR_INPUT,
                            "gcov's file: a line of '%s' without number or count", source);
    return reader->take(reader->context,
                        &(struct tare_profile_place){.function = function ? function : "",
                                                     .source = source,
                                                     .line = (int)number},
                        json_integer_value(count), reader->err);
}

static int take_file(const struct reader *reader, const json_t *file, const char *folder)
{
    const char *name = json_string_value(json_object_get(file, "file"));
    const json_t *lines = json_object_get(file, "lines");
    struct tare_buf source = TARE_BUF_INIT;
    int result = 0;

    if (!name || !json_is_array(lines))
        return tare_err_set(reader->err, TARE_ERR_INPUT, "gcov's file: a source without lines");
    if (*name != '/' && folder)
        tare_buf_printf(&source, "%s/", folder);
    tare_buf_puts(&source, name);
    if (source.failed)
        result = tare_err_memory(reader->err);
    for (size_t i = 0; i < json_array_size(lines) && result == 0; i++)
        result = take_line(reader, json_array_get(lines, i), source.text);
    tare_buf_free(&source);
    return result;
}

static int take_document(const struct reader *reader, const json_t *document)
{
    const char *folder = json_string_value(json_object_get(document, "current_working_directory"));
    const json_t *files = json_object_get(document, "files");
    int result = 0;

    if (!json_is_array(files))
        return tare_err_set(reader->err, TARE_ERR_INPUT, "gcov's file names no sources");
    for (size_t i = 0; i < json_array_size(files) && result == 0; i++)
        result = take_file(reader, json_array_get(files, i), folder);
    return result;
}

/* Is there more than blanks? */
static int has_more(FILE *file)
{
    int byte;

    do
        byte = getc(file);
    while (byte == '\n' || byte == ' ');
    return byte != EOF && ungetc(byte, file) != EOF;
}

int tare_gcov_read(FILE *file, tare_gcov_take *take, void *context, struct tare_err *err)
{
    const struct reader reader = {take, context, err};
    int result = 0;

    while (result == 0 && has_more(file)) {
        json_error_t problem;
        json_t *document = json_loadf(file, JSON_DISABLE_EOF_CHECK, &problem);

        if (!document)
            return tare_err_set(err, TARE_ERR_INPUT, "gcov's file: %s", problem.text);
        result = take_document(&reader, document);
        json_decref(document);
    }
    return result;
}
