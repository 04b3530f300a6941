/* SPDX-License-Identifier: MIT */
/* report.html of made-up results; what a browser makes of it, see tests/browser. */
#include "report/html.h"
#include "report/html_svg.h"
#include "report/html_write.h"
#include "support_alloc.h"
#include "support_model.h"
#include "support_result.h"
#include "support_run.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#define NASTY "<b>\"&'_^{\\}</pre></script>\n\x1b[31m\xff\u202e\u00fc"

/* As support_result_make() has it, with texts that try to break out in all that only the page
 * shows, and a name of 200 characters. */
static void make(struct tare_result *result)
{
    char *name = malloc(201);
    struct tare_source *source = calloc(2, sizeof *source);

    support_result_make(result);
    cr_assert(name && source, "memory");
    memset(name, 'x', 200);
    name[200] = '\0';
    free(result->block[0].row[0].variant);
    result->block[0].row[0].variant = name;
    result->lesson = calloc(1, sizeof *result->lesson);
    result->lesson_count = 1;
    result->lesson[0] =
        (struct tare_lesson){.group = strdup(result->block[0].group), .text = strdup(NASTY)};
    source[0] =
        (struct tare_source){.group = strdup(result->block[0].group),
                             .variant = strdup("soa"),
                             .file = strdup("bench/" NASTY ".c"),
                             .line = 9,
                             .text = strdup("TARE_CASE(sum_x, soa)\n{\n\t\"" NASTY "\";\n}")};
    source[1] = (struct tare_source){.group = strdup(result->block[0].group),
                                     .variant = strdup("gone"),
                                     .file = strdup("gone.c"),
                                     .line = 7,
                                     .missing = strdup("'gone.c' was not found")};
    result->source = source;
    result->source_count = 2;
}

static char *page_of(const struct tare_html_params *params)
{
    FILE *file = tmpfile();
    struct tare_err err = {0};
    char *text;
    long bytes;

    cr_assert_not_null(file, "no temporary file");
    cr_assert_eq(tare_html_write(file, params, &err), 0, "%s", err.text);
    bytes = ftell(file);
    rewind(file);
    text = calloc((size_t)bytes + 1, 1);
    cr_assert(text && fread(text, 1, (size_t)bytes, file) == (size_t)bytes, "read back");
    fclose(file);
    return text;
}

Test(html, golden)
{
    struct tare_result result;
    FILE *file = tmpfile();

    cr_assert_not_null(file, "no temporary file");
    make(&result);
    cr_expect_eq(tare_html_write(file, &(struct tare_html_params){.result = &result}, NULL), 0);
    cr_expect(support_golden_matches(file, "report.html"), "report.html");
    fclose(file);
    tare_result_free(&result);
}

/* Tags beside those that the page itself has, and what a terminal would take for a command. */
Test(html, names_make_no_markup)
{
    static const char *const never[] = {"<b>",  "<i>",    "<img",      "\x1b",
                                        "\xff", "\u202e", "</pre></sc"};
    struct tare_result result;
    char *page;

    make(&result);
    page = page_of(&(struct tare_html_params){
        .result = &result, .title = "a title " NASTY, .notice = "a notice " NASTY});
    for (size_t i = 0; i < sizeof never / sizeof *never; i++)
        cr_expect_null(strstr(page, never[i]), "'%s' is on the page", never[i]);
    cr_expect_not_null(strstr(page, "<h1>a title &lt;b&gt;&quot;&amp;&#39;_^{\\}&lt;/pre&gt;"
                                    "&lt;/script&gt;\\n\\x1b[31m\\xff\\u202e\u00fc</h1>"),
                       "%.3000s", page);
    cr_expect_not_null(strstr(page, "was not found"), "why a source is missing");
    free(page);
    tare_result_free(&result);
}

Test(html, one_group_alone)
{
    struct tare_result result;
    char *page;

    make(&result);
    page = page_of(&(struct tare_html_params){.result = &result, .group = "lookup"});
    cr_expect_not_null(strstr(page, "id=\"g-lookup\""), "the group");
    cr_expect_null(strstr(page, "id=\"g-sum_x\""), "no other");
    cr_expect_null(strstr(page, "href=\"#g-sum_x\""), "nor a link to one");
    free(page);
    tare_result_free(&result);
}

