/* SPDX-License-Identifier: MIT */
#include "support_model.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/json.h"

static void *allocate(size_t count, size_t size)
{
    void *memory = calloc(count, size);

    cr_assert_not_null(memory, "out of memory");
    return memory;
}

static char *copy(const char *text)
{
    return strcpy(allocate(strlen(text) + 1, 1), text);
}

static void set_text(struct tare_machine_text *text, const char *value)
{
    snprintf(text->value, sizeof text->value, "%s", value);
}

/* What a virtual machine says: some of everything, and some of it not. */
static void make_machine(struct tare_machine *machine)
{
    set_text(&machine->arch, "x86_64");
    set_text(&machine->vendor, "GenuineIntel");
    set_text(&machine->brand, "Intel(R) Xeon(R) \"Processor\" \\ @ 2.10GHz");
    snprintf(machine->governor.reason, sizeof machine->governor.reason, "no cpufreq here");
    machine->logical_cpus_count = (struct tare_machine_integer){.known = true, .value = 2};
    machine->perf_event_paranoid = (struct tare_machine_integer){.known = true, .value = -1};
    machine->memory_bytes =
        (struct tare_machine_integer){.known = true, .value = INT64_C(9007199254740993)};
    machine->load_1min = (struct tare_machine_real){.known = true, .value = 0.1};
    snprintf(machine->turbo.reason, sizeof machine->turbo.reason, "neither driver is loaded");
    machine->caches.count = 2;
    machine->caches.items[0] = (struct tare_machine_cache){
        .level = 1,
        .type = TARE_MACHINE_CACHE_DATA,
        .size_bytes = 32768,
        .line_bytes = 64,
        .associativity_ways = 8,
        .shared_cpus_count = 1,
    };
    machine->caches.items[1] = (struct tare_machine_cache){
        .level = 2,
        .type = TARE_MACHINE_CACHE_UNIFIED,
        .size_bytes = 1048576,
        .line_bytes = 64,
        .associativity_ways = TARE_MACHINE_UNKNOWN,
        .shared_cpus_count = TARE_MACHINE_UNKNOWN,
    };
}

static void make_builds(struct tare_result *result)
{
    result->build_count = 2;
    result->build = allocate(2, sizeof *result->build);
    result->build[0] = (struct tare_build){
        .label = copy("old"),
        .path = copy("build/old/bench"),
        .environment = copy(""),
        .compiler = copy("gcc (Debian 12.2.0-14) 12.2.0"),
        .flags = copy("-O2 -g -DNAME=\"x\""),
        .revision = copy("3f2a1c0"),
    };
    result->build[1] = (struct tare_build){
        .label = copy("new"),
        .path = copy("build/new/bench"),
        .environment = copy("LD_PRELOAD=libjemalloc.so.2"),
    };
}

static void make_head(struct tare_result *result)
{
    tare_result_init(result);
    result->name = copy("bench");
    result->started_utc = copy("2026-11-22T19:30:00Z");
    result->tare_version = copy("0.1.0");
    result->command = copy("tare run old=build/old/bench 'new=build/new/bench'");
    result->allocator = copy("glibc 2.36");
    result->plan = copy("sum_x/*/1000 sum_x/*/100000");
    result->clock_name = copy("CLOCK_MONOTONIC_RAW");
    result->clock_cost_ns = 21.7;
    result->clock_resolution_ns = 10;
    result->finished = true;
    result->settings = (struct tare_settings){
        .min_time_ns = 2e8,
        .budget_ns = 0,
        .margin_ratio = 0.005,
        .precision_ratio = 0,
        .sets = 10,
        .seed = UINT64_MAX,
        .quick = true,
    };
    make_machine(&result->machine);
    result->fitness = copy("caution: load 0.4; fit: clock 22 ns");
    make_builds(result);
    result->layout_count = 2;
    result->layout = allocate(2, sizeof *result->layout);
    result->layout[0] = (struct tare_link){.path = copy("build/layout-1/bench"), .link_ns = 9e7};
    result->layout[1] = (struct tare_link){.path = copy("build/layout-2/bench"), .link_ns = NAN};
}

