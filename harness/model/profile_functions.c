/* SPDX-License-Identifier: MIT */
/* The parts of a profile that speak of functions. */
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "model/profile.h"

/* Makes room for one more of `bytes` in a list. NULL without memory. */
static void *grown(void *list, size_t count, size_t *room, size_t bytes)
{
    size_t wanted = *room ? 2 * *room : 64;
    void *bigger;

    if (count < *room)
        return list;
    bigger = realloc(list, wanted * bytes);
    if (bigger)
        *room = wanted;
    return bigger;
}

struct tare_profile_function *tare_profile_function_of(struct tare_profile *profile,
                                                       const char *function, const char *source)
{
    struct tare_profile_function *list;
    struct tare_profile_function *made;

    for (size_t i = 0; i < profile->function_count; i++)
        if (strcmp(profile->functions[i].function, function) == 0 &&
            strcmp(profile->functions[i].source, source) == 0)
            return &profile->functions[i];
    list =
        grown(profile->functions, profile->function_count, &profile->function_room, sizeof *list);
    if (!list)
        return NULL;
    profile->functions = list;
    made = &list[profile->function_count];
    *made = (struct tare_profile_function){.function = strdup(function), .source = strdup(source)};
    if (made->function && made->source) {
        profile->function_count++;
        return made;
    }
    free(made->function);
    free(made->source);
    return NULL;
}

static struct tare_profile_call *call_of(struct tare_profile *profile, const char *caller,
                                         const char *callee)
{
    struct tare_profile_call *list;
    struct tare_profile_call *made;

    for (size_t i = 0; i < profile->call_count; i++)
        if (strcmp(profile->call[i].caller, caller) == 0 &&
            strcmp(profile->call[i].callee, callee) == 0)
            return &profile->call[i];
    list = grown(profile->call, profile->call_count, &profile->call_room, sizeof *list);
    if (!list)
        return NULL;
    profile->call = list;
    made = &list[profile->call_count];
    *made = (struct tare_profile_call){.caller = strdup(caller), .callee = strdup(callee)};
    if (made->caller && made->callee) {
        profile->call_count++;
        return made;
    }
    free(made->caller);
    free(made->callee);
    return NULL;
}

int tare_profile_add_call(struct tare_profile *profile, const struct tare_profile_place *caller,
                          const struct tare_profile_place *callee, double calls,
                          double instructions, struct tare_err *err)
{
    struct tare_profile_call *call = call_of(profile, caller->function, callee->function);
    struct tare_profile_function *function =
        tare_profile_function_of(profile, callee->function, callee->source ? callee->source : "");

    if (!call || !function)
        return tare_err_memory(err);
    call->calls += calls;
    call->instructions += instructions;
    function->calls += calls;
    return 0;
}

int tare_profile_add_stack(struct tare_profile *profile, const struct tare_profile_place *place,
                           size_t place_count, struct tare_err *err)
{
    struct tare_buf functions = TARE_BUF_INIT;
    struct tare_profile_stack *list;
    char *text;

    for (size_t i = place_count; i-- > 0;)
        tare_buf_printf(&functions, "%s\n", place[i].function);
    text = tare_buf_steal(&functions);
    if (!text)
        return tare_err_memory(err);
    for (size_t i = 0; i < profile->stack_count; i++)
        if (strcmp(profile->stack[i].functions, text) == 0) {
            profile->stack[i].samples++;
            free(text);
            return 0;
        }
    list = grown(profile->stack, profile->stack_count, &profile->stack_room, sizeof *list);
    if (!list) {
        free(text);
        return tare_err_memory(err);
    }
    profile->stack = list;
    list[profile->stack_count++] = (struct tare_profile_stack){text, 1};
    return 0;
}

const char *const tare_profile_orders[TARE_PROFILE_ORDERS] = {
    [TARE_PROFILE_BY_SELF] = "self",   [TARE_PROFILE_BY_CUMULATIVE] = "cumulative",
    [TARE_PROFILE_BY_CALLS] = "calls", [TARE_PROFILE_BY_PER_CALL] = "percall",
    [TARE_PROFILE_BY_NAME] = "name",
};

static int falling(double a, double b)
{
    return a < b ? 1 : a > b ? -1 : 0;
}

static int by_name(const void *first, const void *second)
{
    const struct tare_profile_function *a = first;
    const struct tare_profile_function *b = second;
    int order = strcmp(a->function, b->function);

    return order ? order : strcmp(a->source, b->source);
}

static int by_weights(const double *a, const double *b)
{
    int order = falling(a[TARE_PROFILE_TIME], b[TARE_PROFILE_TIME]);

    return order ? order : falling(a[TARE_PROFILE_INSTRUCTIONS], b[TARE_PROFILE_INSTRUCTIONS]);
}

static int by_self(const void *first, const void *second)
{
    const struct tare_profile_function *a = first;
    const struct tare_profile_function *b = second;
    int order = by_weights(a->self, b->self);

    order = order ? order : by_weights(a->with_callees, b->with_callees);
    return order ? order : by_name(first, second);
}

static int by_cumulative(const void *first, const void *second)
{
    const struct tare_profile_function *a = first;
    const struct tare_profile_function *b = second;
    int order = by_weights(a->with_callees, b->with_callees);

    return order ? order : by_name(first, second);
}

static int by_calls(const void *first, const void *second)
{
    const struct tare_profile_function *a = first;
    const struct tare_profile_function *b = second;
    int order = falling(a->calls, b->calls);

    return order ? order : by_self(first, second);
}

static double per_call(const struct tare_profile_function *function)
{
    return function->calls > 0 ? function->with_callees[TARE_PROFILE_INSTRUCTIONS] / function->calls
                               : 0;
}

static int by_per_call(const void *first, const void *second)
{
    int order = falling(per_call(first), per_call(second));

    return order ? order : by_self(first, second);
}

static int by_instructions(const void *first, const void *second)
{
    const struct tare_profile_call *a = first;
    const struct tare_profile_call *b = second;
    int order = falling(a->instructions, b->instructions);

    order = order ? order : strcmp(a->caller, b->caller);
    return order ? order : strcmp(a->callee, b->callee);
}

void tare_profile_sort_functions(struct tare_profile *profile, enum tare_profile_order order)
{
    static int (*const orders[TARE_PROFILE_ORDERS])(const void *, const void *) = {
        [TARE_PROFILE_BY_SELF] = by_self,   [TARE_PROFILE_BY_CUMULATIVE] = by_cumulative,
        [TARE_PROFILE_BY_CALLS] = by_calls, [TARE_PROFILE_BY_PER_CALL] = by_per_call,
        [TARE_PROFILE_BY_NAME] = by_name,
    };

    if (profile->function_count)
        qsort(profile->functions, profile->function_count, sizeof *profile->functions,
              orders[order]);
    if (profile->call_count)
        qsort(profile->call, profile->call_count, sizeof *profile->call, by_instructions);
}
