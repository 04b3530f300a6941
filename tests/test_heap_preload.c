/* SPDX-License-Identifier: MIT */
/*
 * libtare-heap.so in real processes: fixtures say what they did with the allocator, and their
 * tables, read from here, have to agree.
 */
#define _GNU_SOURCE
#include "heap/reader.h"
#include "heap/walk.h"
#include "support_run.h"

#include <criterion/criterion.h>
#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <spawn.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* A fixture under weight; it stands still whenever probe_line() has returned. */
struct probe {
    pid_t pid;
    int to_fd;
    int from_fd;
    struct tare_heap_table table;
};

static bool sanitized(void)
{
    return getenv("TARE_TEST_SAN") != NULL;
}

/* `preload` holds one %d, for the number of the library's descriptor. */
static void probe_spawn(struct probe *probe, const char *preload, char *const *argv)
{
    char library[4096];
    char preload_text[256];
    char fd_text[64];
    char probe_text[64];
    char *environment[] = {preload_text, fd_text, probe_text, NULL};
    posix_spawn_file_actions_t actions;
    int to[2];
    int from[2];
    int library_fd;

    snprintf(library, sizeof library, "%s/libtare-heap.so", run_build_folder());
    library_fd = open(library, O_RDONLY | O_CLOEXEC);
    cr_assert(library_fd >= 0, "cannot open '%s'", library);
    cr_assert(pipe2(to, O_CLOEXEC) == 0 && pipe2(from, O_CLOEXEC) == 0, "no pipes");
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
    snprintf(preload_text, sizeof preload_text, preload, library_fd);
#pragma GCC diagnostic pop
    snprintf(fd_text, sizeof fd_text, TARE_HEAP_FD_VARIABLE "=%d", probe->table.fd);
    snprintf(probe_text, sizeof probe_text, "TARE_PROBE=%d %d", library_fd, probe->table.fd);
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, to[0], STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, from[1], STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&actions, library_fd, library_fd);
    posix_spawn_file_actions_adddup2(&actions, probe->table.fd, probe->table.fd);
    cr_assert(posix_spawn(&probe->pid, argv[0], &actions, NULL, argv, environment) == 0,
              "cannot start '%s'", argv[0]);
    posix_spawn_file_actions_destroy(&actions);
    close(to[0]);
    close(from[1]);
    close(library_fd);
    probe->to_fd = to[1];
    probe->from_fd = from[0];
}

static void probe_start(struct probe *probe, const char *preload, const char *fixture,
                        const char *what, const char *count)
{
    struct tare_err err = {0};
    char path[4096];
    char *argv[] = {path, (char *)what, (char *)count, NULL};

    *probe = (struct probe){0};
    snprintf(path, sizeof path, "%s/fixtures/%s", run_build_folder(), fixture);
    cr_assert(tare_heap_table_open(&probe->table, &err) == 0, "%s", err.text);
    probe_spawn(probe, preload, argv);
}

/* The fixture's next line, which it waits behind. */
static void probe_line(struct probe *probe, char *line, size_t room)
{
    size_t length = 0;

    while (length + 1 < room && read(probe->from_fd, line + length, 1) == 1 && line[length] != '\n')
        length++;
    line[length] = '\0';
}

static void probe_go_on(struct probe *probe)
{
    cr_assert(write(probe->to_fd, "\n", 1) == 1, "the fixture has gone");
}

