/* SPDX-License-Identifier: MIT */
/*
 * Frames are found by the unwind tables, as for a C++ exception: libc, libstdc++ and what
 * distributions ship have no frame pointers, but do have tables. Exact for any library, where
 * standing before strdup(), operator new and so on would be for those alone; and paid for only
 * where the call comes from outside of the executable: half a microsecond a block (`make walk`),
 * against 0.75 us that the walk then takes for it. The unwinder is linked in (libgcc_eh), so that
 * nothing is loaded; it neither allocates nor locks with glibc 2.35 and later (_dl_find_object),
 * and where it does, `inside` keeps that off the books.
 */
#include "heap/preload_site.h"

#include "heap/preload_attach.h"
#include "heap/preload_chain.h"

#include <elf.h>
#include <link.h>
#include <sys/auxv.h>
#include <unwind.h>

/* A library that calls deeper than this before it allocates is not looked through. */
#define FRAMES_MAX 64

static struct {
    uint64_t begin;
    uint64_t end; /* 0: not known, no call is looked for */
} code;

/* From the first executable segment to the end of the last, where the program headers tell. */
void tare_preload_site_start(void)
{
    const ElfW(Phdr) *headers = (const ElfW(Phdr) *)getauxval(AT_PHDR);
    size_t count = getauxval(AT_PHNUM);
    uint64_t bias = 0;

    for (size_t i = 0; headers && i < count; i++)
        if (headers[i].p_type == PT_PHDR)
            bias = (uint64_t)(uintptr_t)headers - headers[i].p_vaddr;
    for (size_t i = 0; headers && i < count; i++) {
        if (headers[i].p_type != PT_LOAD || !(headers[i].p_flags & PF_X))
            continue;
        if (code.end == 0)
            code.begin = bias + headers[i].p_vaddr;
        code.end = bias + headers[i].p_vaddr + headers[i].p_memsz;
    }
}

static bool is_own(uint64_t address)
{
    return address - code.begin < code.end - code.begin;
}

struct search {
    uint64_t found; /* 0: nothing yet */
    unsigned frame_count;
};

static _Unwind_Reason_Code look_at(struct _Unwind_Context *context, void *argument)
{
    struct search *search = argument;
    uint64_t address = _Unwind_GetIP(context);

    if (is_own(address)) {
        search->found = address;
        return _URC_NORMAL_STOP;
    }
    return ++search->frame_count < FRAMES_MAX ? _URC_NO_REASON : _URC_NORMAL_STOP;
}

uint64_t tare_preload_site(uint64_t site)
{
    struct search search = {0};

    if (tare_preload_chains_on())
        return tare_preload_chain(is_own);
    if (code.end == 0 || is_own(site))
        return site;
    tare_preload_inside++;
    _Unwind_Backtrace(look_at, &search);
    tare_preload_inside--;
    return search.found ? search.found : site;
}
