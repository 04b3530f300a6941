/* SPDX-License-Identifier: MIT */
/*
 * libtare-sample.so: a timer that copies the registers and the top of the stack of the main thread
 * (wire.h). It takes no memory from the process's allocator and calls nothing but system calls;
 * with the timer stopped, nothing of it runs.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>
#include <ucontext.h>
#include <unistd.h>

#include "profile/wire.h"

#define LIBRARY_PREFIX "/proc/self/fd/"

#ifndef sigev_notify_thread_id
#define sigev_notify_thread_id _sigev_un._tid
#endif

extern void *__libc_stack_end; /* of the dynamic loader: where the main thread's stack begins */

static struct tare_sample_page *page;
static timer_t timer;
static pid_t owner; /* a forked child inherits the handler and no timer */

#if defined __x86_64__
/* By DWARF's numbers (System V ABI for AMD64, figure 3.36). */
static void take_registers(struct tare_sample_record *record, const ucontext_t *context)
{
    static const int order[16] = {REG_RAX, REG_RDX, REG_RCX, REG_RBX, REG_RSI, REG_RDI,
                                  REG_RBP, REG_RSP, REG_R8,  REG_R9,  REG_R10, REG_R11,
                                  REG_R12, REG_R13, REG_R14, REG_R15};

    for (int i = 0; i < 16; i++)
        record->reg[i] = (uint64_t)context->uc_mcontext.gregs[order[i]];
    record->pc = (uint64_t)context->uc_mcontext.gregs[REG_RIP];
    record->stack_address = record->reg[7];
}
#elif defined __aarch64__
static void take_registers(struct tare_sample_record *record, const ucontext_t *context)
{
    memcpy(record->reg, context->uc_mcontext.regs, 31 * sizeof *record->reg);
    record->reg[31] = context->uc_mcontext.sp;
    record->pc = context->uc_mcontext.pc;
    record->stack_address = context->uc_mcontext.sp;
}
#else
#error "no registers known for this architecture"
#endif

static void take_stack(struct tare_sample_record *record)
{
    uint64_t end = (uint64_t)(uintptr_t)__libc_stack_end;
    uint64_t bytes = record->stack_address < end ? end - record->stack_address : 0;

    if (bytes > TARE_SAMPLE_STACK_BYTES)
        bytes = TARE_SAMPLE_STACK_BYTES;
    record->stack_bytes = bytes;
    memcpy(record->stack, (const void *)(uintptr_t)record->stack_address, bytes);
}

static void take(const ucontext_t *context, unsigned overruns)
{
    uint64_t count = page->count;

    page->overruns += overruns;
    if (count == page->capacity) {
        page->lost++;
        return;
    }
    take_registers(&page->record[count], context);
    take_stack(&page->record[count]);
    page->count = count + 1;
}

static void set_timer(uint32_t on)
{
    struct timespec period = {.tv_sec = (time_t)(page->period_ns / 1000000000),
                              .tv_nsec = (long)(page->period_ns % 1000000000)};
    struct itimerspec setting = {0};

    if (on)
        setting = (struct itimerspec){.it_interval = period, .it_value = period};
    if (timer_settime(timer, 0, &setting, NULL) == 0)
        page->ticking = on;
}

static void on_signal(int number, siginfo_t *info, void *context)
{
    int error_number = errno;

    (void)number;
    if (getpid() != owner)
        return;
    /* One signal of a kind is pending at most: a tick may stand for the reader's. */
    if (page->wanted != page->ticking)
        set_timer(page->wanted);
    else if (info->si_code == SI_TIMER)
        take(context, info->si_overrun > 0 ? (unsigned)info->si_overrun : 0);
    errno = error_number;
}

static char **find_variable(const char *name)
{
    size_t length = strlen(name);

    for (char **at = environ; *at; at++)
        if (strncmp(*at, name, length) == 0 && (*at)[length] == '=')
            return at;
    return NULL;
}

static void remove_variable(char **at)
{
    do
        at[0] = at[1];
    while (*at++);
}

/* Takes our entry, the first, off LD_PRELOAD and closes its descriptor: what the case executes is
 * not sampled. */
static void hide(void)
{
    char **at = find_variable("LD_PRELOAD");
    char *value = at ? strchr(*at, '=') + 1 : NULL;
    size_t length;

    if (!value || strncmp(value, LIBRARY_PREFIX, strlen(LIBRARY_PREFIX)) != 0)
        return;
    close(atoi(value + strlen(LIBRARY_PREFIX)));
    length = strcspn(value, ": ");
    if (value[length])
        memmove(value, value + length + 1, strlen(value + length + 1) + 1);
    else
        remove_variable(at);
}

static int map_page(int fd)
{
    struct stat about;
    void *mapped;

    if (fstat(fd, &about) || (size_t)about.st_size < sizeof *page)
        return -1;
    mapped =
        mmap(NULL, (size_t)about.st_size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE, fd, 0);
    if (mapped == MAP_FAILED)
        return -1;
    page = mapped;
    return page->magic == TARE_SAMPLE_MAGIC && page->version == TARE_SAMPLE_VERSION &&
                   page->record_bytes == sizeof *page->record
               ? 0
               : -1;
}

static int make_timer(void)
{
    struct sigaction action = {.sa_sigaction = on_signal, .sa_flags = SA_SIGINFO | SA_RESTART};
    struct sigevent event = {.sigev_notify = SIGEV_THREAD_ID, .sigev_signo = TARE_SAMPLE_SIGNAL};

    event.sigev_notify_thread_id = (pid_t)syscall(SYS_gettid);
    owner = getpid();
    return timer_create(CLOCK_MONOTONIC, &event, &timer) ||
                   sigaction(TARE_SAMPLE_SIGNAL, &action, NULL)
               ? -1
               : 0;
}

__attribute__((constructor)) static void attach(void)
{
    char **variable = find_variable(TARE_SAMPLE_FD_VARIABLE);
    int fd;

    if (!variable)
        return;
    fd = atoi(strchr(*variable, '=') + 1);
    remove_variable(variable);
    hide();
    if (map_page(fd) == 0 && make_timer() == 0)
        page->attached = 1;
    close(fd);
}
