/* SPDX-License-Identifier: MIT */
#include "support_fitness.h"

#include <string.h>

#define KNOWN(number)                                                                              \
    {                                                                                              \
        .known = true, .value = (number)                                                           \
    }

void support_fitness_scene(struct scene *scene)
{
    *scene = (struct scene){
        .machine = {.features = {.value = "sse4_2 avx constant_tsc nonstop_tsc"},
                    .physical_cores_count = KNOWN(4),
                    .threads_per_core_count = KNOWN(1),
                    .hypervisor = {.value = "none"},
                    .clocksource = {.value = "tsc"},
                    .governor = {.value = "performance"},
                    .turbo = KNOWN(0),
                    .aslr = KNOWN(2),
                    .huge_pages = {.value = "madvise"},
                    .swap_bytes = KNOWN(1 << 30),
                    .load_1min = KNOWN(0.1)},
        .swap = {.used_bytes = KNOWN(0), .swappiness = KNOWN(60), .moved_pages_count = KNOWN(42)},
        .clock = {.kind = TARE_CLOCK_MONOTONIC,
                  .ns_per_tick = 1,
                  .cost_ns = 22,
                  .resolution_ns = 10},
        .watch = {.watched_ns = 1e9, .busy_ns = 5e8, .readings_count = 1000000},
        .selftest = {.pair_count = 20,
                     .different_count = 1,
                     .work_count = 2,
                     .work = {{.group = "cpu",
                               .title = "multiplies",
                               .pair_count = 10,
                               .different_count = 1,
                               .set_count = 100,
                               .time_ns = 46,
                               .log_stddev = 0.002,
                               .set_wall_ns = 40e6,
                               .detects_1s_ratio = 0.004,
                               .detects_10s_ratio = 0.0012},
                              {.group = "memory",
                               .title = "a list",
                               .pair_count = 10,
                               .set_count = 100,
                               .time_ns = 13400,
                               .log_stddev = 0.01,
                               .set_wall_ns = 80e6,
                               .detects_1s_ratio = 0.02,
                               .detects_10s_ratio = 0.005}}},
    };
    scene->facts = (struct tare_fitness_facts){.machine = &scene->machine,
                                               .swap = &scene->swap,
                                               .clock = &scene->clock,
                                               .usable_cores_count = 4,
                                               .watch = &scene->watch,
                                               .selftest = &scene->selftest};
}
