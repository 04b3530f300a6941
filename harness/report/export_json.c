/* SPDX-License-Identifier: MIT */
#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "model/gate.h"
#include "model/json_build.h"
#include "model/number.h"
#include "model/stats.h"
#include "report/export.h"

/* An unavailable number has no key. */
static void put_real(struct tare_json_builder *builder, json_t *object, const char *key,
                     double value)
{
    if (isfinite(value))
        tare_json_put(builder, object, key,
                      tare_number_is_whole(value) ? json_integer((json_int_t)value)
                                                  : json_real(value));
}

static void put_whole(struct tare_json_builder *builder, json_t *object, const char *key,
                      uint64_t value)
{
    tare_json_put(builder, object, key, json_integer((json_int_t)value));
}

static int write_tree(FILE *file, struct tare_json_builder *builder, json_t *root,
                      struct tare_err *err)
{
    int result = 0;

    if (builder->err.code)
        result = tare_err_set(err, builder->err.code, "%s", builder->err.text);
    else if (!root || json_dumpf(root, file, JSON_INDENT(2)) != 0 || putc('\n', file) == EOF ||
             fflush(file))
        result = tare_err_errno(err, "cannot write JSON");
    json_decref(root);
    return result;
}

static json_t *name_json(const struct tare_result *result, const struct tare_row *row)
{
    struct tare_buf name = TARE_BUF_INIT;
    json_t *text;

    tare_export_name(&name, result, row);
    text = name.failed ? NULL : tare_json_text(name.text);
    tare_buf_free(&name);
    return text;
}

static json_t *caches_json(struct tare_json_builder *builder,
                           const struct tare_machine_caches *caches)
{
    static const char *const types[] = {"Data", "Instruction", "Unified"};
    json_t *array = json_array();

    for (size_t i = 0; i < caches->count; i++) {
        const struct tare_machine_cache *cache = &caches->items[i];
        json_t *object = json_object();

        tare_json_put(builder, object, "type", json_string(types[cache->type]));
        put_whole(builder, object, "level", (uint64_t)cache->level);
        if (cache->size_bytes != TARE_MACHINE_UNKNOWN)
            put_whole(builder, object, "size", (uint64_t)cache->size_bytes);
        if (cache->shared_cpus_count != TARE_MACHINE_UNKNOWN)
            put_whole(builder, object, "num_sharing", (uint64_t)cache->shared_cpus_count);
        tare_json_append(builder, array, object);
    }
    return array;
}

static void put_load(struct tare_json_builder *builder, json_t *context,
                     const struct tare_machine *machine)
{
    const struct tare_machine_real *loads[] = {&machine->load_1min, &machine->load_5min,
                                               &machine->load_15min};
    json_t *array = json_array();

    for (size_t i = 0; i < 3; i++)
        if (loads[i]->known)
            tare_json_append(builder, array, json_real(loads[i]->value));
    tare_json_put(builder, context, "load_avg", array);
}

static json_t *context_json(struct tare_json_builder *builder, const struct tare_result *result)
{
    const struct tare_machine *machine = &result->machine;
    json_t *context = json_object();

    tare_json_put(builder, context, "date", tare_json_text(result->started_utc));
    if (*machine->hostname.value)
        tare_json_put(builder, context, "host_name", tare_json_text(machine->hostname.value));
    if (result->build_count)
        tare_json_put(builder, context, "executable", tare_json_text(result->build[0].path));
    if (machine->logical_cpus_count.known)
        put_whole(builder, context, "num_cpus", (uint64_t)machine->logical_cpus_count.value);
    if (machine->base_clock_mhz.known || machine->current_clock_mhz.known)
        put_whole(builder, context, "mhz_per_cpu",
                  (uint64_t)(machine->base_clock_mhz.known ? machine->base_clock_mhz.value
                                                           : machine->current_clock_mhz.value));
    if (*machine->governor.value)
        tare_json_put(builder, context, "cpu_scaling_enabled",
                      json_boolean(strcmp(machine->governor.value, "performance") != 0));
    tare_json_put(builder, context, "caches", caches_json(builder, &machine->caches));
    put_load(builder, context, machine);
    tare_json_put(builder, context, "library_build_type", json_string("release"));
    put_whole(builder, context, "json_schema_version", 1);
    tare_json_put(builder, context, "tare_version", tare_json_text(result->tare_version));
    tare_json_put(builder, context, "tare_clock", tare_json_text(result->clock_name));
    return context;
}

static json_t *entry_json(struct tare_json_builder *builder, const struct tare_result *result,
                          const struct tare_row *row)
{
    json_t *entry = json_object();

    tare_json_put(builder, entry, "name", name_json(result, row));
    tare_json_put(builder, entry, "run_name", name_json(result, row));
    tare_json_put(builder, entry, "run_type", json_string("iteration"));
    put_whole(builder, entry, "threads", row->threads >= 1 ? (uint64_t)row->threads : 1);
    return entry;
}

/* What has a name of its own there, and beside that the counts of the weighing by ours. */
static void put_quantities(struct tare_json_builder *builder, json_t *entry,
                           const struct tare_row *row, double time_ns)
{
    put_real(builder, entry, "bytes_per_second", row->bytes_per_s);
    if (isfinite(row->items))
        put_real(builder, entry, "items_per_second", row->items / time_ns * 1e9);
    put_real(builder, entry, "allocs_per_iter", row->allocs_per_op);
    put_real(builder, entry, "max_bytes_used", row->peak_heap_bytes);
    for (size_t i = 0; i < TARE_GATE_EXACT_COUNT; i++)
        put_real(builder, entry, tare_fields[tare_gate_exact[i]].name,
                 tare_row_number(row, tare_gate_exact[i]));
}

