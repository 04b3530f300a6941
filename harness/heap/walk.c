/* SPDX-License-Identifier: MIT */
#include "heap/walk.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define WORD_BYTES          8
#define CHUNK_BYTES         ((uint64_t)1 << 20)
#define STRIDE              64
#define DEFAULT_CACHE_BYTES ((size_t)512 << 20)
#define POISON_WORD         (UINT64_C(0x0101010101010101) * TARE_HEAP_POISON)

/*
 * A run of neighbouring blocks that is read at once and kept. A gap of less than a page has no page
 * of its own, so that what lies between two readable blocks can be read too.
 */
struct segment {
    uint64_t begin;
    uint64_t end;
    unsigned char *copy; /* NULL: not read */
    bool alone; /* its blocks are read one by one: too large, no room, or not all readable */
};

struct range {
    uint64_t begin;
    uint64_t end;
};

struct walk {
    const struct tare_heap_walk_params *params;
    struct tare_heap_size *size;
    uint64_t *starts;     /* [block_count]: addresses, packed for the search */
    uint64_t *strides;    /* [stride_count]: every STRIDE-th of them */
    size_t stride_count;  /* at least 1 where there are blocks */
    uint32_t *segment_of; /* [block_count] */
    uint32_t *todo;       /* [block_count]: stack of blocks reached and not yet scanned */
    size_t todo_count;
    unsigned char *reached;     /* [block_count] */
    unsigned char *reached_own; /* the same, unless the caller brought it */
    struct segment *segments;
    size_t segment_count;
    size_t cache_left_bytes;
    struct range *ranges; /* [range_count]: roots outside of blocks; ascending, disjoint */
    size_t range_count;
    unsigned char *chunk; /* [CHUNK_BYTES] */
};

static uint64_t block_end(const struct tare_heap_block *block)
{
    return block->address + block->requested_bytes;
}

/* How many of the ascending `keys` are at most `value`. */
static size_t rank(const uint64_t *keys, size_t count, uint64_t value)
{
    size_t base = 0;

    while (count > 0) {
        size_t half = count / 2;

        if (keys[base + half] <= value) {
            base += half + 1;
            count -= half + 1;
        } else {
            count = half;
        }
    }
    return base;
}

/* The block that `address` points into, or block_count. Two short searches touch fewer cache lines
 * than one long one. */
static size_t find(const struct walk *walk, uint64_t address)
{
    const struct tare_heap_walk_params *params = walk->params;
    size_t stride = rank(walk->strides, walk->stride_count, address);
    const struct tare_heap_block *block;
    size_t first;
    size_t left;

    if (stride == 0)
        return params->block_count;
    first = (stride - 1) * STRIDE;
    left = params->block_count - first;
    first += rank(walk->starts + first, left < STRIDE ? left : STRIDE, address) - 1;
    block = &params->blocks[first];
    if (address - block->address < (block->usable_bytes > 0 ? block->usable_bytes : 1))
        return first;
    return params->block_count;
}

static bool reach(struct walk *walk, uint64_t address)
{
    size_t at = find(walk, address);

    if (at == walk->params->block_count)
        return false;
    if (!walk->reached[at]) {
        walk->reached[at] = 1;
        walk->todo[walk->todo_count++] = (uint32_t)at;
    }
    return true;
}

/* How many bytes of the word are poison: the classic exact test for zero bytes, on the difference.
 */
static unsigned poison_of(uint64_t word)
{
    const uint64_t low = UINT64_C(0x7f7f7f7f7f7f7f7f);
    uint64_t x = word ^ POISON_WORD;

    return (unsigned)__builtin_popcountll(~(((x & low) + low) | x | low));
}

static uint64_t poison_bytes(const unsigned char *bytes, size_t count)
{
    uint64_t poison = 0;

    for (size_t i = 0; i < count; i++)
        poison += bytes[i] == TARE_HEAP_POISON;
    return poison;
}

/* Follows the words of `count` bytes that lie at `address` of the child; returns how many of the
 * bytes are poison. */
static uint64_t scan(struct walk *walk, uint64_t address, const unsigned char *bytes, size_t count)
{
    size_t at = (size_t)(-address % WORD_BYTES);
    uint64_t poison;

    if (at > count)
        at = count;
    poison = poison_bytes(bytes, at);
    for (; count - at >= WORD_BYTES; at += WORD_BYTES) {
        uint64_t word;

        memcpy(&word, bytes + at, sizeof word);
        poison += poison_of(word);
        reach(walk, word);
    }
    return poison + poison_bytes(bytes + at, count - at);
}

/* Reads and scans [begin, end) in chunks. Goes on behind what cannot be read; `*whole` says whether
 * there was nothing of the kind. Returns the poison found. */
