/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE /* nftw */
#include "report/gnuplot.h"
#include "report/plots.h"
#include "report/svg.h"
#include "support_result.h"

#include <criterion/criterion.h>
#include <ftw.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

struct folder {
    char path[64];
};

static struct folder folder_new(void)
{
    struct folder folder = {"/tmp/tare-plots-XXXXXX"};

    cr_assert_not_null(mkdtemp(folder.path), "no temporary folder");
    return folder;
}

static int remove_one(const char *path, const struct stat *info, int flag, struct FTW *walk)
{
    (void)info;
    (void)flag;
    (void)walk;
    return remove(path);
}

static void folder_free(const struct folder *folder)
{
    nftw(folder->path, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

static bool has_file(const struct folder *folder, const char *name)
{
    char path[256];

    snprintf(path, sizeof(path), "%s/%s", folder->path, name);
    return access(path, R_OK) == 0;
}

static char *read_file(const struct folder *folder, const char *name, size_t *length)
{
    char path[256], *text = calloc(1, 1 << 20);
    FILE *file;

    snprintf(path, sizeof(path), "%s/%s", folder->path, name);
    file = fopen(path, "r");
    cr_assert(file && text, "'%s'", path);
    *length = fread(text, 1, (1 << 20) - 1, file);
    fclose(file);
    return text;
}

/* A gnuplot that draws each script as two files of one letter, notes that it was started, and ends
 * in error at the script whose name holds `bad`. */
static void make_fake(const struct folder *folder, const char *bad)
{
    char path[128];
    FILE *fake;

    snprintf(path, sizeof(path), "%s/gnuplot", folder->path);
    fake = fopen(path, "w");
    cr_assert_not_null(fake, "%s", path);
    fprintf(fake,
            "#!/bin/sh\necho x >>started\n[ $1 = -d ] && shift\nfor s; do\n"
            "case $s in *%s*) echo 'line 7: oops' >&2; exit 1;; esac\n"
            "echo s >${s%%gp}svg; echo p >${s%%gp}png\ndone\n",
            bad);
    fclose(fake);
    chmod(path, 0700);
    setenv("PATH", folder->path, 1);
}

Test(plots, one_gnuplot_draws_all)
{
    struct folder folder = folder_new();
    struct tare_plots_outcome outcome;
    struct tare_result result;
    size_t length;
    char *started;

    support_result_make(&result);
    make_fake(&folder, "nothing");
    cr_expect_eq(tare_plots_write(folder.path, &result, &outcome, NULL), 0, "no failure");
    cr_expect_str_empty(outcome.notice, "%s", outcome.notice);
    cr_expect_eq(outcome.plots_count, outcome.scripts_count, "%zu plots", outcome.plots_count);
    started = read_file(&folder, "started", &length);
    cr_expect_str_eq(started, "x\n", "started once: %s", started);
    free(started);
    tare_result_free(&result);
    folder_free(&folder);
}

Test(plots, a_script_that_fails_costs_its_own_plot)
{
    struct folder folder = folder_new();
    struct tare_plots_outcome outcome;
    struct tare_result result;

    support_result_make(&result);
    make_fake(&folder, "parse-time");
    cr_expect_eq(tare_plots_write(folder.path, &result, &outcome, NULL), 0, "no failure");
    cr_expect_eq(outcome.plots_count, outcome.scripts_count - 1, "%zu plots", outcome.plots_count);
    cr_expect(!has_file(&folder, "plots/parse-time.svg"), "not drawn");
    cr_expect(has_file(&folder, "plots/lookup-time.svg"), "drawn behind it");
    cr_expect_not_null(strstr(outcome.notice, "line 7: oops"), "%s", outcome.notice);
    tare_result_free(&result);
    folder_free(&folder);
}

Test(plots, without_gnuplot_there_is_a_notice)
{
    struct folder folder = folder_new();
    struct tare_plots_outcome outcome;
    struct tare_result result;

    support_result_make(&result);
    setenv("PATH", folder.path, 1);
    cr_expect_eq(tare_plots_write(folder.path, &result, &outcome, NULL), 0, "no failure");
    cr_expect_eq(outcome.scripts_count, 19, "%zu scripts", outcome.scripts_count);
    cr_expect_eq(outcome.plots_count, 0, "%zu plots", outcome.plots_count);
    cr_expect_not_null(strstr(outcome.notice, "gnuplot is not installed"), "%s", outcome.notice);
    cr_expect(has_file(&folder, "plots/sum_x-time.gp"), "the script stays");
    cr_expect(!has_file(&folder, "plots/lookup-pareto.gp"), "no bytes, no script");
    tare_result_free(&result);
    folder_free(&folder);
}

Test(plots, gnuplot_that_fails_is_quoted)
{
    struct folder folder = folder_new();
    struct tare_plots_outcome outcome;
    struct tare_result result;
    char path[128];
    FILE *fake;

    support_result_make(&result);
    snprintf(path, sizeof(path), "%s/gnuplot", folder.path);
    fake = fopen(path, "w");
    cr_assert_not_null(fake, "%s", path);
    fputs("#!/bin/sh\nprintf 'unknown terminal \\033[31mtype\\n' >&2\nexit 1\n", fake);
    fclose(fake);
    chmod(path, 0700);
    setenv("PATH", folder.path, 1);
    cr_expect_eq(tare_plots_write(folder.path, &result, &outcome, NULL), 0, "no failure");
    cr_expect_eq(outcome.plots_count, 0, "%zu plots", outcome.plots_count);
    cr_expect_not_null(strstr(outcome.notice, "unknown terminal  [31mtype"), "%s", outcome.notice);
    tare_result_free(&result);
    folder_free(&folder);
}

Test(plots, old_plots_do_not_pass_for_new)
{
    struct folder folder = folder_new();
    struct tare_plots_outcome outcome;
    struct tare_result result;
    char path[128];
    FILE *old;

    support_result_make(&result);
    snprintf(path, sizeof(path), "%s/plots", folder.path);
    mkdir(path, 0700);
    snprintf(path, sizeof(path), "%s/plots/sum_x-time.svg", folder.path);
    old = fopen(path, "w");
    cr_assert_not_null(old, "%s", path);
    fputs("old", old);
    fclose(old);
    setenv("PATH", folder.path, 1);
    cr_expect_eq(tare_plots_write(folder.path, &result, &outcome, NULL), 0, "no failure");
    cr_expect(!has_file(&folder, "plots/sum_x-time.svg"), "removed");
    tare_result_free(&result);
    folder_free(&folder);
}

Test(plots, folder_that_is_missing_is_an_error)
{
    struct tare_plots_outcome outcome;
    struct tare_err err = {0};
    struct tare_result result;

    support_result_make(&result);
    cr_expect_eq(tare_plots_write("/nonexistent/run", &result, &outcome, &err), -1, "an error");
    cr_expect_not_null(strstr(err.text, "'/nonexistent/run/plots': No such file"), "%s", err.text);
    tare_result_free(&result);
}

Test(plots, gnuplot_draws_all)
{
    static const char *const files[] = {
        "plots/sum_x-time.svg",
        "plots/sum_x-time.png",
        "plots/sum_x-pareto.svg",
        "plots/parse-time.svg",
        "plots/parse-pareto.png",
        "plots/lookup-time.png",
        "plots/sum_x-median.svg",
        "plots/sum_x-density.png",
        "plots/sum_x-samples.svg",
        "plots/parse-bytes.svg",
        "plots/_._na_me__________-time.svg",
    };
    struct folder folder = folder_new();
    struct tare_plots_outcome outcome;
    struct tare_result result;

    support_result_make(&result);
    cr_assert_eq(tare_plots_write(folder.path, &result, &outcome, NULL), 0, "written");
    if (strstr(outcome.notice, "not installed"))
        cr_skip_test("gnuplot is not installed");
    cr_expect_eq(outcome.plots_count, 19, "%zu plots: %s", outcome.plots_count, outcome.notice);
    cr_expect_str_empty(outcome.notice, "%s", outcome.notice);
    for (size_t i = 0; i < COUNT(files); i++)
        cr_expect(has_file(&folder, files[i]), "%s", files[i]);
    tare_result_free(&result);
    folder_free(&folder);
}

/* Names that would do something where they are not quoted, and how an SVG holds them. */
static const struct {
    const char *name, *in_svg;
} hostile[] = {
    {"a_b^c{d}@e~f", ">a_b^c{d}@e~f<"},
    {"<b>&amp;&#65;", ">&lt;b>&amp;amp;&amp;#65;<"},
    {"`touch owned`", ">`touch owned`<"},
    {"'; system('touch owned') #", ">'; system('touch owned') #<"},
    {"\"$(touch owned)\" %d \\n", ">\"$(touch owned)\" %d \\n<"},
    {"'leading @HOME 'and' trailing'", ">'leading @HOME 'and' trailing'<"},
    {"größer \xff\n", ">größer \\xff\\n<"},
};

static void make_hostile(struct tare_result *result)
{
    struct support_row rows[COUNT(hostile)] = {{0}};

    for (size_t i = 0; i < COUNT(hostile); i++)
        rows[i] = (struct support_row){.label = hostile[i].name,
                                       .time_ns = 10 + (double)i,
                                       .half_ratio = 0.01,
                                       .ratio = 1 + (double)i / 10,
                                       .deep_bytes = 100 - (double)i,
                                       .blocks = 1};
    support_result_begin(result);
    support_result_add(result, &(struct support_block){.group = "g",
                                                       .title = "<i>{t}_`touch owned`&lt;",
                                                       .unit = "`touch owned`",
                                                       .row_count = COUNT(hostile),
                                                       .rows = rows});
}

/* Every element is closed, in order, and no text holds a bare '&'. */
static void expect_well_formed(const char *name, const char *svg)
{
    char open[64][32];
    size_t depth = 0;

    for (const char *at = strchr(svg, '<'); at; at = strchr(at + 1, '<')) {
        size_t length = strcspn(at + 1, " \n\t/>"), end = strcspn(at, ">");

        if (at[1] == '?')
            continue;
        if (at[1] == '/') {
            cr_assert(depth > 0 && !strncmp(at + 2, open[depth - 1], strlen(open[depth - 1])),
                      "%s: %.20s", name, at);
            depth--;
        } else if (at[end - 1] != '/') {
            cr_assert(depth < 64 && length < 32, "%s: %.20s", name, at);
            snprintf(open[depth++], 32, "%.*s", (int)length, at + 1);
        }
    }
    cr_expect_eq(depth, 0, "%s: %zu elements are open", name, depth);
    for (const char *at = strchr(svg, '&'); at; at = strchr(at + 1, '&'))
        cr_expect(!strncmp(at, "&amp;", 5) || !strncmp(at, "&lt;", 4) || !strncmp(at, "&#44;", 5),
                  "%s: %.10s", name, at);
}

Test(plots, hostile_names_are_shown_as_they_are, .timeout = 60)
{
    static const char *const kinds[] = {"time", "density", "samples", "pareto", "bytes"};
    struct folder folder = folder_new();
    struct tare_plots_outcome outcome;
    struct tare_result result;

    make_hostile(&result);
    cr_assert_eq(tare_plots_write(folder.path, &result, &outcome, NULL), 0, "written");
    if (strstr(outcome.notice, "not installed"))
        cr_skip_test("gnuplot is not installed");
    cr_expect_str_empty(outcome.notice, "%s", outcome.notice);
    cr_expect_eq(outcome.plots_count, COUNT(kinds), "%zu plots", outcome.plots_count);
    for (size_t i = 0; i < COUNT(kinds); i++) {
        char name[64], *svg;
        size_t length;

        snprintf(name, sizeof(name), "plots/g-%s.svg", kinds[i]);
        svg = read_file(&folder, name, &length);
        expect_well_formed(name, svg);
        for (size_t j = 0; j < COUNT(hostile); j++)
            cr_expect_not_null(strstr(svg, hostile[j].in_svg), "%s: '%s'", name, hostile[j].in_svg);
        cr_expect_not_null(strstr(svg, "&lt;i>{t}_`touch owned`&amp;lt;"), "%s: the title", name);
        free(svg);
    }
    cr_expect(!has_file(&folder, "owned") && !has_file(&folder, "plots/owned") &&
                  access("owned", F_OK) != 0,
              "a name was run");
    tare_result_free(&result);
    folder_free(&folder);
}

Test(plots, same_result_same_bytes_from_any_folder, .timeout = 60)
{
    static const char *const files[] = {"plots/sum_x-time.svg", "plots/sum_x-density.svg",
                                        "plots/sum_x-samples.png", "plots/parse-bytes.svg"};
    struct folder folders[2] = {folder_new(), folder_new()};
    struct tare_plots_outcome outcome;
    struct tare_result result;
    char command[256];

    support_result_make(&result);
    for (size_t i = 0; i < 2; i++)
        cr_assert_eq(tare_plots_write(folders[i].path, &result, &outcome, NULL), 0, "written");
    if (strstr(outcome.notice, "not installed"))
        cr_skip_test("gnuplot is not installed");
    for (size_t i = 0; i < COUNT(files); i++) {
        size_t lengths[2];
        char *first = read_file(&folders[0], files[i], &lengths[0]);
        char *second = read_file(&folders[1], files[i], &lengths[1]);

        cr_expect(lengths[0] == lengths[1] && !memcmp(first, second, lengths[0]), "%s", files[i]);
        free(first);
        free(second);
    }
    snprintf(command, sizeof(command), "cd %s/plots && rm *.svg && cd / && gnuplot %s/plots/*.gp",
             folders[0].path, folders[0].path);
    cr_expect_eq(system(command), 0, "%s", command);
    cr_expect(has_file(&folders[0], "plots/sum_x-time.svg"), "drawn beside the script");
    tare_result_free(&result);
    folder_free(&folders[0]);
    folder_free(&folders[1]);
}

Test(plots, in_a_terminal, .timeout = 60)
{
    struct tare_plots_outcome outcome;
    struct tare_result result;
    char *text = NULL;
    size_t length = 0;
    FILE *file = open_memstream(&text, &length);

    make_hostile(&result);
    cr_assert_not_null(file, "out of memory");
    cr_expect_eq(tare_plots_terminal(
                     file, &result, &(struct tare_gnuplot_terminal){.columns = 80, .unicode = true},
                     &outcome, NULL),
                 0, "drawn");
    fclose(file);
    if (strstr(outcome.notice, "not installed"))
        cr_skip_test("gnuplot is not installed");
    cr_expect_str_empty(outcome.notice, "%s", outcome.notice);
    for (size_t i = 0; i < COUNT(hostile); i++) {
        char shown[64];

        snprintf(shown, sizeof(shown), "%s",
                 i + 1 == COUNT(hostile) ? "größer \\xff\\n" : hostile[i].name);
        cr_expect_not_null(strstr(text, shown), "'%s' in:\n%s", shown, text);
    }
    cr_expect_null(strpbrk(text, "\f\033"), "no form feed, no colours");
    free(text);
    tare_result_free(&result);
}

Test(svg, slim)
{
    static const char svg[] =
        "<?xml version=\"1.0\"?>\n<svg\n viewBox=\"0 0 9 5\">\n<title>Gnuplot</title>\n<desc>Made "
        "by</desc>\n<g id=\"gnuplot_canvas\">\n<defs>\n\t<circle id='gpDot' r='0.5'/>\n\t<circle "
        "id='gpPt5' r='1'/>\n\t<use xlink:href='#gpPt5' id='gpPt6' fill='currentColor'/>\n</defs>\n"
        "<g fill=\"none\" color=\"black\" stroke=\"currentColor\" stroke-width=\"1.00\">\n</g>\n"
        "<g fill=\"none\" color=\"black\" stroke=\"currentColor\" stroke-width=\"1.00\">\n"
        "\t<path stroke='rgb(228, 231, 236)' class=\"gridline\"  d='M1.04,4.31 L6.17,4.31 "
        "L6.17,2.00 "
        "L7.00,1.00 '/>\n\t<path stroke='black'  d='M1.04,4.31 M6.17,4.31  '/>"
        "\t<g transform=\"translate(92.84,441.19)\" fill=\"rgb(85,91,102)\" "
        "font-family=\"Inter&#44; "
        "Sans\" font-size=\"15.00\"><text> 0.2 &lt;ns> </text>\n\t</g>\n"
        "<use xlink:href='#gpPt6' transform='translate(1.50,2.25) "
        "scale(4.50)'/></g>\n</g>\n</svg>\n";
    static const char want[] =
        "<?xml version=\"1.0\"?><svg viewBox=\"0 0 9 5\" font-family=\"Inter&#44; Sans\"><g "
        "fill=\"none\" stroke=\"currentColor\"><defs><circle id='gpPt5' r='1'/>\n<use "
        "xlink:href='#gpPt5' id='gpPt6' fill='currentColor'/>\n</defs>\n"
        "<path stroke=\"#e4e7ec\" d=\"M1,4.3H6.2V2L7,1\"/><g transform=\"translate(92.8,441.2)\" "
        "fill=\"#555b66\" font-size=\"15\"><text> 0.2 &lt;ns> </text></g>\n<use "
        "xlink:href=\"#gpPt6\" transform=\"translate(1.5,2.3) scale(4.5)\"/></g>\n</svg>\n";
    struct tare_buf buf = TARE_BUF_INIT;

    tare_svg_slim(&buf, svg);
    cr_expect_str_eq(buf.text, want, "%s", buf.text);
    tare_buf_free(&buf);
}

/* Cut at any byte it is no SVG, but nothing is read behind it. */
Test(svg, slim_takes_any_part)
{
    static const char svg[] = "<svg><defs><a id='x'/>\n</defs><g id='q' d='M1.25,2 L3'><text>a<b x"
                              "='rgb(1, 2'/></text></g></g></g><path d='L";
    struct tare_buf buf = TARE_BUF_INIT;

    for (size_t length = 0; length < sizeof(svg); length++) {
        char *part = strndup(svg, length);

        cr_assert_not_null(part, "out of memory");
        tare_buf_reset(&buf);
        tare_svg_slim(&buf, part);
        cr_expect(!buf.failed, "%zu bytes", length);
        free(part);
    }
    tare_buf_free(&buf);
}
