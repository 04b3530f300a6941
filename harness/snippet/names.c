/* SPDX-License-Identifier: MIT */
#include "snippet/names.h"

#include <stdlib.h>
#include <string.h>

#include "snippet/scan.h"

/* What stands before the declarators. */
struct specifiers {
    bool typed; /* a type was named */
    bool plain; /* and it is a scalar: int, double, an enum */
    bool aggregate;
    bool constant;
    bool is_volatile;
    bool is_register;
    bool other; /* typedef, extern: declares no variable of the set-up */
};

struct finder {
    struct tare_names *names;
    const char *setup;
    const char *statement;
    struct tare_err *err;
};

static bool is_among(const struct tare_token *token, const char *const *words)
{
    for (size_t i = 0; words[i]; i++)
        if (tare_token_is_word(token, words[i]))
            return true;
    return false;
}

static struct tare_token next_of(const struct tare_token *token)
{
    return tare_scan(token->at + token->length);
}

static bool is_scalar_type(const struct tare_token *token)
{
    static const char *const words[] = {
        "int",      "char",        "short",    "long",     "signed",    "unsigned", "float",
        "double",   "_Bool",       "bool",     "size_t",   "ssize_t",   "off_t",    "time_t",
        "clock_t",  "int8_t",      "int16_t",  "int32_t",  "int64_t",   "uint8_t",  "uint16_t",
        "uint32_t", "uint64_t",    "intptr_t", "intmax_t", "uintptr_t", "wchar_t",  "ptrdiff_t",
        "_Complex", "__complex__", NULL};

    return is_among(token, words);
}

static bool is_keyword(const struct tare_token *token)
{
    static const char *const words[] = {
        "if",       "else",           "for",     "while", "do",
        "switch",   "case",           "default", "break", "continue",
        "return",   "goto",           "sizeof",  "asm",   "__asm__",
        "_Alignof", "_Static_assert", NULL};

    return is_among(token, words);
}

static bool is_qualifier(const struct tare_token *token)
{
    static const char *const words[] = {"static",   "register",      "auto",          "inline",
                                        "restrict", "_Thread_local", "__restrict__",  "const",
                                        "volatile", "_Atomic",       "__extension__", NULL};

    return is_among(token, words);
}

/* struct NAME {...}, enum {...}; returns the token behind it. */
static struct tare_token skip_tagged(struct specifiers *specifiers, struct tare_token token)
{
    specifiers->typed = true;
    specifiers->plain = tare_token_is_word(&token, "enum");
    specifiers->aggregate = !specifiers->plain;
    token = next_of(&token);
    if (token.kind == TARE_TOKEN_WORD)
        token = next_of(&token);
    return tare_token_is_mark(&token, '{') ? tare_scan(tare_scan_behind(&token)) : token;
}

/* Does a word that is no known type name one here? It does before another word or a star. */
static bool names_type(const struct tare_token *token)
{
    struct tare_token next = next_of(token);

    return next.kind == TARE_TOKEN_WORD || tare_token_is_mark(&next, '*');
}

/* Reads what stands before the declarators; returns the token behind it. */
static struct tare_token read_specifiers(struct specifiers *specifiers, struct tare_token token)
{
    static const char *const tagged[] = {"struct", "union", "enum", NULL};
    static const char *const others[] = {"typedef", "extern", NULL};
    static const char *const of[] = {"typeof", "__typeof__", "__attribute__", "_Alignas", NULL};

    *specifiers = (struct specifiers){0};
    while (token.kind == TARE_TOKEN_WORD && !is_keyword(&token)) {
        specifiers->constant |= tare_token_is_word(&token, "const");
        specifiers->is_volatile |= tare_token_is_word(&token, "volatile");
        specifiers->is_register |= tare_token_is_word(&token, "register");
        specifiers->other |= is_among(&token, others);
        if (is_among(&token, tagged)) {
            token = skip_tagged(specifiers, token);
            continue;
        }
        if (is_scalar_type(&token) ||
            (tare_token_is_word(&token, "complex") && names_type(&token))) { /* no variable */
            specifiers->typed = specifiers->plain = true;
        } else if (is_among(&token, of)) {
            specifiers->typed |=
                tare_token_is_word(&token, "typeof") || tare_token_is_word(&token, "__typeof__");
            token = next_of(&token);
            if (tare_token_is_mark(&token, '(')) {
                token = tare_scan(tare_scan_behind(&token));
                continue;
            }
        } else if (tare_token_is_word(&token, "__auto_type")) {
            specifiers->typed = true;
        } else if (!is_qualifier(&token) && !is_among(&token, others)) {
            if (specifiers->typed || !names_type(&token))
                break;
            specifiers->typed = true;
        }
        token = next_of(&token);
    }
    return token;
}

