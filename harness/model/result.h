/* SPDX-License-Identifier: MIT */
/*
 * A result: everything a run found out, as plain data. It is what JSON, CSV, the table, the plots
 * and the report are made from; nothing here measures, prints or reads files.
 *
 * Ownership: a struct owns all strings and arrays that it points to; tare_result_free() and
 * tare_block_free() free them. Strings may be NULL where the comment says so, else they are not.
 * A number that could not be had is NAN; why, stands in the row's `missing`.
 */
#ifndef TARE_MODEL_RESULT_H
#define TARE_MODEL_RESULT_H

#include "base/err.h"
#include "model/fields.h"
#include "model/growth.h"
#include "model/source.h"
#include "model/stats_components.h"
#include "model/weighing.h"
#include "sys/machine.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Raised when a reader of the last version could misread a result. */
#define TARE_RESULT_SCHEMA 1

struct tare_hash {
    uint64_t value;
    bool known;
};

/* One timed sample; samples.csv has one row for each. */
struct tare_sample {
    uint32_t process; /* set it belongs to, from 1 */
    uint32_t round;   /* round within the set, from 1; round 0 is dropped */
    uint64_t iterations;
    double elapsed_ns; /* of all iterations, the clock's cost taken off */
};

struct tare_counter {
    char *name;
    double value; /* NAN: unavailable */
    char *reason; /* why; or, of a value that was scaled, how; NULL */
};

/* The names of those that `tare run --counters` adds begin so: "counter:cycles". */
#define TARE_COUNTER_PREFIX "counter:"

/* The reason of what was turned off by a flag: reports need not repeat it. */
#define TARE_MISSING_UNASKED "not weighed, as --no-weigh asks"

/* Why a field of the row is unavailable. `field` may name a family by its first field. */
struct tare_missing {
    enum tare_field_id field;
    char *reason;
};

struct tare_row_profile;

/* How many pointers of the weighed graph lead to a block. */
struct tare_refs_row {
    char *expression; /* as written in the case */
    double count;     /* NAN: unavailable */
};

/* One arm: build x case x size x parameter x threads. */
struct tare_row {
#define TARE_TYPE_TEXT                   char *
#define TARE_TYPE_REAL                   double
#define TARE_TYPE_COUNT                  double
#define TARE_TYPE_HASH                   struct tare_hash
#define X(name, kind, unit, better, doc) TARE_TYPE_##kind name;
    TARE_FIELDS(X)
#undef X
    char *id;           /* group/variant[/size][/param:75][/threads:N] */
    char *note;         /* a hint that is not a status, for readers; may be NULL */
    char *output;       /* what the process printed, where it failed; may be NULL */
    bool cold;          /* caches emptied before each sample */
    bool many_modes;    /* the samples have more than one mode: the median may mislead */
    bool skewed;        /* the sets' ratios are skewed: the interval is widened */
    double sets_needed; /* sets (links, of a block with layouts) that would settle the verdict where
                         * it is unsure; else NAN */
    double prime_ns;    /* median time of priming a turn; NAN: none */
    double capped_turns;                   /* share of turns whose priming hit its cap, 0..1 */
    struct tare_stats_components variance; /* where that of the time comes from */
    size_t set_count;                      /* processes that gave samples */
    double *set_time_ns;                   /* set_count medians, in the order of the sets */
    size_t sample_count;                   /* samples, the first round of each set left out */
    struct tare_sample *sample;
    size_t counter_count;
    struct tare_counter *counter;
    size_t missing_count;
    struct tare_missing *missing;
    size_t refs_count;
    struct tare_refs_row *refs;
    struct tare_weighing *weighing;   /* NULL: not weighed */
    struct tare_row_profile *profile; /* NULL: not profiled */
};

/* Arms that were measured interleaved and are compared with each other. */
struct tare_block {
    char *group;
    char *title;          /* of the group; its name where it has none */
    char *unit;           /* of one item */
    char *param_name;     /* NULL: the group has no second parameter */
    double size;          /* NAN: the group has no sizes */
    double param;         /* NAN: none */
    double threads;       /* at least 1 */
    bool compares_builds; /* one case in several builds, not several variants */
    size_t row_count;
    struct tare_row *row;
    size_t sets;          /* sets that were completed */
    size_t layouts;       /* links that those are of; 0: of one executable as it is */
    uint32_t *set_layout; /* [sets] the link of each, from 1; NULL where layouts is 0 */
    double wall_ns;       /* time from first spawn to last exit, weighing left out */
    double sampled_ns;    /* spent in samples, all arms */
    double primed_ns;     /* spent in priming and warm-up */
    double setup_ns;      /* spent in set-up and tear-down of the cases */
    double steal_ns;      /* of the core, by the hypervisor; NAN: unavailable */
    double others_ns;     /* of the core, that other processes had; NAN: unavailable */
    double waited_ns;     /* in the run queue, all processes of the block; NAN: unavailable */
    double switches;      /* involuntary context switches of the children; NAN: unavailable */
    double sibling_ratio; /* of the rounds before which another thread of the core was found at
                             work, */
                          /* as sys/sibling.h does; NAN: unavailable */
};

