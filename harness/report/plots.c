/* SPDX-License-Identifier: MIT */
#include "report/plots.h"

#include "base/buf.h"
#include "report/gnuplot.h"
#include "report/gnuplot_run.h"
#include "report/svg.h"
#include "report/text.h"

#include <errno.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PATH_BYTES   4096
#define TRIES        8 /* processes of gnuplot: one, and one more a script that it failed on */
#define SCRIPT_BYTES (TARE_GNUPLOT_NAME_BYTES + 16)
#define MANY         24 /* scripts, of 50 ms each */

/* The scripts of a run, relative to its folder. */
struct scripts {
    const char *folder;
    char (*names)[SCRIPT_BYTES]; /* [count] */
    size_t count;
};

static void notice(struct tare_plots_outcome *outcome, const char *text, const char *detail)
{
    if (!*outcome->notice)
        snprintf(outcome->notice, sizeof(outcome->notice), "%s%s", text, detail);
}

/* FOLDER/plots/NAME.svg of a script. */
static void name_picture(char path[PATH_BYTES], const char *folder, const char *script,
                         const char *suffix)
{
    snprintf(path, PATH_BYTES, "%s/%.*s%s", folder, (int)strlen(script) - 2, script, suffix);
}

/* Plots of an earlier time must not pass for those of this script. */
static void remove_old(const char *folder, const char *script)
{
    char path[PATH_BYTES];

    name_picture(path, folder, script, "svg");
    unlink(path);
    name_picture(path, folder, script, "png");
    unlink(path);
}

/* 0, 1 where there is nothing to draw, or -1. */
static int write_one(const char *folder, const struct tare_result *result, const char *group,
                     enum tare_gnuplot_kind kind, char script[SCRIPT_BYTES], struct tare_err *err)
{
    char name[TARE_GNUPLOT_NAME_BYTES], path[PATH_BYTES];
    FILE *file;
    int outcome;

    tare_gnuplot_name(name, result, group, kind);
    snprintf(script, SCRIPT_BYTES, "plots/%s.gp", name);
    if (snprintf(path, sizeof(path), "%s/%s", folder, script) >= (int)sizeof(path)) {
        errno = ENAMETOOLONG;
        return tare_err_errno(err, "cannot write below '%s'", folder);
    }
    remove_old(folder, script);
    file = fopen(path, "we");
    if (!file)
        return tare_err_errno(err, "cannot write '%s'", path);
    outcome = tare_gnuplot_script(file, result, group, kind, err);
    if (fclose(file) && outcome == 0)
        outcome = tare_err_errno(err, "cannot write '%s'", path);
    if (outcome)
        unlink(path);
    return outcome;
}

static int add_script(struct scripts *scripts, const struct tare_result *result, const char *group,
                      enum tare_gnuplot_kind kind, struct tare_err *err)
{
    char(*grown)[SCRIPT_BYTES] = realloc(scripts->names, (scripts->count + 1) * sizeof(*grown));
    int written;

    if (!grown)
        return tare_err_memory(err);
    scripts->names = grown;
    written = write_one(scripts->folder, result, group, kind, grown[scripts->count], err);
    if (written == 0)
        scripts->count++;
    return written < 0 ? -1 : 0;
}

static bool is_first_of_group(const struct tare_result *result, size_t index)
{
    for (size_t i = 0; i < index; i++)
        if (!strcmp(result->block[i].group, result->block[index].group))
            return false;
    return true;
}

static int write_scripts(struct scripts *scripts, const struct tare_result *result,
                         const char *group, struct tare_err *err)
{
    for (size_t i = 0; i < result->block_count; i++) {
        if (!is_first_of_group(result, i) || (group && strcmp(result->block[i].group, group) != 0))
            continue;
        for (int kind = 0; kind < TARE_GNUPLOT_KINDS; kind++)
            if (add_script(scripts, result, result->block[i].group, (enum tare_gnuplot_kind)kind,
                           err))
                return -1;
    }
    return 0;
}

/* gnuplot says 0 also where a terminal is missing: what counts is that both files are there. */
static bool is_drawn(const char *folder, const char *script)
{
    char svg[PATH_BYTES], png[PATH_BYTES];
    struct stat svg_info, png_info;

    name_picture(svg, folder, script, "svg");
    name_picture(png, folder, script, "png");
    return !stat(svg, &svg_info) && !stat(png, &png_info) && svg_info.st_size && png_info.st_size;
}

