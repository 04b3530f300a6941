/* SPDX-License-Identifier: MIT */
#include "model/json.h"

#include <errno.h>
#include <jansson.h>
#include <limits.h>
#include <stdint.h>
#include <stdlib.h>

#include "model/json_brief.h"
#include "model/json_growth.h"
#include "model/json_layouts.h"
#include "model/json_node.h"
#include "model/json_row.h"
#include "model/json_source.h"

static void read_block(const struct tare_json_node *node, struct tare_block *block)
{
    size_t count;
    struct tare_json_node rows = tare_json_array_at(node, "rows", &count);

    block->group = tare_json_text_at(node, "group");
    block->title = tare_json_text_at(node, "title");
    block->unit = tare_json_text_at(node, "unit");
    block->param_name = tare_json_text_or_null_at(node, "param_name");
    block->size = tare_json_count_at(node, "size");
    block->param = tare_json_count_at(node, "param");
    block->threads = tare_json_count_at(node, "threads");
    block->compares_builds = tare_json_bool_at(node, "compares_builds");
    block->sets = tare_json_whole_at(node, "sets", INT64_MAX);
    tare_json_read_set_layout(node, block);
    block->wall_ns = tare_json_real_at(node, "wall_ns");
    block->sampled_ns = tare_json_real_at(node, "sampled_ns");
    block->primed_ns = tare_json_real_at(node, "primed_ns");
    block->setup_ns = tare_json_real_at(node, "setup_ns");
    block->steal_ns = tare_json_real_at(node, "steal_ns");
    if (json_object_get(node->value, "others_ns"))
        block->others_ns = tare_json_real_at(node, "others_ns");
    block->waited_ns = tare_json_real_at(node, "waited_ns");
    block->switches = tare_json_count_at(node, "switches");
    if (json_object_get(node->value, "sibling_ratio"))
        block->sibling_ratio = tare_json_real_at(node, "sibling_ratio");
    block->row = tare_json_alloc(&rows, count, sizeof *block->row);
    for (size_t i = 0; i < count && !tare_json_failed(&rows); i++) {
        struct tare_json_node row = tare_json_object_entry(&rows, i);

        tare_row_init(&block->row[i]);
        block->row_count = i + 1;
        tare_json_read_row(&row, &block->row[i]);
    }
}

static void read_settings(const struct tare_json_node *node, struct tare_settings *settings)
{
    struct tare_json_node seed = tare_json_member(node, "seed");

    settings->min_time_ns = tare_json_real_at(node, "min_time_ns");
    settings->budget_ns = tare_json_real_at(node, "budget_ns");
    settings->margin_ratio = tare_json_real_at(node, "margin_ratio");
    if (node->value && json_object_get(node->value, "precision_ratio"))
        settings->precision_ratio = tare_json_real_at(node, "precision_ratio");
    settings->sets = tare_json_whole_at(node, "sets", INT64_MAX);
    settings->seed = tare_json_to_decimal(&seed);
    settings->quick = tare_json_bool_at(node, "quick");
    settings->full = tare_json_bool_at(node, "full");
}

static void read_builds(const struct tare_json_node *root, struct tare_result *result)
{
    size_t count;
    struct tare_json_node array = tare_json_array_at(root, "builds", &count);

    result->build = tare_json_alloc(&array, count, sizeof *result->build);
    for (size_t i = 0; i < count && !tare_json_failed(&array); i++) {
        struct tare_json_node node = tare_json_object_entry(&array, i);
        struct tare_build *build = &result->build[i];

        result->build_count = i + 1;
        build->label = tare_json_text_at(&node, "label");
        build->path = tare_json_text_at(&node, "path");
        build->environment = tare_json_text_at(&node, "environment");
        build->compiler = tare_json_text_or_null_at(&node, "compiler");
        build->flags = tare_json_text_or_null_at(&node, "flags");
        build->revision = tare_json_text_or_null_at(&node, "revision");
    }
}

