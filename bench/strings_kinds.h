/* SPDX-License-Identifier: MIT */
/*
 * n strings in four representations. Included by strings.c only. The bytes that are given with one
 * are those of a string of the average length, 11.5 letters, as asked of malloc.
 *
 *     ..._find(strings, text)    the sum of the places, from 1, of the strings that equal `text`
 *     ..._sort(items, n, ...)    by strcmp, on a copy of the items
 */
#ifndef BENCH_STRINGS_KINDS_H
#define BENCH_STRINGS_KINDS_H

#include "strings_texts.h"

/* pointers, 20.5 bytes and one block: what C does by itself. malloc makes 32 bytes of each block.
 */
struct pointers {
    size_t count;
    char **items;
};

static void *pointers_new(const struct texts *texts)
{
    struct pointers *strings = must_alloc(1, sizeof(*strings));

    *strings = (struct pointers){texts->count, must_alloc(texts->count, sizeof(char *))};
    for (size_t i = 0; i < texts->count; i++)
        strings->items[i] = text_copy(texts_at(texts, i));
    return strings;
}

static void pointers_free(struct pointers *strings)
{
    for (size_t i = 0; i < strings->count; i++)
        free(strings->items[i]);
    free(strings->items);
    free(strings);
}

OPERATION uint64_t pointers_find(const struct pointers *strings, const char *text)
{
    uint64_t places = 0;

    for (size_t i = 0; i < strings->count; i++)
        if (strcmp(strings->items[i], text) == 0)
            places += i + 1;
    return places;
}

static uint64_t pointers_order(char *const *items, size_t n)
{
    uint64_t mixed = 0;

    for (size_t i = 0; i < n; i++)
        mixed = text_mix(mixed, items[i]);
    return mixed;
}

#define SORT_NAME                pointers_sort
#define SORT_ITEM                char *
#define SORT_CONTEXT             const void *
#define SORT_LESS(a, b, context) (strcmp((a), (b)) < 0)
#include "sort_quick.h"

/*
 * buffer, 16.5 bytes: all strings one behind the other in one block, NUL by NUL, and where each
 * begins. Two blocks, whatever n is, but a string cannot grow where it stands. The `string` columns
 * of Apache Arrow, which Pandas offers too, are made like this.
 */
struct buffer {
    size_t count;
    uint32_t *offsets;
    char *letters;
};

static void *buffer_new(const struct texts *texts)
{
    struct buffer *strings = must_alloc(1, sizeof(*strings));
    size_t bytes = 0;

    for (size_t i = 0; i < texts->count; i++)
        bytes += strlen(texts_at(texts, i)) + 1;
    *strings = (struct buffer){texts->count, must_alloc(texts->count, sizeof(*strings->offsets)),
                               must_alloc(bytes, 1)};

    char *end = strings->letters;

    for (size_t i = 0; i < texts->count; i++) {
        strings->offsets[i] = (uint32_t)(end - strings->letters);
        end = stpcpy(end, texts_at(texts, i)) + 1;
    }
    return strings;
}

static void buffer_free(struct buffer *strings)
{
    free(strings->offsets);
    free(strings->letters);
    free(strings);
}

OPERATION uint64_t buffer_find(const struct buffer *strings, const char *text)
{
    uint64_t places = 0;

    for (size_t i = 0; i < strings->count; i++)
        if (strcmp(strings->letters + strings->offsets[i], text) == 0)
            places += i + 1;
    return places;
}

static uint64_t buffer_order(const uint32_t *items, size_t n, const char *letters)
{
    uint64_t mixed = 0;

    for (size_t i = 0; i < n; i++)
        mixed = text_mix(mixed, letters + items[i]);
    return mixed;
}

#define SORT_NAME                buffer_sort
#define SORT_ITEM                uint32_t
#define SORT_CONTEXT             const char *
#define SORT_LESS(a, b, context) (strcmp((context) + (a), (context) + (b)) < 0)
#include "sort_quick.h"

/*
 * inline15, 20.6 bytes: the small-string optimization. Up to 15 letters stand in the item itself,
 * of longer ones a pointer; the last byte tells, which is the NUL of 15 letters too. C++ has it in
 * std::string (15 letters in 32 bytes in libstdc++, 22 in 24 bytes in libc++). Equality with a
 * short string is that of 16 bytes, wherever the others are; to read the letters is to ask first
 * where they are, and of one string in four, in no order, no branch predictor knows.
 */
enum { INLINE_BYTES = 16 };

union small {
    char letters[INLINE_BYTES];
    struct {
        char *text;
        char unused[INLINE_BYTES - sizeof(char *) - 1];
        bool is_long;
    } outside;
};