static uint64_t scan_child(struct walk *walk, struct range range, bool *whole)
{
    const struct tare_heap_walk_params *params = walk->params;
    bool sparse = params->touched != NULL && range.end - range.begin > CHUNK_BYTES;
    uint64_t poison = 0;

    *whole = true;
    for (uint64_t at = range.begin; at < range.end;) {
        size_t bytes;
        ssize_t got;

        if (sparse)
            at = params->touched(params->context, at, range.end);
        if (at >= range.end)
            break;
        bytes = CHUNK_BYTES - at % WORD_BYTES;
        if (bytes > range.end - at)
            bytes = (size_t)(range.end - at);
        got = params->read(params->context, at, walk->chunk, bytes);
        if (got > 0)
            poison += scan(walk, at, walk->chunk, (size_t)got);
        if (got == (ssize_t)bytes) {
            at += bytes;
            continue;
        }
        *whole = false;
        at += got > 0 ? (uint64_t)got : 0;
        at += TARE_HEAP_PAGE_BYTES - at % TARE_HEAP_PAGE_BYTES;
    }
    return poison;
}

/* Reads the segment unless it is there; NULL when its blocks have to be read one by one. */
static const unsigned char *segment_copy(struct walk *walk, struct segment *segment)
{
    const struct tare_heap_walk_params *params = walk->params;
    size_t bytes = (size_t)(segment->end - segment->begin);

    if (segment->copy != NULL || segment->alone)
        return segment->copy;
    segment->alone = true;
    if (bytes > CHUNK_BYTES || bytes > walk->cache_left_bytes)
        return NULL;
    segment->copy = malloc(bytes + 1);
    if (segment->copy == NULL)
        return NULL;
    if (params->read(params->context, segment->begin, segment->copy, bytes) != (ssize_t)bytes) {
        free(segment->copy);
        segment->copy = NULL;
        return NULL;
    }
    walk->cache_left_bytes -= bytes;
    return segment->copy;
}

static void scan_block(struct walk *walk, size_t at)
{
    const struct tare_heap_block *block = &walk->params->blocks[at];
    struct segment *segment = &walk->segments[walk->segment_of[at]];
    const unsigned char *copy = segment_copy(walk, segment);
    uint64_t poison;
    bool whole = true;

    if (copy != NULL)
        poison = scan(walk, block->address, copy + (block->address - segment->begin),
                      (size_t)block->requested_bytes);
    else
        poison = scan_child(walk, (struct range){block->address, block_end(block)}, &whole);
    if (block->kind == TARE_HEAP_MALLOC && block->requested_bytes <= TARE_HEAP_POISON_MAX_BYTES)
        walk->size->unwritten_bytes += poison;
    walk->size->unreadable_blocks += !whole;
    walk->size->blocks++;
    walk->size->deep_bytes += block->requested_bytes;
    walk->size->usable_bytes += block->usable_bytes;
}

static int by_begin(const void *left, const void *right)
{
    uint64_t a = ((const struct range *)left)->begin;
    uint64_t b = ((const struct range *)right)->begin;

    return (a > b) - (a < b);
}

/* Roots inside of blocks reach those; the union of the others becomes `ranges`. */
static void sort_roots(struct walk *walk)
{
    size_t count = 0;
    size_t kept = 0;

    for (size_t i = 0; i < walk->params->root_count; i++) {
        struct tare_heap_root root = walk->params->roots[i];

        if (root.address == 0 || reach(walk, root.address))
            continue;
        if (root.bytes > UINT64_MAX - root.address)
            walk->size->unreadable_roots++;
        else if (root.bytes > 0)
            walk->ranges[count++] = (struct range){root.address, root.address + root.bytes};
    }
    qsort(walk->ranges, count, sizeof *walk->ranges, by_begin);
    for (size_t i = 0; i < count; i++) {
        struct range *last = kept > 0 ? &walk->ranges[kept - 1] : NULL;

        if (last == NULL || walk->ranges[i].begin >= last->end)
            walk->ranges[kept++] = walk->ranges[i];
        else if (walk->ranges[i].end > last->end)
            last->end = walk->ranges[i].end;
    }
    walk->range_count = kept;
}

/* A range that cannot be read is no object: it is dropped, so that it spans no lines either. */
static void scan_ranges(struct walk *walk)
{
    size_t kept = 0;

    for (size_t i = 0; i < walk->range_count; i++) {
        struct range range = walk->ranges[i];
        bool whole;

        scan_child(walk, range, &whole);
        if (!whole) {
            walk->size->unreadable_roots++;
            continue;
        }
        walk->size->deep_bytes += range.end - range.begin;
        walk->size->usable_bytes += range.end - range.begin;
        walk->ranges[kept++] = range;
    }
    walk->range_count = kept;
}

/* Counts units of `unit` bytes that ascending ranges lie on; `next` is the first not yet counted.
 */
static uint64_t span(struct range range, uint64_t unit, uint64_t *next)
{
    uint64_t first = range.begin / unit;
    uint64_t past = (range.end + unit - 1) / unit;
    uint64_t count;

    if (range.begin >= range.end)
        return 0;
    if (first < *next)
        first = *next;
    count = past > first ? past - first : 0;
    if (past > *next)
        *next = past;
    return count;
}

