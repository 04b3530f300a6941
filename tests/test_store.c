/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE
#include <criterion/criterion.h>

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "model/json.h"
#include "model/store.h"
#include "support_alloc.h"
#include "support_model.h"
#include "support_store.h"

TestSuite(store, .init = support_store_begin, .fini = support_store_end);

Test(store, a_run_is_named_by_its_time)
{
    support_store_create();
    cr_assert_str_eq(support_store.path,
                     support_store_in(support_store_base, "2026-11-22T193000Z-bench"), "it is '%s'",
                     support_store.path);
}

Test(store, taken_names_get_a_number)
{
    struct tare_store second = {0};
    struct tare_store third = {0};

    support_store_create();
    cr_assert_eq(tare_store_create(&second, support_store_params(), NULL), 0, "no second one");
    cr_assert_eq(tare_store_create(&third, support_store_params(), NULL), 0, "no third one");
    cr_assert_str_eq(second.path,
                     support_store_in(support_store_base, "2026-11-22T193000Z-bench-2"),
                     "it is '%s'", second.path);
    cr_assert_str_eq(third.path, support_store_in(support_store_base, "2026-11-22T193000Z-bench-3"),
                     "it is '%s'", third.path);
    tare_store_close(&second);
    tare_store_close(&third);
}

Test(store, names_are_made_fit_for_files)
{
    static const struct {
        const char *name;
        const char *folder;
    } cases[] = {
        {"", "2026-11-22T193000Z-run"},
        {"../a b/c", "2026-11-22T193000Z-..-a-b-c"},
        {"old:new", "2026-11-22T193000Z-oldnew"},
        {"gr\xc3\xb6\xc3\x9f", "2026-11-22T193000Z-gr----"},
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct tare_store_params own = *support_store_params();
        struct tare_err err = {0};

        own.name = cases[i].name;
        cr_assert_eq(tare_store_create(&support_store, &own, &err), 0, "%s", err.text);
        cr_assert_str_eq(support_store.path, support_store_in(support_store_base, cases[i].folder),
                         "'%s' gives '%s'", cases[i].name, support_store.path);
        tare_store_close(&support_store);
    }
}

Test(store, a_root_is_made_with_its_parents)
{
    struct tare_store_params own = *support_store_params();
    struct tare_err err = {0};
    char root[512];

    snprintf(root, sizeof root, "%s/a/b", support_store_base);
    own.root = root;
    cr_assert_eq(tare_store_create(&support_store, &own, &err), 0, "%s", err.text);
    cr_assert_eq(
        access(support_store_in(support_store_base, "a/b/2026-11-22T193000Z-bench/blocks"), F_OK),
        0, "no folder");
}

Test(store, an_unwritable_root_is_told_at_once)
{
    static const struct {
        const char *root; /* below the base where it does not begin with a slash */
        const char *error;
    } cases[] = {
        {"file", "': Not a directory"},
        {"file/below", "': Not a directory"},
        {"/proc/nothing", "cannot write results to '/proc/nothing': No such file or directory"},
        {"/sys", "cannot write results to '/sys': "},
    };

    support_store_run("touch '%s/file'", support_store_base);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct tare_store_params own = *support_store_params();
        struct tare_err err = {0};

        own.root = cases[i].root[0] == '/' ? cases[i].root
                                           : support_store_in(support_store_base, cases[i].root);
        support_store_assert_fails(tare_store_create(&support_store, &own, &err), &err,
                                   "cannot write results to '");
        support_store_assert_fails(-1, &err, cases[i].error);
        cr_assert_null(support_store.path, "a store that failed is open");
    }
}

Test(store, an_empty_root_is_refused)
{
    struct tare_store_params own = *support_store_params();
    struct tare_err err = {0};

    own.root = "";
    support_store_assert_fails(tare_store_create(&support_store, &own, &err), &err,
                               "cannot write results to ''");
}

Test(store, blocks_read_back_in_the_order_of_the_run)
{
    support_store_create();
    support_store_put_all();
    support_store_assert_stored();
}