static char *read_whole(const char *path)
{
    struct tare_buf text = TARE_BUF_INIT;
    FILE *file = fopen(path, "re");
    char chunk[16384];
    size_t got;

    while (file && (got = fread(chunk, 1, sizeof(chunk), file)) > 0)
        tare_buf_add(&text, chunk, got);
    if (file)
        fclose(file);
    return tare_buf_steal(&text);
}

/* Replaces an SVG by its slim form; where that cannot be, it stays as gnuplot drew it. */
static void slim(const char *folder, const char *script)
{
    char path[PATH_BYTES], made[PATH_BYTES + 32];
    struct tare_buf slimmed = TARE_BUF_INIT;
    bool written = false;
    char *text;
    FILE *file;

    name_picture(path, folder, script, "svg");
    snprintf(made, sizeof(made), "%s.%ld.part", path, (long)getpid());
    text = read_whole(path);
    if (text)
        tare_svg_slim(&slimmed, text);
    file = text && !slimmed.failed ? fopen(made, "we") : NULL;
    if (file) {
        written = fwrite(slimmed.text, 1, slimmed.length, file) == slimmed.length;
        written = !fclose(file) && written;
        if (!written || rename(made, path))
            unlink(made);
    }
    tare_buf_free(&slimmed);
    free(text);
}

/* The script at which gnuplot ended: the first from `from` on that is not drawn; else the count. */
static size_t first_undrawn(const struct scripts *scripts, size_t from)
{
    while (from < scripts->count && is_drawn(scripts->folder, scripts->names[from]))
        from++;
    return from;
}

/* One process draws them; where a script fails, the next one goes on behind it, but not for ever.
 */
static void draw_part(const struct scripts *scripts, struct tare_plots_outcome *outcome)
{
    const char **paths = calloc(scripts->count + 1, sizeof(*paths));
    enum tare_gnuplot_ran ran = TARE_GNUPLOT_DONE;
    size_t next = 0;

    for (size_t i = 0; paths && i < scripts->count; i++)
        paths[i] = scripts->names[i];
    for (int tries = 0; paths && next < scripts->count && tries < TRIES; tries++) {
        struct tare_gnuplot_run run = {.folder = scripts->folder,
                                       .scripts = paths + next,
                                       .script_count = scripts->count - next,
                                       .in_fd = -1,
                                       .out_fd = -1};

        ran = tare_gnuplot_run(&run);
        if (ran == TARE_GNUPLOT_ABSENT) {
            notice(outcome,
                   "no plots: gnuplot is not installed (Debian: gnuplot-nox); its scripts ",
                   "are in plots/");
            break;
        }
        next = first_undrawn(scripts, next);
        if (ran == TARE_GNUPLOT_FAILED || next < scripts->count)
            notice(outcome,
                   "gnuplot failed on some plots: ", *run.reason ? run.reason : "it wrote no file");
        next++;
    }
    for (size_t i = 0; ran != TARE_GNUPLOT_ABSENT && i < scripts->count; i++)
        if (is_drawn(scripts->folder, scripts->names[i])) {
            slim(scripts->folder, scripts->names[i]);
            outcome->plots_count++;
        }
    free(paths);
}

struct part {
    struct scripts scripts;
    struct tare_plots_outcome outcome;
};

static void *draw_other(void *argument)
{
    struct part *part = argument;

    draw_part(&part->scripts, &part->outcome);
    return NULL;
}

/* Many scripts are drawn by two processes at once, each half of them. */
static void draw(const struct scripts *scripts, struct tare_plots_outcome *outcome)
{
    size_t half = scripts->count < MANY ? scripts->count : (scripts->count + 1) / 2;
    const struct scripts first = {scripts->folder, scripts->names, half};
    struct part other = {
        .scripts = {scripts->folder, scripts->names + half, scripts->count - half}};
    bool apart;
    pthread_t thread;

    apart = other.scripts.count && pthread_create(&thread, NULL, draw_other, &other) == 0;
    draw_part(&first, outcome);
    if (apart)
        pthread_join(thread, NULL);
    else
        draw_part(&other.scripts, &other.outcome);
    outcome->plots_count += other.outcome.plots_count;
    if (*other.outcome.notice)
        notice(outcome, other.outcome.notice, "");
}

