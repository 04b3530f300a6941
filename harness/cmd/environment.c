/* SPDX-License-Identifier: MIT */
#include "cmd/environment.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

int tare_environment_add(struct tare_plan *plan, const char *spec, struct tare_err *err)
{
    char *text = strdup(spec);
    char *variables[32] = {NULL};
    size_t count = 0;
    char *rest = text;
    const char *label;
    char *word;
    int result = -1;

    assert(plan->build); /* the executables come first */
    if (!text)
        return tare_err_memory(err);
    label = strsep(&rest, ":");
    while ((word = strsep(&rest, " "))) {
        if (!*word)
            continue;
        if (!strchr(word, '=') || *word == '=' || count == 31) {
            tare_err_set(err, TARE_ERR_USAGE, "--env: '%s' in '%s': expected VARIABLE=VALUE", word,
                         spec);
            goto out;
        }
        variables[count++] = word;
    }
    result = tare_plan_add_build(plan, label, plan->build[0].path, variables, err);
out:
    free(text);
    return result;
}
