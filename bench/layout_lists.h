/* SPDX-License-Identifier: MIT */
/* The layouts of layout.c that are found by following links. Included by layout.c only. */
#ifndef BENCH_LAYOUT_LISTS_H
#define BENCH_LAYOUT_LISTS_H

#include "layout_arrays.h"

/*
 * list and list_shuffled, linked lists, 40 bytes and one block. `list` is linked in the order of
 * allocation, which in a fresh process is the order of addresses: the best that a list can get, as
 * the prefetcher runs ahead. `list_shuffled` links the same nodes in random order, as a list looks
 * after a long life: each node is a load that waits for the one before. The link comes first, to
 * share its cache line with x.
 */
struct node {
    struct node *next;
    struct record record;
};

/* The nodes in the order of allocation, not linked yet. */
static struct node **nodes_new(struct tare *t, size_t n)
{
    struct node **nodes = must_alloc(n, sizeof(struct node *));

    for (size_t i = 0; i < n; i++) {
        nodes[i] = must_alloc(1, sizeof(*nodes[i]));
        nodes[i]->record = record_draw(t, i);
    }
    return nodes;
}

/* Links the n > 0 nodes in the order given, frees the array and returns the head. */
static struct node *list_link(struct node **nodes, size_t n)
{
    struct node *head = nodes[0];

    for (size_t i = 0; i < n; i++)
        nodes[i]->next = i + 1 < n ? nodes[i + 1] : NULL;
    free(nodes);
    return head;
}

static struct node *list_new(struct tare *t, size_t n)
{
    return list_link(nodes_new(t, n), n);
}

static struct node *list_new_shuffled(struct tare *t, size_t n)
{
    struct node **nodes = nodes_new(t, n);

    shuffle(t, nodes, n, sizeof(*nodes));
    return list_link(nodes, n);
}

static void list_free(struct node *node)
{
    while (node != NULL) {
        struct node *next = node->next;

        free(node);
        node = next;
    }
}

OPERATION uint64_t list_sum(const struct node *head)
{
    uint64_t sum = 0;

    for (const struct node *node = head; node != NULL; node = node->next)
        sum += node->record.x;
    return sum;
}

OPERATION void list_update(struct node *head)
{
    for (struct node *node = head; node != NULL; node = node->next)
        record_update(&node->record);
}

/*
 * unrolled_list, a list of short arrays, 32.5 bytes: grows at the end without moving anything, as
 * a list does (Python's collections.deque is one), and reads like an array, as one link in 31
 * records is followed. 1008 bytes and malloc's header of 8 make a block of 1 KiB.
 */
enum { CHUNK_RECORDS = 31 };

struct chunk {
    struct chunk *next;
    size_t count;
    struct record records[CHUNK_RECORDS];
};

_Static_assert(sizeof(struct chunk) == 1008, "a chunk fills a block of 1 KiB");

static struct chunk *unrolled_new(struct tare *t, size_t n)
{
    struct chunk *head = NULL, **end = &head;

    for (size_t i = 0; i < n;) {
        struct chunk *chunk = must_alloc(1, sizeof(*chunk));

        chunk->next = NULL;
        for (chunk->count = 0; chunk->count < CHUNK_RECORDS && i < n; chunk->count++)
            chunk->records[chunk->count] = record_draw(t, i++);
        *end = chunk;
        end = &chunk->next;
    }
    return head;
}

static void unrolled_free(struct chunk *chunk)
{
    while (chunk != NULL) {
        struct chunk *next = chunk->next;

        free(chunk);
        chunk = next;
    }
}

OPERATION uint64_t unrolled_sum(const struct chunk *head)
{
    uint64_t sum = 0;

    for (const struct chunk *chunk = head; chunk != NULL; chunk = chunk->next)
        for (const struct record *r = chunk->records, *end = r + chunk->count; r < end; r++)
            sum += r->x;
    return sum;
}

#endif
