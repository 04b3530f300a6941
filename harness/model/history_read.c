/* SPDX-License-Identifier: MIT */
#ifdef HAVE_SQLITE3
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/near.h"
#include "model/history_db.h"
#include "model/stats_arm.h"
#include "model/stats_t.h"

/* Where a row of a table stands in the history. */
struct place {
    sqlite3_int64 id;
    size_t index;
};

struct places {
    struct place *item;
    size_t count;
};

/* A history that is being read. */
struct reading {
    struct tare_history_db *db;
    struct tare_history *history;
    struct places runs, settings, revisions;
};

/* The list with room for one more entry of `size` bytes at `count`, zeroed; NULL after an error,
 * the list being as it was. A list is a power of two long, or empty. */
static void *grow(struct tare_history_db *db, void *list, size_t count, size_t size)
{
    char *grown = list;

    if ((count & (count - 1)) == 0)
        grown = reallocarray(list, count ? 2 * count : 1, size);
    if (!grown) {
        tare_err_memory(&db->err);
        return NULL;
    }
    memset(grown + count * size, 0, size);
    return grown;
}

static char *text_of(struct tare_history_db *db, sqlite3_stmt *statement, int column)
{
    const char *text = (const char *)sqlite3_column_text(statement, column);
    char *copy = strdup(text ? text : "");

    if (!copy)
        tare_err_memory(&db->err);
    return copy;
}

static double number_of(sqlite3_stmt *statement, int column)
{
    return sqlite3_column_type(statement, column) == SQLITE_NULL
               ? NAN
               : sqlite3_column_double(statement, column);
}

static int by_id(const void *a, const void *b)
{
    sqlite3_int64 x = ((const struct place *)a)->id, y = ((const struct place *)b)->id;

    return (x > y) - (x < y);
}

static void add_place(struct reading *reading, struct places *places, sqlite3_int64 id,
                      size_t index)
{
    struct place *grown = grow(reading->db, places->item, places->count, sizeof *grown);

    if (!grown)
        return;
    places->item = grown;
    places->item[places->count++] = (struct place){id, index};
}

/* SIZE_MAX where there is no such row. Ids mostly follow each other. */
static size_t find(const struct places *places, sqlite3_int64 id)
{
    sqlite3_int64 guess = places->count ? id - places->item[0].id : -1;
    const struct place *found = NULL;

    if (guess >= 0 && guess < (sqlite3_int64)places->count && places->item[guess].id == id)
        return places->item[guess].index;
    if (places->count)
        found = bsearch(&(struct place){.id = id}, places->item, places->count,
                        sizeof *places->item, by_id);
    return found ? found->index : SIZE_MAX;
}

static void read_runs(struct reading *reading, const char *since)
{
    struct tare_history *history = reading->history;
    sqlite3_stmt *statement = tare_history_db_prepare(
        reading->db, "SELECT id, started_utc, name, folder, hostname FROM run"
                     " WHERE started_utc >= ?1 ORDER BY started_utc, id");

    tare_history_db_bind_text(reading->db, statement, 1, since);
    while (tare_history_db_step(reading->db, statement)) {
        struct tare_history_run *run =
            grow(reading->db, history->run, history->run_count, sizeof *run);

        if (!run)
            break;
        history->run = run;
        run += history->run_count++;
        run->started_utc = text_of(reading->db, statement, 1);
        run->name = text_of(reading->db, statement, 2);
        run->folder = text_of(reading->db, statement, 3);
        run->hostname = text_of(reading->db, statement, 4);
        add_place(reading, &reading->runs, sqlite3_column_int64(statement, 0),
                  history->run_count - 1);
    }
    sqlite3_finalize(statement);
    if (reading->runs.count)
        qsort(reading->runs.item, reading->runs.count, sizeof *reading->runs.item, by_id);
}

static void read_settings(struct reading *reading)
{
    struct tare_history *history = reading->history;
    sqlite3_stmt *statement = tare_history_db_prepare(
        reading->db, "SELECT id, machine, kernel, allocator, clock, compiler, flags, environment,"
                     " layouts FROM setting ORDER BY id");

    while (tare_history_db_step(reading->db, statement)) {
        struct tare_history_setting *setting =
            grow(reading->db, history->setting, history->setting_count, sizeof *setting);
        char **facts;

        if (!setting)
            break;
        history->setting = setting;
        facts = (char **)(void *)&setting[history->setting_count++];
        for (int i = 0; i < (int)TARE_HISTORY_FACTS; i++)
            facts[i] = text_of(reading->db, statement, i + 1);
        add_place(reading, &reading->settings, sqlite3_column_int64(statement, 0),
                  history->setting_count - 1);
    }
    sqlite3_finalize(statement);
}

