/* SPDX-License-Identifier: MIT */
#include "conduct/plan.h"

#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/near.h"
#include "sys/elf.h"

/* One value of each axis that a group spans. */
struct point {
    bool has_size;
    bool has_param;
    int64_t size;
    int64_t param;
    int64_t threads;
};

struct maker {
    struct tare_plan *plan;
    const struct tare_plan_wishes *wishes;
    regex_t filter;
    bool baseline_seen;
    struct tare_err *err;
};

static char *make_id(const struct tare_listed *item, const struct point *point)
{
    struct tare_buf id = TARE_BUF_INIT;

    tare_buf_printf(&id, "%s/%s", item->group, item->variant);
    if (point->has_size)
        tare_buf_printf(&id, "/%" PRId64, point->size);
    if (point->has_param)
        tare_buf_printf(&id, "/%s:%" PRId64, item->param_name, point->param);
    if (point->threads > 1)
        tare_buf_printf(&id, "/threads:%" PRId64, point->threads);
    return tare_buf_steal(&id);
}

/* Adds the arm to the block where the filter lets it through. 0, or -1 without memory. */
static int add_arm(struct maker *maker, struct tare_plan_block *block, size_t build,
                   const struct tare_listed *item, const struct point *point)
{
    struct tare_plan_arm *arms;
    char *id = make_id(item, point);
    int matched;

    if (!id)
        return tare_err_memory(maker->err);
    matched = maker->wishes->filter ? regexec(&maker->filter, id, 0, NULL, 0) : 0;
    if (matched != 0) {
        free(id);
        return matched == REG_NOMATCH ? 0 : tare_err_memory(maker->err);
    }
    arms = realloc(block->arm, (block->arm_count + 1) * sizeof *arms);
    if (!arms) {
        free(id);
        return tare_err_memory(maker->err);
    }
    block->arm = arms;
    arms[block->arm_count++] = (struct tare_plan_arm){.build = build, .item = item, .id = id};
    return 0;
}

static void free_block(struct tare_plan_block *block)
{
    for (size_t i = 0; i < block->arm_count; i++)
        free(block->arm[i].id);
    free(block->arm);
}

/* Keeps the block in the plan where it has an arm. */
static int keep_block(struct maker *maker, struct tare_plan_block *block)
{
    struct tare_plan *plan = maker->plan;
    struct tare_plan_block *blocks;

    if (!block->arm_count)
        return 0;
    blocks = realloc(plan->block, (plan->block_count + 1) * sizeof *blocks);
    if (!blocks) {
        free_block(block);
        return tare_err_memory(maker->err);
    }
    plan->block = blocks;
    blocks[plan->block_count++] = *block;
    return 0;
}

/* The arm that the others are compared with: as wished, as the group says, else the first. */
static size_t find_baseline(struct maker *maker, const struct tare_plan_block *block)
{
    size_t found = 0;

    if (block->compares_builds)
        return 0;
    for (size_t i = block->arm_count; i-- > 0;)
        if (strcmp(block->arm[i].item->variant, block->arm[i].item->baseline) == 0)
            found = i;
    for (size_t i = 0; maker->wishes->baseline && i < block->arm_count; i++)
        if (strcmp(block->arm[i].item->variant, maker->wishes->baseline) == 0) {
            found = i;
            maker->baseline_seen = true;
        }
    return found;
}

static struct tare_plan_block begin_block(const struct point *point, bool compares_builds)
{
    return (struct tare_plan_block){.compares_builds = compares_builds,
                                    .has_size = point->has_size,
                                    .has_param = point->has_param,
                                    .size = point->size,
                                    .param = point->param,
                                    .threads = point->threads};
}

/* The variants of the group of `first`, of one build. */
static int make_group_block(struct maker *maker, const struct tare_listed *first,
                            const struct point *point)
{
    const struct tare_listing *listing = &maker->plan->build[0].listing;
    struct tare_plan_block block = begin_block(point, false);

    for (size_t i = 0; i < listing->count; i++)
        if (strcmp(listing->cases[i].group, first->group) == 0 &&
            add_arm(maker, &block, 0, &listing->cases[i], point)) {
            free_block(&block);
            return -1;
        }
    block.baseline = find_baseline(maker, &block);
    return keep_block(maker, &block);
}

