/* SPDX-License-Identifier: MIT */
/*
 * `EXE --exec CASE --iterations N`: one case in this process, without fork or harness, for gdb,
 * perf and valgrind.
 */
#ifndef TARE_MEASURE_PLAIN_H
#define TARE_MEASURE_PLAIN_H

#include "base/err.h"
#include "measure/wire.h"

/*
 * Turns an id, group/variant[/size][/name:value][/threads:N], into a job. Any size and value may
 * stand there, not only those of the group. The registry must be open. 0, or -1 with
 * TARE_ERR_USAGE where the id is malformed or no such case is there.
 */
int tare_plain_parse(const char *id, struct tare_job *job, struct tare_err *err);

/* All of the command. Returns the exit status; says what is wrong on stderr. */
int tare_plain_main(int argc, char **argv);

#endif
