/* SPDX-License-Identifier: MIT */
#include "support_result.h"

#include "base/buf.h"
#include "model/growth.h"

#include <criterion/criterion.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static char *copy(const char *text)
{
    char *made = text ? strdup(text) : NULL;

    if (text && !made)
        abort();
    return made;
}

/* A fixed sequence in [0, 1): Knuth's MMIX generator. */
static double next_uniform(uint64_t *state)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return (double)(*state >> 11) / 9007199254740992.0;
}

static void fill_samples(struct tare_row *row)
{
    uint64_t state = (uint64_t)(row->time_ns * 1000) + 7;

    row->sample_count = 200;
    row->sample = calloc(row->sample_count, sizeof(*row->sample));
    if (!row->sample)
        abort();
    for (size_t i = 0; i < row->sample_count; i++) {
        double u = next_uniform(&state) + next_uniform(&state) + next_uniform(&state);

        row->sample[i] = (struct tare_sample){.process = (uint32_t)(i / 20 + 1),
                                              .round = (uint32_t)(i % 20 + 1),
                                              .iterations = 100,
                                              .elapsed_ns = 100 * row->time_ns * (0.9 + u / 15)};
    }
    row->samples = 200;
    row->processes = 10;
    row->iterations = 20000;
    row->set_count = 10;
    row->set_time_ns = calloc(row->set_count, sizeof(*row->set_time_ns));
    if (!row->set_time_ns)
        abort();
    for (size_t i = 0; i < row->set_count; i++)
        row->set_time_ns[i] = row->time_ns;
}

static void fill_times(struct tare_row *row, const struct support_row *from)
{
    row->time_ns = row->median_ns = row->mean_ns = from->time_ns;
    if (from->half_ratio > 0) {
        row->time_lo_ns = from->time_ns * (1 - from->half_ratio);
        row->time_hi_ns = from->time_ns * (1 + from->half_ratio);
    }
    if (from->ratio > 0) {
        row->ratio = from->ratio;
        row->ratio_lo = from->ratio * (1 - from->half_ratio);
        row->ratio_hi = from->ratio * (1 + from->half_ratio);
    }
    row->verdict = copy(from->verdict);
    if (!isnan(row->size)) {
        row->items = row->size;
        row->item_ns = row->time_ns / row->items;
    }
    fill_samples(row);
}

static void fill_bytes(struct tare_row *row, const struct support_row *from)
{
    row->sizeof_bytes = 8;
    row->deep_bytes = row->usable_bytes = from->deep_bytes;
    row->blocks = from->blocks;
    row->allocs_per_op = row->frees_per_op = from->allocs_per_op;
    if (!isnan(row->size))
        row->bytes_per_item = from->deep_bytes / row->size;
}

static void fill_row(struct tare_row *row, const struct support_block *block,
                     const struct support_row *from)
{
    char id[512];

    tare_row_init(row);
    row->build = copy(block->build_variant ? from->label : "bench");
    row->variant = copy(block->build_variant ? block->build_variant : from->label);
    row->group = copy(block->group);
    row->status = copy(from->status ? from->status : "ok");
    row->reason = copy(from->reason);
    row->baseline = copy(block->baseline);
    row->size = block->size > 0 ? block->size : NAN;
    row->threads = block->threads > 0 ? block->threads : 1;
    snprintf(id, sizeof(id), "%s/%s", block->group, row->variant);
    row->id = copy(id);
    if (from->time_ns > 0)
        fill_times(row, from);
    if (from->deep_bytes >= 0)
        fill_bytes(row, from);
}

struct tare_block *support_result_add(struct tare_result *result, const struct support_block *from)
{
    struct tare_block block;

    tare_block_init(&block);
    block.group = copy(from->group);
    block.title = copy(from->title ? from->title : from->group);
    block.unit = copy(from->unit ? from->unit : "item");
    block.size = from->size > 0 ? from->size : NAN;
    block.threads = from->threads > 0 ? from->threads : 1;
    block.compares_builds = from->build_variant != NULL;
    block.sets = 10;
    block.row_count = from->row_count;
    block.row = calloc(from->row_count, sizeof(*block.row));
    if (!block.row)
        abort();
    for (size_t i = 0; i < from->row_count; i++)
        fill_row(&block.row[i], from, &from->rows[i]);
    if (tare_result_add_block(result, &block, NULL))
        abort();
    return &result->block[result->block_count - 1];
}

