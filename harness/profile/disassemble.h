/* SPDX-License-Identifier: MIT */
/* The instructions of the functions that a profile shows, by objdump, with what each spent. */
#ifndef TARE_PROFILE_DISASSEMBLE_H
#define TARE_PROFILE_DISASSEMBLE_H

#include <stdio.h>

#include "base/err.h"
#include "model/profile.h"
#include "profile/subject.h"

/*
 * Adds the code of those functions of the executable that have spots in lines that are shown, at
 * most eight, those that took most time first. A note says where there is no objdump. 0, or -1
 * where the harness failed.
 */
int tare_disassemble(struct tare_profile *profile, const struct tare_subject *subject,
                     struct tare_err *err);

/* Reads what objdump -d -l --no-show-raw-insn says of that function. 0, or -1 without memory. */
int tare_disassemble_read(struct tare_profile *profile, const char *function, FILE *file,
                          struct tare_err *err);

#endif
