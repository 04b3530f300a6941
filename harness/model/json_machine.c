/* SPDX-License-Identifier: MIT */
#include "model/json_node.h"

#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "sys/machine_files.h"

/* Copies a string that has to fit. */
static void to_buffer(const struct tare_json_node *node, char *buffer, size_t size)
{
    const char *text = json_string_value(node->value);
    char expected[64];

    if (text && strlen(text) < size) {
        memcpy(buffer, text, strlen(text) + 1);
        return;
    }
    snprintf(expected, sizeof expected, "a string of at most %zu bytes", size - 1);
    tare_json_expected(node, expected);
}

/* The reason is left empty where `unavailable` has none. */
static void read_reason(const struct tare_json_node *unavailable, const char *name, char *reason)
{
    struct tare_json_node node = {.source = unavailable->source, .up = unavailable, .key = name};

    node.value = json_object_get(unavailable->value, name);
    if (node.value)
        to_buffer(&node, reason, TARE_MACHINE_REASON_BYTES);
}

static int64_t to_integer(const struct tare_json_node *node)
{
    if (!json_is_integer(node->value))
        tare_json_expected(node, "a whole number or null");
    return json_integer_value(node->value);
}

static void read_fact(const struct tare_json_node *machine_node,
                      const struct tare_json_node *unavailable,
                      const struct tare_machine_field *field, void *fact)
{
    struct tare_json_node node = tare_json_member(machine_node, field->name);
    bool known = !json_is_null(node.value);
    char *reason = NULL;

    if (field->type == TARE_MACHINE_TEXT) {
        struct tare_machine_text *text = fact;
        char stored[sizeof text->value] = "";

        reason = text->reason;
        if (known)
            to_buffer(&node, stored, sizeof stored);
        tare_machine_set_text(text, stored); /* tare once stored blanks at the end */
    } else if (field->type == TARE_MACHINE_INTEGER) {
        struct tare_machine_integer *integer = fact;

        reason = integer->reason;
        integer->known = known;
        integer->value = known ? to_integer(&node) : 0;
    } else {
        struct tare_machine_real *real = fact;

        reason = real->reason;
        real->known = known;
        real->value = known ? tare_json_to_real(&node) : 0;
    }
    read_reason(unavailable, field->name, reason);
}

static int64_t cache_size(const struct tare_json_node *cache_node, const char *key)
{
    struct tare_json_node node = tare_json_member(cache_node, key);

    return json_is_null(node.value) ? TARE_MACHINE_UNKNOWN : to_integer(&node);
}

static enum tare_machine_cache_type cache_type(const struct tare_json_node *cache_node)
{
    static const enum tare_machine_cache_type types[] = {
        TARE_MACHINE_CACHE_DATA,
        TARE_MACHINE_CACHE_INSTRUCTION,
        TARE_MACHINE_CACHE_UNIFIED,
    };
    struct tare_json_node node = tare_json_member(cache_node, "type");
    const char *word = json_string_value(node.value);

    for (size_t i = 0; word && i < sizeof types / sizeof *types; i++)
        if (strcmp(word, tare_machine_cache_type_name(types[i])) == 0)
            return types[i];
    tare_json_expected(&node, "\"data\", \"instruction\" or \"unified\"");
    return TARE_MACHINE_CACHE_UNIFIED;
}

static void read_caches(const struct tare_json_node *machine_node,
                        struct tare_machine_caches *caches)
{
    size_t count;
    struct tare_json_node array = tare_json_array_at(machine_node, "caches", &count);

    if (count > TARE_MACHINE_CACHES_MAX) {
        char expected[64];

        snprintf(expected, sizeof expected, "a list of at most %d", TARE_MACHINE_CACHES_MAX);
        tare_json_expected(&array, expected);
    }
    for (size_t i = 0; i < count && !tare_json_failed(&array); i++) {
        struct tare_json_node node = tare_json_entry(&array, i);

        if (!json_is_object(node.value))
            tare_json_expected(&node, "an object");
        caches->items[i] = (struct tare_machine_cache){
            .level = (int)tare_json_whole_at(&node, "level", INT_MAX),
            .type = cache_type(&node),
            .size_bytes = cache_size(&node, "size_bytes"),
            .line_bytes = cache_size(&node, "line_bytes"),
            .associativity_ways = cache_size(&node, "associativity_ways"),
            .shared_cpus_count = cache_size(&node, "shared_cpus_count"),
        };
        caches->count = i + 1;
    }
}

void tare_json_read_machine(const struct tare_json_node *node, struct tare_machine *machine)
{
    struct tare_json_node unavailable = tare_json_object_at(node, "unavailable");

    for (size_t i = 0; i < tare_machine_fields_count && !tare_json_failed(node); i++)
        read_fact(node, &unavailable, &tare_machine_fields[i],
                  (char *)machine + tare_machine_fields[i].offset);
    read_caches(node, &machine->caches);
    read_reason(&unavailable, "caches", machine->caches.reason);
}
