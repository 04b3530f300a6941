/* SPDX-License-Identifier: MIT */
#include "support_compare.h"

#include <stdlib.h>
#include <string.h>

#include "support_result.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define NASTY        "na|me*_[x]\t\033[31m<b>"

void support_compare_spread(struct tare_row *row, double half_ratio)
{
    for (size_t i = 0; i < row->set_count; i++)
        row->set_time_ns[i] = row->time_ns * (1 + half_ratio * ((double)(i * 7 % 10) - 4.5) / 4.5);
}

static void add(struct tare_result *result, const struct support_row *rows, size_t count)
{
    struct tare_block *block =
        support_result_add(result, &(struct support_block){.group = "sum_x",
                                                           .title = "Sum one field of n records",
                                                           .baseline = "aos",
                                                           .size = 1000,
                                                           .row_count = count,
                                                           .rows = rows});

    for (size_t i = 0; i < count; i++)
        support_compare_spread(&block->row[i], strcmp(rows[i].label, "vague") == 0 ? 0.1 : 0.004);
}

static void replace(char **text, const char *with)
{
    free(*text);
    *text = strdup(with);
    if (!*text)
        abort();
}

void support_compare_make(struct tare_result *base, struct tare_result *next)
{
    static const struct support_row before[] = {
        {"aos", NULL, NULL, NULL, 664, 0.004, 1, 32000, 1, 0},
        {"soa", NULL, NULL, "faster", 213, 0.004, 0.32, 8000, 2, 0},
        {"list", NULL, NULL, "slower", 900, 0.004, 1.36, 48000, 1001, 0},
        {"vague", NULL, NULL, "unsure", 500, 0.1, 0.75, -1, 0, 0},
        {"boxed", NULL, NULL, "slower", 700, 0.004, 1.05, 40000, 1001, 1},
        {"gone", NULL, NULL, "faster", 100, 0.004, 0.15, 8, 1, 0},
        {NASTY, NULL, NULL, "faster", 10, 0.004, 0.02, 8, 1, 0},
    };
    static const struct support_row after[] = {
        {"soa", NULL, NULL, "faster", 230, 0.004, 0.34, 16000, 2, 0},
        {"aos", NULL, NULL, NULL, 664.2, 0.004, 1, 32001, 1, 0},
        {"list", NULL, NULL, "faster", 630, 0.004, 0.95, 40000, 1001, 2.5},
        {"vague", NULL, NULL, "unsure", 510, 0.1, 0.75, 64, 1, 0},
        {"boxed", "crashed", "SIGSEGV in set 1", NULL, 0, 0, 0, -1, 0, 0},
        {"added", NULL, NULL, "faster", 100, 0.004, 0.15, 8, 1, 0},
        {NASTY, NULL, NULL, "faster", 10, 0.004, 0.02, 8, 1, 0},
    };

    support_result_begin(base);
    support_result_begin(next);
    add(base, before, COUNT(before));
    add(next, after, COUNT(after));
    replace(&next->started_utc, "2026-11-23T08:15:00Z");
    replace(&next->build[0].flags, "-O3 -g");
    replace(&next->build[0].revision, "ba9876543210");
    strcpy(next->machine.kernel_release.value, "6.1.0-20-amd64");
    strcpy(next->machine.governor.value, "performance");
    next->machine.caches.items[1].size_bytes = 1 << 20;
    next->machine.load_1min = (struct tare_machine_real){.known = true, .value = 3};
}
