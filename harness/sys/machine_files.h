/* SPDX-License-Identifier: MIT */
/*
 * Reading the small text files of /proc and /sys into facts; private to the machine files.
 *
 * `root` is what tare_machine_root() returned; `path` starts with a slash. A reason names the path
 * below the root, so that it reads the same for every root.
 */
#ifndef TARE_SYS_MACHINE_FILES_H
#define TARE_SYS_MACHINE_FILES_H

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sys/machine.h"

/* Holds the first CPU of /proc/cpuinfo, the flags of x86 being 2 KiB; and any other file. */
#define TARE_MACHINE_FILE_BYTES 8192

/* The prefix of paths for a root as callers give it: "" for NULL and "/". */
const char *tare_machine_root(const char *root);

/* Formats a reason, cutting it where too long. */
void tare_machine_explain(char reason[TARE_MACHINE_REASON_BYTES], const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* The path to open. Returns false with errno ENAMETOOLONG where it does not fit. */
bool tare_machine_file_path(const char *root, const char *path, char full[PATH_MAX]);

/*
 * Reads the first `size` - 1 bytes of a file into `text`, NUL-terminated and without the white
 * space at its end. Returns true, or false with `reason` set where it cannot be read or is empty.
 */
bool tare_machine_file_read(const char *root, const char *path, char *text, size_t size,
                            char reason[TARE_MACHINE_REASON_BYTES]);

/* The whole of a file as a fact: its first line, or a decimal number. */
void tare_machine_file_text(const char *root, const char *path, struct tare_machine_text *fact);
void tare_machine_file_integer(const char *root, const char *path,
                               struct tare_machine_integer *fact);

/* Without blanks at the end of `value`. */
void tare_machine_set_text(struct tare_machine_text *fact, const char *value);
void tare_machine_set_integer(struct tare_machine_integer *fact, int64_t value);
void tare_machine_set_real(struct tare_machine_real *fact, double value);

/*
 * Finds the line `key`, blanks, `separator` and copies what follows, without the blanks around it,
 * to `value` of `size` bytes. Returns false where there is no such line or nothing follows.
 */
bool tare_machine_line(const char *text, const char *key, char separator, char *value, size_t size);

/* A line "SwapTotal:       24684084 kB" of /proc/meminfo as a fact in bytes. */
void tare_machine_kib_line(struct tare_machine_integer *fact, const char *meminfo, const char *key);

/* Whether `words`, separated by blanks, has the whole word `word`. */
bool tare_machine_has_word(const char *words, const char *word);

/*
 * Takes the next range of a kernel CPU list ("0-3,8") off `*cursor`. Returns false, `*cursor`
 * standing still, at its end or where it is malformed.
 */
bool tare_machine_cpu_range(const char **cursor, int *first, int *last);

/* How many CPUs the list names; 0 where it is malformed. */
int tare_machine_cpu_count(const char *list);

#endif