/* Is the word one of the tokens of the text? */
static bool occurs(const char *text, const struct tare_token *word)
{
    for (struct tare_token token = tare_scan(text); token.kind != TARE_TOKEN_END;
         token = next_of(&token))
        if (token.kind == TARE_TOKEN_WORD && token.length == word->length &&
            memcmp(token.at, word->at, word->length) == 0)
            return true;
    return false;
}

/* Can the mark that follows this token be an operator of two operands? */
static bool ends_operand(const struct tare_token *token)
{
    return token->kind == TARE_TOKEN_WORD || token->kind == TARE_TOKEN_NUMBER ||
           token->kind == TARE_TOKEN_QUOTED || tare_token_is_mark(token, ')') ||
           tare_token_is_mark(token, ']');
}

/* Does the text take the address of `word`? It is in memory then, which counts as changed by each
 * iteration; to load and store it anew would only take time. */
static bool is_addressed(const char *text, const struct tare_token *word)
{
    struct tare_token before = {TARE_TOKEN_MARK, ";", 1};
    struct tare_token token = tare_scan(text);

    while (token.kind != TARE_TOKEN_END) {
        struct tare_token next = next_of(&token);

        if (tare_token_is_mark(&token, '&') && !ends_operand(&before) &&
            !tare_token_is_mark(&before, '&') && next.kind == TARE_TOKEN_WORD &&
            next.length == word->length && memcmp(next.at, word->at, word->length) == 0)
            return true;
        before = token;
        token = next;
    }
    return false;
}

static int add(struct finder *finder, const struct tare_token *name, enum tare_name_kind kind)
{
    struct tare_names *names = finder->names;
    struct tare_name *grown;

    if (!occurs(finder->statement, name))
        return 0;
    if (kind == TARE_NAME_VALUE &&
        (is_addressed(finder->setup, name) || is_addressed(finder->statement, name)))
        kind = TARE_NAME_MEMORY;
    grown = realloc(names->name, (names->count + 1) * sizeof *grown);
    if (!grown)
        return tare_err_memory(finder->err);
    names->name = grown;
    grown[names->count++] = (struct tare_name){name->at, name->length, kind};
    return 0;
}

/* What of a declarator matters. */
struct declarator {
    struct tare_token name; /* TARE_TOKEN_END: none was understood */
    bool pointer;
    bool constant; /* the last pointer is, as the next */
    bool is_volatile;
    bool array;
    bool function;
};

static struct tare_token read_pointers(struct declarator *declarator, struct tare_token token)
{
    while (tare_token_is_mark(&token, '*') || is_qualifier(&token)) {
        if (tare_token_is_mark(&token, '*')) {
            declarator->pointer = true;
            declarator->constant = declarator->is_volatile = false;
        }
        declarator->constant |= tare_token_is_word(&token, "const");
        declarator->is_volatile |= tare_token_is_word(&token, "volatile");
        token = next_of(&token);
    }
    return token;
}

/* (*name) in front of ( or [; returns the token behind all of it. */
static struct tare_token read_pointer_to(struct declarator *declarator, struct tare_token token)
{
    struct tare_token inner = next_of(&token);
    struct tare_token name = read_pointers(declarator, inner);
    struct tare_token close = next_of(&name);

    if (tare_token_is_mark(&inner, '*') && name.kind == TARE_TOKEN_WORD &&
        tare_token_is_mark(&close, ')'))
        declarator->name = name;
    token = tare_scan(tare_scan_behind(&token));
    while (tare_token_is_mark(&token, '(') || tare_token_is_mark(&token, '['))
        token = tare_scan(tare_scan_behind(&token));
    return token;
}

