/* SPDX-License-Identifier: MIT */
/* Exact counts of the weigh process, for tests/fixtures/allocates.c and weighs.c. */
#include <criterion/criterion.h>

#include "support_tare.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

struct operation {
    const char *variant;
    const char *allocs, *frees, *bytes; /* an operation */
    const char *peak;                   /* above the level when the loop began */
};

/* realloc counts one allocation and one free; while it copies, both blocks may be live. */
static const struct operation operations[] = {
    {"nothing", "0", "0", "0", "0"},
    {"malloc", "1", "1", "100", "100"},
    {"malloc_0", "1", "1", "0", "0"},
    {"calloc", "1", "1", "120", "120"},
    {"realloc_of_null", "1", "1", "70", "70"},
    {"realloc_up", "2", "2", "10100", NULL},
    {"realloc_down", "2", "2", "10100", NULL},
    {"reallocarray", "1", "1", "80", "80"},
    {"aligned_alloc", "1", "1", "512", "512"},
    {"posix_memalign", "1", "1", "200", "200"},
    {"memalign", "1", "1", "90", "90"},
    {"strdup", "1", "1", "12", "12"},
    {"strndup", "1", "1", "7", "7"},
    {"getline", "1", "1", "120", "120"},
    {"free_of_null", "0", "0", "0", "0"},
    {"three_at_once", "3", "3", "6000", "6000"},
    {"failing_malloc", "0", "0", "0", "0"},
    {"queue", "1", "1", "32", "0"},
    {"fresh", "0", "1", "0", NULL},
};

static void expect_operation(const struct tare_run *run, const struct operation *expected)
{
    char id[64];

    snprintf(id, sizeof(id), "op/%s", expected->variant);
    tare_run_expect_measured(run, id);
    tare_run_expect(run, id, "allocs_per_op", expected->allocs);
    tare_run_expect(run, id, "frees_per_op", expected->frees);
    tare_run_expect(run, id, "alloc_bytes_per_op", expected->bytes);
    tare_run_expect(run, id, "leaked_bytes", "0");
    tare_run_expect(run, id, "leaked_blocks", "0");
    if (expected->peak != NULL)
        tare_run_expect(run, id, "peak_heap_bytes", expected->peak);
}

Test(e2e_heap, operations_are_counted_exactly)
{
    struct tare_run run;

    tare_run_skip_if_sanitized("its allocator is not libc's");
    run = tare_run("", "allocates", "--filter '^op/'");
    cr_expect_eq(run.run.status, 0, "status %d: %s", run.run.status, run.run.err);
    for (size_t i = 0; i < COUNT(operations); i++)
        expect_operation(&run, &operations[i]);
    tare_run_free(&run);
}

Test(e2e_heap, leaks_are_counted_exactly)
{
    static const char *const expected[][3] = {
        {"leak/none", "0", "0"}, {"leak/in_setup", "1024", "3"}, {"leak/reallocated", "333", "1"}};
    struct tare_run run;
    double bytes, blocks;

    tare_run_skip_if_sanitized("its allocator is not libc's");
    run = tare_run("", "allocates", "--filter '^leak/'");
    for (size_t i = 0; i < COUNT(expected); i++) {
        tare_run_expect(&run, expected[i][0], "leaked_bytes", expected[i][1]);
        tare_run_expect(&run, expected[i][0], "leaked_blocks", expected[i][2]);
    }
    bytes = atof(tare_run_cell(&run, "leak/in_loop", "leaked_bytes"));
    blocks = atof(tare_run_cell(&run, "leak/in_loop", "leaked_blocks"));
    cr_expect_gt(blocks, 0, "no block leaked in the loop");
    cr_expect_eq(bytes, 48 * blocks, "%g blocks of 48 bytes are %g bytes", blocks, bytes);
    tare_run_expect(&run, "leak/in_loop", "allocs_per_op", "1");
    tare_run_expect(&run, "leak/in_loop", "frees_per_op", "0");
    tare_run_free(&run);
}

struct weight {
    const char *id;
    const char *sizeof_bytes, *deep_bytes, *blocks;
    const char *unwritten_bytes; /* NULL: not known to the byte */
};

/*
 * 100 elements; a node is 24 bytes, and so is a bucket, of which each has a key of 3 bytes. Bytes
 * never written are told by their poison, which one byte of a pointer in 256 equals: they are exact
 * where there is no pointer.
 */
static const struct weight weights[] = {
    {"weigh/array/100", "8", "800", "1", "0"},
    {"weigh/list/100", "24", "2400", "100", NULL},
    {"weigh/tree/100", "24", "2400", "100", NULL},
    {"weigh/cyclic_list/100", "24", "2400", "100", NULL},
    {"weigh/hash_table/100", "16", "2844", "202", NULL}, /* 16 + 16 * 8 + 100 * (24 + 3) */
    {"weigh/struct_on_stack/100", "16", "2416", "100", NULL},
    {"weigh/static_array/100", "32", "9632", "400", NULL},
    {"weigh/shared_block/100", "24", "96", "4", NULL},
    {"weigh/two_values/100", "48", "2448", "102", NULL},
    {"weigh/half_written/100", "16", "1516", "3", NULL},
    {"weigh/quarter_written/100", "1", "1000", "1", "750"},
    {"weigh/untyped/100", "", "2400", "100", NULL},
    {"weigh/inner_pointers/100", "8", "72", "2", NULL},
    {"weigh/with_garbage/100", "24", "2400", "100", NULL},
    {"weigh/null/100", "24", "0", "0", "0"},
    {"elements/given", "24", "1200", "50", NULL},
};

