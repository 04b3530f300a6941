/* SPDX-License-Identifier: MIT */
#include "snippet/scan.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#define DEPTH_MAX 256

static bool is_word_byte(char c)
{
    return isalnum((unsigned char)c) || c == '_' || c == '$' || (unsigned char)c >= 0x80;
}

/* Behind the end of a line, a backslash before which continues it. */
static const char *skip_line(const char *at)
{
    while (*at && *at != '\n')
        at += at[0] == '\\' && at[1] ? 2 : 1;
    return at;
}

/* Behind blanks, comments and lines of the preprocessor. `*open` is set to a comment that has no
 * end. */
static const char *skip_blanks(const char *at, const char **open)
{
    for (;;) {
        const char *close;

        if (isspace((unsigned char)*at)) {
            at++;
        } else if (*at == '#' || (at[0] == '/' && at[1] == '/')) {
            at = skip_line(at);
        } else if (at[0] == '/' && at[1] == '*') {
            close = strstr(at + 2, "*/");
            if (!close) {
                *open = at;
                return at + strlen(at);
            }
            at = close + 2;
        } else {
            return at;
        }
    }
}

static struct tare_token quoted(const char *at)
{
    const char *end = at + 1;

    while (*end && *end != *at && *end != '\n')
        end += end[0] == '\\' && end[1] ? 2 : 1;
    if (*end == *at)
        return (struct tare_token){TARE_TOKEN_QUOTED, at, (size_t)(end + 1 - at)};
    return (struct tare_token){TARE_TOKEN_OPEN, at, (size_t)(end - at)};
}

struct tare_token tare_scan(const char *at)
{
    const char *open = NULL;
    const char *end;
    bool number;

    at = skip_blanks(at, &open);
    if (open)
        return (struct tare_token){TARE_TOKEN_OPEN, open, strlen(open)};
    if (!*at)
        return (struct tare_token){TARE_TOKEN_END, at, 0};
    if (*at == '"' || *at == '\'')
        return quoted(at);
    number = isdigit((unsigned char)*at) || (*at == '.' && isdigit((unsigned char)at[1]));
    if (!number && !is_word_byte(*at))
        return (struct tare_token){TARE_TOKEN_MARK, at, 1};
    for (end = at + 1; is_word_byte(*end) || (number && *end == '.');)
        end++;
    return (struct tare_token){number ? TARE_TOKEN_NUMBER : TARE_TOKEN_WORD, at,
                               (size_t)(end - at)};
}

bool tare_token_is_mark(const struct tare_token *token, char mark)
{
    return token->kind == TARE_TOKEN_MARK && *token->at == mark;
}

bool tare_token_is_word(const struct tare_token *token, const char *word)
{
    return token->kind == TARE_TOKEN_WORD && strlen(word) == token->length &&
           memcmp(token->at, word, token->length) == 0;
}

/* 1 for a bracket that opens, -1 for one that closes, 0 for what is none. */
static int depth_of(const struct tare_token *token)
{
    if (token->kind != TARE_TOKEN_MARK)
        return 0;
    return strchr("([{", *token->at) ? 1 : strchr(")]}", *token->at) ? -1 : 0;
}

const char *tare_scan_behind(const struct tare_token *token)
{
    struct tare_token next = *token;
    int depth = depth_of(&next);

    while (depth > 0 && next.kind != TARE_TOKEN_END) {
        next = tare_scan(next.at + next.length);
        depth += depth_of(&next);
    }
    return next.at + next.length;
}

static bool is_pair(char open, char close)
{
    return (open == '(' && close == ')') || (open == '[' && close == ']') ||
           (open == '{' && close == '}');
}

static bool fail_at(struct tare_scan_fault *fault, const char *at, const char *problem, char mark)
{
    fault->at = at;
    snprintf(fault->problem, sizeof fault->problem, "'%c' %s", mark, problem);
    return false;
}

bool tare_scan_balanced(const char *text, struct tare_scan_fault *fault)
{
    const char *opened[DEPTH_MAX];
    size_t depth = 0;
    struct tare_token token;

    for (token = tare_scan(text); token.kind != TARE_TOKEN_END;
         token = tare_scan(token.at + token.length)) {
        int way = depth_of(&token);

        if (token.kind == TARE_TOKEN_OPEN) {
            if (*token.at != '/')
                return fail_at(fault, token.at, "is not closed", *token.at);
            fault->at = token.at;
            snprintf(fault->problem, sizeof fault->problem, "the comment is not closed");
            return false;
        }
        if (way > 0 && depth == DEPTH_MAX)
            return fail_at(fault, token.at, "is nested too deep", *token.at);
        if (way > 0)
            opened[depth++] = token.at;
        if (way < 0 && !depth)
            return fail_at(fault, token.at, "closes nothing", *token.at);
        if (way < 0 && !is_pair(*opened[--depth], *token.at))
            return fail_at(fault, opened[depth], "is not closed", *opened[depth]);
    }
    return depth ? fail_at(fault, opened[depth - 1], "is not closed", *opened[depth - 1]) : true;
}
