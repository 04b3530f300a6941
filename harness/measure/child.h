/* SPDX-License-Identifier: MIT */
/* The life of a child: maps the page, runs the case under the conductor's orders, exits. */
#ifndef TARE_MEASURE_CHILD_H
#define TARE_MEASURE_CHILD_H

#include <stdbool.h>

/*
 * `wire_fd` is the memory of a struct tare_wire; `cold_fd` the memory that empties the caches, or
 * -1. Both are closed once mapped. Returns the exit status.
 */
int tare_child_main(int wire_fd, int cold_fd);

/*
 * Was this executable started by a conductor, to run a case or to list them (measure/wire.h)? Then
 * does so, `*status` being its exit status. For `main` to ask first.
 */
bool tare_child_serves(int argc, char **argv, int *status);

#endif
