/* SPDX-License-Identifier: MIT */
#include "snippet/source.h"

#include <ctype.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "snippet/complaint.h"
#include "snippet/names.h"
#include "snippet/scan.h"

/* Names that end in an underscore are not the user's (tare.h). tare_pick_ and its like read types
 * only, so that a branch which is not taken costs nothing, at -O0 neither. */
static const char preamble[] = "#define _GNU_SOURCE\n"
                               "#include <tare.h>\n"
                               "#include <ctype.h>\n"
                               "#include <errno.h>\n"
                               "#include <float.h>\n"
                               "#include <inttypes.h>\n"
                               "#include <limits.h>\n"
                               "#include <math.h>\n"
                               "#include <stdbool.h>\n"
                               "#include <stddef.h>\n"
                               "#include <stdint.h>\n"
                               "#include <stdio.h>\n"
                               "#include <stdlib.h>\n"
                               "#include <string.h>\n"
                               "#include <time.h>\n"
                               "#include <unistd.h>\n";

static const char macros[] =
    "#define tare_timeit_array_(x) (__builtin_classify_type(x) == 5 && !tare_is_pointer_(x))\n"
    "#define tare_timeit_fits_(x) (!tare_timeit_array_(x) && (tare_is_real_(x) || tare_is_word_(x) "
    "|| "
    "__builtin_classify_type(x) == 9))\n" /* complex: hidden in memory */
    /* An array, by a type of another name, is not assigned to, not even in a branch not taken. */
    "#define tare_timeit_hide_(x) do { if (tare_timeit_fits_(x)) "
    "__builtin_choose_expr(tare_timeit_array_(x), (int){0}, (x)) = "
    "__builtin_choose_expr(tare_timeit_array_(x), 0, tare_hide(x)); } while (0)\n"
    "#define tare_timeit_share_(x) do { if (!tare_timeit_fits_(x)) tare_keep_ptr(&(x)); } while "
    "(0)\n"
    "#define tare_timeit_touch_(x) __asm__ volatile(\"\" : "
    "\"+m\"(*(char (*)[sizeof(x)])(void *)&(x)))\n"
    "#define tare_timeit_change_(x) do { if (!tare_timeit_fits_(x)) tare_timeit_touch_(x); } while "
    "(0)\n"
    "#define tare_timeit_void_(...) "
    "__builtin_types_compatible_p(__typeof__(((void)0, (__VA_ARGS__))), void)\n"
    "#define tare_timeit_keep_(...) do { if (tare_timeit_void_(__VA_ARGS__)) "
    "(void)(__VA_ARGS__); else tare_keep(__builtin_choose_expr(tare_timeit_void_(__VA_ARGS__), 0, "
    "(__VA_ARGS__))); } while (0)\n";

struct tare_snippet_text tare_source_statement(const struct tare_source_params *params, size_t k)
{
    struct tare_snippet_text text = {.text = params->statement[k]};

    snprintf(text.name, sizeof text.name, "<stmt %zu>", k + 1);
    return text;
}

/* Text as a string of C. */
static void put_quoted(struct tare_buf *out, const char *text)
{
    tare_buf_puts(out, "\"");
    for (const char *c = text; *c; c++) {
        if (*c == '"' || *c == '\\')
            tare_buf_puts(out, "\\");
        if (iscntrl((unsigned char)*c))
            tare_buf_printf(out, "\\%03o", (unsigned)(unsigned char)*c);
        else
            tare_buf_add(out, c, 1);
    }
    tare_buf_puts(out, "\"");
}

/* "<math.h>" and "\"own.h\"" as they are, a file that is there by its absolute path, else <...>. */
static void include_line(struct tare_buf *out, const char *header)
{
    char path[PATH_MAX];

    tare_buf_puts(out, "#include ");
    if (*header == '<' || *header == '"') {
        tare_buf_puts(out, header);
    } else if (realpath(header, path)) {
        tare_buf_printf(out, "\"%s\"", path);
    } else {
        tare_buf_printf(out, "<%s>", header);
    }
    tare_buf_puts(out, "\n");
}

char *tare_source_includes(const struct tare_source_params *params)
{
    struct tare_buf out = TARE_BUF_INIT;

    for (size_t i = 0; i < params->include_count; i++)
        include_line(&out, params->include[i]);
    return tare_buf_steal(&out);
}

static bool is_include(const char *line)
{
    line += strspn(line, " \t");
    if (*line != '#')
        return false;
    line++;
    line += strspn(line, " \t");
    return strncmp(line, "include", 7) == 0;
}

/* The set-up's #include lines, which belong to file scope (`wanted`), or all others. Lines keep
 * their numbers. */
