/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <math.h>

#include "model/csv_line.h"
#include "report/profile.h"

static double weight_of(const struct tare_profile *profile, const double *weights, int metric)
{
    return profile->pass[metric].known ? weights[metric] : NAN;
}

static void put_names(struct tare_csv_line *out)
{
    tare_csv_put_raw(out, "function");
    tare_csv_put_raw(out, "source");
    tare_csv_put_raw(out, "line");
    for (int self = 0; self < 2; self++)
        for (int m = 0; m < TARE_PROFILE_METRICS; m++) {
            char name[64];

            snprintf(name, sizeof name, "%s%s", self ? "self_" : "", tare_profile_names[m].key);
            tare_csv_put_raw(out, name);
        }
    tare_csv_end_line(out);
}

int tare_profile_write_csv(FILE *file, const struct tare_profile *profile, struct tare_err *err)
{
    struct tare_csv_line out = {.file = file};

    put_names(&out);
    for (size_t i = 0; i < profile->line_count; i++) {
        const struct tare_profile_line *line = &profile->line[i];

        tare_csv_put_text(&out, line->function);
        tare_csv_put_text(&out, line->source);
        tare_csv_put_number(&out, line->line);
        for (int m = 0; m < TARE_PROFILE_METRICS; m++)
            tare_csv_put_number(&out, weight_of(profile, line->with_callees, m));
        for (int m = 0; m < TARE_PROFILE_METRICS; m++)
            tare_csv_put_number(&out, weight_of(profile, line->self, m));
        tare_csv_end_line(&out);
    }
    return tare_csv_finish(file, err);
}

int tare_profile_write_memory_csv(FILE *file, const struct tare_profile *profile,
                                  struct tare_err *err)
{
    struct tare_csv_line out = {.file = file};

    tare_csv_put_raw(&out, "function,source,line,live_bytes,increment_bytes,occurrences");
    tare_csv_end_line(&out);
    for (size_t i = 0; i < profile->memory.change_count; i++) {
        const struct tare_profile_change *change = &profile->memory.change[i];

        tare_csv_put_text(&out, change->function);
        tare_csv_put_text(&out, change->source);
        tare_csv_put_number(&out, change->line);
        tare_csv_put_number(&out, change->live_bytes);
        tare_csv_put_number(&out, change->increment_bytes);
        tare_csv_put_number(&out, change->occurrences);
        tare_csv_end_line(&out);
    }
    return tare_csv_finish(file, err);
}

static void put_metrics(struct tare_csv_line *out, const struct tare_profile *profile,
                        const double *weights)
{
    for (int m = 0; m < TARE_PROFILE_METRICS; m++)
        tare_csv_put_number(out, weight_of(profile, weights, m));
}

static void put_metric_names(struct tare_csv_line *out, const char *prefix)
{
    for (int m = 0; m < TARE_PROFILE_METRICS; m++) {
        char name[64];

        snprintf(name, sizeof name, "%s%s", prefix, tare_profile_names[m].key);
        tare_csv_put_raw(out, name);
    }
}

int tare_profile_write_functions_csv(FILE *file, const struct tare_profile *profile,
                                     struct tare_err *err)
{
    bool has_calls = profile->pass[TARE_PROFILE_INSTRUCTIONS].known;
    struct tare_csv_line out = {.file = file};

    tare_csv_put_raw(&out, "function,source,line,calls_per_op");
    put_metric_names(&out, "");
    put_metric_names(&out, "self_");
    tare_csv_end_line(&out);
    for (size_t i = 0; i < profile->function_count; i++) {
        const struct tare_profile_function *function = &profile->functions[i];

        tare_csv_put_text(&out, function->function);
        tare_csv_put_text(&out, function->source);
        tare_csv_put_number(&out, function->line ? (double)function->line : (double)NAN);
        tare_csv_put_number(&out, has_calls && function->calls > 0 ? function->calls : (double)NAN);
        put_metrics(&out, profile, function->with_callees);
        put_metrics(&out, profile, function->self);
        tare_csv_end_line(&out);
    }
    return tare_csv_finish(file, err);
}

/* What is known of an instruction; the others are of lines. */
static const enum tare_profile_metric of_code[] = {
    TARE_PROFILE_TIME, TARE_PROFILE_INSTRUCTIONS, TARE_PROFILE_D1_MISSES, TARE_PROFILE_MISPREDICTS};
#define OF_CODE (sizeof of_code / sizeof *of_code)

int tare_profile_write_asm_csv(FILE *file, const struct tare_profile *profile, struct tare_err *err)
{
    struct tare_csv_line out = {.file = file};

    tare_csv_put_raw(&out, "function,source,line,address,instruction");
    for (size_t m = 0; m < OF_CODE; m++) {
        char name[64];

        snprintf(name, sizeof name, "self_%s", tare_profile_names[of_code[m]].key);
        tare_csv_put_raw(&out, name);
    }
    tare_csv_end_line(&out);
    for (size_t i = 0; i < profile->code_count; i++) {
        const struct tare_profile_code *code = &profile->code[i];
        char address[32];

        snprintf(address, sizeof address, "0x%" PRIx64, code->address);
        tare_csv_put_text(&out, code->function);
        tare_csv_put_text(&out, code->source);
        tare_csv_put_number(&out, code->line ? (double)code->line : (double)NAN);
        tare_csv_put_raw(&out, address);
        tare_csv_put_text(&out, code->text);
        for (size_t m = 0; m < OF_CODE; m++)
            tare_csv_put_number(&out, weight_of(profile, code->self, (int)of_code[m]));
        tare_csv_end_line(&out);
    }
    return tare_csv_finish(file, err);
}
