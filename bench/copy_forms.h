/* SPDX-License-Identifier: MIT */
/*
 * {i: i * i} in forms that are copied in different ways, each so that the copy can be changed and
 * the original stays as it is. Included by copy.c only, which asks for the GNU functions.
 */
#ifndef BENCH_COPY_FORMS_H
#define BENCH_COPY_FORMS_H

#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <jansson.h>

#include "case.h"

enum { MANY_KEYS = 200000, PAGE_BYTES = 4096 };

/* Of one key; the sum over all is what a copy is checked by. */
static inline uint64_t fingerprint(uint64_t key, uint64_t value)
{
    return (key + 1) * (value + 0x9e3779b97f4a7c15);
}

/* tree: a balanced tree, 32 bytes and one block a key. A copy has to visit every node. */
struct node {
    struct node *child[2];
    uint64_t key;
    uint64_t value;
};

/* The keys from `first` up. */
static struct node *tree_of_squares(uint64_t first, size_t count)
{
    if (count == 0)
        return NULL;

    struct node *node = must_alloc(1, sizeof(*node));

    node->key = first + count / 2;
    node->value = node->key * node->key;
    node->child[0] = tree_of_squares(first, count / 2);
    node->child[1] = tree_of_squares(node->key + 1, count - count / 2 - 1);
    return node;
}

OPERATION struct node *tree_copy(const struct node *node)
{
    if (node == NULL)
        return NULL;

    struct node *copy = must_alloc(1, sizeof(*copy));

    *copy = (struct node){
        {tree_copy(node->child[0]), tree_copy(node->child[1])}, node->key, node->value};
    return copy;
}

static uint64_t tree_fingerprint(const struct node *node)
{
    if (node == NULL)
        return 0;
    return fingerprint(node->key, node->value) + tree_fingerprint(node->child[0]) +
           tree_fingerprint(node->child[1]);
}

OPERATION void tree_free(struct node *node)
{
    if (node == NULL)
        return;
    tree_free(node->child[0]);
    tree_free(node->child[1]);
    free(node);
}

/* flat: one block of 16 bytes a key, sorted by keys. */
struct entry {
    uint64_t key;
    uint64_t value;
};

static void flat_fill(struct entry *entries, size_t count)
{
    for (uint64_t i = 0; i < count; i++)
        entries[i] = (struct entry){i, i * i};
}

static struct entry *flat_new(size_t count)
{
    struct entry *entries = must_alloc(count, sizeof(*entries));

    flat_fill(entries, count);
    return entries;
}

OPERATION struct entry *flat_copy(const struct entry *entries, size_t count)
{
    return memcpy(must_alloc(count, sizeof(*entries)), entries, count * sizeof(*entries));
}

/* Adds 1 to the first `limit` values. */
OPERATION void flat_change(struct entry *entries, size_t limit)
{
    for (size_t i = 0; i < limit; i++)
        entries[i].value++;
}

static uint64_t flat_fingerprint(const struct entry *entries, size_t count)
{
    uint64_t sum = 0;

    for (size_t i = 0; i < count; i++)
        sum += fingerprint(entries[i].key, entries[i].value);
    return sum;
}

/*
 * shared_pages: the same block in a file without a name (memfd_create(2)). A copy is a mapping of
 * the file for itself: the kernel shares each page (4 KiB, 256 keys) until somebody writes to it
 * and copies it then, as it does with the memory of a process that forked (fork also copies what
 * says where the pages are; here that is made page by page, as somebody comes for them). The
 * original is only read once it stands: pages that a copy has not changed are its pages.
 */
struct pages {
    int fd;
    size_t count;
    struct entry *entries;
};

static struct entry *pages_map(int fd, size_t count, int flags)
{
    void *mapped = mmap(NULL, count * sizeof(struct entry), PROT_READ | PROT_WRITE, flags, fd, 0);

    if (mapped == MAP_FAILED)
        abort();
    return mapped;
}

static void pages_unmap(struct entry *entries, size_t count)
{
    munmap(entries, count * sizeof(*entries));
}

static struct pages pages_new(size_t count)
{
    int fd = memfd_create("original", MFD_CLOEXEC);

    if (fd < 0 || ftruncate(fd, (off_t)(count * sizeof(struct entry))) != 0)
        abort();

    struct pages pages = {fd, count, pages_map(fd, count, MAP_SHARED)};

    flat_fill(pages.entries, count);
    return pages;
}

static void pages_free(const struct pages *pages)
{
    pages_unmap(pages->entries, pages->count);
    close(pages->fd);
}

OPERATION struct entry *pages_copy(const struct pages *pages)
{
    return pages_map(pages->fd, pages->count, MAP_PRIVATE);
}

/* Reads an entry of each page. */
static inline uint64_t pages_touch(const struct entry *entries, size_t count)
{
    uint64_t sum = 0;

    for (size_t i = 0; i < count; i += PAGE_BYTES / sizeof(*entries))
        sum += entries[i].value;
    return sum;
}

