/* SPDX-License-Identifier: MIT */
#include "model/store.h"

#include <assert.h>
#include <dirent.h>
#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "model/csv.h"
#include "model/json.h"
#include "model/number.h"
#include "model/store_file.h"

int tare_store_write_file(const char *path, tare_store_writer *writer, const void *data,
                          struct tare_err *err)
{
    return tare_store_file_write(&(struct tare_store_io){.write = write, .fsync = fsync}, path,
                                 writer, data, err);
}

int tare_store_write(const struct tare_store *store, const char *name, tare_store_writer *writer,
                     const void *data, struct tare_err *err)
{
    char *path = tare_buf_format(err, "%s/%s", store->path, name);
    int status = -1;

    assert(name[0] != '/' && !strstr(name, ".."));
    if (!path)
        return -1;
    if (tare_store_make_folders(path) != 0)
        tare_err_errno(err, "cannot make the folder of '%s'", path);
    else
        status = tare_store_file_write(&store->io, path, writer, data, err);
    free(path);
    return status;
}

static int write_result(FILE *file, const void *result, struct tare_err *err)
{
    return tare_json_write(file, result, err);
}

static int write_fragment(FILE *file, const void *fragment, struct tare_err *err)
{
    return tare_json_write_fragment(file, fragment, err);
}

static int write_summary(FILE *file, const void *result, struct tare_err *err)
{
    return tare_csv_write_summary(file, result, err);
}

static int write_samples(FILE *file, const void *result, struct tare_err *err)
{
    return tare_csv_write_samples(file, result, err);
}

static int write_counters(FILE *file, const void *result, struct tare_err *err)
{
    return tare_csv_write_counters(file, result, err);
}

int tare_store_put_header(const struct tare_store *store, const struct tare_result *result,
                          struct tare_err *err)
{
    struct tare_result header = *result;

    header.block = NULL;
    header.block_count = 0;
    return tare_store_write(store, "run.json", write_result, &header, err);
}

int tare_store_header(const struct tare_store *store, struct tare_result *result,
                      struct tare_err *err)
{
    char *path = tare_buf_format(err, "%s/run.json", store->path);
    int status = -1;

    tare_result_init(result);
    if (path)
        status = tare_json_read(path, result, err);
    free(path);
    return status;
}

void tare_block_key(const struct tare_block *block, struct tare_buf *key)
{
    const char *variant = "*";

    if (block->compares_builds && block->row_count > 0 && block->row[0].variant)
        variant = block->row[0].variant;
    tare_buf_printf(key, "%s/%s", block->group ? block->group : "", variant);
    if (isfinite(block->size))
        tare_buf_printf(key, "/%s", tare_number_text(block->size).text);
    if (isfinite(block->param))
        tare_buf_printf(key, "/%s:%s", block->param_name ? block->param_name : "param",
                        tare_number_text(block->param).text);
    if (block->threads > 1)
        tare_buf_printf(key, "/threads:%s", tare_number_text(block->threads).text);
}

/* 64-bit FNV-1a: a key may hold what a file name may not, and be longer. */
static uint64_t hash(const char *text)
{
    uint64_t value = UINT64_C(0xcbf29ce484222325);

    for (; *text; text++)
        value = (value ^ (unsigned char)*text) * UINT64_C(0x100000001b3);
    return value;
}

int tare_store_put_block(const struct tare_store *store, size_t index,
                         const struct tare_block *block, struct tare_err *err)
{
    const struct tare_json_fragment fragment = {.index = index, .block = *block};
    struct tare_buf key = TARE_BUF_INIT;
    char name[sizeof "blocks/0123456789abcdef.json"];
    bool failed;

    tare_block_key(block, &key);
    failed = key.failed;
    snprintf(name, sizeof name, "blocks/%016" PRIx64 ".json", hash(key.text));
    tare_buf_free(&key);
    if (failed)
        return tare_err_memory(err);
    return tare_store_write(store, name, write_fragment, &fragment, err);
}

struct fragments {
    struct tare_json_fragment *item;
    size_t count;
};

static int add_fragment(struct fragments *fragments, const char *path, struct tare_err *err)
{
    struct tare_json_fragment *grown =
        reallocarray(fragments->item, fragments->count + 1, sizeof *fragments->item);

    if (!grown)
        return tare_err_memory(err);
    fragments->item = grown;
    if (tare_json_read_fragment(path, &fragments->item[fragments->count], err) != 0)
        return -1;
    fragments->count++;
    return 0;
}

static bool ends_in(const char *text, const char *end)
{
    size_t length = strlen(text);

    return length >= strlen(end) && strcmp(text + length - strlen(end), end) == 0;
}

/* Called with each file of a folder. */
typedef int visitor(const char *path, void *data, struct tare_err *err);

