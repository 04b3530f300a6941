/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE
#include <criterion/criterion.h>

#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <unistd.h>

#include "model/store.h"
#include "support_store.h"

TestSuite(store_disk, .init = support_store_begin, .fini = support_store_end);

static size_t room_bytes; /* what still fits */

static ssize_t write_while_room(int fd, const void *bytes, size_t length)
{
    if (room_bytes == 0) {
        errno = ENOSPC;
        return -1;
    }
    if (length > room_bytes)
        length = room_bytes;
    room_bytes -= length;
    return write(fd, bytes, length);
}

static ssize_t write_interrupted(int fd, const void *bytes, size_t length)
{
    static bool was_interrupted;

    was_interrupted = !was_interrupted;
    if (was_interrupted) {
        errno = EINTR;
        return -1;
    }
    return write(fd, bytes, length > 100 ? 100 : length);
}

static int fsync_broken(int fd)
{
    (void)fd;
    errno = EIO;
    return -1;
}

Test(store_disk, a_full_disk_costs_nothing_written_before)
{
    struct tare_err err = {0};

    static const size_t rooms[] = {0, 1, 1000, 3000};
    struct tare_block again = support_store_result.block[0];

    support_store_create();
    support_store_put_all();
    support_store.io.write = write_while_room;
    again.wall_ns = 1;
    for (size_t i = 0; i < sizeof rooms / sizeof *rooms; i++) {
        struct tare_err now = {0};

        room_bytes = rooms[i];
        support_store_assert_fails(tare_store_put_block(&support_store, 0, &again, &now), &now,
                                   "cannot write '");
        support_store_assert_fails(-1, &now, ".json': No space left on device");
        cr_assert_eq(now.code, TARE_ERR_SYSTEM, "code %d", (int)now.code);
        cr_assert_eq(support_store_count(support_store_in(support_store.path, "blocks"), ".tmp"), 0,
                     "half a file is left");
    }
    room_bytes = 3000;
    support_store_assert_fails(tare_store_finish(&support_store, &support_store_result, &err), &err,
                               "/result.json': No space left on device");
    cr_assert(!support_store_has("result.json") && !support_store_has("result.json.tmp"),
              "half a file is left");
    cr_assert_neq(access(support_store_in(support_store_base, "latest"), F_OK), 0,
                  "latest points at half a result");
    support_store_assert_stored();
}

static int flushes_count;
static bool was_named[8]; /* had the file its name at that flush? */

static int fsync_recorded(int fd)
{
    if (flushes_count < 8)
        was_named[flushes_count] = support_store_has("x");
    flushes_count++;
    return fsync(fd);
}

static int write_letter(FILE *file, const void *data, struct tare_err *err)
{
    (void)err;
    fputs(data, file);
    return 0;
}

/* Else a power cut leaves an empty file under the final name, or no file. */
Test(store_disk, a_file_is_flushed_before_it_has_its_name_and_the_folder_after)
{
    struct tare_err err = {0};

    support_store_create();
    support_store.io.fsync = fsync_recorded;
    cr_assert_eq(tare_store_write(&support_store, "x", write_letter, "x", &err), 0, "%s", err.text);
    cr_assert_eq(flushes_count, 2, "%d flushes", flushes_count);
    cr_assert(!was_named[0], "the file had its name before its contents");
    cr_assert(was_named[1], "the folder was flushed before the file had its name");
}

Test(store_disk, an_io_error_at_the_flush_is_one_of_the_file)
{
    struct tare_err err = {0};

    support_store_create();
    support_store_put_all();
    support_store.io.fsync = fsync_broken;
    support_store_assert_fails(
        tare_store_put_block(&support_store, 0, &support_store_result.block[0], &err), &err,
        ".json': Input/output error");
    support_store.io.fsync = fsync;
    support_store_assert_stored();
}

Test(store_disk, a_disk_full_at_the_start_is_told_at_once)
{
    struct tare_err err = {0};

    support_store.io.write = write_while_room;
    room_bytes = 0;
    support_store_assert_fails(tare_store_create(&support_store, support_store_params(), &err),
                               &err, "cannot write results to '/tmp/tare-store-");
    support_store_assert_fails(-1, &err, "': No space left on device");
    cr_assert_eq(support_store_count(support_store_base, "bench"), 0, "a folder is left behind");
}

Test(store_disk, short_and_interrupted_writes_go_on)
{
    support_store_create();
    support_store.io.write = write_interrupted;
    support_store_put_all();
    support_store.io.write = write;
    support_store_assert_stored();
}

Test(store_disk, a_limit_on_the_size_of_files)
{
    const struct rlimit limit = {.rlim_cur = 4096, .rlim_max = RLIM_INFINITY};
    const struct rlimit none = {.rlim_cur = RLIM_INFINITY, .rlim_max = RLIM_INFINITY};
    struct tare_err err = {0};
    int status;

    support_store_create();
    support_store_put_all();
    signal(SIGXFSZ, SIG_IGN);
    cr_assert_eq(setrlimit(RLIMIT_FSIZE, &limit), 0, "no limit: %s", strerror(errno));
    status = tare_store_finish(&support_store, &support_store_result, &err);
    setrlimit(RLIMIT_FSIZE, &none);
    support_store_assert_fails(status, &err, "/result.json': File too large");
    cr_assert(!support_store_has("result.json") && !support_store_has("result.json.tmp"),
              "half a file is left");
    support_store_assert_stored();
}

/* A file system of 64 KiB of its own, which nobody else sees. */
static bool mount_tiny(void)
{
    return unshare(CLONE_NEWNS) == 0 && mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0 &&
           mount("tmpfs", support_store_base, "tmpfs", 0, "size=64k") == 0;
}

Test(store_disk, a_full_file_system)
{
    struct tare_err err = {0};
    size_t kept = 0;
    struct tare_result read;

    if (!mount_tiny()) {
        support_store_end(); /* .fini is not run for a skipped test */
        cr_skip_test("a file system cannot be mounted here");
    }
    support_store_create();
    cr_assert_eq(tare_store_put_header(&support_store, &support_store_result, &err), 0, "%s",
                 err.text);
    while (kept < 100) {
        support_store_result.block[0].size = (double)kept;
        if (tare_store_put_block(&support_store, kept, &support_store_result.block[0], &err) != 0)
            break;
        kept++;
    }
    support_store_assert_fails(-1, &err, ".json': No space left on device");
    tare_result_init(&read);
    cr_assert_eq(tare_store_blocks(&support_store, &read, NULL), 0, "the blocks cannot be read");
    cr_assert_eq(read.block_count, kept, "%zu of %zu blocks are kept", read.block_count, kept);
    cr_assert_eq(support_store_count(support_store_in(support_store.path, "blocks"), ".tmp"), 0,
                 "half a file is left");
    tare_result_free(&read);
    tare_store_close(&support_store);
    umount(support_store_base);
}