/* Private_Dirty of the mapping that begins at `mapped`, in bytes; -1: not known. */
static double private_bytes(const void *mapped)
{
    FILE *smaps = fopen("/proc/self/smaps", "re");
    char line[512];
    char begin[24];
    bool found = false;
    double bytes = -1;

    if (smaps == NULL)
        return -1;
    snprintf(begin, sizeof(begin), "%" PRIxPTR "-", (uintptr_t)mapped);
    while (bytes < 0 && fgets(line, sizeof(line), smaps) != NULL) {
        found = found || strncmp(line, begin, strlen(begin)) == 0;
        if (found && strncmp(line, "Private_Dirty:", strlen("Private_Dirty:")) == 0)
            bytes = strtod(line + strlen("Private_Dirty:"), NULL) * 1024;
    }
    fclose(smaps);
    return bytes;
}

/*
 * shared_blocks: the same by hand, without the kernel. Blocks of 255 keys, each with a count of the
 * dictionaries that it is in; a copy is a copy of the pointers to them, and who changes a block
 * that others have, too, takes a copy of it first.
 */
enum { BLOCK_KEYS = 255 };

struct block {
    size_t owners;
    size_t count;
    struct entry entry[BLOCK_KEYS];
};

struct blocks {
    size_t count;
    struct block *at[];
};

static struct blocks *blocks_alloc(size_t count)
{
    struct blocks *blocks = must_alloc(1, sizeof(*blocks) + count * sizeof(struct block *));

    blocks->count = count;
    return blocks;
}

static struct blocks *blocks_new(size_t keys)
{
    struct blocks *blocks = blocks_alloc((keys + BLOCK_KEYS - 1) / BLOCK_KEYS);

    for (uint64_t i = 0; i < keys; i++) {
        struct block **block = &blocks->at[i / BLOCK_KEYS];

        if (i % BLOCK_KEYS == 0) {
            *block = must_alloc(1, sizeof(**block));
            (*block)->owners = 1;
            (*block)->count = 0;
        }
        (*block)->entry[(*block)->count++] = (struct entry){i, i * i};
    }
    return blocks;
}

OPERATION struct blocks *blocks_copy(const struct blocks *blocks)
{
    struct blocks *copy = blocks_alloc(blocks->count);

    for (size_t i = 0; i < blocks->count; i++) {
        copy->at[i] = blocks->at[i];
        copy->at[i]->owners++;
    }
    return copy;
}

static struct block *block_own(struct block *block)
{
    if (block->owners == 1)
        return block;

    struct block *copy = memcpy(must_alloc(1, sizeof(*copy)), block, sizeof(*block));

    block->owners--;
    copy->owners = 1;
    return copy;
}

OPERATION void blocks_change(struct blocks *blocks, size_t limit)
{
    for (size_t i = 0; i < blocks->count && i * BLOCK_KEYS < limit; i++) {
        size_t left = limit - i * BLOCK_KEYS;
        struct block *block = block_own(blocks->at[i]);

        flat_change(block->entry, left < block->count ? left : block->count);
        blocks->at[i] = block;
    }
}

static uint64_t blocks_fingerprint(const struct blocks *blocks)
{
    uint64_t sum = 0;

    for (size_t i = 0; i < blocks->count; i++)
        sum += flat_fingerprint(blocks->at[i]->entry, blocks->at[i]->count);
    return sum;
}

OPERATION void blocks_free(struct blocks *blocks)
{
    /* The analyzer takes the next block for the one that was freed. */
    for (size_t i = 0; i < blocks->count; i++)
        if (--blocks->at[i]->owners == 0) /* NOLINT(clang-analyzer-unix.Malloc) */
            free(blocks->at[i]);
    free(blocks);
}

/* json_tree: jansson's object, keys as text, what Python's json.loads returns; two blocks a key. */
static json_t *squares_new(size_t count)
{
    json_t *object = json_object();

    for (json_int_t i = 0; i < (json_int_t)count; i++) {
        char key[24];

        snprintf(key, sizeof(key), "%" JSON_INTEGER_FORMAT, i);
        if (json_object_set_new(object, key, json_integer(i * i)) != 0)
            abort();
    }
    return object;
}

static json_t *json_or_die(json_t *json)
{
    if (json == NULL)
        abort();
    return json;
}

OPERATION json_t *squares_copy(const json_t *json)
{
    return json_or_die(json_deep_copy(json));
}

/* Written as text and read back: the copy for which nothing has to be known about the values. */
OPERATION json_t *squares_copy_by_text(const json_t *json)
{
    char *text = json_dumps(json, JSON_COMPACT);

    if (text == NULL)
        abort();

    json_t *copy = json_or_die(json_loads(text, 0, NULL));

    free(text);
    return copy;
}

static uint64_t squares_fingerprint(json_t *json)
{
    uint64_t sum = 0;
    const char *key;
    json_t *value;

    json_object_foreach(json, key, value) sum +=
        fingerprint(strtoull(key, NULL, 10), (uint64_t)json_integer_value(value));
    return sum;
}

#endif