static int visit_fragments(const struct tare_store *store, visitor *visit, void *data,
                           struct tare_err *err)
{
    char *blocks = tare_buf_format(err, "%s/blocks", store->path);
    DIR *folder = blocks ? opendir(blocks) : NULL;
    struct dirent *entry;
    int status = folder ? 0 : -1;

    if (!folder)
        tare_err_errno(err, "cannot open '%s/blocks'", store->path);
    while (status == 0 && (errno = 0, entry = readdir(folder))) {
        char *path;

        if (entry->d_name[0] == '.')
            continue;
        path = tare_buf_format(err, "%s/%s", blocks, entry->d_name);
        status = path ? visit(path, data, err) : -1;
        free(path);
    }
    if (status == 0 && errno != 0)
        status = tare_err_errno(err, "cannot read '%s'", blocks);
    if (folder)
        closedir(folder);
    free(blocks);
    return status;
}

/* What a killed process left behind has another ending. */
static int read_fragment(const char *path, void *data, struct tare_err *err)
{
    return ends_in(path, ".json") ? add_fragment(data, path, err) : 0;
}

static int remove_fragment(const char *path, void *data, struct tare_err *err)
{
    (void)data;
    if (unlink(path) != 0)
        return tare_err_errno(err, "cannot remove '%s'", path);
    return 0;
}

static int by_index(const void *first, const void *second)
{
    size_t a = ((const struct tare_json_fragment *)first)->index;
    size_t b = ((const struct tare_json_fragment *)second)->index;

    return (a > b) - (a < b);
}

int tare_store_blocks(const struct tare_store *store, struct tare_result *result,
                      struct tare_err *err)
{
    struct fragments fragments = {0};
    int status = visit_fragments(store, read_fragment, &fragments, err);

    if (fragments.count > 0)
        qsort(fragments.item, fragments.count, sizeof *fragments.item, by_index);
    for (size_t i = 0; i < fragments.count && status == 0; i++)
        status = tare_result_add_block(result, &fragments.item[i].block, err);
    for (size_t i = 0; i < fragments.count; i++)
        tare_block_free(&fragments.item[i].block);
    free(fragments.item);
    return status;
}

static int remove_blocks(const struct tare_store *store, struct tare_err *err)
{
    char *blocks = tare_buf_format(err, "%s/blocks", store->path);
    int status = -1;

    if (blocks && visit_fragments(store, remove_fragment, NULL, err) == 0)
        status = rmdir(blocks);
    if (status != 0)
        tare_err_errno(err, "cannot remove '%s'", blocks ? blocks : "");
    free(blocks);
    return status;
}

/* The run is whole: run.json goes first, since a folder that has one counts as unfinished. */
static int remove_fragments(const struct tare_store *store, struct tare_err *err)
{
    char *header = tare_buf_format(err, "%s/run.json", store->path);
    int status = -1;

    if (header && unlink(header) != 0 && errno != ENOENT)
        tare_err_errno(err, "cannot remove '%s'", header);
    else if (header)
        status = remove_blocks(store, err);
    free(header);
    return status;
}

static int link_latest(const struct tare_store *store, struct tare_err *err)
{
    char *link = tare_buf_format(err, "%s/latest", store->root);
    int status = -1;

    if (link)
        status = tare_store_file_link(&store->io, strrchr(store->path, '/') + 1, link, err);
    free(link);
    return status;
}

/* The result as tables. */
static int write_tables(const struct tare_store *store, const struct tare_result *result,
                        struct tare_err *err)
{
    if (tare_store_write(store, "summary.csv", write_summary, result, err) != 0 ||
        tare_store_write(store, "samples.csv", write_samples, result, err) != 0)
        return -1;
    return tare_csv_has_counters(result)
               ? tare_store_write(store, "counters.csv", write_counters, result, err)
               : 0;
}

/* A store to write with, of a folder that another process made. */
static struct tare_store of_folder(const char *folder)
{
    return (struct tare_store){.path = (char *)(uintptr_t)folder,
                               .io = {.write = write, .fsync = fsync}};
}

int tare_store_remake(const char *folder, const struct tare_result *result, struct tare_err *err)
{
    const struct tare_store store = of_folder(folder);

    return write_tables(&store, result, err);
}

int tare_store_put(const char *folder, const char *name, tare_store_writer *writer,
                   const void *data, struct tare_err *err)
{
    const struct tare_store store = of_folder(folder);

    return tare_store_write(&store, name, writer, data, err);
}

int tare_store_finish(const struct tare_store *store, const struct tare_result *result,
                      struct tare_err *err)
{
    if (tare_store_write(store, "result.json", write_result, result, err) != 0 ||
        write_tables(store, result, err) != 0 || link_latest(store, err) != 0)
        return -1;
    return result->finished ? remove_fragments(store, err) : 0;
}
