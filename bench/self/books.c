/* SPDX-License-Identifier: MIT */
/*
 * What does an event cost in the weigh process? This program starts itself under libtare-heap.so,
 * as a weigh process is started, and lets it allocate and free, turn by turn in one process:
 *
 * - with the time line of the heap kept and without, for blocks that are freed at once and for
 *   many that are alive together (each of which is a new peak);
 * - blocks of strdup(), whose caller is found by unwinding, against malloc() and memcpy().
 *
 *     books [ROUNDS]     default 40
 *
 * Prints the time an event takes and the ratios with their 95 % intervals.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/units.h"
#include "heap/reader.h"
#include "model/stats_t.h"
#include "sys/clock.h"

#define ROUNDS_MAX 1000
#define EVENTS     200000 /* a turn: calls of malloc and of free */
#define BLOCKS     (EVENTS / 2)
#define TEXT       "a text of twenty-four..."

static void *blocks[BLOCKS];

static void free_at_once(void)
{
    for (size_t i = 0; i < BLOCKS; i++) {
        blocks[i] = malloc(64);
        free(blocks[i]);
    }
}

static void free_all(void)
{
    for (size_t i = 0; i < BLOCKS; i++)
        free(blocks[i]);
}

static void free_together(void)
{
    for (size_t i = 0; i < BLOCKS; i++)
        blocks[i] = malloc(64);
    free_all();
}

static void copy_by_hand(void)
{
    for (size_t i = 0; i < BLOCKS; i++) {
        blocks[i] = malloc(sizeof TEXT);
        if (blocks[i])
            memcpy(blocks[i], TEXT, sizeof TEXT);
    }
    free_all();
}

static void copy_by_library(void)
{
    for (size_t i = 0; i < BLOCKS; i++)
        blocks[i] = strdup(TEXT);
    free_all();
}

static void (*const works[])(void) = {free_at_once, free_together, copy_by_hand, copy_by_library};

struct arm {
    unsigned char work;
    bool with_line;
};

static const struct study {
    const char *what;
    const char *base;
    const char *other;
    struct arm arm[2];
} studies[] = {
    {"freed at once", "without time line", "with it", {{0, false}, {0, true}}},
    {"alive together", "without time line", "with it", {{1, false}, {1, true}}},
    {"through a library", "malloc and memcpy", "strdup", {{2, true}, {3, true}}},
};

_Noreturn static void give_up(const char *what)
{
    fprintf(stderr, "books: %s\n", what);
    exit(4);
}

/* Works as it is told, and says how long it took. */
static int be_weighed(int fd)
{
    unsigned char work;

    while (read(fd, &work, 1) == 1 && work < sizeof works / sizeof *works) {
        double start_ns = tare_clock_now_ns();
        double took_ns;

        works[work]();
        took_ns = tare_clock_now_ns() - start_ns;
        if (write(fd, &took_ns, sizeof took_ns) != (ssize_t)sizeof took_ns)
            return 4;
    }
    return 0;
}

static pid_t start(const struct tare_heap_table *table, int *fd)
{
    char self[4096], library[4200], preload[64], number[64];
    ssize_t length = readlink("/proc/self/exe", self, sizeof self - 1);
    int pair[2];
    int library_fd;
    pid_t pid;

    if (length < 0 || socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair))
        give_up("cannot make the pair of sockets");
    self[length] = '\0';
    *strrchr(self, '/') = '\0';
    snprintf(library, sizeof library, "%s/../libtare-heap.so", self);
    library_fd = open(library, O_RDONLY);
    if (library_fd < 0)
        give_up("cannot open ../libtare-heap.so beside this program");
    pid = fork();
    if (pid == 0) {
        fcntl(table->fd, F_SETFD, 0);
        dup2(pair[1], STDIN_FILENO);
        snprintf(preload, sizeof preload, "/proc/self/fd/%d", library_fd);
        snprintf(number, sizeof number, "%d", table->fd);
        setenv("LD_PRELOAD", preload, 1);
        setenv(TARE_HEAP_FD_VARIABLE, number, 1);
        execl("/proc/self/exe", "books", "--weighed", (char *)NULL);
        _exit(4);
    }
    close(library_fd);
    close(pair[1]);
    *fd = pair[0];
    return pid;
}

/* The line begins anew, as for a case. */
static double take_turn(struct tare_heap_table *table, int fd, struct arm arm)
{
    double took_ns;

    memset(tare_heap_line(table->header), 0, sizeof(struct tare_heap_line));
    if (arm.with_line)
        tare_heap_line_begin(table);
    if (write(fd, &arm.work, 1) != 1 ||
        read(fd, &took_ns, sizeof took_ns) != (ssize_t)sizeof took_ns)
        give_up("the weighed process has gone");
    return took_ns / EVENTS;
}

static void run_study(struct tare_heap_table *table, int fd, const struct study *study,
                      uint64_t rounds)
{
    double logs[ROUNDS_MAX];
    double sum_ns[2] = {0};
    struct tare_stats_interval interval;

    take_turn(table, fd, study->arm[0]);
    take_turn(table, fd, study->arm[1]);
    for (uint64_t i = 0; i < rounds; i++) {
        double took_ns[2];

        for (unsigned j = 0; j < 2; j++) {
            unsigned which = (unsigned)(i + j) % 2;

            took_ns[which] = take_turn(table, fd, study->arm[which]);
            sum_ns[which] += took_ns[which];
        }
        logs[i] = log(took_ns[1] / took_ns[0]);
    }
    interval = tare_stats_t_interval(logs, rounds, 0.05);
    printf("%-17s  %s %s an event, %s %s: %.3f times (%.3f to %.3f)\n", study->what, study->base,
           tare_units_time(sum_ns[0] / (double)rounds).text, study->other,
           tare_units_time(sum_ns[1] / (double)rounds).text, exp(interval.mean), exp(interval.lo),
           exp(interval.hi));
}

int main(int argc, char **argv)
{
    uint64_t rounds = 40;
    struct tare_err err = {0};
    struct tare_heap_table table;
    pid_t pid;
    int fd;

    if (argc > 1 && strcmp(argv[1], "--weighed") == 0)
        return be_weighed(STDIN_FILENO);
    if (argc > 1 &&
        (tare_units_parse_count(argv[1], &rounds, &err) || rounds < 2 || rounds > ROUNDS_MAX)) {
        fprintf(stderr, "books: '%s': expected 2 to %d rounds\n", argv[1], ROUNDS_MAX);
        return 2;
    }
    if (tare_heap_table_open(&table, &err))
        give_up(err.text);
    pid = start(&table, &fd);
    for (size_t i = 0; i < sizeof studies / sizeof *studies; i++)
        run_study(&table, fd, &studies[i], rounds);
    if (tare_heap_table_ready(&table, &err))
        give_up(err.text);
    close(fd);
    waitpid(pid, NULL, 0);
    tare_heap_table_close(&table);
    return 0;
}
