/* SPDX-License-Identifier: MIT */
/*
 * A tree whose children know their parent, for cycle.c: every node but a root
 * without children lies on a cycle. Counts (tree_*), and counts with a collector by trial deletion
 * (member_*), as in CPython's Modules/gcmodule.c. Included by cycle.c only.
 */
#ifndef BENCH_REFCOUNT_CYCLE_H
#define BENCH_REFCOUNT_CYCLE_H

#include "case.h"

/* counts and weak_parent, 40 bytes. */
struct tree {
    uint64_t count;
    uint64_t value;
    struct tree *child[2];
    struct tree *parent;
};

/* Whether a child holds its parent, or just knows it. */
enum tree_parent { PARENT_HELD, PARENT_WEAK };

/* The tree of the n > 0 values, node i above nodes 2i + 1 and 2i + 2; the root is held once more.
 * `nodes` has room for n. */
static struct tree *tree_build(const uint64_t *values, size_t n, enum tree_parent parent,
                               struct tree **nodes)
{
    for (size_t i = 0; i < n; i++) {
        nodes[i] = must_alloc(1, sizeof(*nodes[i]));
        *nodes[i] = (struct tree){.count = 1, .value = values[i]};
        if (i == 0)
            continue;
        nodes[i]->parent = nodes[(i - 1) / 2];
        nodes[i]->parent->child[(i - 1) % 2] = nodes[i];
        nodes[i]->parent->count += parent == PARENT_HELD;
    }
    return nodes[0];
}

static uint64_t tree_sum(const struct tree *tree)
{
    return tree == NULL ? 0 : tree->value + tree_sum(tree->child[0]) + tree_sum(tree->child[1]);
}

static inline void tree_let_go(struct tree *tree, enum tree_parent parent)
{
    if (tree == NULL || --tree->count != 0)
        return;
    tree_let_go(tree->child[0], parent);
    tree_let_go(tree->child[1], parent);
    if (parent == PARENT_HELD)
        tree_let_go(tree->parent, parent);
    free(tree);
}

/* One more hold on the root, as a variable takes it, and given up again. */
OPERATION void tree_hold_and_let_go(struct tree *tree)
{
    tree->count++;
    tare_keep_ptr(tree);
    tree_let_go(tree, PARENT_HELD);
}

OPERATION void tree_drop_weak(struct tree *tree)
{
    tree_let_go(tree, PARENT_WEAK);
}

/*
 * trial_deletion, 64 bytes: linked into the list of all that may lie on cycles. A collection copies
 * the counts, takes from each copy the holds that come from within the list, and what is left over
 * comes from without: those members, and what they lead to, live. (CPython has the copy in the
 * place of `previous` and so a header of 16 bytes, 24 until 3.7.)
 */
struct member {
    struct member *next, *previous;
    uint64_t count;
    uint64_t unexplained; /* holds from without; UNREACHABLE: on the list of those without any */
    uint64_t value;
    struct member *edge[3]; /* two children and the parent */
};

#define UNREACHABLE UINT64_MAX

/* A ring through its head, which is a member that nobody holds. */
static inline void list_clear(struct member *list)
{
    list->next = list->previous = list;
}

static inline void list_move(struct member *member, struct member *to)
{
    member->previous->next = member->next;
    member->next->previous = member->previous;
    member->next = to;
    member->previous = to->previous;
    to->previous->next = member;
    to->previous = member;
}

static void member_let_go(struct member *member)
{
    if (member == NULL || --member->count != 0)
        return;
    member->previous->next = member->next;
    member->next->previous = member->previous;
    for (size_t k = 0; k < 3; k++)
        member_let_go(member->edge[k]);
    free(member);
}

/* As tree_build, into the list, with parents held. */
static struct member *member_build(const uint64_t *values, size_t n, struct member *list,
                                   struct member **nodes)
{
    list_clear(list);
    for (size_t i = 0; i < n; i++) {
        struct member *member = must_alloc(1, sizeof(*member));

        *member = (struct member){.count = 1, .value = values[i]};
        member->next = member->previous = member;
        list_move(member, list);
        nodes[i] = member;
        if (i == 0)
            continue;
        member->edge[2] = nodes[(i - 1) / 2];
        member->edge[2]->edge[(i - 1) % 2] = member;
        member->edge[2]->count++;
    }
    return nodes[0];
}

static uint64_t member_sum(const struct member *member)
{
    return member == NULL
               ? 0
               : member->value + member_sum(member->edge[0]) + member_sum(member->edge[1]);
}

/* update_refs and subtract_refs of CPython: leaves in each member the holds from without. */
static void subtract_inner_holds(struct member *list)
{
    for (struct member *m = list->next; m != list; m = m->next)
        m->unexplained = m->count;
    for (struct member *m = list->next; m != list; m = m->next)
        for (size_t k = 0; k < 3; k++)
            if (m->edge[k] != NULL)
                m->edge[k]->unexplained--;
}

/* A member that lives leads to this one. */
static inline void reach(struct member *member, struct member *list)
{
    if (member->unexplained == UNREACHABLE)
        list_move(member, list); /* will be passed after all */
    if (member->unexplained == UNREACHABLE || member->unexplained == 0)
        member->unexplained = 1;
}

/* move_unreachable of CPython: one pass, during which members may come back to the list's end. */
static void move_unreachable(struct member *list, struct member *unreachable)
{
    struct member *next;

    for (struct member *m = list->next; m != list; m = next) {
        if (m->unexplained == 0) {
            next = m->next;
            list_move(m, unreachable);
            m->unexplained = UNREACHABLE;
            continue;
        }
        for (size_t k = 0; k < 3; k++)
            if (m->edge[k] != NULL)
                reach(m->edge[k], list);
        next = m->next; /* now: the end may have moved */
    }
}

static size_t list_count(const struct member *list)
{
    size_t count = 0;

    for (const struct member *m = list->next; m != list; m = m->next)
        count++;
    return count;
}

/* delete_garbage of CPython: members let go of what they hold, and fall with their last hold. */
static void delete_unreachable(struct member *list, struct member *unreachable)
{
    while (unreachable->next != unreachable) {
        struct member *member = unreachable->next;

        member->count++;
        list_move(member, list); /* may live on until others let go of it */
        for (size_t k = 0; k < 3; k++) {
            struct member *held = member->edge[k];

            member->edge[k] = NULL;
            member_let_go(held);
        }
        member_let_go(member);
    }
}

/* Frees what is held from within the list alone; how many members that were. */
OPERATION size_t member_collect(struct member *list)
{
    struct member unreachable;
    size_t count;

    list_clear(&unreachable);
    subtract_inner_holds(list);
    move_unreachable(list, &unreachable);
    count = list_count(&unreachable);
    delete_unreachable(list, &unreachable);
    return count;
}

#endif
