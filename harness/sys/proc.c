/* SPDX-License-Identifier: MIT */
#include "sys/proc.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "sys/clock.h"

/* What the new process is told; it stands in our memory until it has become the program. */
struct launch {
    const struct tare_proc_params *params;
    int fds[3];
    pid_t parent;
    int error; /* errno of what went wrong before exec; 0 */
};

/* These two are left by exec and not by a return, on a stack that is used again: what a sanitizer
 * marks of it would stay marked. */
#define NOT_SANITIZED __attribute__((no_sanitize_address))

/* Only system calls, since the memory is ours. Returns on failure, with errno. */
NOT_SANITIZED static void become(const struct launch *launch)
{
    const struct tare_proc_params *params = launch->params;
    cpu_set_t cpus;
    sigset_t none;

    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    setpgid(0, 0);
    if (prctl(PR_SET_PDEATHSIG, SIGKILL) || getppid() != launch->parent)
        return;
    for (int i = 0; i < 3; i++)
        if (dup2(launch->fds[i], i) < 0)
            return;
    /* What we inherited ourselves (make's job server, a CI's pipes) is not for a case to write to.
     */
    close_range(3, ~0U, CLOSE_RANGE_CLOEXEC);
    for (size_t i = 0; i < params->kept_count; i++)
        if (params->kept_fds[i] >= 0 && fcntl(params->kept_fds[i], F_SETFD, 0))
            return;
    if (params->cpu >= 0) {
        CPU_ZERO(&cpus);
        CPU_SET((size_t)params->cpu, &cpus);
        if (sched_setaffinity(0, sizeof cpus, &cpus))
            return;
    }
    execve(params->path, params->arguments, params->environment);
}

NOT_SANITIZED static int child_main(void *argument)
{
    struct launch *launch = argument;

    become(launch);
    launch->error = errno;
    _exit(127);
}

/* As posix_spawn(3) does it, which knows no PR_SET_PDEATHSIG: shares our memory on a stack of its
 * own while we wait for its exec, so that starting costs no copy of page tables. */
static pid_t start(struct launch *launch)
{
    static char stack[65536] __attribute__((aligned(64)));
    pid_t pid = clone(child_main, stack + sizeof stack, CLONE_VM | CLONE_VFORK | SIGCHLD, launch);

    if (pid < 0)
        launch->error = errno;
    else if (launch->error)
        waitpid(pid, NULL, 0);
    return launch->error ? -1 : pid;
}

int tare_proc_start(struct tare_proc *proc, const struct tare_proc_params *params,
                    struct tare_err *err)
{
    int ends[2] = {-1, -1};
    int null = open("/dev/null", O_RDONLY | O_CLOEXEC);
    struct launch launch = {.params = params, .parent = getpid()};

    *proc = (struct tare_proc){.output_fd = -1, .head = TARE_BUF_INIT};
    if (null < 0 || pipe2(ends, O_CLOEXEC)) {
        tare_err_errno(err, "cannot start '%s'", params->path);
        goto out;
    }
    fcntl(ends[0], F_SETFL, O_NONBLOCK);
    fcntl(ends[1], F_SETPIPE_SZ, 4 * TARE_PROC_KEEP_BYTES);
    launch.fds[0] = null;
    launch.fds[1] = ends[1];
    launch.fds[2] = ends[1];
    proc->pid = start(&launch);
    if (proc->pid < 0) {
        errno = launch.error;
        tare_err_errno(err, "cannot start '%s'", params->path);
        proc->pid = 0;
        close(ends[0]);
    } else {
        proc->output_fd = ends[0];
    }
out:
    if (ends[1] >= 0)
        close(ends[1]);
    if (null >= 0)
        close(null);
    return proc->pid ? 0 : -1;
}

/* Keeps `length` bytes of output: the head while there is room, then the ring. */
static void keep(struct tare_proc *proc, const char *bytes, size_t length)
{
    size_t room = TARE_PROC_KEEP_BYTES - proc->head.length;
    size_t first = length < room ? length : room;

    tare_buf_add(&proc->head, bytes, first);
    if (first < length && !proc->tail)
        proc->tail = malloc(TARE_PROC_KEEP_BYTES);
    for (size_t i = first; proc->tail && i < length; i++)
        proc->tail[(proc->output_bytes + i - TARE_PROC_KEEP_BYTES) % TARE_PROC_KEEP_BYTES] =
            bytes[i];
    proc->output_bytes += length;
}

