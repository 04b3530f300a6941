/* SPDX-License-Identifier: MIT */
#include "conduct/child.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "sys/futex.h"

/* A child that is asleep or hung is looked at this often. */
#define LOOK_NS 20000000

static volatile sig_atomic_t interrupted;

static void on_interrupt(int signal_number)
{
    (void)signal_number;
    interrupted = 1;
}

static void on_child(int signal_number)
{
    (void)signal_number;
}

/* What was ignored (nohup, a shell's trap) stays ignored. */
static void catch_one(int number, const struct sigaction *action, struct sigaction *before)
{
    sigaction(number, action, before);
    if (before->sa_handler == SIG_IGN && number != SIGCHLD)
        sigaction(number, before, NULL);
}

void tare_child_catch_signals(bool on)
{
    static const int numbers[] = {SIGINT, SIGTERM, SIGHUP, SIGCHLD};
    static struct sigaction before[4];

    for (size_t i = 0; i < 4; i++) {
        struct sigaction action = {.sa_handler = numbers[i] == SIGCHLD ? on_child : on_interrupt};

        if (on)
            catch_one(numbers[i], &action, &before[i]);
        else
            sigaction(numbers[i], &before[i], NULL);
    }
}

bool tare_child_interrupted(void)
{
    return interrupted;
}

enum tare_mark tare_child_mark(const struct tare_child *child)
{
    return child->wire->mark;
}

/* It ended although it should have come back. */
static void lost(struct tare_child *child)
{
    struct tare_buf how = TARE_BUF_INIT;

    child->alive = false;
    tare_proc_describe(&child->proc, &how);
    if (WIFSIGNALED(child->proc.status))
        tare_fate_set(&child->fate, TARE_FATE_CRASHED, "%s", how.text);
    else if (!child->wire->child_version)
        tare_fate_set(&child->fate, TARE_FATE_EXITED,
                      "%s before it came to tare's main (is there another one?)", how.text);
    else
        tare_fate_set(&child->fate, TARE_FATE_EXITED, "%s before the case returned", how.text);
    tare_buf_free(&how);
}

/* Ends the child for what it did. */
static bool put_down(struct tare_child *child, const char *status, const char *reason)
{
    tare_fate_set(&child->fate, status, "%s", reason);
    tare_proc_kill(&child->proc);
    child->alive = false;
    return false;
}

/* Looks after a child that did not hand back in time. Returns false where it never will. */
static bool look_after(struct tare_child *child, double since_ns)
{
    tare_proc_drain(&child->proc);
    if (atomic_load(&child->wire->turn) == TARE_TURN_CONDUCTOR)
        return true;
    if (tare_proc_ended(&child->proc)) {
        if (atomic_load(&child->wire->turn) == TARE_TURN_CONDUCTOR)
            return true;
        lost(child);
        return false;
    }
    if (interrupted)
        return put_down(child, TARE_FATE_INTERRUPTED, "stopped by a signal");
    if (child->used_ns + tare_clock_now_ns() - since_ns > child->limit_ns)
        return put_down(child, TARE_FATE_TIMEOUT, child->limit_text);
    return true;
}

/* Sleeps until the turn has come back. */
static bool await(struct tare_child *child)
{
    const struct timespec look = {0, LOOK_NS};
    double since_ns = tare_clock_now_ns();
    uint32_t turn;

    while ((turn = atomic_load(&child->wire->turn)) != TARE_TURN_CONDUCTOR) {
        if (turn != TARE_TURN_CHILD)
            return put_down(child, TARE_FATE_FAILED,
                            "wrote junk into the page that it shares with the conductor");
        if (tare_futex_wait(&child->wire->turn, TARE_TURN_CHILD, &look) &&
            !look_after(child, since_ns))
            return false;
    }
    child->used_ns += tare_clock_now_ns() - since_ns;
    if (interrupted)
        return put_down(child, TARE_FATE_INTERRUPTED, "stopped by a signal");
    if (child->used_ns > child->limit_ns)
        return put_down(child, TARE_FATE_TIMEOUT, child->limit_text);
    return true;
}

static bool came_back(struct tare_child *child)
{
    if (!await(child))
        return false;
    if (child->wire->mark == TARE_MARK_LEFT && child->mode == TARE_MODE_TIME) {
        tare_child_end(child);
        return false;
    }
    return true;
}

bool tare_child_turn(struct tare_child *child, const struct tare_turn_order *order)
{
    if (!child->alive)
        return false;
    child->wire->order = *order;
    atomic_store(&child->wire->turn, TARE_TURN_CHILD);
    tare_futex_wake(&child->wire->turn);
    return came_back(child);
}

/* What the case said of itself, its text made sure to end. */
static void take_report(struct tare_child *child)
{
    struct tare_case_report *report = &child->wire->report;

    report->reason[sizeof report->reason - 1] = '\0';
    if (report->end == TARE_END_SKIPPED)
        tare_fate_set(&child->fate, TARE_FATE_SKIPPED, "%s", report->reason);
    else if (report->end != TARE_END_FINE)
        tare_fate_set(&child->fate, TARE_FATE_FAILED, "%s", report->reason);
    else if (!report->looped)
        tare_fate_set(&child->fate, TARE_FATE_NO_LOOP, "the case returned without a tare_loop");
}