_Static_assert(sizeof(union small) == INLINE_BYTES, "the flag is the last letter");

struct inline15 {
    size_t count;
    union small *items;
};

static inline const char *small_text(const union small *string)
{
    return string->letters[INLINE_BYTES - 1] != 0 ? string->outside.text : string->letters;
}

/* A view of the text: a long one is not copied. */
static union small small_view(const char *text)
{
    size_t length = strlen(text);
    union small string = {{0}};

    if (length < INLINE_BYTES) {
        memcpy(string.letters, text, length);
    } else {
        string.outside.text = (char *)(uintptr_t)text;
        string.outside.is_long = true;
    }
    return string;
}

static union small small_new(const char *text)
{
    union small string = small_view(text);

    if (string.letters[INLINE_BYTES - 1] != 0)
        string.outside.text = text_copy(text);
    return string;
}

static void small_dispose(union small *string)
{
    if (string->letters[INLINE_BYTES - 1] != 0)
        free(string->outside.text);
}

static void *inline15_new(const struct texts *texts)
{
    struct inline15 *strings = must_alloc(1, sizeof(*strings));

    *strings = (struct inline15){texts->count, must_alloc(texts->count, sizeof(*strings->items))};
    for (size_t i = 0; i < texts->count; i++)
        strings->items[i] = small_new(texts_at(texts, i));
    return strings;
}

static void inline15_free(struct inline15 *strings)
{
    for (size_t i = 0; i < strings->count; i++)
        small_dispose(&strings->items[i]);
    free(strings->items);
    free(strings);
}

static inline bool small_equal(const union small *a, const union small *b)
{
    if (memcmp(a, b, sizeof(*a)) == 0)
        return true;
    return b->letters[INLINE_BYTES - 1] != 0 && a->letters[INLINE_BYTES - 1] != 0 &&
           strcmp(a->outside.text, b->outside.text) == 0;
}

OPERATION uint64_t inline15_find(const struct inline15 *strings, const char *text)
{
    union small wanted = small_view(text);
    uint64_t places = 0;

    for (size_t i = 0; i < strings->count; i++)
        if (small_equal(&strings->items[i], &wanted))
            places += i + 1;
    return places;
}

static uint64_t inline15_order(const union small *items, size_t n)
{
    uint64_t mixed = 0;

    for (size_t i = 0; i < n; i++)
        mixed = text_mix(mixed, small_text(&items[i]));
    return mixed;
}

#define SORT_NAME                inline15_sort
#define SORT_ITEM                union small
#define SORT_CONTEXT             const void *
#define SORT_LESS(a, b, context) (strcmp(small_text(&(a)), small_text(&(b))) < 0)
#include "sort_quick.h"

/*
 * interned, 13.1 bytes of these strings, each of which occurs four times: each word is there once,
 * in a sorted table that finds it, so that equal strings are equal pointers and only different ones
 * have to be read. Python does it by sys.intern, and by itself to names.
 */
struct interned {
    size_t count, word_count;
    char **items;
    char **words;
};

static void *interned_new(const struct texts *texts)
{
    struct interned *strings = must_alloc(1, sizeof(*strings));

    *strings =
        (struct interned){texts->count, texts->word_count, must_alloc(texts->count, sizeof(char *)),
                          must_alloc(texts->word_count, sizeof(char *))};
    for (size_t i = 0; i < strings->word_count; i++)
        strings->words[i] = NULL;
    for (size_t i = 0; i < strings->count; i++) {
        char **word = &strings->words[texts->word_of[i]];

        if (*word == NULL)
            *word = text_copy(texts_at(texts, i));
        strings->items[i] = *word;
    }
    return strings;
}

static void interned_free(struct interned *strings)
{
    for (size_t i = 0; i < strings->word_count; i++)
        free(strings->words[i]);
    free(strings->words);
    free(strings->items);
    free(strings);
}

static int interned_compare(const void *text, const void *word)
{
    return strcmp(text, *(char *const *)word);
}

OPERATION uint64_t interned_find(const struct interned *strings, const char *text)
{
    char *const *word =
        bsearch(text, strings->words, strings->word_count, sizeof(char *), interned_compare);
    uint64_t places = 0;

    for (size_t i = 0; word != NULL && i < strings->count; i++)
        if (strings->items[i] == *word)
            places += i + 1;
    return places;
}

#define SORT_NAME                interned_sort
#define SORT_ITEM                char *
#define SORT_CONTEXT             const void *
#define SORT_LESS(a, b, context) ((a) != (b) && strcmp((a), (b)) < 0)
#include "sort_quick.h"

#endif