Test(html, whatever_a_result_holds_or_lacks)
{
    struct tare_result result;

    support_model_make(&result);
    free(page_of(&(struct tare_html_params){.result = &result}));
    tare_result_free(&result);
    support_result_begin(&result);
    free(page_of(&(struct tare_html_params){.result = &result}));
    tare_result_free(&result);
    support_result_make_wide(&result, 12, 20);
    free(page_of(&(struct tare_html_params){.result = &result}));
    tare_result_free(&result);
}

Test(html, full_device_is_an_error)
{
    struct tare_result result;
    struct tare_err err = {0};
    FILE *file = fopen("/dev/full", "w");

    cr_assert_not_null(file, "/dev/full");
    support_result_make(&result);
    cr_expect_eq(tare_html_write(file, &(struct tare_html_params){.result = &result}, &err), -1);
    cr_expect_not_null(strstr(err.text, "No space left"), "%s", err.text);
    fclose(file);
    tare_result_free(&result);
}

/* What is too large is left out with a word, and all bytes count. */
Test(html, a_page_that_would_be_too_large, .timeout = 60)
{
    struct tare_result result;
    char *page, *lesson = malloc(TARE_HTML_BYTES_MAX + 1);

    cr_assert_not_null(lesson, "no memory");
    make(&result);
    page = page_of(&(struct tare_html_params){.result = &result});
    cr_expect_not_null(strstr(page, "<summary>Samples"), "the samples");
    free(page);
    memset(lesson, 'x', TARE_HTML_BYTES_MAX);
    lesson[TARE_HTML_BYTES_MAX] = '\0';
    page = page_of(&(struct tare_html_params){.result = &result, .notice = lesson});
    cr_expect_null(strstr(page, "<summary>Samples"), "no samples");
    cr_expect_not_null(strstr(page, "The samples would make the page too large"), "nor a word");
    free(page);
    free(lesson);
    tare_result_free(&result);
}

static int write_null(void *data, struct tare_err *err)
{
    const struct tare_result *result = data;
    FILE *file = fopen("/dev/null", "w");
    int status = file ? tare_html_write(file, &(struct tare_html_params){.result = result}, err)
                      : tare_err_memory(err);

    if (file)
        fclose(file);
    return status;
}

Test(html, memory_that_runs_out_is_an_error, .timeout = 120)
{
    static const struct support_row rows[] = {
        {.label = "a", .time_ns = 10, .half_ratio = 0.01, .deep_bytes = 8, .blocks = 1},
        {.label = "b", .status = "crashed", .reason = "SIGSEGV"}};
    struct tare_result result;

    support_result_begin(&result);
    support_result_add(
        &result, &(struct support_block){.group = "g", .title = "G", .row_count = 2, .rows = rows});
    support_alloc_each(write_null, &result);
    tare_result_free(&result);
}

