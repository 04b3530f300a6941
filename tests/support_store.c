/* SPDX-License-Identifier: MIT */
#include "support_store.h"

#include <criterion/criterion.h>
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "support_model.h"

char support_store_base[] = "/tmp/tare-store-XXXXXX";
struct tare_result support_store_result;
struct tare_store support_store;

void support_store_run(const char *format, const char *path)
{
    char command[512];

    snprintf(command, sizeof command, format, path);
    cr_assert_eq(system(command), 0, "%s", command);
}

void support_store_begin(void)
{
    cr_assert_not_null(mkdtemp(support_store_base), "no folder: %s", strerror(errno));
    support_model_make(&support_store_result);
}

void support_store_end(void)
{
    tare_store_close(&support_store);
    tare_result_free(&support_store_result);
    support_store_run("rm -rf '%s'", support_store_base);
}

const struct tare_store_params *support_store_params(void)
{
    static const struct tare_store_params all = {
        .root = support_store_base,
        .name = "bench",
        .started_utc = "2026-11-22T19:30:00Z",
    };

    return &all;
}

void support_store_create(void)
{
    struct tare_err err = {0};

    cr_assert_eq(tare_store_create(&support_store, support_store_params(), &err), 0, "%s",
                 err.text);
}

/* BASE/NAME, in one of a few buffers. */
const char *support_store_in(const char *folder, const char *name)
{
    static char paths[4][512];
    static size_t next;
    char *path = paths[next++ % 4];

    snprintf(path, sizeof paths[0], "%s/%s", folder, name);
    return path;
}

bool support_store_has(const char *name)
{
    return access(support_store_in(support_store.path, name), F_OK) == 0;
}

void support_store_assert_fails(int status, const struct tare_err *err, const char *text)
{
    cr_assert_eq(status, -1, "no error, but expected '%s'", text);
    cr_assert_not_null(strstr(err->text, text), "'%s' does not say '%s'", err->text, text);
}

/* Names in `folder` that end in `end`. */
int support_store_count(const char *folder, const char *end)
{
    DIR *entries = opendir(folder);
    struct dirent *entry;
    int count = 0;

    cr_assert_not_null(entries, "cannot open '%s': %s", folder, strerror(errno));
    while ((entry = readdir(entries))) {
        size_t length = strlen(entry->d_name);

        if (length >= strlen(end) && strcmp(entry->d_name + length - strlen(end), end) == 0)
            count++;
    }
    closedir(entries);
    return count;
}

void support_store_put_all(void)
{
    struct tare_err err = {0};

    cr_assert_eq(tare_store_put_header(&support_store, &support_store_result, &err), 0, "%s",
                 err.text);
    /* In another order than that of the run. */
    cr_assert_eq(tare_store_put_block(&support_store, 1, &support_store_result.block[1], &err), 0,
                 "%s", err.text);
    cr_assert_eq(tare_store_put_block(&support_store, 0, &support_store_result.block[0], &err), 0,
                 "%s", err.text);
}

/* What is stored in the open folder reads back as the support_store_result. */
void support_store_assert_stored(void)
{
    struct tare_result read;
    struct tare_err err = {0};

    cr_assert_eq(tare_store_header(&support_store, &read, &err), 0, "%s", err.text);
    cr_assert_eq(tare_store_blocks(&support_store, &read, &err), 0, "%s", err.text);
    support_model_assert_equal(&read, &support_store_result);
    tare_result_free(&read);
}
