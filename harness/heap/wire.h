/* SPDX-License-Identifier: MIT */
/*
 * The table of live blocks: what libtare-heap.so writes and `tare` reads, in one memfd that both
 * map. Not an API: programs use reader.h.
 *
 * The conductor makes the memfd (tare_heap_table_open()), keeps it open across exec and names it in
 * the environment as TARE_HEAP_FD=<number>; LD_PRELOAD=/proc/self/fd/<number> names the library,
 * and has to be the first entry. At its first call the library maps the table, sets `attached`,
 * takes both out of its environment (other entries of LD_PRELOAD stay) and closes both descriptors,
 * so that what the case executes or forks is untouched. Without TARE_HEAP_FD it only passes calls
 * on.
 *
 * One process writes (never its forked children), under a lock of its own; `generation` is odd
 * while it does. Other processes read, and may store to `peak_bytes` while the writer stands still.
 *
 * Layout of the sparse file, of which only touched pages cost memory:
 *   0                          struct tare_heap_header
 *   TARE_HEAP_RECORDS_OFFSET   records, index 0 unused; free ones are chained through `next`
 *   TARE_HEAP_HASH_OFFSET + 4 * capacity   the hash of that capacity: each has a place of its own,
 *                              the one outgrown is given back to the kernel before the next is made
 *
 *   TARE_HEAP_LINE_OFFSET      struct tare_heap_line: how the heap grew, and who held its peak
 *   TARE_HEAP_CHAINS_OFFSET    struct tare_heap_chains: who called whom to allocate
 *
 * A block costs its record (48 bytes) and 4 bytes of hash at a load of 3/8 to 3/4: 53 to 59 bytes.
 */
#ifndef TARE_HEAP_WIRE_H
#define TARE_HEAP_WIRE_H

#include <stdint.h>

#define TARE_HEAP_FD_VARIABLE "TARE_HEAP_FD"

#define TARE_HEAP_MAGIC   UINT64_C(0x5041454845524154) /* "TAREHEAP" in memory order */
#define TARE_HEAP_VERSION 4u

/* Fills new and freed memory. A block that asks for more than the limit is left as it comes, since
 * filling it would touch memory that the case may never touch. */
#define TARE_HEAP_POISON           0xfau
#define TARE_HEAP_POISON_MAX_BYTES (UINT64_C(1) << 30)

#define TARE_HEAP_INDEX_BITS    27
#define TARE_HEAP_INDEX_MAX     ((UINT32_C(1) << TARE_HEAP_INDEX_BITS) - 1)
#define TARE_HEAP_HASH_LOG2_MIN 12u
#define TARE_HEAP_HASH_LOG2_MAX (TARE_HEAP_INDEX_BITS + 1u)

/* What a record stands for; 0 is a free record. */
enum tare_heap_kind {
    TARE_HEAP_FREE = 0,
    TARE_HEAP_MALLOC, /* from malloc and its family */
    TARE_HEAP_MMAP,   /* an anonymous mapping, or what is left of one */
};

/* Why the table cannot be relied on; 0 when it can. */
enum tare_heap_fault {
    TARE_HEAP_SOUND = 0,
    TARE_HEAP_FAULT_VERSION, /* library and `tare` are of different builds */
    TARE_HEAP_FAULT_MAPPING, /* the process has no room in its address space for the table */
    TARE_HEAP_FAULT_GUARD,   /* the kernel lacks MADV_WIPEONFORK (Linux 4.14) */
    TARE_HEAP_FAULT_FULL,    /* more than TARE_HEAP_INDEX_MAX live blocks */
    TARE_HEAP_FAULT_REUSED,  /* an address was handed out again without a free: books and allocator
                                disagree */
};

struct tare_heap_header {
    uint64_t magic;
    uint32_t version;
    uint32_t attached;   /* 1 once the library writes here */
    uint32_t fault;      /* enum tare_heap_fault, the first one */
    uint32_t generation; /* odd while a change is under way */

