/* SPDX-License-Identifier: MIT */
/*
 * Building a jansson tree from a result without asking for an error after each key: the first
 * failure stays in `builder`, and the caller asks once at the end. Private to the JSON writer.
 */
#ifndef TARE_MODEL_JSON_BUILD_H
#define TARE_MODEL_JSON_BUILD_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "sys/machine.h"

struct tare_json_builder {
    struct tare_err err;
};

/* Adds `value`, taking it over, NULL standing for memory that could not be had. */
void tare_json_put(struct tare_json_builder *builder, json_t *object, const char *key,
                   json_t *value);
void tare_json_append(struct tare_json_builder *builder, json_t *array, json_t *value);

/* New values; NULL without memory. */
json_t *tare_json_real(double value);     /* null where not finite */
json_t *tare_json_text(const char *text); /* made UTF-8; empty where NULL */
json_t *tare_json_text_or_null(const char *text);
json_t *tare_json_decimal(uint64_t value); /* a string */

/* A whole number or, where not finite, null. Anything else is an error naming `key`. */
void tare_json_put_count(struct tare_json_builder *builder, json_t *object, const char *key,
                         double value);

/* The facts by name, null where unavailable, the reasons under "unavailable". */
json_t *tare_json_machine(struct tare_json_builder *builder, const struct tare_machine *machine);

#endif
