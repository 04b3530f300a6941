/* SPDX-License-Identifier: MIT */
#include "support_conduct.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"

char *support_fields(const char *text, size_t *length)
{
    char *fields = strdup(text);

    *length = strlen(text);
    for (size_t i = 0; fields && i < *length; i++)
        if (fields[i] == '|')
            fields[i] = '\0';
    return fields;
}

void support_plan_add(struct tare_plan *plan, const char *label, const char *cases)
{
    struct tare_buf text = TARE_BUF_INIT;
    struct tare_buf path = TARE_BUF_INIT;
    struct tare_err err = {0};
    struct tare_plan_build *build;
    size_t length;
    char *fields;

    plan->build = realloc(plan->build, (plan->build_count + 1) * sizeof *plan->build);
    build = &plan->build[plan->build_count++];
    tare_buf_printf(&path, "/bench/%s", label);
    *build = (struct tare_plan_build){.label = strdup(label), .path = tare_buf_steal(&path)};
    tare_buf_printf(&text, SUPPORT_LISTING_HEAD "%send|", cases);
    fields = support_fields(text.text, &length);
    cr_assert_eq(tare_listing_parse(&build->listing, fields, length, &err), 0, "build %s: %s",
                 label, err.text);
    tare_buf_free(&text);
}
