/* SPDX-License-Identifier: MIT */
#include "model/json_node.h"

#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "model/number.h"

#define WHOLE_MAX ((json_int_t)1 << 53)

bool tare_json_failed(const struct tare_json_node *node)
{
    return node->source->err.code != TARE_ERR_NONE;
}

/* The key or index of `node` behind those of the nodes above it; nothing for the root. */
static void add_path(struct tare_buf *path, const struct tare_json_node *node)
{
    if (!node->up)
        return;
    add_path(path, node->up);
    if (node->key)
        tare_buf_printf(path, "%s%s", path->length > 0 ? "." : "", node->key);
    else
        tare_buf_printf(path, "[%zu]", node->index);
}

/* Sets the error of the source: the file, the path of `node` and `problem`. */
static void fail(const struct tare_json_node *node, const char *problem)
{
    struct tare_json_source *source = node->source;
    struct tare_buf path = TARE_BUF_INIT;

    add_path(&path, node);
    if (path.failed)
        tare_err_memory(&source->err);
    tare_err_set(&source->err, TARE_ERR_INPUT, "cannot read '%s': %s%s%s", source->name, path.text,
                 path.length > 0 ? ": " : "", problem);
    tare_buf_free(&path);
}

/* What is there instead: small values in full, since "found 7" says more than "a number". */
static void describe(const json_t *value, char *text, size_t size)
{
    switch (json_typeof(value)) {
    case JSON_OBJECT:
        snprintf(text, size, "an object");
        break;
    case JSON_ARRAY:
        snprintf(text, size, "a list of %zu", json_array_size(value));
        break;
    case JSON_STRING:
        snprintf(text, size, "the string \"%.40s\"%s", json_string_value(value),
                 json_string_length(value) > 40 ? " and so on" : "");
        break;
    case JSON_INTEGER:
        snprintf(text, size, "%" JSON_INTEGER_FORMAT, json_integer_value(value));
        break;
    case JSON_REAL:
        snprintf(text, size, "%s", tare_number_text(json_real_value(value)).text);
        break;
    case JSON_TRUE:
    case JSON_FALSE:
        snprintf(text, size, "%s", json_is_true(value) ? "true" : "false");
        break;
    case JSON_NULL:
        snprintf(text, size, "null");
        break;
    }
}

void tare_json_expected(const struct tare_json_node *node, const char *expected)
{
    char found[96];
    char problem[256];

    if (tare_json_failed(node))
        return;
    describe(node->value, found, sizeof found);
    snprintf(problem, sizeof problem, "expected %s, found %s", expected, found);
    fail(node, problem);
}

struct tare_json_node tare_json_member(const struct tare_json_node *object, const char *key)
{
    struct tare_json_node node = {.source = object->source, .up = object, .key = key};

    if (tare_json_failed(object))
        return node;
    node.value = json_object_get(object->value, key);
    if (!node.value) {
        char problem[256];

        snprintf(problem, sizeof problem, "key \"%s\" is missing", key);
        fail(object, problem);
    }
    return node;
}

struct tare_json_node tare_json_entry(const struct tare_json_node *array, size_t index)
{
    return (struct tare_json_node){
        .source = array->source,
        .up = array,
        .index = index,
        .value = json_array_get(array->value, index),
    };
}

struct tare_json_node tare_json_object_entry(const struct tare_json_node *array, size_t index)
{
    struct tare_json_node node = tare_json_entry(array, index);

    if (!json_is_object(node.value))
        tare_json_expected(&node, "an object");
    return node;
}

struct tare_json_node tare_json_object_at(const struct tare_json_node *object, const char *key)
{
    struct tare_json_node node = tare_json_member(object, key);

    if (!json_is_object(node.value))
        tare_json_expected(&node, "an object");
    return node;
}

