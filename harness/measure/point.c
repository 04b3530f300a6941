/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE
#include "measure/point.h"

#include <link.h>
#include <stdio.h>

#include "measure/turn.h"

static int note_tls(struct dl_phdr_info *info, size_t bytes, void *context)
{
    struct tare_wire_storage *storage = context;

    if (bytes < offsetof(struct dl_phdr_info, dlpi_tls_data) + sizeof info->dlpi_tls_data ||
        !info->dlpi_tls_data || storage->tls_count == TARE_WIRE_TLS_MAX)
        return 0;
    for (unsigned i = 0; i < info->dlpi_phnum; i++)
        if (info->dlpi_phdr[i].p_type == PT_TLS)
            storage->tls[storage->tls_count++] = (struct tare_wire_tls){
                (uint64_t)(uintptr_t)info->dlpi_tls_data, info->dlpi_phdr[i].p_memsz};
    return 0;
}

/* Its frame lies below that of the caller, registers and all. */
static __attribute__((noinline)) void stop(struct tare_wire *wire, enum tare_mark mark)
{
    wire->storage.stack_address = (uint64_t)(uintptr_t)__builtin_frame_address(0);
    wire->storage.tls_count = 0;
    dl_iterate_phdr(note_tls, &wire->storage);
    tare_turn_hand_over(wire, mark);
}

void tare_point_stop(struct tare_wire *wire, enum tare_mark mark)
{
    __builtin_unwind_init(); /* spills what the case keeps in registers */
    stop(wire, mark);
    __asm__ volatile("" : : : "memory"); /* no tail call: the frame stays */
}

static bool is_weighed(const struct tare *t)
{
    return t->wire && t->thread == 0 && t->job->mode == TARE_MODE_WEIGH;
}

struct pointed {
    const char *expression;
    const void *address;
    size_t bytes;
};

static void point_at(struct tare *t, enum tare_mark mark, const struct pointed *at)
{
    if (!is_weighed(t))
        return;
    snprintf(t->wire->expression, sizeof t->wire->expression, "%s", at->expression);
    t->wire->weighed_address = (uint64_t)(uintptr_t)at->address;
    t->wire->weighed_bytes = at->bytes;
    tare_point_stop(t->wire, mark);
}

void tare_weigh_(struct tare *t, const char *expression, const void *type_carrier,
                 const void *address, size_t bytes, ptrdiff_t cut, size_t cut_bytes)
{
    if (is_weighed(t)) {
        t->wire->carrier_address = (uint64_t)(uintptr_t)type_carrier;
        t->wire->cut_offset = cut;
        t->wire->cut_bytes = cut_bytes;
    }
    point_at(t, TARE_MARK_WEIGH, &(struct pointed){expression, address, bytes});
}

void tare_region(struct tare *t, const void *p, size_t n)
{
    point_at(t, TARE_MARK_REGION, &(struct pointed){"", p, n});
}

void tare_refs_(struct tare *t, const char *expression, const void *p)
{
    point_at(t, TARE_MARK_REFS, &(struct pointed){expression, p, 0});
}