static void add_cache(struct tare_machine_caches *caches, int level, int64_t size_bytes)
{
    caches->items[caches->count++] = (struct tare_machine_cache){
        .level = level,
        .type = level == 1 ? TARE_MACHINE_CACHE_DATA : TARE_MACHINE_CACHE_UNIFIED,
        .size_bytes = size_bytes,
        .line_bytes = 64,
        .associativity_ways = 8,
        .shared_cpus_count = level == 3 ? 8 : 1};
}

void support_result_begin(struct tare_result *result)
{
    tare_result_init(result);
    result->name = copy("bench");
    result->started_utc = copy("2026-11-22T19:30:00Z");
    result->tare_version = copy("0.1.0");
    result->command = copy("tare run ./build/bench");
    result->allocator = copy("glibc 2.36");
    result->clock_name = copy("CLOCK_MONOTONIC_RAW");
    result->clock_cost_ns = 21.5;
    result->clock_resolution_ns = 1;
    result->empty_loop_ns = 0.31;
    result->finished = true;
    result->settings =
        (struct tare_settings){.min_time_ns = 200e6, .margin_ratio = 0.005, .sets = 10, .seed = 42};
    strcpy(result->machine.brand.value, "Intel(R) Xeon(R) Processor");
    strcpy(result->machine.kernel_release.value, "6.1.0-18-amd64");
    strcpy(result->machine.os.value, "Debian GNU/Linux 12 (bookworm)");
    add_cache(&result->machine.caches, 1, 48 << 10);
    add_cache(&result->machine.caches, 2, 2 << 20);
    add_cache(&result->machine.caches, 3, 32 << 20);
    result->build_count = 1;
    result->build = calloc(1, sizeof(*result->build));
    if (!result->build)
        abort();
    result->build[0] = (struct tare_build){.label = copy("bench"),
                                           .path = copy("./build/bench"),
                                           .environment = copy(""),
                                           .compiler = copy("gcc 12.2.0"),
                                           .flags = copy("-O2 -g"),
                                           .revision = copy("0123456789ab")};
}

static void add_sum_x(struct tare_result *result)
{
    static const double sizes[] = {1000, 100000, 1000000};
    static const double slowdown[] = {1, 1.35, 2.1}; /* of what lies scattered, by size */

    for (size_t i = 0; i < COUNT(sizes); i++) {
        double n = sizes[i], far = slowdown[i];
        struct support_row rows[] = {
            {"soa", NULL, NULL, "faster", 0.213 * n, 0.004, 0.3205, 8 * n, 2, 0},
            {"aos", NULL, NULL, NULL, 0.664 * n, 0.006, 1, 32 * n, 1, 0},
            {"list", NULL, NULL, "slower", 0.9 * n * far, 0.011, 1.355 * far, 48 * n, n + 1, 0},
            {"list_shuffled", NULL, NULL, "slower", 6.4 * n * far * far, 0.021, 9.6 * far * far,
             48 * n, n + 1, 0},
            {"boxed", "crashed", "SIGSEGV in set 1", NULL, 0, 0, 0, -1, 0, 0},
            {"unrolled_list", NULL, NULL, "unsure", 0.668 * n, 0.031, 1.006, 34.2 * n,
             ceil(n / 14) + 1, 0},
        };
        struct tare_block *block = support_result_add(
            result, &(struct support_block){.group = "sum_x",
                                            .title = "Sum one field of n records",
                                            .unit = "record",
                                            .baseline = "aos",
                                            .size = n,
                                            .row_count = COUNT(rows),
                                            .rows = rows});

        block->row[4].output = copy("boxed: about to follow 0x18\nassertion failed\n");
        block->row[5].sets_needed = 40;
        block->row[5].skewed = true;
        if (i == 1) { /* that one met a busy machine */
            block->wall_ns = 2e9;
            block->others_ns = 0.12 * block->wall_ns;
            block->steal_ns = 0.034 * block->wall_ns;
            block->sibling_ratio = 0.23;
        }
    }
}