static const struct svg_case {
    const char *name;
    const char *text;
    const char *expected; /* between <defs> and </svg>; NULL: refused */
} svg_cases[] = {
    {"steps are relative, and doubled moves are gone",
     "<path stroke='rgb(  0, 114, 178)'  d='M1.00,2.00 M10.04,20.06 L30.04,20.06 L30.04,10.00 "
     "L31.5,9.5  '/>",
     "<defs></defs><path stroke=\"var(--p-0)\" d=\"M10 20.1h20v-10.1l1.5-.5\"/>"},
    {"a path that draws nothing is gone", "<path d='M1,2 M3,4 '/><g id='x'></g>x", NULL},
    {"a polygon is a closed path", "<polygon fill = '#e69f00' points = '1,1 2,1 2,2 '/>",
     "<defs></defs><path fill=\"var(--p-1)\" d=\"M1 1h1v1z\"/>"},
    {"a text takes the attributes of its group",
     "<g transform=\"translate(5.00,6.50)\" stroke=\"none\" fill=\"rgb(85,91,102)\" "
     "font-size=\"15.00\"  text-anchor=\"end\">\n\t<text>a &lt; b & c</text>\n</g>",
     "<defs></defs><text x=\"5\" y=\"6.5\" fill=\"var(--t-dark)\" font-size=\"15\" "
     "text-anchor=\"end\">a &lt; b &amp; c</text>"},
    {"one that is turned keeps how",
     "<g transform=\"translate(5,6) rotate(-90)\" font-size=\"15\"><text>a</text></g>",
     "<defs></defs><text transform=\"translate(5,6) rotate(-90)\" font-size=\"15\">a</text>"},
    {"what is inherited is not said again",
     "<g fill=\"none\" color=\"black\" stroke=\"currentColor\" stroke-width=\"2.00\">"
     "<path stroke-width=\"2\" d='M0,0 L1,0'/></g>",
     "<defs></defs><g stroke-width=\"2\"><path d=\"M0 0h1\"/></g>"},
    {"dots are one path",
     "<use xlink:href='#gpPt6' transform='translate(1.00,2.00) scale(2.40)' color='#d55e00'/>\n"
     "<use xlink:href='#gpPt6' transform='translate(3.00,4.00) scale(2.40)' color='#d55e00'/>",
     "<defs></defs><path class=\"dot\" stroke=\"var(--p-3)\" stroke-width=\"4.8\" "
     "d=\"M1.0 2.0h0M3.0 4.0h0\"/>"},
    {"other markers are the plot's own",
     "<defs><circle id='gpPt5' r='1'/><path id='gpPt7' d='M0,-1 L1,1 z'/></defs>"
     "<use xlink:href='#gpPt7' transform='translate(1,2) scale(2)' color='#123456'/>",
     "<defs><path id=\"p3-7\" d=\"M0-1l1 2z\"/></defs><use href=\"#p3-7\" "
     "transform=\"translate(1,2) scale(2)\" color=\"#123456\"/>"},
    {"what gnuplot never writes is refused", "<script>alert(1)</script>", NULL},
    {"so is a link elsewhere", "<use xlink:href='http://x/#a'/>", NULL},
    {"and an attribute that runs something is dropped", "<path d='M0,0 L1,0' onclick='x'/>",
     "<defs></defs><path d=\"M0 0h1\"/>"},
    {"and one that does not end", "<path d='M0,0", NULL},
    {"and groups that are not closed", "<g stroke-width='3'><path d='M0,0 L1,0'/>", NULL},
};

Test(html, plots_are_made_short_and_harmless)
{
    for (size_t i = 0; i < sizeof svg_cases / sizeof *svg_cases; i++) {
        const struct svg_case *one = &svg_cases[i];
        struct tare_buf out = TARE_BUF_INIT, text = TARE_BUF_INIT;
        const char *from;
        int status;

        tare_buf_printf(&text, "<?xml version=\"1.0\"?>\n<svg \n viewBox=\"0 0 9 9\"\n>%s</svg>\n",
                        one->text);
        status = tare_html_svg(
            &out, &(struct tare_html_svg){.text = text.text, .number = 3, .label = "<l>"});
        cr_expect_eq(status, one->expected ? 0 : -1, "%s: %d, %s", one->name, status, out.text);
        from = strstr(out.text, "<defs>");
        if (one->expected && from)
            cr_expect(strncmp(from, one->expected, strlen(one->expected)) == 0 &&
                          strcmp(from + strlen(one->expected), "</svg>") == 0,
                      "%s: %s", one->name, from);
        cr_expect(!one->expected || strstr(out.text, "aria-label=\"&lt;l&gt;\""), "%s", out.text);
        cr_expect(one->expected || !out.length, "%s: left %s", one->name, out.text);
        tare_buf_free(&text);
        tare_buf_free(&out);
    }
}

/* Seven pictures of a group would say its title seven times below the heading that says it. */
Test(html, headlines_of_plots_are_the_group_s)
{
    static const char text[] =
        "<svg viewBox=\"0 0 900 520\"><g transform=\"translate(22,32.8)\" font-size=\"21\"><text>"
        "<tspan font-weight=\"bold\">a title</tspan></text></g>"
        "<g font-size=\"13\"><text>below it</text></g></svg>\n";
    struct tare_buf out = TARE_BUF_INIT;

    cr_assert_eq(tare_html_svg(&out, &(struct tare_html_svg){.text = text, .label = "l"}), 0, "%s",
                 out.text);
    cr_expect_null(strstr(out.text, "a title"), "%s", out.text);
    cr_expect_not_null(strstr(out.text, ">below it<"), "%s", out.text);
    cr_expect_not_null(strstr(out.text, "viewBox=\"0 36 900 484\""), "%s", out.text);
    tare_buf_free(&out);
}
