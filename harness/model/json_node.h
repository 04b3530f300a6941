/* SPDX-License-Identifier: MIT */
/*
 * Reading a jansson tree with errors that name the path of the key. The first error stays in the
 * source; from then on all calls do nothing and give empty values, so that the caller asks once.
 * Private to the JSON reader.
 */
#ifndef TARE_MODEL_JSON_NODE_H
#define TARE_MODEL_JSON_NODE_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "sys/machine.h"

struct tare_json_source {
    const char *name; /* of the file */
    bool is_brief;    /* without what json_skip.h leaves out */
    struct tare_err err;
};

/* A place in the tree. Lives no longer than `up`, which is on the stack of a caller. */
struct tare_json_node {
    struct tare_json_source *source;
    const struct tare_json_node *up; /* NULL: the root */
    const char *key;                 /* NULL: an entry of a list */
    size_t index;                    /* of that entry */
    const json_t *value;             /* NULL after an error */
};

bool tare_json_failed(const struct tare_json_node *node);

/* "cannot read 'file': a.b[2]: expected EXPECTED, found a string". */
void tare_json_expected(const struct tare_json_node *node, const char *expected);

/* The value of a key that must be there, of any type. */
struct tare_json_node tare_json_member(const struct tare_json_node *object, const char *key);

/* Entry `index` of the list `array`. */
struct tare_json_node tare_json_entry(const struct tare_json_node *array, size_t index);

/* The same, where it must be an object. */
struct tare_json_node tare_json_object_entry(const struct tare_json_node *array, size_t index);

/* Those of a key that must be an object, or a list; `*count` is its length, 0 after an error. */
struct tare_json_node tare_json_object_at(const struct tare_json_node *object, const char *key);
struct tare_json_node tare_json_array_at(const struct tare_json_node *object, const char *key,
                                         size_t *count);

/* The value of a node. Numbers: NAN where null. */
double tare_json_to_real(const struct tare_json_node *node);
double tare_json_to_count(const struct tare_json_node *node);
uint64_t tare_json_to_whole(const struct tare_json_node *node, uint64_t max);
uint64_t tare_json_to_decimal(const struct tare_json_node *node); /* from a string */
char *tare_json_to_text(const struct tare_json_node *node);       /* a copy */

/* The value of a key that must be there. */
double tare_json_real_at(const struct tare_json_node *object, const char *key);
double tare_json_count_at(const struct tare_json_node *object, const char *key);
uint64_t tare_json_whole_at(const struct tare_json_node *object, const char *key, uint64_t max);
bool tare_json_bool_at(const struct tare_json_node *object, const char *key);
char *tare_json_text_at(const struct tare_json_node *object, const char *key);
char *tare_json_text_or_null_at(const struct tare_json_node *object, const char *key);

/* Zeroed memory for `count` entries of `size` bytes; NULL for none and without memory. */
void *tare_json_alloc(const struct tare_json_node *node, size_t count, size_t size);

/* Reads what tare_json_machine() wrote. */
void tare_json_read_machine(const struct tare_json_node *node, struct tare_machine *machine);

#endif
