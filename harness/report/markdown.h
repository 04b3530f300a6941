/* SPDX-License-Identifier: MIT */
/*
 * The table in GitHub-flavoured Markdown, for a pull request or a README: a heading and a table a
 * block, notes and folded output of failed arms below it, and at the end a line that says on what
 * machine and how it was measured. Text from cases is escaped: it makes no markup and no mention.
 */
#ifndef TARE_REPORT_MARKDOWN_H
#define TARE_REPORT_MARKDOWN_H

#include "base/buf.h"
#include "base/err.h"
#include "model/result.h"

#include <stddef.h>
#include <stdio.h>

/* 0, or -1 with TARE_ERR_SYSTEM where the file cannot be written or memory is short. */
int tare_markdown_write(FILE *file, const struct tare_result *result, struct tare_err *err);

/* The same, with what weighing found out about each arm folded below its block. */
int tare_markdown_write_weighed(FILE *file, const struct tare_result *result, struct tare_err *err);

/* Appends `text` as one line in which no character is markup ('@' would mention someone), cut to
 * `columns` (0: never). */
void tare_markdown_escape(struct tare_buf *out, const char *text, size_t columns);

#endif
