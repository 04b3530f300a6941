/* SPDX-License-Identifier: MIT */
#include "model/json_growth.h"

static json_t *law_json(enum tare_stats_law law)
{
    return tare_json_text_or_null(law == TARE_STATS_LAW_NONE ? NULL : tare_stats_law_name(law));
}

static json_t *growth_json(struct tare_json_builder *builder, const struct tare_growth *growth)
{
    const struct tare_stats_growth *fit = &growth->fit;
    json_t *object = json_object();

    tare_json_put(builder, object, "build", tare_json_text(growth->build));
    tare_json_put(builder, object, "group", tare_json_text(growth->group));
    tare_json_put(builder, object, "variant", tare_json_text(growth->variant));
    tare_json_put_count(builder, object, "param", growth->param);
    tare_json_put_count(builder, object, "threads", growth->threads);
    tare_json_put_count(builder, object, "sizes", growth->sizes);
    tare_json_put(builder, object, "exponent", tare_json_real(fit->exponent));
    tare_json_put(builder, object, "exponent_lo", tare_json_real(fit->exponent_lo));
    tare_json_put(builder, object, "exponent_hi", tare_json_real(fit->exponent_hi));
    tare_json_put(builder, object, "law", law_json(fit->law));
    tare_json_put(builder, object, "runner_up", law_json(fit->runner_up));
    tare_json_put(builder, object, "aicc", tare_json_real(fit->aicc));
    tare_json_put(builder, object, "delta_aicc", tare_json_real(fit->delta));
    tare_json_put(builder, object, "misfit_ratio", tare_json_real(fit->misfit));
    tare_json_put(builder, object, "ambiguous", json_boolean(fit->ambiguous));
    return object;
}

json_t *tare_json_growth(struct tare_json_builder *builder, const struct tare_result *result)
{
    json_t *array = json_array();

    for (size_t i = 0; i < result->growth_count; i++)
        tare_json_append(builder, array, growth_json(builder, &result->growth[i]));
    return array;
}

static enum tare_stats_law law_at(const struct tare_json_node *object, const char *key)
{
    struct tare_json_node node = tare_json_member(object, key);
    enum tare_stats_law law = TARE_STATS_LAW_NONE;

    if (tare_json_failed(object) || json_is_null(node.value))
        return TARE_STATS_LAW_NONE;
    if (json_is_string(node.value))
        law = tare_stats_law_of(json_string_value(node.value));
    if (law == TARE_STATS_LAW_NONE)
        tare_json_expected(&node, "1, log n, n, n log n, n^2 or null");
    return law;
}

static void read_growth(const struct tare_json_node *node, struct tare_growth *growth)
{
    struct tare_stats_growth *fit = &growth->fit;

    growth->build = tare_json_text_at(node, "build");
    growth->group = tare_json_text_at(node, "group");
    growth->variant = tare_json_text_at(node, "variant");
    growth->param = tare_json_count_at(node, "param");
    growth->threads = tare_json_count_at(node, "threads");
    growth->sizes = tare_json_count_at(node, "sizes");
    fit->exponent = tare_json_real_at(node, "exponent");
    fit->exponent_lo = tare_json_real_at(node, "exponent_lo");
    fit->exponent_hi = tare_json_real_at(node, "exponent_hi");
    fit->law = law_at(node, "law");
    fit->runner_up = law_at(node, "runner_up");
    fit->aicc = tare_json_real_at(node, "aicc");
    fit->delta = tare_json_real_at(node, "delta_aicc");
    fit->misfit = tare_json_real_at(node, "misfit_ratio");
    fit->ambiguous = tare_json_bool_at(node, "ambiguous");
}

void tare_json_read_growth(const struct tare_json_node *root, struct tare_result *result)
{
    size_t count;
    struct tare_json_node array = tare_json_array_at(root, "growth", &count);

    result->growth = tare_json_alloc(&array, count, sizeof *result->growth);
    for (size_t i = 0; i < count && !tare_json_failed(&array); i++) {
        struct tare_json_node node = tare_json_object_entry(&array, i);

        result->growth_count = i + 1;
        read_growth(&node, &result->growth[i]);
    }
}
