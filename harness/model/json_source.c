/* SPDX-License-Identifier: MIT */
#include "model/json_source.h"

#include <stdint.h>

static json_t *lessons_json(struct tare_json_builder *builder, const struct tare_result *result)
{
    json_t *array = json_array();

    for (size_t i = 0; i < result->lesson_count; i++) {
        json_t *object = json_object();

        tare_json_put(builder, object, "group", tare_json_text(result->lesson[i].group));
        tare_json_put(builder, object, "text", tare_json_text(result->lesson[i].text));
        tare_json_append(builder, array, object);
    }
    return array;
}

static json_t *sources_json(struct tare_json_builder *builder, const struct tare_result *result)
{
    json_t *array = json_array();

    for (size_t i = 0; i < result->source_count; i++) {
        const struct tare_source *source = &result->source[i];
        json_t *object = json_object();

        tare_json_put(builder, object, "group", tare_json_text(source->group));
        tare_json_put(builder, object, "variant", tare_json_text(source->variant));
        tare_json_put(builder, object, "file", tare_json_text(source->file));
        tare_json_put(builder, object, "line", json_integer((json_int_t)source->line));
        tare_json_put(builder, object, "text", tare_json_text_or_null(source->text));
        tare_json_put(builder, object, "missing", tare_json_text_or_null(source->missing));
        tare_json_append(builder, array, object);
    }
    return array;
}

void tare_json_put_sources(struct tare_json_builder *builder, json_t *object,
                           const struct tare_result *result)
{
    tare_json_put(builder, object, "lessons", lessons_json(builder, result));
    tare_json_put(builder, object, "sources", sources_json(builder, result));
}

static void read_lessons(const struct tare_json_node *root, struct tare_result *result)
{
    size_t count;
    struct tare_json_node array = tare_json_array_at(root, "lessons", &count);

    result->lesson = tare_json_alloc(&array, count, sizeof *result->lesson);
    for (size_t i = 0; i < count && !tare_json_failed(&array); i++) {
        struct tare_json_node node = tare_json_object_entry(&array, i);

        result->lesson_count = i + 1;
        result->lesson[i].group = tare_json_text_at(&node, "group");
        result->lesson[i].text = tare_json_text_at(&node, "text");
    }
}

static void read_sources(const struct tare_json_node *root, struct tare_result *result)
{
    size_t count;
    struct tare_json_node array = tare_json_array_at(root, "sources", &count);

    result->source = tare_json_alloc(&array, count, sizeof *result->source);
    for (size_t i = 0; i < count && !tare_json_failed(&array); i++) {
        struct tare_json_node node = tare_json_object_entry(&array, i);
        struct tare_source *source = &result->source[i];

        result->source_count = i + 1;
        source->group = tare_json_text_at(&node, "group");
        source->variant = tare_json_text_at(&node, "variant");
        source->file = tare_json_text_at(&node, "file");
        source->line = tare_json_whole_at(&node, "line", INT32_MAX);
        source->text = tare_json_text_or_null_at(&node, "text");
        source->missing = tare_json_text_or_null_at(&node, "missing");
    }
}

void tare_json_read_sources(const struct tare_json_node *root, struct tare_result *result)
{
    if (root->value && json_object_get(root->value, "lessons"))
        read_lessons(root, result);
    if (root->value && json_object_get(root->value, "sources"))
        read_sources(root, result);
}
