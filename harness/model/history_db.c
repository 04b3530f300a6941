/* SPDX-License-Identifier: MIT */
#ifdef HAVE_SQLITE3
#include "model/history_db.h"

#include <errno.h>
#include <math.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"

#define APPLICATION_ID 0x74617265 /* "tare" */

/* Series before runs in the key of a point: a case's history lies together. */
static const char schema[] =
    "CREATE TABLE run (id INTEGER PRIMARY KEY, started_utc TEXT NOT NULL, seed TEXT NOT NULL,"
    "  name TEXT NOT NULL, folder TEXT NOT NULL, hostname TEXT NOT NULL, command TEXT NOT NULL,"
    "  tare_version TEXT NOT NULL, UNIQUE (started_utc, seed, name));"
    "CREATE TABLE setting (id INTEGER PRIMARY KEY, machine TEXT NOT NULL, kernel TEXT NOT NULL,"
    "  allocator TEXT NOT NULL, clock TEXT NOT NULL, compiler TEXT NOT NULL, flags TEXT NOT NULL,"
    "  environment TEXT NOT NULL, layouts TEXT NOT NULL,"
    "  UNIQUE (machine, kernel, allocator, clock, compiler, flags, environment, layouts));"
    "CREATE TABLE revision (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);"
    "CREATE TABLE series (id INTEGER PRIMARY KEY, case_id TEXT NOT NULL, build TEXT NOT NULL,"
    "  setting INTEGER NOT NULL REFERENCES setting, UNIQUE (case_id, build, setting));"
    "CREATE TABLE point (series INTEGER NOT NULL REFERENCES series,"
    "  run INTEGER NOT NULL REFERENCES run, revision INTEGER NOT NULL REFERENCES revision,"
    "  status TEXT NOT NULL, time_ns REAL, time_lo_ns REAL, time_hi_ns REAL, sets INTEGER,"
    "  deep_bytes INTEGER, allocs_per_op REAL, peak_heap_bytes INTEGER,"
    "  PRIMARY KEY (series, run)) WITHOUT ROWID;";

/* The text of SQLite names no file, and that of a locked one nobody who holds it. */
void tare_history_db_fail(struct tare_history_db *db)
{
    int code = db->handle ? sqlite3_errcode(db->handle) & 0xff : SQLITE_NOMEM;

    if (code == SQLITE_BUSY || code == SQLITE_LOCKED)
        tare_err_set(&db->err, TARE_ERR_SYSTEM,
                     "the history '%s' is locked by another process: given up after %d s", db->path,
                     TARE_HISTORY_PATIENCE_MS / 1000);
    else if (code == SQLITE_NOTADB)
        tare_err_set(&db->err, TARE_ERR_INPUT, "'%s' is no history of tare: no database at all",
                     db->path);
    else if (code == SQLITE_CORRUPT)
        tare_err_set(&db->err, TARE_ERR_INPUT, "the history '%s' is damaged: %s", db->path,
                     sqlite3_errmsg(db->handle));
    else
        tare_err_set(&db->err, TARE_ERR_SYSTEM, "cannot use the history '%s': %s", db->path,
                     db->handle ? sqlite3_errmsg(db->handle) : "out of memory");
}

void tare_history_db_run(struct tare_history_db *db, const char *sql)
{
    if (!db->err.code && sqlite3_exec(db->handle, sql, NULL, NULL, NULL) != SQLITE_OK)
        tare_history_db_fail(db);
}

sqlite3_stmt *tare_history_db_prepare(struct tare_history_db *db, const char *sql)
{
    sqlite3_stmt *statement = NULL;

    if (!db->err.code && sqlite3_prepare_v2(db->handle, sql, -1, &statement, NULL) != SQLITE_OK)
        tare_history_db_fail(db);
    return statement;
}

bool tare_history_db_step(struct tare_history_db *db, sqlite3_stmt *statement)
{
    int code = db->err.code ? SQLITE_DONE : sqlite3_step(statement);

    if (code != SQLITE_ROW && code != SQLITE_DONE)
        tare_history_db_fail(db);
    return code == SQLITE_ROW;
}

void tare_history_db_bind_text(struct tare_history_db *db, sqlite3_stmt *statement, int index,
                               const char *text)
{
    if (!db->err.code &&
        sqlite3_bind_text(statement, index, text ? text : "", -1, SQLITE_TRANSIENT) != SQLITE_OK)
        tare_history_db_fail(db);
}

void tare_history_db_bind_number(struct tare_history_db *db, sqlite3_stmt *statement, int index,
                                 double value)
{
    if (!db->err.code && (isfinite(value) ? sqlite3_bind_double(statement, index, value)
                                          : sqlite3_bind_null(statement, index)) != SQLITE_OK)
        tare_history_db_fail(db);
}

static int number_of(struct tare_history_db *db, const char *sql)
{
    sqlite3_stmt *statement = tare_history_db_prepare(db, sql);
    int number = tare_history_db_step(db, statement) ? sqlite3_column_int(statement, 0) : 0;

    sqlite3_finalize(statement);
    return number;
}

