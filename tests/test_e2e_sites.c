/* SPDX-License-Identifier: MIT */
/* The site of a block that a library allocates is the line of the case's own code that called it:
 * fixtures/sites.c, in C and in C++. */
#include <criterion/criterion.h>

#include <stdio.h>
#include <string.h>

#include "support_tare.h"
#include "support_weighed.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const char *const in_c[] = {"malloc",   "strdup",  "strndup", "asprintf",
                                   "realpath", "getline", "mmap"};
static const char *const in_cpp[] = {"malloc", "strdup", "asprintf", "new_one", "new_array"};

/* "sites.c:12 call_strdup", in C++ with the name as it is written there. */
static void expect_place(const char *variant, const struct tare_weighed_sites *sites)
{
    char function[64];
    const char *place;

    cr_assert_eq(sites->count, 1, "%s: %zu sites", variant, sites->count);
    place = sites->site[0].place;
    snprintf(function, sizeof function, " call_%s", variant);
    cr_expect(strncmp(place, "sites.c:", 8) == 0 && strlen(place) > strlen(function) &&
                  strcmp(place + strlen(place) - strlen(function), function) == 0,
              "%s: allocated at '%s'", variant, place);
}

static void expect_leaks(const struct support_weighed *weighed, const char *const *variants,
                         size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const struct tare_row *row = support_weighed_row(weighed, variants[i]);

        cr_assert_not_null(row->weighing, "%s: not weighed", variants[i]);
        expect_place(variants[i], &row->weighing->leaks);
    }
}

Test(e2e_sites, libraries_allocate_for_the_line_that_calls_them, .timeout = 60)
{
    static struct support_weighed weighed;

    tare_run_skip_if_sanitized("nothing is weighed with ASan");
    weighed = support_weighed("", "sites", "");
    expect_leaks(&weighed, in_c, COUNT(in_c));
    expect_place("qsort", &support_weighed_row(&weighed, "qsort")->weighing->peak_sites);
    support_weighed_free(&weighed);
}

Test(e2e_sites, operator_new_allocates_for_the_line_that_calls_it, .timeout = 120)
{
    char *folder = run_folder_new();
    struct support_weighed weighed;
    char arguments[256];
    struct run built;

    tare_run_skip_if_sanitized("nothing is weighed with ASan");
    if (!run_has_command("g++"))
        cr_skip_test("there is no g++ here");
    built = run_shell(60,
                      "g++ -std=gnu++17 -O2 -g -Iinclude -pthread -x c++ tests/fixtures/sites.c "
                      "-x none %s/libtare.a -lm -o %s/sites",
                      run_build_folder(), folder);
    cr_assert_eq(built.status, 0, "%s", built.err);
    run_free(&built);
    snprintf(arguments, sizeof arguments, "%s/sites", folder);
    weighed = support_weighed_in(folder, "", arguments);
    expect_leaks(&weighed, in_cpp, COUNT(in_cpp));
    support_weighed_free(&weighed);
}
