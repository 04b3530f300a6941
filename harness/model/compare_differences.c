/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/units.h"
#include "model/compare.h"

/* Appends where the texts differ; NULL and empty are unknown. */
static int add(struct tare_compare *compare, const char *what, const char *base, const char *next,
               struct tare_err *err)
{
    struct tare_compare_difference *grown;

    /* What another tool did not write down is no difference. */
    if ((compare->base->lacks && (!base || !*base)) || (compare->next->lacks && (!next || !*next)))
        return 0;
    base = base && *base ? base : "unknown";
    next = next && *next ? next : "unknown";
    if (strcmp(base, next) == 0)
        return 0;
    grown = reallocarray(compare->difference, compare->difference_count + 1, sizeof *grown);
    if (!grown)
        return tare_err_memory(err);
    compare->difference = grown;
    grown += compare->difference_count++;
    *grown = (struct tare_compare_difference){
        .what = strdup(what), .base = strdup(base), .next = strdup(next)};
    return grown->what && grown->base && grown->next ? 0 : tare_err_memory(err);
}

/* What changes while a machine stays as it is, or has no bearing on a time. */
static bool is_passing(const char *field)
{
    static const char *const passing[] = {"current_clock_mhz", "load_1min", "load_5min",
                                          "load_15min", "perf_event_paranoid"};

    for (size_t i = 0; i < sizeof passing / sizeof *passing; i++)
        if (strcmp(field, passing[i]) == 0)
            return true;
    return false;
}

static void show_fact(struct tare_buf *text, const struct tare_machine *machine,
                      const struct tare_machine_field *field)
{
    const void *fact = (const char *)machine + field->offset;
    const struct tare_machine_integer *integer = fact;
    const struct tare_machine_real *real = fact;
    const char *unit = *field->unit ? " " : "";

    if (field->type == TARE_MACHINE_TEXT)
        tare_buf_puts(text, ((const struct tare_machine_text *)fact)->value);
    else if (field->type == TARE_MACHINE_REAL && real->known)
        tare_buf_printf(text, "%s%s%s", tare_units_count(real->value).text, unit, field->unit);
    else if (field->type == TARE_MACHINE_INTEGER && integer->known && strstr(field->name, "_bytes"))
        tare_buf_puts(text, tare_units_bytes((double)integer->value).text);
    else if (field->type == TARE_MACHINE_INTEGER && integer->known)
        tare_buf_printf(text, "%lld%s%s", (long long)integer->value, unit, field->unit);
}

static void show_caches(struct tare_buf *text, const struct tare_machine_caches *caches)
{
    for (size_t i = 0; i < caches->count; i++)
        tare_buf_printf(text, "%sL%d %s %s", i ? ", " : "", caches->items[i].level,
                        tare_machine_cache_type_name(caches->items[i].type),
                        caches->items[i].size_bytes == TARE_MACHINE_UNKNOWN
                            ? "unknown"
                            : tare_units_bytes((double)caches->items[i].size_bytes).text);
}

/* A pair of texts under way, from both results. */
struct texts {
    struct tare_buf base;
    struct tare_buf next;
};

/* Appends what the texts say and empties them. */
static int add_texts(struct tare_compare *compare, const char *what, struct texts *texts,
                     struct tare_err *err)
{
    int result = texts->base.failed || texts->next.failed
                     ? tare_err_memory(err)
                     : add(compare, what, texts->base.text, texts->next.text, err);

    tare_buf_free(&texts->base);
    tare_buf_free(&texts->next);
    *texts = (struct texts){TARE_BUF_INIT, TARE_BUF_INIT};
    return result;
}

static int add_machine(struct tare_compare *compare, struct tare_err *err)
{
    const struct tare_machine *base = &compare->base->machine;
    const struct tare_machine *next = &compare->next->machine;
    struct texts texts = {TARE_BUF_INIT, TARE_BUF_INIT};

    for (size_t i = 0; i < tare_machine_fields_count; i++) {
        const struct tare_machine_field *field = &tare_machine_fields[i];

        if (is_passing(field->name))
            continue;
        show_fact(&texts.base, base, field);
        show_fact(&texts.next, next, field);
        if (add_texts(compare, field->name, &texts, err))
            return -1;
    }
    show_caches(&texts.base, &base->caches);
    show_caches(&texts.next, &next->caches);
    return add_texts(compare, "caches", &texts, err);
}