/* More of them than a folder is likely to list in order. */
Test(store, many_blocks_are_sorted)
{
    struct tare_block block = support_store_result.block[0];
    struct tare_result read;
    struct tare_err err = {0};

    support_store_create();
    for (size_t i = 12; i-- > 0;) {
        block.size = (double)i;
        cr_assert_eq(tare_store_put_block(&support_store, i, &block, &err), 0, "%s", err.text);
    }
    tare_result_init(&read);
    cr_assert_eq(tare_store_blocks(&support_store, &read, &err), 0, "%s", err.text);
    cr_assert_eq(read.block_count, 12, "%zu blocks", read.block_count);
    for (size_t i = 0; i < 12; i++)
        cr_assert_eq(read.block[i].size, (double)i, "block %zu is that of size %g", i,
                     read.block[i].size);
    tare_result_free(&read);
}

Test(store, a_block_measured_again_replaces_itself)
{
    struct tare_result read;

    support_store_create();
    support_store_put_all();
    support_store_result.block[0].row[0].time_ns = 1;
    cr_assert_eq(tare_store_put_block(&support_store, 0, &support_store_result.block[0], NULL), 0,
                 "cannot replace it");
    support_store_assert_stored();
    tare_result_init(&read);
    cr_assert_eq(tare_store_blocks(&support_store, &read, NULL), 0, "cannot read");
    cr_assert_eq(read.block_count, 2, "%zu blocks", read.block_count);
    tare_result_free(&read);
}

Test(store, keys_tell_blocks_apart)
{
    static const char *const keys[] = {"sum_x/*/100000", "lookup/hash_open/1000/load:75/threads:2"};

    for (size_t i = 0; i < 2; i++) {
        struct tare_buf key = TARE_BUF_INIT;

        tare_block_key(&support_store_result.block[i], &key);
        cr_assert_str_eq(key.text, keys[i], "the key is '%s'", key.text);
        tare_buf_free(&key);
    }
}

Test(store, a_finished_run_has_its_files_and_no_others)
{
    char target[256] = "";
    struct tare_result read;
    struct tare_err err = {0};

    support_store_create();
    support_store_put_all();
    cr_assert_eq(tare_store_finish(&support_store, &support_store_result, &err), 0, "%s", err.text);
    cr_assert(support_store_has("result.json") && support_store_has("summary.csv") &&
                  support_store_has("samples.csv") && support_store_has("counters.csv"),
              "a file is missing");
    cr_assert(!support_store_has("run.json") && !support_store_has("blocks"),
              "what was for --resume is still there");
    cr_assert_eq(support_store_count(support_store_base, ".tmp") +
                     support_store_count(support_store.path, ".tmp"),
                 0, "temporary files are left");
    cr_assert_gt(
        readlink(support_store_in(support_store_base, "latest"), target, sizeof target - 1), 0,
        "no latest");
    cr_assert_str_eq(target, "2026-11-22T193000Z-bench", "latest points at '%s'", target);
    cr_assert_eq(
        tare_json_read(support_store_in(support_store_base, "latest/result.json"), &read, &err), 0,
        "%s", err.text);
    support_model_assert_equal(&read, &support_store_result);
    tare_result_free(&read);
}

Test(store, no_counters_no_file)
{
    support_store_create();
    tare_row_free(&support_store_result.block[0].row[0]);
    cr_assert_eq(tare_store_finish(&support_store, &support_store_result, NULL), 0,
                 "cannot finish");
    cr_assert(!support_store_has("counters.csv"), "counters.csv without counters");
}

Test(store, latest_moves_on)
{
    struct tare_store second = {0};
    char target[256] = "";

    support_store_create();
    cr_assert_eq(tare_store_finish(&support_store, &support_store_result, NULL), 0,
                 "cannot finish");
    cr_assert_eq(tare_store_create(&second, support_store_params(), NULL), 0, "no second one");
    cr_assert_eq(tare_store_finish(&second, &support_store_result, NULL), 0,
                 "cannot finish the second");
    cr_assert_gt(
        readlink(support_store_in(support_store_base, "latest"), target, sizeof target - 1), 0,
        "no latest");
    cr_assert_str_eq(target, "2026-11-22T193000Z-bench-2", "latest points at '%s'", target);
    tare_store_close(&second);
}

Test(store, a_folder_called_latest_stays)
{
    struct tare_err err = {0};

    support_store_run("mkdir -p '%s/latest/kept'", support_store_base);
    support_store_create();
    support_store_assert_fails(tare_store_finish(&support_store, &support_store_result, &err), &err,
                               "/latest' to '2026-");
    cr_assert(support_store_has("result.json"), "the result is lost");
    cr_assert_eq(access(support_store_in(support_store_base, "latest/kept"), F_OK), 0,
                 "the folder is lost");
    cr_assert_eq(support_store_count(support_store_base, ".tmp"), 0, "a temporary link is left");
}