void tare_child_end(struct tare_child *child)
{
    double since_ns = tare_clock_now_ns();

    child->alive = false;
    if (child->mode == TARE_MODE_WEIGH) {
        atomic_store(&child->wire->turn, TARE_TURN_CHILD);
        tare_futex_wake(&child->wire->turn);
    }
    while (!tare_proc_wait(&child->proc, LOOK_NS * 5)) {
        if (!interrupted && child->used_ns + tare_clock_now_ns() - since_ns <= child->limit_ns)
            continue;
        tare_fate_set(&child->fate, interrupted ? TARE_FATE_INTERRUPTED : TARE_FATE_TIMEOUT,
                      "did not exit after the case returned");
        tare_proc_kill(&child->proc);
    }
    if (WIFSIGNALED(child->proc.status)) {
        struct tare_buf how = TARE_BUF_INIT;

        tare_proc_describe(&child->proc, &how);
        tare_fate_set(&child->fate, TARE_FATE_CRASHED, "%s after the case returned", how.text);
        tare_buf_free(&how);
    } else if (WEXITSTATUS(child->proc.status)) {
        tare_fate_set(&child->fate, TARE_FATE_EXITED, "exit status %d after the case returned",
                      WEXITSTATUS(child->proc.status));
    }
    take_report(child);
}

/* The page, as the child is to find it. */
static int make_wire(struct tare_child *child, const struct tare_job *job, struct tare_err *err)
{
    child->wire_fd = memfd_create("tare-wire", MFD_CLOEXEC);
    if (child->wire_fd < 0 || ftruncate(child->wire_fd, sizeof *child->wire))
        return tare_err_errno(err, "cannot make the page that is shared with a child");
    child->wire = mmap(NULL, sizeof *child->wire, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE,
                       child->wire_fd, 0);
    if (child->wire == MAP_FAILED) {
        child->wire = NULL;
        return tare_err_errno(err, "cannot map the page that is shared with a child");
    }
    child->wire->magic = TARE_WIRE_MAGIC;
    child->wire->version = TARE_WIRE_VERSION;
    child->wire->bytes = sizeof *child->wire;
    child->wire->job = *job;
    atomic_store(&child->wire->turn, TARE_TURN_CHILD);
    return 0;
}

/* "TARE_PADDING=xxxx": moves the stack by its length (Mytkowicz et al. 2009). */
static char **make_environment(const struct tare_child_params *params)
{
    char padding[16 + 4096];
    char *more[8] = {padding};
    size_t length = params->padding_bytes < 4096 ? params->padding_bytes : 4095;
    size_t count = 1;

    memcpy(padding, "TARE_PADDING=", 13);
    memset(padding + 13, 'x', length);
    padding[13 + length] = '\0';
    for (size_t i = 0; params->more_variables && params->more_variables[i] && count < 7; i++)
        more[count++] = params->more_variables[i];
    return tare_plan_environment(params->build, more);
}

static int launch(struct tare_child *child, const struct tare_child_params *params,
                  struct tare_err *err)
{
    char **environment = make_environment(params);
    char wire_number[16];
    char cold_number[16];
    const char *path = params->path ? params->path : params->build->path;
    char *arguments[] = {(char *)(uintptr_t)path, (char *)(uintptr_t)TARE_WIRE_ARGUMENT,
                         wire_number, params->cold_fd >= 0 ? cold_number : NULL, NULL};
    int kept[8] = {child->wire_fd, params->cold_fd};
    size_t count = 2;
    int result;

    if (!environment)
        return tare_err_memory(err);
    snprintf(wire_number, sizeof wire_number, "%d", child->wire_fd);
    snprintf(cold_number, sizeof cold_number, "%d", params->cold_fd);
    for (size_t i = 0; i < params->more_fd_count && count < 8; i++)
        kept[count++] = params->more_fds[i];
    result = tare_proc_start(&child->proc,
                             &(struct tare_proc_params){.path = path,
                                                        .arguments = arguments,
                                                        .environment = environment,
                                                        .kept_fds = kept,
                                                        .kept_count = count,
                                                        .cpu = params->cpu},
                             err);
    tare_plan_environment_free(environment);
    return result;
}

/* What else is preloaded: by the build, else by the environment that tare has. */
static const char *find_preloaded(const struct tare_plan_build *build)
{
    const char *preloaded = getenv("LD_PRELOAD");

    for (char **v = build->variables; v && *v; v++)
        if (strncmp(*v, "LD_PRELOAD=", 11) == 0)
            preloaded = *v + 11;
    return preloaded ? preloaded : "";
}

void tare_child_preload(struct tare_buf *variable, const struct tare_plan_build *build, int library)
{
    const char *preloaded = find_preloaded(build);

    /* A number stands for the path, which might hold a space or a colon; ours goes first. */
    tare_buf_printf(variable, "LD_PRELOAD=/proc/self/fd/%d%s%s", library, *preloaded ? ":" : "",
                    preloaded);
}

int tare_child_start(struct tare_child *child, const struct tare_child_params *params,
                     struct tare_err *err)
{
    *child =
        (struct tare_child){.wire_fd = -1, .mode = params->job->mode, .limit_ns = params->limit_ns};
    snprintf(child->limit_text, sizeof child->limit_text, "over its limit of %g s",
             params->limit_ns / 1e9);
    child->proc = (struct tare_proc){.output_fd = -1, .head = TARE_BUF_INIT};
    if (make_wire(child, params->job, err) || launch(child, params, err)) {
        tare_child_free(child);
        return -1;
    }
    close(child->wire_fd);
    child->wire_fd = -1;
    child->alive = true;
    came_back(child);
    return 0;
}

void tare_child_free(struct tare_child *child)
{
    tare_proc_free(&child->proc);
    if (child->wire)
        munmap(child->wire, sizeof *child->wire);
    if (child->wire_fd >= 0)
        close(child->wire_fd);
    child->wire = NULL;
    child->wire_fd = -1;
    child->alive = false;
}
