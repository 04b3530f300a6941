/* SPDX-License-Identifier: MIT */
/* Which cases builds share. */
#include <inttypes.h>
#include <regex.h>
#include <stdlib.h>

#include "conduct/plan.h"

bool tare_plan_in_all_builds(const struct tare_plan *plan, const struct tare_listed *item)
{
    for (size_t i = 0; i < plan->build_count; i++)
        if (!tare_listing_find(&plan->build[i].listing, item->group, item->variant))
            return false;
    return true;
}

static bool lets_through(const regex_t *filter, const struct tare_listed *item)
{
    struct tare_buf id = TARE_BUF_INIT;
    bool found = false;

    for (size_t i = 0; i == 0 || i < item->sizes.count; i++) {
        tare_buf_reset(&id);
        tare_buf_printf(&id, "%s/%s", item->group, item->variant);
        if (item->sizes.count)
            tare_buf_printf(&id, "/%" PRId64, (int64_t)llabs(item->sizes.value[i]));
        found |= regexec(filter, id.text, 0, NULL, 0) == 0;
    }
    tare_buf_free(&id);
    return found;
}

/* "  group/variant: in 'old' and 'new' only". */
static void put_left_out(struct tare_buf *lines, const struct tare_plan *plan,
                         const struct tare_listed *item)
{
    const char *between = "";

    tare_buf_printf(lines, "  %s/%s: in ", item->group, item->variant);
    for (size_t i = 0; i < plan->build_count; i++)
        if (tare_listing_find(&plan->build[i].listing, item->group, item->variant)) {
            tare_buf_printf(lines, "%s'%s'", between, plan->build[i].label);
            between = " and ";
        }
    tare_buf_puts(lines, " only\n");
}

/* Does an earlier build have it? */
static bool was_listed(const struct tare_plan *plan, size_t build, const struct tare_listed *item)
{
    for (size_t i = 0; i < build; i++)
        if (tare_listing_find(&plan->build[i].listing, item->group, item->variant))
            return true;
    return false;
}

size_t tare_plan_left_out(const struct tare_plan *plan, const char *filter, struct tare_buf *lines)
{
    regex_t regex;
    size_t count = 0;

    if (filter && regcomp(&regex, filter, REG_EXTENDED | REG_NOSUB))
        return 0;
    for (size_t i = 0; plan->build_count > 1 && i < plan->build_count; i++)
        for (size_t j = 0; j < plan->build[i].listing.count; j++) {
            const struct tare_listed *item = &plan->build[i].listing.cases[j];

            if (tare_plan_in_all_builds(plan, item) || was_listed(plan, i, item) ||
                (filter && !lets_through(&regex, item)))
                continue;
            put_left_out(lines, plan, item);
            count++;
        }
    if (filter)
        regfree(&regex);
    return count;
}
