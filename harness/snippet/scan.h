/* SPDX-License-Identifier: MIT */
/*
 * C text cut into tokens, as far as looking over a snippet needs it: words, numbers, quoted text
 * and single marks. Not a preprocessor: comments and whole lines that begin with # are blanks.
 */
#ifndef TARE_SNIPPET_SCAN_H
#define TARE_SNIPPET_SCAN_H

#include <stdbool.h>
#include <stddef.h>

enum tare_token_kind {
    TARE_TOKEN_END, /* the text is over */
    TARE_TOKEN_WORD,
    TARE_TOKEN_NUMBER,
    TARE_TOKEN_QUOTED, /* "..." or '...' */
    TARE_TOKEN_MARK,   /* one character of punctuation */
    TARE_TOKEN_OPEN,   /* a quote or comment that is not closed, up to where it should be */
};

/* A view of the text. */
struct tare_token {
    enum tare_token_kind kind;
    const char *at;
    size_t length; /* 0 at the end */
};

/* The first token at or behind `at`; the next one is at token.at + token.length. */
struct tare_token tare_scan(const char *at);

/* Is the token this mark, this word? */
bool tare_token_is_mark(const struct tare_token *token, char mark);
bool tare_token_is_word(const struct tare_token *token, const char *word);

/*
 * What is behind the bracket that closes the one at `token`, ( or [ or {; the end of the text where
 * none does.
 */
const char *tare_scan_behind(const struct tare_token *token);

/* A fault of a snippet: where, and what is wrong with it. */
struct tare_scan_fault {
    const char *at; /* in the text */
    char problem[64];
};

/*
 * Are all brackets, quotes and comments of the text closed, and in order? Braces that are not would
 * leave the loop without an error: `} x; {`. Returns false with `fault` set.
 */
bool tare_scan_balanced(const char *text, struct tare_scan_fault *fault);

#endif
