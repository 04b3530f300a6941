/* SPDX-License-Identifier: MIT */
#include "model/json_fitness.h"

#include <jansson.h>

#include <tare.h>

#include "model/json_build.h"
#include "model/json_layout.h"

static json_t *check_json(struct tare_json_builder *builder, const struct tare_fitness_check *check)
{
    json_t *object = json_object();

    tare_json_put(builder, object, "name", tare_json_text(check->name));
    tare_json_put(builder, object, "verdict", tare_json_text(tare_fitness_name(check->verdict)));
    tare_json_put(builder, object, "value", tare_json_text(check->value));
    tare_json_put(builder, object, "number", tare_json_real(check->number));
    tare_json_put(builder, object, "unit", tare_json_text(check->unit));
    tare_json_put(builder, object, "advice", tare_json_text(check->advice));
    return object;
}

static json_t *work_json(struct tare_json_builder *builder, const struct tare_selftest_work *work)
{
    json_t *object = json_object();

    tare_json_put(builder, object, "group", tare_json_text(work->group));
    tare_json_put(builder, object, "title", tare_json_text(work->title));
    tare_json_put(builder, object, "pairs", json_integer((json_int_t)work->pair_count));
    tare_json_put(builder, object, "different", json_integer((json_int_t)work->different_count));
    tare_json_put(builder, object, "sets", json_integer((json_int_t)work->set_count));
    tare_json_put(builder, object, "time_ns", tare_json_real(work->time_ns));
    tare_json_put(builder, object, "log_stddev", tare_json_real(work->log_stddev));
    tare_json_put(builder, object, "set_wall_ns", tare_json_real(work->set_wall_ns));
    tare_json_put(builder, object, "detects_1s_ratio", tare_json_real(work->detects_1s_ratio));
    tare_json_put(builder, object, "detects_10s_ratio", tare_json_real(work->detects_10s_ratio));
    return object;
}

static json_t *selftest_json(struct tare_json_builder *builder,
                             const struct tare_selftest *selftest)
{
    json_t *object;
    json_t *works;

    if (!selftest)
        return json_null();
    object = json_object();
    works = json_array();
    tare_json_put(builder, object, "reason",
                  tare_json_text_or_null(*selftest->reason ? selftest->reason : NULL));
    tare_json_put(builder, object, "pairs", json_integer((json_int_t)selftest->pair_count));
    tare_json_put(builder, object, "different",
                  json_integer((json_int_t)selftest->different_count));
    for (size_t i = 0; i < selftest->work_count; i++)
        tare_json_append(builder, works, work_json(builder, &selftest->work[i]));
    tare_json_put(builder, object, "works", works);
    return object;
}

static json_t *fitness_json(struct tare_json_builder *builder, const struct tare_fitness *fitness,
                            const struct tare_selftest *selftest)
{
    struct tare_buf line = TARE_BUF_INIT;
    json_t *object = json_object();
    json_t *checks = json_array();

    tare_fitness_line(fitness, &line);
    if (line.failed)
        tare_err_memory(&builder->err);
    tare_json_put(builder, object, "schema", json_integer(TARE_FITNESS_SCHEMA));
    tare_json_put(builder, object, "tare_version", tare_json_text(TARE_VERSION));
    tare_json_put(builder, object, "verdict", tare_json_text(tare_fitness_name(fitness->verdict)));
    tare_json_put(builder, object, "line", tare_json_text(line.text));
    for (size_t i = 0; i < fitness->count; i++)
        tare_json_append(builder, checks, check_json(builder, &fitness->check[i]));
    tare_json_put(builder, object, "checks", checks);
    tare_json_put(builder, object, "self_test", selftest_json(builder, selftest));
    tare_buf_free(&line);
    return object;
}

int tare_fitness_write_json(FILE *file, const struct tare_fitness *fitness,
                            const struct tare_selftest *selftest, struct tare_err *err)
{
    struct tare_json_builder builder = {0};

    return tare_json_write_tree(file, &builder, fitness_json(&builder, fitness, selftest), err);
}
