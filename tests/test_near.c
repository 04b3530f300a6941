/* SPDX-License-Identifier: MIT */
#include "base/near.h"

#include <criterion/criterion.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

Test(near, distance)
{
    static const struct {
        const char *a;
        const char *b;
        size_t distance;
    } rows[] = {
        {"", "", 0},
        {"", "abc", 3},
        {"abc", "", 3},
        {"run", "run", 0},
        {"urn", "run", 1},
        {"rn", "run", 1},
        {"runn", "run", 1},
        {"rin", "run", 1},
        {"ca", "abc", 3}, /* with a letter used twice it would be 2 */
        {"kitten", "sitting", 3},
        {"a cat", "an abct", 4},
        {"comapre", "compare", 1},
    };

    for (size_t i = 0; i < COUNT(rows); i++) {
        cr_expect_eq(tare_near_distance(rows[i].a, rows[i].b), rows[i].distance, "%s, %s: %zu",
                     rows[i].a, rows[i].b, tare_near_distance(rows[i].a, rows[i].b));
        cr_expect_eq(tare_near_distance(rows[i].b, rows[i].a), rows[i].distance, "%s, %s",
                     rows[i].b, rows[i].a);
    }
}

Test(near, long_words_are_read_in_part)
{
    char a[200];
    char b[200];

    memset(a, 'a', sizeof a - 1);
    memset(b, 'a', sizeof b - 1);
    a[199] = b[199] = '\0';
    b[100] = 'b';
    cr_expect_eq(tare_near_distance(a, b), 0);
    b[10] = 'b';
    cr_expect_eq(tare_near_distance(a, b), 1);
}

Test(near, found_is_near_or_nothing)
{
    static const char *const words[] = {"run", "timeit", "compare", "report", NULL};
    static const struct {
        const char *word;
        const char *found;
    } rows[] = {
        {"", NULL},           {"x", NULL},          {"urn", "run"},
        {"timit", "timeit"},  {"time", "timeit"},   {"comapre", "compare"},
        {"reprot", "report"}, {"frobnicate", NULL}, {"report", "report"},
    };

    for (size_t i = 0; i < COUNT(rows); i++) {
        const char *found = tare_near_find(rows[i].word, words);

        cr_expect((found == NULL) == (rows[i].found == NULL) &&
                      (!found || strcmp(found, rows[i].found) == 0),
                  "%s: found %s", rows[i].word, found ? found : "none");
    }
}
