/* SPDX-License-Identifier: MIT */
#include "model/json_layout.h"

#include <stdbool.h>

#include "model/number.h"

static int put_value(FILE *file, const json_t *value, int depth);

static void put_line(FILE *file, int depth)
{
    fprintf(file, "\n%*s", depth, "");
}

static int put_object(FILE *file, const json_t *object, int depth)
{
    /* Iterating changes nothing, but jansson's iterators take no const. */
    json_t *entries = (json_t *)object;
    const char *separator = "";
    const char *key;
    json_t *value;

    fputc('{', file);
    json_object_foreach(entries, key, value)
    {
        fputs(separator, file);
        put_line(file, depth + 1);
        fprintf(file, "\"%s\": ", key);
        if (put_value(file, value, depth + 1) != 0)
            return -1;
        separator = ",";
    }
    if (json_object_size(object) > 0)
        put_line(file, depth);
    fputc('}', file);
    return 0;
}

static int put_array(FILE *file, const json_t *array, int depth)
{
    bool is_list_of_objects = json_is_object(json_array_get(array, 0));

    fputc('[', file);
    for (size_t i = 0; i < json_array_size(array); i++) {
        if (i > 0)
            fputc(',', file);
        if (is_list_of_objects)
            put_line(file, depth + 1);
        if (put_value(file, json_array_get(array, i), depth + 1) != 0)
            return -1;
    }
    if (is_list_of_objects)
        put_line(file, depth);
    fputc(']', file);
    return 0;
}

static int put_value(FILE *file, const json_t *value, int depth)
{
    if (json_is_object(value))
        return put_object(file, value, depth);
    if (json_is_array(value))
        return put_array(file, value, depth);
    if (json_is_real(value)) {
        fputs(tare_number_text(json_real_value(value)).text, file);
        return 0;
    }
    if (json_is_integer(value)) {
        fprintf(file, "%" JSON_INTEGER_FORMAT, json_integer_value(value));
        return 0;
    }
    /* A failed stream is no error here: the caller asks ferror() once. */
    return json_dumpf(value, file, JSON_ENCODE_ANY) == 0 || ferror(file) ? 0 : -1;
}

int tare_json_layout(FILE *file, const json_t *value)
{
    int status = put_value(file, value, 0);

    fputc('\n', file);
    return status;
}

int tare_json_write_tree(FILE *file, const struct tare_json_builder *builder, json_t *root,
                         struct tare_err *err)
{
    int status = -1;

    if (builder->err.code != TARE_ERR_NONE)
        tare_err_set(err, builder->err.code, "%s", builder->err.text);
    else if (tare_json_layout(file, root) != 0)
        tare_err_memory(err);
    else if (fflush(file) != 0 || ferror(file))
        tare_err_errno(err, "cannot write JSON");
    else
        status = 0;
    json_decref(root);
    return status;
}