static void read_blocks(const struct tare_json_node *root, struct tare_result *result)
{
    size_t count;
    struct tare_json_node array = tare_json_array_at(root, "blocks", &count);

    result->block = tare_json_alloc(&array, count, sizeof *result->block);
    for (size_t i = 0; i < count && !tare_json_failed(&array); i++) {
        struct tare_json_node node = tare_json_object_entry(&array, i);

        tare_block_init(&result->block[i]);
        result->block_count = i + 1;
        read_block(&node, &result->block[i]);
        /* The tree takes several times what is made of it: each block of it goes at once. */
        json_array_set_new((json_t *)(uintptr_t)array.value, i, json_null());
    }
}

static void read_result(const struct tare_json_node *root, struct tare_result *result)
{
    struct tare_json_node settings = tare_json_object_at(root, "settings");
    struct tare_json_node machine = tare_json_object_at(root, "machine");

    result->schema = (int)tare_json_whole_at(root, "schema", INT_MAX);
    result->name = tare_json_text_at(root, "name");
    result->started_utc = tare_json_text_at(root, "started_utc");
    result->tare_version = tare_json_text_at(root, "tare_version");
    result->command = tare_json_text_at(root, "command");
    result->allocator = tare_json_text_at(root, "allocator");
    result->plan = tare_json_text_at(root, "plan");
    result->clock_name = tare_json_text_at(root, "clock_name");
    result->clock_cost_ns = tare_json_real_at(root, "clock_cost_ns");
    result->clock_resolution_ns = tare_json_real_at(root, "clock_resolution_ns");
    result->empty_loop_ns = tare_json_real_at(root, "empty_loop_ns");
    result->finished = tare_json_bool_at(root, "finished");
    read_settings(&settings, &result->settings);
    tare_json_read_machine(&machine, &result->machine);
    if (json_object_get(root->value, "fitness"))
        result->fitness = tare_json_text_or_null_at(root, "fitness");
    read_builds(root, result);
    tare_json_read_links(root, result);
    if (!root->source->is_brief)
        read_blocks(root, result);
    if (root->value && json_object_get(root->value, "growth"))
        tare_json_read_growth(root, result);
    tare_json_read_sources(root, result);
}

/* Is it ours at all, and of a version that this program knows? */
static void check_schema(const struct tare_json_node *root)
{
    struct tare_json_source *source = root->source;
    const json_t *schema = json_object_get(root->value, "schema");

    if (tare_json_failed(root))
        return;
    if (!json_is_integer(schema) || json_integer_value(schema) < 1)
        tare_err_set(&source->err, TARE_ERR_INPUT,
                     "cannot read '%s': no result of tare: it has no number under the key "
                     "\"schema\"",
                     source->name);
    else if (json_integer_value(schema) > TARE_RESULT_SCHEMA)
        tare_err_set(&source->err, TARE_ERR_INPUT,
                     "cannot read '%s': its schema is %" JSON_INTEGER_FORMAT
                     ", newer than %d, the last that this tare knows",
                     source->name, json_integer_value(schema), TARE_RESULT_SCHEMA);
}

/*
 * jansson's word on why it gave up. Where its scanner has no memory it calls that a syntax error;
 * `error_number`, errno as it left it, tells the truth.
 */
static void set_syntax_error(struct tare_json_source *source, const json_error_t *error,
                             int error_number)
{
    if (error_number == ENOMEM)
        tare_err_memory(&source->err);
    else if (error->line < 0)
        tare_err_set(&source->err, TARE_ERR_INPUT, "cannot read '%s': %s", source->name,
                     error->text);
    else
        tare_err_set(&source->err, TARE_ERR_INPUT, "cannot read '%s': line %d, column %d: %s",
                     source->name, error->line, error->column, error->text);
}

/* The root, after a check of what all files begin with. */
static struct tare_json_node open_root(struct tare_json_source *source, const json_t *root)
{
    struct tare_json_node node = {.source = source, .value = root};

    check_schema(&node);
    return node;
}

static int close_source(const struct tare_json_source *source, struct tare_err *err)
{
    if (source->err.code == TARE_ERR_NONE)
        return 0;
    return tare_err_set(err, source->err.code, "%s", source->err.text);
}

/* The tree in `length` bytes of text; NULL with an error in `source`. */
static json_t *load_text(struct tare_json_source *source, const char *text, size_t length)
{
    json_error_t error = {.line = -1};
    json_t *root;

    errno = 0;
    root = json_loadb(text, length, JSON_REJECT_DUPLICATES, &error);
    if (!root)
        set_syntax_error(source, &error, errno);
    return root;
}

