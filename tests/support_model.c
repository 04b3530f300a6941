/* SPDX-License-Identifier: MIT */
#include "support_model.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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
    result->clock_name = copy("CLOCK_MONOTONIC_RAW");
    result->clock_cost_ns = 21.7;
    result->clock_resolution_ns = 10;
    result->finished = true;
    result->settings = (struct tare_settings){
        .min_time_ns = 2e8,
        .budget_ns = 0,
        .margin_ratio = 0.005,
        .sets = 10,
        .seed = UINT64_MAX,
        .quick = true,
    };
    make_machine(&result->machine);
    make_builds(result);
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
    block.wall_ns = 2.5e9;
    block.sampled_ns = 1.9e9;
    block.primed_ns = 1e8;
    block.setup_ns = 2e8;
    block.waited_ns = 12345;
    block.switches = 17;
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

void support_model_make_plain(struct tare_result *result)
{
    make_head(result);
    make_variants_block(result);
}

void support_model_make(struct tare_result *result)
{
    support_model_make_plain(result);
    make_builds_block(result);
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

/* Comparing. `where` says which struct it is. */

#define TEXT_BYTES 80

static void assert_text(const char *where, const char *what, const char *actual,
                        const char *expected)
{
    if (!actual || !expected)
        cr_assert_eq(actual, expected, "%s %s: '%s' is not '%s'", where, what,
                     actual ? actual : "NULL", expected ? expected : "NULL");
    else
        cr_assert_str_eq(actual, expected, "%s %s: '%s' is not '%s'", where, what, actual,
                         expected);
}

static void assert_number(const char *where, const char *what, double actual, double expected)
{
    cr_assert((isnan(actual) && isnan(expected)) || actual == expected, "%s %s: %.17g is not %.17g",
              where, what, actual, expected);
}

#define ASSERT_TEXT(member)   assert_text(where, #member, actual->member, expected->member)
#define ASSERT_NUMBER(member) assert_number(where, #member, actual->member, expected->member)
#define ASSERT_WHOLE(member)                                                                       \
    cr_assert_eq(actual->member, expected->member, "%s " #member ": %llu is not %llu", where,      \
                 (unsigned long long)actual->member, (unsigned long long)expected->member)

static void assert_samples(const char *where, const struct tare_row *actual,
                           const struct tare_row *expected)
{
    ASSERT_WHOLE(set_count);
    for (size_t i = 0; i < expected->set_count; i++)
        ASSERT_NUMBER(set_time_ns[i]);
    ASSERT_WHOLE(sample_count);
    for (size_t i = 0; i < expected->sample_count; i++) {
        ASSERT_WHOLE(sample[i].process);
        ASSERT_WHOLE(sample[i].round);
        ASSERT_WHOLE(sample[i].iterations);
        ASSERT_NUMBER(sample[i].elapsed_ns);
    }
}

static void assert_lists(const char *where, const struct tare_row *actual,
                         const struct tare_row *expected)
{
    ASSERT_WHOLE(counter_count);
    for (size_t i = 0; i < expected->counter_count; i++) {
        ASSERT_TEXT(counter[i].name);
        ASSERT_NUMBER(counter[i].value);
    }
    ASSERT_WHOLE(missing_count);
    for (size_t i = 0; i < expected->missing_count; i++) {
        ASSERT_WHOLE(missing[i].field);
        ASSERT_TEXT(missing[i].reason);
    }
    ASSERT_WHOLE(refs_count);
    for (size_t i = 0; i < expected->refs_count; i++) {
        ASSERT_TEXT(refs[i].expression);
        ASSERT_NUMBER(refs[i].count);
    }
}

static void assert_row(const char *where, const struct tare_row *actual,
                       const struct tare_row *expected)
{
#define ASSERT_HASH(member)                                                                        \
    ASSERT_WHOLE(member.known);                                                                    \
    ASSERT_WHOLE(member.value)
#define ASSERT_REAL                      ASSERT_NUMBER
#define ASSERT_COUNT                     ASSERT_NUMBER
#define X(name, kind, unit, better, doc) ASSERT_##kind(name);
    TARE_FIELDS(X)
#undef X
    ASSERT_TEXT(id);
    ASSERT_TEXT(note);
    ASSERT_TEXT(output);
    ASSERT_WHOLE(cold);
    ASSERT_WHOLE(many_modes);
    ASSERT_WHOLE(skewed);
    ASSERT_NUMBER(sets_needed);
    ASSERT_NUMBER(prime_ns);
    ASSERT_NUMBER(capped_turns);
    assert_samples(where, actual, expected);
    assert_lists(where, actual, expected);
}

static void assert_block(const char *where, const struct tare_block *actual,
                         const struct tare_block *expected)
{
    ASSERT_TEXT(group);
    ASSERT_TEXT(title);
    ASSERT_TEXT(unit);
    ASSERT_TEXT(param_name);
    ASSERT_NUMBER(size);
    ASSERT_NUMBER(param);
    ASSERT_NUMBER(threads);
    ASSERT_WHOLE(compares_builds);
    ASSERT_WHOLE(sets);
    ASSERT_NUMBER(wall_ns);
    ASSERT_NUMBER(sampled_ns);
    ASSERT_NUMBER(primed_ns);
    ASSERT_NUMBER(setup_ns);
    ASSERT_NUMBER(steal_ns);
    ASSERT_NUMBER(waited_ns);
    ASSERT_NUMBER(switches);
    ASSERT_WHOLE(row_count);
    for (size_t i = 0; i < expected->row_count; i++) {
        char row_where[TEXT_BYTES];

        snprintf(row_where, sizeof row_where, "%.40s row %zu", where, i);
        assert_row(row_where, &actual->row[i], &expected->row[i]);
    }
}

static void assert_build(const char *where, const struct tare_build *actual,
                         const struct tare_build *expected)
{
    ASSERT_TEXT(label);
    ASSERT_TEXT(path);
    ASSERT_TEXT(environment);
    ASSERT_TEXT(compiler);
    ASSERT_TEXT(flags);
    ASSERT_TEXT(revision);
}

static void assert_settings(const char *where, const struct tare_settings *actual,
                            const struct tare_settings *expected)
{
    ASSERT_NUMBER(min_time_ns);
    ASSERT_NUMBER(budget_ns);
    ASSERT_NUMBER(margin_ratio);
    ASSERT_WHOLE(sets);
    ASSERT_WHOLE(seed);
    ASSERT_WHOLE(quick);
    ASSERT_WHOLE(full);
}

static void assert_fact(const struct tare_machine_field *field, const void *actual_fact,
                        const void *expected_fact)
{
    const char *where = field->name;

    if (field->type == TARE_MACHINE_TEXT) {
        const struct tare_machine_text *actual = actual_fact;
        const struct tare_machine_text *expected = expected_fact;

        ASSERT_TEXT(value);
        ASSERT_TEXT(reason);
    } else if (field->type == TARE_MACHINE_INTEGER) {
        const struct tare_machine_integer *actual = actual_fact;
        const struct tare_machine_integer *expected = expected_fact;

        ASSERT_WHOLE(known);
        ASSERT_WHOLE(value);
        ASSERT_TEXT(reason);
    } else {
        const struct tare_machine_real *actual = actual_fact;
        const struct tare_machine_real *expected = expected_fact;

        ASSERT_WHOLE(known);
        ASSERT_NUMBER(value);
        ASSERT_TEXT(reason);
    }
}

static void assert_caches(const char *where, const struct tare_machine_caches *actual,
                          const struct tare_machine_caches *expected)
{
    ASSERT_WHOLE(count);
    ASSERT_TEXT(reason);
    for (size_t i = 0; i < expected->count; i++) {
        ASSERT_WHOLE(items[i].level);
        ASSERT_WHOLE(items[i].type);
        ASSERT_WHOLE(items[i].size_bytes);
        ASSERT_WHOLE(items[i].line_bytes);
        ASSERT_WHOLE(items[i].associativity_ways);
        ASSERT_WHOLE(items[i].shared_cpus_count);
    }
}

static void assert_machine(const struct tare_machine *actual, const struct tare_machine *expected)
{
    for (size_t i = 0; i < tare_machine_fields_count; i++)
        assert_fact(&tare_machine_fields[i], (const char *)actual + tare_machine_fields[i].offset,
                    (const char *)expected + tare_machine_fields[i].offset);
    assert_caches("caches", &actual->caches, &expected->caches);
}

static void assert_head(const char *where, const struct tare_result *actual,
                        const struct tare_result *expected)
{
    ASSERT_WHOLE(schema);
    ASSERT_TEXT(name);
    ASSERT_TEXT(started_utc);
    ASSERT_TEXT(tare_version);
    ASSERT_TEXT(command);
    ASSERT_TEXT(allocator);
    ASSERT_TEXT(clock_name);
    ASSERT_NUMBER(clock_cost_ns);
    ASSERT_NUMBER(clock_resolution_ns);
    ASSERT_NUMBER(empty_loop_ns);
    ASSERT_WHOLE(finished);
    ASSERT_WHOLE(build_count);
    ASSERT_WHOLE(block_count);
}

void support_model_assert_equal(const struct tare_result *actual,
                                const struct tare_result *expected)
{
    assert_head("result", actual, expected);
    assert_settings("settings", &actual->settings, &expected->settings);
    assert_machine(&actual->machine, &expected->machine);
    for (size_t i = 0; i < expected->build_count; i++)
        assert_build("build", &actual->build[i], &expected->build[i]);
    for (size_t i = 0; i < expected->block_count; i++) {
        char where[TEXT_BYTES];

        snprintf(where, sizeof where, "block %zu", i);
        assert_block(where, &actual->block[i], &expected->block[i]);
    }
}
