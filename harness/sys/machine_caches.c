/* SPDX-License-Identifier: MIT */
#include "sys/machine.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sys/machine_files.h"

const char *tare_machine_cache_type_name(enum tare_machine_cache_type type)
{
    switch (type) {
    case TARE_MACHINE_CACHE_DATA:
        return "data";
    case TARE_MACHINE_CACHE_INSTRUCTION:
        return "instruction";
    case TARE_MACHINE_CACHE_UNIFIED:
        return "unified";
    }
    return "unknown";
}

/* "48K" of sysfs, or a bare number. The kernel writes K only, but M and G would mean as much. */
static int64_t parse_size(const char *text)
{
    char *end;
    long long value;
    int shift = 0;

    errno = 0;
    value = strtoll(text, &end, 10);
    if (*end == 'K')
        shift = 10;
    else if (*end == 'M')
        shift = 20;
    else if (*end == 'G')
        shift = 30;
    if (shift != 0)
        end++;
    if (errno != 0 || end == text || *end != '\0' || value <= 0 || value > INT64_MAX >> shift)
        return TARE_MACHINE_UNKNOWN;
    return (int64_t)value << shift;
}

static bool read_attribute(const char *root, const char *folder, const char *name, char *text,
                           size_t size)
{
    char path[PATH_MAX];
    char reason[TARE_MACHINE_REASON_BYTES];

    snprintf(path, sizeof path, "%s/%s", folder, name);
    return tare_machine_file_read(root, path, text, size, reason);
}

/* A size or count above zero; sysfs writes 0 for what the firmware did not tell. */
static int64_t read_number(const char *root, const char *folder, const char *name)
{
    char text[64];

    if (!read_attribute(root, folder, name, text, sizeof text))
        return TARE_MACHINE_UNKNOWN;
    return parse_size(text);
}

static bool parse_type(const char *text, enum tare_machine_cache_type *type)
{
    static const struct {
        const char *word;
        enum tare_machine_cache_type type;
    } words[] = {
        {"Data", TARE_MACHINE_CACHE_DATA},
        {"Instruction", TARE_MACHINE_CACHE_INSTRUCTION},
        {"Unified", TARE_MACHINE_CACHE_UNIFIED},
    };

    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (strcmp(text, words[i].word) == 0) {
            *type = words[i].type;
            return true;
        }
    }
    return false;
}

/* Whether `folder` describes a cache: without a level and a type one cannot say which. */
static bool read_cache(const char *root, const char *folder, struct tare_machine_cache *cache)
{
    char text[TARE_MACHINE_FILE_BYTES]; /* a list such as 0,2,4,6,... is long */
    int64_t level = read_number(root, folder, "level");
    int shared;

    if (level < 1 || level > 99 || !read_attribute(root, folder, "type", text, sizeof text) ||
        !parse_type(text, &cache->type))
        return false;
    cache->level = (int)level;
    cache->size_bytes = read_number(root, folder, "size");
    cache->line_bytes = read_number(root, folder, "coherency_line_size");
    cache->associativity_ways = read_number(root, folder, "ways_of_associativity");
    cache->shared_cpus_count = TARE_MACHINE_UNKNOWN;
    if (read_attribute(root, folder, "shared_cpu_list", text, sizeof text)) {
        shared = tare_machine_cpu_count(text);
        if (shared > 0)
            cache->shared_cpus_count = shared;
    }
    return true;
}

static int compare_caches(const void *left, const void *right)
{
    const struct tare_machine_cache *a = left;
    const struct tare_machine_cache *b = right;

    if (a->level != b->level)
        return a->level < b->level ? -1 : 1;
    return (a->type > b->type) - (a->type < b->type);
}

void tare_machine_caches_read(struct tare_machine_caches *caches, const char *root, int cpu)
{
    char folder[96];

    *caches = (struct tare_machine_caches){0};
    root = tare_machine_root(root);
    for (int index = 0; index < TARE_MACHINE_CACHES_MAX; index++) {
        snprintf(folder, sizeof folder, "/sys/devices/system/cpu/cpu%d/cache/index%d", cpu, index);
        if (read_cache(root, folder, &caches->items[caches->count]))
            caches->count++;
    }
    if (caches->count == 0)
        tare_machine_explain(caches->reason,
                             "the kernel describes no cache in "
                             "'/sys/devices/system/cpu/cpu%d/cache'",
                             cpu);
    qsort(caches->items, caches->count, sizeof caches->items[0], compare_caches);
}

const struct tare_machine_cache *tare_machine_data_cache(const struct tare_machine_caches *caches,
                                                         int level)
{
    for (size_t i = 0; i < caches->count; i++) {
        const struct tare_machine_cache *cache = &caches->items[i];

        if (cache->level == level && cache->type != TARE_MACHINE_CACHE_INSTRUCTION &&
            cache->size_bytes != TARE_MACHINE_UNKNOWN)
            return cache;
    }
    return NULL;
}

const struct tare_machine_cache *tare_machine_last_level_cache(
    const struct tare_machine_caches *caches)
{
    const struct tare_machine_cache *last = NULL;

    for (size_t i = 0; i < caches->count; i++) {
        const struct tare_machine_cache *cache =
            tare_machine_data_cache(caches, caches->items[i].level);

        if (cache && (!last || cache->level > last->level))
            last = cache;
    }
    return last;
}
