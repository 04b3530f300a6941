/* SPDX-License-Identifier: MIT */
/*
 * One sort for whatever is compared by it, so that variants differ in their items and in nothing
 * else: quicksort (Hoare 1962), pivot the median of three, insertion sort for short runs. No
 * branch of it depends on how the compiler sees the comparison. Included once a kind of items, with
 *
 *     SORT_NAME                   the function: SORT_NAME(SORT_ITEM *items, size_t n, SORT_CONTEXT)
 *     SORT_ITEM                   the type of an item, which is copied to move it
 *     SORT_CONTEXT                the type of what comparing needs besides, `const void *` for none
 *     SORT_LESS(a, b, context)    whether item a comes before item b; both are lvalues
 *
 * defined; it undefines them. A file and not a macro, so that each line has its number in profiles.
 */
#define SORT_PASTE_(name, verb) name##_##verb
#define SORT_PASTE(name, verb)  SORT_PASTE_(name, verb)
#define SORT_VERB(verb)         SORT_PASTE(SORT_NAME, verb)

/* Runs up to this are left to the insertion sort. */
#ifndef SORT_SHORT
#define SORT_SHORT 16
#endif

static inline void SORT_VERB(insertion)(SORT_ITEM *items, size_t n, SORT_CONTEXT context)
{
    (void)context;
    for (size_t i = 1; i < n; i++) {
        SORT_ITEM item = items[i];
        size_t j = i;

        for (; j > 0 && SORT_LESS(item, items[j - 1], context); j--)
            items[j] = items[j - 1];
        items[j] = item;
    }
}

static inline SORT_ITEM SORT_VERB(median)(SORT_ITEM const *items, size_t n, SORT_CONTEXT context)
{
    SORT_ITEM low = items[0];
    SORT_ITEM middle = items[n / 2];
    SORT_ITEM high = items[n - 1];

    (void)context;
    if (SORT_LESS(middle, low, context)) {
        SORT_ITEM item = low;

        low = middle;
        middle = item;
    }
    if (SORT_LESS(high, middle, context))
        middle = SORT_LESS(high, low, context) ? low : high;
    return middle;
}

/*
 * Splits n > 2 items into two parts, neither empty, of which no item of the first comes after one
 * of the second; returns the length of the first. Of the three that the pivot is the median of, one
 * lies to each side of it or is equal: the scans need no bounds.
 */
static inline size_t SORT_VERB(split)(SORT_ITEM *items, size_t n, SORT_CONTEXT context)
{
    SORT_ITEM pivot = SORT_VERB(median)(items, n, context);
    size_t i = 0, j = n - 1;

    for (;; i++, j--) {
        while (SORT_LESS(items[i], pivot, context))
            i++;
        while (SORT_LESS(pivot, items[j], context))
            j--;
        if (i >= j)
            return j + 1;

        SORT_ITEM item = items[i];

        items[i] = items[j];
        items[j] = item;
    }
}

OPERATION void SORT_NAME(SORT_ITEM *items, size_t n, SORT_CONTEXT context)
{
    while (n > SORT_SHORT) {
        size_t first = SORT_VERB(split)(items, n, context);

        if (first < n - first) {
            SORT_NAME(items, first, context);
            items += first;
            n -= first;
        } else {
            SORT_NAME(items + first, n - first, context);
            n = first;
        }
    }
    SORT_VERB(insertion)(items, n, context);
}

#undef SORT_PASTE_
#undef SORT_PASTE
#undef SORT_VERB
#undef SORT_NAME
#undef SORT_ITEM
#undef SORT_CONTEXT
#undef SORT_LESS