/* One executable in one environment. */
struct tare_build {
    char *label;
    char *path;
    char *environment; /* "NAME=VALUE ..." it adds; empty: none */
    char *compiler;    /* with its version; NULL: unknown */
    char *flags;       /* NULL: unknown */
    char *revision;    /* NULL: unknown */
};

/* The same objects linked once more, the code elsewhere: one sample of layout. */
struct tare_link {
    char *path;
    double link_ns; /* wall time of linking; NAN: unknown */
};

/* What was asked for. */
struct tare_settings {
    double min_time_ns;
    double budget_ns;       /* 0: none */
    double margin_ratio;    /* 0.005 is 0.5 % */
    double precision_ratio; /* what intervals were to be within; 0: not asked, sets are fixed */
    size_t sets;
    uint64_t seed;
    bool quick;
    bool full;
};

struct tare_result {
    int schema;
    char *name;        /* of the run, last part of the folder's name */
    char *started_utc; /* ISO 8601, "2026-11-22T19:30:00Z" */
    char *tare_version;
    char *command;   /* command line, quoted as the shell would need it */
    char *allocator; /* "glibc 2.36" or what is preloaded */
    char *plan;      /* keys of all planned blocks, spaced: what a resumed run must have */
    char *clock_name;
    double clock_cost_ns;
    double clock_resolution_ns;
    double empty_loop_ns; /* one iteration of an empty loop here; NAN: unknown */
    bool finished;        /* false: interrupted or out of budget; `--resume` goes on */
    struct tare_settings settings;
    struct tare_machine machine;
    char *lacks;   /* of a result of another tool: what it does not say, and what to think of its
                    * times; NULL: it is of tare. In no file */
    char *fitness; /* of the machine when the run began (model/fitness.h); NULL: an older result */
    size_t build_count;
    struct tare_build *build;
    size_t layout_count; /* of --layouts; 0: each build is one executable */
    struct tare_link *layout;
    size_t block_count;
    struct tare_block *block;
    size_t growth_count;
    struct tare_growth *growth; /* tare_growth_find() */
    size_t lesson_count;        /* 0 of this and the next: an older result too */
    struct tare_lesson *lesson; /* of groups that have one */
    size_t source_count;
    struct tare_source *source; /* of each case */
};

/* What the field table says, for code that goes over all fields. */
struct tare_field {
    const char *name;
    enum tare_field_kind kind;
    enum tare_field_unit unit;
    enum tare_better better;
    const char *doc;
    size_t offset; /* within struct tare_row */
};
extern const struct tare_field tare_fields[TARE_FIELD_COUNT];

/* An empty row, block or result: numbers NAN, strings NULL, counts 0. */
void tare_row_init(struct tare_row *row);
void tare_block_init(struct tare_block *block);
void tare_result_init(struct tare_result *result);
void tare_row_free(struct tare_row *row);
void tare_block_free(struct tare_block *block);
void tare_result_free(struct tare_result *result);

/* Field access by id; the kind must fit (asserted). */
double tare_row_number(const struct tare_row *row, enum tare_field_id field);
const char *tare_row_text(const struct tare_row *row, enum tare_field_id field);

/* The reason why `field` is unavailable in the row; NULL: none is known. */
const char *tare_row_missing(const struct tare_row *row, enum tare_field_id field);

/* Adds copies; 0, or -1 with `err` set where memory is short. */
int tare_row_add_missing(struct tare_row *row, enum tare_field_id field, const char *reason,
                         struct tare_err *err);
int tare_row_add_counter(struct tare_row *row, const char *name, double value,
                         struct tare_err *err);

/* Says of the counter that was added last why it is NAN, or how it was scaled. 0 or -1 as above. */
int tare_row_explain_counter(struct tare_row *row, const char *reason, struct tare_err *err);

/* Is it one that `tare run --counters` added? */
bool tare_counter_is_column(const struct tare_counter *counter);

/* That counter of a row; NULL: it has none. */
const struct tare_counter *tare_row_counter(const struct tare_row *row, const char *name);

/* Frees what the link owns, not the link. */
void tare_link_free(struct tare_link *link);

/* Moves `block` (its contents, not the struct) to the end of the result. 0 or -1. */
int tare_result_add_block(struct tare_result *result, struct tare_block *block,
                          struct tare_err *err);

/* The row of the block that the others are compared with; NULL: none. */
const struct tare_row *tare_block_baseline(const struct tare_block *block);

/* What share of intervals holds the truth, in per cent: "95", or "98.2" where there may have been
 * several looks (--precision), each with its part of the error. */
const char *tare_result_confidence(const struct tare_result *result);

/* What intervals are over, and more of which make them narrower: "sets", or "layouts" where sets
 * share those. */
const char *tare_result_replicates(const struct tare_result *result);

/* Does any row have a second parameter, so that CSV needs its column? */
bool tare_result_has_params(const struct tare_result *result);

/* True where the row's status is `status`. */
bool tare_row_is(const struct tare_row *row, const char *status);

/* What a step of a clock of this resolution is in a sample of mean length, in logs: the clock_reach
 * of model/stats_arm.h. 0 where the resolution or the samples are not known. */
double tare_row_clock_reach(const struct tare_row *row, double resolution_ns);

/* Did it end badly? Those that are ok, empty, unsteady or skipped did not. */
bool tare_row_has_failed(const struct tare_row *row);

#endif
