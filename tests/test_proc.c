/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>

#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/buf.h"
#include "sys/proc.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
/* A hang is told after this long; nothing waits for it to pass. */
#define LIMIT_NS 20e9
#define LIMIT_MS 20000

/* `/bin/sh -c script`; the test fails where it does not start. */
static struct tare_proc start_with(const char *script, struct tare_proc_params params)
{
    char *arguments[] = {(char *)(uintptr_t) "sh", (char *)(uintptr_t) "-c",
                         (char *)(uintptr_t)script, NULL};
    struct tare_proc proc;
    struct tare_err err = {0};

    params.path = "/bin/sh";
    params.arguments = arguments;
    params.environment = environ;
    cr_assert_eq(tare_proc_start(&proc, &params, &err), 0, "%s", err.text);
    return proc;
}

static struct tare_proc start(const char *script)
{
    return start_with(script, (struct tare_proc_params){.cpu = -1});
}

/* What it wrote until its end; the caller frees. */
static char *output(struct tare_proc *proc)
{
    struct tare_buf text = TARE_BUF_INIT;

    cr_assert(tare_proc_wait(proc, LIMIT_NS), "it does not end");
    tare_proc_output(proc, &text);
    return tare_buf_steal(&text);
}

static void expect_output(const char *script, struct tare_proc_params params, const char *expected)
{
    struct tare_proc proc = start_with(script, params);
    char *text = output(&proc);

    cr_expect_str_eq(text, expected, "%s: '%s' instead of '%s'", script, text, expected);
    free(text);
    tare_proc_free(&proc);
}

/* The first `bytes` bytes of what `seq 1 1000000` prints; the caller frees. */
static char *numbers(size_t bytes)
{
    struct tare_buf text = TARE_BUF_INIT;

    for (int i = 1; text.length < bytes; i++)
        tare_buf_printf(&text, "%d\n", i);
    text.text[bytes] = '\0';
    return tare_buf_steal(&text);
}

/* The first and the last 64 KiB of them, and a line between for what is left out. */
static char *kept(const char *all, size_t bytes)
{
    struct tare_buf text = TARE_BUF_INIT;
    size_t keep = TARE_PROC_KEEP_BYTES;
    size_t first = bytes < keep ? bytes : keep;
    size_t last = bytes - first < keep ? bytes - first : keep;

    tare_buf_add(&text, all, first);
    if (first + last < bytes)
        tare_buf_printf(&text, "\n[... %zu bytes left out ...]\n", bytes - first - last);
    tare_buf_add(&text, all + bytes - last, last);
    return tare_buf_steal(&text);
}

Test(proc, the_first_and_the_last_64_kib_of_output_are_kept, .timeout = 60)
{
    static const size_t sizes[] = {
        0, 1, 65535, 65536, 65537, 131071, 131072, 131073, 196607, 196608, 196609, 300000, 5000001,
    };

    for (size_t i = 0; i < COUNT(sizes); i++) {
        char script[64];
        char *all = numbers(sizes[i]);
        char *expected = kept(all, sizes[i]);
        struct tare_proc proc;
        char *text;

        snprintf(script, sizeof script, "seq 1 1000000 | head -c %zu", sizes[i]);
        proc = start(script);
        text = output(&proc);
        cr_expect_eq(proc.output_bytes, sizes[i], "%zu bytes: %llu counted", sizes[i],
                     (unsigned long long)proc.output_bytes);
        cr_expect_eq(strlen(text), strlen(expected), "%zu bytes: %zu kept", sizes[i], strlen(text));
        cr_expect(strcmp(text, expected) == 0, "%zu bytes: not those kept that should be",
                  sizes[i]);
        tare_proc_free(&proc);
        free(text);
        free(expected);
        free(all);
    }
}

Test(proc, stdout_and_stderr_are_kept_in_order, .timeout = 60)
{
    expect_output("printf one; printf ' two' >&2; printf ' three'",
                  (struct tare_proc_params){.cpu = -1}, "one two three");
}

