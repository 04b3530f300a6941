/* SPDX-License-Identifier: MIT */
#include "model/json_weighing.h"

#include <stddef.h>
#include <stdlib.h>

enum kind { TEXT, TEXT_OR_NULL, REAL, COUNT, LIST };

struct shape;

/* A key of an object and where its value lies in the struct. */
struct member {
    const char *key; /* NULL ends a list of members */
    enum kind kind;
    size_t offset;
    size_t count_offset;      /* LIST: of the size_t beside the pointer */
    const struct shape *item; /* LIST: of its entries */
};

struct shape {
    size_t bytes;
    const struct member *members;
};

/* Names of members cannot stand in parentheses. NOLINTBEGIN(bugprone-macro-parentheses) */
#define AT(type, kind, name)                                                                       \
    {                                                                                              \
#name, kind, offsetof(struct type, name), 0, NULL                                          \
    }
#define SITES_AT(key, name)                                                                        \
    {                                                                                              \
        key, LIST, offsetof(struct tare_weighing, name.site),                                      \
            offsetof(struct tare_weighing, name.count), &site_shape                                \
    }
#define LIST_AT(key, name, count, shape)                                                           \
    {                                                                                              \
        key, LIST, offsetof(struct tare_weighing, name), offsetof(struct tare_weighing, count),    \
            &(shape)                                                                               \
    }
/* NOLINTEND(bugprone-macro-parentheses) */
#define END                                                                                        \
    {                                                                                              \
        NULL, TEXT, 0, 0, NULL                                                                     \
    }

static const struct member root_members[] = {
    AT(tare_weighed_root, TEXT, expression),
    AT(tare_weighed_root, TEXT_OR_NULL, type),
    AT(tare_weighed_root, COUNT, bytes),
    AT(tare_weighed_root, COUNT, blocks),
    END,
};
static const struct shape root_shape = {sizeof(struct tare_weighed_root), root_members};

static const struct member class_members[] = {
    AT(tare_weighed_class, TEXT, name),
    AT(tare_weighed_class, COUNT, bytes),
    AT(tare_weighed_class, COUNT, blocks),
    END,
};
static const struct shape class_shape = {sizeof(struct tare_weighed_class), class_members};

static const struct member type_members[] = {
    AT(tare_weighed_type, TEXT, name),
    AT(tare_weighed_type, COUNT, count),
    AT(tare_weighed_type, COUNT, bytes_each),
    AT(tare_weighed_type, COUNT, bytes),
    AT(tare_weighed_type, COUNT, padding_each_bytes),
    AT(tare_weighed_type, COUNT, padding_bytes),
    AT(tare_weighed_type, COUNT, unwritten_bytes),
    END,
};
static const struct shape type_shape = {sizeof(struct tare_weighed_type), type_members};

static const struct member site_members[] = {
    AT(tare_weighed_site, TEXT, place),
    AT(tare_weighed_site, TEXT, kind),
    AT(tare_weighed_site, COUNT, bytes),
    AT(tare_weighed_site, COUNT, blocks),
    AT(tare_weighed_site, COUNT, unwritten_bytes),
    END,
};
static const struct shape site_shape = {sizeof(struct tare_weighed_site), site_members};

static const struct member point_members[] = {
    AT(tare_weighed_point, REAL, time_ns),
    AT(tare_weighed_point, COUNT, events),
    AT(tare_weighed_point, COUNT, live_bytes),
    END,
};
static const struct shape point_shape = {sizeof(struct tare_weighed_point), point_members};

static const struct member weighing_members[] = {
    LIST_AT("roots", root, root_count, root_shape),
    AT(tare_weighing, COUNT, window_bytes),
    AT(tare_weighing, COUNT, window_blocks),
    LIST_AT("classes", class_, class_count, class_shape),
    AT(tare_weighing, COUNT, older_bytes),
    AT(tare_weighing, COUNT, static_bytes),
    AT(tare_weighing, COUNT, stack_bytes),
    AT(tare_weighing, TEXT_OR_NULL, untyped),
    LIST_AT("types", type, type_count, type_shape),
    SITES_AT("untyped_sites", untyped_sites),
    AT(tare_weighing, COUNT, edges),
    AT(tare_weighing, REAL, shared_edges_ratio),
    AT(tare_weighing, REAL, same_line_ratio),
    AT(tare_weighing, REAL, same_page_ratio),
    AT(tare_weighing, REAL, line_fill_ratio),
    SITES_AT("leaks", leaks),
    LIST_AT("timeline", point, point_count, point_shape),
    AT(tare_weighing, COUNT, peak_bytes),
    SITES_AT("peak_sites", peak_sites),
    END,
};