Test(store, an_interrupted_run_is_resumed)
{
    struct tare_err err = {0};
    char *path;

    support_store_create();
    support_store_put_all();
    support_store_result.finished = false;
    cr_assert_eq(tare_store_put_header(&support_store, &support_store_result, &err), 0, "%s",
                 err.text);
    cr_assert_eq(tare_store_finish(&support_store, &support_store_result, &err), 0, "%s", err.text);
    cr_assert(support_store_has("result.json"), "an interrupted run shows no result");
    tare_store_close(&support_store);

    path = tare_store_find_unfinished(support_store_base, &err);
    cr_assert_not_null(path, "%s", err.text);
    cr_assert_eq(tare_store_open(&support_store, path, &err), 0, "%s", err.text);
    free(path);
    support_store_assert_stored();
    support_store_result.finished = true;
    cr_assert_eq(tare_store_finish(&support_store, &support_store_result, &err), 0, "%s", err.text);
    tare_store_close(&support_store);
    cr_assert_null(tare_store_find_unfinished(support_store_base, &err), "it is still unfinished");
    support_store_assert_fails(-1, &err, "no unfinished run in '");
}

/* What a process killed in the middle of a write leaves behind. */
Test(store, half_files_are_no_fragments)
{
    support_store_create();
    support_store_put_all();
    support_store_run(
        "printf '{\"sch' >'%s/2026-11-22T193000Z-bench/blocks/0123456789abcdef.json.tmp'",
        support_store_base);
    support_store_assert_stored();
    cr_assert_eq(tare_store_finish(&support_store, &support_store_result, NULL), 0,
                 "cannot finish");
    cr_assert(!support_store_has("blocks"), "the half file stayed");
}

Test(store, a_spoilt_fragment_is_named)
{
    struct tare_result read;
    struct tare_err err = {0};

    support_store_create();
    support_store_put_all();
    support_store_run("echo '{\"schema\": 1}' >'%s/2026-11-22T193000Z-bench/blocks/spoilt.json'",
                      support_store_base);
    tare_result_init(&read);
    support_store_assert_fails(tare_store_blocks(&support_store, &read, &err), &err,
                               "/blocks/spoilt.json': key \"block\" is missing");
    tare_result_free(&read);
}

Test(store, the_latest_of_the_unfinished_is_found)
{
    struct tare_err err = {0};
    char *path;

    support_store_run(
        "cd '%s' && for i in 2026-11-22T093000Z-a 2026-11-22T193000Z-a 2026-11-22T193000Z-a-2 "
        "2026-11-22T193000Z-a-10 2026-11-23T000000Z-no; do mkdir $i; touch $i/run.json; done; "
        "rm 2026-11-23T000000Z-no/run.json; ln -s 2026-11-22T093000Z-a latest; touch run.json",
        support_store_base);
    path = tare_store_find_unfinished(support_store_base, &err);
    cr_assert_not_null(path, "%s", err.text);
    cr_assert_str_eq(path, support_store_in(support_store_base, "2026-11-22T193000Z-a-10"),
                     "it is '%s'", path);
    free(path);
    cr_assert_null(tare_store_find_unfinished("/nonexistent", &err), "found in no folder");
    support_store_assert_fails(-1, &err, "cannot open '/nonexistent': No such file or directory");
}

Test(store, what_cannot_be_resumed_is_told)
{
    static const struct {
        const char *path;
        const char *error;
    } cases[] = {
        {"nothing", "nothing': No such file or directory"},
        {"file", "file': Not a directory"},
        {"empty", "empty': it holds no run.json"},
        {"done", "done': the run is finished"},
        {"2026-11-22T193000Z-bench", "another process has it open"},
    };

    support_store_create();
    support_store_put_all();
    support_store_run("cd '%s' && touch file && mkdir empty done && touch done/result.json",
                      support_store_base);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct tare_store other = {0};
        struct tare_err err = {0};

        support_store_assert_fails(
            tare_store_open(&other, support_store_in(support_store_base, cases[i].path), &err),
            &err, cases[i].error);
        cr_assert_null(other.path, "a store that failed is open");
    }
}