static uint64_t spanned(const struct walk *walk, uint64_t unit)
{
    const struct tare_heap_walk_params *params = walk->params;
    uint64_t next = 0;
    uint64_t count = 0;
    size_t r = 0;

    for (size_t i = 0; i < params->block_count; i++) {
        const struct tare_heap_block *block = &params->blocks[i];

        if (!walk->reached[i])
            continue;
        for (; r < walk->range_count && walk->ranges[r].begin < block->address; r++)
            count += span(walk->ranges[r], unit, &next);
        count += span((struct range){block->address, block_end(block)}, unit, &next);
    }
    for (; r < walk->range_count; r++)
        count += span(walk->ranges[r], unit, &next);
    return count;
}

/* Fills the arrays of the search, and cuts the blocks into segments. */
static int index_blocks(struct walk *walk, struct tare_err *err)
{
    const struct tare_heap_block *blocks = walk->params->blocks;

    for (size_t i = 0; i < walk->params->block_count; i++) {
        struct segment *last =
            walk->segment_count ? &walk->segments[walk->segment_count - 1] : NULL;

        if (i > 0 && blocks[i].address <= blocks[i - 1].address)
            return tare_err_set(err, TARE_ERR_INPUT, "the live blocks are not in ascending order");
        walk->starts[i] = blocks[i].address;
        if (i % STRIDE == 0)
            walk->strides[walk->stride_count++] = blocks[i].address;
        if (last == NULL || blocks[i].address - last->begin >= CHUNK_BYTES ||
            block_end(&blocks[i]) - last->begin > CHUNK_BYTES ||
            (blocks[i].address > last->end &&
             blocks[i].address - last->end >= TARE_HEAP_PAGE_BYTES)) {
            last = &walk->segments[walk->segment_count++];
            *last = (struct segment){.begin = blocks[i].address, .end = blocks[i].address};
        }
        if (block_end(&blocks[i]) > last->end)
            last->end = block_end(&blocks[i]);
        walk->segment_of[i] = (uint32_t)(walk->segment_count - 1);
    }
    return 0;
}

static void walk_free(struct walk *walk)
{
    for (size_t i = 0; i < walk->segment_count; i++)
        free(walk->segments[i].copy);
    free(walk->starts);
    free(walk->strides);
    free(walk->segment_of);
    free(walk->todo);
    free(walk->segments);
    free(walk->ranges);
    free(walk->chunk);
    free(walk->reached_own);
}

/* Arrays as long as the longest that may be needed: pages never touched cost nothing. */
static int walk_alloc(struct walk *walk, unsigned char *reached, struct tare_err *err)
{
    size_t count = walk->params->block_count + 1;

    walk->starts = malloc(count * sizeof *walk->starts);
    walk->strides = malloc((count / STRIDE + 1) * sizeof *walk->strides);
    walk->segment_of = malloc(count * sizeof *walk->segment_of);
    walk->todo = malloc(count * sizeof *walk->todo);
    walk->segments = malloc(count * sizeof *walk->segments);
    walk->ranges = malloc((walk->params->root_count + 1) * sizeof *walk->ranges);
    walk->chunk = malloc(CHUNK_BYTES);
    walk->reached_own = reached == NULL ? malloc(count) : NULL;
    walk->reached = reached == NULL ? walk->reached_own : reached;
    if (walk->starts == NULL || walk->strides == NULL || walk->segment_of == NULL ||
        walk->todo == NULL || walk->segments == NULL || walk->ranges == NULL ||
        walk->chunk == NULL || walk->reached == NULL)
        return tare_err_memory(err);
    memset(walk->reached, 0, walk->params->block_count);
    return 0;
}

int tare_heap_walk(const struct tare_heap_walk_params *params, struct tare_heap_size *size,
                   unsigned char *reached, struct tare_err *err)
{
    struct walk walk = {
        .params = params,
        .size = size,
        .cache_left_bytes = params->cache_bytes ? params->cache_bytes : DEFAULT_CACHE_BYTES,
    };
    int status = -1;

    *size = (struct tare_heap_size){0};
    if (params->block_count > TARE_HEAP_INDEX_MAX)
        return tare_err_set(err, TARE_ERR_INPUT, "too many live blocks to walk");
    if (walk_alloc(&walk, reached, err) != 0 || index_blocks(&walk, err) != 0)
        goto out;
    sort_roots(&walk);
    scan_ranges(&walk);
    while (walk.todo_count > 0)
        scan_block(&walk, walk.todo[--walk.todo_count]);
    size->cache_lines = spanned(&walk, TARE_HEAP_LINE_BYTES);
    size->pages = spanned(&walk, TARE_HEAP_PAGE_BYTES);
    status = 0;
out:
    walk_free(&walk);
    return status;
}
