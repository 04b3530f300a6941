/* SPDX-License-Identifier: MIT */
#include "model/json_build.h"
#include "report/profile.h"

static json_t *change_json(struct tare_json_builder *builder,
                           const struct tare_profile_change *change)
{
    json_t *object = json_object();

    tare_json_put(builder, object, "function", tare_json_text(change->function));
    tare_json_put(builder, object, "source", tare_json_text(change->source));
    tare_json_put(builder, object, "line", json_integer(change->line));
    tare_json_put(builder, object, "live_bytes", tare_json_real(change->live_bytes));
    tare_json_put(builder, object, "increment_bytes", tare_json_real(change->increment_bytes));
    tare_json_put(builder, object, "occurrences", tare_json_real(change->occurrences));
    tare_json_put(builder, object, "first_event", tare_json_real(change->first_event));
    return object;
}

static json_t *memory_json(struct tare_json_builder *builder,
                           const struct tare_profile_memory *memory)
{
    json_t *object = json_object();
    json_t *changes = json_array();
    json_t *levels = json_array();

    for (size_t i = 0; i < memory->change_count; i++)
        tare_json_append(builder, changes, change_json(builder, &memory->change[i]));
    for (size_t i = 0; i < memory->level_count; i++) {
        json_t *level = json_array();

        tare_json_append(builder, level, tare_json_real(memory->level[i].event));
        tare_json_append(builder, level, tare_json_real(memory->level[i].live_bytes));
        tare_json_append(builder, levels, level);
    }
    tare_json_put(builder, object, "peak_bytes", tare_json_real(memory->peak_bytes));
    tare_json_put(builder, object, "end_bytes", tare_json_real(memory->end_bytes));
    tare_json_put(builder, object, "unavailable", tare_json_text_or_null(memory->missing));
    tare_json_put(builder, object, "lines", changes);
    tare_json_put(builder, object, "levels", levels);
    return object;
}

static json_t *weights_json(struct tare_json_builder *builder, const struct tare_profile *profile,
                            const double *weights)
{
    json_t *object = json_object();

    for (int m = 0; m < TARE_PROFILE_METRICS; m++)
        if (profile->pass[m].known)
            tare_json_put(builder, object, tare_profile_names[m].key, tare_json_real(weights[m]));
    return object;
}

static json_t *line_json(struct tare_json_builder *builder, const struct tare_profile *profile,
                         const struct tare_profile_line *line)
{
    json_t *object = json_object();

    tare_json_put(builder, object, "function", tare_json_text(line->function));
    tare_json_put(builder, object, "source", tare_json_text(line->source));
    tare_json_put(builder, object, "line", json_integer(line->line));
    tare_json_put(builder, object, "text", tare_json_text_or_null(line->text));
    tare_json_put(builder, object, "with_callees",
                  weights_json(builder, profile, line->with_callees));
    tare_json_put(builder, object, "self", weights_json(builder, profile, line->self));
    return object;
}

static json_t *code_json(struct tare_json_builder *builder, const struct tare_profile *profile,
                         const struct tare_profile_code *code)
{
    json_t *object = json_object();
    char address[32];

    snprintf(address, sizeof address, "0x%llx", (unsigned long long)code->address);
    tare_json_put(builder, object, "function", tare_json_text(code->function));
    tare_json_put(builder, object, "address", tare_json_text(address));
    tare_json_put(builder, object, "text", tare_json_text(code->text));
    tare_json_put(builder, object, "source", tare_json_text(code->source));
    tare_json_put(builder, object, "line", json_integer(code->line));
    tare_json_put(builder, object, "self", weights_json(builder, profile, code->self));
    return object;
}

static json_t *function_json(struct tare_json_builder *builder, const struct tare_profile *profile,
                             const struct tare_profile_function *function)
{
    json_t *object = json_object();

    tare_json_put(builder, object, "function", tare_json_text(function->function));
    tare_json_put(builder, object, "source", tare_json_text(function->source));
    tare_json_put(builder, object, "line", json_integer(function->line));
    tare_json_put(builder, object, "calls_per_op", tare_json_real(function->calls));
    tare_json_put(builder, object, "with_callees",
                  weights_json(builder, profile, function->with_callees));
    tare_json_put(builder, object, "self", weights_json(builder, profile, function->self));
    return object;
}