static void make_variance(struct tare_stats_components *variance)
{
    tare_stats_components_init(variance);
    variance->level[TARE_STATS_SAMPLE] = (struct tare_stats_component){
        .variance = 1e-6, .share = 0.25, .cost_ns = 310000.5, .repeat = 3};
    variance->level[TARE_STATS_LAYOUT] = (struct tare_stats_component){
        .variance = 3e-6, .share = 0.75, .negative = true, .cost_ns = 8e6, .repeat = NAN};
    variance->count[TARE_STATS_SAMPLE] = 8;
    variance->count[TARE_STATS_PROCESS] = 2;
    variance->count[TARE_STATS_LAYOUT] = 2;
    variance->joined = true;
    variance->best = TARE_STATS_LAYOUT;
}

static void make_samples(struct tare_row *row, size_t sets, size_t rounds)
{
    row->set_count = sets;
    row->set_time_ns = allocate(sets, sizeof *row->set_time_ns);
    row->sample_count = sets * rounds;
    row->sample = allocate(sets * rounds, sizeof *row->sample);
    for (size_t i = 0; i < sets * rounds; i++)
        row->sample[i] = (struct tare_sample){
            .process = (uint32_t)(i / rounds + 1),
            .round = (uint32_t)(i % rounds + 1),
            .iterations = 4500,
            .elapsed_ns = 300000 + 100.0 / (double)(i + 3),
        };
    for (size_t i = 0; i < sets; i++)
        row->set_time_ns[i] = 66.4 + (double)i / 3;
}

static void name_row(struct tare_row *row, const char *build, const char *variant, const char *id)
{
    tare_row_init(row);
    row->build = copy(build);
    row->group = copy("sum_x");
    row->variant = copy(variant);
    row->id = copy(id);
    row->size = 100000;
    row->threads = 1;
}

static void make_sites(struct tare_weighed_sites *sites, const char *kind, double unwritten_bytes)
{
    sites->site = allocate(2, sizeof *sites->site);
    sites->count = 2;
    sites->site[0] = (struct tare_weighed_site){.place = copy("layout.c:42 points_new"),
                                                .kind = copy(kind),
                                                .bytes = 3200000,
                                                .blocks = 1,
                                                .unwritten_bytes = unwritten_bytes};
    sites->site[1] = (struct tare_weighed_site){.place = copy("json_object+0x21 (libjansson.so.4)"),
                                                .kind = copy(kind),
                                                .bytes = 48,
                                                .blocks = 2,
                                                .unwritten_bytes = unwritten_bytes};
}

/* Every member of it has a value, and no two numbers beside each other the same. */
static struct tare_weighing *make_weighing(void)
{
    struct tare_weighing *weighing = allocate(1, sizeof *weighing);

    tare_weighing_init(weighing);
    weighing->root_count = 2;
    weighing->root = allocate(2, sizeof *weighing->root);
    weighing->root[0] =
        (struct tare_weighed_root){copy("points"), copy("struct point"), 3200000, 1};
    weighing->root[1] = (struct tare_weighed_root){copy("cache->next"), NULL, 48, 2};
    weighing->window_bytes = 3200060;
    weighing->window_blocks = 4;
    weighing->class_count = 2;
    weighing->class_ = allocate(2, sizeof *weighing->class_);
    weighing->class_[0] = (struct tare_weighed_class){copy("typed"), 3200000, 1};
    weighing->class_[1] = (struct tare_weighed_class){copy("lost_cycle"), 60, 3};
    weighing->older_bytes = 16;
    weighing->static_bytes = 24;
    weighing->stack_bytes = 40;
    weighing->untyped = copy("'bench' has no debug information: compile with -g");
    weighing->type_count = 1;
    weighing->type = allocate(1, sizeof *weighing->type);
    weighing->type[0] =
        (struct tare_weighed_type){copy("struct point"), 100000, 32, 3200000, 4, 400000, 12};
    make_sites(&weighing->untyped_sites, "untyped", 7);
    weighing->edges = 9;
    weighing->shared_edges_ratio = 0.25;
    weighing->same_line_ratio = 0.5;
    weighing->same_page_ratio = 0.75;
    weighing->line_fill_ratio = 0.875;
    make_sites(&weighing->leaks, "cycle", NAN);
    weighing->point_count = 2;
    weighing->point = allocate(2, sizeof *weighing->point);
    weighing->point[0] = (struct tare_weighed_point){0, 1, 3200000};
    weighing->point[1] = (struct tare_weighed_point){1500.5, 6, 3200060};
    weighing->peak_bytes = 3200060;
    make_sites(&weighing->peak_sites, "peak", NAN);
    return weighing;
}

