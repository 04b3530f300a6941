/* SPDX-License-Identifier: MIT */
#include "snippet/complaint.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ERRORS_MAX 10
#define LINES_MAX  40

/* The line of `text` that `at` lies in, and a caret below it. Where a tab or a character of several
 * bytes stands before it, compilers do not agree on columns: no caret. */
static void show_line(struct tare_buf *out, const char *line, size_t column)
{
    size_t length = strcspn(line, "\n");
    bool plain = column > 0;

    if (column > length + 1)
        column = length + 1;
    for (size_t i = 0; i + 1 < column; i++)
        plain &= (unsigned char)line[i] >= ' ' && (unsigned char)line[i] < 0x7f;
    tare_buf_printf(out, "    %.*s\n", (int)length, line);
    if (plain)
        tare_buf_printf(out, "    %*s\n", (int)column, "^");
}

void tare_complaint_show(struct tare_buf *out, const struct tare_snippet_text *text, const char *at,
                         const char *problem)
{
    const char *line = text->text;
    size_t number = 1;

    for (const char *c = text->text; c < at; c++)
        if (*c == '\n') {
            line = c + 1;
            number++;
        }
    tare_buf_printf(out, "%s:%zu:%zu: error: %s\n", text->name, number, (size_t)(at - line) + 1,
                    problem);
    show_line(out, line, (size_t)(at - line) + 1);
}

/* Line `*number` of the text, from 1; the last where it has fewer, which `*number` is then. */
static const char *find_line(const char *text, unsigned long *number)
{
    unsigned long line = 1;
    const char *next;

    while (line < *number && (next = strchr(text, '\n')) && next[1]) {
        text = next + 1;
        line++;
    }
    *number = line;
    return text;
}

/* ":LINE" or ":LINE:COLUMN" behind a name, and what follows; NULL: that is not there. */
static const char *read_place(const char *at, unsigned long *line, unsigned long *column)
{
    char *end;

    *column = 0;
    if (at[0] != ':' || at[1] < '0' || at[1] > '9')
        return NULL;
    *line = strtoul(at + 1, &end, 10);
    if (end[0] == ':' && end[1] >= '0' && end[1] <= '9')
        *column = strtoul(end + 1, &end, 10);
    return *end == ':' ? end + 1 : NULL;
}

/* The words of an error, of the compiler or of ld; NULL: the message is none. */
static const char *words_of(const char *message)
{
    static const char *const kinds[] = {" error: ", " fatal error: "};
    const char *undefined = strstr(message, "undefined reference to ");

    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (strncmp(message, kinds[i], strlen(kinds[i])) == 0)
            return message + strlen(kinds[i]);
    return undefined;
}

/* Shows one line of the output where it is an error about `text`. */
static void show_message(struct tare_buf *out, const char *message,
                         const struct tare_snippet_text *text)
{
    const char *name = strstr(message, text->name);
    unsigned long number;
    unsigned long column;
    const char *words;
    unsigned long shown;
    const char *line;

    if (!name)
        return;
    words = read_place(name + strlen(text->name), &number, &column);
    words = words ? words_of(words) : NULL;
    if (!words || number == 0)
        return; /* line 0 is ours, and its errors come of what was said before */
    shown = number;
    line = find_line(text->text, &shown);
    if (shown != number)
        column = strcspn(line, "\n") + 1; /* something is missing at the end */
    tare_buf_printf(out, "%s:%lu: error: %s\n", text->name, shown, words);
    show_line(out, line, column);
}

/* An expression is checked in several places of a macro, and a set-up in each case. */
static bool is_shown(const struct tare_buf *out, const struct tare_buf *complaint)
{
    return strstr(out->text, complaint->text) != NULL;
}

static void show_raw(struct tare_buf *out, const char *output)
{
    for (size_t i = 0; i < LINES_MAX && *output; i++) {
        size_t length = strcspn(output, "\n");

        tare_buf_printf(out, "    %.*s\n", (int)length, output);
        output += length + (output[length] == '\n');
    }
}

void tare_complaint_list(struct tare_buf *out, const struct tare_complaint_params *params)
{
    struct tare_buf complaint = TARE_BUF_INIT;
    const char *at = params->output;
    size_t shown = 0;

    while (*at && shown < ERRORS_MAX) {
        size_t length = strcspn(at, "\n");
        char *message = strndup(at, length);

        tare_buf_reset(&complaint);
        for (size_t i = 0; message && i < params->count; i++)
            show_message(&complaint, message, &params->text[i]);
        if (complaint.length && !is_shown(out, &complaint)) {
            tare_buf_add(out, complaint.text, complaint.length);
            shown++;
        }
        free(message);
        at += length + (at[length] == '\n');
    }
    if (!shown)
        show_raw(out, params->output);
    tare_buf_free(&complaint);
}