/* Is it a new file, without anything in it? Refuses what is not ours. */
static bool is_new(struct tare_history_db *db)
{
    int tables = number_of(db, "SELECT count(*) FROM sqlite_schema");
    int application = number_of(db, "PRAGMA application_id");
    int version = number_of(db, "PRAGMA user_version");

    if (db->err.code || (!tables && !application && !version))
        return true;
    if (application != APPLICATION_ID)
        tare_err_set(&db->err, TARE_ERR_INPUT,
                     "'%s' is no history of tare: a database of something else", db->path);
    else if (version != TARE_HISTORY_SCHEMA)
        tare_err_set(&db->err, TARE_ERR_INPUT,
                     "the history '%s' is of version %d, this tare knows %d: take another file, "
                     "--db PATH",
                     db->path, version, TARE_HISTORY_SCHEMA);
    return false;
}

/* Under the lock of a writer: another one may have made it since it was looked at. */
static void make_schema(struct tare_history_db *db)
{
    struct tare_buf ids = TARE_BUF_INIT;

    tare_history_db_run(db, "BEGIN IMMEDIATE");
    if (is_new(db)) {
        tare_buf_printf(&ids, "PRAGMA application_id = %d; PRAGMA user_version = %d",
                        APPLICATION_ID, TARE_HISTORY_SCHEMA);
        tare_history_db_run(db, schema);
        tare_history_db_run(db, ids.text);
    }
    tare_history_db_run(db, "COMMIT");
    tare_buf_free(&ids);
}

/*
 * A reader of a write-ahead log makes a file beside it, too. Where the folder forbids that and
 * there is no log, nobody can be writing: the file is read as one that does not change.
 */
static int open_handle(struct tare_history_db *db, bool to_write)
{
    struct tare_buf uri = TARE_BUF_INIT, log = TARE_BUF_INIT, folder = TARE_BUF_INIT;
    const char *slash = strrchr(db->path, '/');
    bool is_frozen;
    int code;

    tare_buf_printf(&log, "%s-wal", db->path);
    tare_buf_add(&folder, slash ? db->path : "./", slash ? (size_t)(slash - db->path) + 1 : 2);
    is_frozen = !to_write && access(folder.text, W_OK) != 0 && access(log.text, F_OK) != 0;
    tare_buf_puts(&uri, "file:");
    for (const char *c = db->path; *c; c++)
        if (strchr("?#%", *c))
            tare_buf_printf(&uri, "%%%02x", (unsigned)(unsigned char)*c);
        else
            tare_buf_add(&uri, c, 1);
    tare_buf_puts(&uri, is_frozen ? "?immutable=1" : "");
    code = uri.failed || log.failed || folder.failed
               ? SQLITE_NOMEM
               : sqlite3_open_v2(uri.text, &db->handle,
                                 SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX |
                                     (to_write ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
                                               : SQLITE_OPEN_READONLY),
                                 NULL);
    tare_buf_free(&uri);
    tare_buf_free(&log);
    tare_buf_free(&folder);
    return code;
}

void tare_history_db_open(struct tare_history_db *db, const char *path, bool to_write)
{
    struct stat about;

    *db = (struct tare_history_db){.path = path};
    if (stat(path, &about) == 0 && S_ISDIR(about.st_mode)) {
        tare_err_set(&db->err, TARE_ERR_USAGE,
                     "cannot open the history '%s': it is a folder, expected a file", path);
        return;
    }
    if (!to_write && access(path, R_OK) != 0) {
        tare_err_set(&db->err, TARE_ERR_USAGE, "cannot open the history '%s': %s", path,
                     strerror(errno));
        return;
    }
    if (open_handle(db, to_write) != SQLITE_OK) {
        tare_history_db_fail(db);
        return;
    }
    sqlite3_busy_timeout(db->handle, TARE_HISTORY_PATIENCE_MS);
    if (is_new(db) && to_write && !db->err.code)
        make_schema(db);
    else if (!db->err.code && number_of(db, "PRAGMA user_version") == 0)
        tare_err_set(&db->err, TARE_ERR_INPUT, "'%s' is no history of tare: it is empty", path);
    if (!to_write)
        return;
    /* Refused while somebody else has it open, who then does it himself; a rollback journal serves
     * as well until then. With a write-ahead log the file stays whole without a flush for each
     * transaction; at worst the last run is not in it. */
    sqlite3_exec(db->handle, "PRAGMA journal_mode = WAL", NULL, NULL, NULL);
    tare_history_db_run(db, "PRAGMA synchronous = NORMAL");
}

int tare_history_db_close(struct tare_history_db *db, struct tare_err *err)
{
    sqlite3_close(db->handle);
    db->handle = NULL;
    return db->err.code ? tare_err_set(err, db->err.code, "%s", db->err.text) : 0;
}
#endif