Test(store, the_lock_goes_with_the_store)
{
    struct tare_err err = {0};
    char path[512];

    support_store_create();
    support_store_put_all();
    snprintf(path, sizeof path, "%s", support_store.path);
    tare_store_close(&support_store);
    cr_assert_eq(tare_store_open(&support_store, path, &err), 0, "%s", err.text);
}

static int write_word(FILE *file, const void *data, struct tare_err *err)
{
    (void)err;
    fputs(data, file);
    return 0;
}

static int fail_to_write(FILE *file, const void *data, struct tare_err *err)
{
    fputs("half of it", file);
    return tare_err_set(err, TARE_ERR_INPUT, "%s", (const char *)data);
}

/* The contents of a file of the run. */
static const char *contents(const char *name)
{
    static char text[256];
    FILE *file = fopen(support_store_in(support_store.path, name), "r");

    cr_assert_not_null(file, "no '%s'", name);
    text[fread(text, 1, sizeof text - 1, file)] = '\0';
    fclose(file);
    return text;
}

Test(store, other_files_are_whole_or_as_they_were)
{
    struct tare_err err = {0};

    support_store_create();
    cr_assert_eq(tare_store_write(&support_store, "plots/a/b.gp", write_word, "one", &err), 0, "%s",
                 err.text);
    support_store_assert_fails(
        tare_store_write(&support_store, "plots/a/b.gp", fail_to_write, "no such group", &err),
        &err, "plots/a/b.gp': no such group");
    cr_assert_eq(err.code, TARE_ERR_INPUT, "code %d", (int)err.code);
    cr_assert_str_eq(contents("plots/a/b.gp"), "one", "it holds '%s'", contents("plots/a/b.gp"));
    cr_assert_eq(support_store_count(support_store_in(support_store.path, "plots/a"), ".tmp"), 0,
                 "half a file is left");
}

/* While this one writes, another process writes the same file from begin to end. */
static int let_another_write(FILE *file, const void *data, struct tare_err *err)
{
    pid_t other = fork();
    int status = -1;

    (void)err;
    if (other == 0)
        _exit(tare_store_write(&support_store, "plots/c.gp", write_word, data, NULL) ? 1 : 0);
    cr_assert(other > 0 && waitpid(other, &status, 0) == other, "no other process");
    cr_expect_eq(status, 0, "the other: status %d", status);
    fputs(data, file);
    return 0;
}

Test(store, two_that_write_one_file_do_not_meet)
{
    struct tare_err err = {0};

    support_store_create();
    cr_assert_eq(tare_store_write(&support_store, "plots/c.gp", let_another_write, "same", &err), 0,
                 "%s", err.text);
    cr_assert_str_eq(contents("plots/c.gp"), "same", "it holds '%s'", contents("plots/c.gp"));
    cr_assert_eq(support_store_count(support_store_in(support_store.path, "plots"), ".tmp"), 0,
                 "a temporary file is left");
}

static int fsync_nothing(int fd)
{
    (void)fd;
    return 0;
}

/* `data` counts the runs, each of which gets a name of its own. */
static int store_and_read(void *data, struct tare_err *err)
{
    struct tare_store own = {.io = {.fsync = fsync_nothing}};
    struct tare_store_params run_params = *support_store_params();
    struct tare_result read;
    char name[32];
    int status;

    snprintf(name, sizeof name, "%d", ++*(int *)data);
    run_params.name = name;
    tare_result_init(&read);
    status = tare_store_create(&own, &run_params, err);
    if (status == 0)
        status = tare_store_put_header(&own, &support_store_result, err);
    if (status == 0)
        status = tare_store_put_block(&own, 0, &support_store_result.block[0], err);
    if (status == 0)
        status = tare_store_header(&own, &read, err);
    if (status == 0)
        status = tare_store_blocks(&own, &read, err);
    if (status == 0)
        status = tare_store_finish(&own, &support_store_result, err);
    tare_result_free(&read);
    tare_store_close(&own);
    return status;
}

Test(store, survives_each_failing_allocation)
{
    /* Small, since some thousand runs are made. */
    int runs = 0;

    tare_block_free(&support_store_result.block[1]);
    tare_row_free(&support_store_result.block[0].row[1]);
    support_store_result.block_count = 1;
    support_store_result.block[0].row_count = 1;
    if (!support_alloc_works())
        support_store_end(); /* .fini is not run for the skipped test */
    support_alloc_each(store_and_read, &runs);
}
