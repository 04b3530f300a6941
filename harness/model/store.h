/* SPDX-License-Identifier: MIT */
/*
 * The results folder: ROOT/<UTC time>-<name>/, and ROOT/latest pointing at the last one. While a
 * run goes on the folder holds
 *
 *     run.json        the result without its blocks: settings, seed, command, machine, builds
 *     blocks/KEY.json each finished block
 *
 * and at its end result.json, summary.csv, samples.csv, and counters.csv where there are counters.
 * Where the run is finished run.json and blocks/ then go away: a folder with a run.json is one that
 * `--resume` can go on with.
 *
 * Every file is written under a temporary name in its folder, flushed to the disk and renamed, and
 * the folder is flushed: under its own name a file is either whole or the one that was there
 * before. A write that fails (disk full, I/O error) takes its temporary file away, says which file
 * it was, and harms nothing that was written before.
 *
 * Functions return 0, or -1 with `err`: TARE_ERR_SYSTEM for what the system refuses, TARE_ERR_INPUT
 * for a folder that is not what it has to be.
 */
#ifndef TARE_MODEL_STORE_H
#define TARE_MODEL_STORE_H

#include "base/buf.h"
#include "base/err.h"
#include "model/result.h"

#include <stddef.h>
#include <stdio.h>
#include <sys/types.h>

/* What a disk can refuse; the C library's, where nothing else is put in. */
struct tare_store_io {
    ssize_t (*write)(int fd, const void *bytes, size_t length);
    int (*fsync)(int fd);
};

/* An open run, plain to read. A struct of zeroes is a closed one, which is what create and open are
 * given; `io` may be filled in before. */
struct tare_store {
    char *root;    /* "results" */
    char *path;    /* "results/2026-11-22T193000Z-bench" */
    int folder_fd; /* of `path`, holding the lock of the run */
    struct tare_store_io io;
};

struct tare_store_params {
    const char *root;        /* made where it does not exist, its parents too */
    const char *name;        /* of the run; what a file name should not hold becomes '-' */
    const char *started_utc; /* as in struct tare_result: "2026-11-22T19:30:00Z" */
};

/*
 * Makes the folder of a new run and proves that files can be written there, so that a run cannot
 * fail for that at its end. Where the name is taken it gets "-2", "-3" and so on. An error reads
 * "cannot write results to 'x': ..." and leaves no folder behind.
 */
int tare_store_create(struct tare_store *store, const struct tare_store_params *params,
                      struct tare_err *err);

/*
 * Opens the folder of an unfinished run (links are followed), to go on with it. An error where
 * `path` is no such folder, the run is finished, or another process has it open.
 */
int tare_store_open(struct tare_store *store, const char *path, struct tare_err *err);

/*
 * The path of the latest unfinished run below `root`, to be freed; NULL with `err` set where there
 * is none.
 */
char *tare_store_find_unfinished(const char *root, struct tare_err *err);

/* Writes run.json: the result but its blocks. May be called again when more is known. */
int tare_store_put_header(const struct tare_store *store, const struct tare_result *result,
                          struct tare_err *err);

/* Reads run.json; `result` as in tare_json_read(), without blocks. */
int tare_store_header(const struct tare_store *store, struct tare_result *result,
                      struct tare_err *err);

/*
 * Keeps a finished block, `index` being its place in the order of the run. A block of the same key
 * that was there is replaced.
 */
int tare_store_put_block(const struct tare_store *store, size_t index,
                         const struct tare_block *block, struct tare_err *err);

/* Adds all blocks that were kept to `result`, by their index. After an error some may be added. */
int tare_store_blocks(const struct tare_store *store, struct tare_result *result,
                      struct tare_err *err);

/*
 * Writes the files of the result and points ROOT/latest here. Where result->finished is set it then
 * removes run.json and the blocks kept; else those stay and the run can be resumed.
 */
int tare_store_finish(const struct tare_store *store, const struct tare_result *result,
                      struct tare_err *err);

/*
 * Writes summary.csv, samples.csv, and counters.csv where there are counters, again into the folder
 * of a run that is none of this process's: those that tare_store_finish() wrote.
 */
int tare_store_remake(const char *folder, const struct tare_result *result, struct tare_err *err);

/* Writes `data` to the stream; 0, or -1 with `err` set. Need not check the stream for errors. */
typedef int tare_store_writer(FILE *file, const void *data, struct tare_err *err);

/*
 * Writes any file below the folder, such as "plots/sum_x.gp"; folders in `name` are made. `name`
 * is relative and holds no "..".
 */
int tare_store_write(const struct tare_store *store, const char *name, tare_store_writer *writer,
                     const void *data, struct tare_err *err);

/* The same into the folder of a run that is none of this process's. */
int tare_store_put(const char *folder, const char *name, tare_store_writer *writer,
                   const void *data, struct tare_err *err);

/* Writes a file of the user's choosing, wherever it is: whole, or as it was before. */
int tare_store_write_file(const char *path, tare_store_writer *writer, const void *data,
                          struct tare_err *err);

/* Frees and unlocks; nothing for a closed one. */
void tare_store_close(struct tare_store *store);

/*
 * Adds the key of a block, by which a resumed run knows what is done:
 * "group/" "*" or the one variant of several builds "[/size][/param:75][/threads:2]".
 */
void tare_block_key(const struct tare_block *block, struct tare_buf *key);

#endif
