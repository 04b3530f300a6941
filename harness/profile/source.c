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

static int read_file(struct tare_profile *profile, const char *path, const struct stat *exe,
                     struct tare_err *err)
{
    FILE *file = fopen(path, "re");
    struct stat about;
    int result;

    if (!file || fstat(fileno(file), &about)) {
        result = tare_profile_note(profile, err, "no source: cannot open '%s': %s", path,
                                   strerror(errno));
        if (file)
            fclose(file);
        return result;
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

int tare_profile_read_source(struct tare_profile *profile, const char *exe, struct tare_err *err)
{
    struct stat about;

    if (stat(exe, &about))
        return tare_profile_note(profile, err, "no source: '%s' is gone", exe);
    for (size_t i = 0; i < profile->line_count; i++) {
        const char *path = profile->line[i].source;
        bool is_first = *path && profile->line[i].is_shown;

        for (size_t k = 0; k < i && is_first; k++)
            is_first = !profile->line[k].is_shown || strcmp(profile->line[k].source, path) != 0;
        if (is_first && read_file(profile, path, &about, err))
            return -1;
    }
    return 0;
}