static void make_measured_row(struct tare_row *row)
{
    struct tare_err err = {0};

    name_row(row, "old", "aos", "sum_x/aos/100000");
    row->status = copy("ok");
    row->time_ns = 66400.125;
    row->time_lo_ns = 66000.1;
    row->time_hi_ns = 1.0 / 3;
    row->min_ns = 1e-7;
    row->median_ns = 66402;
    row->samples = 6;
    row->processes = 2;
    row->iterations = 27000;
    row->outliers = 0;
    row->bytes_per_s = 4.8192e10;
    row->sizeof_bytes = 32;
    row->deep_bytes = 3200000;
    row->rss_increase_bytes = -4096;
    row->allocs_per_op = 0;
    row->check = (struct tare_hash){.value = UINT64_C(9007199254740993), .known = true};
    row->note = copy("two modes");
    row->many_modes = true;
    row->sets_needed = 20;
    row->prime_ns = 53000.5;
    row->capped_turns = 0.25;
    make_samples(row, 2, 3);
    tare_row_add_counter(row, "probes, mean", 1.5, &err);
    tare_row_add_counter(row, "collisions", NAN, &err);
    tare_row_add_missing(row, TARE_FIELD_padding_bytes, "no debug info (compiled without -g)",
                         &err);
    cr_assert_eq(err.code, TARE_ERR_NONE, "%s", err.text);
    row->refs_count = 2;
    row->refs = allocate(2, sizeof *row->refs);
    row->refs[0] = (struct tare_refs_row){.expression = copy("points->next"), .count = 3};
    row->refs[1] = (struct tare_refs_row){.expression = copy("points"), .count = NAN};
    row->weighing = make_weighing();
}

static void make_crashed_row(struct tare_row *row)
{
    struct tare_err err = {0};

    name_row(row, "old", "boxed", "sum_x/boxed/100000");
    row->status = copy("crashed");
    row->reason = copy("SIGSEGV in set 1, \"boxed\"\nat 0x0");
    row->output = copy("before the crash: \x01 \xc3\xa4\n");
    row->baseline = copy("aos");
    tare_row_add_missing(row, TARE_FIELD_time_ns, "it crashed", &err);
    tare_row_add_missing(row, TARE_FIELD_sizeof_bytes, "it crashed", &err);
    cr_assert_eq(err.code, TARE_ERR_NONE, "%s", err.text);
}

static void add_block(struct tare_result *result, struct tare_block *block)
{
    struct tare_err err = {0};

    cr_assert_eq(tare_result_add_block(result, block, &err), 0, "%s", err.text);
}

static void make_variants_block(struct tare_result *result)
{
    struct tare_block block;

    tare_block_init(&block);
    block.group = copy("sum_x");
    block.title = copy("Sum one field of n records");
    block.unit = copy("record");
    block.size = 100000;
    block.threads = 1;
    block.row_count = 2;
    block.row = allocate(2, sizeof *block.row);
    make_measured_row(&block.row[0]);
    make_crashed_row(&block.row[1]);
    block.sets = 2;
    block.layouts = 2;
    block.set_layout = allocate(2, sizeof *block.set_layout);
    block.set_layout[0] = 1;
    block.set_layout[1] = 2;
    make_variance(&block.row[0].variance);
    block.wall_ns = 2.5e9;
    block.sampled_ns = 1.9e9;
    block.primed_ns = 1e8;
    block.setup_ns = 2e8;
    block.others_ns = 4e7;
    block.waited_ns = 12345;
    block.switches = 17;
    block.sibling_ratio = 0.25;
    add_block(result, &block);
}

static void make_builds_row(struct tare_row *row, const char *build, double ratio)
{
    name_row(row, build, "hash_open", "lookup/hash_open/1000/load:75/threads:2");
    free(row->group);
    row->group = copy("lookup");
    row->size = 1000;
    row->param = 75;
    row->threads = 2;
    row->status = copy("ok");
    row->cold = true;
    row->skewed = true;
    row->time_ns = 12.5 * ratio;
    row->ratio = ratio;
    row->check = (struct tare_hash){.value = UINT64_MAX, .known = true};
    make_samples(row, 1, 2);
}