/* The case `item` of the first build in all builds. */
static int make_case_block(struct maker *maker, const struct tare_listed *item,
                           const struct point *point)
{
    struct tare_plan *plan = maker->plan;
    struct tare_plan_block block = begin_block(point, true);

    for (size_t i = 0; i < plan->build_count; i++) {
        const struct tare_listed *same =
            tare_listing_find(&plan->build[i].listing, item->group, item->variant);

        if (add_arm(maker, &block, i, same, point)) {
            free_block(&block);
            return -1;
        }
    }
    return keep_block(maker, &block);
}

static int make_point(struct maker *maker, const struct tare_listed *item,
                      const struct point *point)
{
    return maker->plan->build_count > 1 ? make_case_block(maker, item, point)
                                        : make_group_block(maker, item, point);
}

/* A size to run at; false: it is left out. */
static bool choose_size(const struct maker *maker, int64_t listed, int64_t *size)
{
    *size = listed < 0 ? -listed : listed;
    return listed >= 0 || maker->wishes->full;
}

static int span_threads(struct maker *maker, const struct tare_listed *item, struct point point)
{
    const struct tare_plan_wishes *wishes = maker->wishes;
    bool wished = wishes->threads && item->threads.count;
    size_t count = wished ? wishes->thread_count : item->threads.count;

    point.threads = 1;
    if (!count)
        return make_point(maker, item, &point);
    for (size_t i = 0; i < count; i++) {
        point.threads = wished ? (int64_t)wishes->threads[i] : item->threads.value[i];
        if (point.threads < 1 || point.threads > UINT32_MAX)
            return tare_err_set(maker->err, TARE_ERR_USAGE,
                                "group '%s' at %" PRId64 " threads: expected 1 or more",
                                item->group, point.threads);
        if (make_point(maker, item, &point))
            return -1;
    }
    return 0;
}

static int span_params(struct maker *maker, const struct tare_listed *item, struct point point)
{
    point.has_param = item->params.count > 0;
    if (!point.has_param)
        return span_threads(maker, item, point);
    for (size_t i = 0; i < item->params.count; i++) {
        point.param = item->params.value[i];
        if (span_threads(maker, item, point))
            return -1;
    }
    return 0;
}

static int span_sizes(struct maker *maker, const struct tare_listed *item)
{
    const struct tare_plan_wishes *wishes = maker->wishes;
    bool wished = wishes->sizes && item->sizes.count;
    size_t count = wished ? wishes->size_count : item->sizes.count;
    struct point point = {.has_size = item->sizes.count > 0};

    if (!count)
        return span_params(maker, item, point);
    for (size_t i = 0; i < count; i++) {
        if (wished)
            point.size = (int64_t)wishes->sizes[i];
        else if (!choose_size(maker, item->sizes.value[i], &point.size))
            continue;
        if (span_params(maker, item, point))
            return -1;
    }
    return 0;
}

/* With one build a group is spanned once, by its first case. */
static bool is_first_of_group(const struct tare_listing *listing, const struct tare_listed *item)
{
    for (const struct tare_listed *other = listing->cases; other < item; other++)
        if (strcmp(other->group, item->group) == 0)
            return false;
    return true;
}

static int make_blocks(struct maker *maker)
{
    struct tare_plan *plan = maker->plan;
    const struct tare_listing *listing = &plan->build[0].listing;

    for (size_t i = 0; i < listing->count; i++) {
        const struct tare_listed *item = &listing->cases[i];

        if (plan->build_count > 1 && !tare_plan_in_all_builds(plan, item)) {
            plan->left_out++;
            continue;
        }
        if (plan->build_count == 1 && !is_first_of_group(listing, item))
            continue;
        if (span_sizes(maker, item))
            return -1;
    }
    return 0;
}