    uint64_t allocs;      /* calls that allocated; realloc counts one, and one free */
    uint64_t frees;       /* calls that freed a live block */
    uint64_t alloc_bytes; /* requested, summed over `allocs` */
    uint64_t live_blocks;
    uint64_t live_bytes; /* requested */
    uint64_t peak_bytes; /* greatest `live_bytes`; the conductor may set it to `live_bytes` */
    uint64_t seq;        /* sequence number of the youngest record; the first is 1 */

    uint32_t record_count; /* records ever used, index 0 among them */
    uint32_t free_head;    /* first free record, 0 for none */
    uint32_t map_head;     /* first record of kind TARE_HEAP_MMAP, 0 for none */
    uint32_t hash_log2;    /* log2 of the hash's capacity */
};

struct tare_heap_record {
    uint64_t address;
    uint64_t requested_bytes;
    uint64_t usable_bytes;
    uint64_t seq : 56;
    uint64_t kind : 8; /* enum tare_heap_kind */
    uint64_t site;     /* return address of the case's call, see preload_site.h; or a chain */
    uint32_t next;     /* of the free records, or of the mappings */
    uint32_t previous; /* of the mappings */
};

_Static_assert(sizeof(struct tare_heap_record) == 48, "a record is 48 bytes");

#define TARE_HEAP_POINTS_MAX 498 /* even; with what came after them, 499 */
#define TARE_HEAP_SITES_LOG2 15
#define TARE_HEAP_SITES_MAX  (UINT32_C(3) << (TARE_HEAP_SITES_LOG2 - 2)) /* a load of 3/4 */

/* A piece of the time line: what was greatest in `every` events. */
struct tare_heap_point {
    uint64_t time_ns;    /* CLOCK_MONOTONIC at its end */
    uint64_t events;     /* so far */
    uint64_t live_bytes; /* greatest since the point before, above the level at the start */
};

/*
 * What one call site holds. A new peak of the heap only raises `peak_epoch` of the line; a site
 * keeps what it held at the last peak when it changes next, so that nothing is ever copied at once:
 * at the peak it held `peak_*` where its epoch is the line's, else what it holds now.
 */
struct tare_heap_site {
    uint64_t site; /* return address; 0: empty */
    uint64_t epoch;
    uint64_t live_bytes;
    uint64_t live_blocks;
    uint64_t peak_bytes;
    uint64_t peak_blocks;
};

/* Recorded from tare_heap_line_begin() on. When all points are taken, neighbours are made one, and
 * each spans twice as many events from then on. */
struct tare_heap_line {
    uint32_t on;
    uint32_t point_count;
    uint64_t every;   /* events a point spans */
    uint64_t pending; /* events since the last point */
    uint64_t events;
    uint64_t start_ns;
    uint64_t start_seq;   /* older blocks are no site's */
    uint64_t start_bytes; /* live when it began */
    uint64_t span_bytes;  /* greatest since the last point */
    uint64_t peak_bytes;  /* greatest of all */
    uint64_t peak_epoch;
    uint64_t site_count;
    uint64_t sites_lost; /* changes of sites for which there was no room */
    struct tare_heap_point points[TARE_HEAP_POINTS_MAX];
    struct tare_heap_site sites[1 << TARE_HEAP_SITES_LOG2]; /* open addressing */
};

/* A site with this bit is the index of a chain. No address of a program has it. */
#define TARE_HEAP_CHAIN_BIT    (UINT64_C(1) << 63)
#define TARE_HEAP_FRAMES_MAX   32
#define TARE_HEAP_CHAINS_LOG2  13
#define TARE_HEAP_CHAINS_COUNT (UINT32_C(1) << TARE_HEAP_CHAINS_LOG2)
#define TARE_HEAP_CHAINS_MAX   (UINT32_C(3) << (TARE_HEAP_CHAINS_LOG2 - 2)) /* a load of 3/4 */

/* Calls that led to an allocation: return addresses in the executable, innermost first, each once,
 * so that recursion of any depth is one chain. */