static char *many_lines(void)
{
    char *text = malloc(4000);
    size_t length = 0;

    if (!text)
        abort();
    for (int i = 1; i <= 60; i++)
        length += (size_t)sprintf(text + length, "line %d\tof \033[31mred\033[0m junk \x80\r\n", i);
    return text;
}

static void add_parse(struct tare_result *result)
{
    static const struct support_row rows[] = {
        {"tree", NULL, NULL, NULL, 812, 0.004, 1, 1200, 24, 24},
        {"text", NULL, NULL, "same", 813, 0.0004, 1.001, 330, 1, 0},
        {"nothing", "empty", "the compiler removed the work: keep its result by tare_keep()", NULL,
         0.31, 0.02, 0.0004, 0, 0, 0},
        {"wobbly", "unsteady", "warm-up was not steady within 1 s", "unsure", 790, 0.12, 0.973, -1,
         0, 2.5},
        {"two_sets", NULL, NULL, "unsure", 2.5e9, 0, 3.1, 1536, 3, 1e6},
        {"huge", NULL, NULL, "slower", 83e9, 0.33, 1.02e8, 5.1e9, 1048577, 123456789},
        {"skipped_one", "skipped", "needs 4 cores, there are 2", NULL, 0, 0, 0, -1, 0, 0},
        {"failed_one", "failed", "cannot parse its own output", NULL, 0, 0, 0, -1, 0, 0},
        {"hangs", "timeout", "no turn ended within 10 s (set 2)", NULL, 0, 0, 0, -1, 0, 0},
        {"quits", "exited", "status 3 in set 1, before its first sample", NULL, 0, 0, 0, -1, 0, 0},
        {"wrong", "disagrees", "tare_check got 17, tree got 18446744073709551615", NULL, 700, 0.01,
         0.86, 100, 1, 0},
        {"no_loop", "no_loop", NULL, NULL, 0, 0, 0, -1, 0, 0},
    };
    struct tare_block *block =
        support_result_add(result, &(struct support_block){.group = "parse",
                                                           .title = "parse",
                                                           .baseline = "tree",
                                                           .row_count = COUNT(rows),
                                                           .rows = rows});

    block->row[3].sets_needed = 1234;
    block->row[4].note = copy("only 2 sets were run");
    block->row[1].many_modes = true;
    block->row[9].output = many_lines();
    if (tare_row_add_missing(&block->row[3], TARE_FIELD_deep_bytes, "it has no tare_weigh()", NULL))
        abort();
}

static void add_lookup(struct tare_result *result)
{
    static const struct support_row rows[] = {
        {"old", NULL, NULL, NULL, 41.2, 0.003, 1, -1, 0, 0},
        {"new", NULL, NULL, "faster", 39.9, 0.002, 0.968, -1, 0, 0},
    };
    struct tare_block *block =
        support_result_add(result, &(struct support_block){.group = "lookup",
                                                           .title = "Look up one of n keys",
                                                           .baseline = "old",
                                                           .build_variant = "hash_open",
                                                           .size = 65536,
                                                           .threads = 2,
                                                           .row_count = COUNT(rows),
                                                           .rows = rows});

    for (size_t i = 0; i < 2; i++) {
        block->row[i].items = 1;
        block->row[i].item_ns = block->row[i].time_ns;
        if (tare_row_add_missing(&block->row[i], TARE_FIELD_deep_bytes,
                                 "the executable is static: nothing can be preloaded", NULL))
            abort();
    }
}