/* Closes its stdin, so that it ends if it still waits; returns its exit status. */
static int probe_end(struct probe *probe)
{
    int status = -1;

    close(probe->to_fd);
    close(probe->from_fd);
    waitpid(probe->pid, &status, 0);
    tare_heap_table_close(&probe->table);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static struct tare_heap_counters counters_of(const struct probe *probe)
{
    struct tare_heap_counters counters = {0};
    struct tare_err err = {0};

    cr_assert(tare_heap_table_ready(&probe->table, &err) == 0, "%s", err.text);
    cr_assert(tare_heap_counters_read(&probe->table, &counters, &err) == 0, "%s", err.text);
    return counters;
}

#define PLAIN "LD_PRELOAD=/proc/self/fd/%d"

static const char *const uses[] = {
    "malloc",       "malloc_zero",  "malloc_fails",  "calloc",       "calloc_overflow",
    "free",         "free_earlier", "free_null",     "realloc_up",   "realloc_down",
    "realloc_null", "realloc_zero", "realloc_fails", "reallocarray", "aligned",
    "strdup",       "getline",      "mmap",          "munmap_parts", "munmap_all",
    "mmap_fixed",   "mmap_file",    "mmap_again",    "mremap",       "large",
    "fork",         "raw_fork",     "environment",   "threads",
};

static void check_use(const char *preload, const char *use)
{
    struct tare_heap_counters before;
    struct tare_heap_counters after;
    struct tare_heap_leaks leaks;
    struct probe probe;
    uint64_t allocs = 0;
    uint64_t frees = 0;
    uint64_t bytes = 0;
    int64_t live_blocks = 0;
    int64_t live_bytes = 0;
    char line[256];
    int right = 0;

    probe_start(&probe, preload, "heap_books", use, NULL);
    probe_line(&probe, line, sizeof line);
    cr_assert_str_eq(line, "begin", "%s: '%s'", use, line);
    before = counters_of(&probe);
    probe_go_on(&probe);
    probe_line(&probe, line, sizeof line);
    cr_assert(sscanf(line, "end %d %" SCNu64 " %" SCNu64 " %" SCNu64 " %" SCNd64 " %" SCNd64,
                     &right, &allocs, &frees, &bytes, &live_blocks, &live_bytes) == 6,
              "%s: '%s'", use, line);
    after = counters_of(&probe);
    cr_assert(tare_heap_leaks(&probe.table, before.seq, &leaks, NULL) == 0, "%s: leaks", use);
    probe_go_on(&probe);
    cr_expect(probe_end(&probe) == 0, "%s: the fixture failed", use);

    cr_expect(right == 1, "%s: the program saw something wrong", use);
    cr_expect(after.allocs - before.allocs == allocs, "%s: %" PRIu64 " allocations", use,
              after.allocs - before.allocs);
    cr_expect(after.frees - before.frees == frees, "%s: %" PRIu64 " frees", use,
              after.frees - before.frees);
    cr_expect(after.alloc_bytes - before.alloc_bytes == bytes, "%s: %" PRIu64 " bytes", use,
              after.alloc_bytes - before.alloc_bytes);
    cr_expect((int64_t)(after.live_blocks - before.live_blocks) == live_blocks,
              "%s: %" PRId64 " more live blocks", use,
              (int64_t)(after.live_blocks - before.live_blocks));
    cr_expect((int64_t)(after.live_bytes - before.live_bytes) == live_bytes,
              "%s: %" PRId64 " more live bytes", use,
              (int64_t)(after.live_bytes - before.live_bytes));
    if (live_blocks >= 0)
        cr_expect(leaks.blocks == (uint64_t)live_blocks && leaks.bytes == (uint64_t)live_bytes,
                  "%s: %" PRIu64 " leaks of %" PRIu64 " bytes", use, leaks.blocks, leaks.bytes);
}

Test(heap_preload, books_agree_with_the_program)
{
    if (sanitized())
        cr_skip_test("AddressSanitizer keeps the allocator to itself");
    for (size_t i = 0; i < sizeof uses / sizeof uses[0]; i++)
        check_use(PLAIN, uses[i]);
}

Test(heap_preload, other_preloads_stay)
{
    if (sanitized())
        cr_skip_test("AddressSanitizer keeps the allocator to itself");
    check_use(PLAIN ":libm.so.6", "environment_of_two");
    check_use(PLAIN " libm.so.6", "environment_of_two");
    check_use(PLAIN ":libm.so.6", "threads");
}

Test(heap_preload, a_library_that_was_not_loaded_is_said)
{
    struct tare_err err = {0};
    struct probe probe;
    char line[256];

    probe_start(&probe, "NO_PRELOAD=%d", "heap_books", "malloc", NULL);
    probe_line(&probe, line, sizeof line);
    cr_expect_str_eq(line, "begin", "'%s'", line);
    cr_expect(tare_heap_table_ready(&probe.table, &err) == -1 &&
                  strstr(err.text, "not loaded") != NULL,
              "said: %s", err.text);
    probe_end(&probe);
}

/* gcc's AddressSanitizer ends such a program at its start, clang's takes malloc for itself. */
Test(heap_preload, a_sanitized_program_is_unavailable)
{
    struct tare_err err = {0};
    struct probe probe;
    uint64_t address = 0;
    char line[256];

    if (!sanitized())
        cr_skip_test("the fixtures are not sanitized");
    probe_start(&probe, PLAIN, "heap_graphs", "list", "1");
    probe_line(&probe, line, sizeof line);
    if (strcmp(line, "begin") == 0) {
        probe_go_on(&probe);
        probe_line(&probe, line, sizeof line);
        cr_expect(sscanf(line, "end %" SCNu64, &address) == 1, "'%s'", line);
    }
    cr_expect(tare_heap_table_verify(&probe.table, address, 32, &err) == -1 &&
                  (strstr(err.text, "not loaded") != NULL ||
                   strstr(err.text, "malloc is not the one") != NULL),
              "said: %s", err.text);
    probe_end(&probe);
}

/* A structure in a fixture, with the blocks and counters that came by building it. */
struct built {
    struct probe probe;
    struct tare_heap_counters before;
    struct tare_heap_counters after;
    struct tare_heap_block *blocks;
    size_t block_count;
    struct tare_heap_root root;
    uint64_t outside_bytes;
};

static void build(struct built *built, const char *shape, const char *count)
{
    struct tare_err err = {0};
    char line[256];

    *built = (struct built){0};
    probe_start(&built->probe, PLAIN, "heap_graphs", shape, count);
    probe_line(&built->probe, line, sizeof line);
    built->before = counters_of(&built->probe);
    probe_go_on(&built->probe);
    probe_line(&built->probe, line, sizeof line);
    cr_assert(sscanf(line, "end %" SCNu64 " %" SCNu64 " %" SCNu64, &built->root.address,
                     &built->root.bytes, &built->outside_bytes) == 3,
              "%s: '%s'", shape, line);
    built->after = counters_of(&built->probe);
    cr_assert(
        tare_heap_blocks_copy(&built->probe.table, &built->blocks, &built->block_count, &err) == 0,
        "%s: %s", shape, err.text);
    cr_expect(built->block_count == built->after.live_blocks, "%s: %zu blocks copied", shape,
              built->block_count);
}

static void built_end(struct built *built)
{
    free(built->blocks);
    probe_go_on(&built->probe);
    cr_expect(probe_end(&built->probe) == 0, "the fixture failed");
}

static struct tare_heap_size weigh(struct built *built)
{
    struct tare_heap_memory memory;
    struct tare_heap_size size;
    struct tare_err err = {0};

    cr_assert(tare_heap_memory_open(&memory, built->probe.pid, built->root.address, &err) == 0,
              "%s", err.text);
    cr_assert(tare_heap_walk(&(struct tare_heap_walk_params){.blocks = built->blocks,
                                                             .block_count = built->block_count,
                                                             .roots = &built->root,
                                                             .root_count = 1,
                                                             .read = tare_heap_memory_read,
                                                             .touched = tare_heap_memory_touched,
                                                             .context = &memory},
                             &size, NULL, &err) == 0,
              "%s", err.text);
    tare_heap_memory_close(&memory);
    return size;
}

static uint64_t usable_since(const struct built *built)
{
    uint64_t bytes = 0;

    for (size_t i = 0; i < built->block_count; i++)
        if (built->blocks[i].seq > built->before.seq)
            bytes += built->blocks[i].usable_bytes;
    return bytes;
}

Test(heap_preload, deep_size_is_what_the_allocator_gave)
{
    static const struct {
        const char *shape;
        const char *count;
    } shapes[] = {
        {"list", "1"},         {"list", "1000"},  {"cycle", "1000"},
        {"inner", "1000"},     {"tree", "20000"}, {"hash", "5000"},
        {"shuffled", "50000"}, {"json", "3000"},  {"arena", "0"},
    };

    if (sanitized())
        cr_skip_test("AddressSanitizer keeps the allocator to itself");
    for (size_t i = 0; i < sizeof shapes / sizeof shapes[0]; i++) {
        struct built built;
        struct tare_heap_size size;

        build(&built, shapes[i].shape, shapes[i].count);
        size = weigh(&built);
        cr_expect(size.deep_bytes ==
                      built.after.live_bytes - built.before.live_bytes + built.outside_bytes,
                  "%s: %" PRIu64 " deep bytes of %" PRIu64, shapes[i].shape, size.deep_bytes,
                  built.after.live_bytes - built.before.live_bytes);
        cr_expect(size.blocks == built.after.live_blocks - built.before.live_blocks,
                  "%s: %" PRIu64 " blocks", shapes[i].shape, size.blocks);
        cr_expect(size.usable_bytes == usable_since(&built) + built.outside_bytes,
                  "%s: %" PRIu64 " usable bytes", shapes[i].shape, size.usable_bytes);
        cr_expect(size.unreadable_blocks == 0 && size.unreadable_roots == 0, "%s: unreadable",
                  shapes[i].shape);
        built_end(&built);
    }
}

/* As the fixture `heap_graphs churn` keeps it. */
struct entry {
    uint64_t address;
    uint64_t bytes;
};

Test(heap_preload, table_holds_exactly_the_live_blocks)
{
    struct tare_heap_memory memory;
    struct built built;
    struct entry *entries;
    size_t live = 0;
    size_t count;

    if (sanitized())
        cr_skip_test("AddressSanitizer keeps the allocator to itself");
    build(&built, "churn", "500000");
    cr_assert(tare_heap_memory_open(&memory, built.probe.pid, built.root.address, NULL) == 0,
              "the fixture's memory cannot be read");
    entries = malloc(built.root.bytes);
    cr_assert(tare_heap_memory_read(&memory, built.root.address, entries, built.root.bytes) ==
                  (ssize_t)built.root.bytes,
              "the fixture's entries cannot be read");
    count = built.root.bytes / sizeof *entries;
    for (size_t i = 0; i < count; i++) {
        struct tare_heap_block block = {0};

        if (entries[i].address == 0)
            continue;
        live++;
        cr_assert(tare_heap_lookup(&built.probe.table, entries[i].address, &block, NULL) == 1,
                  "entry %zu is not in the table", i);
        cr_assert(block.requested_bytes == entries[i].bytes + 1, "entry %zu: %" PRIu64 " bytes", i,
                  block.requested_bytes);
        cr_assert(tare_heap_lookup(&built.probe.table, entries[i].address + 1, NULL, NULL) == 0,
                  "entry %zu: found from within", i);
    }
    cr_expect(live == built.after.live_blocks - built.before.live_blocks,
              "%zu live entries, %" PRIu64 " live blocks", live,
              built.after.live_blocks - built.before.live_blocks);
    free(entries);
    tare_heap_memory_close(&memory);
    built_end(&built);
}

/* 786433 blocks are one more than the hash of 2^20 slots takes: the worst moment is right after. */
Test(heap_preload, table_costs_at_most_72_bytes_a_block)
{
    static const char *const counts[] = {"786400", "786440", "1000000"};

    if (sanitized())
        cr_skip_test("AddressSanitizer keeps the allocator to itself");
    for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++) {
        struct built built;
        struct stat status;
        uint64_t bytes;

        build(&built, "list", counts[i]);
        cr_assert(fstat(built.probe.table.fd, &status) == 0, "no size of the table");
        bytes = (uint64_t)status.st_blocks * 512;
        cr_expect(bytes <= 72 * built.after.live_blocks, "%s blocks: %" PRIu64 " bytes", counts[i],
                  bytes);
        built_end(&built);
    }
}

