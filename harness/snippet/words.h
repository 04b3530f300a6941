/* SPDX-License-Identifier: MIT */
/*
 * Lists as they are typed behind --cc and --cflags: '-O2,-O3 -march=native' is two builds, the
 * second of two words. Errors have TARE_ERR_USAGE and do not know the flag: a caller puts its name
 * in front.
 */
#ifndef TARE_SNIPPET_WORDS_H
#define TARE_SNIPPET_WORDS_H

#include <stddef.h>

#include "base/err.h"

struct tare_words {
    size_t count;
    char **word; /* [count + 1], NULL at the end; NULL: none were added */
};

/* Adds a copy of `length` bytes of text. 0, or -1 without memory. */
int tare_words_add(struct tare_words *words, const char *text, size_t length, struct tare_err *err);

/* Adds the words of `text`, split at blanks; '...', "..." and a backslash keep blanks as in the
 * shell. 0, or -1 where a quote is not closed. */
int tare_words_split(struct tare_words *words, const char *text, struct tare_err *err);

/*
 * Adds the items of `text`, split at commas, without the blanks around them. Commas within quotes
 * and within a word that begins with -Wl, -Wa, or -Wp, belong to it. 0, or -1 where an item is
 * empty.
 */
int tare_words_list(struct tare_words *items, const char *text, struct tare_err *err);

void tare_words_free(struct tare_words *words);

#endif
