/* SPDX-License-Identifier: MIT */
/* The reader, on tables written by hand. */
#include "heap/reader.h"

#include <criterion/criterion.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* Puts a block into a table as the library does, but never makes the hash grow. */
static void table_put(struct tare_heap_table *table, struct tare_heap_record record)
{
    struct tare_heap_header *header = table->header;
    uint32_t *hash = tare_heap_hash(header, header->hash_log2);
    uint32_t mask = (UINT32_C(1) << header->hash_log2) - 1;
    uint32_t at = tare_heap_home(record.address, header->hash_log2);

    while (hash[at] != 0)
        at = (at + 1) & mask;
    hash[at] = header->record_count | tare_heap_tag(record.address);
    record.seq = ++header->seq & 0xffffff;
    tare_heap_records(header)[header->record_count++] = record;
    header->live_blocks++;
    header->live_bytes += record.requested_bytes;
    header->allocs++;
}

static struct tare_heap_table table_open(void)
{
    struct tare_heap_table table;
    struct tare_err err = {0};

    cr_assert(tare_heap_table_open(&table, &err) == 0, "%s", err.text);
    return table;
}

Test(heap_reader, reader_sees_what_was_written)
{
    struct tare_heap_table table = table_open();
    struct tare_heap_block *blocks = NULL;
    struct tare_heap_counters counters;
    struct tare_heap_leaks leaks;
    struct tare_heap_block block;
    size_t count = 0;

    for (uint64_t i = 0; i < 1000; i++)
        table_put(&table, (struct tare_heap_record){.address = (i * 7919 % 1000 + 1) * 64,
                                                    .requested_bytes = i,
                                                    .usable_bytes = i + 8,
                                                    .site = i + 1,
                                                    .kind = TARE_HEAP_MALLOC});
    cr_assert(tare_heap_blocks_copy(&table, &blocks, &count, NULL) == 0, "no copy");
    cr_expect(count == 1000, "%zu blocks", count);
    for (size_t i = 1; i < count; i++)
        cr_assert(blocks[i - 1].address < blocks[i].address, "block %zu is out of order", i);
    for (size_t i = 0; i < count; i++) {
        cr_assert(tare_heap_lookup(&table, blocks[i].address, &block, NULL) == 1, "block %zu", i);
        cr_assert(block.seq == blocks[i].seq && block.requested_bytes + 1 == block.seq &&
                      block.site == block.seq && block.usable_bytes == block.seq + 7,
                  "block %zu is another", i);
    }
    cr_expect(tare_heap_lookup(&table, 63, &block, NULL) == 0, "an address that is none");
    cr_assert(tare_heap_counters_read(&table, &counters, NULL) == 0, "no counters");
    cr_expect(counters.live_blocks == 1000 && counters.live_bytes == 499500 && counters.seq == 1000,
              "other counters");
    cr_assert(tare_heap_leaks(&table, 998, &leaks, NULL) == 0, "no leaks");
    cr_expect(leaks.blocks == 2 && leaks.bytes == 998 + 999, "%" PRIu64 " leaks", leaks.blocks);
    free(blocks);
    tare_heap_table_close(&table);
}

Test(heap_reader, an_empty_table_has_no_blocks)
{
    struct tare_heap_table table = table_open();
    struct tare_heap_block *blocks = NULL;
    size_t count = 1;

    cr_assert(tare_heap_blocks_copy(&table, &blocks, &count, NULL) == 0, "no copy");
    cr_expect(count == 0 && blocks != NULL, "%zu blocks", count);
    cr_expect(tare_heap_lookup(&table, 0, NULL, NULL) == 0, "a block at 0");
    free(blocks);
    tare_heap_table_close(&table);
}

Test(heap_reader, a_table_that_cannot_be_relied_on_says_why)
{
    static const struct {
        uint32_t attached;
        uint32_t fault;
        const char *reason; /* NULL: ready */
    } rows[] = {
        {0, TARE_HEAP_SOUND, "not loaded"},
        {1, TARE_HEAP_SOUND, NULL},
        {0, TARE_HEAP_FAULT_VERSION, "versions"},
        {0, TARE_HEAP_FAULT_MAPPING, "address space"},
        {0, TARE_HEAP_FAULT_GUARD, "MADV_WIPEONFORK"},
        {1, TARE_HEAP_FAULT_FULL, "more live blocks"},
        {1, TARE_HEAP_FAULT_REUSED, "reused memory"},
        {1, 99, "damaged"},
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct tare_heap_table table = table_open();
        struct tare_err err = {0};
        int status;

        table.header->attached = rows[i].attached;
        table.header->fault = rows[i].fault;
        status = tare_heap_table_ready(&table, &err);
        cr_expect(status == (rows[i].reason == NULL ? 0 : -1), "row %zu: %d", i, status);
        cr_expect(rows[i].reason == NULL || strstr(err.text, rows[i].reason) != NULL,
                  "row %zu: '%s'", i, err.text);
        tare_heap_table_close(&table);
    }
}

Test(heap_reader, a_table_that_broke_is_not_read)
{
    struct tare_heap_table table = table_open();
    struct tare_heap_counters counters;
    struct tare_heap_block *blocks = NULL;
    struct tare_heap_block block;
    struct tare_err err = {0};
    size_t count = 0;

    table.header->attached = 1;
    table.header->fault = TARE_HEAP_FAULT_REUSED;
    cr_expect_eq(tare_heap_counters_read(&table, &counters, &err), -1, "counters");
    cr_expect_not_null(strstr(err.text, "reused memory"), "'%s'", err.text);
    cr_expect_eq(tare_heap_blocks_copy(&table, &blocks, &count, NULL), -1, "blocks");
    cr_expect_eq(tare_heap_lookup(&table, 4096, &block, NULL), -1, "a block");
    free(blocks);
    tare_heap_table_close(&table);
}

Test(heap_reader, a_change_that_never_ends_is_an_error)
{
    struct tare_heap_table table = table_open();
    struct tare_heap_counters counters;
    struct tare_err err = {0};

    table.header->generation = 3;
    cr_expect(tare_heap_counters_read(&table, &counters, &err) == -1 &&
                  strstr(err.text, "never came to rest") != NULL,
              "'%s'", err.text);
    tare_heap_table_close(&table);
}
