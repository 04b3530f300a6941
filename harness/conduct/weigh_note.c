/* SPDX-License-Identifier: MIT */
#include "conduct/weigh_note.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* Adds to what the row says. */
__attribute__((format(printf, 2, 3))) static void add(struct tare_weight *weight,
                                                      const char *format, ...)
{
    size_t length = strlen(weight->note);
    va_list args;

    if (length)
        length += (size_t)snprintf(weight->note + length, sizeof weight->note - length, "; ");
    if (length >= sizeof weight->note)
        return;
    va_start(args, format);
    vsnprintf(weight->note + length, sizeof weight->note - length, format, args);
    va_end(args);
}

static const char *plural(uint64_t count)
{
    return count == 1 ? "" : "s";
}

/* "is", or "and 2 more are". */
static const char *are(size_t count, char (*text)[32])
{
    snprintf(*text, sizeof *text, count > 1 ? " and %zu more are" : " is", count - 1);
    return *text;
}

/* "leads", or "and 2 more lead". */
static const char *lead(size_t count, char (*text)[32])
{
    snprintf(*text, sizeof *text, count > 1 ? " and %zu more lead" : " leads", count - 1);
    return *text;
}

/* Values that lead nowhere: what is left is weighed, and the row says so; where none is left there
 * is no size. A null pointer has one, of nothing. */
static void note_roots(struct tare_weight *weight, const struct tare_weigh_noted *noted)
{
    size_t first[2] = {0};
    size_t count[2] = {0};
    char text[32];

    for (size_t i = 0; i < weight->root_count; i++) {
        bool dangles = noted->graph->dangling[i];

        if ((dangles || noted->roots[i].address == 0) && count[dangles]++ == 0)
            first[dangles] = i;
    }
    if (count[true] && count[true] == weight->root_count)
        tare_err_set(&weight->missing_graph, TARE_ERR_INPUT,
                     "tare_weigh(%.60s)%s to no live memory", noted->expression[first[true]],
                     lead(count[true], &text));
    else if (count[true])
        add(weight, "tare_weigh(%.60s)%s to no live memory: not weighed",
            noted->expression[first[true]], lead(count[true], &text));
    if (count[false])
        add(weight, "tare_weigh(%.60s)%s NULL: nothing to weigh", noted->expression[first[false]],
            are(count[false], &text));
}

/* Blocks that count, of which something that they may lead to does not. */
static void note_unreadable(struct tare_weight *weight, uint64_t count)
{
    if (count)
        add(weight, "%llu weighed block%s cannot be read, and what %s to is not weighed",
            (unsigned long long)count, plural(count), count == 1 ? "it leads" : "they lead");
}

/* What was there, or should be. */
static void note_stray(struct tare_weight *weight, uint64_t freed, uint64_t stray)
{
    if (freed)
        add(weight, "%llu pointer%s to freed memory: not weighed there", (unsigned long long)freed,
            freed == 1 ? " leads" : "s lead");
    if (stray)
        add(weight, "%llu pointer%s to no memory (freed or corrupted): not weighed there",
            (unsigned long long)stray, stray == 1 ? " leads" : "s lead");
}

/* Memory that no call of malloc or mmap made known. */
static void note_unknown(struct tare_weight *weight, uint64_t count)
{
    if (count)
        add(weight,
            "%llu pointer%s into anonymous memory that is no live block: not weighed there, "
            "tare_region names it",
            (unsigned long long)count, count == 1 ? " leads" : "s lead");
}

void tare_weigh_note(struct tare_weight *weight, const struct tare_weigh_noted *noted)
{
    const struct tare_heap_size *size = &noted->graph->size;

    note_roots(weight, noted);
    note_unreadable(weight, size->unreadable_blocks);
    note_stray(weight, size->freed_pointers, size->stray_pointers);
    note_unknown(weight, size->unknown_pointers);
}
