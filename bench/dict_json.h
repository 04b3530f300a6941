/* SPDX-License-Identifier: MIT */
/*
 * A dictionary as JSON: the library's tree, the text and the library, or the text and string.h.
 * Included by dict.c only.
 */
#ifndef BENCH_DICT_JSON_H
#define BENCH_DICT_JSON_H

#include <jansson.h>

#include "dict_data.h"

/*
 * json_tree, a jansson object: a hash table with chains, its nodes also linked in the order of
 * insertion, and every value a counted object of its own: what Python's json.loads returns.
 */
static void *json_tree_build(const struct pairs *pairs)
{
    json_t *tree = json_object();

    for (size_t i = 0; i < pairs->count; i++) {
        const struct pair *pair = &pairs->at[i];

        if (json_object_set_new(tree, pair->key, json_integer((json_int_t)pair->value)) != 0)
            abort();
    }
    return tree;
}

static uint64_t json_tree_find(const void *dict, const char *key)
{
    return (uint64_t)json_integer_value(json_object_get(dict, key));
}

OPERATION uint64_t json_tree_sum(json_t *tree)
{
    uint64_t sum = 0;
    const char *key;
    json_t *value;

    json_object_foreach(tree, key, value) sum += (uint64_t)json_integer_value(value);
    return sum;
}

static void json_tree_free(void *dict)
{
    json_decref(dict);
}

/*
 * json_text, the serialized tree: one block without a pointer, ready to be stored or sent, which is
 * parsed for each question. The text goes through the library both ways.
 */
static json_t *json_text_parse(const char *text)
{
    json_t *tree = json_loads(text, 0, NULL);

    if (tree == NULL)
        abort();
    return tree;
}

static void *json_text_build(const struct pairs *pairs)
{
    json_t *tree = json_tree_build(pairs);
    char *text = json_dumps(tree, JSON_COMPACT);

    if (text == NULL)
        abort();
    json_decref(tree);
    return text;
}

static uint64_t json_text_find(const void *dict, const char *key)
{
    json_t *tree = json_text_parse(dict);
    uint64_t value = json_tree_find(tree, key);

    json_decref(tree);
    return value;
}

OPERATION uint64_t json_text_sum(const char *text)
{
    json_t *tree = json_text_parse(text);
    uint64_t sum = json_tree_sum(tree);

    json_decref(tree);
    return sum;
}

/*
 * json_text_scan, the same text byte for byte, written and read by hand. No tree: a question is a
 * search for the quoted key and its colon. That is right here, where keys need no escapes and no
 * value is a string; for JSON at large it is not.
 */
static void *json_text_scan_build(const struct pairs *pairs)
{
    enum { QUOTES_AND_COLON = 3, DIGITS = 20, COMMA = 1 };
    char *text = must_alloc(pairs->count + 1, KEY_BYTES + QUOTES_AND_COLON + DIGITS + COMMA);
    char *end = text;

    *end++ = '{';
    for (size_t i = 0; i < pairs->count; i++)
        end += sprintf(end, "%s\"%s\":%" PRIu64, i == 0 ? "" : ",", pairs->at[i].key,
                       pairs->at[i].value);
    *end++ = '}';
    *end++ = '\0';
    return must_fit(text, (size_t)(end - text));
}

static uint64_t json_text_scan_find(const void *dict, const char *key)
{
    char quoted[KEY_BYTES + 3];
    char *end = stpcpy(stpcpy(stpcpy(quoted, "\""), key), "\":");
    const char *found = strstr(dict, quoted);

    return found == NULL ? 0 : strtoull(found + (end - quoted), NULL, 10);
}

OPERATION uint64_t json_text_scan_sum(const char *text)
{
    uint64_t sum = 0;

    for (const char *p = strstr(text, "\":"); p != NULL; p = strstr(p, "\":")) {
        char *end;

        sum += strtoull(p + 2, &end, 10);
        p = end;
    }
    return sum;
}

#endif