struct tare_json_node tare_json_array_at(const struct tare_json_node *object, const char *key,
                                         size_t *count)
{
    struct tare_json_node node = tare_json_member(object, key);

    if (!json_is_array(node.value))
        tare_json_expected(&node, "a list");
    *count = tare_json_failed(&node) ? 0 : json_array_size(node.value);
    return node;
}

double tare_json_to_real(const struct tare_json_node *node)
{
    if (json_is_number(node->value))
        return json_number_value(node->value);
    if (!json_is_null(node->value))
        tare_json_expected(node, "a number or null");
    return NAN;
}

double tare_json_to_count(const struct tare_json_node *node)
{
    const json_t *value = node->value;

    if (json_is_integer(value) && llabs(json_integer_value(value)) <= WHOLE_MAX)
        return (double)json_integer_value(value);
    if (json_is_real(value) && tare_number_is_whole(json_real_value(value)))
        return json_real_value(value);
    if (!json_is_null(value))
        tare_json_expected(node, "a whole number of at most 2^53, or null");
    return NAN;
}

uint64_t tare_json_to_whole(const struct tare_json_node *node, uint64_t max)
{
    const json_t *value = node->value;
    char expected[64];

    if (json_is_integer(value) && json_integer_value(value) >= 0 &&
        (uint64_t)json_integer_value(value) <= max)
        return (uint64_t)json_integer_value(value);
    snprintf(expected, sizeof expected, "a whole number from 0 to %" PRIu64, max);
    tare_json_expected(node, expected);
    return 0;
}

uint64_t tare_json_to_decimal(const struct tare_json_node *node)
{
    const char *text = json_string_value(node->value);

    if (text && text[0] != '\0' && text[strspn(text, "0123456789")] == '\0') {
        uint64_t number;

        errno = 0;
        number = strtoull(text, NULL, 10);
        if (errno == 0)
            return number;
    }
    tare_json_expected(node, "a decimal number below 2^64 in a string");
    return 0;
}

char *tare_json_to_text(const struct tare_json_node *node)
{
    char *copy = NULL;

    if (!json_is_string(node->value)) {
        tare_json_expected(node, "a string");
    } else {
        copy = strdup(json_string_value(node->value));
        if (!copy)
            tare_err_memory(&node->source->err);
    }
    return copy;
}

double tare_json_real_at(const struct tare_json_node *object, const char *key)
{
    struct tare_json_node node = tare_json_member(object, key);

    return tare_json_to_real(&node);
}

double tare_json_count_at(const struct tare_json_node *object, const char *key)
{
    struct tare_json_node node = tare_json_member(object, key);

    return tare_json_to_count(&node);
}

uint64_t tare_json_whole_at(const struct tare_json_node *object, const char *key, uint64_t max)
{
    struct tare_json_node node = tare_json_member(object, key);

    return tare_json_to_whole(&node, max);
}

bool tare_json_bool_at(const struct tare_json_node *object, const char *key)
{
    struct tare_json_node node = tare_json_member(object, key);

    if (!json_is_boolean(node.value))
        tare_json_expected(&node, "true or false");
    return json_is_true(node.value);
}

char *tare_json_text_at(const struct tare_json_node *object, const char *key)
{
    struct tare_json_node node = tare_json_member(object, key);

    return tare_json_to_text(&node);
}

char *tare_json_text_or_null_at(const struct tare_json_node *object, const char *key)
{
    struct tare_json_node node = tare_json_member(object, key);

    if (json_is_null(node.value))
        return NULL;
    if (!json_is_string(node.value))
        tare_json_expected(&node, "a string or null");
    return tare_json_failed(&node) ? NULL : tare_json_to_text(&node);
}

void *tare_json_alloc(const struct tare_json_node *node, size_t count, size_t size)
{
    void *memory = NULL;

    if (count > 0 && !tare_json_failed(node)) {
        memory = calloc(count, size);
        if (!memory)
            tare_err_memory(&node->source->err);
    }
    return memory;
}
