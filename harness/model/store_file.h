/* SPDX-License-Identifier: MIT */
/*
 * Files and links that are whole or not there, for the store. Private to it.
 */
#ifndef TARE_MODEL_STORE_FILE_H
#define TARE_MODEL_STORE_FILE_H

#include "base/err.h"
#include "model/store.h"

#include <stddef.h>

/*
 * Writes `path` by way of `path`.PID.tmp: stream, flush to the disk, rename, flush the folder. On
 * failure the temporary file is gone, `path` is as it was, and `err` names `path`.
 */
int tare_store_file_write(const struct tare_store_io *io, const char *path,
                          tare_store_writer *writer, const void *data, struct tare_err *err);

/* Makes `path` a symbolic link to `target`, in place of the link or file that it is. */
int tare_store_file_link(const struct tare_store_io *io, const char *target, const char *path,
                         struct tare_err *err);

/* Writes a byte to a new file in `folder` and takes it away: 0, or -1 with errno. */
int tare_store_file_probe(const struct tare_store_io *io, const char *folder);

/*
 * Makes all folders of `path` up to its last slash (as for a file), or all of it where it ends in
 * one. Returns 0, or -1 with errno.
 */
int tare_store_make_folders(const char *path);

/* Writes all bytes: 0, or -1 with errno. */
int tare_store_write_all(const struct tare_store_io *io, int fd, const char *bytes, size_t length);

#endif
