/* SPDX-License-Identifier: MIT */
/*
 * What does the walk by types cost? A list of nodes in shuffled order is chased and summed, as its
 * owner would, and walked by `tare` from another process; in turn, in one run.
 *
 *     walk [ROUNDS [NODES]]     default 10, a million
 *
 * Prints both times and their ratio with its 95 % interval. Exit status 1 where the walk over a
 * million takes more than 6 times as long; other counts are not judged.
 */
#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/units.h"
#include "heap/graph.h"
#include "heap/reader.h"
#include "measure/hash.h"
#include "model/stats_t.h"
#include "sys/clock.h"

#define NODES_MAX    20000000
#define JUDGED_NODES 1000000
#define ROUNDS_MAX   100
#define LIMIT_RATIO  6

struct node {
    struct node *next;
    uint64_t value;
};

static struct tare_heap_block *blocks; /* [node_count], as the next */
static struct node **nodes;
static size_t node_count = JUDGED_NODES;

static const struct tare_type *get_type(void *context, tare_type_id type)
{
    (void)type;
    return context;
}

static int by_address(const void *left, const void *right)
{
    uint64_t a = ((const struct tare_heap_block *)left)->address;
    uint64_t b = ((const struct tare_heap_block *)right)->address;

    return (a > b) - (a < b);
}

static struct node *make_list(void)
{
    uint64_t random[4];

    tare_hash_seed(random, 1);
    blocks = calloc(node_count, sizeof *blocks);
    nodes = calloc(node_count, sizeof *nodes);
    if (!blocks || !nodes)
        exit(4);
    for (size_t i = 0; i < node_count; i++) {
        nodes[i] = malloc(sizeof *nodes[i]);
        if (!nodes[i])
            exit(4);
        blocks[i] = (struct tare_heap_block){.address = (uint64_t)(uintptr_t)nodes[i],
                                             .requested_bytes = sizeof *nodes[i],
                                             .usable_bytes = sizeof *nodes[i],
                                             .seq = i + 1,
                                             .kind = TARE_HEAP_MALLOC};
    }
    for (size_t i = node_count; i > 1; i--) {
        size_t j = (size_t)(tare_hash_random(random) % i);
        struct node *kept = nodes[i - 1];

        nodes[i - 1] = nodes[j];
        nodes[j] = kept;
    }
    for (size_t i = 0; i < node_count; i++)
        *nodes[i] = (struct node){i + 1 < node_count ? nodes[i + 1] : NULL, i};
    qsort(blocks, node_count, sizeof *blocks, by_address);
    return nodes[0];
}

static double chase(const struct node *head, uint64_t *sum)
{
    double start_ns = tare_clock_now_ns();

    *sum = 0;
    for (const struct node *node = head; node; node = node->next)
        *sum += node->value;
    return tare_clock_now_ns() - start_ns;
}

static double walk(const struct node *head, struct tare_heap_memory *memory)
{
    static struct tare_slot slot = {.count = 1, .stride_bytes = 8, .kind = TARE_SLOT_POINTER};
    static struct tare_type type = {.bytes = sizeof(struct node),
                                    .is_aggregate = true,
                                    .tail_type = TARE_TYPE_NONE,
                                    .slot_count = 1,
                                    .slots = &slot};
    const struct tare_type_source types = {.get = get_type, .context = &type};
    const struct tare_graph_root root = {.address = (uint64_t)(uintptr_t)head,
                                         .bytes = sizeof *head};
    double start_ns = tare_clock_now_ns();
    struct tare_graph graph;
    struct tare_err err = {0};

    if (tare_graph_walk(&(struct tare_graph_params){.blocks = blocks,
                                                    .block_count = node_count,
                                                    .roots = &root,
                                                    .root_count = 1,
                                                    .types = &types,
                                                    .read = tare_heap_memory_read,
                                                    .context = memory},
                        &graph, NULL, &err) ||
        graph.size.blocks != node_count || graph.classes[TARE_GRAPH_TYPED].blocks != node_count) {
        fprintf(stderr, "walk: %s, %llu blocks\n", err.text, (unsigned long long)graph.size.blocks);
        exit(4);
    }
    tare_graph_free(&graph);
    return tare_clock_now_ns() - start_ns;
}

/* A process that has the list and stands still. */
static pid_t start_twin(void)
{
    pid_t parent = getpid();
    pid_t pid = fork();

    if (pid == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        while (getppid() == parent)
            pause();
        _exit(0);
    }
    return pid;
}

int main(int argc, char **argv)
{
    uint64_t rounds = 10;
    uint64_t count = node_count;
    struct tare_err err = {0};
    struct tare_heap_memory memory;
    struct tare_stats_interval interval;
    const struct node *head;
    double logs[ROUNDS_MAX];
    double walk_ns = 0;
    double chase_ns = 0;
    uint64_t sum = 0;
    pid_t twin;

    if (argc > 1 &&
        (tare_units_parse_count(argv[1], &rounds, &err) || rounds < 2 || rounds > ROUNDS_MAX)) {
        fprintf(stderr, "walk: '%s': expected 2 to %d rounds\n", argv[1], ROUNDS_MAX);
        return 2;
    }
    if (argc > 2 &&
        (tare_units_parse_count(argv[2], &count, &err) || count < 2 || count > NODES_MAX)) {
        fprintf(stderr, "walk: '%s': expected 2 to %d nodes\n", argv[2], NODES_MAX);
        return 2;
    }
    node_count = (size_t)count;
    head = make_list();
    twin = start_twin();
    if (twin < 0 || tare_heap_memory_open(&memory, twin, (uint64_t)(uintptr_t)head, &err)) {
        fprintf(stderr, "walk: %s\n", err.text);
        return 4;
    }
    for (uint64_t i = 0; i < rounds; i++) {
        double chased = chase(head, &sum);
        double walked = walk(head, &memory);

        logs[i] = log(walked / chased);
        chase_ns += chased / (double)rounds;
        walk_ns += walked / (double)rounds;
    }
    kill(twin, SIGKILL);
    waitpid(twin, NULL, 0);
    tare_heap_memory_close(&memory);
    interval = tare_stats_t_interval(logs, rounds, 0.05);
    printf("%s shuffled nodes (sum %llu): chased in %s, walked in %s: %.2f times (%.2f to %.2f)",
           tare_units_count((double)node_count).text, (unsigned long long)sum,
           tare_units_time(chase_ns).text, tare_units_time(walk_ns).text, exp(interval.mean),
           exp(interval.lo), exp(interval.hi));
    if (node_count != JUDGED_NODES) {
        printf("\n");
        return 0;
    }
    printf(", %s %d\n", exp(interval.mean) <= LIMIT_RATIO ? "within" : "BEYOND", LIMIT_RATIO);
    return exp(interval.mean) <= LIMIT_RATIO ? 0 : 1;
}
