/* SPDX-License-Identifier: MIT */
#include "snippet/cache.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"
#include "measure/hash.h"

#define KEPT_S       (30 * 24 * 3600) /* since it was used last */
#define UNFINISHED_S (24 * 3600)      /* a folder that a killed run left */

/* Both folders: ~/.cache may be missing in a new home. */
static int make_folders(const char *base, const char *folder, struct tare_err *err)
{
    if ((mkdir(base, 0700) && errno != EEXIST) || (mkdir(folder, 0700) && errno != EEXIST))
        return tare_err_errno(err, "cannot make the cache '%s' (XDG_CACHE_HOME names its place)",
                              folder);
    if (access(folder, W_OK | X_OK))
        return tare_err_errno(
            err, "cannot write to the cache '%s' (XDG_CACHE_HOME names its place)", folder);
    return 0;
}

/* A relative XDG_CACHE_HOME is to be ignored, as its specification says. */
char *tare_cache_folder(struct tare_err *err)
{
    const char *named = getenv("XDG_CACHE_HOME");
    const char *home = getenv("HOME");
    char *base;
    char *folder;

    if (named && *named == '/') {
        base = tare_buf_format(err, "%s", named);
    } else if (home && *home == '/') {
        base = tare_buf_format(err, "%s/.cache", home);
    } else {
        tare_err_set(err, TARE_ERR_USAGE,
                     "no place for the cache: neither XDG_CACHE_HOME nor HOME is a folder");
        return NULL;
    }
    if (!base)
        return NULL;
    folder = tare_buf_format(err, "%s/tare", base);
    if (folder && make_folders(base, folder, err)) {
        free(folder);
        folder = NULL;
    }
    free(base);
    return folder;
}

/* The file's bytes with a NUL behind them, to be freed; NULL with errno. */
static char *read_whole(const char *path, size_t *bytes)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    struct stat about;
    char *text = NULL;
    size_t had = 0;
    ssize_t got = 0;

    if (fd < 0)
        return NULL;
    if (fstat(fd, &about) == 0 && S_ISREG(about.st_mode))
        text = malloc((size_t)about.st_size + 1);
    while (text && had < (size_t)about.st_size &&
           (got = read(fd, text + had, (size_t)about.st_size - had)) > 0)
        had += (size_t)got;
    close(fd);
    if (text && got < 0) {
        free(text);
        return NULL;
    }
    if (text)
        text[had] = '\0';
    *bytes = had;
    return text;
}

bool tare_cache_mix_file(uint64_t *key, const char *path)
{
    size_t bytes;
    char *text = read_whole(path, &bytes);

    if (!text)
        return false;
    *key = tare_hash_mix(*key, tare_hash_mix(tare_hash_bytes(text, bytes), bytes));
    free(text);
    return true;
}

uint64_t tare_cache_mix_text(uint64_t key, const char *text)
{
    return tare_hash_mix(key, text ? tare_hash_bytes(text, strlen(text)) : 1);
}

/* The program's path where its key is `key` and it included these files; NULL: one is gone. */
static char *name_program(const char *cache, uint64_t key, const struct tare_words *files,
                          struct tare_err *err)
{
    for (size_t i = 0; i < files->count; i++) {
        key = tare_cache_mix_text(key, files->word[i]);
        if (!tare_cache_mix_file(&key, files->word[i])) {
            tare_err_errno(err, "cannot read '%s'", files->word[i]);
            return NULL;
        }
    }
    return tare_buf_format(err, "%s/timeit-%016" PRIx64, cache, key);
}

static char *name_list(const char *cache, uint64_t key, struct tare_err *err)
{
    return tare_buf_format(err, "%s/%016" PRIx64 ".deps", cache, key);
}

/* The lines of a file. */
static int read_lines(struct tare_words *lines, const char *path)
{
    size_t bytes;
    char *text = read_whole(path, &bytes);
    char *rest = text;
    const char *line;
    int result = text ? 0 : -1;

    while (result == 0 && (line = strsep(&rest, "\n")))
        if (*line)
            result = tare_words_add(lines, line, strlen(line), NULL);
    free(text);
    return result;
}

char *tare_cache_find(const char *cache, uint64_t key)
{
    struct tare_words files = {0};
    char *list = name_list(cache, key, NULL);
    char *program = NULL;

    if (list && read_lines(&files, list) == 0)
        program = name_program(cache, key, &files, NULL);
    if (program && access(program, R_OK)) {
        free(program);
        program = NULL;
    }
    if (program) {
        utimensat(AT_FDCWD, program, NULL, 0);
        utimensat(AT_FDCWD, list, NULL, 0);
    }
    tare_words_free(&files);
    free(list);
    return program;
}

char *tare_cache_begin(const char *cache, struct tare_err *err)
{
    char *folder = tare_buf_format(err, "%s/tmp-XXXXXX", cache);

    if (folder && !mkdtemp(folder)) {
        tare_err_errno(err, "cannot make a folder in '%s'", cache);
        free(folder);
        folder = NULL;
    }
    return folder;
}

void tare_cache_remove(const char *folder)
{
    DIR *open_folder = opendir(folder);
    const struct dirent *entry;

    while (open_folder && (entry = readdir(open_folder)))
        unlinkat(dirfd(open_folder), entry->d_name, 0);
    if (open_folder)
        closedir(open_folder);
    rmdir(folder);
}

