/* SPDX-License-Identifier: MIT */
#include "model/gbench.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/gate.h"
#include "model/json_node.h"
#include "model/stats.h"
#include "model/stats_arm.h"
#include "model/stats_t.h"

static const char lacks[] =
    "a result of Google Benchmark: it says nothing of compiler, flags, kernel and clock; bytes and "
    "allocations only where it counts them. Its repetitions stand for sets, but those of one "
    "process share the layout of its memory, so intervals are too short and verdicts too sure";

bool tare_gbench_is(const char *path)
{
    static const char *const keys[] = {"\"context\"", "\"benchmarks\""};
    FILE *file = fopen(path, "re");
    char head[256];
    const char *c = head;

    if (!file)
        return false;
    head[fread(head, 1, sizeof head - 1, file)] = '\0';
    fclose(file);
    while (isspace((unsigned char)*c))
        c++;
    if (*c++ != '{')
        return false;
    while (isspace((unsigned char)*c))
        c++;
    return strncmp(c, keys[0], strlen(keys[0])) == 0 || strncmp(c, keys[1], strlen(keys[1])) == 0;
}

/* A file under way: `index` gives the number of a name's block. */
struct reading {
    struct tare_json_source source;
    struct tare_result *result;
    json_t *index;
};

static char *copy(struct reading *reading, const char *text)
{
    char *made = strdup(text);

    if (!made)
        tare_err_memory(&reading->source.err);
    return made;
}

/* The text of a key that may be missing, or what stands for it. */
static const char *text_or(const json_t *object, const char *key, const char *otherwise)
{
    const char *text = json_string_value(json_object_get(object, key));

    return text ? text : otherwise;
}

static double number_of(const json_t *object, const char *key)
{
    const json_t *value = json_object_get(object, key);

    return json_is_number(value) ? json_number_value(value) : NAN;
}

static void read_context(struct reading *reading, const json_t *context)
{
    struct tare_result *result = reading->result;
    double cpus = number_of(context, "num_cpus");

    result->schema = TARE_RESULT_SCHEMA;
    result->name = copy(reading, "gbench");
    result->started_utc = copy(reading, text_or(context, "date", "no date"));
    result->tare_version = copy(reading, "");
    result->command = copy(reading, text_or(context, "executable", ""));
    result->allocator = copy(reading, "");
    result->plan = copy(reading, "");
    result->clock_name = copy(reading, "");
    result->lacks = copy(reading, lacks);
    snprintf(result->machine.hostname.value, sizeof result->machine.hostname.value, "%s",
             text_or(context, "host_name", ""));
    if (cpus >= 1 && cpus < 1e6)
        result->machine.logical_cpus_count =
            (struct tare_machine_integer){.known = true, .value = (int64_t)cpus};
    result->build = calloc(1, sizeof *result->build);
    if (!result->build) {
        tare_err_memory(&reading->source.err);
        return;
    }
    result->build_count = 1;
    *result->build = (struct tare_build){
        .label = copy(reading, "gbench"),
        .path = copy(reading, text_or(context, "executable", "")),
        .environment = copy(reading, ""),
    };
}

/* A block of one row. */
static void add_block(struct reading *reading, const char *name)
{
    struct tare_block block;
    struct tare_row *row;

    tare_block_init(&block);
    block.group = copy(reading, name);
    block.title = copy(reading, name);
    block.unit = copy(reading, "");
    block.threads = 1;
    block.row = calloc(1, sizeof *block.row);
    if (!block.row) {
        tare_err_memory(&reading->source.err);
        tare_block_free(&block);
        return;
    }
    block.row_count = 1;
    row = block.row;
    tare_row_init(row);
    row->id = copy(reading, name);
    row->group = copy(reading, name);
    row->variant = copy(reading, "");
    row->build = copy(reading, "gbench");
    row->threads = 1;
    if (tare_result_add_block(reading->result, &block, &reading->source.err))
        tare_block_free(&block);
    else if (json_object_set_new(reading->index, name,
                                 json_integer((json_int_t)reading->result->block_count - 1)))
        tare_err_memory(&reading->source.err);
}

static struct tare_row *row_named(struct reading *reading, const char *name)
{
    const json_t *found = json_object_get(reading->index, name);

    if (!found) {
        add_block(reading, name);
        found = json_object_get(reading->index, name);
    }
    return found && !reading->source.err.code
               ? reading->result->block[json_integer_value(found)].row
               : NULL;
}

static void set_status(struct reading *reading, struct tare_row *row, const char *status,
                       const char *reason)
{
    if (!row || row->status)
        return;
    row->status = copy(reading, status);
    row->reason = reason ? copy(reading, reason) : NULL;
}

/* The time of an entry, in ns; an error where it has none. */
static double time_of(const struct tare_json_node *entry)
{
    static const struct {
        const char *name;
        double ns;
    } units[] = {{"ns", 1}, {"us", 1e3}, {"ms", 1e6}, {"s", 1e9}};
    double time = tare_json_real_at(entry, "real_time");
    struct tare_json_node node = {.source = entry->source, .up = entry, .key = "time_unit"};
    const char *unit = "ns";

    node.value = json_object_get(entry->value, "time_unit");
    if (node.value && !tare_json_failed(entry)) {
        unit = json_string_value(node.value);
        unit = unit ? unit : "";
    }
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (strcmp(unit, units[i].name) == 0)
            return time * units[i].ns;
    tare_json_expected(&node, "ns, us, ms or s");
    return NAN;
}

