/* SPDX-License-Identifier: MIT */
#include "cmd/stored.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "cmd/command.h"
#include "model/gbench.h"
#include "model/json.h"

bool tare_stored_is_folder(const char *path)
{
    struct stat info;

    return stat(path, &info) == 0 && S_ISDIR(info.st_mode);
}

/* 0, or -1 where the folder is none of a run that has ended or been cut short. */
static int check_folder(const char *path, struct tare_err *err)
{
    struct tare_buf name = TARE_BUF_INIT;
    bool has_result, has_header;

    tare_buf_printf(&name, "%s/result.json", path);
    has_result = access(name.text, F_OK) == 0;
    tare_buf_reset(&name);
    tare_buf_printf(&name, "%s/run.json", path);
    has_header = access(name.text, F_OK) == 0;
    tare_buf_free(&name);
    if (has_result)
        return 0;
    if (has_header)
        return tare_err_set(err, TARE_ERR_USAGE,
                            "'%s' holds a run that has not ended: go on with it by tare run "
                            "--resume=%s",
                            path, path);
    return tare_err_set(err, TARE_ERR_USAGE,
                        "'%s' holds no result.json: expected the folder of a run", path);
}

typedef int reader(const char *path, struct tare_result *result, struct tare_err *err);

static int read_with(reader *read_json, const char *path, struct tare_result *result,
                     struct tare_err *err)
{
    bool is_folder = tare_stored_is_folder(path);
    struct tare_buf file = TARE_BUF_INIT;
    int status;

    tare_result_init(result);
    if (is_folder && check_folder(path, err))
        return -1;
    tare_buf_puts(&file, path);
    if (is_folder)
        tare_buf_puts(&file, "/result.json");
    status = file.failed ? tare_err_memory(err)
             : tare_command_check_readable(file.text, err) || read_json(file.text, result, err) ? -1
                                                                                                : 0;
    tare_buf_free(&file);
    return status;
}

int tare_stored_read(const char *path, struct tare_result *result, struct tare_err *err)
{
    return read_with(tare_json_read, path, result, err);
}

/* One of two results that are read at once. */
struct reading {
    const char *path;
    struct tare_result *result;
    struct tare_err err;
    int status;
};

static void *read_times(void *argument)
{
    struct reading *reading = argument;

    reading->status =
        !tare_stored_is_folder(reading->path) && tare_gbench_is(reading->path)
            ? tare_gbench_read(reading->path, reading->result, &reading->err)
            : read_with(tare_json_read_times, reading->path, reading->result, &reading->err);
    return NULL;
}

int tare_stored_read_pair(const char *const path[2], struct tare_result result[2],
                          struct tare_err *err)
{
    struct reading reading[2] = {{.path = path[0], .result = &result[0]},
                                 {.path = path[1], .result = &result[1]}};
    pthread_t thread;
    bool apart = pthread_create(&thread, NULL, read_times, &reading[1]) == 0;

    read_times(&reading[0]);
    if (apart)
        pthread_join(thread, NULL);
    else
        read_times(&reading[1]);
    for (size_t i = 0; i < 2; i++)
        if (reading[i].status)
            return tare_err_set(err, reading[i].err.code, "%s", reading[i].err.text);
    return 0;
}
