/* SPDX-License-Identifier: MIT */
#ifdef HAVE_SQLITE3
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "model/history_db.h"

/* A run that is being written. */
struct writing {
    struct tare_history_db *db;
    const struct tare_result *result;
    sqlite3_stmt *put_setting, *get_setting;
    sqlite3_stmt *put_revision, *get_revision;
    sqlite3_stmt *put_series, *get_series;
    sqlite3_stmt *put_point;
    sqlite3_int64 run;
    sqlite3_int64 *setting;  /* [build_count] */
    sqlite3_int64 *revision; /* [build_count] */
};

/* Binds the texts to both statements, runs the first, which adds the row where it is not there, and
 * gives the id that the second one finds. */
static sqlite3_int64 id_of(struct writing *writing, sqlite3_stmt *put, sqlite3_stmt *get,
                           const char *const *texts, int count)
{
    sqlite3_int64 id = 0;

    for (int i = 0; i < count; i++) {
        tare_history_db_bind_text(writing->db, put, i + 1, texts[i]);
        tare_history_db_bind_text(writing->db, get, i + 1, texts[i]);
    }
    tare_history_db_step(writing->db, put);
    if (tare_history_db_step(writing->db, get))
        id = sqlite3_column_int64(get, 0);
    sqlite3_reset(put);
    sqlite3_reset(get);
    return id;
}

static void add_fact(struct tare_buf *text, const char *format, const char *value)
{
    if (value && *value) {
        tare_buf_puts(text, text->length ? ", " : "");
        tare_buf_printf(text, format, value);
    }
}

/* "x86_64, Intel(R) Xeon(R) Processor, 2 CPUs, KVM": neither what changes from run to run nor the
 * host's name. */
static void describe_machine(struct tare_buf *text, const struct tare_machine *machine)
{
    char count[32];

    add_fact(text, "%s", machine->arch.value);
    add_fact(text, "%s", machine->brand.value);
    if (machine->logical_cpus_count.known) {
        snprintf(count, sizeof count, "%" PRId64, machine->logical_cpus_count.value);
        add_fact(text, "%s CPUs", count);
    }
    if (strcmp(machine->hypervisor.value, "none") != 0)
        add_fact(text, "%s", machine->hypervisor.value);
}

static void put_settings(struct writing *writing)
{
    const struct tare_result *result = writing->result;
    struct tare_buf machine = TARE_BUF_INIT;
    char layouts[32];

    describe_machine(&machine, &result->machine);
    if (machine.failed)
        tare_err_memory(&writing->db->err);
    snprintf(layouts, sizeof layouts, "%zu", result->layout_count);
    for (size_t i = 0; i < result->build_count; i++) {
        const struct tare_build *build = &result->build[i];
        const char *facts[TARE_HISTORY_FACTS] = {
            machine.text,       result->machine.kernel_release.value,
            result->allocator,  result->clock_name,
            build->compiler,    build->flags,
            build->environment, layouts};

        writing->setting[i] = id_of(writing, writing->put_setting, writing->get_setting, facts,
                                    (int)TARE_HISTORY_FACTS);
        writing->revision[i] = id_of(writing, writing->put_revision, writing->get_revision,
                                     (const char *[]){build->revision}, 1);
    }
    tare_buf_free(&machine);
}

static void put_run(struct writing *writing, const char *folder)
{
    const struct tare_result *result = writing->result;
    struct tare_history_db *db = writing->db;
    sqlite3_stmt *put = tare_history_db_prepare(
        db, "INSERT INTO run (started_utc, seed, name, folder, hostname, command, tare_version)"
            " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT (started_utc, seed, name)"
            " DO UPDATE SET folder = excluded.folder");
    sqlite3_stmt *get = tare_history_db_prepare(
        db, "SELECT id FROM run WHERE started_utc = ?1 AND seed = ?2 AND name = ?3");
    char seed[32];

    snprintf(seed, sizeof seed, "%" PRIu64, result->settings.seed);
    tare_history_db_bind_text(db, put, 4, folder);
    tare_history_db_bind_text(db, put, 5, result->machine.hostname.value);
    tare_history_db_bind_text(db, put, 6, result->command);
    tare_history_db_bind_text(db, put, 7, result->tare_version);
    writing->run =
        id_of(writing, put, get, (const char *[]){result->started_utc, seed, result->name}, 3);
    sqlite3_finalize(put);
    sqlite3_finalize(get);
}

