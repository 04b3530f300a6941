/* SPDX-License-Identifier: MIT */
#include "heap/walk.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define WORD_BYTES          8
#define CHUNK_BYTES         ((uint64_t)1 << 20)
#define BUCKET_BYTES        256
#define DEFAULT_CACHE_BYTES ((size_t)512 << 20)
#define POISON_WORD         (UINT64_C(0x0101010101010101) * TARE_HEAP_POISON)

/*
 * A run of neighbouring blocks that is read at once and kept. A gap of less than a page has no page
 * of its own, so that what lies between two readable blocks can be read too.
 */
struct segment {
    uint64_t begin;
    uint64_t end;
    size_t first;        /* its first block; its last is before the next segment's first */
    size_t bucket_first; /* where in walk.buckets its buckets begin */
    unsigned char *copy; /* NULL: not read */
    bool alone; /* its blocks are read one by one: too large, no room, or not all readable */
};

struct range {
    uint64_t begin;
    uint64_t end;
};

/*
 * An address is looked up in three steps, of which each touches little memory: the segment by
 * binary search, in it the bucket, which names the first block that ends behind the bucket's begin,
 * and from there the next few blocks.
 */
struct walk {
    const struct tare_heap_walk_params *params;
    struct tare_heap_size *size;
    struct range *targets;    /* [block_count + 1]: where a pointer to a block may point; the last
                                 begins at UINT64_MAX */
    uint64_t *segment_begins; /* [segment_count], packed for the search */
    struct segment *segments;
    size_t segment_count;
    uint32_t *buckets;
    uint32_t *todo; /* [block_count]: stack of blocks reached and not yet scanned */
    size_t todo_count;
    unsigned char *reached;     /* [block_count] */
    unsigned char *reached_own; /* the same, unless the caller brought it */
    size_t cache_left_bytes;
    struct range *ranges; /* [range_count]: roots outside of blocks; ascending, disjoint */
    size_t range_count;
    unsigned char *chunk; /* [CHUNK_BYTES] */
};

static uint64_t block_end(const struct tare_heap_block *block)
{
    return block->address + block->requested_bytes;
}

/* The last of the segments to begin at or before `address`, or NULL. The compiler makes a
 * conditional move of the only choice, which no predictor could guess. */
static struct segment *segment_at(const struct walk *walk, uint64_t address)
{
    const uint64_t *base = walk->segment_begins;
    size_t count = walk->segment_count;

    if (count == 0 || address < base[0])
        return NULL;
    while (count > 1) {
        size_t half = count / 2;

        base += base[half] <= address ? half : 0;
        count -= half;
    }
    return &walk->segments[base - walk->segment_begins];
}

