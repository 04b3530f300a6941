/* SPDX-License-Identifier: MIT */
#include "cmd/describe_sources.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/buf.h"
#include "model/source.h"

/* Larger files are none that a person wrote. */
#define FILE_BYTES_MAX (4 << 20)

/* A file of the suite; the cases of one file follow one another. */
struct file {
    const char *name;  /* as the compiler was given it; NULL: none was read yet */
    const char *build; /* the executable that it was looked for by */
    struct tare_buf text;
    struct tare_err problem; /* why there is no text */
};

static bool is_newer(const struct stat *file, const struct stat *other)
{
    return file->st_mtim.tv_sec != other->st_mtim.tv_sec
               ? file->st_mtim.tv_sec > other->st_mtim.tv_sec
               : file->st_mtim.tv_nsec > other->st_mtim.tv_nsec;
}

/* Looks for `name` in the folders above the executable, after the current one; the path found is
 * left in `path`. */
static bool find(const char *name, const char *executable, struct tare_buf *path,
                 struct stat *about)
{
    size_t length = strlen(executable);

    tare_buf_puts(path, name);
    if (stat(path->text, about) == 0 || *name == '/')
        return S_ISREG(about->st_mode) && *path->text;
    while (length > 0) {
        while (length > 0 && executable[length - 1] != '/')
            length--;
        tare_buf_reset(path);
        tare_buf_add(path, executable, length);
        tare_buf_puts(path, name);
        if (stat(path->text, about) == 0 && S_ISREG(about->st_mode))
            return true;
        while (length > 0 && executable[length - 1] == '/')
            length--;
    }
    return false;
}

static void read_file(struct file *file, const char *name, const char *executable)
{
    struct tare_buf path = TARE_BUF_INIT;
    char *whole = realpath(executable, NULL);
    struct stat about = {0}, built = {0};

    tare_buf_reset(&file->text);
    *file = (struct file){.name = name, .build = executable, .text = file->text};
    if (!find(name, whole ? whole : executable, &path, &about))
        tare_err_set(&file->problem, TARE_ERR_INPUT, "'%s' was not found", name);
    else if (stat(executable, &built) == 0 && is_newer(&about, &built))
        tare_err_set(&file->problem, TARE_ERR_INPUT,
                     "'%s' has changed since the executable was built", name);
    else if (about.st_size > FILE_BYTES_MAX)
        tare_err_set(&file->problem, TARE_ERR_INPUT, "'%s' is too large", name);
    else if (tare_buf_read_file(&file->text, path.text))
        tare_err_errno(&file->problem, "cannot read '%s'", name);
    free(whole);
    tare_buf_free(&path);
}

static bool has_lesson(const struct tare_result *result, const char *group)
{
    for (size_t i = 0; i < result->lesson_count; i++)
        if (strcmp(result->lesson[i].group, group) == 0)
            return true;
    return false;
}

static int add_lesson(struct tare_result *result, const char *group, const struct file *file,
                      struct tare_err *err)
{
    char *text = has_lesson(result, group) ? NULL : tare_source_lesson(file->text.text, group);
    struct tare_lesson *grown;

    if (!text)
        return 0;
    grown = reallocarray(result->lesson, result->lesson_count + 1, sizeof *grown);
    if (!grown) {
        free(text);
        return tare_err_memory(err);
    }
    result->lesson = grown;
    grown[result->lesson_count] = (struct tare_lesson){.group = strdup(group), .text = text};
    return grown[result->lesson_count++].group ? 0 : tare_err_memory(err);
}

static bool has_source(const struct tare_result *result, const struct tare_listed *item)
{
    for (size_t i = 0; i < result->source_count; i++)
        if (strcmp(result->source[i].group, item->group) == 0 &&
            strcmp(result->source[i].variant, item->variant) == 0)
            return true;
    return false;
}

static int add_source(struct tare_result *result, const struct tare_listed *item,
                      const struct file *file, struct tare_err *err)
{
    struct tare_err problem = file->problem;
    struct tare_source *grown =
        reallocarray(result->source, result->source_count + 1, sizeof *grown);
    struct tare_source *source;

    if (!grown)
        return tare_err_memory(err);
    result->source = grown;
    source = &grown[result->source_count++];
    *source = (struct tare_source){.group = strdup(item->group),
                                   .variant = strdup(item->variant),
                                   .file = strdup(item->file),
                                   .line = item->line > 0 ? (size_t)item->line : 0};
    if (!problem.code && *item->file)
        source->text = tare_source_cut(file->text.text, item->variant, &source->line, &problem);
    if (!source->text)
        source->missing = strdup(problem.code ? problem.text : "its file is not known");
    return source->group && source->variant && source->file && (source->text || source->missing)
               ? 0
               : tare_err_memory(err);
}

/* Of several builds the first speaks. */
static void read_for(struct file *file, const struct tare_plan *plan,
                     const struct tare_listed *item, const struct tare_plan_build *build)
{
    const char *path = plan->layout_count ? plan->layout[0].path : build->path;

    if (!file->name || strcmp(file->name, item->file) != 0 || file->build != path)
        read_file(file, item->file, path);
}

int tare_describe_sources(struct tare_result *result, const struct tare_plan *plan,
                          struct tare_err *err)
{
    struct file file = {.text = TARE_BUF_INIT};
    int status = 0;

    for (size_t i = 0; i < plan->block_count && status == 0; i++)
        for (size_t j = 0; j < plan->block[i].arm_count && status == 0; j++) {
            const struct tare_plan_arm *arm = &plan->block[i].arm[j];

            if (has_source(result, arm->item))
                continue;
            read_for(&file, plan, arm->item, &plan->build[arm->build]);
            status = add_source(result, arm->item, &file, err) ||
                             add_lesson(result, arm->item->group, &file, err)
                         ? -1
                         : 0;
        }
    if (file.text.failed && status == 0)
        status = tare_err_memory(err);
    tare_buf_free(&file.text);
    return status;
}