Test(proc, stdin_is_empty, .timeout = 60)
{
    expect_output("cat; readlink /proc/$$/fd/0", (struct tare_proc_params){.cpu = -1},
                  "/dev/null\n");
}

/* Descriptors of the numbers that we inherited ourselves, as a program without O_CLOEXEC has it. */
enum { STRAY_FD = 177, KEPT_FD = 178 };

Test(proc, only_the_kept_descriptors_are_inherited, .timeout = 60)
{
    static const int fds[] = {-1, KEPT_FD};
    int memory = memfd_create("kept", MFD_CLOEXEC);
    char text[16] = "";

    cr_assert(dup2(memory, STRAY_FD) == STRAY_FD && dup2(memory, KEPT_FD) == KEPT_FD,
              "no descriptors");
    fcntl(KEPT_FD, F_SETFD, FD_CLOEXEC);
    expect_output("for fd in 177 178; do [ -e /proc/$$/fd/$fd ] && echo $fd; done\n"
                  "printf hello >/proc/$$/fd/178",
                  (struct tare_proc_params){.kept_fds = fds, .kept_count = COUNT(fds), .cpu = -1},
                  "178\n");
    cr_expect_eq(pread(memory, text, sizeof text, 0), 5, "nothing came through the kept one");
    cr_expect_str_eq(text, "hello", "'%s'", text);
    close(memory);
    close(STRAY_FD);
    close(KEPT_FD);
}

Test(proc, it_leads_a_group_and_blocks_no_signal, .timeout = 60)
{
    sigset_t blocked;
    sigset_t before;

    sigemptyset(&blocked);
    sigaddset(&blocked, SIGUSR1);
    sigaddset(&blocked, SIGTERM);
    sigprocmask(SIG_BLOCK, &blocked, &before);
    expect_output("read -r pid name state parent group rest </proc/$$/stat\n"
                  "[ $group = $$ ] && echo leads\n"
                  "exec sed -n 's/^SigBlk:[[:blank:]]*//p' /proc/self/status",
                  (struct tare_proc_params){.cpu = -1}, "leads\n0000000000000000\n");
    sigprocmask(SIG_SETMASK, &before, NULL);
}

Test(proc, it_stays_on_its_cpu, .timeout = 60)
{
    char expected[32];
    cpu_set_t allowed;
    int cpu = CPU_SETSIZE - 1;

    cr_assert_eq(sched_getaffinity(0, sizeof allowed, &allowed), 0, "no affinity");
    while (!CPU_ISSET((size_t)cpu, &allowed))
        cpu--;
    snprintf(expected, sizeof expected, "%d\n", cpu);
    expect_output("sed -n 's/^Cpus_allowed_list:[[:blank:]]*//p' /proc/$$/status",
                  (struct tare_proc_params){.cpu = cpu}, expected);
}

Test(proc, how_it_ended_is_described, .timeout = 60)
{
    static const struct {
        const char *script;
        const char *how;
    } ends[] = {
        {"exit 0", "exit status 0"},  {"exit 3", "exit status 3"},  {"exit 255", "exit status 255"},
        {"kill -SEGV $$", "SIGSEGV"}, {"kill -KILL $$", "SIGKILL"}, {"kill -ABRT $$", "SIGABRT"},
        {"kill -40 $$", "signal 40"},
    };

    for (size_t i = 0; i < COUNT(ends); i++) {
        struct tare_proc proc = start(ends[i].script);
        struct tare_buf how = TARE_BUF_INIT;

        cr_assert(tare_proc_wait(&proc, LIMIT_NS), "'%s' does not end", ends[i].script);
        tare_proc_describe(&proc, &how);
        cr_expect_str_eq(how.text, ends[i].how, "'%s': '%s'", ends[i].script, how.text);
        tare_buf_free(&how);
        tare_proc_free(&proc);
    }
}

