/* SPDX-License-Identifier: MIT */
#include "model/source.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"

void tare_source_free(struct tare_source *source)
{
    free(source->group);
    free(source->variant);
    free(source->file);
    free(source->text);
    free(source->missing);
    *source = (struct tare_source){0};
}

void tare_lesson_free(struct tare_lesson *lesson)
{
    free(lesson->group);
    free(lesson->text);
    *lesson = (struct tare_lesson){0};
}

/* Where line `line` begins; NULL: the text has fewer. */
static const char *find_line(const char *text, size_t line)
{
    for (; text && line > 1; line--) {
        text = strchr(text, '\n');
        text += text != NULL;
    }
    return text && *text ? text : NULL;
}

static bool is_word(char c)
{
    return isalnum((unsigned char)c) || c == '_';
}

/* Does the word stand between `from` and `to`? */
static bool has_word(const char *from, const char *to, const char *word)
{
    size_t length = strlen(word);

    for (const char *at = from; length && at + length <= to; at++)
        if (strncmp(at, word, length) == 0 && (at == from || !is_word(at[-1])) &&
            !is_word(at[length]))
            return true;
    return false;
}

/* Behind the comment or literal that begins at `at`; `at` itself where none does; at the end of the
 * text where it is never closed. */
static const char *skip_quoted(const char *at)
{
    const char *end;

    if (at[0] == '/' && at[1] == '*') {
        end = strstr(at + 2, "*/");
        return end ? end + 2 : at + strlen(at);
    }
    if (at[0] == '/' && at[1] == '/')
        return at + strcspn(at, "\n");
    if (*at != '"' && *at != '\'')
        return at;
    for (end = at + 1; *end && *end != *at; end++)
        end += *end == '\\' && end[1];
    return *end ? end + 1 : end;
}

/* The next character that is code and no blank, from `at` on. */
static const char *next_code(const char *at)
{
    for (;;) {
        const char *behind = *at == '"' || *at == '\'' ? at : skip_quoted(at);

        if (behind != at)
            at = behind;
        else if (isspace((unsigned char)*at))
            at++;
        else
            return at;
    }
}

/* Behind the bracket that closes the one at `at`; NULL: none does. */
static const char *skip_brackets(const char *at)
{
    size_t depth = 0;

    while (*at) {
        const char *behind = skip_quoted(at);

        if (behind != at) {
            at = behind;
            continue;
        }
        depth += *at == '(' || *at == '{';
        depth -= (*at == ')' || *at == '}') && depth;
        at++;
        if (depth == 0)
            return at;
    }
    return NULL;
}

/* Where the comment begins that ends on the line before `at`; `at` where there is none. */
static const char *comment_above(const char *text, const char *at)
{
    const char *end = at;

    if (at == text)
        return at;
    end--; /* the newline */
    while (end > text && (end[-1] == ' ' || end[-1] == '\t' || end[-1] == '\r'))
        end--;
    if (end - text < 4 || end[-1] != '/' || end[-2] != '*')
        return at;
    for (const char *begin = end - 4; begin >= text; begin--)
        if (begin[0] == '/' && begin[1] == '*')
            return begin == text || begin[-1] == '\n' ? begin : at;
    return at;
}

static size_t count_lines(const char *from, const char *to)
{
    size_t count = 0;

    for (; from < to; from++)
        count += *from == '\n';
    return count;
}

char *tare_source_cut(const char *text, const char *variant, size_t *line, struct tare_err *err)
{
    const char *begin = find_line(text, *line);
    const char *open = begin ? strchr(begin, '(') : NULL;
    const char *end = open ? skip_brackets(open) : NULL;
    const char *above;
    char *cut;

    if (!end || count_lines(begin, open) || !has_word(begin, end, variant)) {
        tare_err_set(err, TARE_ERR_INPUT, "line %zu does not name %s", *line, variant);
        return NULL;
    }
    if (*next_code(end) == '{')
        end = skip_brackets(next_code(end));
    if (!end) {
        tare_err_set(err, TARE_ERR_INPUT, "nothing closes the case at line %zu", *line);
        return NULL;
    }
    end += strcspn(end, "\n");
    above = comment_above(text, begin);
    if (count_lines(above, end) >= TARE_SOURCE_LINES_MAX) {
        tare_err_set(err, TARE_ERR_INPUT, "it takes more than %d lines", TARE_SOURCE_LINES_MAX);
        return NULL;
    }
    cut = strndup(above, (size_t)(end - above));
    if (!cut)
        tare_err_memory(err);
    *line -= count_lines(above, begin);
    return cut;
}

/* The line on which TARE_GROUP(group begins; NULL: none. */
static const char *find_group(const char *text, const char *group)
{
    static const char macro[] = "TARE_GROUP";
    const char *at = text;

    while ((at = strstr(at, macro))) {
        const char *name = at + strlen(macro);
        bool is_first = at == text || at[-1] == '\n';

        name += strspn(name, " \t");
        if (is_first && *name == '(') {
            name += 1 + strspn(name + 1, " \t\n");
            if (strncmp(name, group, strlen(group)) == 0 && !is_word(name[strlen(group)]))
                return at;
        }
        at += strlen(macro);
    }
    return NULL;
}

/* The first comment of the file that is not its license alone; NULL: code comes before. */
static const char *find_head(const char *text)
{
    while (strncmp(text, "/*", 2) == 0) {
        const char *end = strstr(text, "*/");

        if (!end)
            return NULL;
        if (!has_word(text, end, "SPDX"))
            return text;
        text = end + 2 + strspn(end + 2, " \t\r\n");
    }
    return NULL;
}

/* Appends the words of the comment's first paragraph, single spaces between them. */
static void put_paragraph(struct tare_buf *out, const char *comment)
{
    const char *end = strstr(comment, "*/");

    for (const char *at = comment + 2; end && at < end;) {
        size_t length = strcspn(at, "\n");
        const char *stop = at + length > end ? end : at + length;

        at += strspn(at, " \t");
        at += *at == '*' && at < stop;
        at += strspn(at, " \t\r");
        if (at >= stop && out->length)
            return;
        while (at < stop) {
            size_t word = strcspn(at, " \t\r\n");

            word = at + word > stop ? (size_t)(stop - at) : word;
            tare_buf_puts(out, out->length ? " " : "");
            tare_buf_add(out, at, word);
            at += word;
            at += strspn(at, " \t\r");
        }
        at = stop + 1;
    }
}

char *tare_source_lesson(const char *text, const char *group)
{
    struct tare_buf words = TARE_BUF_INIT;
    const char *at = find_group(text, group);
    const char *comment = at ? comment_above(text, at) : NULL;

    if (!comment || comment == at)
        comment = find_head(text);
    if (comment)
        put_paragraph(&words, comment);
    if (!words.length) {
        tare_buf_free(&words);
        return NULL;
    }
    return tare_buf_steal(&words);
}