static void read_revisions(struct reading *reading)
{
    struct tare_history *history = reading->history;
    sqlite3_stmt *statement =
        tare_history_db_prepare(reading->db, "SELECT id, name FROM revision ORDER BY id");

    while (tare_history_db_step(reading->db, statement)) {
        char **names = grow(reading->db, history->revision, history->revision_count, sizeof *names);

        if (!names)
            break;
        history->revision = names;
        names[history->revision_count++] = text_of(reading->db, statement, 1);
        add_place(reading, &reading->revisions, sqlite3_column_int64(statement, 0),
                  history->revision_count - 1);
    }
    sqlite3_finalize(statement);
}

static const char *status_of(sqlite3_stmt *statement, int column)
{
    static const char *const words[] = {"ok",      "empty",     "unsteady",   "skipped",
                                        "failed",  "crashed",   "timeout",    "exited",
                                        "no_loop", "disagrees", "interrupted"};
    const char *text = (const char *)sqlite3_column_text(statement, column);

    for (size_t i = 0; text && i < sizeof words / sizeof *words; i++)
        if (strcmp(text, words[i]) == 0)
            return words[i];
    return "unknown";
}

static void read_point(struct reading *reading, sqlite3_stmt *statement,
                       struct tare_history_series *series)
{
    size_t run = find(&reading->runs, sqlite3_column_int64(statement, 0));
    size_t revision = find(&reading->revisions, sqlite3_column_int64(statement, 1));
    struct tare_history_point *point;

    if (run == SIZE_MAX) /* before the time asked for */
        return;
    point = grow(reading->db, series->point, series->point_count, sizeof *point);
    if (!point)
        return;
    series->point = point;
    point[series->point_count++] = (struct tare_history_point){
        .run = run,
        .revision = revision == SIZE_MAX ? "" : reading->history->revision[revision],
        .status = status_of(statement, 2),
        .time_ns = number_of(statement, 3),
        .time_lo_ns = number_of(statement, 4),
        .time_hi_ns = number_of(statement, 5),
        .sets = number_of(statement, 6),
        .deep_bytes = number_of(statement, 7),
        .allocs_per_op = number_of(statement, 8),
        .peak_heap_bytes = number_of(statement, 9),
    };
}

static int by_run(const void *a, const void *b)
{
    size_t x = ((const struct tare_history_point *)a)->run;
    size_t y = ((const struct tare_history_point *)b)->run;

    return (x > y) - (x < y);
}

/* By how many standard errors an interval by t over so many sets reaches; runs have much the same
 * numbers of sets, and finding it takes longer than reading a row. */
struct reach {
    double sets;
    double errors;
};

/* Standard error of log(time), from its interval. */
static double error_of(const struct tare_history_point *point, struct reach *reach)
{
    double width = log(point->time_hi_ns / point->time_lo_ns);

    if (!(point->sets >= 2) || !isfinite(width))
        return NAN;
    if (reach->sets != point->sets)
        *reach = (struct reach){point->sets,
                                tare_stats_t_quantile(1 - TARE_STATS_LEVEL / 2,
                                                      tare_stats_trim_df((size_t)point->sets))};
    return width / 2 / reach->errors;
}

static void find_shifts(struct tare_history_db *db, struct tare_history_series *series)
{
    size_t count = series->point_count, used = 0;
    double *values = calloc(2 * count + tare_stats_shift_scratch(count), sizeof *values);
    size_t *at = calloc(count + 1, sizeof *at);
    struct reach reach = {0};

    series->shift = calloc(count / TARE_STATS_SHIFT_RUNS_MIN + 1, sizeof *series->shift);
    if (!values || !at || !series->shift) {
        tare_err_memory(&db->err);
        goto out;
    }
    for (size_t i = 0; i < count; i++)
        if (tare_history_has_time(&series->point[i])) {
            values[used] = log(series->point[i].time_ns);
            values[count + used] = error_of(&series->point[i], &reach);
            at[used++] = i;
        }
    series->shift_count =
        tare_stats_shift_find(&(struct tare_stats_shift_params){.values = values,
                                                                .errors = values + count,
                                                                .count = used,
                                                                .scratch = values + 2 * count},
                              series->shift);
    for (size_t i = 0; i < series->shift_count; i++)
        series->shift[i].at = at[series->shift[i].at];
out:
    free(values);
    free(at);
}

/* The points of the series that was added last; it goes again where it has none. */
static void read_points(struct reading *reading, sqlite3_stmt *statement, sqlite3_int64 id)
{
    struct tare_history *history = reading->history;
    struct tare_history_series *series = &history->series[history->series_count - 1];

    sqlite3_bind_int64(statement, 1, id);
    while (tare_history_db_step(reading->db, statement))
        read_point(reading, statement, series);
    sqlite3_reset(statement);
    if (!series->point_count || series->setting == SIZE_MAX) {
        free(series->point);
        free(series->id);
        free(series->build);
        history->series_count--;
        return;
    }
    qsort(series->point, series->point_count, sizeof *series->point, by_run);
    find_shifts(reading->db, series);
}

