/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE /* fopencookie */
#include "model/store_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"

/* A handler without SA_RESTART, as Ctrl-C has one, interrupts these. */
int tare_store_write_all(const struct tare_store_io *io, int fd, const char *bytes, size_t length)
{
    while (length > 0) {
        ssize_t written = io->write(fd, bytes, length);

        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0) {
            if (written == 0)
                errno = ENOSPC;
            return -1;
        }
        bytes += written;
        length -= (size_t)written;
    }
    return 0;
}

static int flush(const struct tare_store_io *io, int fd)
{
    int status;

    do
        status = io->fsync(fd);
    while (status != 0 && errno == EINTR);
    return status;
}

/* Makes the names in the folder of `path` last. File systems that cannot say EINVAL. */
static int flush_folder(const struct tare_store_io *io, const char *path)
{
    const char *slash = strrchr(path, '/');
    char *folder = slash ? strndup(path, (size_t)(slash - path) + 1) : strdup(".");
    int status = -1;
    int fd;

    if (!folder)
        return -1;
    fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    free(folder);
    if (fd < 0)
        return -1;
    if (flush(io, fd) == 0 || errno == EINVAL)
        status = 0;
    close(fd);
    return status;
}

/* The file behind a stream, and why it failed: a stream keeps no errno. */
struct sink {
    const struct tare_store_io *io;
    int fd;
    int error_number; /* 0: none */
};

static ssize_t sink_write(void *cookie, const char *bytes, size_t length)
{
    struct sink *sink = cookie;

    if (tare_store_write_all(sink->io, sink->fd, bytes, length) == 0)
        return (ssize_t)length;
    if (sink->error_number == 0)
        sink->error_number = errno;
    return 0;
}

/* Lets the writer fill the file; 0, or -1 with sink->error_number or `why` set. */
static int fill(struct sink *sink, tare_store_writer *writer, const void *data,
                struct tare_err *why)
{
    FILE *file = fopencookie(sink, "w", (cookie_io_functions_t){.write = sink_write});
    int status;

    if (!file) {
        sink->error_number = errno;
        return -1;
    }
    status = writer(file, data, why);
    if (fclose(file) != 0 && sink->error_number == 0)
        sink->error_number = errno;
    if (status == 0 && sink->error_number == 0 && flush(sink->io, sink->fd) != 0)
        sink->error_number = errno;
    return status == 0 && sink->error_number == 0 ? 0 : -1;
}

/* The file `temporary` with its contents, on the disk. */
static int write_temporary(struct sink *sink, const char *temporary, tare_store_writer *writer,
                           const void *data, struct tare_err *why)
{
    int status;

    sink->fd = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0666);
    if (sink->fd < 0) {
        sink->error_number = errno;
        return -1;
    }
    status = fill(sink, writer, data, why);
    if (close(sink->fd) != 0 && status == 0) {
        sink->error_number = errno;
        status = -1;
    }
    return status;
}

/* Moves `temporary` to `path`, for good; 0, or -1 with errno. */
static int publish(const struct tare_store_io *io, const char *temporary, const char *path)
{
    if (rename(temporary, path) != 0)
        return -1;
    return flush_folder(io, path);
}

int tare_store_file_write(const struct tare_store_io *io, const char *path,
                          tare_store_writer *writer, const void *data, struct tare_err *err)
{
    /* Reports of one run that are made at once must not meet at the temporary name. */
    char *temporary = tare_buf_format(err, "%s.%ld.tmp", path, (long)getpid());
    struct sink sink = {.io = io, .fd = -1};
    struct tare_err why = {0};
    int status = -1;

    if (!temporary)
        return -1;
    if (write_temporary(&sink, temporary, writer, data, &why) == 0) {
        status = publish(io, temporary, path);
        if (status != 0)
            sink.error_number = errno;
    }
    if (status != 0) {
        unlink(temporary);
        errno = sink.error_number;
        if (errno != 0)
            tare_err_errno(err, "cannot write '%s'", path);
        else
            tare_err_set(err, why.code, "cannot write '%s': %s", path, why.text);
    }
    free(temporary);
    return status;
}

int tare_store_file_link(const struct tare_store_io *io, const char *target, const char *path,
                         struct tare_err *err)
{
    /* Runs that end at once in one root must not meet at the temporary name. */
    char *temporary = tare_buf_format(err, "%s.%ld.tmp", path, (long)getpid());
    int status = -1;

    if (!temporary)
        return -1;
    unlink(temporary);
    if (symlink(target, temporary) == 0)
        status = publish(io, temporary, path);
    if (status != 0) {
        tare_err_errno(err, "cannot link '%s' to '%s'", path, target);
        unlink(temporary);
    }
    free(temporary);
    return status;
}

int tare_store_file_probe(const struct tare_store_io *io, const char *folder)
{
    char *path = tare_buf_format(NULL, "%s/probe.tmp", folder);
    int status = -1;
    int number;
    int fd;

    if (!path) {
        errno = ENOMEM;
        return -1;
    }
    fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (fd >= 0 && tare_store_write_all(io, fd, "\n", 1) == 0)
        status = flush(io, fd);
    number = errno;
    if (fd >= 0) {
        close(fd);
        unlink(path);
    }
    free(path);
    errno = number;
    return status;
}

int tare_store_make_folders(const char *path)
{
    char *copy = strdup(path);
    int status = 0;

    if (!copy)
        return -1;
    for (char *slash = strchr(copy + 1, '/'); slash && status == 0;
         slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        if (mkdir(copy, 0777) != 0 && errno != EEXIST)
            status = -1;
        *slash = '/';
    }
    free(copy);
    return status;
}
