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
static _Thread_local bool is_counting;
static _Thread_local long live_count; /* blocks allocated and not freed while counting */

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *memory, size_t size);
void __libc_free(void *memory);

static bool must_fail(void)
{
    if (countdown == 0 || --countdown > 0)
        return false;
    has_failed = true;
    errno = ENOMEM;
    return true;
}

static void *counted(void *memory)
{
    if (is_counting && memory)
        live_count++;
    return memory;
}

void *malloc(size_t size)
{
    return must_fail() ? NULL : counted(__libc_malloc(size));
}

/* NOLINTNEXTLINE(readability-inconsistent-declaration-parameter-name): glibc's are __reserved */
void *calloc(size_t count, size_t size)
{
    return must_fail() ? NULL : counted(__libc_calloc(count, size));
}

/* NOLINTNEXTLINE(readability-inconsistent-declaration-parameter-name): glibc's are __reserved */
void *realloc(void *memory, size_t size)
{
    if (must_fail())
        return NULL;
    return memory ? __libc_realloc(memory, size) : counted(__libc_malloc(size));
}

/* NOLINTNEXTLINE(readability-inconsistent-declaration-parameter-name): glibc's are __reserved */
void free(void *memory)
{
    if (is_counting && memory)
        live_count--;
    __libc_free(memory);
}

bool support_alloc_works(void)
{
    return true;
}

void support_alloc_fail_at(size_t nth)
{
    has_failed = false;
    live_count = 0;
    is_counting = true;
    countdown = nth;
}

bool support_alloc_disarm(void)
{
    countdown = 0;
    is_counting = false;
    return has_failed;
}

long support_alloc_live(void)
{
    return live_count;
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

long support_alloc_live(void)
{
    return 0;
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
        cr_assert_eq(support_alloc_live(), 0, "allocation %zu failing: %ld blocks are not freed",
                     nth, support_alloc_live());
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
