/* SPDX-License-Identifier: MIT */
#include "conduct/listing.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "measure/registry.h"
#include "measure/wire.h"
#include "sys/elf.h"
#include "sys/proc.h"

/* Goes over the fields; `bad` once one was missing or no number, or once memory ran out. */
struct cursor {
    const char *at;
    const char *end; /* a NUL stands there */
    bool bad;
    bool no_memory;
};

static const char *take(struct cursor *cursor)
{
    const char *field = cursor->at;
    size_t length;

    if (cursor->bad || field >= cursor->end) {
        cursor->bad = true;
        return "";
    }
    length = strlen(field);
    cursor->at += length + 1;
    return field;
}

static int64_t take_integer(struct cursor *cursor)
{
    const char *field = take(cursor);
    char *rest;
    int64_t value;

    errno = 0;
    value = strtoll(field, &rest, 10);
    if (rest == field || *rest || errno)
        cursor->bad = true;
    return value;
}

static double take_real(struct cursor *cursor)
{
    const char *field = take(cursor);
    char *rest;
    double value = strtod(field, &rest);

    if (rest == field || *rest || !(value >= 0 && value < 1e15))
        cursor->bad = true;
    return value;
}

static void take_list(struct cursor *cursor, struct tare_list *list)
{
    int64_t count = take_integer(cursor);

    if (cursor->bad || count < 0 || count > TARE_LIST_MAX) {
        cursor->bad = true;
        return;
    }
    list->value = calloc((size_t)count + 1, sizeof *list->value);
    if (!list->value) {
        cursor->bad = true;
        cursor->no_memory = true;
        return;
    }
    for (list->count = 0; list->count < (size_t)count; list->count++)
        list->value[list->count] = take_integer(cursor);
}

static void take_case(struct cursor *cursor, struct tare_listed *one)
{
    one->group = take(cursor);
    one->variant = take(cursor);
    one->file = take(cursor);
    one->line = (int)take_integer(cursor);
    one->title = take(cursor);
    one->unit = take(cursor);
    one->baseline = take(cursor);
    one->min_time_ms = take_real(cursor);
    one->timeout_ms = take_real(cursor);
    one->cold = take_integer(cursor) != 0;
    one->param_name = take(cursor);
    take_list(cursor, &one->sizes);
    take_list(cursor, &one->threads);
    take_list(cursor, &one->params);
}

/* Appends a case; its lists are the listing's even where the rest of it is bad. */
static int add_case(struct tare_listing *listing, struct cursor *cursor)
{
    struct tare_listed *cases =
        realloc(listing->cases, (listing->count + 1) * sizeof *listing->cases);

    if (!cases)
        return -1;
    listing->cases = cases;
    memset(&cases[listing->count], 0, sizeof *cases);
    take_case(cursor, &cases[listing->count++]);
    return 0;
}

int tare_listing_parse(struct tare_listing *listing, char *text, size_t length,
                       struct tare_err *err)
{
    struct cursor cursor = {text, text + length, false, false};
    const char *word;

    *listing = (struct tare_listing){.text = text};
    if (strcmp(take(&cursor), TARE_LIST_MAGIC) != 0 ||
        strcmp(take(&cursor), TARE_LIST_VERSION) != 0) {
        tare_listing_free(listing);
        return tare_err_set(err, TARE_ERR_INPUT,
                            "its list of cases is not of this version of tare");
    }
    listing->compiler = take(&cursor);
    listing->flags = take(&cursor);
    listing->revision = take(&cursor);
    while (strcmp(word = take(&cursor), "case") == 0 && !cursor.bad)
        if (add_case(listing, &cursor)) {
            tare_listing_free(listing);
            return tare_err_memory(err);
        }
    if (cursor.bad || strcmp(word, "end") != 0) {
        tare_listing_free(listing);
        if (cursor.no_memory)
            return tare_err_memory(err);
        return tare_err_set(err, TARE_ERR_INPUT, "its list of cases is cut short or damaged");
    }
    return 0;
}

/* All that was written to `fd`, and a NUL; NULL: no memory or no read. */
static char *read_all(int fd, size_t *length)
{
    struct stat about;
    char *text;

    if (fstat(fd, &about))
        return NULL;
    *length = (size_t)about.st_size;
    text = malloc(*length + 1);
    if (text && pread(fd, text, *length, 0) != about.st_size) {
        free(text);
        return NULL;
    }
    if (text)
        text[*length] = '\0';
    return text;
}