/* The build of the row: by its label. The first one where it has none. */
static size_t build_of(const struct tare_result *result, const struct tare_row *row)
{
    for (size_t i = 0; row->build && i < result->build_count; i++)
        if (strcmp(result->build[i].label, row->build) == 0)
            return i;
    return 0;
}

static void put_row(struct writing *writing, const struct tare_row *row)
{
    struct tare_history_db *db = writing->db;
    const double numbers[] = {row->time_ns,        row->time_lo_ns, row->time_hi_ns,
                              row->processes,      row->deep_bytes, row->allocs_per_op,
                              row->peak_heap_bytes};
    size_t build = build_of(writing->result, row);
    char setting[32];
    sqlite3_int64 series;

    snprintf(setting, sizeof setting, "%lld", (long long)writing->setting[build]);
    series = id_of(writing, writing->put_series, writing->get_series,
                   (const char *[]){row->id, row->build, setting}, 3);
    if (db->err.code)
        return;
    sqlite3_bind_int64(writing->put_point, 1, series);
    sqlite3_bind_int64(writing->put_point, 2, writing->run);
    sqlite3_bind_int64(writing->put_point, 3, writing->revision[build]);
    tare_history_db_bind_text(db, writing->put_point, 4, row->status);
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        tare_history_db_bind_number(db, writing->put_point, (int)i + 5, numbers[i]);
    tare_history_db_step(db, writing->put_point);
    sqlite3_reset(writing->put_point);
}

static void prepare(struct writing *writing)
{
    struct tare_history_db *db = writing->db;

    writing->put_setting = tare_history_db_prepare(
        db, "INSERT OR IGNORE INTO setting (machine, kernel, allocator, clock, compiler, flags,"
            " environment, layouts) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)");
    writing->get_setting = tare_history_db_prepare(
        db, "SELECT id FROM setting WHERE machine = ?1 AND kernel = ?2 AND allocator = ?3 AND"
            " clock = ?4 AND compiler = ?5 AND flags = ?6 AND environment = ?7 AND layouts = ?8");
    writing->put_revision =
        tare_history_db_prepare(db, "INSERT OR IGNORE INTO revision (name) VALUES (?1)");
    writing->get_revision = tare_history_db_prepare(db, "SELECT id FROM revision WHERE name = ?1");
    writing->put_series = tare_history_db_prepare(
        db, "INSERT OR IGNORE INTO series (case_id, build, setting) VALUES (?1, ?2, ?3)");
    writing->get_series = tare_history_db_prepare(
        db, "SELECT id FROM series WHERE case_id = ?1 AND build = ?2 AND setting = ?3");
    writing->put_point = tare_history_db_prepare(
        db, "INSERT OR REPLACE INTO point VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)");
}

static void finalize(struct writing *writing)
{
    sqlite3_stmt *const statements[] = {
        writing->put_setting, writing->get_setting, writing->put_revision, writing->get_revision,
        writing->put_series,  writing->get_series,  writing->put_point};

    for (size_t i = 0; i < sizeof statements / sizeof *statements; i++)
        sqlite3_finalize(statements[i]);
    free(writing->setting);
    free(writing->revision);
}

static void put_all(struct writing *writing, const char *folder)
{
    const struct tare_result *result = writing->result;

    put_run(writing, folder);
    put_settings(writing);
    for (size_t i = 0; i < result->block_count; i++)
        for (size_t j = 0; j < result->block[i].row_count; j++)
            put_row(writing, &result->block[i].row[j]);
}

int tare_history_add(const char *path, const struct tare_result *result, const char *folder,
                     struct tare_err *err)
{
    struct tare_history_db db;
    struct writing writing = {.db = &db, .result = result};

    writing.setting = calloc(result->build_count + 1, sizeof *writing.setting);
    writing.revision = calloc(result->build_count + 1, sizeof *writing.revision);
    tare_history_db_open(&db, path, true);
    if (!writing.setting || !writing.revision)
        tare_err_memory(&db.err);
    tare_history_db_run(&db, "BEGIN IMMEDIATE");
    prepare(&writing);
    if (!db.err.code)
        put_all(&writing, folder);
    finalize(&writing);
    tare_history_db_run(&db, "COMMIT"); /* after an error closing takes it all back */
    return tare_history_db_close(&db, err);
}
#endif
