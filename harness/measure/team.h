/* SPDX-License-Identifier: MIT */
/*
 * The threads that run one case together. Each run starts at a barrier on which all spin, since
 * they stand on cores of their own; between runs all but the leader sleep, so that nothing disturbs
 * the other arms' turns. The slowest thread's time counts.
 */
#ifndef TARE_MEASURE_TEAM_H
#define TARE_MEASURE_TEAM_H

#include "measure/state.h"

/* Leader: publishes the next run of `count` iterations (0: leave the loop) to the others. */
void tare_team_publish(struct tare_team *team, uint64_t count);

/* Leader: spins until all others are at the start line. Returns false where one never will be. */
bool tare_team_gather(struct tare_team *team);

/* Leader: lets all go. */
void tare_team_go(struct tare_team *team);

/* Leader, after its own run took `elapsed_ns`: waits for the others. Returns the longest time. */
double tare_team_collect(struct tare_team *team, double elapsed_ns);

/* Others: sleeps until a run after `*generation` is published, and sets it. Returns the count. */
uint64_t tare_team_await(struct tare_team *team, uint32_t *generation);

/* Others: reports at the start line and spins until all may go. */
void tare_team_line_up(struct tare_team *team);

/* Others: reports the end of a run. */
void tare_team_arrive(struct tare_team *team, unsigned thread, double elapsed_ns);

/* Others: will never come to the start line again. */
void tare_team_break(struct tare_team *team);

#endif
