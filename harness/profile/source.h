/* SPDX-License-Identifier: MIT */
/* The text of the source lines that a profile speaks of. */
#ifndef TARE_PROFILE_SOURCE_H
#define TARE_PROFILE_SOURCE_H

#include "base/err.h"
#include "dwarf/lines.h"
#include "model/profile.h"

/*
 * Reads the text of each line whose file is there (tare_dwarf_source_find(), by `file`, which is
 * `exe` opened) and no younger than the executable: what was written since then is not what was
 * compiled, and its lines may have moved. What could not be read and why goes to the profile's
 * notes. 0, or -1 without memory.
 */
int tare_profile_read_source(struct tare_profile *profile, struct tare_dwarf_file *file,
                             const char *exe, struct tare_err *err);

#endif
