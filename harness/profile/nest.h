/* SPDX-License-Identifier: MIT */
/* From addresses of a process or a file to the places that are charged for what happened there. */
#ifndef TARE_PROFILE_NEST_H
#define TARE_PROFILE_NEST_H

#include <stddef.h>
#include <stdint.h>

#include "dwarf/process.h"
#include "model/profile.h"

#define TARE_NEST_FRAMES 64
#define TARE_NEST_PLACES 256

/* Places, innermost first, and whether a case's function is among them. */
struct tare_nest {
    size_t count;
    bool is_in_entry; /* a frame of the function `entry` was among them; outer ones are left out */
    bool is_ours;     /* code of the harness ran on behalf of the case: making fresh inputs */
    struct tare_profile_place place[TARE_NEST_PLACES];
};

/* Of one address of a file. Code that has neither debug information nor a symbol is of a function
 * that is called as its file is: a stripped library names what it exports alone. */
void tare_nest_of_file(struct tare_nest *nest, struct tare_dwarf_file *file, uint64_t address);

/* Of addresses of a process, innermost first. */
void tare_nest_of(struct tare_nest *nest, struct tare_dwarf_cache *dwarf,
                  const struct tare_maps *maps, const uint64_t *addresses, size_t count,
                  const char *entry);

#endif
