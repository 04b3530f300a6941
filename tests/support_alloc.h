/* SPDX-License-Identifier: MIT */
/*
 * Memory that runs out on demand: malloc, calloc, realloc and free of the test program, libraries
 * included, are those of glibc until armed. Under AddressSanitizer, which has its own, and with
 * other C libraries there is nothing to arm, and tests that need it skip themselves.
 */
#ifndef TARE_TESTS_SUPPORT_ALLOC_H
#define TARE_TESTS_SUPPORT_ALLOC_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

/* Can allocations be made to fail? */
bool support_alloc_works(void);

/* Lets the nth allocation of this thread from now on fail, once; 1 is the next one. */
void support_alloc_fail_at(size_t nth);

/* Lets none fail any more. True where one did. */
bool support_alloc_disarm(void);

/* Blocks that this thread allocated and did not free between the two calls above. */
long support_alloc_live(void);

/* Something that allocates. Cleans up after itself; 0, or -1 with `err` set. */
typedef int support_alloc_attempt(void *data, struct tare_err *err);

/*
 * Runs `attempt` with the first allocation failing, then with the second, and so on until it runs
 * through with none failing. Each time it has to free what it allocated, and to succeed or to fail
 * with TARE_ERR_SYSTEM and a text; the last time it has to succeed. Skips the test where nothing
 * can be made to fail.
 */
void support_alloc_each(support_alloc_attempt *attempt, void *data);

#endif
