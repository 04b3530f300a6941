/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE
#include "heap/reader.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#define QUIET_TRIES    200
#define QUIET_PAUSE_NS 1000000

static struct tare_heap_header *header_map(int fd)
{
    void *mapped =
        mmap(NULL, TARE_HEAP_FILE_BYTES, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_NORESERVE, fd, 0);

    return mapped == MAP_FAILED ? NULL : mapped;
}

int tare_heap_table_open(struct tare_heap_table *table, struct tare_err *err)
{
    *table = (struct tare_heap_table){.fd = memfd_create("tare-heap", MFD_CLOEXEC)};
    if (table->fd < 0)
        return tare_err_errno(err, "cannot make the table of live blocks");
    if (ftruncate(table->fd, (off_t)TARE_HEAP_FILE_BYTES) != 0) {
        tare_err_errno(err, "cannot size the table of live blocks");
        goto fail;
    }
    table->header = header_map(table->fd);
    if (table->header == NULL) {
        tare_err_errno(err, "cannot map the table of live blocks");
        goto fail;
    }
    *table->header = (struct tare_heap_header){.magic = TARE_HEAP_MAGIC,
                                               .version = TARE_HEAP_VERSION,
                                               .record_count = 1,
                                               .hash_log2 = TARE_HEAP_HASH_LOG2_MIN};
    return 0;
fail:
    tare_heap_table_close(table);
    return -1;
}

void tare_heap_table_close(struct tare_heap_table *table)
{
    if (table->header != NULL)
        munmap(table->header, TARE_HEAP_FILE_BYTES);
    if (table->fd >= 0)
        close(table->fd);
    *table = (struct tare_heap_table){.fd = -1};
}

static const char *fault_text(uint32_t fault)
{
    static const char *const texts[] = {
        [TARE_HEAP_FAULT_VERSION] = "libtare-heap.so and tare are of different versions",
        [TARE_HEAP_FAULT_MAPPING] = "no address space for the table of live blocks (ulimit -v)",
        [TARE_HEAP_FAULT_GUARD] = "the kernel lacks MADV_WIPEONFORK (Linux 4.14)",
        [TARE_HEAP_FAULT_FULL] = "more live blocks than the table holds",
        [TARE_HEAP_FAULT_REUSED] = "the allocator reused memory without a free that could be seen",
    };

    return fault < sizeof texts / sizeof texts[0] ? texts[fault] : "the table is damaged";
}

/* From its first fault on the table is not kept: what is read of it then is older. */
static int check_sound(const struct tare_heap_header *header, struct tare_err *err)
{
    uint32_t fault = __atomic_load_n(&header->fault, __ATOMIC_ACQUIRE);

    return fault == TARE_HEAP_SOUND ? 0
                                    : tare_err_set(err, TARE_ERR_UNFIT, "%s", fault_text(fault));
}

int tare_heap_table_ready(const struct tare_heap_table *table, struct tare_err *err)
{
    if (check_sound(table->header, err))
        return -1;
    if (__atomic_load_n(&table->header->attached, __ATOMIC_ACQUIRE) == 0)
        return tare_err_set(err, TARE_ERR_UNFIT,
                            "libtare-heap.so was not loaded (a static executable, "
                            "another C library, or a sanitizer?)");
    return 0;
}

int tare_heap_table_verify(const struct tare_heap_table *table, uint64_t address,
                           uint64_t requested_bytes, struct tare_err *err)
{
    struct tare_heap_block block;
    int found;

    if (tare_heap_table_ready(table, err) != 0)
        return -1;
    found = tare_heap_lookup(table, address, &block, err);
    if (found < 0)
        return -1;
    if (found == 0)
        return tare_err_set(err, TARE_ERR_UNFIT,
                            "malloc is not the one that libtare-heap.so stands before "
                            "(a sanitizer, or an allocator linked in or preloaded first?)");
    if (block.requested_bytes != requested_bytes)
        return tare_err_set(err, TARE_ERR_UNFIT,
                            "the table says %" PRIu64 " bytes of a block of %" PRIu64,
                            block.requested_bytes, requested_bytes);
    return 0;
}

/* One reading of the table: begun when no change is under way, and good if there was none until
 * its end. `tries` starts at 0. */
struct reading {
    const struct tare_heap_header *header;
    uint32_t generation;
    int tries;
};

static int reading_begin(struct reading *reading, struct tare_err *err)
{
    const struct timespec pause = {.tv_nsec = QUIET_PAUSE_NS};

    for (; reading->tries < QUIET_TRIES; nanosleep(&pause, NULL)) {
        reading->tries++;
        reading->generation = __atomic_load_n(&reading->header->generation, __ATOMIC_ACQUIRE);
        if (reading->generation % 2 == 0)
            return check_sound(reading->header, err);
    }
    return tare_err_set(err, TARE_ERR_UNFIT, "the table of live blocks never came to rest");
}

static bool reading_good(const struct reading *reading)
{
    __atomic_thread_fence(__ATOMIC_ACQUIRE);
    return __atomic_load_n(&reading->header->generation, __ATOMIC_RELAXED) == reading->generation;
}

int tare_heap_counters_read(const struct tare_heap_table *table,
                            struct tare_heap_counters *counters, struct tare_err *err)
{
    struct reading reading = {.header = table->header};
    const volatile struct tare_heap_header *header = table->header;