static void read_quantities(struct tare_row *row, const json_t *entry)
{
    row->allocs_per_op = number_of(entry, "allocs_per_iter");
    row->peak_heap_bytes = number_of(entry, "max_bytes_used");
    for (size_t i = 0; i < TARE_GATE_EXACT_COUNT; i++) {
        const struct tare_field *field = &tare_fields[tare_gate_exact[i]];
        double value = number_of(entry, field->name);

        if (isfinite(value))
            *(double *)((char *)row + field->offset) = value;
    }
}

static void add_time(struct reading *reading, struct tare_row *row, double time_ns,
                     double iterations)
{
    double *grown = reallocarray(row->set_time_ns, row->set_count + 1, sizeof *grown);

    if (!grown) {
        tare_err_memory(&reading->source.err);
        return;
    }
    row->set_time_ns = grown;
    grown[row->set_count++] = time_ns;
    row->iterations = (row->set_count > 1 ? row->iterations : 0) + iterations;
}

static void read_entry(struct reading *reading, const struct tare_json_node *entry)
{
    const char *name = text_or(entry->value, "name", NULL);
    struct tare_row *row;
    double time_ns;

    if (tare_json_failed(entry))
        return;
    if (!name) {
        struct tare_json_node missing = tare_json_member(entry, "name");

        if (missing.value)
            tare_json_expected(&missing, "a string");
        return;
    }
    if (strcmp(text_or(entry->value, "run_type", "iteration"), "iteration") != 0)
        return;
    row = row_named(reading, name);
    if (!row)
        return;
    if (json_is_true(json_object_get(entry->value, "error_occurred"))) {
        set_status(reading, row, "failed", text_or(entry->value, "error_message", "no message"));
        return;
    }
    if (json_object_get(entry->value, "skipped")) {
        set_status(reading, row, "skipped", text_or(entry->value, "skip_message", "no message"));
        return;
    }
    time_ns = time_of(entry);
    if (!tare_json_failed(entry)) {
        read_quantities(row, entry->value);
        add_time(reading, row, time_ns, number_of(entry->value, "iterations"));
    }
}

/* Median and interval over the repetitions, as over the sets of ours. */
static void summarize(struct reading *reading, struct tare_row *row)
{
    double *logs = calloc(row->set_count + 1, sizeof *logs);
    struct tare_stats_trimmed trimmed;
    struct tare_stats_interval interval;

    set_status(reading, row, row->set_count ? "ok" : "failed",
               row->set_count ? NULL : "no repetition has a time");
    if (!logs) {
        tare_err_memory(&reading->source.err);
        return;
    }
    memcpy(logs, row->set_time_ns, row->set_count * sizeof *logs);
    tare_stats_sort(logs, row->set_count);
    row->time_ns = row->median_ns = tare_stats_median(logs, row->set_count);
    row->min_ns = row->set_count ? logs[0] : NAN;
    row->processes = row->samples = (double)row->set_count;
    for (size_t i = 0; i < row->set_count; i++)
        logs[i] = log(row->set_time_ns[i]);
    trimmed = tare_stats_trim(logs, row->set_count);
    interval = tare_stats_mean_interval(&trimmed, TARE_STATS_LEVEL);
    if (row->set_count >= TARE_STATS_MIN_SETS && isfinite(interval.lo)) {
        row->time_lo_ns = exp(interval.lo);
        row->time_hi_ns = exp(interval.hi);
    }
    free(logs);
}

static void read_all(struct reading *reading, json_t *root)
{
    struct tare_json_node node = {.source = &reading->source, .value = root};
    size_t count, times = 0;
    struct tare_json_node entries = tare_json_array_at(&node, "benchmarks", &count);

    read_context(reading, json_object_get(root, "context"));
    for (size_t i = 0; i < count && !tare_json_failed(&node); i++) {
        struct tare_json_node entry = tare_json_object_entry(&entries, i);

        read_entry(reading, &entry);
    }
    for (size_t i = 0; i < reading->result->block_count; i++) {
        summarize(reading, reading->result->block[i].row);
        times += reading->result->block[i].row->set_count;
    }
    if (!times && !tare_json_failed(&node))
        tare_err_set(&reading->source.err, TARE_ERR_INPUT,
                     "cannot read '%s': no entry of Google Benchmark with the time of a "
                     "repetition among %zu (aggregates alone are not enough)",
                     reading->source.name, count);
}

int tare_gbench_read(const char *path, struct tare_result *result, struct tare_err *err)
{
    struct reading reading = {.source = {.name = path}, .result = result};
    json_error_t error = {.line = -1};
    json_t *root = json_load_file(path, 0, &error);

    tare_result_init(result);
    reading.index = json_object();
    if (!root)
        tare_err_set(&reading.source.err, TARE_ERR_INPUT,
                     "cannot read '%s': line %d, column %d: %s", path, error.line, error.column,
                     error.text);
    else if (!reading.index)
        tare_err_memory(&reading.source.err);
    else
        read_all(&reading, root);
    json_decref(root);
    json_decref(reading.index);
    if (!reading.source.err.code)
        return 0;
    tare_result_free(result);
    return tare_err_set(err, reading.source.err.code, "%s", reading.source.err.text);
}
