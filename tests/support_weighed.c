/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE
#include "support_weighed.h"

#include <criterion/criterion.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/json.h"

struct support_weighed support_weighed_in(char *folder, const char *before, const char *arguments)
{
    struct support_weighed weighed = {.run = tare_run_in(folder, before, arguments)};
    char *path = tare_run_path(folder, "result.json");
    struct tare_err err = {0};

    cr_assert_eq(tare_json_read(path, &weighed.result, &err), 0, "%s (%s)", err.text,
                 weighed.run.run.err);
    free(path);
    return weighed;
}

struct support_weighed support_weighed(const char *before, const char *fixture,
                                       const char *arguments)
{
    struct support_weighed weighed;
    char *all = NULL;

    cr_assert_geq(asprintf(&all, "%s/fixtures/%s %s", run_build_folder(), fixture, arguments), 0,
                  "out of memory");
    weighed = support_weighed_in(run_folder_new(), before, all);
    free(all);
    return weighed;
}

void support_weighed_free(struct support_weighed *weighed)
{
    tare_result_free(&weighed->result);
    tare_run_free(&weighed->run);
}

const struct tare_row *support_weighed_row(const struct support_weighed *weighed,
                                           const char *variant)
{
    const struct tare_result *result = &weighed->result;

    for (size_t i = 0; i < result->block_count; i++)
        for (size_t j = 0; j < result->block[i].row_count; j++)
            if (strcmp(result->block[i].row[j].variant, variant) == 0)
                return &result->block[i].row[j];
    cr_assert_fail("no case '%s'", variant);
    return NULL;
}

/* Adds to a text; what does not fit is left away. */
static void add(char *text, size_t room, const char *name, double count, double bytes)
{
    size_t length = strlen(text);

    snprintf(text + length, room - length, "%s%s %g %g", length ? ", " : "", name, count, bytes);
}

void support_weighed_types(const struct tare_weighing *weighing, char *text, size_t room)
{
    text[0] = '\0';
    for (size_t i = 0; i < weighing->type_count; i++)
        add(text, room, weighing->type[i].name, weighing->type[i].count, weighing->type[i].bytes);
}

void support_weighed_classes(const struct tare_weighing *weighing, char *text, size_t room)
{
    text[0] = '\0';
    for (size_t i = 0; i < weighing->class_count; i++)
        add(text, room, weighing->class_[i].name, weighing->class_[i].blocks,
            weighing->class_[i].bytes);
}
