/* SPDX-License-Identifier: MIT */
/* What `tare compare` takes over many rows, and the reading of two such files by itself: a stored
 * result, repeated under other names. Usage: compare [RESULT.json [ROWS [SAMPLES-A-ROW]]] */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"
#include "model/json.h"

static double now_s(clockid_t clock)
{
    struct timespec now;

    clock_gettime(clock, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static char *renamed(const char *text, size_t copy)
{
    struct tare_buf name = TARE_BUF_INIT;
    char *stolen;

    tare_buf_printf(&name, "r%zu_%s", copy, text);
    stolen = tare_buf_steal(&name);
    return stolen ? stolen : abort(), stolen;
}

/* A block of the same numbers under another name; shares all else with `from`. */
static struct tare_block repeat(const struct tare_block *from, size_t copy, size_t samples)
{
    struct tare_block block = *from;

    block.group = renamed(from->group, copy);
    block.row = calloc(from->row_count, sizeof *block.row);
    for (size_t i = 0; i < from->row_count; i++) {
        block.row[i] = from->row[i];
        block.row[i].group = block.group;
        block.row[i].id = renamed(from->row[i].id, copy);
        if (block.row[i].sample_count > samples)
            block.row[i].sample_count = samples;
    }
    return block;
}

/* Memory is left to the end of the program. */
static size_t write_rows(const char *path, const struct tare_result *from, size_t rows,
                         size_t samples, struct tare_err *err)
{
    struct tare_result result = *from;
    FILE *file = fopen(path, "we");
    size_t count = 0;

    result.block = calloc(rows, sizeof *result.block);
    result.block_count = 0;
    result.growth_count = 0;
    while (count < rows && from->block_count) {
        size_t i = result.block_count++;

        result.block[i] =
            repeat(&from->block[i % from->block_count], i / from->block_count, samples);
        count += result.block[i].row_count;
    }
    if (!file || tare_json_write(file, &result, err) || fclose(file))
        return 0;
    return count;
}

static double read_s(const char *path,
                     int (*read)(const char *, struct tare_result *, struct tare_err *))
{
    double start_s = now_s(CLOCK_PROCESS_CPUTIME_ID);
    struct tare_result result;

    if (read(path, &result, NULL))
        return -1;
    tare_result_free(&result);
    return now_s(CLOCK_PROCESS_CPUTIME_ID) - start_s;
}

int main(int argc, char **argv)
{
    const char *source = argc > 1 ? argv[1] : "results/reference/result.json";
    size_t rows = argc > 2 ? strtoul(argv[2], NULL, 10) : 10000;
    size_t samples = argc > 3 ? strtoul(argv[3], NULL, 10) : 30;
    char path[] = "/tmp/tare-compare-XXXXXX";
    struct tare_buf command = TARE_BUF_INIT;
    struct tare_result result;
    struct tare_err err = {0};
    int fd = mkstemp(path);
    char *slash = strstr(argv[0], "/self/");

    if (fd < 0 || !slash || tare_json_read(source, &result, &err) ||
        !(rows = write_rows(path, &result, rows, samples, &err))) {
        fprintf(stderr, "compare: %s\n", err.code ? err.text : "cannot make the result");
        return 4;
    }
    close(fd);
    tare_buf_printf(&command, "'%.*s/tare' compare '%s' '%s' >/dev/null", (int)(slash - argv[0]),
                    argv[0], path, path);
    printf("%zu rows of %zu samples\n", rows, samples);
    for (int i = 0; i < 5; i++) {
        double start_s = now_s(CLOCK_MONOTONIC);
        int status = system(command.text);
        double whole_s = now_s(CLOCK_MONOTONIC) - start_s;

        printf("tare compare %.2f s (status %d); CPU time to read one %.2f s, without samples %.2f "
               "s\n",
               whole_s, status, read_s(path, tare_json_read), read_s(path, tare_json_read_times));
    }
    unlink(path);
    return 0;
}