/* The executable's own words on why it cannot list its cases. */
static int complain(const char *path, const struct tare_proc *proc, struct tare_err *err)
{
    struct tare_buf words = TARE_BUF_INIT;
    struct tare_buf how = TARE_BUF_INIT;

    tare_proc_output(proc, &words);
    while (words.length && words.text[words.length - 1] == '\n')
        words.text[--words.length] = '\0';
    if (proc->ended)
        tare_proc_describe(proc, &how);
    else
        tare_buf_puts(&how, "no answer within 10 s");
    if (words.length)
        tare_err_set(err, TARE_ERR_INPUT, "cannot list the cases of '%s': %.600s", path,
                     strncmp(words.text, "tare: ", 6) == 0 ? words.text + 6 : words.text);
    else
        tare_err_set(err, TARE_ERR_INPUT, "cannot list the cases of '%s': %s", path, how.text);
    tare_buf_free(&words);
    tare_buf_free(&how);
    return -1;
}

/* The loader leaves out what it cannot preload, and goes on: the build would be another one. */
static int check_loader(const char *path, const struct tare_proc *proc, struct tare_err *err)
{
    static const char complaint[] = "ERROR: ld.so: ";
    struct tare_buf words = TARE_BUF_INIT;
    const char *said;
    int result = 0;

    tare_proc_output(proc, &words);
    said = strstr(words.text, complaint);
    if (said) {
        said += strlen(complaint);
        result = tare_err_set(err, TARE_ERR_INPUT, "cannot start '%s' as asked: %.*s", path,
                              (int)strcspn(said, "\n"), said);
    }
    tare_buf_free(&words);
    return result;
}

int tare_listing_read(struct tare_listing *listing, const char *path, char *const *environment,
                      struct tare_err *err)
{
    struct tare_err cause = {0};
    struct tare_proc proc = {.output_fd = -1};
    char number[16];
    char *arguments[] = {(char *)(uintptr_t)path, (char *)(uintptr_t)TARE_LIST_ARGUMENT, number,
                         NULL};
    size_t length = 0;
    char *text = NULL;
    int result = -1;
    int fd;

    if (tare_elf_bench(path, NULL, NULL, err))
        return -1;
    fd = memfd_create("tare-list", MFD_CLOEXEC);
    if (fd < 0)
        return tare_err_errno(err, "cannot list the cases of '%s'", path);
    snprintf(number, sizeof number, "%d", fd);
    if (tare_proc_start(&proc,
                        &(struct tare_proc_params){.path = path,
                                                   .arguments = arguments,
                                                   .environment = environment,
                                                   .kept_fds = &fd,
                                                   .kept_count = 1,
                                                   .cpu = -1},
                        err))
        goto out;
    if (!tare_proc_wait(&proc, 10e9) || proc.status != 0) {
        complain(path, &proc, err);
        goto out;
    }
    if (check_loader(path, &proc, err))
        goto out;
    text = read_all(fd, &length);
    if (!text) {
        tare_err_errno(err, "cannot list the cases of '%s'", path);
        goto out;
    }
    result = tare_listing_parse(listing, text, length, &cause);
    if (result)
        tare_err_set(err, cause.code, "cannot list the cases of '%s': %s", path, cause.text);
out:
    tare_proc_free(&proc);
    close(fd);
    return result;
}

const struct tare_listed *tare_listing_find(const struct tare_listing *listing, const char *group,
                                            const char *variant)
{
    for (size_t i = 0; i < listing->count; i++)
        if (strcmp(listing->cases[i].group, group) == 0 &&
            strcmp(listing->cases[i].variant, variant) == 0)
            return &listing->cases[i];
    return NULL;
}

void tare_listing_free(struct tare_listing *listing)
{
    for (size_t i = 0; i < listing->count; i++) {
        free(listing->cases[i].sizes.value);
        free(listing->cases[i].threads.value);
        free(listing->cases[i].params.value);
    }
    free(listing->cases);
    free(listing->text);
    *listing = (struct tare_listing){0};
}
