/* SPDX-License-Identifier: MIT */
/*
 * The database below model/history.h: opening it, its schema, and errors that name it. Private to
 * the history, which is the only user of sqlite3.
 */
#ifndef TARE_MODEL_HISTORY_DB_H
#define TARE_MODEL_HISTORY_DB_H

#include <sqlite3.h>
#include <stdbool.h>

#include "base/err.h"
#include "model/history.h"

/* A database that is open. The first error stays in it, and then calls do nothing: the caller asks
 * once, at the end. */
struct tare_history_db {
    const char *path;
    sqlite3 *handle;
    struct tare_err err;
};

/*
 * Opens the history at `path`, to be written and made where it is not there, or else to be read
 * only. Whatever comes of it, tare_history_db_close() is due.
 */
void tare_history_db_open(struct tare_history_db *db, const char *path, bool to_write);

/* Closes it; 0, or -1 with its first error in `err`. */
int tare_history_db_close(struct tare_history_db *db, struct tare_err *err);

/* Keeps what SQLite last said as the error. */
void tare_history_db_fail(struct tare_history_db *db);

/* Runs statements without results. */
void tare_history_db_run(struct tare_history_db *db, const char *sql);

/* A statement, to be finalized; NULL after an error. */
sqlite3_stmt *tare_history_db_prepare(struct tare_history_db *db, const char *sql);

/* Is there a next row? Not after an error. */
bool tare_history_db_step(struct tare_history_db *db, sqlite3_stmt *statement);

/* Binds parameter `index`, from 1; NULL stands for an empty text, NAN for no number. */
void tare_history_db_bind_text(struct tare_history_db *db, sqlite3_stmt *statement, int index,
                               const char *text);
void tare_history_db_bind_number(struct tare_history_db *db, sqlite3_stmt *statement, int index,
                                 double value);

#endif
