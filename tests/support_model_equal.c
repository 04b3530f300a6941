/* SPDX-License-Identifier: MIT */
#include "support_model.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>

/* Of `where`, what says which struct it is. */
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

static void assert_hash(const char *where, const char *what, struct tare_hash actual,
                        struct tare_hash expected)
{
    cr_assert(actual.known == expected.known && actual.value == expected.value,
              "%s %s: %llu is not %llu", where, what, (unsigned long long)actual.value,
              (unsigned long long)expected.value);
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

static void assert_sites(const char *where, const struct tare_weighed_sites *actual,
                         const struct tare_weighed_sites *expected)
{
    ASSERT_WHOLE(count);
    for (size_t i = 0; i < expected->count; i++) {
        ASSERT_TEXT(site[i].place);
        ASSERT_TEXT(site[i].kind);
        ASSERT_NUMBER(site[i].bytes);
        ASSERT_NUMBER(site[i].blocks);
        ASSERT_NUMBER(site[i].unwritten_bytes);
    }
}

static void assert_graph(const char *where, const struct tare_weighing *actual,
                         const struct tare_weighing *expected)
{
    ASSERT_WHOLE(root_count);
    for (size_t i = 0; i < expected->root_count; i++) {
        ASSERT_TEXT(root[i].expression);
        ASSERT_TEXT(root[i].type);
        ASSERT_NUMBER(root[i].bytes);
        ASSERT_NUMBER(root[i].blocks);
    }
    ASSERT_WHOLE(class_count);
    for (size_t i = 0; i < expected->class_count; i++) {
        ASSERT_TEXT(class_[i].name);
        ASSERT_NUMBER(class_[i].bytes);
        ASSERT_NUMBER(class_[i].blocks);
    }
    ASSERT_WHOLE(type_count);
    for (size_t i = 0; i < expected->type_count; i++) {
        ASSERT_TEXT(type[i].name);
        ASSERT_NUMBER(type[i].count);
        ASSERT_NUMBER(type[i].bytes_each);
        ASSERT_NUMBER(type[i].bytes);
        ASSERT_NUMBER(type[i].padding_each_bytes);
        ASSERT_NUMBER(type[i].padding_bytes);
        ASSERT_NUMBER(type[i].unwritten_bytes);
    }
}

static void assert_weighing(const char *where, const struct tare_weighing *actual,
                            const struct tare_weighing *expected)
{
    cr_assert_eq(actual == NULL, expected == NULL, "%s: weighing", where);
    if (!expected)
        return;
    ASSERT_NUMBER(window_bytes);
    ASSERT_NUMBER(window_blocks);
    ASSERT_NUMBER(older_bytes);
    ASSERT_NUMBER(static_bytes);
    ASSERT_NUMBER(stack_bytes);
    ASSERT_TEXT(untyped);
    ASSERT_NUMBER(edges);
    ASSERT_NUMBER(shared_edges_ratio);
    ASSERT_NUMBER(same_line_ratio);
    ASSERT_NUMBER(same_page_ratio);
    ASSERT_NUMBER(line_fill_ratio);
    ASSERT_NUMBER(peak_bytes);
    ASSERT_WHOLE(point_count);
    for (size_t i = 0; i < expected->point_count; i++) {
        ASSERT_NUMBER(point[i].time_ns);
        ASSERT_NUMBER(point[i].events);
        ASSERT_NUMBER(point[i].live_bytes);
    }
    assert_graph(where, actual, expected);
    assert_sites(where, &actual->untyped_sites, &expected->untyped_sites);
    assert_sites(where, &actual->leaks, &expected->leaks);
    assert_sites(where, &actual->peak_sites, &expected->peak_sites);
}

static void assert_variance(const char *where, const struct tare_stats_components *actual,
                            const struct tare_stats_components *expected)
{
    for (int i = 0; i < TARE_STATS_LEVELS; i++) {
        ASSERT_WHOLE(count[i]);
        ASSERT_NUMBER(level[i].variance);
        ASSERT_NUMBER(level[i].share);
        ASSERT_WHOLE(level[i].negative);
        ASSERT_NUMBER(level[i].cost_ns);
        ASSERT_NUMBER(level[i].repeat);
    }
    ASSERT_WHOLE(joined);
    ASSERT_WHOLE(best);
}

static void assert_row(const char *where, const struct tare_row *actual,
                       const struct tare_row *expected)
{
#define ASSERT_HASH(member)              assert_hash(where, #member, actual->member, expected->member)
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
    assert_variance(where, &actual->variance, &expected->variance);
    assert_samples(where, actual, expected);
    assert_lists(where, actual, expected);
    assert_weighing(where, actual->weighing, expected->weighing);
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
    ASSERT_WHOLE(layouts);
    cr_assert_eq(actual->set_layout == NULL, expected->set_layout == NULL, "%s set_layout", where);
    for (size_t i = 0; expected->set_layout && i < expected->sets; i++)
        ASSERT_WHOLE(set_layout[i]);
    ASSERT_NUMBER(wall_ns);
    ASSERT_NUMBER(sampled_ns);
    ASSERT_NUMBER(primed_ns);
    ASSERT_NUMBER(setup_ns);
    ASSERT_NUMBER(steal_ns);
    ASSERT_NUMBER(others_ns);
    ASSERT_NUMBER(waited_ns);
    ASSERT_NUMBER(switches);
    ASSERT_NUMBER(sibling_ratio);
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

static void assert_growth(const char *where, const struct tare_growth *actual,
                          const struct tare_growth *expected)
{
    ASSERT_TEXT(build);
    ASSERT_TEXT(group);
    ASSERT_TEXT(variant);
    ASSERT_NUMBER(param);
    ASSERT_NUMBER(threads);
    ASSERT_NUMBER(sizes);
    ASSERT_NUMBER(fit.exponent);
    ASSERT_NUMBER(fit.exponent_lo);
    ASSERT_NUMBER(fit.exponent_hi);
    ASSERT_WHOLE(fit.law);
    ASSERT_WHOLE(fit.runner_up);
    ASSERT_NUMBER(fit.aicc);
    ASSERT_NUMBER(fit.delta);
    ASSERT_NUMBER(fit.misfit);
    ASSERT_WHOLE(fit.ambiguous);
}

static void assert_source(const char *where, const struct tare_source *actual,
                          const struct tare_source *expected)
{
    ASSERT_TEXT(group);
    ASSERT_TEXT(variant);
    ASSERT_TEXT(file);
    ASSERT_WHOLE(line);
    ASSERT_TEXT(text);
    ASSERT_TEXT(missing);
}

static void assert_settings(const char *where, const struct tare_settings *actual,
                            const struct tare_settings *expected)
{
    ASSERT_NUMBER(min_time_ns);
    ASSERT_NUMBER(budget_ns);
    ASSERT_NUMBER(margin_ratio);
    ASSERT_NUMBER(precision_ratio);
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
    ASSERT_TEXT(fitness);
    ASSERT_NUMBER(clock_cost_ns);
    ASSERT_NUMBER(clock_resolution_ns);
    ASSERT_NUMBER(empty_loop_ns);
    ASSERT_WHOLE(finished);
    ASSERT_WHOLE(build_count);
    ASSERT_WHOLE(block_count);
    ASSERT_WHOLE(growth_count);
    ASSERT_WHOLE(lesson_count);
    ASSERT_WHOLE(source_count);
}

void support_model_assert_equal(const struct tare_result *actual,
                                const struct tare_result *expected)
{
    assert_head("result", actual, expected);
    assert_settings("settings", &actual->settings, &expected->settings);
    assert_machine(&actual->machine, &expected->machine);
    for (size_t i = 0; i < expected->build_count; i++)
        assert_build("build", &actual->build[i], &expected->build[i]);
    cr_assert_eq(actual->layout_count, expected->layout_count, "%zu layouts", actual->layout_count);
    for (size_t i = 0; i < expected->layout_count; i++) {
        assert_text("layout", "path", actual->layout[i].path, expected->layout[i].path);
        assert_number("layout", "link_ns", actual->layout[i].link_ns, expected->layout[i].link_ns);
    }
    for (size_t i = 0; i < expected->growth_count; i++)
        assert_growth("growth", &actual->growth[i], &expected->growth[i]);
    for (size_t i = 0; i < expected->lesson_count; i++) {
        assert_text("lesson", "group", actual->lesson[i].group, expected->lesson[i].group);
        assert_text("lesson", "text", actual->lesson[i].text, expected->lesson[i].text);
    }
    for (size_t i = 0; i < expected->source_count; i++)
        assert_source("source", &actual->source[i], &expected->source[i]);
    for (size_t i = 0; i < expected->block_count; i++) {
        char where[TEXT_BYTES];

        snprintf(where, sizeof where, "block %zu", i);
        assert_block(where, &actual->block[i], &expected->block[i]);
    }
}
