/* SPDX-License-Identifier: MIT */
/* Snippets as text: lists of flags, balance, what a set-up declares, the source, its errors. */
#include <criterion/criterion.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "snippet/cache.h"
#include "snippet/complaint.h"
#include "snippet/names.h"
#include "snippet/scan.h"
#include "snippet/source.h"
#include "snippet/words.h"
#include "support_result.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* The words with a bar between them. */
static char *join(const struct tare_words *words)
{
    struct tare_buf text = TARE_BUF_INIT;

    for (size_t i = 0; i < words->count; i++)
        tare_buf_printf(&text, "%s%s", i ? "|" : "", words->word[i]);
    return tare_buf_steal(&text);
}

struct listed {
    const char *text;
    const char *words; /* NULL: an error */
};

static void check_lists(int (*split)(struct tare_words *, const char *, struct tare_err *),
                        const struct listed *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct tare_words words = {0};
        struct tare_err err = {0};
        int result = split(&words, rows[i].text, &err);
        char *got = join(&words);

        cr_assert_not_null(got, "out of memory");
        cr_expect_eq(result, rows[i].words ? 0 : -1, "'%s': %d, %s", rows[i].text, result, got);
        if (rows[i].words)
            cr_expect_str_eq(got, rows[i].words, "'%s' is split into %s", rows[i].text, got);
        else
            cr_expect(strstr(err.text, rows[i].text) != NULL && err.code == TARE_ERR_USAGE,
                      "'%s': %s", rows[i].text, err.text);
        free(got);
        tare_words_free(&words);
    }
}

Test(snippet, lists_are_split_at_commas)
{
    static const struct listed rows[] = {
        {"gcc", "gcc"},
        {"gcc,clang", "gcc|clang"},
        {" gcc , clang -m32 ", "gcc|clang -m32"},
        {"-O2,-O3 -march=native", "-O2|-O3 -march=native"},
        {"-Wl,-z,now -O2,-O3", "-Wl,-z,now -O2|-O3"},
        {"-O2 -Wl,-z,now ,-O3", "-O2 -Wl,-z,now|-O3"},
        {"'-DA=1,2',-O3", "'-DA=1,2'|-O3"},
        {"", NULL},
        {"-O2,,-O3", NULL},
        {"-O2,", NULL},
        {" , ", NULL},
    };

    check_lists(tare_words_list, rows, COUNT(rows));
}

Test(snippet, words_are_split_at_blanks)
{
    static const struct listed rows[] = {
        {"", ""},
        {"  ", ""},
        {"-O2", "-O2"},
        {" -O3\t-march=native ", "-O3|-march=native"},
        {"'-DA=a b' -x", "-DA=a b|-x"},
        {"-DA=\"a 'b'\"", "-DA=a 'b'"},
        {"a\\ b \\'c", "a b|'c"},
        {"''", ""},
        {"-DA='open", NULL},
        {"-DA=\"open", NULL},
    };

    check_lists(tare_words_split, rows, COUNT(rows));
}

Test(snippet, what_is_not_balanced_is_found_at_its_place)
{
    static const struct {
        const char *text;
        int at; /* -1: balanced */
        const char *problem;
    } rows[] = {
        {"", -1, ""},
        {"f(a[1], (struct p){1})", -1, ""},
        {"char c = ')'; puts(\"{\\\"(\");", -1, ""},
        {"x; // it's (", -1, ""},
        {"x; /* it's ( */ y", -1, ""},
        {"#error don't (\nx", -1, ""},
        {"'\\''", -1, ""},
        {"f(x", 1, "'(' is not closed"},
        {"f(x))", 4, "')' closes nothing"},
        {"} x; {", 0, "'}' closes nothing"},
        {"{ x; ", 0, "'{' is not closed"},
        {"{ f(x; }", 3, "'(' is not closed"},
        {"a[(1])", 2, "'(' is not closed"},
        {"puts(\"x);", 5, "'\"' is not closed"},
        {"puts(\"x\ny\");", 5, "'\"' is not closed"},
        {"c = 'x;", 4, "''' is not closed"},
        {"x /* y", 2, "the comment is not closed"},
    };

    for (size_t i = 0; i < COUNT(rows); i++) {
        struct tare_scan_fault fault = {0};
        bool balanced = tare_scan_balanced(rows[i].text, &fault);

        cr_expect_eq(balanced, rows[i].at < 0, "'%s': %d", rows[i].text, balanced);
        if (balanced || rows[i].at < 0)
            continue;
        cr_expect_eq(fault.at - rows[i].text, rows[i].at, "'%s': at %td", rows[i].text,
                     fault.at - rows[i].text);
        cr_expect_str_eq(fault.problem, rows[i].problem, "'%s': %s", rows[i].text, fault.problem);
    }
}

Test(snippet, brackets_have_a_deepest_nesting)
{
    char text[600];
    struct tare_scan_fault fault;

    memset(text, '(', 300);
    memset(text + 300, ')', 299);
    text[599] = '\0';
    cr_expect(!tare_scan_balanced(text, &fault), "300 deep");
    cr_expect_str_eq(fault.problem, "'(' is nested too deep", "%s", fault.problem);
}

