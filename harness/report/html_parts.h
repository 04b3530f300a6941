/* SPDX-License-Identifier: MIT */
/*
 * The parts of the page that report/html.h puts together, each in a file of its own. Private to it.
 */
#ifndef TARE_REPORT_HTML_PARTS_H
#define TARE_REPORT_HTML_PARTS_H

#include "base/err.h"
#include "report/grid.h"
#include "report/html.h"
#include "report/html_write.h"

#include <stdbool.h>
#include <stddef.h>

/* What is in the head: styles (light, dark, print), and a script that lets tables be sorted. */
extern const char tare_html_style[];
extern const char tare_html_script[];

#define TARE_HTML_SLUG_BYTES 96

struct tare_html_page {
    struct tare_html html;
    const struct tare_html_params *params;
    size_t plot_count; /* that were put in so far: they are numbered */
    size_t plot_bytes; /* that they take */
    size_t plot_bytes_max;
    bool without_samples; /* they would make it too large */
};

/* Is the group of the page, and is this its first block? */
bool tare_html_begins_group(const struct tare_html_page *page, size_t block);

/* Is the block of the page, and the last of those that differ in their size alone? That one speaks
 * for them. */
bool tare_html_is_main(const struct tare_html_page *page, size_t block);

/* Name of a group that is good for files and ids, and no other group's. */
void tare_html_slug(char slug[TARE_HTML_SLUG_BYTES], const struct tare_result *result,
                    const char *group);

/* What was fastest and smallest, what is on the front, what failed, how fit the machine was. 0 or
 * -1, as those below. */
int tare_html_summary(struct tare_html_page *page, struct tare_err *err);

/* A group: title, lesson, plots, tables, bytes, source, how to repeat it. */
int tare_html_group(struct tare_html_page *page, const char *group, struct tare_err *err);

/* Pictures of the group, as many as there are; says so where there is none. */
int tare_html_plots(struct tare_html_page *page, const char *group, struct tare_err *err);

/* A block: its name, table and notes; where it is the main one, its samples and what its bytes are
 * (of all blocks they would take half of the page; result.json has them). */
int tare_html_block(struct tare_html_page *page, const struct tare_block *block, bool is_main,
                    struct tare_err *err);

/* The samples of the grid's block, folded: their course and their spread. */
void tare_html_samples(struct tare_html_page *page, const struct tare_grid *grid);

/* What the bytes of the block's rows are, folded; nothing where none was weighed. */
void tare_html_weighing(struct tare_html_page *page, const struct tare_block *block);

/* Which lines differ between the block's rows; nothing where none was profiled. */
void tare_html_profile(struct tare_html_page *page, const struct tare_block *block);

/* The cases' source code, folded. */
void tare_html_source(struct tare_html_page *page, const char *group);

/* The commands that measure the group again. */
void tare_html_repeat(struct tare_html_page *page, const char *group);

/* How times grow, on what and how it was measured. */
void tare_html_method(struct tare_html_page *page);

#endif