static void make_builds_block(struct tare_result *result)
{
    struct tare_block block;

    tare_block_init(&block);
    block.group = copy("lookup");
    block.title = copy("lookup");
    block.unit = copy("key");
    block.param_name = copy("load");
    block.size = 1000;
    block.param = 75;
    block.threads = 2;
    block.compares_builds = true;
    block.row_count = 2;
    block.row = allocate(2, sizeof *block.row);
    make_builds_row(&block.row[0], "old", NAN);
    make_builds_row(&block.row[1], "new", 0.95);
    block.row[1].baseline = copy("old");
    block.row[1].verdict = copy("faster");
    block.sets = 1;
    add_block(result, &block);
}

/* A lesson, and two cases: one with its source, one without. */
static void make_sources(struct tare_result *result)
{
    result->lesson_count = 1;
    result->lesson = allocate(1, sizeof *result->lesson);
    result->lesson[0] =
        (struct tare_lesson){.group = copy("sum_x"), .text = copy("Look \"here\".")};
    result->source_count = 2;
    result->source = allocate(2, sizeof *result->source);
    result->source[0] = (struct tare_source){.group = copy("sum_x"),
                                             .variant = copy("aos"),
                                             .file = copy("bench/layout.c"),
                                             .line = 22,
                                             .text = copy("TARE_CASE(sum_x, aos)\n{\n\t;\n}")};
    result->source[1] = (struct tare_source){.group = copy("sum_x"),
                                             .variant = copy("boxed"),
                                             .file = copy("gone.c"),
                                             .line = 7,
                                             .missing = copy("'gone.c' was not found")};
}

static void make_growth(struct tare_result *result)
{
    result->growth_count = 2;
    result->growth = allocate(2, sizeof *result->growth);
    result->growth[0] = (struct tare_growth){.build = copy("old"),
                                             .group = copy("sum_x"),
                                             .variant = copy("aos"),
                                             .param = NAN,
                                             .threads = 1,
                                             .sizes = 3,
                                             .fit = {.exponent = 1.02,
                                                     .exponent_lo = 0.99,
                                                     .exponent_hi = 1.04,
                                                     .law = TARE_STATS_LAW_N,
                                                     .runner_up = TARE_STATS_LAW_N_LOG,
                                                     .aicc = -12.5,
                                                     .delta = 1.25,
                                                     .misfit = 0.03,
                                                     .ambiguous = true}};
    result->growth[1] = (struct tare_growth){.build = copy("new"),
                                             .group = copy("lookup"),
                                             .variant = copy("hash|open"),
                                             .param = 75,
                                             .threads = 2,
                                             .sizes = 2,
                                             .fit = {.exponent = 0.1,
                                                     .exponent_lo = NAN,
                                                     .exponent_hi = NAN,
                                                     .aicc = NAN,
                                                     .delta = NAN,
                                                     .misfit = NAN}};
}

void support_model_make_plain(struct tare_result *result)
{
    make_head(result);
    make_variants_block(result);
}

void support_model_make(struct tare_result *result)
{
    support_model_make_plain(result);
    make_builds_block(result);
    make_growth(result);
    make_sources(result);
}

void support_model_make_large(struct tare_result *result, size_t count, size_t samples)
{
    struct tare_block block;

    make_head(result);
    tare_block_init(&block);
    block.group = copy("large");
    block.title = copy("large");
    block.unit = copy("item");
    block.row_count = count;
    block.row = allocate(count, sizeof *block.row);
    for (size_t i = 0; i < count; i++) {
        name_row(&block.row[i], "old", "aos", "large/aos/100000");
        make_samples(&block.row[i], 1, samples);
    }
    add_block(result, &block);
}

char *support_model_text(const struct tare_result *result)
{
    struct tare_err err = {0};
    char *text = NULL;
    size_t length = 0;
    FILE *file = open_memstream(&text, &length);

    cr_assert_not_null(file, "out of memory");
    cr_assert_eq(tare_json_write(file, result, &err), 0, "%s", err.text);
    fclose(file);
    return text;
}
