/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE /* strverscmp */
#include "model/store.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "model/store_file.h"

/* Of the run's name in that of the folder; a name may have 255 bytes, and more is added to it. */
#define NAME_BYTES_MAX 100
/* Runs of one name begun in one second. */
#define COLLISIONS_MAX 1000

static void set_io(struct tare_store *store)
{
    if (!store->io.write)
        store->io.write = write;
    if (!store->io.fsync)
        store->io.fsync = fsync;
}

void tare_store_close(struct tare_store *store)
{
    if (store->path && store->folder_fd >= 0)
        close(store->folder_fd);
    free(store->root);
    free(store->path);
    *store = (struct tare_store){.io = store->io};
}

/* Opens the folder and locks it for as long as it is open. 0, or -1 with errno. */
static int lock_folder(struct tare_store *store)
{
    store->folder_fd = open(store->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (store->folder_fd < 0)
        return -1;
    return flock(store->folder_fd, LOCK_EX | LOCK_NB);
}

/* Adds `text` without colons, and with '-' for what is awkward in a file name. */
static void add_file_name(struct tare_buf *name, const char *text, size_t length_max)
{
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                "0123456789._+-";

    for (size_t i = 0; text[i] && i < length_max; i++)
        if (strchr(plain, text[i]))
            tare_buf_add(name, &text[i], 1);
        else if (text[i] != ':')
            tare_buf_puts(name, "-");
}

/* "ROOT/2026-11-22T193000Z-bench"; NULL without memory. */
static char *first_path(const struct tare_store_params *params)
{
    struct tare_buf path = TARE_BUF_INIT;

    tare_buf_printf(&path, "%s/", params->root);
    add_file_name(&path, params->started_utc, NAME_BYTES_MAX);
    tare_buf_puts(&path, "-");
    add_file_name(&path, params->name[0] ? params->name : "run", NAME_BYTES_MAX);
    return tare_buf_steal(&path);
}

/* Makes the folder `first`, else `first`-2 and so on; its path, or NULL with errno. */
static char *make_run_folder(const char *first)
{
    for (int i = 1; i <= COLLISIONS_MAX; i++) {
        char *path = i == 1 ? strdup(first) : tare_buf_format(NULL, "%s-%d", first, i);

        if (!path) {
            errno = ENOMEM;
            return NULL;
        }
        if (mkdir(path, 0777) == 0)
            return path;
        free(path);
        if (errno != EEXIST)
            return NULL;
    }
    return NULL;
}

/* Makes `blocks` and proves that all can be written. 0, or -1 with errno and no folder left. */
static int furnish_folder(struct tare_store *store)
{
    char *blocks = tare_buf_format(NULL, "%s/blocks", store->path);
    int status = -1;
    int number;

    if (!blocks)
        errno = ENOMEM;
    else if (mkdir(blocks, 0777) == 0 && lock_folder(store) == 0)
        status = tare_store_file_probe(&store->io, store->path);
    if (status != 0) {
        number = errno;
        if (blocks)
            rmdir(blocks);
        rmdir(store->path);
        errno = number;
    }
    free(blocks);
    return status;
}

/* The folders of a run from its first name on. 0, or -1 with errno. */
static int make_run(struct tare_store *store, const char *first)
{
    if (!first || !store->root || store->root[0] == '\0') {
        errno = first && store->root ? ENOENT : ENOMEM;
        return -1;
    }
    if (tare_store_make_folders(first) != 0)
        return -1;
    store->path = make_run_folder(first);
    return store->path ? furnish_folder(store) : -1;
}

int tare_store_create(struct tare_store *store, const struct tare_store_params *params,
                      struct tare_err *err)
{
    char *first = first_path(params);
    int status;

    set_io(store);
    store->folder_fd = -1;
    store->root = strdup(params->root);
    status = make_run(store, first);
    if (status != 0) {
        tare_err_errno(err, "cannot write results to '%s'", params->root);
        tare_store_close(store);
    }
    free(first);
    return status;
}

/* Is there a file `name` in the folder? */
static bool has_file(const struct tare_store *store, const char *name)
{
    return faccessat(store->folder_fd, name, F_OK, 0) == 0;
}

static int check_unfinished(const struct tare_store *store, const char *path, struct tare_err *err)
{
    if (has_file(store, "run.json"))
        return 0;
    if (has_file(store, "result.json"))
        return tare_err_set(err, TARE_ERR_INPUT, "cannot resume '%s': the run is finished", path);
    return tare_err_set(err, TARE_ERR_INPUT, "cannot resume '%s': it holds no run.json", path);
}

static void set_lock_error(const char *path, struct tare_err *err)
{
    if (errno == EWOULDBLOCK)
        tare_err_set(err, TARE_ERR_INPUT, "cannot resume '%s': another process has it open", path);
    else
        tare_err_errno(err, "cannot open '%s'", path);
}

int tare_store_open(struct tare_store *store, const char *path, struct tare_err *err)
{
    set_io(store);
    store->folder_fd = -1;
    store->path = realpath(path, NULL);
    if (!store->path)
        return tare_err_errno(err, "cannot open '%s'", path);
    store->root = strndup(store->path, (size_t)(strrchr(store->path, '/') - store->path));
    if (!store->root)
        tare_err_memory(err);
    else if (lock_folder(store) != 0)
        set_lock_error(path, err);
    else if (check_unfinished(store, path, err) == 0)
        return 0;
    tare_store_close(store);
    return -1;
}

/* Does the folder `name` hold a run.json? A link, as `latest` is, does not count. */
static bool is_unfinished(int root_fd, const char *name)
{
    char header[NAME_MAX + sizeof "/run.json"];
    struct stat status;

    snprintf(header, sizeof header, "%s/run.json", name);
    return fstatat(root_fd, name, &status, AT_SYMLINK_NOFOLLOW) == 0 && S_ISDIR(status.st_mode) &&
           faccessat(root_fd, header, F_OK, 0) == 0;
}

/*
 * The name of the latest unfinished run, empty where there is none. Names begin with the time;
 * strverscmp() puts "-2" before "-10".
 */
static void find_latest(DIR *folder, char latest[NAME_MAX + 1])
{
    struct dirent *entry;

    latest[0] = '\0';
    while ((entry = readdir(folder)))
        if (strverscmp(entry->d_name, latest) > 0 && is_unfinished(dirfd(folder), entry->d_name))
            snprintf(latest, NAME_MAX + 1, "%s", entry->d_name);
}

char *tare_store_find_unfinished(const char *root, struct tare_err *err)
{
    DIR *folder = opendir(root);
    char latest[NAME_MAX + 1];

    if (!folder) {
        tare_err_errno(err, "cannot open '%s'", root);
        return NULL;
    }
    find_latest(folder, latest);
    closedir(folder);
    if (latest[0] != '\0')
        return tare_buf_format(err, "%s/%s", root, latest);
    tare_err_set(err, TARE_ERR_INPUT, "no unfinished run in '%s'", root);
    return NULL;
}
