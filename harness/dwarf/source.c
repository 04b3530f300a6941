/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE /* asprintf */
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "dwarf/inside.h"
#include "dwarf/lines.h"

/* The two joined, where that can be read; NULL. */
static char *readable(const char *folder, size_t length, const char *path)
{
    char *joined = NULL;

    if (asprintf(&joined, "%.*s/%s", (int)length, folder, path) < 0)
        return NULL;
    if (access(joined, R_OK) == 0)
        return joined;
    free(joined);
    return NULL;
}

/* From where a compiler ran: each unit says it. */
static char *find_from_folders(struct tare_dwarf_file *file, const char *source)
{
    Dwarf_Off offset = 0, next;
    size_t header;
    char *found = NULL;

    while (!found && file->dwarf &&
           dwarf_nextcu(file->dwarf, offset, &next, &header, NULL, NULL, NULL) == 0) {
        Dwarf_Attribute attribute;
        Dwarf_Die unit;
        const char *folder = NULL;

        if (dwarf_offdie(file->dwarf, offset + header, &unit))
            folder = dwarf_formstring(dwarf_attr(&unit, DW_AT_comp_dir, &attribute));
        if (folder)
            found = readable(folder, strlen(folder), source);
        offset = next;
    }
    return found;
}

/* "/old/tree/src/a.c" beside "/new/tree/build/exe": src/a.c in /new/tree. */
static char *find_moved(const char *exe, const char *source)
{
    char whole[PATH_MAX];
    char *found = NULL;

    if (!realpath(exe, whole))
        return NULL;
    for (char *end = strrchr(whole, '/'); !found && end && end > whole; end = strrchr(whole, '/')) {
        *end = '\0';
        for (const char *part = source; !found && part; part = strchr(part, '/')) {
            part += *part == '/';
            if (strchr(part, '/') || part == source) /* a bare name says too little */
                found = readable(whole, strlen(whole), part);
        }
    }
    return found;
}

char *tare_dwarf_source_find(struct tare_dwarf_file *file, const char *exe, const char *source)
{
    char *found = NULL;

    if (access(source, R_OK) == 0)
        return strdup(source);
    if (*source != '/')
        found = find_from_folders(file, source);
    return found ? found : find_moved(exe, source);
}