/* The tree in the file; NULL with an error in `source`. */
static json_t *load_file(struct tare_json_source *source)
{
    FILE *file = fopen(source->name, "re");
    json_error_t error = {.line = -1};
    json_t *root;

    if (!file) {
        tare_err_errno(&source->err, "cannot open '%s'", source->name);
        return NULL;
    }
    errno = 0;
    root = json_loadf(file, JSON_REJECT_DUPLICATES, &error);
    if (ferror(file))
        tare_err_errno(&source->err, "cannot read '%s'", source->name);
    else if (!root)
        set_syntax_error(source, &error, errno);
    fclose(file);
    return root;
}

/* Turns the tree, which it takes over, into a result that has been initialised. */
static int finish_result(struct tare_json_source *source, json_t *root, struct tare_result *result,
                         struct tare_err *err)
{
    struct tare_json_node node = open_root(source, root);

    if (!tare_json_failed(&node))
        read_result(&node, result);
    if (tare_json_failed(&node))
        tare_result_free(result);
    json_decref(root);
    return close_source(source, err);
}

int tare_json_read(const char *path, struct tare_result *result, struct tare_err *err)
{
    struct tare_json_source source = {.name = path};

    tare_result_init(result);
    return finish_result(&source, load_file(&source), result, err);
}

/* Room for one more block, which is empty. */
static struct tare_block *add_block(struct tare_json_source *source, struct tare_result *result,
                                    size_t *room)
{
    size_t more = *room ? 2 * *room : 64;
    struct tare_block *grown = result->block;

    if (result->block_count == *room) {
        grown = realloc(result->block, more * sizeof *grown);
        if (!grown) {
            tare_err_memory(&source->err);
            return NULL;
        }
        result->block = grown;
        *room = more;
    }
    tare_block_init(&grown[result->block_count]);
    return &grown[result->block_count++];
}

static void read_brief_blocks(struct tare_json_source *source, struct tare_json_brief *brief,
                              struct tare_result *result)
{
    struct tare_json_node node = {.source = source};
    size_t room = 0;
    json_t *tree;

    while (!tare_json_failed(&node) && (tree = tare_json_brief_next(brief))) {
        struct tare_block *block = add_block(source, result, &room);

        node.value = tree;
        if (block)
            read_block(&node, block);
        json_decref(tree);
    }
}

/* 0, or -1 where the file must be read whole, be it for the error that it has: that one names
 * lines.
 */
static int read_brief(const char *path, struct tare_result *result)
{
    struct tare_json_source source = {.name = path, .is_brief = true};
    struct tare_json_brief brief;
    int status = -1;

    tare_result_init(result);
    if (tare_json_brief_open(&brief, path) == 0) {
        read_brief_blocks(&source, &brief, result);
        status = finish_result(&source, tare_json_brief_rest(&brief), result, NULL);
    }
    tare_json_brief_close(&brief);
    return status;
}

int tare_json_read_times(const char *path, struct tare_result *result, struct tare_err *err)
{
    return read_brief(path, result) ? tare_json_read(path, result, err) : 0;
}

int tare_json_parse(const char *text, size_t length, const char *name, struct tare_result *result,
                    struct tare_err *err)
{
    struct tare_json_source source = {.name = name};

    tare_result_init(result);
    return finish_result(&source, load_text(&source, text, length), result, err);
}

int tare_json_read_fragment(const char *path, struct tare_json_fragment *fragment,
                            struct tare_err *err)
{
    struct tare_json_source source = {.name = path};
    json_t *root = load_file(&source);
    struct tare_json_node node = open_root(&source, root);

    tare_block_init(&fragment->block);
    fragment->index = 0;
    if (!tare_json_failed(&node)) {
        struct tare_json_node block = tare_json_object_at(&node, "block");

        fragment->index = tare_json_whole_at(&node, "index", INT64_MAX);
        read_block(&block, &fragment->block);
    }
    if (tare_json_failed(&node))
        tare_block_free(&fragment->block);
    json_decref(root);
    return close_source(&source, err);
}
