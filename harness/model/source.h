/* SPDX-License-Identifier: MIT */
/*
 * The source code of cases, as it stood when the run began: kept in a result, since the file may
 * change or go away. Pure; what reads files is cmd/describe_sources.h.
 *
 * This is no C parser: it knows comments, literals, parentheses and braces, and refuses what it
 * cannot be sure of, since wrong lines are worse than none.
 */
#ifndef TARE_MODEL_SOURCE_H
#define TARE_MODEL_SOURCE_H

#include <stddef.h>

#include "base/err.h"

/* More lines than these are not kept of one case. */
#define TARE_SOURCE_LINES_MAX 300

/* Strings are owned. */
struct tare_source {
    char *group;
    char *variant;
    char *file;    /* as the compiler was given it: "bench/layout.c" */
    size_t line;   /* of the first line of `text`, from 1; of the case where there is none */
    char *text;    /* whole lines, UTF-8 or not; NULL: not to be had */
    char *missing; /* why; NULL where there is a text */
};

/* What a group is to show, by the comment that stands above it. */
struct tare_lesson {
    char *group;
    char *text; /* one line */
};

void tare_source_free(struct tare_source *source);
void tare_lesson_free(struct tare_lesson *lesson);

/*
 * Cuts the case out of its file: from the comment right above the line `*line` (from 1), where one
 * stands, to the brace that closes the case, or to the end of the macro call that makes it. Returns
 * the lines, to be freed, and sets `*line` to the first of them; NULL with `err`: TARE_ERR_INPUT
 * where the line does not name `variant`, nothing closes or it is too long.
 */
char *tare_source_cut(const char *text, const char *variant, size_t *line, struct tare_err *err);

/*
 * The first paragraph of the comment right above TARE_GROUP(group, else of that at the head of the
 * file (the line of the license left out), on one line. To be freed; NULL where there is none or
 * without memory.
 */
char *tare_source_lesson(const char *text, const char *group);

#endif
