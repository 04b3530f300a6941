/* SPDX-License-Identifier: MIT */
#include "snippet/words.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"

int tare_words_add(struct tare_words *words, const char *text, size_t length, struct tare_err *err)
{
    char **grown = realloc(words->word, (words->count + 2) * sizeof *grown);

    if (!grown)
        return tare_err_memory(err);
    words->word = grown;
    grown[words->count + 1] = NULL;
    grown[words->count] = strndup(text, length);
    if (!grown[words->count])
        return tare_err_memory(err);
    words->count++;
    return 0;
}

static int add_word(struct tare_words *words, const struct tare_buf *word, struct tare_err *err)
{
    return word->failed ? tare_err_memory(err)
                        : tare_words_add(words, word->text, word->length, err);
}

int tare_words_split(struct tare_words *words, const char *text, struct tare_err *err)
{
    struct tare_buf word = TARE_BUF_INIT;
    bool in_word = false;
    char quote = '\0';
    int result = 0;

    for (const char *c = text; result == 0; c++) {
        if (quote && !*c) {
            result = tare_err_set(err, TARE_ERR_USAGE, "'%s': a %c is not closed", text, quote);
        } else if (quote) {
            if (*c == quote)
                quote = '\0';
            else
                tare_buf_add(&word, c, 1);
        } else if (!*c || isspace((unsigned char)*c)) {
            if (in_word)
                result = add_word(words, &word, err);
            in_word = false;
            tare_buf_reset(&word);
            if (!*c)
                break;
        } else {
            in_word = true;
            if (*c == '\'' || *c == '"') {
                quote = *c;
                continue;
            }
            if (*c == '\\' && c[1])
                c++;
            tare_buf_add(&word, c, 1);
        }
    }
    tare_buf_free(&word);
    return result;
}

/* -Wl,-z,now is one word to the compiler, commas and all. */
static bool keeps_commas(const char *word)
{
    return strncmp(word, "-Wl,", 4) == 0 || strncmp(word, "-Wa,", 4) == 0 ||
           strncmp(word, "-Wp,", 4) == 0;
}

static int add_item(struct tare_words *items, const char *text, const char *begin, const char *end,
                    struct tare_err *err)
{
    while (begin < end && isspace((unsigned char)*begin))
        begin++;
    while (end > begin && isspace((unsigned char)end[-1]))
        end--;
    if (begin == end)
        return tare_err_set(err, TARE_ERR_USAGE, "'%s': expected something between the commas",
                            text);
    return tare_words_add(items, begin, (size_t)(end - begin), err);
}

int tare_words_list(struct tare_words *items, const char *text, struct tare_err *err)
{
    const char *begin = text;
    const char *word = text;
    char quote = '\0';

    for (const char *c = text;; c++) {
        if (quote && *c) {
            if (*c == quote)
                quote = '\0';
        } else if (*c == '\'' || *c == '"') {
            quote = *c;
        } else if (isspace((unsigned char)*c)) {
            word = c + 1;
        } else if (!*c || (*c == ',' && !keeps_commas(word))) {
            if (add_item(items, text, begin, c, err))
                return -1;
            if (!*c)
                return 0;
            begin = word = c + 1;
        }
    }
}

void tare_words_free(struct tare_words *words)
{
    for (size_t i = 0; i < words->count; i++)
        free(words->word[i]);
    free(words->word);
    *words = (struct tare_words){0};
}
