/* SPDX-License-Identifier: MIT */
#include "support_alloc.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <stdlib.h>

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define HAS_ASAN 1
#endif
#endif
#if defined(__SANITIZE_ADDRESS__)
#define HAS_ASAN 1
#endif

#if defined(__GLIBC__) && !defined(HAS_ASAN)

static _Thread_local size_t countdown; /* 0: not armed */
static _Thread_local bool has_failed;

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *memory, size_t size);

static bool must_fail(void)
{
    if (countdown == 0 || --countdown > 0)
        return false;
    has_failed = true;
    errno = ENOMEM;
    return true;
}

void *malloc(size_t size)
{
    return must_fail() ? NULL : __libc_malloc(size);
}

/* NOLINTNEXTLINE(readability-inconsistent-declaration-parameter-name): glibc's are __reserved */
void *calloc(size_t count, size_t size)
{
    return must_fail() ? NULL : __libc_calloc(count, size);
}

/* NOLINTNEXTLINE(readability-inconsistent-declaration-parameter-name): glibc's are __reserved */
void *realloc(void *memory, size_t size)
{
    return must_fail() ? NULL : __libc_realloc(memory, size);
}

bool support_alloc_works(void)
{
    return true;
}

void support_alloc_fail_at(size_t nth)
{
    has_failed = false;
    countdown = nth;
}

bool support_alloc_disarm(void)
{
    countdown = 0;
    return has_failed;
}

#else

bool support_alloc_works(void)
{
    return false;
}

void support_alloc_fail_at(size_t nth)
{
    (void)nth;
}

bool support_alloc_disarm(void)
{
    return false;
}

#endif

void support_alloc_each(support_alloc_attempt *attempt, void *data)
{
    if (!support_alloc_works())
        cr_skip_test("allocations cannot be made to fail in this build");
    for (size_t nth = 1;; nth++) {
        struct tare_err err = {0};
        bool has_run_out;
        int status;

        support_alloc_fail_at(nth);
        status = attempt(data, &err);
        has_run_out = support_alloc_disarm();
        if (status != 0)
            cr_assert(has_run_out && err.code == TARE_ERR_SYSTEM && err.text[0] != '\0',
                      "allocation %zu failing: status %d, code %d, text '%s'", nth, status,
                      (int)err.code, err.text);
        else
            cr_assert_eq(err.code, TARE_ERR_NONE, "allocation %zu failing: success, but '%s'", nth,
                         err.text);
        if (!has_run_out) {
            cr_assert_gt(nth, 1, "the attempt allocates nothing");
            return;
        }
    }
}
