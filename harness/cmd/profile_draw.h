/* SPDX-License-Identifier: MIT */
/* The pictures of `tare profile`: --flame FILE and --plot FILE. */
#ifndef TARE_CMD_PROFILE_DRAW_H
#define TARE_CMD_PROFILE_DRAW_H

#include "base/err.h"
#include "model/profile.h"

/* FILE.svg and FILE.folded, of which `path` names one, or FILE. Without samples a note says so. 0,
 * or -1 where they cannot be written. */
int tare_profile_draw_flame(struct tare_profile *profile, const char *path, struct tare_err *err);

/*
 * FILE.gp, and FILE.svg and FILE.png that gnuplot makes of it; `path` names one of them, or FILE.
 * `entry` is the case's function. stderr says where they are, or why there are none. 0, also
 * without gnuplot, or -1 where the script cannot be written.
 */
int tare_profile_draw_memory(const struct tare_profile *profile, const char *path,
                             const char *entry, struct tare_err *err);

#endif