/* Removes what nobody used for long. What cannot be removed stays. */
static void trim(const char *cache)
{
    DIR *folder = opendir(cache);
    time_t now = time(NULL);
    const struct dirent *entry;

    while (folder && (entry = readdir(folder))) {
        bool unfinished = strncmp(entry->d_name, "tmp-", 4) == 0;
        struct stat about;
        char *path;

        if (*entry->d_name == '.' || fstatat(dirfd(folder), entry->d_name, &about, 0) ||
            now - about.st_mtime < (unfinished ? UNFINISHED_S : KEPT_S))
            continue;
        if (!unfinished)
            unlinkat(dirfd(folder), entry->d_name, 0);
        else if ((path = tare_buf_format(NULL, "%s/%s", cache, entry->d_name))) {
            tare_cache_remove(path);
            free(path);
        }
    }
    if (folder)
        closedir(folder);
}

/* One file of a rule begins at `at`: appends its name, returns what is behind it. */
static const char *read_name(struct tare_buf *name, const char *at)
{
    for (; *at && !strchr(" \t\n", *at); at++) {
        if (at[0] == '\\' && at[1] == '\n')
            break;
        if ((at[0] == '\\' && at[1] && strchr(" #\\", at[1])) || (at[0] == '$' && at[1] == '$'))
            at++;
        tare_buf_add(name, at, 1);
    }
    return at;
}

int tare_cache_parse_deps(struct tare_words *files, const char *rule, const char *folder,
                          struct tare_err *err)
{
    const char *at = strchr(rule, ':');
    struct tare_buf name = TARE_BUF_INIT;
    int result = 0;

    while (at && *at && *at != '\n' && result == 0) {
        bool goes_on = *at == '\\';

        at += goes_on ? 2 : 1;
        tare_buf_reset(&name);
        at = read_name(&name, at);
        if (name.failed)
            result = tare_err_memory(err);
        else if (name.length && strncmp(name.text, folder, strlen(folder)) != 0)
            result = tare_words_add(files, name.text, name.length, err);
    }
    tare_buf_free(&name);
    return result;
}

/* A line a file, into `path`. */
static int write_lines(const char *path, const struct tare_words *lines, struct tare_err *err)
{
    FILE *file = fopen(path, "we");

    for (size_t i = 0; file && i < lines->count; i++)
        fprintf(file, "%s\n", lines->word[i]);
    if (!file || ferror(file) | fclose(file))
        return tare_err_errno(err, "cannot write '%s'", path);
    return 0;
}

/* A program that no list leads to is not found, and lost: it comes first. */
static int publish(const char *cache, uint64_t key, const char *folder,
                   const struct tare_words *files, const char *program, struct tare_err *err)
{
    char *list = name_list(cache, key, err);
    char *new_list = tare_buf_format(err, "%s/list", folder);
    char *bench = tare_buf_format(err, "%s/bench", folder);
    int result = -1;

    if (list && new_list && bench && write_lines(new_list, files, err) == 0) {
        result = rename(bench, program) || rename(new_list, list) ? -1 : 0;
        if (result)
            tare_err_errno(err, "cannot keep '%s'", program);
    }
    free(list);
    free(new_list);
    free(bench);
    return result;
}

/* Adds the files of the rule that stands in `folder` as `name`. */
static int read_rule(struct tare_words *files, const char *folder, const char *name,
                     struct tare_err *err)
{
    char *path = tare_buf_format(err, "%s/%s", folder, name);
    size_t bytes;
    char *rule = path ? read_whole(path, &bytes) : NULL;
    int result = -1;

    if (rule)
        result = tare_cache_parse_deps(files, rule, folder, err);
    else if (path)
        tare_err_errno(err, "cannot read what was compiled, '%s'", path);
    free(rule);
    free(path);
    return result;
}

/* What was linked, but the compiler's own objects between compiling and linking, which it took
 * away. */
static int read_linked(struct tare_words *files, const char *folder, struct tare_err *err)
{
    struct tare_words linked = {0};
    int result = read_rule(&linked, folder, "linked", err);

    for (size_t i = 0; i < linked.count && result == 0; i++)
        if (access(linked.word[i], F_OK) == 0)
            result = tare_words_add(files, linked.word[i], strlen(linked.word[i]), err);
    tare_words_free(&linked);
    return result;
}

static bool has_linked(const char *folder)
{
    char *path = tare_buf_format(NULL, "%s/linked", folder);
    bool has = path && access(path, F_OK) == 0;

    free(path);
    return has;
}

char *tare_cache_keep(const char *cache, uint64_t key, const char *folder, bool is_object,
                      struct tare_err *err)
{
    bool is_listed = has_linked(folder);
    struct tare_words files = {0};
    char *program = NULL;

    /* The folder's name is one of its own: so is the key then. */
    if (!is_listed && !is_object)
        key = tare_cache_mix_text(key, folder);
    if (read_rule(&files, folder, "deps", err) == 0 &&
        (!is_listed || read_linked(&files, folder, err) == 0))
        program = name_program(cache, key, &files, err);
    if (program && publish(cache, key, folder, &files, program, err)) {
        free(program);
        program = NULL;
    }
    trim(cache);
    tare_words_free(&files);
    return program;
}