static void add_nasty(struct tare_result *result)
{
    static const struct support_row rows[] = {
        {"a 'quoted' \"name\" \\ with_sub^sup{x} `ls` $HOME %d & <b>|@all", NULL, NULL, NULL, 10.5,
         0.01, 1, 16, 1, 0},
        {"tab\tnew\nline \033[31mred\033[0m", NULL, NULL, "slower", 12.5, 0.02, 1.19, 8, 1, 0},
        {"größer 漢字 e\xcc\x81 \xff\xfe", NULL, NULL, "faster", 9.5, 0.005, 0.905, 24, 1, 0},
        {"loooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooo"
         "oooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooong",
         NULL, NULL, "same", 10.51, 0.001, 1.001, 16, 1, 0},
        {"", "crashed", "SIGABRT \033[2J\n in set 1", NULL, 0, 0, 0, -1, 0, 0},
    };

    support_result_add(
        result,
        &(struct support_block){
            .group = "../na me'\"\\_^{}\n;&",
            .title = "A title with \033]0;owned\007, 'single', \"double\", back\\slash, tab\t, "
                     "new\nline, größer 漢字, \xe2\x80\xae reversed and so long that it fits on no "
                     "terminal whatever its width may be, for it goes on and on and on and on",
            .unit = "k'ey\n",
            .baseline = rows[0].label,
            .row_count = COUNT(rows),
            .rows = rows});
}

static void find_growth(struct tare_result *result)
{
    struct tare_err err = {0};

    cr_assert_eq(tare_growth_find(result, &err), 0, "%s", err.text);
}

void support_result_make(struct tare_result *result)
{
    support_result_begin(result);
    add_sum_x(result);
    add_parse(result);
    add_lookup(result);
    add_nasty(result);
    find_growth(result);
}

void support_result_make_wide(struct tare_result *result, size_t variants, size_t sizes)
{
    support_result_begin(result);
    for (size_t i = 0; i < sizes; i++) {
        struct support_row rows[12] = {{0}};
        char labels[12][64];
        double n = pow(2, 4 + (double)i);

        for (size_t j = 0; j < variants; j++) {
            double growth = j % 3 == 0 ? n : j % 3 == 1 ? n * log2(n) : n * sqrt(n);

            snprintf(labels[j], sizeof(labels[j]), "variant_%zu%s", j,
                     j % 4 == 3 ? "_with_a_long_name" : "");
            rows[j] = (struct support_row){.label = labels[j],
                                           .verdict = j ? "slower" : NULL,
                                           .time_ns = growth * (1 + 0.04 * (double)j),
                                           .half_ratio = 0.01 + 0.02 * (double)(j % 5),
                                           .ratio = growth / n * (1 + 0.04 * (double)j),
                                           .deep_bytes = n * (double)(8 + 8 * (j * 5 % 7)),
                                           .blocks = 1};
        }
        support_result_add(result, &(struct support_block){.group = "wide",
                                                           .title = "Many variants over many sizes",
                                                           .baseline = "variant_0",
                                                           .size = n,
                                                           .row_count = variants,
                                                           .rows = rows});
    }
    find_growth(result);
}

static char *read_all(FILE *file)
{
    struct tare_buf buf = TARE_BUF_INIT;
    char chunk[4096];
    size_t got;

    rewind(file);
    while ((got = fread(chunk, 1, sizeof(chunk), file)) > 0)
        tare_buf_add(&buf, chunk, got);
    return tare_buf_steal(&buf);
}

static void print_difference(const char *name, const char *got, const char *want)
{
    int line = 1;

    for (; *got && *got == *want; got++, want++)
        line += *got == '\n';
    fprintf(stderr, "%s differs in line %d: got '%.*s', want '%.*s'\n", name, line,
            (int)strcspn(got, "\n"), got, (int)strcspn(want, "\n"), want);
}

bool support_golden_matches(FILE *file, const char *name)
{
    bool update = getenv("TARE_GOLDEN_UPDATE") != NULL, same;
    char path[256], *got = read_all(file), *want;
    FILE *golden;

    snprintf(path, sizeof(path), "tests/golden/%s", name);
    golden = fopen(path, update ? "w+" : "r");
    if (!got || !golden) {
        perror(path);
        free(got);
        if (golden)
            fclose(golden);
        return false;
    }
    if (update)
        fputs(got, golden);
    want = read_all(golden);
    same = want && !strcmp(got, want);
    if (want && !same)
        print_difference(name, got, want);
    fclose(golden);
    free(got);
    free(want);
    return same;
}
