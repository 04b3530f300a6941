/* SPDX-License-Identifier: MIT */
/* What a case asks and tells: the functions of tare.h but the loop. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tare.h>

#include "measure/hash.h"
#include "measure/state.h"

size_t tare_size(const struct tare *t)
{
    return (size_t)t->job->size;
}

int64_t tare_param(const struct tare *t)
{
    return t->job->param;
}

unsigned tare_threads(const struct tare *t)
{
    return t->job->thread_count;
}

unsigned tare_thread(const struct tare *t)
{
    return t->thread;
}

uint64_t tare_random(struct tare *t)
{
    return tare_hash_random(t->random);
}

void tare_items(struct tare *t, uint64_t n)
{
    if (t->thread == 0)
        t->report->items = (double)n;
}

void tare_elements(struct tare *t, uint64_t n)
{
    if (t->thread == 0)
        t->report->elements = (double)n;
}

void tare_bytes(struct tare *t, uint64_t n)
{
    if (t->thread == 0)
        t->report->bytes = (double)n;
}

void tare_check(struct tare *t, uint64_t value)
{
    struct tare_case_report *report = t->report;

    if (t->thread != 0)
        return;
    report->check = report->checked ? tare_hash_mix(report->check, value) : value;
    report->checked = true;
}

void tare_check_bytes(struct tare *t, const void *p, size_t n)
{
    tare_check(t, tare_hash_bytes(p, n));
}

void tare_counter(struct tare *t, const char *name, double value)
{
    struct tare_case_report *report = t->report;
    uint32_t i = 0;

    if (t->thread != 0)
        return;
    while (i < report->counter_count &&
           strncmp(report->counter[i].name, name, sizeof report->counter[i].name - 1) != 0)
        i++;
    if (i == TARE_WIRE_COUNTERS_MAX) {
        tare_fail(t, "counter '%s' is one too many: there may be %d", name, TARE_WIRE_COUNTERS_MAX);
        return;
    }
    if (i == report->counter_count)
        report->counter_count++;
    snprintf(report->counter[i].name, sizeof report->counter[i].name, "%s", name);
    report->counter[i].value = value;
}

static void end(struct tare *t, enum tare_end how, const char *format, va_list args)
{
    if (t->report->end != TARE_END_FINE)
        return;
    vsnprintf(t->report->reason, sizeof t->report->reason, format, args);
    t->report->end = how;
}

void tare_state_end(struct tare *t, enum tare_end how, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    end(t, how, format, args);
    va_end(args);
}

void tare_skip(struct tare *t, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    end(t, TARE_END_SKIPPED, format, args);
    va_end(args);
}

void tare_fail(struct tare *t, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    end(t, TARE_END_FAILED, format, args);
    va_end(args);
}

void *tare_shared(struct tare *t, size_t bytes)
{
    struct tare_team *team = t->team;
    unsigned index = t->shared_calls++;
    size_t rounded = (bytes + 63) / 64 * 64;
    void *memory = NULL;

    pthread_mutex_lock(&team->shared_lock);
    if (index >= TARE_SHARED_MAX) {
        tare_fail(t, "tare_shared was called more than %d times", TARE_SHARED_MAX);
    } else if (index < team->shared_count && team->shared[index].bytes != bytes) {
        tare_fail(t, "tare_shared of %zu bytes in thread %u, but of %zu in another", bytes,
                  t->thread, team->shared[index].bytes);
    } else if (index < team->shared_count) {
        memory = team->shared[index].memory;
    } else {
        memory = rounded >= bytes ? aligned_alloc(64, rounded ? rounded : 64) : NULL;
        if (memory) {
            memset(memory, 0, rounded);
            team->shared[team->shared_count++] = (struct tare_shared_block){memory, bytes};
        } else {
            tare_fail(t, "cannot allocate %zu bytes of shared memory", bytes);
        }
    }
    pthread_mutex_unlock(&team->shared_lock);
    return memory;
}
