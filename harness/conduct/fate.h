/* SPDX-License-Identifier: MIT */
/*
 * How an arm fared: the status and reason of its row. The words are those of DESIGN.md, section 2.
 */
#ifndef TARE_CONDUCT_FATE_H
#define TARE_CONDUCT_FATE_H

#include <stdbool.h>

#define TARE_FATE_OK          "ok"
#define TARE_FATE_EMPTY       "empty"
#define TARE_FATE_UNSTEADY    "unsteady"
#define TARE_FATE_SKIPPED     "skipped"
#define TARE_FATE_FAILED      "failed"
#define TARE_FATE_CRASHED     "crashed"
#define TARE_FATE_TIMEOUT     "timeout"
#define TARE_FATE_EXITED      "exited"
#define TARE_FATE_DISAGREES   "disagrees"
#define TARE_FATE_NO_LOOP     "no_loop"
#define TARE_FATE_INTERRUPTED "interrupted"

#define TARE_FATE_REASON_BYTES 640

struct tare_fate {
    const char *status; /* one of the above; NULL: nothing happened yet */
    char reason[TARE_FATE_REASON_BYTES];
};

/* Sets it unless something happened before: the first cause counts. */
void tare_fate_set(struct tare_fate *fate, const char *status, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#endif
