/* SPDX-License-Identifier: MIT */
/*
 * What the representations of strings.c are built from: n texts, of which each occurs four times.
 * Included by strings.c only.
 */
#ifndef BENCH_STRINGS_TEXTS_H
#define BENCH_STRINGS_TEXTS_H

#include <string.h>

#include "case.h"

/* Of a to z; three in four lengths fit into the 15 characters of `inline15`. */
enum { TEXT_LENGTH_MIN = 4, TEXT_LENGTH_MAX = 19, TEXT_REPEATS = 4 };

struct text {
    char letters[TEXT_LENGTH_MAX + 1];
};

/* Words in order, each once, and which of them the texts are. */
struct texts {
    size_t count, word_count;
    struct text *words;
    uint32_t *word_of; /* [count] */
};

static struct text text_draw(struct tare *t)
{
    size_t lengths = TEXT_LENGTH_MAX - TEXT_LENGTH_MIN + 1;
    size_t length = TEXT_LENGTH_MIN + (size_t)random_below(t, lengths);
    struct text text = {{0}};

    for (size_t i = 0; i < length; i++)
        text.letters[i] = (char)('a' + random_below(t, 26));
    return text;
}

static int text_compare(const void *a, const void *b)
{
    return strcmp(((const struct text *)a)->letters, ((const struct text *)b)->letters);
}

/* Draws n > 0 texts; the caller frees them by texts_free. */
static struct texts texts_draw(struct tare *t)
{
    size_t n = tare_size(t), drawn = (n + TEXT_REPEATS - 1) / TEXT_REPEATS;
    struct texts texts = {
        .count = n,
        .word_count = 1,
        .words = must_alloc(drawn, sizeof(*texts.words)),
        .word_of = must_alloc(n, sizeof(*texts.word_of)),
    };

    for (size_t i = 0; i < drawn; i++)
        texts.words[i] = text_draw(t);
    qsort(texts.words, drawn, sizeof(*texts.words), text_compare);
    for (size_t i = 1; i < drawn; i++)
        if (text_compare(&texts.words[i], &texts.words[texts.word_count - 1]) != 0)
            texts.words[texts.word_count++] = texts.words[i];

    for (size_t i = 0; i < n; i++)
        texts.word_of[i] = (uint32_t)(i % texts.word_count);
    for (size_t i = n; i > 1; i--) {
        size_t other = random_below(t, i);
        uint32_t word = texts.word_of[i - 1];

        texts.word_of[i - 1] = texts.word_of[other];
        texts.word_of[other] = word;
    }
    return texts;
}

static void texts_free(struct texts *texts)
{
    free(texts->words);
    free(texts->word_of);
}

static const char *texts_at(const struct texts *texts, size_t i)
{
    return texts->words[texts->word_of[i]].letters;
}

/* The first that has up to `length_max` letters, else the first of all. */
static struct text texts_short(const struct texts *texts, size_t length_max)
{
    for (size_t i = 0; i < texts->count; i++)
        if (strlen(texts_at(texts, i)) <= length_max)
            return texts->words[texts->word_of[i]];
    return texts->words[texts->word_of[0]];
}

static char *text_copy(const char *text)
{
    char *copy = strdup(text);

    if (copy == NULL)
        abort();
    return copy;
}

/* What becomes of the order of sorted strings, by their first eight letters. */
static uint64_t text_mix(uint64_t mixed, const char *text)
{
    uint64_t letters = 0;

    memcpy(&letters, text, strnlen(text, sizeof(letters)));
    return mixed * 31 + letters;
}

#endif