static void put_lines(struct tare_buf *out, const char *text, bool wanted)
{
    while (*text) {
        size_t length = strcspn(text, "\n");

        if (is_include(text) == wanted)
            tare_buf_add(out, text, length);
        tare_buf_puts(out, "\n");
        text += length + (text[length] == '\n');
    }
}

static int check(const struct tare_snippet_text *text, struct tare_err *err)
{
    struct tare_scan_fault fault;
    struct tare_buf shown = TARE_BUF_INIT;

    if (tare_scan_balanced(text->text, &fault))
        return 0;
    tare_complaint_show(&shown, text, fault.at, fault.problem);
    if (shown.length && shown.text[shown.length - 1] == '\n')
        shown.text[shown.length - 1] = '\0';
    tare_err_set(err, TARE_ERR_USAGE, "%s", shown.text);
    tare_buf_free(&shown);
    return -1;
}

static int check_all(const struct tare_source_params *params, struct tare_err *err)
{
    struct tare_snippet_text setup = {"<setup>", params->setup};
    struct tare_snippet_text weigh = {"<weigh>", params->weigh ? params->weigh : "0"};

    if (check(&setup, err) || check(&weigh, err))
        return -1;
    for (size_t i = 0; i < params->statement_count; i++) {
        struct tare_snippet_text text = tare_source_statement(params, i);

        if (tare_scan(text.text).kind == TARE_TOKEN_END && !strchr(text.text, '#'))
            return tare_err_set(err, TARE_ERR_USAGE, "%s: '%s' is empty: expected C", text.name,
                                text.text);
        if (check(&text, err))
            return -1;
    }
    return 0;
}

/* Arrays and structs once, before the loop: they are in memory from then on. */
static void put_shared(struct tare_buf *out, const struct tare_names *names)
{
    for (size_t i = 0; i < names->count; i++) {
        const struct tare_name *name = &names->name[i];

        if (name->kind == TARE_NAME_MEMORY)
            tare_buf_printf(out, "tare_keep_ptr(&(%.*s));\n", (int)name->length, name->at);
        else if (name->kind == TARE_NAME_VALUE)
            tare_buf_printf(out, "tare_timeit_share_(%.*s);\n", (int)name->length, name->at);
    }
}

/* On each iteration: values; a constant by a copy of its name; of what is in memory the bytes,
 * which takes no instruction, but what was read of them is read anew. */
static void put_hidden(struct tare_buf *out, const struct tare_names *names)
{
    for (size_t i = 0; i < names->count; i++) {
        const struct tare_name *name = &names->name[i];
        int length = (int)name->length;

        if (name->kind == TARE_NAME_VALUE || name->kind == TARE_NAME_REGISTER)
            tare_buf_printf(out, "tare_timeit_hide_(%.*s);\n", length, name->at);
        if (name->kind == TARE_NAME_VALUE)
            tare_buf_printf(out, "tare_timeit_change_(%.*s);\n", length, name->at);
        else if (name->kind == TARE_NAME_MEMORY)
            tare_buf_printf(out, "tare_timeit_touch_(%.*s);\n", length, name->at);
        else if (name->kind == TARE_NAME_CONSTANT)
            tare_buf_printf(out, "__auto_type tare_timeit_%.*s_ = tare_hide(%.*s);\n", length,
                            name->at, length, name->at);
    }
    tare_buf_puts(out, "{\n");
    for (size_t i = 0; i < names->count; i++) {
        const struct tare_name *name = &names->name[i];
        int length = (int)name->length;

        if (name->kind == TARE_NAME_CONSTANT)
            tare_buf_printf(out, "const __typeof__(tare_timeit_%.*s_) %.*s = tare_timeit_%.*s_;\n",
                            length, name->at, length, name->at, length, name->at);
    }
}

/* What stands before an expression is on line 0, so that it begins on line 1. Its type is asked for
 * first: no code, and gcc tells of an error at the user's own place, which of an argument of a
 * macro it does not always do. */
static void put_statement(struct tare_buf *out, const struct tare_snippet_text *text, bool folded)
{
    int length = (int)tare_names_expression(text->text);

    if (length && folded)
        tare_buf_printf(out, "if (!__builtin_constant_p(\n%.*s\n)) __asm__ volatile(\"nop\");\n",
                        length, text->text);
    else if (length)
        tare_buf_printf(out,
                        "#line 0 \"%s\"\n(void)sizeof(__typeof__(((void)0, (\n%.*s\n))) *);\n"
                        "#line 0 \"%s\"\ntare_timeit_keep_(\n%.*s\n);\n",
                        text->name, length, text->text, text->name, length, text->text);
    else
        tare_buf_printf(out, "#line 1 \"%s\"\n%s\n;\n", text->name, text->text);
}

