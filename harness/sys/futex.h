/* SPDX-License-Identifier: MIT */
/*
 * Waiting on a word of memory, also between processes that share it. See futex(2).
 */
#ifndef TARE_SYS_FUTEX_H
#define TARE_SYS_FUTEX_H

#include <errno.h>
#include <linux/futex.h>
#include <stdatomic.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

/* Wakes one waiter. */
static inline void tare_futex_wake(_Atomic uint32_t *word)
{
    syscall(SYS_futex, word, FUTEX_WAKE, 1, NULL, NULL, 0);
}

/*
 * Sleeps while the word holds `value`, `limit` at most (NULL: for ever). Returns 0 when woken or
 * the word differs, else -1 with errno EINTR (a signal) or ETIMEDOUT. May wake without cause: the
 * caller looks at the word again.
 */
static inline int tare_futex_wait(_Atomic uint32_t *word, uint32_t value,
                                  const struct timespec *limit)
{
    if (syscall(SYS_futex, word, FUTEX_WAIT, value, limit, NULL, 0) == 0 || errno == EAGAIN)
        return 0;
    return -1;
}

#endif
