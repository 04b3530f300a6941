/* SPDX-License-Identifier: MIT */
#include "conduct/layouts.h"

#include <errno.h>
#include <glob.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* layout-2 before layout-10. */
static int by_number(const void *a, const void *b)
{
    return strverscmp(*(char *const *)a, *(char *const *)b);
}

/* What FILE.link_ns says; NAN where there is none or it is no time. */
static double read_link_ns(const char *path)
{
    double link_ns = NAN;
    char *name = NULL;
    FILE *file;

    if (asprintf(&name, "%s.link_ns", path) < 0)
        return NAN;
    file = fopen(name, "re");
    free(name);
    if (!file)
        return NAN;
    if (fscanf(file, "%lf", &link_ns) != 1 || !isfinite(link_ns) || link_ns <= 0)
        link_ns = NAN;
    fclose(file);
    return link_ns;
}

static int take_paths(struct tare_plan *plan, char *const *paths, size_t count,
                      struct tare_err *err)
{
    plan->layout = calloc(count, sizeof *plan->layout);
    if (!plan->layout)
        return tare_err_memory(err);
    for (size_t i = 0; i < count; i++) {
        plan->layout[i] =
            (struct tare_link){.path = strdup(paths[i]), .link_ns = read_link_ns(paths[i])};
        plan->layout_count++;
        if (!plan->layout[i].path)
            return tare_err_memory(err);
    }
    return 0;
}

int tare_layouts_find(struct tare_plan *plan, const char *pattern, struct tare_err *err)
{
    glob_t found;
    int result = -1;

    errno = 0;
    switch (glob(pattern, 0, NULL, &found)) {
    case 0:
        qsort(found.gl_pathv, found.gl_pathc, sizeof *found.gl_pathv, by_number);
        result = take_paths(plan, found.gl_pathv, found.gl_pathc, err);
        break;
    case GLOB_NOMATCH:
        tare_err_set(err, TARE_ERR_USAGE,
                     "--layouts '%s': matches no file; make bench LAYOUTS=10 links them", pattern);
        break;
    case GLOB_NOSPACE:
        tare_err_memory(err);
        break;
    default:
        tare_err_errno(err, "--layouts '%s': cannot look for files", pattern);
    }
    globfree(&found);
    return result;
}

static bool same_list(const struct tare_list *a, const struct tare_list *b)
{
    return a->count == b->count &&
           (!a->count || memcmp(a->value, b->value, a->count * sizeof *a->value) == 0);
}

static bool same_name(const struct tare_listed *a, const struct tare_listed *b)
{
    return strcmp(a->group, b->group) == 0 && strcmp(a->variant, b->variant) == 0;
}

/* All that decides what runs and how it is compared; titles and places in files do not. */
static bool same_case(const struct tare_listed *a, const struct tare_listed *b)
{
    return strcmp(a->baseline, b->baseline) == 0 && strcmp(a->param_name, b->param_name) == 0 &&
           a->cold == b->cold && !(fabs(a->min_time_ms - b->min_time_ms) > 0) &&
           !(fabs(a->timeout_ms - b->timeout_ms) > 0) && same_list(&a->sizes, &b->sizes) &&
           same_list(&a->threads, &b->threads) && same_list(&a->params, &b->params);
}

static int complain(const char *path, const char *first, const char *what, const char *found,
                    const char *expected, struct tare_err *err)
{
    return tare_err_set(
        err, TARE_ERR_INPUT,
        "--layouts: '%s' is not the suite of '%s': its %s is '%.200s', not '%.200s'", path, first,
        what, found, expected);
}

int tare_layouts_compare(const struct tare_listing *listing, const char *path,
                         const struct tare_listing *expected, const char *first,
                         struct tare_err *err)
{
    if (strcmp(listing->compiler, expected->compiler) != 0)
        return complain(path, first, "compiler", listing->compiler, expected->compiler, err);
    if (strcmp(listing->flags, expected->flags) != 0)
        return complain(path, first, "flags", listing->flags, expected->flags, err);
    if (strcmp(listing->revision, expected->revision) != 0)
        return complain(path, first, "revision", listing->revision, expected->revision, err);
    if (listing->count != expected->count)
        return tare_err_set(err, TARE_ERR_INPUT,
                            "--layouts: '%s' is not the suite of '%s': it has %zu cases, not %zu",
                            path, first, listing->count, expected->count);
    for (size_t i = 0; i < listing->count; i++) {
        const struct tare_listed *item = &listing->cases[i];
        const struct tare_listed *wanted = &expected->cases[i];

        if (!same_name(item, wanted))
            return tare_err_set(err, TARE_ERR_INPUT,
                                "--layouts: '%s' is not the suite of '%s': it has the case "
                                "'%s/%s' where that has '%s/%s'",
                                path, first, item->group, item->variant, wanted->group,
                                wanted->variant);
        if (!same_case(item, wanted))
            return tare_err_set(err, TARE_ERR_INPUT,
                                "--layouts: '%s' is not the suite of '%s': the group of '%s/%s' "
                                "differs in its sizes, threads, parameters or limits",
                                path, first, item->group, item->variant);
    }
    return 0;
}

int tare_layouts_check(const struct tare_plan *plan, struct tare_err *err)
{
    const struct tare_plan_build *build = &plan->build[0];
    char **environment = tare_plan_environment(build, NULL);
    int result = 0;

    if (!environment)
        return tare_err_memory(err);
    for (size_t i = 1; i < plan->layout_count && result == 0; i++) {
        const char *path = plan->layout[i].path;
        struct tare_listing listing;

        result = tare_listing_read(&listing, path, environment, err);
        if (result)
            break;
        result = tare_layouts_compare(&listing, path, &build->listing, build->path, err);
        tare_listing_free(&listing);
    }
    tare_plan_environment_free(environment);
    return result;
}

size_t tare_layouts_raise(size_t sets, size_t layouts)
{
    if (!layouts)
        return sets;
    return (sets + layouts - 1) / layouts * layouts;
}