static json_t *call_json(struct tare_json_builder *builder, const struct tare_profile_call *call)
{
    json_t *object = json_object();

    tare_json_put(builder, object, "caller", tare_json_text(call->caller));
    tare_json_put(builder, object, "callee", tare_json_text(call->callee));
    tare_json_put(builder, object, "calls_per_op", tare_json_real(call->calls));
    tare_json_put(builder, object, "instructions_per_op", tare_json_real(call->instructions));
    return object;
}

static json_t *missing_json(struct tare_json_builder *builder, const struct tare_profile *profile)
{
    json_t *object = json_object();

    for (int m = 0; m < TARE_PROFILE_METRICS; m++)
        if (profile->pass[m].missing)
            tare_json_put(builder, object, tare_profile_names[m].key,
                          tare_json_text(profile->pass[m].missing));
    return object;
}

/* What there is a list of. */
static void put_lists(struct tare_json_builder *builder, json_t *object,
                      const struct tare_profile *profile)
{
    json_t *notes = json_array();
    json_t *lines = json_array();
    json_t *functions = json_array();
    json_t *calls = json_array();
    json_t *code = json_array();

    for (size_t i = 0; i < profile->note_count; i++)
        tare_json_append(builder, notes, tare_json_text(profile->note[i]));
    for (size_t i = 0; i < profile->line_count; i++)
        tare_json_append(builder, lines, line_json(builder, profile, &profile->line[i]));
    for (size_t i = 0; i < profile->function_count; i++)
        tare_json_append(builder, functions,
                         function_json(builder, profile, &profile->functions[i]));
    for (size_t i = 0; i < profile->call_count; i++)
        tare_json_append(builder, calls, call_json(builder, &profile->call[i]));
    for (size_t i = 0; i < profile->code_count; i++)
        tare_json_append(builder, code, code_json(builder, profile, &profile->code[i]));
    tare_json_put(builder, object, "failure", tare_json_text_or_null(profile->failure));
    tare_json_put(builder, object, "notes", notes);
    tare_json_put(builder, object, "lines", lines);
    tare_json_put(builder, object, "functions", functions);
    tare_json_put(builder, object, "calls", calls);
    tare_json_put(builder, object, "instructions", code);
}

static json_t *profile_json(struct tare_json_builder *builder, const struct tare_profile *profile)
{
    json_t *object = json_object();

    tare_json_put(builder, object, "case", tare_json_text(profile->id));
    tare_json_put(builder, object, "samples",
                  tare_json_real(profile->pass[TARE_PROFILE_TIME].total));
    tare_json_put(builder, object, "outside_samples", tare_json_real(profile->outside));
    tare_json_put(builder, object, "period_ns", tare_json_real(profile->period_ns));
    tare_json_put(builder, object, "op_ns", tare_json_real(profile->op_ns));
    tare_json_put(builder, object, "overruns_ratio", tare_json_real(profile->overruns_ratio));
    tare_json_put(builder, object, "slowdown", tare_json_real(profile->slowdown));
    tare_json_put(builder, object, "slowdown_lo", tare_json_real(profile->slowdown_lo));
    tare_json_put(builder, object, "slowdown_hi", tare_json_real(profile->slowdown_hi));
    tare_json_put(builder, object, "unavailable", missing_json(builder, profile));
    if (profile->memory.known || profile->memory.missing)
        tare_json_put(builder, object, "memory", memory_json(builder, &profile->memory));
    put_lists(builder, object, profile);
    return object;
}

int tare_profile_write_json(FILE *file, const struct tare_profile *profile, struct tare_err *err)
{
    struct tare_json_builder builder = {0};
    json_t *object = profile_json(&builder, profile);
    int status = 0;

    if (builder.err.code)
        status = tare_err_set(err, builder.err.code, "%s", builder.err.text);
    else if (json_dumpf(object, file, JSON_INDENT(1)) || putc('\n', file) == EOF || fflush(file))
        status = tare_err_errno(err, "cannot write the profile");
    json_decref(object);
    return status;
}
