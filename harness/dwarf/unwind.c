/* SPDX-License-Identifier: MIT */
#include "dwarf/unwind.h"

#include <elfutils/libdwfl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

struct tare_dwarf_unwinder {
    Dwfl *dwfl;
    pid_t pid;
    const struct tare_dwarf_stack *stack; /* at hand */
    uint64_t *addresses;
    size_t room;
    size_t count;
};

static pid_t next_thread(Dwfl *dwfl, void *context, void **thread)
{
    struct tare_dwarf_unwinder *unwinder = context;

    (void)dwfl;
    if (*thread)
        return 0;
    *thread = unwinder;
    return unwinder->pid;
}

static bool get_thread(Dwfl *dwfl, pid_t id, void *context, void **thread)
{
    (void)dwfl;
    (void)id;
    *thread = context;
    return true;
}

/* The stack as it was; nothing else has to be read to unwind. */
static bool read_memory(Dwfl *dwfl, Dwarf_Addr address, Dwarf_Word *word, void *context)
{
    const struct tare_dwarf_stack *stack = ((struct tare_dwarf_unwinder *)context)->stack;
    uint64_t offset = address - stack->address;

    (void)dwfl;
    if (address < stack->address || offset > stack->byte_count ||
        stack->byte_count - offset < sizeof *word)
        return false;
    memcpy(word, stack->bytes + offset, sizeof *word);
    return true;
}

static bool set_registers(Dwfl_Thread *thread, void *context)
{
    const struct tare_dwarf_stack *stack = ((struct tare_dwarf_unwinder *)context)->stack;
    Dwarf_Word reg[32];

    memcpy(reg, stack->reg, sizeof reg);
#if defined __x86_64__
    reg[16] = stack->pc; /* the return address column */
    return dwfl_thread_state_registers(thread, 0, 17, reg);
#else
    dwfl_thread_state_register_pc(thread, stack->pc);
    return dwfl_thread_state_registers(thread, 0, 32, reg);
#endif
}

static const Dwfl_Thread_Callbacks thread_callbacks = {.next_thread = next_thread,
                                                       .get_thread = get_thread,
                                                       .memory_read = read_memory,
                                                       .set_initial_registers = set_registers};

static int open_dwfl(struct tare_dwarf_unwinder *unwinder, struct tare_err *err)
{
    static const Dwfl_Callbacks callbacks = {.find_elf = dwfl_linux_proc_find_elf,
                                             .find_debuginfo = dwfl_standard_find_debuginfo};

    unwinder->dwfl = dwfl_begin(&callbacks);
    if (unwinder->dwfl && dwfl_linux_proc_report(unwinder->dwfl, unwinder->pid) == 0 &&
        dwfl_report_end(unwinder->dwfl, NULL, NULL) == 0 &&
        dwfl_attach_state(unwinder->dwfl, NULL, unwinder->pid, &thread_callbacks, unwinder))
        return 0;
    return tare_err_set(err, TARE_ERR_SYSTEM, "cannot tell the calls of process %d: %s",
                        (int)unwinder->pid, dwfl_errmsg(-1));
}

struct tare_dwarf_unwinder *tare_dwarf_unwinder_open(pid_t pid, struct tare_err *err)
{
    struct tare_dwarf_unwinder *unwinder = calloc(1, sizeof *unwinder);

    if (!unwinder) {
        tare_err_memory(err);
        return NULL;
    }
    unwinder->pid = pid;
    if (open_dwfl(unwinder, err) == 0)
        return unwinder;
    tare_dwarf_unwinder_close(unwinder);
    return NULL;
}

void tare_dwarf_unwinder_close(struct tare_dwarf_unwinder *unwinder)
{
    if (unwinder && unwinder->dwfl)
        dwfl_end(unwinder->dwfl);
    free(unwinder);
}

static int take_frame(Dwfl_Frame *frame, void *context)
{
    struct tare_dwarf_unwinder *unwinder = context;
    bool is_activation = false;
    Dwarf_Addr pc;

    if (unwinder->count == unwinder->room || !dwfl_frame_pc(frame, &pc, &is_activation))
        return DWARF_CB_ABORT;
    unwinder->addresses[unwinder->count++] = is_activation ? pc : pc - 1;
    return DWARF_CB_OK;
}

size_t tare_dwarf_unwind(struct tare_dwarf_unwinder *unwinder, const struct tare_dwarf_stack *stack,
                         uint64_t *addresses, size_t room)
{
    unwinder->stack = stack;
    unwinder->addresses = addresses;
    unwinder->room = room;
    unwinder->count = 0;
    /* It fails at the end of the stack or of what is known: what was found until then holds. */
    dwfl_getthread_frames(unwinder->dwfl, unwinder->pid, take_frame, unwinder);
    return unwinder->count;
}