static int add_count(struct tare_compare *compare, const char *what, size_t base, size_t next,
                     struct tare_err *err)
{
    struct texts texts = {TARE_BUF_INIT, TARE_BUF_INIT};

    tare_buf_printf(&texts.base, "%zu", base);
    tare_buf_printf(&texts.next, "%zu", next);
    return add_texts(compare, what, &texts, err);
}

/* "fit: clock steady within 0.3 %, ...": its figures are of the minute, the word in front is not.
 */
static int add_fitness(struct tare_compare *compare, struct tare_err *err)
{
    const char *base = compare->base->fitness;
    const char *next = compare->next->fitness;
    struct texts texts = {TARE_BUF_INIT, TARE_BUF_INIT};

    tare_buf_add(&texts.base, base ? base : "", base ? strcspn(base, ":") : 0);
    tare_buf_add(&texts.next, next ? next : "", next ? strcspn(next, ":") : 0);
    return add_texts(compare, "machine's fitness", &texts, err);
}

/* How it was measured. */
static int add_method(struct tare_compare *compare, struct tare_err *err)
{
    const struct tare_result *base = compare->base;
    const struct tare_result *next = compare->next;

    if (base->lacks || next->lacks)
        return 0;
    return add_fitness(compare, err) ||
                   add(compare, "clock", base->clock_name, next->clock_name, err) ||
                   add(compare, "allocator", base->allocator, next->allocator, err) ||
                   add(compare, "tare", base->tare_version, next->tare_version, err) ||
                   add(compare, "sampled time an arm",
                       tare_units_time(base->settings.min_time_ns).text,
                       tare_units_time(next->settings.min_time_ns).text, err) ||
                   add_count(compare, "sets", base->settings.sets, next->settings.sets, err) ||
                   add_count(compare, "layouts", base->layout_count, next->layout_count, err)
               ? -1
               : 0;
}

/* The build of NEXT that is this one of BASE; NULL: none. */
static const struct tare_build *find_build(const struct tare_compare *compare, size_t base)
{
    const struct tare_result *next = compare->next;

    if (!compare->has_builds)
        return next->build_count ? &next->build[0] : NULL;
    for (size_t i = 0; i < next->build_count; i++)
        if (strcmp(next->build[i].label, compare->base->build[base].label) == 0)
            return &next->build[i];
    return NULL;
}

static int add_build(struct tare_compare *compare, const struct tare_build *base,
                     const struct tare_build *next, struct tare_err *err)
{
    const struct {
        const char *what;
        const char *base;
        const char *next;
    } facts[] = {
        {"compiler", base->compiler, next->compiler},
        {"flags", base->flags, next->flags},
        {"revision", base->revision, next->revision},
        {"environment", *base->environment ? base->environment : "nothing added",
         *next->environment ? next->environment : "nothing added"},
    };
    int result = 0;

    for (size_t i = 0; result == 0 && i < sizeof facts / sizeof *facts; i++) {
        struct tare_buf what = TARE_BUF_INIT;

        tare_buf_puts(&what, facts[i].what);
        if (compare->has_builds)
            tare_buf_printf(&what, " of %s", base->label);
        result = what.failed ? tare_err_memory(err)
                             : add(compare, what.text, facts[i].base, facts[i].next, err);
        tare_buf_free(&what);
    }
    return result;
}

int tare_compare_find_differences(struct tare_compare *compare, struct tare_err *err)
{
    if (add_machine(compare, err) || add_method(compare, err))
        return -1;
    for (size_t i = 0; i < compare->base->build_count; i++) {
        const struct tare_build *next = find_build(compare, i);

        if (next && add_build(compare, &compare->base->build[i], next, err))
            return -1;
    }
    return 0;
}
