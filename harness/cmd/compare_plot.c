/* SPDX-License-Identifier: MIT */
#include "cmd/compare_plot.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "report/plot_forest.h"
#include "sys/proc.h"

#define LIMIT_NS 60e9

static int make_folder(const char *path, struct tare_err *err)
{
    if (mkdir(path, 0777) && errno != EEXIST)
        return tare_err_errno(err, "cannot make folder '%s'", path);
    return 0;
}

static int write_script(const char *path, const struct tare_compare *compare, struct tare_err *err)
{
    FILE *file = fopen(path, "we");
    int outcome;

    if (!file)
        return tare_err_errno(err, "cannot write '%s'", path);
    outcome = tare_plot_forest(file, compare, err);
    if (fclose(file) && outcome == 0)
        outcome = tare_err_errno(err, "cannot write '%s'", path);
    if (outcome)
        unlink(path);
    return outcome;
}

/* The script's outputs are relative to the folder. */
static void draw(const char *folder)
{
    static char program[] = "env", change[] = "-C", gnuplot[] = "gnuplot", plain[] = "-d";
    static char script[] = "plots/" TARE_PLOT_FOREST_NAME ".gp";
    char *where = strdup(folder);
    char *arguments[] = {program, change, where, gnuplot, plain, script, NULL};
    struct tare_buf said = TARE_BUF_INIT;
    struct tare_proc proc = {.output_fd = -1};
    struct tare_err err = {0};

    if (!where || tare_proc_start(&proc,
                                  &(struct tare_proc_params){.path = "/usr/bin/env",
                                                             .arguments = arguments,
                                                             .environment = environ,
                                                             .cpu = -1},
                                  &err))
        fprintf(stderr, "tare: no plot: %s\n", err.code ? err.text : "out of memory");
    else if (tare_proc_wait(&proc, LIMIT_NS) && proc.status == 0)
        fprintf(stderr, "plots in %s/plots/" TARE_PLOT_FOREST_NAME ".svg and .png\n", folder);
    else {
        tare_proc_output(&proc, &said);
        fprintf(stderr, "tare: no plot of '%s/%s': %s\n", folder, script,
                said.length ? said.text : "gnuplot failed");
    }
    tare_proc_free(&proc);
    tare_buf_free(&said);
    free(where);
}

int tare_compare_plot(const char *folder, const struct tare_compare *compare, struct tare_err *err)
{
    struct tare_buf path = TARE_BUF_INIT;
    int outcome = -1;

    tare_buf_printf(&path, "%s/plots", folder);
    if (path.failed)
        tare_err_memory(err);
    else if (make_folder(folder, err) == 0 && make_folder(path.text, err) == 0) {
        tare_buf_puts(&path, "/" TARE_PLOT_FOREST_NAME ".gp");
        outcome = path.failed ? tare_err_memory(err) : write_script(path.text, compare, err);
    }
    tare_buf_free(&path);
    if (outcome == 0)
        draw(folder);
    else if (outcome > 0)
        fprintf(stderr, "tare: no plot: no case has a ratio with an interval\n");
    return outcome < 0 ? -1 : 0;
}
