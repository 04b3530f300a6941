/* SPDX-License-Identifier: MIT */
/*
 * The folder of compiled snippets: what compile.h says of it, as single steps.
 */
#ifndef TARE_SNIPPET_CACHE_H
#define TARE_SNIPPET_CACHE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "snippet/words.h"

/* See tare_compile_cache(). */
char *tare_cache_folder(struct tare_err *err);

/* `key` mixed with the bytes of a file. Returns false, and leaves it, where it cannot be read. */
bool tare_cache_mix_file(uint64_t *key, const char *path);
/* The same with a text, NULL being one of its own. */
uint64_t tare_cache_mix_text(uint64_t key, const char *text);

/* The path of the program of `key`, as the files it included are now; NULL: it has to be compiled,
 * or memory is short. To be freed. */
char *tare_cache_find(const char *cache, uint64_t key);

/* A new folder in the cache to compile in; NULL with `err`. To be freed, and removed. */
char *tare_cache_begin(const char *cache, struct tare_err *err);
void tare_cache_remove(const char *folder);

/*
 * Keeps what was compiled in `folder`: the program `bench`, what it included by `deps` and what was
 * linked by `linked`, both in make's format; and removes what is old. A program without `linked`,
 * that is no object, is not found again. Returns the program's path, to be freed; NULL with `err`.
 */
char *tare_cache_keep(const char *cache, uint64_t key, const char *folder, bool is_object,
                      struct tare_err *err);

/* The files of the first rule of a text as -MD and linkers write it, but those below `folder`. 0,
 * or -1 without memory. */
int tare_cache_parse_deps(struct tare_words *files, const char *rule, const char *folder,
                          struct tare_err *err);

#endif