struct tare_heap_chain {
    uint64_t frame_count; /* 0: empty */
    uint64_t frame[TARE_HEAP_FRAMES_MAX];
    uint64_t allocs;
    uint64_t alloc_bytes;
    uint64_t change_count;   /* calls that changed the heap; where frees are traced, as the next */
    int64_t increment_bytes; /* requested, less what was freed */
    uint64_t first_event;    /* of the time line's events; 0: none */
    int64_t after_bytes;     /* live above the start of the time line, after the last change */
    uint64_t last_event;
};

/* Chains are kept in place of sites where the reader has set `on` (tare_heap_chains_begin()). */
struct tare_heap_chains {
    uint32_t on;
    uint32_t traces_frees; /* a free is a chain's too, and changes are kept */
    uint32_t chain_count;
    struct tare_heap_chain none; /* allocations whose chains there was no room for; no frames */
    struct tare_heap_chain chain[TARE_HEAP_CHAINS_COUNT]; /* open addressing */
};

#define TARE_HEAP_RECORDS_OFFSET UINT64_C(4096)
#define TARE_HEAP_HASH_OFFSET    (TARE_HEAP_RECORDS_OFFSET + (UINT64_C(48) << TARE_HEAP_INDEX_BITS))
#define TARE_HEAP_LINE_OFFSET    (TARE_HEAP_HASH_OFFSET + (UINT64_C(8) << TARE_HEAP_HASH_LOG2_MAX))
#define TARE_HEAP_CHAINS_OFFSET  (TARE_HEAP_LINE_OFFSET + sizeof(struct tare_heap_line))
#define TARE_HEAP_FILE_BYTES     (TARE_HEAP_CHAINS_OFFSET + sizeof(struct tare_heap_chains))

/* The hash is open addressing with linear probing. A slot is 0 when empty, else a record's index
 * with a tag of the address above it, so that a probe rarely has to look at a foreign record. */
static inline struct tare_heap_record *tare_heap_records(const struct tare_heap_header *header)
{
    return (struct tare_heap_record *)((uintptr_t)header + TARE_HEAP_RECORDS_OFFSET);
}

static inline struct tare_heap_line *tare_heap_line(const struct tare_heap_header *header)
{
    return (struct tare_heap_line *)((uintptr_t)header + TARE_HEAP_LINE_OFFSET);
}

static inline struct tare_heap_chains *tare_heap_chains(const struct tare_heap_header *header)
{
    return (struct tare_heap_chains *)((uintptr_t)header + TARE_HEAP_CHAINS_OFFSET);
}

/* The chain that a site stands for; NULL: it is none. */
static inline struct tare_heap_chain *tare_heap_chain_of(struct tare_heap_chains *chains,
                                                         uint64_t site)
{
    uint64_t index = site & ~TARE_HEAP_CHAIN_BIT;

    if (index == site)
        return 0;
    return index < TARE_HEAP_CHAINS_COUNT ? &chains->chain[index] : &chains->none;
}

static inline uint32_t *tare_heap_hash(const struct tare_heap_header *header, uint32_t log2)
{
    return (uint32_t *)((uintptr_t)header + TARE_HEAP_HASH_OFFSET + (UINT64_C(4) << log2));
}

/* Knuth's multiplicative hashing (TAOCP 3, 6.4): the golden ratio in 64 bits. */
static inline uint64_t tare_heap_mix(uint64_t address)
{
    return (address >> 3) * UINT64_C(0x9e3779b97f4a7c15);
}

static inline uint32_t tare_heap_home(uint64_t address, uint32_t log2)
{
    return (uint32_t)(tare_heap_mix(address) >> (64 - log2));
}

/* The tag comes from bits below those of any home, which are the upper 28. */
static inline uint32_t tare_heap_tag(uint64_t address)
{
    return (uint32_t)(tare_heap_mix(address) >> 4) & ~TARE_HEAP_INDEX_MAX;
}

#endif