/* The names as "x=v y=c z=m". */
static char *names_of(const char *setup, const char *statement)
{
    struct tare_buf text = TARE_BUF_INIT;
    struct tare_names names;

    cr_assert_eq(tare_names_find(&names, setup, statement, NULL), 0, "'%s'", setup);
    for (size_t i = 0; i < names.count; i++)
        tare_buf_printf(&text, "%s%.*s=%c", i ? " " : "", (int)names.name[i].length,
                        names.name[i].at, "vrcm"[names.name[i].kind]);
    tare_names_free(&names);
    return tare_buf_steal(&text);
}

Test(snippet, variables_of_a_setup)
{
    static const struct {
        const char *setup;
        const char *statement;
        const char *names;
    } rows[] = {
        {"", "x", ""},
        {"int x = 3;", "x * x", "x=v"},
        {"int x = 3", "x * x", "x=v"},
        {"int x = 3;", "y", ""},
        {"int x = 3, y = f(1, 2), z;", "x + y + z", "x=v y=v z=v"},
        {"unsigned long long x; double y; _Bool z;", "x y z", "x=v y=v z=v"},
        {"const int x = 3; int const y = 4;", "x + y", "x=c y=c"},
        {"const char *s = \"a;b\"; char *const q = p;", "s q", "s=v q=c"},
        {"int a[1000] = {0};", "a[1]", "a=m"},
        {"int a[2][3] = {{1, 2}, {3}}, b = 4;", "a b", "a=m b=v"},
        {"struct point p = {1, 2}, *q = &r;", "p.x + q->x", "p=m q=v"},
        {"struct { int x; } p; enum { A, B } e = A;", "p e", "p=m e=v"},
        {"struct node { struct node *next; }; struct node *head = 0;", "head next", "head=v"},
        {"FILE *f = stdout; foo_t t;", "f t", "f=v t=v"},
        {"const foo_t t = {0};", "t", ""},
        {"volatile int x = 3; int *volatile p; volatile int *q;", "x p q", "q=v"},
        {"int (*f)(int) = abs; int (*rows)[3];", "f rows", "f=v rows=v"},
        {"int f(int); extern int e; typedef int mine;", "f e mine", ""},
        {"for (int i = 0; i < 3; i++) { int y = i; } int z = 3;", "i y z", "z=v"},
        {"x = 3; y++; f(z); int w;", "x y z w", "w=v"},
        {"#define N 3\n/* int x; */ // int y;\nint z = 1;", "x y z N", "z=v"},
        {"int x; scanf(\"%d\", &x); int y = 3;", "x + y", "x=m y=v"},
        {"int x = 3, y = 4;", "x & y && x", "x=v y=v"},
        {"size_t n = 0;", "getline(&s, &n, f)", "n=m"},
        {"static unsigned n = 3; register int m;", "n m", "n=v m=r"},
        {"int x = sizeof(struct { int a; }), y;", "x y", "x=v y=v"},
        {"int xy = 3;", "x + y", ""},
        {"__typeof__(f(1)) x = 3; __auto_type y = 4;", "x y", "x=v y=v"},
        {"double complex z = 1 + 2 * I; complex float w;", "z * w", "z=v w=v"},
        {"_Complex double z = 1, w = z;", "z * w", "z=v w=v"},
        {"int complex = 3;", "complex", "complex=v"},
    };

    for (size_t i = 0; i < COUNT(rows); i++) {
        char *got = names_of(rows[i].setup, rows[i].statement);

        cr_assert_not_null(got, "out of memory");
        cr_expect_str_eq(got, rows[i].names, "'%s' in '%s': %s", rows[i].setup, rows[i].statement,
                         got);
        free(got);
    }
}

Test(snippet, expressions)
{
    static const char *const yes[] = {"x * x",    "f(x)",
                                      "(int)x",   "a[1]",
                                      "x = 3",    "-1",
                                      "sizeof x", "({ int y = 3; y; })",
                                      "\"text\"", "x, y",
                                      "*p",       "&x",
                                      "x * x;",   "f(x) ; /* once */"};
    static const char *const no[] = {";",        "x;;",        "x; y",        "int y = 3",
                                     "if (x) y", "{ x; }",     "return x",    "for (;;) break",
                                     "foo_t y",  "struct p q", "const int x", "#define X\nx",
                                     ""};

    for (size_t i = 0; i < COUNT(yes); i++)
        cr_expect(tare_names_expression(yes[i]) > 0, "'%s' is one", yes[i]);
    for (size_t i = 0; i < COUNT(no); i++)
        cr_expect_eq(tare_names_expression(no[i]), 0, "'%s' is none", no[i]);
    cr_expect_eq(tare_names_expression("x * x ; // y"), strlen("x * x "), "without the semicolon");
}

