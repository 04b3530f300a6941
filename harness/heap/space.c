/* SPDX-License-Identifier: MIT */
#include "heap/space.h"

#include <stdlib.h>
#include <string.h>

#define BUCKET_BYTES        256
#define DEFAULT_CACHE_BYTES ((size_t)512 << 20)
#define POISON_WORD         (UINT64_C(0x0101010101010101) * TARE_HEAP_POISON)

/*
 * A run of neighbouring blocks that is read at once and kept. A gap of less than a page has no page
 * of its own, so that what lies between two readable blocks can be read too.
 *
 * An address is looked up in three steps, of which each touches little memory: the segment by
 * binary search, in it the bucket, which names the first block that ends behind the bucket's begin,
 * and from there the next few blocks.
 */
struct tare_space_segment {
    uint64_t begin;
    uint64_t end;
    size_t first;        /* its first block; its last is before the next segment's first */
    size_t bucket_first; /* where in the buckets its own begin */
    unsigned char *copy; /* NULL: not read */
    bool alone; /* its blocks are read one by one: too large, no room, or not all readable */
};

/* The last of the segments to begin at or before `address`, or NULL. The compiler makes a
 * conditional move of the only choice, which no predictor could guess. */
static struct tare_space_segment *segment_at(const struct tare_space *space, uint64_t address)
{
    const uint64_t *base = space->segment_begins;
    size_t count = space->segment_count;

    if (count == 0 || address < base[0])
        return NULL;
    while (count > 1) {
        size_t half = count / 2;

        base += base[half] <= address ? half : 0;
        count -= half;
    }
    return &space->segments[base - space->segment_begins];
}

/* The block that `address` points into, or block_count. */
size_t tare_space_find(const struct tare_space *space, uint64_t address)
{
    const struct tare_space_segment *segment = segment_at(space, address);
    size_t none = space->params.block_count;
    size_t at;

    if (segment == NULL)
        return none;
    if (space->targets[segment->first].end > address)
        return segment->first;
    if (address - segment->begin >= TARE_SPACE_CHUNK_BYTES || address >= segment->end)
        return none;
    at = space->buckets[segment->bucket_first + (address - segment->begin) / BUCKET_BYTES];
    while (space->targets[at + 1].begin <= address)
        at++;
    return address < space->targets[at].end ? at : none;
}

/* Reads the segment unless it is there; NULL when its blocks have to be read one by one. */
static unsigned char *segment_copy(struct tare_space *space, struct tare_space_segment *segment)
{
    const struct tare_space_params *params = &space->params;
    size_t bytes = (size_t)(segment->end - segment->begin);

    if (segment->copy != NULL || segment->alone)
        return segment->copy;
    segment->alone = true;
    if (bytes > TARE_SPACE_CHUNK_BYTES || bytes > space->cache_left_bytes)
        return NULL;
    segment->copy = malloc(bytes + 1);
    if (segment->copy == NULL)
        return NULL;
    if (params->read(params->context, segment->begin, segment->copy, bytes) != (ssize_t)bytes) {
        free(segment->copy);
        segment->copy = NULL;
        return NULL;
    }
    space->cache_left_bytes -= bytes;
    return segment->copy;
}

unsigned char *tare_space_block(struct tare_space *space, size_t block)
{
    uint64_t address = space->params.blocks[block].address;
    struct tare_space_segment *segment = segment_at(space, address);
    unsigned char *copy = segment_copy(space, segment);

    return copy ? copy + (address - segment->begin) : NULL;
}

