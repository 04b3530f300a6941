/* SPDX-License-Identifier: MIT */
#include "base/near.h"

#include <string.h>

#define LETTERS_MAX 64

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

size_t tare_near_distance(const char *a, const char *b)
{
    size_t a_length = strnlen(a, LETTERS_MAX);
    size_t b_length = strnlen(b, LETTERS_MAX);
    size_t row[3][LETTERS_MAX + 1]; /* of this letter of a, the one before, and before that */
    size_t *now = row[0];
    size_t *before = row[1];
    size_t *earlier = row[2];

    for (size_t j = 0; j <= b_length; j++)
        now[j] = earlier[j] = j;
    for (size_t i = 1; i <= a_length; i++) {
        size_t *oldest = earlier;

        earlier = before;
        before = now;
        now = oldest;
        now[0] = i;
        for (size_t j = 1; j <= b_length; j++) {
            size_t exchanged = before[j - 1] + (a[i - 1] != b[j - 1]);

            now[j] = least(exchanged, least(before[j], now[j - 1]) + 1);
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                now[j] = least(now[j], earlier[j - 2] + 1);
        }
    }
    return now[b_length];
}

void tare_near_offer(struct tare_near *near, const char *word)
{
    size_t letters = strlen(near->word);
    size_t distance = tare_near_distance(near->word, word);

    if (distance < letters && distance <= (letters + 2) / 3 &&
        (!near->best || distance < near->distance)) {
        near->best = word;
        near->distance = distance;
    }
}

const char *tare_near_find(const char *word, const char *const *words)
{
    struct tare_near near = {.word = word};

    for (size_t i = 0; words[i]; i++)
        tare_near_offer(&near, words[i]);
    return near.best;
}