Test(snippet, source_golden)
{
    static const char *const statements[] = {"x * y",
                                             "for (int i = 0; i < n; i++)\n    s += a[i];"};
    static const char *const includes[] = {"<complex.h>", "signal.h"};
    char *source = tare_source_make(
        &(struct tare_source_params){
            .setup = "#include <ctype.h>\nint x = 3; const double y = 2;\nlong s = 0; int n = 9, "
                     "a[9] = {0};",
            .statement = statements,
            .statement_count = COUNT(statements),
            .include = includes,
            .include_count = COUNT(includes),
            .weigh = "a"},
        NULL);
    char *about = tare_source_about("-O2 -DA=\"b\\c\"", NULL);
    FILE *file = tmpfile();

    cr_assert(file && source && about, "no source");
    fprintf(file, "%s%s", source, about);
    cr_expect(support_golden_matches(file, "timeit_source.txt"), "timeit_source.txt");
    fclose(file);
    free(about);
    free(source);
}

Test(snippet, unbalanced_source_shows_the_line)
{
    static const char *const statements[] = {"x", "x;\nf(y))"};
    struct tare_err err = {0};

    cr_expect_null(tare_source_make(&(struct tare_source_params){.setup = "",
                                                                 .statement = statements,
                                                                 .statement_count = 2},
                                    &err),
                   "made");
    cr_expect_eq(err.code, TARE_ERR_USAGE, "code %d", (int)err.code);
    cr_expect_str_eq(err.text,
                     "<stmt 2>:2:5: error: ')' closes nothing\n"
                     "    f(y))\n"
                     "        ^",
                     "%s", err.text);
}

Test(snippet, empty_statement_is_refused)
{
    static const char *const statements[] = {" /* nothing */ "};
    struct tare_err err = {0};

    cr_expect_null(tare_source_make(&(struct tare_source_params){.setup = "",
                                                                 .statement = statements,
                                                                 .statement_count = 1},
                                    &err),
                   "made");
    cr_expect_str_eq(err.text, "<stmt 1>: ' /* nothing */ ' is empty: expected C", "%s", err.text);
}

static const struct tare_snippet_text texts[] = {
    {"<setup>", "int x;\nint y = z;"}, {"<stmt 1>", "x +"}, {"<stmt 2>", "a\n\tb"}};

Test(snippet, complaints_of_compilers)
{
    static const struct {
        const char *output;
        const char *shown;
    } rows[] = {
        {"<setup>: In function 'f':\n<setup>:2:9: error: 'z' undeclared\n    2 | int y = z;\n"
         "<setup>:2:9: error: 'z' undeclared\n<timeit>:1:1: error: ours\n",
         "<setup>:2: error: 'z' undeclared\n    int y = z;\n            ^\n"},
        {"<stmt 1>:2:1: error: expected expression\n<stmt 1>:0:1: error: expected expression\n",
         "<stmt 1>:1: error: expected expression\n    x +\n       ^\n"},
        {"<stmt 2>:2:2: fatal error: tab\n<stmt 2>:1:1: warning: no\n",
         "<stmt 2>:2: error: tab\n    \tb\n"},
        {"/usr/bin/ld: /tmp/x.o: in function `f':\n/home/me/<stmt 1>:1:(.text+0x3): undefined "
         "reference to `g'\ncollect2: error: ld returned 1 exit status\n",
         "<stmt 1>:1: error: undefined reference to `g'\n    x +\n"},
        {"cc: error: unrecognized option '-Q7'\n", "    cc: error: unrecognized option '-Q7'\n"},
        {"", ""},
    };

    for (size_t i = 0; i < COUNT(rows); i++) {
        struct tare_buf out = TARE_BUF_INIT;

        tare_complaint_list(&out, &(struct tare_complaint_params){.output = rows[i].output,
                                                                  .text = texts,
                                                                  .count = COUNT(texts)});
        cr_expect_str_eq(out.text, rows[i].shown, "row %zu: %s", i, out.text);
        tare_buf_free(&out);
    }
}

Test(snippet, rules_of_make_are_read)
{
    static const struct {
        const char *rule;
        const char *files;
    } rows[] = {
        {"bench: /t/source.c /usr/include/a.h \\\n /usr/include/b.h\n",
         "/usr/include/a.h|/usr/include/b.h"},
        {"bench: a\\ b.h c$$d.h \\\n  e.h", "a b.h|c$d.h|e.h"},
        {"/t/bench: \\\n  own.o \\\n  /lib/libc.so.6\n\nown.o:\n\n/lib/libc.so.6:\n",
         "own.o|/lib/libc.so.6"},
        {"bench:\n", ""},
        {"", ""},
    };

    for (size_t i = 0; i < COUNT(rows); i++) {
        struct tare_words files = {0};
        char *got;

        cr_expect_eq(tare_cache_parse_deps(&files, rows[i].rule, "/t/", NULL), 0, "row %zu", i);
        got = join(&files);
        cr_assert_not_null(got, "out of memory");
        cr_expect_str_eq(got, rows[i].files, "row %zu: %s", i, got);
        free(got);
        tare_words_free(&files);
    }
}