bool tare_space_visit(struct tare_space *space, struct tare_space_range range, size_t unit,
                      tare_space_take *take, void *context)
{
    const struct tare_space_params *params = &space->params;
    bool sparse = params->touched && range.end - range.begin > TARE_SPACE_CHUNK_BYTES;
    size_t most = TARE_SPACE_CHUNK_BYTES - TARE_SPACE_CHUNK_BYTES % unit;
    bool whole = true;

    for (uint64_t at = range.begin; at < range.end;) {
        uint64_t skipped = 0;
        size_t bytes;
        ssize_t got;

        if (sparse)
            skipped = params->touched(params->context, at, range.end) - at;
        at += skipped - skipped % unit;
        if (skipped && at + skipped % unit >= range.end)
            break;
        bytes = range.end - at < most ? (size_t)(range.end - at) : most;
        got = params->read(params->context, at, space->chunk, bytes);
        if (got > 0)
            take(context, at, space->chunk, (size_t)got);
        if (got == (ssize_t)bytes) {
            at += bytes;
            continue;
        }
        whole = false;
        skipped = got > 0 ? (uint64_t)got : 0;
        skipped += TARE_SPACE_PAGE_BYTES - (at + skipped) % TARE_SPACE_PAGE_BYTES;
        at += (skipped + unit - 1) / unit * unit;
    }
    return whole;
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

uint64_t tare_space_poison(const struct tare_space *space, uint64_t address,
                           const unsigned char *bytes, size_t count)
{
    size_t at = (size_t)(-address % TARE_SPACE_WORD_BYTES);
    uint64_t poison;

    if (at > count)
        at = count;
    poison = poison_bytes(bytes, at);
    for (; count - at >= TARE_SPACE_WORD_BYTES; at += TARE_SPACE_WORD_BYTES) {
        unsigned found;
        uint64_t word;

        memcpy(&word, bytes + at, sizeof word);
        found = poison_of(word);
        if (found && (found == TARE_SPACE_WORD_BYTES ||
                      tare_space_find(space, word) == space->params.block_count))
            poison += found;
    }
    return poison + poison_bytes(bytes + at, count - at);
}

uint64_t tare_space_span(struct tare_space_range range, uint64_t unit, uint64_t *next)
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

/* Whether the block goes on where the segment ends, and both can be read at once. */
static bool continues(const struct tare_space_segment *segment,
                      const struct tare_space_range *target)
{
    if (target->begin > segment->end && target->begin - segment->end >= TARE_SPACE_PAGE_BYTES)
        return false;
    return target->begin - segment->begin < TARE_SPACE_CHUNK_BYTES &&
           target->end - segment->begin <= TARE_SPACE_CHUNK_BYTES;
}

static void cut_segments(struct tare_space *space)
{
    struct tare_space_segment *last = NULL;

    for (size_t i = 0; i < space->params.block_count; i++) {
        const struct tare_space_range *target = &space->targets[i];

        if (last == NULL || !continues(last, target)) {
            last = &space->segments[space->segment_count];
            *last = (struct tare_space_segment){
                .begin = target->begin, .end = target->begin, .first = i};
            space->segment_begins[space->segment_count++] = target->begin;
        }
        if (target->end > last->end)
            last->end = target->end;
    }
}

static size_t bucket_count(const struct tare_space_segment *segment)
{
    uint64_t bytes = segment->end - segment->begin;

    return bytes > TARE_SPACE_CHUNK_BYTES ? 0 : (size_t)(bytes / BUCKET_BYTES + 1);
}

/* Each bucket holds the last block to begin at or before it. */
static int fill_buckets(struct tare_space *space, struct tare_err *err)
{
    size_t count = 0;

    for (size_t s = 0; s < space->segment_count; s++) {
        space->segments[s].bucket_first = count;
        count += bucket_count(&space->segments[s]);
    }
    space->buckets = malloc((count + 1) * sizeof *space->buckets);
    if (space->buckets == NULL)
        return tare_err_memory(err);
    for (size_t s = 0; s < space->segment_count; s++) {
        const struct tare_space_segment *segment = &space->segments[s];
        size_t at = segment->first;

        for (size_t b = 0; b < bucket_count(segment); b++) {
            while (space->targets[at + 1].begin <= segment->begin + b * BUCKET_BYTES)
                at++;
            space->buckets[segment->bucket_first + b] = (uint32_t)at;
        }
    }
    return 0;
}

static int index_blocks(struct tare_space *space, struct tare_err *err)
{
    const struct tare_heap_block *blocks = space->params.blocks;
    size_t count = space->params.block_count;

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
        space->targets[i] = (struct tare_space_range){blocks[i].address, blocks[i].address + bytes};
    }
    space->targets[count] = (struct tare_space_range){UINT64_MAX, UINT64_MAX};
    cut_segments(space);
    return fill_buckets(space, err);
}

int tare_space_open(struct tare_space *space, const struct tare_space_params *params,
                    struct tare_err *err)
{
    size_t count = params->block_count + 1;

    *space = (struct tare_space){.params = *params,
                                 .cache_left_bytes = params->cache_bytes ? params->cache_bytes
                                                                         : DEFAULT_CACHE_BYTES};
    if (params->block_count > TARE_HEAP_INDEX_MAX)
        return tare_err_set(err, TARE_ERR_INPUT, "too many live blocks to walk");
    /* As long as the longest that may be needed: pages never touched cost nothing. */
    space->targets = calloc(count, sizeof *space->targets);
    space->segment_begins = malloc(count * sizeof *space->segment_begins);
    space->segments = calloc(count, sizeof *space->segments);
    space->chunk = malloc(TARE_SPACE_CHUNK_BYTES);
    if (!space->targets || !space->segment_begins || !space->segments || !space->chunk)
        return tare_err_memory(err);
    return index_blocks(space, err);
}

void tare_space_close(struct tare_space *space)
{
    for (size_t i = 0; i < space->segment_count; i++)
        free(space->segments[i].copy);
    free(space->targets);
    free(space->segment_begins);
    free(space->segments);
    free(space->buckets);
    free(space->chunk);
    *space = (struct tare_space){0};
}