static void expect_weight(const struct tare_run *run, const struct weight *expected)
{
    tare_run_expect(run, expected->id, "sizeof_bytes", expected->sizeof_bytes);
    tare_run_expect(run, expected->id, "deep_bytes", expected->deep_bytes);
    tare_run_expect(run, expected->id, "blocks", expected->blocks);
    if (expected->unwritten_bytes != NULL)
        tare_run_expect(run, expected->id, "unwritten_bytes", expected->unwritten_bytes);
}

Test(e2e_heap, deep_sizes_are_exact)
{
    struct tare_run run;

    tare_run_skip_if_sanitized("its allocator is not libc's");
    run = tare_run("", "weighs", "");
    cr_expect_eq(run.run.status, 0, "status %d: %s", run.run.status, run.run.err);
    for (size_t i = 0; i < COUNT(weights); i++)
        expect_weight(&run, &weights[i]);
    tare_run_expect(&run, "elements/given", "bytes_per_item", "24");
    tare_run_expect(&run, "weigh/list/100", "bytes_per_item", "24");
    tare_run_expect(&run, "weigh/list/100", "usable_bytes", "2400");
    tare_run_free(&run);
}

/* The same bytes whatever draws of address space the processes get. */
Test(e2e_heap, bytes_repeat_from_run_to_run)
{
    static const char *const columns[] = {"deep_bytes", "usable_bytes", "blocks", "peak_heap_bytes",
                                          "leaked_bytes"};
    struct tare_run a, b;

    tare_run_skip_if_sanitized("its allocator is not libc's");
    a = tare_run("", "weighs", "--filter 'weigh/(tree|hash_table)' --seed 1");
    b = tare_run("", "weighs", "--filter 'weigh/(tree|hash_table)' --seed 2");
    for (size_t i = 0; i < COUNT(columns); i++) {
        tare_run_expect(&b, "weigh/tree/100", columns[i],
                        tare_run_cell(&a, "weigh/tree/100", columns[i]));
        tare_run_expect(&b, "weigh/hash_table/100", columns[i],
                        tare_run_cell(&a, "weigh/hash_table/100", columns[i]));
    }
    tare_run_free(&a);
    tare_run_free(&b);
}

Test(e2e_heap, no_weigh_leaves_bytes_empty)
{
    struct tare_run run = tare_run("", "weighs", "--filter weigh/array/ --no-weigh");

    tare_run_expect_measured(&run, "weigh/array/100");
    tare_run_expect(&run, "weigh/array/100", "deep_bytes", "");
    tare_run_expect(&run, "weigh/array/100", "allocs_per_op", "");
    tare_run_free(&run);
}

/* What cannot be weighed is timed, and says why it is not weighed. */
static void expect_unweighed(const struct tare_run *run, const char *why)
{
    char *path = tare_run_path(run->folder, "result.json");
    char *json = run_read_file(path, NULL);

    cr_expect_eq(run->run.status, 0, "%s: status %d: %s", why, run->run.status, run->run.err);
    tare_run_expect_measured(run, "weigh/array/100");
    tare_run_expect(run, "weigh/array/100", "deep_bytes", "");
    tare_run_expect(run, "weigh/array/100", "allocs_per_op", "");
    cr_expect(json != NULL && strstr(json, "deep_bytes") != NULL, "%s: result.json has no reason",
              why);
    free(json);
    free(path);
}

Test(e2e_heap, preload_that_cannot_load_is_a_stated_loss)
{
    char *folder = run_folder_new();
    struct run copied = run_shell(10, "cp %s/tare %s/ && echo junk >%s/libtare-heap.so",
                                  run_build_folder(), folder, folder);
    struct tare_run run = {.folder = folder};
    char *path = tare_run_path(folder, "summary.csv");

    cr_assert_eq(copied.status, 0, "%s", copied.err);
    run.run = run_shell(TARE_RUN_LIMIT_S,
                        "%s/tare run %s/fixtures/weighs --filter weigh/array/ --sets 3 "
                        "--min-time 10ms --no-plots --out %s",
                        folder, run_build_folder(), folder);
    run.summary = csv_read(path);
    expect_unweighed(&run, "a preload that is junk");
    run_free(&copied);
    free(path);
    tare_run_free(&run);
}

Test(e2e_heap, static_executable_is_a_stated_loss)
{
    char *folder = run_folder_new();
    char arguments[160];
    struct tare_run run;
    struct run linked = run_shell(60,
                                  "gcc -std=gnu11 -O2 -static -Iinclude tests/fixtures/weighs.c "
                                  "%s/libtare.a -o %s/static",
                                  run_build_folder(), folder);

    if (linked.status != 0) {
        run_folder_remove(folder);
        cr_skip_test("cannot link statically here: %s", linked.err);
    }
    snprintf(arguments, sizeof(arguments), "%s/static --filter weigh/array/", folder);
    run = tare_run_in(folder, "", arguments);
    expect_unweighed(&run, "a static executable");
    run_free(&linked);
    tare_run_free(&run);
}
