/* SPDX-License-Identifier: MIT */
#include "model/fitness.h"

#include <string.h>

const char *tare_fitness_name(enum tare_fitness_verdict verdict)
{
    static const char *const names[] = {
        [TARE_FITNESS_UNKNOWN] = "unknown",
        [TARE_FITNESS_FIT] = "fit",
        [TARE_FITNESS_CAUTION] = "caution",
        [TARE_FITNESS_UNFIT] = "unfit",
    };

    return names[verdict];
}

const struct tare_fitness_check *tare_fitness_find(const struct tare_fitness *fitness,
                                                   const char *name)
{
    for (size_t i = 0; i < fitness->count; i++)
        if (strcmp(fitness->check[i].name, name) == 0)
            return &fitness->check[i];
    return NULL;
}

/* Where all is well nobody needs to read of it, but for what every reader of a time asks. */
static bool is_told(const struct tare_fitness_check *check)
{
    return check->verdict != TARE_FITNESS_FIT || check->always_brief;
}

static void add_group(const struct tare_fitness *fitness, enum tare_fitness_verdict verdict,
                      struct tare_buf *line)
{
    bool first = true;

    for (size_t i = 0; i < fitness->count; i++) {
        const struct tare_fitness_check *check = &fitness->check[i];

        if (check->verdict != verdict || !is_told(check))
            continue;
        if (first)
            tare_buf_printf(line, "%s%s: ", line->length ? "; " : "", tare_fitness_name(verdict));
        tare_buf_printf(line, "%s%s", first ? "" : ", ", check->brief);
        first = false;
    }
}

void tare_fitness_line(const struct tare_fitness *fitness, struct tare_buf *line)
{
    struct tare_buf groups = TARE_BUF_INIT;

    add_group(fitness, TARE_FITNESS_UNFIT, &groups);
    add_group(fitness, TARE_FITNESS_CAUTION, &groups);
    add_group(fitness, TARE_FITNESS_FIT, &groups);
    add_group(fitness, TARE_FITNESS_UNKNOWN, &groups);
    tare_buf_puts(line, groups.text);
    line->failed |= groups.failed;
    tare_buf_free(&groups);
}