/* The block that `address` points into, or block_count. */
static size_t find(const struct walk *walk, uint64_t address)
{
    const struct segment *segment = segment_at(walk, address);
    size_t none = walk->params->block_count;
    size_t at;

    if (segment == NULL)
        return none;
    if (walk->targets[segment->first].end > address)
        return segment->first;
    if (address - segment->begin >= CHUNK_BYTES || address >= segment->end)
        return none;
    at = walk->buckets[segment->bucket_first + (address - segment->begin) / BUCKET_BYTES];
    while (walk->targets[at + 1].begin <= address)
        at++;
    return address < walk->targets[at].end ? at : none;
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
 * bytes are poison. A word that leads to a block was written, whatever its bytes are: 0xfa in the
 * base of the heap would else pass for holes in every pointer. */
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
        if (!reach(walk, word))
            poison += poison_of(word);
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
    struct segment *segment = segment_at(walk, block->address);
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

/* Whether the block goes on where the segment ends, and both can be read at once. */
static bool continues(const struct segment *segment, const struct range *target)
{
    if (target->begin > segment->end && target->begin - segment->end >= TARE_HEAP_PAGE_BYTES)
        return false;
    return target->begin - segment->begin < CHUNK_BYTES &&
           target->end - segment->begin <= CHUNK_BYTES;
}

static void cut_segments(struct walk *walk)
{
    struct segment *last = NULL;

    for (size_t i = 0; i < walk->params->block_count; i++) {
        const struct range *target = &walk->targets[i];

        if (last == NULL || !continues(last, target)) {
            last = &walk->segments[walk->segment_count];
            *last = (struct segment){.begin = target->begin, .end = target->begin, .first = i};
            walk->segment_begins[walk->segment_count++] = target->begin;
        }
        if (target->end > last->end)
            last->end = target->end;
    }
}

static size_t bucket_count(const struct segment *segment)
{
    uint64_t bytes = segment->end - segment->begin;

    return bytes > CHUNK_BYTES ? 0 : (size_t)(bytes / BUCKET_BYTES + 1);
}

/* Each bucket holds the last block to begin at or before it. */
static int fill_buckets(struct walk *walk, struct tare_err *err)
{
    size_t count = 0;

    for (size_t s = 0; s < walk->segment_count; s++) {
        walk->segments[s].bucket_first = count;
        count += bucket_count(&walk->segments[s]);
    }
    walk->buckets = malloc((count + 1) * sizeof *walk->buckets);
    if (walk->buckets == NULL)
        return tare_err_memory(err);
    for (size_t s = 0; s < walk->segment_count; s++) {
        const struct segment *segment = &walk->segments[s];
        size_t at = segment->first;

        for (size_t b = 0; b < bucket_count(segment); b++) {
            while (walk->targets[at + 1].begin <= segment->begin + b * BUCKET_BYTES)
                at++;
            walk->buckets[segment->bucket_first + b] = (uint32_t)at;
        }
    }
    return 0;
}

static int index_blocks(struct walk *walk, struct tare_err *err)
{
    const struct tare_heap_block *blocks = walk->params->blocks;
    size_t count = walk->params->block_count;

    for (size_t i = 0; i < count; i++) {
        uint64_t bytes = blocks[i].usable_bytes;

        if (bytes < blocks[i].requested_bytes)
            bytes = blocks[i].requested_bytes;
        if (bytes == 0)
            bytes = 1;
        if (bytes > UINT64_MAX - blocks[i].address)
            return tare_err_set(err, TARE_ERR_INPUT, "a live block ends beyond the address space");
        if (i > 0 && blocks[i].address <= blocks[i - 1].address)
            return tare_err_set(err, TARE_ERR_INPUT, "the live blocks are not in ascending order");
        walk->targets[i] = (struct range){blocks[i].address, blocks[i].address + bytes};
    }
    walk->targets[count] = (struct range){UINT64_MAX, UINT64_MAX};
    cut_segments(walk);
    return fill_buckets(walk, err);
}

static void walk_free(struct walk *walk)
{
    for (size_t i = 0; i < walk->segment_count; i++)
        free(walk->segments[i].copy);
    free(walk->targets);
    free(walk->segment_begins);
    free(walk->segments);
    free(walk->buckets);
    free(walk->todo);
    free(walk->ranges);
    free(walk->chunk);
    free(walk->reached_own);
}

/* Arrays as long as the longest that may be needed: pages never touched cost nothing. */
static int walk_alloc(struct walk *walk, unsigned char *reached, struct tare_err *err)
{
    size_t count = walk->params->block_count + 1;

    walk->targets = calloc(count, sizeof *walk->targets);
    walk->segment_begins = malloc(count * sizeof *walk->segment_begins);
    walk->segments = malloc(count * sizeof *walk->segments);
    walk->todo = malloc(count * sizeof *walk->todo);
    walk->ranges = malloc((walk->params->root_count + 1) * sizeof *walk->ranges);
    walk->chunk = malloc(CHUNK_BYTES);
    walk->reached_own = reached == NULL ? malloc(count) : NULL;
    walk->reached = reached == NULL ? walk->reached_own : reached;
    if (walk->targets == NULL || walk->segment_begins == NULL || walk->segments == NULL ||
        walk->todo == NULL || walk->ranges == NULL || walk->chunk == NULL || walk->reached == NULL)
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