static const char *text_at(const void *base, size_t offset)
{
    return *(char *const *)((const char *)base + offset);
}

static double number_at(const void *base, size_t offset)
{
    return *(const double *)((const char *)base + offset);
}

static json_t *write_members(struct tare_json_builder *builder, const struct member *members,
                             const void *base);

static json_t *write_list(struct tare_json_builder *builder, const struct member *member,
                          const void *base)
{
    const char *entries = text_at(base, member->offset);
    size_t count = *(const size_t *)((const char *)base + member->count_offset);
    json_t *array = json_array();

    for (size_t i = 0; i < count; i++)
        tare_json_append(
            builder, array,
            write_members(builder, member->item->members, entries + i * member->item->bytes));
    return array;
}

static json_t *write_members(struct tare_json_builder *builder, const struct member *members,
                             const void *base)
{
    json_t *object = json_object();

    for (const struct member *at = members; at->key; at++) {
        switch (at->kind) {
        case TEXT:
        case TEXT_OR_NULL:
            tare_json_put(builder, object, at->key,
                          tare_json_text_or_null(text_at(base, at->offset)));
            break;
        case REAL:
            tare_json_put(builder, object, at->key, tare_json_real(number_at(base, at->offset)));
            break;
        case COUNT:
            tare_json_put_count(builder, object, at->key, number_at(base, at->offset));
            break;
        case LIST:
            tare_json_put(builder, object, at->key, write_list(builder, at, base));
            break;
        }
    }
    return object;
}

json_t *tare_json_weighing(struct tare_json_builder *builder, const struct tare_weighing *weighing)
{
    return weighing ? write_members(builder, weighing_members, weighing) : json_null();
}

static void read_members(const struct tare_json_node *node, const struct member *members,
                         void *base);

/* The count goes up entry by entry, so that what was read can be freed after an error. */
static void read_list(const struct tare_json_node *node, const struct member *member, void *base)
{
    size_t count;
    struct tare_json_node array = tare_json_array_at(node, member->key, &count);
    char *entries = tare_json_alloc(&array, count, member->item->bytes);
    size_t *filled = (size_t *)((char *)base + member->count_offset);

    *(char **)((char *)base + member->offset) = entries;
    for (size_t i = 0; entries && i < count && !tare_json_failed(&array); i++) {
        struct tare_json_node entry = tare_json_entry(&array, i);

        *filled = i + 1;
        if (!json_is_object(entry.value))
            tare_json_expected(&entry, "an object");
        read_members(&entry, member->item->members, entries + i * member->item->bytes);
    }
}

static void read_members(const struct tare_json_node *node, const struct member *members,
                         void *base)
{
    for (const struct member *at = members; at->key && !tare_json_failed(node); at++) {
        void *place = (char *)base + at->offset;

        switch (at->kind) {
        case TEXT:
            *(char **)place = tare_json_text_at(node, at->key);
            break;
        case TEXT_OR_NULL:
            *(char **)place = tare_json_text_or_null_at(node, at->key);
            break;
        case REAL:
            *(double *)place = tare_json_real_at(node, at->key);
            break;
        case COUNT:
            *(double *)place = tare_json_count_at(node, at->key);
            break;
        case LIST:
            read_list(node, at, base);
            break;
        }
    }
}

struct tare_weighing *tare_json_read_weighing(const struct tare_json_node *row, const char *key)
{
    struct tare_json_node node;
    struct tare_weighing *weighing;
    const json_t *value = tare_json_failed(row) ? NULL : json_object_get(row->value, key);

    if (!value || json_is_null(value))
        return NULL;
    node = tare_json_object_at(row, key);
    weighing = tare_json_alloc(&node, 1, sizeof *weighing);
    if (!weighing)
        return NULL;
    tare_weighing_init(weighing);
    read_members(&node, weighing_members, weighing);
    return weighing;
}