void tare_proc_drain(struct tare_proc *proc)
{
    static char bytes[TARE_PROC_KEEP_BYTES];
    ssize_t got;

    if (proc->output_fd < 0)
        return;
    for (int i = 0; i < 64 && (got = read(proc->output_fd, bytes, sizeof bytes)) > 0; i++)
        keep(proc, bytes, (size_t)got);
}

/* While it is not reaped its number is taken, so that the group is surely its own. */
bool tare_proc_ended(struct tare_proc *proc)
{
    siginfo_t about = {0};

    if (proc->ended || !proc->pid)
        return proc->ended;
    if (waitid(P_PID, (id_t)proc->pid, &about, WEXITED | WNOHANG | WNOWAIT) || !about.si_pid)
        return false;
    kill(-proc->pid, SIGKILL);
    proc->ended = waitpid(proc->pid, &proc->status, WNOHANG) == proc->pid;
    tare_proc_drain(proc);
    return proc->ended;
}

bool tare_proc_wait(struct tare_proc *proc, double limit_ns)
{
    double end_ns = tare_clock_now_ns() + limit_ns;
    int pid_fd = (int)syscall(SYS_pidfd_open, proc->pid, 0);
    /* Without pidfd_open (Linux before 5.3) a look every millisecond has to do. */
    int step_ms = pid_fd < 0 ? 1 : 50;
    struct pollfd fds[2] = {{.fd = proc->output_fd, .events = POLLIN},
                            {.fd = pid_fd, .events = POLLIN}};

    while (!tare_proc_ended(proc) && tare_clock_now_ns() < end_ns) {
        poll(fds, 2, step_ms);
        tare_proc_drain(proc);
        if (fds[0].revents & (POLLHUP | POLLERR))
            fds[0].fd = -1;
    }
    if (pid_fd >= 0)
        close(pid_fd);
    return proc->ended;
}

void tare_proc_kill(struct tare_proc *proc)
{
    if (!proc->pid || tare_proc_ended(proc))
        return;
    kill(-proc->pid, SIGKILL);
    kill(proc->pid, SIGKILL);
    while (waitpid(proc->pid, &proc->status, 0) < 0 && errno == EINTR)
        ;
    proc->ended = true;
    tare_proc_drain(proc);
}

void tare_proc_output(const struct tare_proc *proc, struct tare_buf *text)
{
    uint64_t beyond = proc->output_bytes - proc->head.length;
    uint64_t kept = beyond < TARE_PROC_KEEP_BYTES ? beyond : TARE_PROC_KEEP_BYTES;

    tare_buf_add(text, proc->head.text, proc->head.length);
    if (!proc->tail)
        return;
    if (beyond > kept)
        tare_buf_printf(text, "\n[... %llu bytes left out ...]\n",
                        (unsigned long long)(beyond - kept));
    for (uint64_t i = beyond - kept; i < beyond; i++)
        tare_buf_add(text, &proc->tail[i % TARE_PROC_KEEP_BYTES], 1);
}

void tare_proc_describe(const struct tare_proc *proc, struct tare_buf *text)
{
    if (WIFSIGNALED(proc->status)) {
        const char *name = sigabbrev_np(WTERMSIG(proc->status));

        if (name)
            tare_buf_printf(text, "SIG%s", name);
        else
            tare_buf_printf(text, "signal %d", WTERMSIG(proc->status));
    } else {
        tare_buf_printf(text, "exit status %d", WEXITSTATUS(proc->status));
    }
}

void tare_proc_free(struct tare_proc *proc)
{
    tare_proc_kill(proc);
    if (proc->output_fd >= 0)
        close(proc->output_fd);
    tare_buf_free(&proc->head);
    free(proc->tail);
    *proc = (struct tare_proc){.output_fd = -1, .head = TARE_BUF_INIT};
}
