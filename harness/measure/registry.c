/* SPDX-License-Identifier: MIT */
#include "measure/registry.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* What the build of the executable says of itself; our Makefile links them, others need not. */
extern const char *const tare_build_compiler __attribute__((weak));
extern const char *const tare_build_flags __attribute__((weak));
extern const char *const tare_build_revision __attribute__((weak));

static const struct tare_case *first_case tare_section_("tare_cases") = NULL;
static const struct tare_group *first_group tare_section_("tare_groups") = NULL;

extern const struct tare_case *__start_tare_cases[];
extern const struct tare_case *__stop_tare_cases[];
extern const struct tare_group *__start_tare_groups[];
extern const struct tare_group *__stop_tare_groups[];

static size_t case_count;
static size_t group_count;

static int by_place(const char *file_a, int line_a, const char *file_b, int line_b)
{
    int order = strcmp(file_a, file_b);

    return order ? order : (line_a > line_b) - (line_a < line_b);
}

/* NULL goes last. */
static int compare_cases(const void *a, const void *b)
{
    const struct tare_case *x = *(const struct tare_case *const *)a;
    const struct tare_case *y = *(const struct tare_case *const *)b;

    if (!x || !y)
        return !x - !y;
    if (strcmp(x->file, y->file) == 0 && x->line == y->line)
        return (x->serial > y->serial) - (x->serial < y->serial);
    return by_place(x->file, x->line, y->file, y->line);
}

static int compare_groups(const void *a, const void *b)
{
    const struct tare_group *x = *(const struct tare_group *const *)a;
    const struct tare_group *y = *(const struct tare_group *const *)b;

    return x && y ? by_place(x->file, x->line, y->file, y->line) : !x - !y;
}

static int check_case(size_t index, struct tare_err *err)
{
    const struct tare_case *one = tare_registry_case(index);
    const struct tare_group *group = tare_registry_group(one->group);

    for (size_t i = 0; i < index; i++) {
        const struct tare_case *other = tare_registry_case(i);

        if (strcmp(one->group, other->group) == 0 && strcmp(one->variant, other->variant) == 0)
            return tare_err_set(err, TARE_ERR_INPUT,
                                "case '%s/%s' is registered twice: %s:%d and %s:%d", one->group,
                                one->variant, other->file, other->line, one->file, one->line);
    }
    if (group->baseline && !tare_registry_find(one->group, group->baseline))
        return tare_err_set(err, TARE_ERR_INPUT,
                            "group '%s' has the baseline '%s', which none of its cases is: %s:%d",
                            group->name, group->baseline, group->file, group->line);
    return 0;
}

static int check_group(size_t index, struct tare_err *err)
{
    const struct tare_group *one = __start_tare_groups[index];

    if (one->sizes.count > TARE_LIST_MAX || one->threads.count > TARE_LIST_MAX ||
        one->params.list.count > TARE_LIST_MAX)
        return tare_err_set(err, TARE_ERR_INPUT,
                            "group '%s' has a list of more than %d values: %s:%d", one->name,
                            TARE_LIST_MAX, one->file, one->line);

    for (size_t i = 0; i < index; i++) {
        const struct tare_group *other = __start_tare_groups[i];

        if (strcmp(one->name, other->name) == 0)
            return tare_err_set(err, TARE_ERR_INPUT,
                                "group '%s' is declared twice: %s:%d and %s:%d", one->name,
                                other->file, other->line, one->file, one->line);
    }
    return 0;
}

int tare_registry_open(struct tare_err *err)
{
    size_t cases = (size_t)(__stop_tare_cases - __start_tare_cases);
    size_t groups = (size_t)(__stop_tare_groups - __start_tare_groups);

    qsort(__start_tare_cases, cases, sizeof(void *), compare_cases);
    qsort(__start_tare_groups, groups, sizeof(void *), compare_groups);
    while (case_count < cases && __start_tare_cases[case_count])
        case_count++;
    while (group_count < groups && __start_tare_groups[group_count])
        group_count++;
    if (!case_count)
        return tare_err_set(err, TARE_ERR_INPUT,
                            "no case is registered: this executable has no TARE_CASE");
    for (size_t i = 0; i < group_count; i++)
        if (check_group(i, err))
            return -1;
    for (size_t i = 0; i < case_count; i++)
        if (check_case(i, err))
            return -1;
    return 0;
}

size_t tare_registry_count(void)
{
    return case_count;
}

const struct tare_case *tare_registry_case(size_t index)
{
    return __start_tare_cases[index];
}

const struct tare_group *tare_registry_group(const char *name)
{
    static struct tare_group defaults;

    for (size_t i = 0; i < group_count; i++)
        if (strcmp(__start_tare_groups[i]->name, name) == 0)
            return __start_tare_groups[i];
    defaults = (struct tare_group){.name = name, .file = "", .line = 0};
    return &defaults;
}

const struct tare_case *tare_registry_find(const char *group, const char *variant)
{
    for (size_t i = 0; i < case_count; i++) {
        const struct tare_case *one = tare_registry_case(i);

        if (strcmp(one->group, group) == 0 && strcmp(one->variant, variant) == 0)
            return one;
    }
    return NULL;
}

static void put_text(FILE *out, const char *text)
{
    fwrite(text ? text : "", 1, text ? strlen(text) + 1 : 1, out);
}

static void put_integer(FILE *out, int64_t value)
{
    fprintf(out, "%" PRId64 "%c", value, '\0');
}

static void put_values(FILE *out, const struct tare_values *values)
{
    put_integer(out, (int64_t)values->count);
    for (size_t i = 0; i < values->count; i++)
        put_integer(out, values->value[i]);
}

static void put_case(FILE *out, const struct tare_case *one)
{
    const struct tare_group *group = tare_registry_group(one->group);

    put_text(out, "case");
    put_text(out, one->group);
    put_text(out, one->variant);
    put_text(out, one->file);
    put_integer(out, one->line);
    put_text(out, group->title);
    put_text(out, group->unit);
    put_text(out, group->baseline);
    fprintf(out, "%.17g%c%.17g%c", group->min_time_ms, '\0', group->timeout_ms, '\0');
    put_integer(out, group->cold);
    put_text(out, group->params.name);
    put_values(out, &group->sizes);
    put_values(out, &group->threads);
    put_values(out, &group->params.list);
}

int tare_registry_list(int fd, struct tare_err *err)
{
    FILE *out = fdopen(fd, "w");

    if (!out)
        return tare_err_errno(err, "cannot write the list of cases to descriptor %d", fd);
    put_text(out, TARE_LIST_MAGIC);
    put_text(out, TARE_LIST_VERSION);
    put_text(out, &tare_build_compiler ? tare_build_compiler : NULL);
    put_text(out, &tare_build_flags ? tare_build_flags : NULL);
    put_text(out, &tare_build_revision ? tare_build_revision : NULL);
    for (size_t i = 0; i < case_count; i++)
        put_case(out, tare_registry_case(i));
    put_text(out, "end");
    if (fclose(out))
        return tare_err_errno(err, "cannot write the list of cases to descriptor %d", fd);
    return 0;
}
