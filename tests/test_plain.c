/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>

#include <stdlib.h>
#include <string.h>

#include <tare.h>

#include "base/buf.h"
#include "measure/plain.h"
#include "measure/registry.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* The only cases of the test program: none is run. */
TARE_GROUP(axes, .sizes = TARE_SIZES(TARE_FULL(1000), 10), .threads = TARE_THREADS(2, 4),
           .params = TARE_PARAMS("load", 50, 75))
TARE_CASE(axes, first)
{
    tare_loop(t) {
    }
}
TARE_CASE(bare, only)
{
    tare_loop(t) {
    }
}

static void open_registry(void)
{
    struct tare_err err = {0};

    cr_assert_eq(tare_registry_open(&err), 0, "%s", err.text);
}

Test(plain, an_id_becomes_a_job, .init = open_registry)
{
    static const struct {
        const char *id;
        const char *group;
        const char *variant;
        int64_t size;
        int64_t param;
        uint32_t threads;
    } ids[] = {
        {"bare/only", "bare", "only", 0, 0, 1},
        {"bare/only/7", "bare", "only", 7, 0, 1},
        {"bare/only/threads:3", "bare", "only", 0, 0, 3},
        /* What the id does not name is the group's first, also where --full alone runs it. */
        {"axes/first", "axes", "first", 1000, 50, 2},
        {"axes/first/10", "axes", "first", 10, 50, 2},
        {"axes/first/0", "axes", "first", 0, 50, 2},
        {"axes/first/load:75", "axes", "first", 1000, 75, 2},
        {"axes/first/load:-3", "axes", "first", 1000, -3, 2},
        {"axes/first/10/load:75/threads:4", "axes", "first", 10, 75, 4},
        {"axes/first/threads:1/load:75/10", "axes", "first", 10, 75, 1},
        {"axes/first/threads:64", "axes", "first", 1000, 50, 64},
        {"axes/first/9223372036854775807", "axes", "first", INT64_MAX, 50, 2},
    };

    for (size_t i = 0; i < COUNT(ids); i++) {
        struct tare_job job;
        struct tare_err err = {0};

        memset(&job, 0xff, sizeof job);
        cr_assert_eq(tare_plain_parse(ids[i].id, &job, &err), 0, "%s: %s", ids[i].id, err.text);
        cr_expect_str_eq(job.group, ids[i].group, "%s: group '%s'", ids[i].id, job.group);
        cr_expect_str_eq(job.variant, ids[i].variant, "%s: variant '%s'", ids[i].id, job.variant);
        cr_expect_eq(job.size, ids[i].size, "%s: size %lld", ids[i].id, (long long)job.size);
        cr_expect_eq(job.param, ids[i].param, "%s: parameter %lld", ids[i].id,
                     (long long)job.param);
        cr_expect_eq(job.thread_count, ids[i].threads, "%s: %u threads", ids[i].id,
                     job.thread_count);
        cr_expect(job.mode == TARE_MODE_TIME && !job.cold && job.weigh_iterations == 0,
                  "%s: something is left of what was there", ids[i].id);
    }
}

Test(plain, what_is_no_id_is_told, .init = open_registry)
{
#define NO_CASE(id) "no case '" id "' here: expected GROUP/VARIANT[/SIZE], see --list"
    static const struct {
        const char *id;
        const char *text;
    } ids[] = {
        {"", NO_CASE("")},
        {"bare", NO_CASE("bare")},
        {"bare/", NO_CASE("bare/")},
        {"/only", NO_CASE("/only")},
        {"bare/other", NO_CASE("bare/other")},
        {"bare/onl", NO_CASE("bare/onl")},
        {"bare/only2", NO_CASE("bare/only2")},
        {"axes/only", NO_CASE("axes/only")},
        {"bare//only", NO_CASE("bare//only")},
        {"bare/only/", "'' in the case is no number"},
        {"bare/only/x", "'x' in the case is no number"},
        {"bare/only/10k", "'10k' in the case is no number"},
        {"bare/only/1.5", "'1.5' in the case is no number"},
        {"bare/only/9223372036854775808", "'9223372036854775808' in the case is no number"},
        {"bare/only/-1", "'-1' in the case is no size"},
        {"bare/only/threads:", "'threads:' in the case is no number"},
        {"bare/only/threads:x", "'threads:x' in the case is no number"},
        {"bare/only/threads:0", "0 threads: --exec takes 1 to 64"},
        {"bare/only/threads:65", "65 threads: --exec takes 1 to 64"},
        {"bare/only/threads:-1", "-1 threads: --exec takes 1 to 64"},
        {"bare/only/threads:4294967297", "4294967297 threads: --exec takes 1 to 64"},
        {"bare/only/load:75", "group 'bare' has no parameter as in 'load:75'"},
        {"axes/first/loa:75", "group 'axes' has no parameter as in 'loa:75'"},
        {"axes/first/loads:75", "group 'axes' has no parameter as in 'loads:75'"},
        {"axes/first/:75", "group 'axes' has no parameter as in ':75'"},
        {"axes/first/load:x", "'load:x' in the case is no number"},
        {"axes/first/load:75/10/", "'' in the case is no number"},
    };

    for (size_t i = 0; i < COUNT(ids); i++) {
        struct tare_job job;
        struct tare_err err = {0};

        cr_expect_eq(tare_plain_parse(ids[i].id, &job, &err), -1, "'%s' is taken", ids[i].id);
        cr_expect_eq(err.code, TARE_ERR_USAGE, "'%s': code %d", ids[i].id, (int)err.code);
        cr_expect_str_eq(err.text, ids[i].text, "'%s': '%s' instead of '%s'", ids[i].id, err.text,
                         ids[i].text);
    }
}

/* An id of 511 bytes fits; names in the job are cut nowhere, since no such case is there. */
Test(plain, an_id_of_any_length_is_safe, .init = open_registry)
{
    static const struct {
        size_t zeros;
        bool fits;
    } lengths[] = {{501, true}, {502, false}, {100000, false}};

    for (size_t i = 0; i < COUNT(lengths); i++) {
        struct tare_buf id = TARE_BUF_INIT;
        struct tare_job job;
        struct tare_err err = {0};
        int status;

        tare_buf_puts(&id, "bare/only/");
        for (size_t j = 0; j < lengths[i].zeros; j++)
            tare_buf_puts(&id, "0");
        status = tare_plain_parse(id.text, &job, &err);
        cr_expect_eq(status, lengths[i].fits ? 0 : -1, "%zu zeros: status %d: %s", lengths[i].zeros,
                     status, err.text);
        cr_expect_str_eq(err.text,
                         lengths[i].fits
                             ? ""
                             : "the case 'bare/only/000000000000000000000000000000...' has too "
                               "long a name",
                         "%zu zeros: '%s'", lengths[i].zeros, err.text);
        tare_buf_free(&id);
    }
}