/* Returns the token behind it and its initialiser: a comma where another declarator follows. */
static struct tare_token read_declarator(struct declarator *declarator, struct tare_token token)
{
    *declarator = (struct declarator){.name = {TARE_TOKEN_END, "", 0}};
    token = read_pointers(declarator, token);
    if (tare_token_is_mark(&token, '(')) {
        token = read_pointer_to(declarator, token);
    } else if (token.kind == TARE_TOKEN_WORD) {
        declarator->name = token;
        token = next_of(&token);
        declarator->function = tare_token_is_mark(&token, '(');
        declarator->array = tare_token_is_mark(&token, '[');
    }
    while (token.kind != TARE_TOKEN_END && !tare_token_is_mark(&token, ',') &&
           !tare_token_is_mark(&token, ';'))
        token = tare_scan(tare_scan_behind(&token));
    return token;
}

static int add_declared(struct finder *finder, const struct specifiers *specifiers,
                        const struct declarator *declarator)
{
    bool is_volatile = declarator->pointer ? declarator->is_volatile : specifiers->is_volatile;
    bool constant = declarator->pointer ? declarator->constant : specifiers->constant;

    if (declarator->name.kind != TARE_TOKEN_WORD || declarator->function || is_volatile)
        return 0;
    if (declarator->array || (specifiers->aggregate && !declarator->pointer))
        return add(finder, &declarator->name, TARE_NAME_MEMORY);
    if (constant && !specifiers->plain && !declarator->pointer)
        return 0;
    return add(finder, &declarator->name,
               constant                  ? TARE_NAME_CONSTANT
               : specifiers->is_register ? TARE_NAME_REGISTER
                                         : TARE_NAME_VALUE);
}

/* Behind a statement that declares nothing: a semicolon, or the brace that closes its body. */
static struct tare_token skip_statement(struct tare_token token)
{
    while (token.kind != TARE_TOKEN_END) {
        bool last = tare_token_is_mark(&token, ';') || tare_token_is_mark(&token, '{');

        token = tare_scan(tare_scan_behind(&token));
        if (last)
            break;
    }
    return token;
}

/* The statement that begins at `token`; returns the token behind it. */
static int find_in_statement(struct finder *finder, struct tare_token *token)
{
    struct specifiers specifiers;
    struct declarator declarator;
    struct tare_token at = read_specifiers(&specifiers, *token);
    bool more;

    if (!specifiers.typed || specifiers.other) {
        *token = skip_statement(*token);
        return 0;
    }
    do {
        at = read_declarator(&declarator, at);
        if (add_declared(finder, &specifiers, &declarator))
            return -1;
        more = tare_token_is_mark(&at, ',');
        if (at.kind != TARE_TOKEN_END)
            at = next_of(&at);
    } while (more);
    *token = at;
    return 0;
}

int tare_names_find(struct tare_names *names, const char *setup, const char *statement,
                    struct tare_err *err)
{
    struct finder finder = {names, setup, statement, err};
    struct tare_token token = tare_scan(setup);

    *names = (struct tare_names){0};
    while (token.kind != TARE_TOKEN_END)
        if (find_in_statement(&finder, &token)) {
            tare_names_free(names);
            return -1;
        }
    return 0;
}

void tare_names_free(struct tare_names *names)
{
    free(names->name);
    *names = (struct tare_names){0};
}

size_t tare_names_expression(const char *text)
{
    struct tare_token token = tare_scan(text);
    struct tare_token next = next_of(&token);
    bool is_size = tare_token_is_word(&token, "sizeof") || tare_token_is_word(&token, "_Alignof");
    struct specifiers specifiers;

    if (token.kind == TARE_TOKEN_END || tare_token_is_mark(&token, '{') ||
        tare_token_is_mark(&token, ';') || strchr(text, '#'))
        return 0;
    if (!is_size && token.kind == TARE_TOKEN_WORD &&
        (is_keyword(&token) || is_scalar_type(&token) || next.kind == TARE_TOKEN_WORD))
        return 0;
    read_specifiers(&specifiers, token);
    if (specifiers.other || specifiers.aggregate)
        return 0;
    for (; token.kind != TARE_TOKEN_END; token = tare_scan(tare_scan_behind(&token)))
        if (tare_token_is_mark(&token, ';'))
            return tare_scan(token.at + 1).kind == TARE_TOKEN_END ? (size_t)(token.at - text) : 0;
    return strlen(text);
}