struct suggestion {
    char text[160];
};

/* A group, a variant or both that the filter, but for its anchors, is near to. */
static struct suggestion suggest(const struct tare_plan *plan, const char *filter)
{
    struct suggestion meant = {""};
    const char *from = filter + strspn(filter, "^/");
    char word[96];
    char both[96];
    struct tare_near near = {.word = word};
    size_t distance = SIZE_MAX;

    snprintf(word, sizeof word, "%.*s", (int)strcspn(from, "$"), from);
    for (size_t i = 0; i < plan->build[0].listing.count; i++) {
        const struct tare_listed *item = &plan->build[0].listing.cases[i];

        snprintf(both, sizeof both, "%s/%s", item->group, item->variant);
        tare_near_offer(&near, item->group);
        tare_near_offer(&near, item->variant);
        tare_near_offer(&near, both);
        if (near.best && near.distance > 0 && near.distance < distance) {
            distance = near.distance;
            snprintf(meant.text, sizeof meant.text, "; did you mean '%s'?", near.best);
        }
    }
    return meant;
}

static int refuse_builds(const struct tare_plan *plan, struct tare_err *err)
{
    struct tare_buf names = TARE_BUF_INIT;

    for (size_t i = 0; i < plan->build_count; i++)
        tare_buf_printf(&names, "%s'%s'", i ? " and " : "", plan->build[i].label);
    tare_err_set(err, TARE_ERR_USAGE, "no case stands in all builds: %s have none in common",
                 names.text);
    tare_buf_free(&names);
    return -1;
}

static int check_made(const struct maker *maker)
{
    const struct tare_plan *plan = maker->plan;

    if (!plan->block_count && plan->build_count > 1 &&
        plan->left_out == plan->build[0].listing.count)
        return refuse_builds(plan, maker->err);
    if (!plan->block_count && maker->wishes->filter)
        return tare_err_set(maker->err, TARE_ERR_USAGE,
                            "--filter '%s' matches none of the cases, see --list%s",
                            maker->wishes->filter, suggest(plan, maker->wishes->filter).text);
    if (!plan->block_count)
        return tare_err_set(maker->err, TARE_ERR_USAGE,
                            "no case to run: all sizes are for --full only");
    if (maker->wishes->baseline && !maker->baseline_seen)
        return tare_err_set(maker->err, TARE_ERR_USAGE,
                            "--baseline '%s' is a variant of none of the groups",
                            maker->wishes->baseline);
    return 0;
}

int tare_plan_make(struct tare_plan *plan, const struct tare_plan_wishes *wishes,
                   struct tare_err *err)
{
    struct maker maker = {.plan = plan, .wishes = wishes, .err = err};
    int result;

    if (wishes->filter) {
        char why[128];
        int code = regcomp(&maker.filter, wishes->filter, REG_EXTENDED | REG_NOSUB);

        if (code == REG_ESPACE)
            return tare_err_memory(err);
        if (code) {
            regerror(code, &maker.filter, why, sizeof why);
            return tare_err_set(err, TARE_ERR_USAGE,
                                "--filter '%s' is no extended regular expression: %s",
                                wishes->filter, why);
        }
    }
    result = make_blocks(&maker);
    if (result == 0)
        result = check_made(&maker);
    if (wishes->filter)
        regfree(&maker.filter);
    return result;
}

static char **copy_variables(char *const *variables)
{
    size_t count = 0;
    char **copy;

    while (variables[count])
        count++;
    copy = calloc(count + 1, sizeof *copy);
    for (size_t i = 0; copy && i < count; i++) {
        copy[i] = strdup(variables[i]);
        if (!copy[i]) {
            tare_plan_environment_free(copy);
            return NULL;
        }
    }
    return copy;
}

