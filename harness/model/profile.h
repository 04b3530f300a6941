/* SPDX-License-Identifier: MIT */
/*
 * What each line of the source costs: sums of weights (samples, instructions, bytes) that were seen
 * at places in the source. A line has two sums of each: what was spent at it or in what it calls,
 * and what was spent in code of its own.
 */
#ifndef TARE_MODEL_PROFILE_H
#define TARE_MODEL_PROFILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

enum tare_profile_metric {
    TARE_PROFILE_HITS,         /* executions an operation */
    TARE_PROFILE_TIME,         /* samples of the timer */
    TARE_PROFILE_INSTRUCTIONS, /* an operation, as the next four */
    TARE_PROFILE_D1_MISSES,
    TARE_PROFILE_MISPREDICTS,
    TARE_PROFILE_ALLOCS,
    TARE_PROFILE_BYTES,
    TARE_PROFILE_LIVE, /* bytes that live after the case has returned */
    TARE_PROFILE_METRICS,
};

/* How a metric is called in files, and as the heading of a column. */
struct tare_profile_name {
    const char *key;
    const char *heading;
};
extern const struct tare_profile_name tare_profile_names[TARE_PROFILE_METRICS];

/* A place in the source; the strings are the caller's. */
struct tare_profile_place {
    const char *function;
    const char *source; /* path; NULL: not known */
    int line;           /* 0: not known */
    int function_line;  /* where the function begins; 0: not known */
};

struct tare_profile_line {
    char *function;
    char *source;
    int line;
    double with_callees[TARE_PROFILE_METRICS];
    double self[TARE_PROFILE_METRICS];
    char *text;    /* of the source; NULL: not known */
    bool is_shown; /* in a function that the profile is about */
    uint64_t mark; /* the event that added to it last */
    double rank;   /* of its function, for the sort */
};

/* A function, with what was spent in it and in what it calls, however often recursion has it. */
struct tare_profile_function {
    char *function;
    char *source;
    int line;     /* where it begins; 0: not known */
    double calls; /* an operation, by callgrind */
    double with_callees[TARE_PROFILE_METRICS];
    double self[TARE_PROFILE_METRICS];
    uint64_t mark; /* the event that added to it last */
};

/* Calls of one function by another, an operation. Names are those of functions. */
struct tare_profile_call {
    char *caller;
    char *callee;
    double calls;
    double instructions; /* with what the callee calls; 0 where it calls itself */
};

/* Functions that were on the stack together, outermost first, each with a line feed behind it. */
struct tare_profile_stack {
    char *functions;
    double samples;
};

/* What one instruction of the executable spent itself. */
struct tare_profile_spot {
    uint64_t address; /* in the file */
    enum tare_profile_metric metric;
    double weight;
};

/* An instruction, as disassembled. */
struct tare_profile_code {
    char *function; /* symbol that it is of */
    char *source;   /* "": not known */
    int line;       /* 0: not known */
    uint64_t address;
    char *text;
    double self[TARE_PROFILE_METRICS];
};

/* A pass that was made, or why it was not. */
struct tare_profile_pass {
    bool known;
    double total;  /* of all lines; of the time: all samples */
    char *missing; /* NULL: nobody asked for it */
};

/* What a line changed in the live heap, with what it calls, in one run of the case. */
struct tare_profile_change {
    char *function;
    char *source;
    int line;
    double occurrences;     /* calls that changed the heap */
    double increment_bytes; /* requested, less what was freed */
    double live_bytes;      /* after its last change, above what lived as the case was entered */
    double first_event;     /* of all changes, counted from 1 */
    double last_event;
    size_t mark; /* the chain of calls that added to it last */
};

/* The live heap as it went. */
struct tare_profile_level {
    double event;      /* at its end */
    double live_bytes; /* greatest since the one before */
};

struct tare_profile_memory {
    bool known;
    char *missing; /* why it is not */
    size_t change_count;
    size_t change_room;
    struct tare_profile_change *change; /* by first event */
    size_t level_count;
    struct tare_profile_level *level;
    double peak_bytes;
    double end_bytes;    /* that live after the case has returned */
    double placed_bytes; /* of these, what the increments of the case's function add up to */
};

struct tare_profile {
    char *id;       /* of the case */
    char *function; /* that was asked for; NULL: the case and what stands beside its file */
    char *failure;  /* "crashed: SIGSEGV", the first; NULL: the case came through, or was skipped */
    struct tare_profile_pass pass[TARE_PROFILE_METRICS];
    size_t line_count;
    size_t line_room;
    struct tare_profile_line *line;
    uint64_t event_count;

