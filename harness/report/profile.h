/* SPDX-License-Identifier: MIT */
/*
 * A profile for people and programs. For people: what it speaks of, then each function that it is
 * about with its lines,
 *
 *     list_sum  layout_lists.h                                  97.3 % of time
 *       line      time %   source
 *        120   3.1 ±0.5    for (const struct node *node = head; node; node = node->next)
 *        121  94.2 ±0.7        sum += node->record.x;
 *
 * where a line is charged for what it calls; other views have functions or instructions.
 */
#ifndef TARE_REPORT_PROFILE_H
#define TARE_REPORT_PROFILE_H

#include <stdio.h>

#include "base/err.h"
#include "model/profile.h"
#include "report/table.h"

/* By line. 0, or -1 with TARE_ERR_SYSTEM, as the others. */
int tare_profile_write_lines(FILE *file, const struct tare_profile *profile,
                             const struct tare_table_style *style, struct tare_err *err);

/* By function, in the order that they are in: its own share of the time and of the instructions,
 * that with what it calls, and its calls; of the one that was asked for, who calls it and whom it
 * calls. */
int tare_profile_write_functions(FILE *file, const struct tare_profile *profile,
                                 const struct tare_table_style *style, struct tare_err *err);

/* By instruction, with the source lines between. */
int tare_profile_write_asm(FILE *file, const struct tare_profile *profile,
                           const struct tare_table_style *style, struct tare_err *err);

/* Of two cases side by side: what each instruction takes of the time, and how often it is executed.
 */
int tare_profile_write_asm_pair(FILE *file, const struct tare_profile *left,
                                const struct tare_profile *right,
                                const struct tare_table_style *style, struct tare_err *err);

/* The live heap line by line, in the order of execution, of the function that was asked for, or
 * else of `function`, the case; and over time. */
int tare_profile_write_memory(FILE *file, const struct tare_profile *profile, const char *function,
                              const struct tare_table_style *style, struct tare_err *err);

/* The functions, and the instructions, as csv: one row each, empty where a pass is missing. */
int tare_profile_write_functions_csv(FILE *file, const struct tare_profile *profile,
                                     struct tare_err *err);
int tare_profile_write_asm_csv(FILE *file, const struct tare_profile *profile,
                               struct tare_err *err);

/* The same: line, live_bytes, increment_bytes, occurrences, all functions, one row each. */
int tare_profile_write_memory_csv(FILE *file, const struct tare_profile *profile,
                                  struct tare_err *err);

/* All lines of all functions, one row each: RFC 4180, empty where a pass is missing. */
int tare_profile_write_csv(FILE *file, const struct tare_profile *profile, struct tare_err *err);

/* All of it. */
int tare_profile_write_json(FILE *file, const struct tare_profile *profile, struct tare_err *err);

#endif
