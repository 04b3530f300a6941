/* SPDX-License-Identifier: MIT */
/*
 * Executables of which the debug information is damaged: copies of one, by seed, that differ from
 * it in their .debug_* sections alone, so that they run as before.
 */
#ifndef TARE_TESTS_SUPPORT_JUNK_H
#define TARE_TESTS_SUPPORT_JUNK_H

#include <stddef.h>
#include <stdint.h>

#define SUPPORT_JUNK_SECTIONS_MAX 32

struct support_junk {
    char *bytes; /* the file as it is; the second half is room for what is made of it */
    size_t count;
    size_t section_count;
    struct support_junk_section {
        size_t offset;
        size_t bytes;
        size_t size_at; /* where the file says how long it is */
    } section[SUPPORT_JUNK_SECTIONS_MAX];
};

/* Reads the executable; fails the test where it has no debug information. To be freed. */
struct support_junk support_junk_open(const char *path);
void support_junk_free(struct support_junk *junk);

/* The copy of that seed, `count` bytes: bits or bytes changed, a section cut short or zeroed from
 * some place on. Valid until the next one. */
const char *support_junk_make(struct support_junk *junk, uint64_t seed);

#endif
