/* SPDX-License-Identifier: MIT */
#include "measure/child.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "measure/loop.h"
#include "measure/point.h"
#include "measure/registry.h"
#include "measure/run.h"
#include "measure/turn.h"

/* NULL: the descriptor is no page of this version; said on stderr, which the conductor keeps. */
static struct tare_wire *map_wire(int fd)
{
    struct tare_wire *wire = mmap(NULL, sizeof *wire, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);

    if (wire == MAP_FAILED) {
        perror("tare: cannot map the page of the conductor");
        return NULL;
    }
    close(fd);
    wire->child_version = TARE_WIRE_VERSION;
    if (wire->magic != TARE_WIRE_MAGIC || wire->version != TARE_WIRE_VERSION ||
        wire->bytes != sizeof *wire) {
        fprintf(stderr, "tare: this executable and the tare that runs it are of two versions\n");
        return NULL;
    }
    return wire;
}

/* All pages are there before the case is entered, so that it meets no fault of ours. */
static const char *map_cold(int fd, uint64_t bytes)
{
    void *memory;

    if (fd < 0)
        return NULL;
    memory = mmap(NULL, bytes, PROT_READ, MAP_SHARED | MAP_POPULATE, fd, 0);
    close(fd);
    return memory == MAP_FAILED ? NULL : memory;
}

/* What the case prints stands in memory of ours, so that no buffer counts as the case's. */
static void own_buffers(void)
{
    static char out[BUFSIZ];
    static char error[BUFSIZ];

    setvbuf(stdout, out, _IOLBF, sizeof out);
    setvbuf(stderr, error, _IOLBF, sizeof error);
}

int tare_child_main(int wire_fd, int cold_fd)
{
    struct tare_wire *wire = map_wire(wire_fd);
    struct tare_run_params params;
    struct tare_err err = {0};

    if (!wire)
        return 4;
    own_buffers();
    wire->report = (struct tare_case_report){
        .rss_increase_bytes = -1, .rss_peak_bytes = -1, .minor_faults = -1};
    if (wire->job.mode == TARE_MODE_TIME) {
        tare_clock_measure_cost(&wire->job.clock);
        wire->report.empty_loop_ns = tare_loop_measure_empty(&wire->job.clock);
    }
    params = (struct tare_run_params){.job = &wire->job,
                                      .report = &wire->report,
                                      .wire = wire,
                                      .cold = map_cold(cold_fd, wire->job.cold_bytes)};
    if (wire->job.cold && !params.cold) {
        wire->report.end = TARE_END_SKIPPED;
        snprintf(wire->report.reason, sizeof wire->report.reason,
                 "cannot map the %llu bytes that empty the caches",
                 (unsigned long long)wire->job.cold_bytes);
    } else if (tare_registry_open(&err) || tare_run_case(&params, &err)) {
        wire->report.end = TARE_END_FAILED;
        snprintf(wire->report.reason, sizeof wire->report.reason, "%.*s",
                 (int)sizeof wire->report.reason - 1, err.text);
    }
    if (wire->job.mode == TARE_MODE_WEIGH)
        tare_point_stop(wire, TARE_MARK_LEFT);
    else
        tare_turn_leave(wire, TARE_MARK_LEFT);
    return 0;
}

static int list(int fd)
{
    struct tare_err err = {0};

    if (tare_registry_open(&err) || tare_registry_list(fd, &err)) {
        fprintf(stderr, "tare: %s\n", err.text);
        return 2;
    }
    return 0;
}

bool tare_child_serves(int argc, char **argv, int *status)
{
    if (argc >= 3 && strcmp(argv[1], TARE_WIRE_ARGUMENT) == 0)
        *status = tare_child_main(atoi(argv[2]), argc > 3 ? atoi(argv[3]) : -1);
    else if (argc == 3 && strcmp(argv[1], TARE_LIST_ARGUMENT) == 0)
        *status = list(atoi(argv[2]));
    else
        return false;
    return true;
}
