/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE /* asprintf */
#include "profile/source.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>

static bool is_younger(const struct stat *source, const struct stat *exe)
{
    return source->st_mtim.tv_sec != exe->st_mtim.tv_sec
               ? source->st_mtim.tv_sec > exe->st_mtim.tv_sec
               : source->st_mtim.tv_nsec > exe->st_mtim.tv_nsec;
}

/* Gives its text to each line of that file. 0 or -1. */
static int give_text(struct tare_profile *profile, const char *path, FILE *file)
{
    char *text = NULL;
    size_t room = 0;
    int result = 0;

    for (int number = 1; result == 0 && getline(&text, &room, file) >= 0; number++) {
        text[strcspn(text, "\r\n")] = '\0';
        for (size_t i = 0; i < profile->line_count; i++) {
            struct tare_profile_line *line = &profile->line[i];

            if (line->line != number || line->text || strcmp(line->source, path) != 0)
                continue;
            line->text = strdup(text);
            result = line->text ? 0 : -1;
        }
    }
    free(text);
    return result;
}

/* The file `found` is what the debug information calls `path`. */
static int read_file(struct tare_profile *profile, const char *path, const char *found,
                     const struct stat *exe, struct tare_err *err)
{
    FILE *file = found ? fopen(found, "re") : NULL;
    struct stat about;
    int result;

    if (!file || fstat(fileno(file), &about)) {
        result = tare_profile_note(profile, err,
                                   "no source: '%s' is not where it was compiled, nor beside the "
                                   "executable: %s",
                                   path, strerror(found ? errno : ENOENT));
        if (file)
            fclose(file);
        return result;
    }
    if (strcmp(found, path) != 0 && *path == '/' &&
        tare_profile_note(profile, err, "'%s' has moved: its text is that of '%s'", path, found)) {
        fclose(file);
        return -1;
    }
    result = is_younger(&about, exe)
                 ? tare_profile_note(profile, err,
                                     "no source: '%s' changed since the executable was built: "
                                     "build it again",
                                     path)
                 : give_text(profile, path, file);
    fclose(file);
    return result ? tare_err_memory(err) : 0;
}

static int read_source(struct tare_profile *profile, struct tare_dwarf_file *file, const char *path,
                       const char *exe, const struct stat *about, struct tare_err *err)
{
    char *found = tare_dwarf_source_find(file, exe, path);
    int result = read_file(profile, path, found, about, err);

    free(found);
    return result;
}

int tare_profile_read_source(struct tare_profile *profile, struct tare_dwarf_file *file,
                             const char *exe, struct tare_err *err)
{
    struct stat about;

    if (stat(exe, &about))
        return tare_profile_note(profile, err, "no source: '%s' is gone", exe);
    for (size_t i = 0; i < profile->line_count; i++) {
        const char *path = profile->line[i].source;
        bool is_first = *path && profile->line[i].is_shown;

        for (size_t k = 0; k < i && is_first; k++)
            is_first = !profile->line[k].is_shown || strcmp(profile->line[k].source, path) != 0;
        if (is_first && read_source(profile, file, path, exe, &about, err))
            return -1;
    }
    return 0;
}