static void add_entries(struct tare_json_builder *builder, json_t *entries,
                        const struct tare_result *result, const struct tare_row *row)
{
    size_t count = tare_export_value_count(row);

    for (size_t i = 0; i < count; i++) {
        double time_ns = tare_export_value_ns(row, i);
        json_t *entry = entry_json(builder, result, row);

        put_whole(builder, entry, "repetitions", count);
        put_whole(builder, entry, "repetition_index", i);
        put_whole(builder, entry, "iterations", tare_export_iterations(row, i));
        put_real(builder, entry, "real_time", time_ns);
        put_real(builder, entry, "cpu_time", time_ns);
        tare_json_put(builder, entry, "time_unit", json_string("ns"));
        put_quantities(builder, entry, row, time_ns);
        tare_json_append(builder, entries, entry);
    }
}

int tare_export_gbench(FILE *file, const struct tare_result *result, struct tare_err *err)
{
    struct tare_json_builder builder = {0};
    json_t *root = json_object(), *entries = json_array();

    tare_json_put(&builder, root, "context", context_json(&builder, result));
    for (size_t i = 0; i < result->block_count; i++)
        for (size_t j = 0; j < result->block[i].row_count; j++)
            if (tare_export_has_time(&result->block[i].row[j]))
                add_entries(&builder, entries, result, &result->block[i].row[j]);
    tare_json_put(&builder, root, "benchmarks", entries);
    return write_tree(file, &builder, root, err);
}

static void put_measure(struct tare_json_builder *builder, json_t *measures, const char *name,
                        const double values[3])
{
    json_t *measure;

    if (!isfinite(values[0]))
        return;
    measure = json_object();
    put_real(builder, measure, "value", values[0]);
    put_real(builder, measure, "lower_value", values[1]);
    put_real(builder, measure, "upper_value", values[2]);
    tare_json_put(builder, measures, name, measure);
}

int tare_export_bmf(FILE *file, const struct tare_result *result, struct tare_err *err)
{
    struct tare_json_builder builder = {0};
    json_t *root = json_object();

    for (size_t i = 0; i < result->block_count; i++)
        for (size_t j = 0; j < result->block[i].row_count; j++) {
            const struct tare_row *row = &result->block[i].row[j];
            json_t *measures, *name;

            if (!tare_export_has_time(row))
                continue;
            measures = json_object();
            name = name_json(result, row);
            put_measure(&builder, measures, "latency",
                        (double[]){row->time_ns, row->time_lo_ns, row->time_hi_ns});
            for (size_t k = 0; k < TARE_GATE_EXACT_COUNT; k++)
                put_measure(&builder, measures, tare_fields[tare_gate_exact[k]].name,
                            (double[]){tare_row_number(row, tare_gate_exact[k]), NAN, NAN});
            tare_json_put(&builder, root, name ? json_string_value(name) : "", measures);
            json_decref(name);
        }
    return write_tree(file, &builder, root, err);
}

static void put_parameters(struct tare_json_builder *builder, json_t *object,
                           const struct tare_result *result, const struct tare_row *row)
{
    json_t *parameters = json_object();
    char size[32];

    if (isfinite(row->size)) {
        snprintf(size, sizeof size, "%.0f", row->size);
        tare_json_put(builder, parameters, "size", json_string(size));
    }
    if (result->build_count > 1 && row->build)
        tare_json_put(builder, parameters, "build", tare_json_text(row->build));
    if (json_object_size(parameters))
        tare_json_put(builder, object, "parameters", parameters);
    else
        json_decref(parameters);
}

static json_t *command_json(struct tare_json_builder *builder, const struct tare_result *result,
                            const struct tare_row *row, double *seconds)
{
    size_t count = tare_export_value_count(row);
    json_t *object = json_object(), *times = json_array();

    for (size_t i = 0; i < count; i++) {
        seconds[i] = tare_export_value_ns(row, i) / 1e9;
        tare_json_append(builder, times, json_real(seconds[i]));
    }
    tare_json_put(builder, object, "command", name_json(result, row));
    put_real(builder, object, "mean", tare_stats_mean(seconds, count));
    put_real(builder, object, "stddev", tare_stats_stddev(seconds, count));
    tare_stats_sort(seconds, count);
    put_real(builder, object, "median", tare_stats_median(seconds, count));
    put_real(builder, object, "min", seconds[0]);
    put_real(builder, object, "max", seconds[count - 1]);
    tare_json_put(builder, object, "times", times);
    put_parameters(builder, object, result, row);
    return object;
}

int tare_export_hyperfine(FILE *file, const struct tare_result *result, struct tare_err *err)
{
    struct tare_json_builder builder = {0};
    json_t *root = json_object(), *results = json_array();

    for (size_t i = 0; i < result->block_count; i++)
        for (size_t j = 0; j < result->block[i].row_count; j++) {
            const struct tare_row *row = &result->block[i].row[j];
            double *seconds = tare_export_has_time(row)
                                  ? calloc(tare_export_value_count(row), sizeof *seconds)
                                  : NULL;

            if (seconds)
                tare_json_append(&builder, results, command_json(&builder, result, row, seconds));
            else if (tare_export_has_time(row))
                tare_err_memory(&builder.err);
            free(seconds);
        }
    tare_json_put(&builder, root, "results", results);
    return write_tree(file, &builder, root, err);
}
