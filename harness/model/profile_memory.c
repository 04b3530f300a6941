/* SPDX-License-Identifier: MIT */
/* The part of a profile that speaks of the live heap. */
#include <stdlib.h>
#include <string.h>

#include "model/profile.h"

static struct tare_profile_change *add(struct tare_profile_memory *memory,
                                       const struct tare_profile_place *place)
{
    struct tare_profile_change *change;

    if (memory->change_count == memory->change_room) {
        size_t room = memory->change_room ? 2 * memory->change_room : 64;
        struct tare_profile_change *grown = realloc(memory->change, room * sizeof *grown);

        if (!grown)
            return NULL;
        memory->change = grown;
        memory->change_room = room;
    }
    change = &memory->change[memory->change_count];
    *change = (struct tare_profile_change){.function = strdup(place->function),
                                           .source = strdup(place->source ? place->source : ""),
                                           .line = place->line,
                                           .mark = (size_t)-1};
    if (change->function && change->source) {
        memory->change_count++;
        return change;
    }
    free(change->function);
    free(change->source);
    return NULL;
}

struct tare_profile_change *tare_profile_change_of(struct tare_profile *profile,
                                                   const struct tare_profile_place *place)
{
    struct tare_profile_memory *memory = &profile->memory;

    for (size_t i = 0; i < memory->change_count; i++) {
        struct tare_profile_change *change = &memory->change[i];

        if (change->line == place->line && strcmp(change->function, place->function) == 0 &&
            strcmp(change->source, place->source ? place->source : "") == 0)
            return change;
    }
    return add(memory, place);
}

bool tare_profile_change_is_shown(const struct tare_profile *profile,
                                  const struct tare_profile_change *change, const char *function)
{
    return strcmp(change->function, profile->function ? profile->function : function) == 0;
}

const char *tare_profile_change_text(const struct tare_profile *profile,
                                     const struct tare_profile_change *change)
{
    for (size_t i = 0; i < profile->line_count; i++) {
        const struct tare_profile_line *line = &profile->line[i];

        if (line->line == change->line && line->text && strcmp(line->source, change->source) == 0)
            return line->text;
    }
    return "";
}