int tare_plots_write(const char *folder, const struct tare_result *result,
                     struct tare_plots_outcome *outcome, struct tare_err *err)
{
    return tare_plots_write_group(folder, result, NULL, outcome, err);
}

int tare_plots_write_group(const char *folder, const struct tare_result *result, const char *group,
                           struct tare_plots_outcome *outcome, struct tare_err *err)
{
    struct scripts scripts = {.folder = folder};
    char path[PATH_BYTES];
    int status;

    *outcome = (struct tare_plots_outcome){0};
    snprintf(path, sizeof(path), "%s/plots", folder);
    if (mkdir(path, 0777) && errno != EEXIST)
        return tare_err_errno(err, "cannot make folder '%s'", path);
    status = write_scripts(&scripts, result, group, err);
    outcome->scripts_count = scripts.count;
    if (!status && scripts.count)
        draw(&scripts, outcome);
    free(scripts.names);
    return status;
}

/* What gnuplot drew, without its form feed and without blanks at the ends of lines; in ASCII where
 * the terminal knows no other. Codes of colours are gnuplot's: its texts were made harmless. */
static void copy_drawing(FILE *to, FILE *drawn, const struct tare_gnuplot_terminal *terminal)
{
    char *line = NULL;
    size_t room = 0;
    ssize_t length;

    rewind(drawn);
    while ((length = getline(&line, &room, drawn)) > 0) {
        struct tare_buf shown = TARE_BUF_INIT;
        const char *begin = line + strspn(line, "\f");

        while (length > begin - line && strchr(" \f\n", line[length - 1]))
            line[--length] = '\0';
        if (!terminal->unicode && !terminal->colours)
            tare_text_show(&shown, begin, (struct tare_text_style){.unicode = false});
        fprintf(to, "%s\n", *shown.text && !shown.failed ? shown.text : begin);
        tare_buf_free(&shown);
    }
    free(line);
}

/* 0; 1 where gnuplot gave up, with a notice; or -1. */
static int draw_terminal(FILE *file, FILE *script, const struct tare_gnuplot_terminal *terminal,
                         struct tare_plots_outcome *outcome, struct tare_err *err)
{
    FILE *drawn = tmpfile();
    struct tare_gnuplot_run run = {.in_fd = fileno(script)};
    enum tare_gnuplot_ran ran;

    if (!drawn)
        return tare_err_errno(err, "cannot make a temporary file");
    rewind(script);
    run.out_fd = fileno(drawn);
    ran = tare_gnuplot_run(&run);
    if (ran == TARE_GNUPLOT_ABSENT)
        notice(outcome, "no plots: ", "gnuplot is not installed (Debian: gnuplot-nox)");
    else if (ran == TARE_GNUPLOT_FAILED)
        notice(outcome,
               "gnuplot failed on some plots: ", *run.reason ? run.reason : "it did not say why");
    copy_drawing(file, drawn, terminal);
    fclose(drawn);
    return ran == TARE_GNUPLOT_DONE ? 0 : 1;
}

static int script_terminal(FILE *script, const struct tare_result *result,
                           const struct tare_gnuplot_terminal *terminal,
                           struct tare_plots_outcome *outcome, struct tare_err *err)
{
    for (size_t i = 0; i < result->block_count; i++)
        for (int kind = 0; kind < TARE_GNUPLOT_KINDS && is_first_of_group(result, i); kind++) {
            int written = tare_gnuplot_terminal_script(script, result, result->block[i].group,
                                                       (enum tare_gnuplot_kind)kind, terminal, err);

            if (written < 0)
                return -1;
            outcome->scripts_count += written == 0;
        }
    return 0;
}

int tare_plots_terminal(FILE *file, const struct tare_result *result,
                        const struct tare_gnuplot_terminal *terminal,
                        struct tare_plots_outcome *outcome, struct tare_err *err)
{
    FILE *script = tmpfile();
    int status;

    *outcome = (struct tare_plots_outcome){0};
    if (!script)
        return tare_err_errno(err, "cannot make a temporary file");
    status = script_terminal(script, result, terminal, outcome, err);
    if (!status && outcome->scripts_count)
        status = draw_terminal(file, script, terminal, outcome, err);
    if (!status)
        outcome->plots_count = outcome->scripts_count;
    fclose(script);
    return status < 0 ? -1 : 0;
}
