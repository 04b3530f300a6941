/* SPDX-License-Identifier: MIT */
#include "cmd/profile_draw.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "report/flame.h"
#include "report/gnuplot_run.h"
#include "report/plot_memory.h"

typedef int write_stacks(FILE *, const struct tare_profile *, struct tare_err *);

/* How long the path is without its suffix, where it has one of these [count]. */
static size_t stem_of(const char *path, const char *const *suffix, size_t count)
{
    size_t whole = strlen(path);

    for (size_t i = 0; i < count; i++) {
        size_t length = strlen(suffix[i]);

        if (whole > length && path[whole - length - 1] != '/' &&
            strcmp(path + whole - length, suffix[i]) == 0)
            return whole - length;
    }
    return whole;
}

/* Nothing half-written stays. */
static int write_file(const struct tare_profile *profile, const char *path, write_stacks *write,
                      struct tare_err *err)
{
    FILE *file = fopen(path, "we");
    int result;

    if (!file)
        return tare_err_errno(err, "cannot write '%s'", path);
    result = write(file, profile, err);
    if (fclose(file) && result == 0)
        result = tare_err_errno(err, "cannot write '%s'", path);
    if (result)
        remove(path);
    return result;
}

int tare_profile_draw_flame(struct tare_profile *profile, const char *path, struct tare_err *err)
{
    static const char *const suffixes[] = {".svg", ".folded"};
    static write_stacks *const writers[] = {tare_flame_write_svg, tare_flame_write_folded};
    size_t stem = stem_of(path, suffixes, 2);
    int result = 0;

    if (!profile->stack_count)
        return tare_profile_note(profile, err, "no flame graph: there are no samples");
    for (size_t i = 0; i < 2 && result == 0; i++) {
        char *name = tare_buf_format(err, "%.*s%s", (int)stem, path, suffixes[i]);

        result = name ? write_file(profile, name, writers[i], err) : -1;
        free(name);
    }
    return result;
}

/* Where the script is and what it is called, without ".gp". */
struct script {
    char *folder;
    char *name;
    char *file; /* NAME.gp, in the folder */
    char *path; /* FOLDER/NAME.gp */
};

static int name_script(struct script *script, const char *path, struct tare_err *err)
{
    static const char *const suffixes[] = {".svg", ".png", ".gp"};
    const char *slash = strrchr(path, '/');
    const char *name = slash ? slash + 1 : path;
    size_t stem = stem_of(path, suffixes, 3) - (size_t)(name - path);

    script->folder =
        tare_buf_format(err, "%.*s", slash ? (int)(name - path) : 2, slash ? path : "./");
    script->name = tare_buf_format(err, "%.*s", (int)stem, name);
    script->file = script->name ? tare_buf_format(err, "%s.gp", script->name) : NULL;
    script->path = script->folder && script->file
                       ? tare_buf_format(err, "%s%s", script->folder, script->file)
                       : NULL;
    return script->path ? 0 : -1;
}

static void free_script(struct script *script)
{
    free(script->folder);
    free(script->name);
    free(script->file);
    free(script->path);
}

/* 0; 1 where there is nothing to draw; -1. */
static int write_script(const struct script *script, const struct tare_profile *profile,
                        const char *entry, struct tare_err *err)
{
    FILE *file = fopen(script->path, "we");
    int result;

    if (!file)
        return tare_err_errno(err, "cannot write '%s'", script->path);
    result = tare_plot_memory_script(file, profile, entry, script->name, err);
    if (fclose(file) && result == 0)
        result = tare_err_errno(err, "cannot write '%s'", script->path);
    if (result)
        remove(script->path);
    return result;
}

static void draw(const struct script *script)
{
    struct tare_gnuplot_run run = {.folder = script->folder,
                                   .scripts = (const char *const[]){script->file},
                                   .script_count = 1,
                                   .in_fd = -1,
                                   .out_fd = -1};

    switch (tare_gnuplot_run(&run)) {
    case TARE_GNUPLOT_DONE:
        fprintf(stderr, "plots in %s%s.svg and .png\n", script->folder, script->name);
        break;
    case TARE_GNUPLOT_ABSENT:
        fprintf(stderr,
                "tare: no plot: gnuplot is not installed (Debian: gnuplot-nox); its script is in "
                "%s\n",
                script->path);
        break;
    case TARE_GNUPLOT_FAILED:
        fprintf(stderr, "tare: no plot: gnuplot failed on '%s': %s\n", script->path, run.reason);
        break;
    }
}

int tare_profile_draw_memory(const struct tare_profile *profile, const char *path,
                             const char *entry, struct tare_err *err)
{
    struct script script = {0};
    int result = name_script(&script, path, err) ? -1 : write_script(&script, profile, entry, err);

    if (result == 0)
        draw(&script);
    else if (result > 0)
        fprintf(stderr, "tare: no plot: the case did not change the heap, or could not be run\n");
    free_script(&script);
    return result < 0 ? -1 : 0;
}
