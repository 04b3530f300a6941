/* SPDX-License-Identifier: MIT */
#include "model/gate.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/units.h"
#include "model/number.h"

const enum tare_field_id tare_gate_exact[TARE_GATE_EXACT_COUNT] = {
    TARE_FIELD_sizeof_bytes,       TARE_FIELD_deep_bytes,      TARE_FIELD_usable_bytes,
    TARE_FIELD_padding_bytes,      TARE_FIELD_unwritten_bytes, TARE_FIELD_blocks,
    TARE_FIELD_bytes_per_item,     TARE_FIELD_allocs_per_op,   TARE_FIELD_frees_per_op,
    TARE_FIELD_alloc_bytes_per_op, TARE_FIELD_peak_heap_bytes, TARE_FIELD_leaked_bytes,
    TARE_FIELD_leaked_blocks,      TARE_FIELD_cyclic_bytes,
};

static int expect_field(const char *item, struct tare_err *err)
{
    struct tare_buf names = TARE_BUF_INIT;

    for (size_t i = 0; i < TARE_GATE_EXACT_COUNT; i++)
        tare_buf_printf(&names, ", %s", tare_fields[tare_gate_exact[i]].name);
    tare_err_set(err, TARE_ERR_USAGE,
                 "'%s': expected a percentage, or one of time%s, " TARE_GATE_INSTRUCTIONS
                 " and '=' before",
                 item, names.text);
    tare_buf_free(&names);
    return -1;
}

static int repeat(const char *item, struct tare_err *err)
{
    return tare_err_set(err, TARE_ERR_USAGE, "'%s': there is a limit for this already", item);
}

static int add_time(struct tare_gate *gate, const char *item, const char *percent,
                    struct tare_err *err)
{
    if (gate->has_time)
        return repeat(item, err);
    gate->has_time = true;
    return tare_units_parse_percent(percent, &gate->time_more_ratio, err);
}

static int add_instructions(struct tare_gate *gate, const char *item, struct tare_err *err)
{
    if (gate->has_instructions)
        return repeat(item, err);
    gate->has_instructions = true;
    return tare_units_parse_percent(strchr(item, '=') + 1, &gate->instructions_more_ratio, err);
}

static int add_field(struct tare_gate *gate, enum tare_field_id field, const char *item,
                     struct tare_err *err)
{
    struct tare_gate_limit *limit = &gate->limit[gate->limit_count];

    for (size_t i = 0; i < gate->limit_count; i++)
        if (gate->limit[i].field == field)
            return repeat(item, err);
    limit->field = field;
    gate->limit_count++;
    return tare_units_parse_percent(strchr(item, '=') + 1, &limit->more_ratio, err);
}

static bool is_named(const char *item, size_t length, const char *name)
{
    return strlen(name) == length && strncmp(item, name, length) == 0;
}

/* `item` has no comma. */
static int add_item(struct tare_gate *gate, const char *item, struct tare_err *err)
{
    size_t length = strcspn(item, "=");

    if (!item[length])
        return add_time(gate, item, item, err);
    if (is_named(item, length, "time"))
        return add_time(gate, item, item + length + 1, err);
    if (is_named(item, length, TARE_GATE_INSTRUCTIONS))
        return add_instructions(gate, item, err);
    if (is_named(item, length, "bytes"))
        return add_field(gate, TARE_FIELD_deep_bytes, item, err);
    for (size_t i = 0; i < TARE_GATE_EXACT_COUNT; i++)
        if (is_named(item, length, tare_fields[tare_gate_exact[i]].name))
            return add_field(gate, tare_gate_exact[i], item, err);
    return expect_field(item, err);
}

int tare_gate_parse(const char *text, struct tare_gate *gate, struct tare_err *err)
{
    struct tare_gate parsed = {0};
    char *copy = strdup(text);
    char *rest = copy;
    char *item;
    int result = 0;

    if (!copy)
        return tare_err_memory(err);
    while (result == 0 && (item = strsep(&rest, ",")))
        result = *item ? add_item(&parsed, item, err) : expect_field(text, err);
    free(copy);
    if (result == 0)
        *gate = parsed;
    return result;
}

bool tare_gate_is_on(const struct tare_gate *gate)
{
    return gate->has_time || gate->has_instructions || gate->limit_count > 0;
}

/* An exact quantity of both arms. */
struct pair {
    const char *name;
    double base; /* NAN: unavailable */
    double next;
    double more_ratio;
};

/* "deep_bytes 900, was 800"; false: it passes. */
static bool check_pair(const struct pair *pair, const char *arm, struct tare_buf *lines)
{
    if (!isfinite(pair->base) || pair->next <= pair->base * (1 + pair->more_ratio))
        return false;
    if (!isfinite(pair->next))
        tare_buf_printf(lines, "%s: %s is unavailable, was %s\n", arm, pair->name,
                        tare_number_text(pair->base).text);
    else
        tare_buf_printf(lines, "%s: %s is %s, was %s: above %s\n", arm, pair->name,
                        tare_number_text(pair->next).text, tare_number_text(pair->base).text,
                        tare_units_percent(pair->more_ratio).text);
    return true;
}

static bool check_field(const struct tare_gate_limit *limit, const struct tare_gate_arm *arm,
                        struct tare_buf *lines)
{
    return check_pair(&(struct pair){.name = tare_fields[limit->field].name,
                                     .base = tare_row_number(arm->base, limit->field),
                                     .next = tare_row_number(arm->next, limit->field),
                                     .more_ratio = limit->more_ratio},
                      arm->name, lines);
}

double tare_gate_instructions(const struct tare_row *row)
{
    for (size_t i = 0; i < row->counter_count; i++)
        if (strcmp(row->counter[i].name, TARE_GATE_INSTRUCTIONS) == 0)
            return row->counter[i].value;
    return NAN;
}

static bool has_time(const struct tare_row *row)
{
    return tare_row_is(row, "ok") || tare_row_is(row, "unsteady");
}

size_t tare_gate_check(const struct tare_gate *gate, const struct tare_gate_arm *arm,
                       struct tare_buf *lines)
{
    size_t count = 0;

    if (!tare_gate_is_on(gate))
        return 0;
    if ((has_time(arm->base) && !has_time(arm->next)) ||
        (tare_row_has_failed(arm->next) && !tare_row_has_failed(arm->base))) {
        tare_buf_printf(lines, "%s: %s, was %s\n", arm->name,
                        arm->next->status ? arm->next->status : "without a status",
                        arm->base->status);
        return 1;
    }
    if (gate->has_time && arm->is_slower && arm->ratio > 1 + gate->time_more_ratio) {
        tare_buf_printf(lines, "%s: %s slower: above %s\n", arm->name,
                        tare_units_ratio(arm->ratio).text,
                        tare_units_percent(gate->time_more_ratio).text);
        count++;
    }
    for (size_t i = 0; i < gate->limit_count; i++)
        count += check_field(&gate->limit[i], arm, lines);
    if (gate->has_instructions)
        count += check_pair(&(struct pair){.name = TARE_GATE_INSTRUCTIONS,
                                           .base = tare_gate_instructions(arm->base),
                                           .next = tare_gate_instructions(arm->next),
                                           .more_ratio = gate->instructions_more_ratio},
                            arm->name, lines);
    return count;
}

bool tare_gate_is_open(const struct tare_gate *gate, const struct tare_gate_arm *arm)
{
    return gate->has_time && !arm->is_decided && has_time(arm->base) && has_time(arm->next) &&
           !(arm->ratio_hi <= 1 + gate->time_more_ratio);
}