/* Its address, which tare_weigh takes, is asked for its type first, as in put_statement(). */
static void put_weigh(struct tare_buf *out, const char *weigh)
{
    tare_buf_printf(out,
                    "#line 0 \"<weigh>\"\n(void)sizeof(__typeof__(&(\n%s\n)) *);\n"
                    "#line 0 \"<weigh>\"\ntare_weigh(tare_timeit_,\n%s\n);\n",
                    weigh, weigh);
}

static int put_case(struct tare_buf *out, const struct tare_source_params *params, size_t k,
                    struct tare_err *err)
{
    struct tare_snippet_text text = tare_source_statement(params, k);
    struct tare_names names;

    if (tare_names_find(&names, params->setup, text.text, err))
        return -1;
    tare_buf_printf(out,
                    "#line %zu \"<timeit>\"\nTARE_CASE(timeit, stmt_%zu)\n{\n"
                    "struct tare *const tare_timeit_ = t;\n{\n#line 1 \"<setup>\"\n",
                    k + 1, k + 1);
    put_lines(out, params->setup, false);
    tare_buf_puts(out, ";\n");
    if (params->weigh)
        put_weigh(out, params->weigh);
    tare_buf_printf(out, "#line %zu \"<timeit>\"\n", k + 1);
    put_shared(out, &names);
    tare_buf_puts(out, "tare_loop(tare_timeit_) {\n");
    put_hidden(out, &names);
    if (params->twin == TARE_SOURCE_WITHOUT)
        text.text = "";
    put_statement(out, &text, params->twin == TARE_SOURCE_FOLDED);
    tare_buf_printf(out, "#line %zu \"<timeit>\"\n}\n}\n}\n}\n", k + 1);
    tare_names_free(&names);
    return 0;
}

char *tare_source_make(const struct tare_source_params *params, struct tare_err *err)
{
    struct tare_buf out = TARE_BUF_INIT;
    char *includes;
    char *source;

    if (check_all(params, err))
        return NULL;
    includes = tare_source_includes(params);
    if (!includes) {
        tare_err_memory(err);
        return NULL;
    }
    tare_buf_printf(&out, "%s#line 1 \"<include>\"\n%s#line 1 \"<setup>\"\n", preamble, includes);
    free(includes);
    put_lines(&out, params->setup, true);
    tare_buf_puts(&out, "#line 1 \"<timeit>\"\n");
    tare_buf_puts(&out, macros);
    tare_buf_puts(&out, "TARE_GROUP(timeit)\n");
    for (size_t i = 0; i < params->statement_count; i++)
        if (put_case(&out, params, i, err)) {
            tare_buf_free(&out);
            return NULL;
        }
    source = tare_buf_steal(&out);
    if (!source)
        tare_err_memory(err);
    return source;
}

/* The number of the last line; 1 where it cannot be read. */
static unsigned long last_line(const char *path)
{
    FILE *file = fopen(path, "re");
    unsigned long lines = 1;
    int before = '\n';

    for (int c; file && (c = getc(file)) != EOF; before = c)
        lines += before == '\n';
    if (file)
        fclose(file);
    return lines > 1 ? lines - 1 : 1;
}

char *tare_source_of_file(const char *path, struct tare_err *err)
{
    struct tare_buf out = TARE_BUF_INIT;
    char absolute[PATH_MAX];
    char *source;

    if (access(path, R_OK) || !realpath(path, absolute)) {
        tare_err_errno(err, "cannot open '%s'", path);
        if (err)
            err->code = TARE_ERR_USAGE;
        return NULL;
    }
    /* What is missing at its end is told at its end. */
    tare_buf_printf(&out, "#include \"%s\"\n#line %lu \"%s\"\n", absolute, last_line(absolute),
                    absolute);
    source = tare_buf_steal(&out);
    if (!source)
        tare_err_memory(err);
    return source;
}

char *tare_source_about(const char *flags, struct tare_err *err)
{
    struct tare_buf out = TARE_BUF_INIT;
    char *source;

    tare_buf_puts(&out, "#line 1 \"<timeit>\"\n"
                        "#ifdef __clang__\n"
                        "const char *const tare_build_compiler = __VERSION__;\n"
                        "#else\n"
                        "const char *const tare_build_compiler = \"gcc \" __VERSION__;\n"
                        "#endif\n"
                        "const char *const tare_build_flags = ");
    put_quoted(&out, flags);
    tare_buf_puts(&out, ";\n");
    source = tare_buf_steal(&out);
    if (!source)
        tare_err_memory(err);
    return source;
}