    size_t function_count;
    size_t function_room;
    struct tare_profile_function *functions;
    size_t call_count;
    size_t call_room;
    struct tare_profile_call *call;
    size_t stack_count;
    size_t stack_room;
    struct tare_profile_stack *stack;
    size_t spot_count;
    size_t spot_room;
    struct tare_profile_spot *spot;
    size_t code_count;
    size_t code_room;
    struct tare_profile_code *code; /* where it was asked for; functions that took most first */

    size_t note_count;
    char **note; /* for people: what is missing, and why */

    struct tare_profile_memory memory; /* where it was asked for */

    /* Of the time. */
    double sampled_ns;
    double op_ns; /* of an operation, without the sampler; NAN: not known */
    double period_ns;
    double outside; /* samples that were not in the case's loop */
    double overruns_ratio;
    double slowdown; /* of the case by the sampler, ratio with its 95 % interval; NAN: not known */
    double slowdown_lo;
    double slowdown_hi;
};

void tare_profile_init(struct tare_profile *profile);
void tare_profile_free(struct tare_profile *profile);

/* Adds a note. 0, or -1 without memory. */
int tare_profile_note(struct tare_profile *profile, struct tare_err *err, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/*
 * Marks the lines that the profile is about: those of the function that was asked for, or else of
 * all functions that stand in the file of the function `entry`, the case, or beside that file.
 * Returns how many there are.
 */
size_t tare_profile_choose(struct tare_profile *profile, const char *entry);

/* What was spent at one address, reached by calls. */
struct tare_profile_event {
    const struct tare_profile_place *place; /* innermost first */
    size_t place_count;
    bool is_self; /* place[0] spent it itself, not something that it calls */
    enum tare_profile_metric metric;
    double weight;
};

/* Adds the weight once to each line of the event, however often recursion has it. 0, or -1 without
 * memory. */
int tare_profile_add(struct tare_profile *profile, const struct tare_profile_event *event,
                     struct tare_err *err);

/* The function of that name and source, a new one where there is none; NULL without memory. */
struct tare_profile_function *tare_profile_function_of(struct tare_profile *profile,
                                                       const char *function, const char *source);

/* Adds `calls` of the function `callee` by the function `caller`, and what they spent. 0, or -1
 * without memory. */
int tare_profile_add_call(struct tare_profile *profile, const struct tare_profile_place *caller,
                          const struct tare_profile_place *callee, double calls,
                          double instructions, struct tare_err *err);

/* Adds a sample of the stack whose places those are, innermost first. 0, or -1 without memory. */
int tare_profile_add_stack(struct tare_profile *profile, const struct tare_profile_place *place,
                           size_t place_count, struct tare_err *err);

/* What an instruction spent. 0, or -1 without memory. */
int tare_profile_add_spot(struct tare_profile *profile, const struct tare_profile_spot *spot,
                          struct tare_err *err);

/* Adds an instruction with what its spots have; the strings are copied. 0, or -1 without memory. */
int tare_profile_add_code(struct tare_profile *profile, const struct tare_profile_code *code,
                          struct tare_err *err);

/* The change of that place, a new one where there is none; NULL without memory. */
struct tare_profile_change *tare_profile_change_of(struct tare_profile *profile,
                                                   const struct tare_profile_place *place);

/* Is the change one of the function that was asked for, or else of `function`, the case? */
bool tare_profile_change_is_shown(const struct tare_profile *profile,
                                  const struct tare_profile_change *change, const char *function);

/* The source of its line; empty: not known. The profile's. */
const char *tare_profile_change_text(const struct tare_profile *profile,
                                     const struct tare_profile_change *change);

/* Names a place, of an absolute path, as the profile does: its path of the source, which the
 * debug information may have as relative to where the compiler ran, and the function that it has at
 * that line, since other tools have names that are mangled in C++. */
void tare_profile_rename(const struct tare_profile *profile, struct tare_profile_place *place);

enum tare_profile_order {
    TARE_PROFILE_BY_SELF, /* samples, then instructions */
    TARE_PROFILE_BY_CUMULATIVE,
    TARE_PROFILE_BY_CALLS,
    TARE_PROFILE_BY_PER_CALL, /* instructions */
    TARE_PROFILE_BY_NAME,
    TARE_PROFILE_ORDERS,
};
extern const char *const tare_profile_orders[TARE_PROFILE_ORDERS]; /* what they are called */

/* Sorts the functions, the greatest first, and the calls by what they spent. */
void tare_profile_sort_functions(struct tare_profile *profile, enum tare_profile_order order);

/* The time of an operation that so many samples are; NAN: not known. */
double tare_profile_time_ns(const struct tare_profile *profile, double samples);

/* Half of the 95 % interval of a share of `share` seen in `count` samples (Wilson 1927). */
double tare_profile_share_error(double share, double count);

/* By function, those first that take most of `metric`, and by line within each. */
void tare_profile_sort(struct tare_profile *profile, enum tare_profile_metric metric);

#endif