    do {
        if (reading_begin(&reading, err) != 0)
            return -1;
        *counters = (struct tare_heap_counters){
            .allocs = header->allocs,
            .frees = header->frees,
            .alloc_bytes = header->alloc_bytes,
            .live_blocks = header->live_blocks,
            .live_bytes = header->live_bytes,
            .peak_bytes = header->peak_bytes,
            .seq = header->seq,
        };
    } while (!reading_good(&reading));
    return 0;
}

void tare_heap_peak_reset(struct tare_heap_table *table)
{
    table->header->peak_bytes = table->header->live_bytes;
}

static struct tare_heap_block block_of(const struct tare_heap_record *record)
{
    return (struct tare_heap_block){
        .address = record->address,
        .requested_bytes = record->requested_bytes,
        .usable_bytes = record->usable_bytes,
        .seq = record->seq,
        .site = record->site,
        .kind = (enum tare_heap_kind)record->kind,
    };
}

/* Bounded, since a table in the middle of a change may have no empty slot on the way. */
static bool hash_find(const struct tare_heap_header *header, uint64_t address,
                      struct tare_heap_block *block)
{
    uint32_t log2 = header->hash_log2;
    uint32_t mask;
    uint32_t at;

    if (log2 < TARE_HEAP_HASH_LOG2_MIN || log2 > TARE_HEAP_HASH_LOG2_MAX)
        return false;
    mask = (UINT32_C(1) << log2) - 1;
    at = tare_heap_home(address, log2);
    for (uint32_t probes = 0; probes <= mask; probes++, at = (at + 1) & mask) {
        uint32_t slot = *(const volatile uint32_t *)&tare_heap_hash(header, log2)[at];
        struct tare_heap_record record;

        if (slot == 0)
            return false;
        record = tare_heap_records(header)[slot & TARE_HEAP_INDEX_MAX];
        if (record.address != address)
            continue;
        *block = block_of(&record);
        return true;
    }
    return false;
}

int tare_heap_lookup(const struct tare_heap_table *table, uint64_t address,
                     struct tare_heap_block *block, struct tare_err *err)
{
    struct reading reading = {.header = table->header};
    struct tare_heap_block found_block = {0};
    bool found;

    do {
        if (reading_begin(&reading, err) != 0)
            return -1;
        found = hash_find(table->header, address, &found_block);
    } while (!reading_good(&reading));
    if (found && block != NULL)
        *block = found_block;
    return found;
}

static uint32_t record_count(const struct tare_heap_header *header)
{
    uint32_t count = *(const volatile uint32_t *)&header->record_count;

    return count <= TARE_HEAP_INDEX_MAX ? count : TARE_HEAP_INDEX_MAX + 1;
}

static int by_address(const void *left, const void *right)
{
    uint64_t a = ((const struct tare_heap_block *)left)->address;
    uint64_t b = ((const struct tare_heap_block *)right)->address;

    return (a > b) - (a < b);
}

/* The live records in their own order, `room` at most. */
static size_t blocks_gather(const struct tare_heap_header *header, struct tare_heap_block *blocks,
                            size_t room)
{
    const struct tare_heap_record *records = tare_heap_records(header);
    uint32_t end = record_count(header);
    size_t count = 0;

    for (uint32_t index = 1; index < end && count < room; index++)
        if (records[index].kind != TARE_HEAP_FREE)
            blocks[count++] = block_of(&records[index]);
    return count;
}

/* Programs that allocate upwards need no sorting. */
static void blocks_sort(struct tare_heap_block *blocks, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        if (blocks[i - 1].address > blocks[i].address) {
            qsort(blocks, count, sizeof *blocks, by_address);
            return;
        }
    }
}

int tare_heap_blocks_copy(const struct tare_heap_table *table, struct tare_heap_block **blocks,
                          size_t *count, struct tare_err *err)
{
    struct reading reading = {.header = table->header};
    struct tare_heap_block *copy = NULL;

    do {
        size_t room;

        free(copy);
        copy = NULL;
        if (reading_begin(&reading, err) != 0)
            return -1;
        room = record_count(table->header);
        if (room > table->header->live_blocks)
            room = table->header->live_blocks;
        copy = malloc((room + 1) * sizeof *copy);
        if (copy == NULL)
            return tare_err_memory(err);
        *count = blocks_gather(table->header, copy, room);
    } while (!reading_good(&reading));
    blocks_sort(copy, *count);
    *blocks = copy;
    return 0;
}

int tare_heap_leaks(const struct tare_heap_table *table, uint64_t seq,
                    struct tare_heap_leaks *leaks, struct tare_err *err)
{
    struct reading reading = {.header = table->header};
    const struct tare_heap_record *records = tare_heap_records(table->header);

    do {
        uint32_t end;

        if (reading_begin(&reading, err) != 0)
            return -1;
        *leaks = (struct tare_heap_leaks){0};
        end = record_count(table->header);
        for (uint32_t index = 1; index < end; index++) {
            if (records[index].kind == TARE_HEAP_FREE || records[index].seq <= seq)
                continue;
            leaks->blocks++;
            leaks->bytes += records[index].requested_bytes;
        }
    } while (!reading_good(&reading));
    return 0;
}