Test(heap_preload, self_test_finds_the_block_or_says_why)
{
    struct tare_err err = {0};
    struct built built;
    struct tare_heap_block block;

    if (sanitized())
        cr_skip_test("AddressSanitizer keeps the allocator to itself");
    build(&built, "list", "1");
    block = built.blocks[built.block_count - 1];
    cr_expect(
        tare_heap_table_verify(&built.probe.table, block.address, block.requested_bytes, &err) == 0,
        "%s", err.text);
    cr_expect(tare_heap_table_verify(&built.probe.table, block.address, 7, &err) == -1,
              "a wrong size passed");
    err = (struct tare_err){0};
    cr_expect(tare_heap_table_verify(&built.probe.table, 0x10, 32, &err) == -1 &&
                  strstr(err.text, "malloc is not the one") != NULL,
              "an unknown block passed: %s", err.text);
    built_end(&built);
}

Test(heap_preload, peak_starts_again_where_it_is_set_back)
{
    struct tare_heap_counters counters;
    struct probe probe;
    char line[256];

    if (sanitized())
        cr_skip_test("AddressSanitizer keeps the allocator to itself");
    probe_start(&probe, PLAIN, "heap_books", "large", NULL);
    probe_line(&probe, line, sizeof line);
    tare_heap_peak_reset(&probe.table);
    counters = counters_of(&probe);
    cr_expect(counters.peak_bytes == counters.live_bytes, "the peak was not set back");
    probe_go_on(&probe);
    probe_line(&probe, line, sizeof line);
    counters = counters_of(&probe);
    cr_expect(counters.peak_bytes - counters.live_bytes == 60u << 20, "peak %" PRIu64 " above",
              counters.peak_bytes - counters.live_bytes);
    probe_go_on(&probe);
    probe_end(&probe);
}