/* The loader of shared libraries is what reads LD_PRELOAD. */
static int check_preload(const struct tare_plan_build *build, struct tare_err *err)
{
    struct tare_elf_facts facts;
    bool preloads = false;

    for (char *const *variable = build->variables; variable && *variable; variable++)
        preloads |= strncmp(*variable, "LD_PRELOAD=", 11) == 0;
    if (!preloads || tare_elf_read(build->path, &facts, NULL) || !facts.is_static)
        return 0;
    return tare_err_set(err, TARE_ERR_INPUT,
                        "'%s' is linked statically: LD_PRELOAD of '%s' does nothing to it",
                        build->path, build->label);
}

int tare_plan_add_build(struct tare_plan *plan, const char *label, const char *path,
                        char *const *variables, struct tare_err *err)
{
    struct tare_plan_build *builds = realloc(plan->build, (plan->build_count + 1) * sizeof *builds);
    struct tare_plan_build *build;
    char **environment;
    int result;

    if (!builds)
        return tare_err_memory(err);
    plan->build = builds;
    build = &builds[plan->build_count];
    *build = (struct tare_plan_build){.label = strdup(label), .path = strdup(path)};
    plan->build_count++;
    if (variables)
        build->variables = copy_variables(variables);
    if (!build->label || !build->path || (variables && !build->variables))
        return tare_err_memory(err);
    for (size_t i = 0; i + 1 < plan->build_count; i++)
        if (strcmp(builds[i].label, label) == 0)
            return tare_err_set(err, TARE_ERR_USAGE,
                                "two builds are called '%s': name them, as in LABEL=EXE", label);
    environment = tare_plan_environment(build, NULL);
    if (!environment)
        return tare_err_memory(err);
    result = check_preload(build, err) || tare_listing_read(&build->listing, path, environment, err)
                 ? -1
                 : 0;
    tare_plan_environment_free(environment);
    return result;
}

void tare_plan_free(struct tare_plan *plan)
{
    for (size_t i = 0; i < plan->block_count; i++)
        free_block(&plan->block[i]);
    for (size_t i = 0; i < plan->build_count; i++) {
        free(plan->build[i].label);
        free(plan->build[i].path);
        tare_plan_environment_free(plan->build[i].variables);
        tare_listing_free(&plan->build[i].listing);
    }
    for (size_t i = 0; i < plan->layout_count; i++)
        tare_link_free(&plan->layout[i]);
    free(plan->layout);
    free(plan->block);
    free(plan->build);
    *plan = (struct tare_plan){0};
}

/* Sets NAME=VALUE in the array, replacing a variable of that name. There is room for one more. */
static int put_variable(char **environment, size_t *count, const char *variable)
{
    size_t name = (size_t)(strchrnul(variable, '=') - variable);
    char *copy = strdup(variable);

    if (!copy)
        return -1;
    for (size_t i = 0; i < *count; i++)
        if (strncmp(environment[i], variable, name) == 0 && environment[i][name] == '=') {
            free(environment[i]);
            environment[i] = copy;
            return 0;
        }
    environment[(*count)++] = copy;
    return 0;
}

char **tare_plan_environment(const struct tare_plan_build *build, char *const *more)
{
    static char *const always[] = {(char *)(uintptr_t) "G_SLICE=always-malloc", NULL};
    char *const *sources[] = {environ, always, build->variables, more};
    size_t room = 1;
    size_t count = 0;
    char **environment;

    for (size_t s = 0; s < sizeof sources / sizeof *sources; s++)
        for (size_t i = 0; sources[s] && sources[s][i]; i++)
            room++;
    environment = calloc(room, sizeof *environment);
    if (!environment)
        return NULL;
    for (size_t s = 0; s < sizeof sources / sizeof *sources; s++)
        for (size_t i = 0; sources[s] && sources[s][i]; i++)
            if (put_variable(environment, &count, sources[s][i])) {
                tare_plan_environment_free(environment);
                return NULL;
            }
    return environment;
}

void tare_plan_environment_free(char **environment)
{
    for (size_t i = 0; environment && environment[i]; i++)
        free(environment[i]);
    free(environment);
}
