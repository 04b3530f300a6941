/* SPDX-License-Identifier: MIT */
/*
 * What `tare` sees of a weigh process: its table of live blocks (shared memory, see wire.h) and its
 * memory. Nothing here runs in the case's process, and nothing here stops it: the conductor reads
 * while the child waits for it. Threads of the case that go on allocating are waited out for a
 * moment; a reader that gets no quiet moment fails with a reason.
 *
 * All sizes are bytes, "requested" is what the case asked for and "usable" what
 * malloc_usable_size() says (for a mapping, whole pages). Functions return 0, or -1 with `err` set.
 */
#ifndef TARE_HEAP_READER_H
#define TARE_HEAP_READER_H

#include "base/err.h"
#include "heap/wire.h"

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct tare_heap_table {
    struct tare_heap_header *header;
    int fd; /* close-on-exec; the child needs it open, under the number in TARE_HEAP_FD */
};

/*
 * Sums since the process attached. allocs and frees count calls: realloc counts one of each (also
 * when the block stays in place), free(NULL) and failed calls count nothing, mmap counts as an
 * allocation and unmapping the last piece of a mapping as a free. live_blocks and live_bytes are
 * those of the table: trimming a mapping takes bytes off, a hole in it makes two blocks of one.
 */
struct tare_heap_counters {
    uint64_t allocs;
    uint64_t frees;
    uint64_t alloc_bytes;
    uint64_t live_blocks;
    uint64_t live_bytes;
    uint64_t peak_bytes; /* greatest live_bytes since attached or since tare_heap_peak_reset() */
    uint64_t seq;        /* grows by one with each new block; see tare_heap_leaks() */
};

struct tare_heap_block {
    uint64_t address;
    uint64_t requested_bytes;
    uint64_t usable_bytes;
    uint64_t seq;
    uint64_t site; /* return address of the call that allocated */
    enum tare_heap_kind kind;
};

struct tare_heap_leaks {
    uint64_t blocks;
    uint64_t bytes; /* requested */
};

/* Makes an empty table: a sparse memfd, mapped. Ended by tare_heap_table_close(). */
int tare_heap_table_open(struct tare_heap_table *table, struct tare_err *err);
void tare_heap_table_close(struct tare_heap_table *table);

/* Whether the library attached and its table can be relied on; else -1 with the reason. */
int tare_heap_table_ready(const struct tare_heap_table *table, struct tare_err *err);

/*
 * The self-test's verdict: ready, and the block that the child says to have got from malloc is in
 * the table with that size; else -1 with the reason (a static executable, another allocator, ASan).
 */
int tare_heap_table_verify(const struct tare_heap_table *table, uint64_t address,
                           uint64_t requested_bytes, struct tare_err *err);

int tare_heap_counters_read(const struct tare_heap_table *table,
                            struct tare_heap_counters *counters, struct tare_err *err);

/* Sets peak_bytes to live_bytes. Only while the child stands still. */
void tare_heap_peak_reset(struct tare_heap_table *table);

/* The live block that begins at `address`: 1 and `block` filled (unless NULL), 0 when there is
 * none, -1 with `err` set. */
int tare_heap_lookup(const struct tare_heap_table *table, uint64_t address,
                     struct tare_heap_block *block, struct tare_err *err);

/* All live blocks, by ascending address: `*blocks` is the caller's to free() (never NULL), `*count`
 * its length. */
int tare_heap_blocks_copy(const struct tare_heap_table *table, struct tare_heap_block **blocks,
                          size_t *count, struct tare_err *err);

/* Live blocks that are younger than `seq`, as counters.seq said at an earlier time. A block that
 * realloc returned since is as young as that call. */
int tare_heap_leaks(const struct tare_heap_table *table, uint64_t seq,
                    struct tare_heap_leaks *leaks, struct tare_err *err);

/* Who held how much when the live heap was greatest. */
struct tare_heap_holder {
    uint64_t site; /* return address of the call that allocated */
    uint64_t bytes;
    uint64_t blocks;
};

/* How the live heap went, above its level at the start. */
struct tare_heap_history {
    uint64_t start_ns; /* CLOCK_MONOTONIC, as those of the points */
    uint64_t peak_bytes;
    size_t point_count;
    struct tare_heap_point points[TARE_HEAP_POINTS_MAX + 1]; /* the last: what came after them */
    size_t holder_count;
    struct tare_heap_holder *holders; /* at the peak, by falling bytes; the caller frees */
};

/* Allocations by the calls that led to them. */
struct tare_heap_chain_sum {
    uint64_t frame_count;  /* 0: not known, there was no room or none lies in the executable */
    const uint64_t *frame; /* return addresses, innermost first; the table's */
    uint64_t allocs;
    uint64_t alloc_bytes;
    uint64_t live_bytes; /* requested */
};

/* Has the child keep chains from now on, in place of sites. Only while it stands still. */
void tare_heap_chains_begin(struct tare_heap_table *table);

/*
 * Sums since the chains began, by chain: TARE_HEAP_CHAINS_COUNT + 1 of them, those that are not in
 * use with zeros, each at its place in later readings too. `*sums` is the caller's to free(). 0, or
 * -1 with `err`. Only while the child stands still.
 */
int tare_heap_chains_read(const struct tare_heap_table *table, struct tare_heap_chain_sum **sums,
                          struct tare_err *err);

/* The same, with those of frees, and what each changed; beside the time line, which is begun too.
 */
void tare_heap_changes_begin(struct tare_heap_table *table);

/* What a chain changed in the live heap since then. */
struct tare_heap_change {
    uint64_t frame_count; /* 0: not known */
    uint64_t frame[TARE_HEAP_FRAMES_MAX];
    uint64_t count;          /* calls */
    int64_t increment_bytes; /* requested, less what was freed */
    uint64_t first_event;    /* of the time line's, as its points count them; 0: none */
    uint64_t last_event;
    int64_t after_bytes; /* live after the last change, above the start of the time line */
};

/* Those with changes, `*count` of them, by first event; the caller frees `*changes`. 0, or -1 with
 * `err` where memory is short. Only while the child stands still. */
int tare_heap_changes_read(const struct tare_heap_table *table, struct tare_heap_change **changes,
                           size_t *count, struct tare_err *err);

/* Begins the time line. Only while the child stands still. */
void tare_heap_line_begin(struct tare_heap_table *table);

/* Reads it. Only while the child stands still. 0, or -1 with `err` where memory is short. */
int tare_heap_line_read(const struct tare_heap_table *table, struct tare_heap_history *history,
                        struct tare_err *err);

/* The memory of another process, which must be a child or otherwise open to ptrace. */
struct tare_heap_memory {
    pid_t pid;
    int mem_fd;     /* /proc/PID/mem, for where process_vm_readv is not allowed; -1: not opened */
    int pagemap_fd; /* /proc/PID/pagemap; -1: not to be had */
};

/* Fails only where no way to read is open: one word at `probe_address` is read to find out. */
int tare_heap_memory_open(struct tare_heap_memory *memory, pid_t pid, uint64_t probe_address,
                          struct tare_err *err);
void tare_heap_memory_close(struct tare_heap_memory *memory);

/* The callbacks of walk.h; `context` is a struct tare_heap_memory. */
ssize_t tare_heap_memory_read(void *context, uint64_t address, void *into, size_t bytes);
uint64_t tare_heap_memory_touched(void *context, uint64_t address, uint64_t end);

#endif
