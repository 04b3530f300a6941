/* SPDX-License-Identifier: MIT */
/*
 * What --fail-above lets through: how much slower an arm may be than what it is compared with, and
 * by how much its exact quantities may be larger. Pure.
 */
#ifndef TARE_MODEL_GATE_H
#define TARE_MODEL_GATE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"
#include "model/result.h"

/* The fields that weighing counts: equal or not, without an interval. Those of resident memory and
 * faults, and where blocks happen to lie (cache lines, pages), are none. */
#define TARE_GATE_EXACT_COUNT 14
extern const enum tare_field_id tare_gate_exact[TARE_GATE_EXACT_COUNT];

/* The counter that `tare run --instructions` adds: exact too, but for an iteration's share of it.
 */
#define TARE_GATE_INSTRUCTIONS "instructions"

struct tare_gate_limit {
    enum tare_field_id field;
    double more_ratio; /* 0.05: 5 % more than before passes */
};

/* All zero: everything passes. */
struct tare_gate {
    bool has_time;
    double time_more_ratio;
    bool has_instructions;
    double instructions_more_ratio;
    size_t limit_count;
    struct tare_gate_limit limit[TARE_GATE_EXACT_COUNT];
};

/*
 * "5%" or "time=5%" for the time, "deep_bytes=0%" for an exact field by its name ("bytes" is
 * deep_bytes), "instructions=0.1%" for that counter, or several with commas between them. 0, or -1
 * with TARE_ERR_USAGE that names the item and what was expected: what is no percentage, no exact
 * field, empty or there twice.
 */
int tare_gate_parse(const char *text, struct tare_gate *gate, struct tare_err *err);

/* That counter of an arm; NAN: it has none. */
double tare_gate_instructions(const struct tare_row *row);

/* Does it stop anything? */
bool tare_gate_is_on(const struct tare_gate *gate);

/* An arm and what it is compared with. */
struct tare_gate_arm {
    const char *name;
    const struct tare_row *base;
    const struct tare_row *next;
    double ratio;    /* of times, next / base; NAN: none */
    double ratio_hi; /* end of its interval; NAN: none */
    bool is_slower;  /* by the verdict */
    bool is_decided; /* the verdict is neither unsure nor missing */
};

/*
 * Appends a line "NAME: WHY\n" for each limit that the arm exceeds, a field that only `base` has
 * among them, and for an arm that was measured in `base` and failed, is empty or was skipped in
 * `next`. Time exceeds its limit where the arm is called slower and the ratio is above it. Returns
 * how many lines.
 */
size_t tare_gate_check(const struct tare_gate *gate, const struct tare_gate_arm *arm,
                       struct tare_buf *lines);

/* May the arm be slower than its limit lets through, and no verdict says so or not? Both were
 * measured, and the interval reaches beyond the limit or there is none. */
bool tare_gate_is_open(const struct tare_gate *gate, const struct tare_gate_arm *arm);

#endif
