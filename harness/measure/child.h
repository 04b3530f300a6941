/* SPDX-License-Identifier: MIT */
/* The life of a child: maps the page, runs the case under the conductor's orders, exits. */
#ifndef TARE_MEASURE_CHILD_H
#define TARE_MEASURE_CHILD_H

/*
 * `wire_fd` is the memory of a struct tare_wire; `cold_fd` the memory that empties the caches, or
 * -1. Both are closed once mapped. Returns the exit status.
 */
int tare_child_main(int wire_fd, int cold_fd);

#endif
