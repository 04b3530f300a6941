/* SPDX-License-Identifier: MIT */
/*
 * The one table of what is known of an arm. It drives the struct (result.h), JSON, CSV, the table
 * and the documentation: a new column is one line here.
 *
 *     X(name, kind, unit, better, doc)
 *
 * kind:   TEXT   char *, owned; NULL is unavailable
 *         REAL   double; NAN is unavailable
 *         COUNT  double that holds a whole number below 2^53; NAN is unavailable
 *         HASH   struct tare_hash, a whole uint64_t
 * unit:   NONE, NS, BYTES, BYTES_PER_S, RATIO, ITEMS
 * better: LOWER, HIGHER or NEITHER
 *
 * The order is that of summary.csv (DESIGN.md, section 5). Units are SI base and stand in the name.
 */
#ifndef TARE_MODEL_FIELDS_H
#define TARE_MODEL_FIELDS_H

#define TARE_FIELDS(X)                                                                             \
    X(build, TEXT, NONE, NEITHER, "label of the executable and its environment")                   \
    X(group, TEXT, NONE, NEITHER, "group of the case")                                             \
    X(variant, TEXT, NONE, NEITHER, "variant of the case within its group")                        \
    X(size, COUNT, ITEMS, NEITHER, "size the case ran at; empty where the group has no sizes")     \
    X(param, COUNT, NONE, NEITHER, "second parameter; the column is there where a run has one")    \
    X(threads, COUNT, NONE, NEITHER, "threads that ran the case at once")                          \
    X(status, TEXT, NONE, NEITHER,                                                                 \
      "ok, empty, unsteady, skipped, failed, crashed, timeout, exited, disagrees, no_loop or "     \
      "interrupted")                                                                               \
    X(reason, TEXT, NONE, NEITHER, "why the status is not ok")                                     \
    X(time_ns, REAL, NS, LOWER, "time of one operation: median over sets of each set's median")    \
    X(time_lo_ns, REAL, NS, LOWER,                                                                 \
      "lower end of the 95 % interval of time_ns (t over the sets, but no less than a step of "    \
      "the clock); 98.2 % with --precision")                                                       \
    X(time_hi_ns, REAL, NS, LOWER, "upper end of the 95 % interval of time_ns")                    \
    X(min_ns, REAL, NS, LOWER, "least sample: time of one operation")                              \
    X(median_ns, REAL, NS, LOWER, "median over all samples")                                       \
    X(mean_ns, REAL, NS, LOWER, "mean over all samples")                                           \
    X(stddev_ns, REAL, NS, LOWER, "standard deviation over all samples")                           \
    X(mad_ns, REAL, NS, LOWER, "median absolute deviation over all samples, unscaled")             \
    X(p99_ns, REAL, NS, LOWER,                                                                     \
      "99th percentile of the samples, each a mean over its iterations: not of single operations") \
    X(samples, COUNT, NONE, NEITHER, "samples taken, the first round of each set left out")        \
    X(processes, COUNT, NONE, NEITHER, "fresh processes that gave samples (sets)")                 \
    X(iterations, COUNT, NONE, NEITHER, "iterations in all samples together")                      \
    X(outliers, COUNT, NONE, NEITHER, "samples beyond Tukey's fences; none is dropped")            \
    X(items, COUNT, ITEMS, NEITHER, "items that one operation handles")                            \
    X(item_ns, REAL, NS, LOWER, "time_ns by items")                                                \
    X(bytes_per_s, REAL, BYTES_PER_S, HIGHER, "bytes that one operation handles, by its time")     \
    X(baseline, TEXT, NONE, NEITHER, "what the ratio is taken against")                            \
    X(ratio, REAL, RATIO, LOWER, "time by the baseline's time, paired by set and round")           \
    X(ratio_lo, REAL, RATIO, LOWER,                                                                \
      "lower end of the 95 % interval of ratio; 98.2 % with --precision")                          \
    X(ratio_hi, REAL, RATIO, LOWER, "upper end of the 95 % interval of ratio")                     \
    X(verdict, TEXT, NONE, NEITHER, "same, faster, slower or unsure")                              \
    X(sizeof_bytes, COUNT, BYTES, LOWER, "sizeof what is weighed: shallow size")                   \
    X(deep_bytes, COUNT, BYTES, LOWER, "requested bytes of all that is reachable: deep size")      \
    X(usable_bytes, COUNT, BYTES, LOWER, "the same by malloc_usable_size")                         \
    X(padding_bytes, COUNT, BYTES, LOWER, "holes and tail padding by type")                        \
    X(unwritten_bytes, COUNT, BYTES, LOWER, "bytes of deep_bytes that nobody ever wrote")          \
    X(blocks, COUNT, NONE, LOWER, "heap blocks that deep_bytes stands in")                         \
    X(bytes_per_item, REAL, BYTES, LOWER, "deep_bytes by the elements held")                       \
    X(cache_lines, COUNT, NONE, LOWER, "distinct cache lines of 64 bytes that it spans")           \
    X(pages, COUNT, NONE, LOWER, "distinct pages of 4096 bytes that it spans")                     \
    X(allocs_per_op, REAL, NONE, LOWER, "allocations an operation")                                \
    X(frees_per_op, REAL, NONE, LOWER, "frees an operation")                                       \
    X(alloc_bytes_per_op, REAL, BYTES, LOWER, "bytes requested an operation")                      \
    X(peak_heap_bytes, COUNT, BYTES, LOWER,                                                        \
      "peak of live heap above its level when the loop began")                                     \
    X(leaked_bytes, COUNT, BYTES, LOWER, "bytes still live when the case had returned")            \
    X(leaked_blocks, COUNT, NONE, LOWER, "blocks still live when the case had returned")           \
    X(cyclic_bytes, COUNT, BYTES, LOWER, "bytes of the leaked that hang on cycles")                \
    X(rss_increase_bytes, COUNT, BYTES, LOWER, "growth of resident memory, entry to end of loop")  \
    X(rss_peak_bytes, COUNT, BYTES, LOWER, "peak of resident memory above that at entry")          \
    X(minor_faults, COUNT, NONE, LOWER, "page faults without I/O, entry to end of loop")           \
    X(check, HASH, NONE, NEITHER, "what the operation computed, as tare_check was told")

enum tare_field_kind { TARE_KIND_TEXT, TARE_KIND_REAL, TARE_KIND_COUNT, TARE_KIND_HASH };
enum tare_field_unit {
    TARE_UNIT_NONE,
    TARE_UNIT_NS,
    TARE_UNIT_BYTES,
    TARE_UNIT_BYTES_PER_S,
    TARE_UNIT_RATIO,
    TARE_UNIT_ITEMS,
};
enum tare_better { TARE_BETTER_NEITHER, TARE_BETTER_LOWER, TARE_BETTER_HIGHER };

enum tare_field_id {
#define X(name, kind, unit, better, doc) TARE_FIELD_##name,
    TARE_FIELDS(X)
#undef X
        TARE_FIELD_COUNT
};

#endif