static bool is_known(struct tare_history_db *db, const char *name)
{
    sqlite3_stmt *statement =
        tare_history_db_prepare(db, "SELECT 1 FROM series WHERE case_id = ?1 OR"
                                    " substr(case_id, 1, length(?1) + 1) = ?1 || '/' LIMIT 1");
    bool known;

    tare_history_db_bind_text(db, statement, 1, name);
    known = tare_history_db_step(db, statement);
    sqlite3_finalize(statement);
    return known;
}

/* Offers an id, of which only the words live on. */
static void offer(struct tare_near *near, const char *id, char *best, size_t bytes)
{
    const char *before = near->best;

    tare_near_offer(near, id);
    if (near->best == before)
        return;
    snprintf(best, bytes, "%s", id);
    near->best = best;
}

/* "; did you mean 'ID'?", an id or what stands before a '/' in it; "": none is near. */
static void suggest(struct tare_history_db *db, const char *name, char *text, size_t bytes)
{
    sqlite3_stmt *statement =
        tare_history_db_prepare(db, "SELECT DISTINCT case_id FROM series ORDER BY id");
    struct tare_near near = {.word = name};
    char best[256] = "";
    char id[256];

    *text = '\0';
    while (tare_history_db_step(db, statement)) {
        snprintf(id, sizeof id, "%s", (const char *)sqlite3_column_text(statement, 0));
        offer(&near, id, best, sizeof best);
        for (char *slash; (slash = strrchr(id, '/'));) {
            *slash = '\0';
            offer(&near, id, best, sizeof best);
        }
    }
    if (near.best)
        snprintf(text, bytes, "; did you mean '%s'?", near.best);
    sqlite3_finalize(statement);
}

static void refuse_name(struct tare_history_db *db, const char *name)
{
    char meant[300];
    sqlite3_stmt *statement = tare_history_db_prepare(
        db, "SELECT count(DISTINCT case_id), coalesce(min(case_id), '') FROM series");

    suggest(db, name, meant, sizeof meant);
    if (tare_history_db_step(db, statement))
        tare_err_set(&db->err, TARE_ERR_USAGE,
                     "no case '%s' in the history '%s': it has %lld, '%s' among them; tare history "
                     "names them all%s",
                     name, db->path, (long long)sqlite3_column_int64(statement, 0),
                     sqlite3_column_text(statement, 1), meant);
    sqlite3_finalize(statement);
}

/* Cases in the order in which they first came, the series of each together. */
static void read_series(struct reading *reading, const char *name)
{
    struct tare_history *history = reading->history;
    struct tare_history_db *db = reading->db;
    sqlite3_stmt *statement = tare_history_db_prepare(
        db, "SELECT id, case_id, build, setting FROM series WHERE ?1 = '' OR case_id = ?1 OR"
            " substr(case_id, 1, length(?1) + 1) = ?1 || '/'"
            " ORDER BY min(id) OVER (PARTITION BY case_id), id");
    sqlite3_stmt *points = tare_history_db_prepare(
        db, "SELECT run, revision, status, time_ns, time_lo_ns, time_hi_ns, sets, deep_bytes,"
            " allocs_per_op, peak_heap_bytes FROM point WHERE series = ?1 ORDER BY run");

    tare_history_db_bind_text(db, statement, 1, name);
    while (tare_history_db_step(db, statement)) {
        struct tare_history_series *series =
            grow(db, history->series, history->series_count, sizeof *series);

        if (!series)
            break;
        history->series = series;
        series += history->series_count++;
        series->id = text_of(db, statement, 1);
        series->build = text_of(db, statement, 2);
        series->setting = find(&reading->settings, sqlite3_column_int64(statement, 3));
        read_points(reading, points, sqlite3_column_int64(statement, 0));
    }
    sqlite3_finalize(statement);
    sqlite3_finalize(points);
}

static bool has_builds(const struct tare_history *history)
{
    for (size_t i = 1; i < history->series_count; i++)
        if (strcmp(history->series[i].id, history->series[i - 1].id) == 0 &&
            strcmp(history->series[i].build, history->series[i - 1].build) != 0)
            return true;
    return false;
}

int tare_history_read(struct tare_history *history, const struct tare_history_params *params,
                      struct tare_err *err)
{
    struct tare_history_db db;
    struct reading reading = {.db = &db, .history = history};
    int result;

    *history = (struct tare_history){0};
    tare_history_db_open(&db, params->path, false);
    tare_history_db_run(&db, "BEGIN"); /* one state of all tables */
    if (params->name && !is_known(&db, params->name))
        refuse_name(&db, params->name);
    read_runs(&reading, params->since);
    read_settings(&reading);
    read_revisions(&reading);
    read_series(&reading, params->name);
    history->has_builds = has_builds(history);
    result = tare_history_db_close(&db, err);
    free(reading.runs.item);
    free(reading.settings.item);
    free(reading.revisions.item);
    if (result)
        tare_history_free(history);
    return result;
}
#endif
