/* SPDX-License-Identifier: MIT */
/*
 * The history: summaries of all runs of a results folder in one SQLite database, ROOT/history.db.
 * One row a run and case; samples stay in the folders of the runs.
 *
 * A series is what may be followed over time: one case, in the build of one label, in one setting.
 * A setting is the machine (architecture, brand, processors, hypervisor), kernel, allocator,
 * clock, compiler, flags, environment and number of layouts: where any of them changes another
 * series begins, since times of two settings differ for reasons that are not the code's. The host's
 * name is no part of it: a container has a new one each time.
 *
 * The journal is a write-ahead log, so that readers and a run that ends do not wait for each
 * other; a writer waits TARE_HISTORY_PATIENCE_MS for another one. Everything of a run is written in
 * one transaction, or nothing. `user_version` is the version of the schema and `application_id`
 * says whose file it is: another version's or another program's database is refused and left as
 * it is.
 *
 * Functions return 0, or -1 with `err` naming the file: TARE_ERR_USAGE where there is none or it
 * lacks what is asked for, TARE_ERR_INPUT where it is no history or one of another version,
 * TARE_ERR_SYSTEM for what the system refuses or where it is locked, TARE_ERR_UNFIT where tare was
 * built without sqlite3.
 */
#ifndef TARE_MODEL_HISTORY_H
#define TARE_MODEL_HISTORY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "model/result.h"
#include "model/stats_shift.h"

#define TARE_HISTORY_SCHEMA      1
#define TARE_HISTORY_PATIENCE_MS 2000

/* Is there a history at all in this build of tare? */
bool tare_history_is_built(void);

/*
 * Adds the run, and makes the database where there is none; its folder must exist. A run that is
 * there already (resumed: of one start, seed and name) gets what it has more. `folder` is where its
 * files are; NULL: nowhere.
 */
int tare_history_add(const char *path, const struct tare_result *result, const char *folder,
                     struct tare_err *err);

struct tare_history_run {
    char *started_utc;
    char *name;
    char *folder; /* empty: kept nowhere */
    char *hostname;
};

/* What a time depends on beside the code. Empty where unknown. */
struct tare_history_setting {
    char *machine;
    char *kernel;
    char *allocator;
    char *clock;
    char *compiler;
    char *flags;
    char *environment;
    char *layouts; /* "10"; "0" of one executable as it is */
};
#define TARE_HISTORY_FACTS (sizeof(struct tare_history_setting) / sizeof(char *))

/* "machine", "kernel" and so on, in the order of the struct. */
extern const char *const tare_history_fact_names[TARE_HISTORY_FACTS];

/* The text of a fact. */
const char *tare_history_fact(const struct tare_history_setting *setting, size_t index);

/* A case in a run. Numbers are NAN where unavailable. */
struct tare_history_point {
    size_t run;           /* index into the runs */
    const char *revision; /* of the build; owned by the history */
    const char *status;   /* static */
    double time_ns;
    double time_lo_ns;
    double time_hi_ns;
    double sets;
    double deep_bytes;
    double allocs_per_op;
    double peak_heap_bytes;
};

struct tare_history_series {
    char *id;
    char *build;
    size_t setting;
    size_t point_count; /* by rising start of their runs */
    struct tare_history_point *point;
    size_t shift_count; /* change points of the times; `at` is an index of `point` */
    struct tare_stats_shift *shift;
};

struct tare_history {
    size_t run_count; /* by rising start */
    struct tare_history_run *run;
    size_t setting_count;
    struct tare_history_setting *setting;
    size_t series_count; /* cases in the order in which they first came */
    struct tare_history_series *series;
    size_t revision_count;
    char **revision;
    bool has_builds; /* some case stands in builds of several labels */
};

struct tare_history_params {
    const char *path;
    const char *name;  /* a case's id, or its beginning up to a '/'; NULL: all cases */
    const char *since; /* runs begun at that time or later, as text that compares with theirs
                        * ("2026-11-22"); NULL: all */
};

/*
 * Reads the series of the cases asked for and finds their change points. `history` need not be
 * initialised; it is to be freed, and empty after an error. A history with no such case is an
 * error; one with no run since then is none.
 */
int tare_history_read(struct tare_history *history, const struct tare_history_params *params,
                      struct tare_err *err);

void tare_history_free(struct tare_history *history);

/* Did the point get a time that says something of the case? */
bool tare_history_has_time(const struct tare_history_point *point);

/* The change point at which `point` is the first; NULL: it is none. */
const struct tare_stats_shift *tare_history_shift_at(const struct tare_history_series *series,
                                                     size_t point);

#endif