Test(proc, waiting_has_a_limit, .timeout = 60)
{
    struct tare_proc proc = start("exec sleep 1000");

    cr_expect(!tare_proc_wait(&proc, 0), "it has ended");
    cr_expect(!tare_proc_ended(&proc), "it has ended");
    cr_expect(kill(proc.pid, 0) == 0, "it does not run");
    tare_proc_kill(&proc);
    cr_expect(proc.ended && WIFSIGNALED(proc.status) && WTERMSIG(proc.status) == SIGKILL,
              "it was not killed: status %d", proc.status);
    cr_expect(tare_proc_ended(&proc), "it has not ended");
    tare_proc_kill(&proc);
    tare_proc_free(&proc);
    cr_expect(proc.pid == 0 && proc.output_fd == -1, "something is left");
    tare_proc_free(&proc);
}

/* All that could write to its output are gone; else this hangs until the limit. */
static bool is_hung_up(const struct tare_proc *proc)
{
    struct pollfd end = {.fd = proc->output_fd};

    return poll(&end, 1, LIMIT_MS) == 1 && (end.revents & POLLHUP);
}

/* Waits until its output begins. */
static void await_output(struct tare_proc *proc)
{
    struct pollfd begin = {.fd = proc->output_fd, .events = POLLIN};

    cr_assert_eq(poll(&begin, 1, LIMIT_MS), 1, "it writes nothing");
}

Test(proc, killing_takes_what_it_started, .timeout = 60)
{
    struct tare_proc proc =
        start("trap '' TERM HUP INT\n"
              "sh -c 'sh -c \"trap : TERM; echo up; sleep 1000\" & wait' & wait");

    await_output(&proc);
    tare_proc_kill(&proc);
    cr_expect(is_hung_up(&proc), "a grandchild lives");
    tare_proc_free(&proc);
}

Test(proc, what_it_left_behind_ends_with_it, .timeout = 60)
{
    struct tare_proc proc = start("sleep 1000 & sleep 1000 & exit 7");

    cr_assert(tare_proc_wait(&proc, LIMIT_NS), "it does not end");
    cr_expect_eq(WEXITSTATUS(proc.status), 7, "status %d", proc.status);
    cr_expect(is_hung_up(&proc), "what it left behind lives");
    tare_proc_free(&proc);
}

Test(proc, freeing_kills, .timeout = 60)
{
    struct tare_proc proc = start("exec sleep 1000");
    pid_t pid = proc.pid;

    tare_proc_free(&proc);
    cr_expect(kill(pid, 0) != 0, "it lives");
}

Test(proc, what_cannot_be_started_is_named, .timeout = 60)
{
    static const int closed[] = {1999};
    static const struct {
        struct tare_proc_params params;
        const char *text;
    } programs[] = {
        {{.path = "/nonexistent/program", .cpu = -1},
         "cannot start '/nonexistent/program': No such file or directory"},
        {{.path = "/etc/passwd", .cpu = -1}, "cannot start '/etc/passwd': Permission denied"},
        {{.path = "/bin", .cpu = -1}, "cannot start '/bin': Permission denied"},
        {{.path = "/bin/sh", .cpu = CPU_SETSIZE - 1}, "cannot start '/bin/sh': Invalid argument"},
        {{.path = "/bin/sh", .cpu = -1, .kept_fds = closed, .kept_count = 1},
         "cannot start '/bin/sh': Bad file descriptor"},
    };
    char *arguments[] = {(char *)(uintptr_t) "x", NULL};

    for (size_t i = 0; i < COUNT(programs); i++) {
        struct tare_proc_params params = programs[i].params;
        struct tare_proc proc;
        struct tare_err err = {0};

        params.arguments = arguments;
        params.environment = environ;
        cr_expect_eq(tare_proc_start(&proc, &params, &err), -1, "%s: it started", params.path);
        cr_expect_eq(err.code, TARE_ERR_SYSTEM, "%s: code %d", params.path, (int)err.code);
        cr_expect_str_eq(err.text, programs[i].text, "'%s'", err.text);
        cr_expect(proc.pid == 0 && proc.output_fd == -1, "%s: something is left", params.path);
        tare_proc_free(&proc);
    }
}
