/* SPDX-License-Identifier: MIT */
#include "model/json_build.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "model/number.h"
#include "model/utf8.h"

void tare_json_put(struct tare_json_builder *builder, json_t *object, const char *key,
                   json_t *value)
{
    if (json_object_set_new(object, key, value) != 0)
        tare_err_memory(&builder->err);
}

void tare_json_append(struct tare_json_builder *builder, json_t *array, json_t *value)
{
    if (json_array_append_new(array, value) != 0)
        tare_err_memory(&builder->err);
}

json_t *tare_json_real(double value)
{
    return isfinite(value) ? json_real(value) : json_null();
}

json_t *tare_json_text_or_null(const char *text)
{
    json_t *value = text ? json_string(text) : json_null();
    char *repaired;

    if (value)
        return value;
    repaired = tare_utf8_repair(text);
    value = json_string(repaired);
    free(repaired);
    return value;
}

json_t *tare_json_text(const char *text)
{
    return tare_json_text_or_null(text ? text : "");
}

json_t *tare_json_decimal(uint64_t value)
{
    char text[sizeof "18446744073709551615"];

    snprintf(text, sizeof text, "%" PRIu64, value);
    return json_string(text);
}

void tare_json_put_count(struct tare_json_builder *builder, json_t *object, const char *key,
                         double value)
{
    if (!isfinite(value))
        tare_json_put(builder, object, key, json_null());
    else if (tare_number_is_whole(value))
        tare_json_put(builder, object, key, json_integer((json_int_t)value));
    else
        tare_err_set(&builder->err, TARE_ERR_INPUT, "%s of %.17g is no whole number below 2^53",
                     key, value);
}

static json_t *cache_json(struct tare_json_builder *builder, const struct tare_machine_cache *cache)
{
    const struct {
        const char *key;
        int64_t value;
    } sizes[] = {
        {"size_bytes", cache->size_bytes},
        {"line_bytes", cache->line_bytes},
        {"associativity_ways", cache->associativity_ways},
        {"shared_cpus_count", cache->shared_cpus_count},
    };
    json_t *object = json_object();

    tare_json_put(builder, object, "level", json_integer(cache->level));
    tare_json_put(builder, object, "type", json_string(tare_machine_cache_type_name(cache->type)));
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
        tare_json_put(builder, object, sizes[i].key,
                      sizes[i].value == TARE_MACHINE_UNKNOWN ? json_null()
                                                             : json_integer(sizes[i].value));
    return object;
}

static json_t *caches_json(struct tare_json_builder *builder,
                           const struct tare_machine_caches *caches)
{
    json_t *array = json_array();

    for (size_t i = 0; i < caches->count; i++)
        tare_json_append(builder, array, cache_json(builder, &caches->items[i]));
    return array;
}

/* The value of a fact, null where it is unavailable, and its reason. */
static json_t *fact_json(const struct tare_machine *machine, const struct tare_machine_field *field,
                         const char **reason)
{
    const void *fact = (const char *)machine + field->offset;

    if (field->type == TARE_MACHINE_TEXT) {
        const struct tare_machine_text *text = fact;

        *reason = text->reason;
        return text->value[0] ? tare_json_text(text->value) : json_null();
    }
    if (field->type == TARE_MACHINE_INTEGER) {
        const struct tare_machine_integer *integer = fact;

        *reason = integer->reason;
        return integer->known ? json_integer(integer->value) : json_null();
    }
    const struct tare_machine_real *real = fact;

    *reason = real->reason;
    return real->known ? tare_json_real(real->value) : json_null();
}

json_t *tare_json_machine(struct tare_json_builder *builder, const struct tare_machine *machine)
{
    json_t *object = json_object();
    json_t *unavailable = json_object();

    for (size_t i = 0; i < tare_machine_fields_count; i++) {
        const struct tare_machine_field *field = &tare_machine_fields[i];
        const char *reason;

        tare_json_put(builder, object, field->name, fact_json(machine, field, &reason));
        if (reason[0])
            tare_json_put(builder, unavailable, field->name, tare_json_text(reason));
    }
    tare_json_put(builder, object, "caches", caches_json(builder, &machine->caches));
    if (machine->caches.reason[0])
        tare_json_put(builder, unavailable, "caches", tare_json_text(machine->caches.reason));
    tare_json_put(builder, object, "unavailable", unavailable);
    return object;
}
