/* SPDX-License-Identifier: MIT */
/* The parts of a profile that speak of instructions, and of places that other tools named. */
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "model/profile.h"

int tare_profile_add_spot(struct tare_profile *profile, const struct tare_profile_spot *spot,
                          struct tare_err *err)
{
    if (profile->spot_count == profile->spot_room) {
        size_t room = profile->spot_room ? 2 * profile->spot_room : 1024;
        struct tare_profile_spot *grown = realloc(profile->spot, room * sizeof *grown);

        if (!grown)
            return tare_err_memory(err);
        profile->spot = grown;
        profile->spot_room = room;
    }
    profile->spot[profile->spot_count++] = *spot;
    return 0;
}

static int make_room(struct tare_profile *profile)
{
    size_t room = profile->code_room ? 2 * profile->code_room : 256;
    struct tare_profile_code *grown;

    if (profile->code_count < profile->code_room)
        return 0;
    grown = realloc(profile->code, room * sizeof *grown);
    if (!grown)
        return -1;
    profile->code = grown;
    profile->code_room = room;
    return 0;
}

int tare_profile_add_code(struct tare_profile *profile, const struct tare_profile_code *code,
                          struct tare_err *err)
{
    struct tare_profile_code *kept;

    if (make_room(profile))
        return tare_err_memory(err);
    kept = &profile->code[profile->code_count];
    *kept = *code;
    kept->function = strdup(code->function);
    kept->source = strdup(code->source);
    kept->text = strdup(code->text);
    if (!kept->function || !kept->source || !kept->text) {
        free(kept->function);
        free(kept->source);
        free(kept->text);
        return tare_err_memory(err);
    }
    profile->code_count++;
    for (size_t i = 0; i < profile->spot_count; i++)
        if (profile->spot[i].address == kept->address)
            kept->self[profile->spot[i].metric] += profile->spot[i].weight;
    return 0;
}

/* Does an absolute path mean the one that the debug information has, which may be relative to where
 * the compiler ran? */
static bool is_same_source(const char *absolute, const char *source)
{
    size_t length = strlen(absolute);
    size_t tail = strlen(source);

    if (strcmp(absolute, source) == 0)
        return true;
    return tail && tail < length && absolute[length - tail - 1] == '/' &&
           strcmp(absolute + length - tail, source) == 0;
}

void tare_profile_rename(const struct tare_profile *profile, struct tare_profile_place *place)
{
    const char *absolute = place->source;
    const char *function = place->function;
    bool is_there = false;

    for (size_t i = 0; i < profile->line_count; i++) {
        const struct tare_profile_line *line = &profile->line[i];

        if (!is_same_source(absolute, line->source))
            continue;
        place->source = line->source;
        if (line->line != place->line)
            continue;
        if (!is_there || strcmp(line->function, function) == 0)
            place->function = line->function;
        is_there = true;
    }
}
