/* SPDX-License-Identifier: MIT */
/* Types are read whatever compiler, linker, level of optimisation and form of debug information
 * made the case: fixtures/typed.c, and fixtures/cpp/classes.c in C++, built by each. */
#include <criterion/criterion.h>

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "support_tare.h"
#include "support_weighed.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* A case of which all is known. */
struct subject {
    const char *sources; /* below tests/fixtures */
    const char *language;
    const char *variant;
    double deep_bytes;
    double blocks;
    double padding_bytes;
    const char *types;
};

static const struct subject table = {
    .sources = "typed.c typed/*.c",
    .language = "-std=gnu11",
    .variant = "chained",
    .deep_bytes = 2986,
    .blocks = 202,
    .padding_bytes = 400,
    .types = "struct bucket 100 2400, char 442 442, struct bucket * 16 128, struct chains 1 16"};

/* The padding of struct polygon is that of its base, in which the members of struct disc lie; an
 * empty base has none where other members are. */
static const struct subject picture = {
    .sources = "classes.c",
    .language = "-x c++ -std=gnu++17",
    .variant = "picture",
    .deep_bytes = 512 + 480 + 320 + 240 + 24,
    .blocks = 31,
    .padding_bytes = 40,
    .types = "struct shape * 64 512, struct polygon 10 480, struct disc 10 320, "
             "struct point 30 240, struct picture 1 24"};

struct build {
    const char *compiler;
    const char *flags;
};

/* Without debug information from the start, or stripped. */
static bool is_untyped(const struct build *build)
{
    return strstr(build->flags, "-g0") != NULL || strstr(build->flags, "-g -s") != NULL;
}

static bool can_build(const struct build *build)
{
    return run_has_command(build->compiler) &&
           (strstr(build->flags, "lld") == NULL || run_has_command("ld.lld"));
}

static void expect_weighed(const char *name, const struct subject *subject, bool untyped,
                           const struct tare_row *row)
{
    char types[512];

    cr_assert_not_null(row->weighing, "%s: not weighed", name);
    support_weighed_types(row->weighing, types, sizeof types);
    cr_expect_eq(row->deep_bytes, subject->deep_bytes, "%s: deep size %g", name, row->deep_bytes);
    cr_expect_eq(row->blocks, subject->blocks, "%s: %g blocks", name, row->blocks);
    cr_expect_gt(row->time_ns, 0, "%s: time %g", name, row->time_ns);
    if (untyped) {
        cr_expect(row->weighing->untyped != NULL && strstr(row->weighing->untyped, "-g"),
                  "%s: no types since '%s'", name, row->weighing->untyped);
        cr_expect(isnan(row->padding_bytes), "%s: padding %g", name, row->padding_bytes);
        return;
    }
    cr_expect_str_eq(types, subject->types, "%s: types are '%s' (%s)", name, types,
                     row->weighing->untyped);
    cr_expect_eq(row->padding_bytes, subject->padding_bytes, "%s: padding %g", name,
                 row->padding_bytes);
    /* Each site has a line and a function: "typed.h:12 get". */
    cr_expect_gt(row->weighing->peak_sites.count, 0, "%s: no sites", name);
    for (size_t i = 0; i < row->weighing->peak_sites.count; i++) {
        const char *place = row->weighing->peak_sites.site[i].place;

        cr_expect(strchr(place, ':') && strchr(place, ' ') && !strchr(place, '+'),
                  "%s: a block of '%s'", name, place);
    }
}

/* The struct, and where it stands. */
static void expect_place(const char *name, const char *folder)
{
    struct run run = run_shell(10, "%s/tare layout %s/built bucket", run_build_folder(), folder);

    cr_expect(strncmp(run.out, "struct bucket  ", 15) == 0 && strstr(run.out, ".c:"), "%s: %s%s",
              name, run.out, run.err);
    run_free(&run);
}

static void make_build(const char *folder, const struct subject *subject, const struct build *build)
{
    /* A split unit in an object file needs that to stay. */
    const char *steps = strstr(build->flags, "=single") ? "-c && clang *.o -pthread" : "";
    struct run built =
        run_shell(60,
                  "cp -r include/tare.h tests/fixtures/typed* tests/fixtures/cpp/* %s && cd %s "
                  "&& %s %s %s -I. -pthread %s %s "
                  "-x none %s/libtare.a -lm -o built",
                  folder, folder, build->compiler, subject->language, build->flags,
                  subject->sources, steps, run_build_folder());

    cr_assert_eq(built.status, 0, "%s %s: %s", build->compiler, build->flags, built.err);
    run_free(&built);
}

static void try_build(const struct subject *subject, const struct build *build)
{
    char *folder = run_folder_new();
    struct support_weighed weighed;
    char arguments[256];
    char name[256];

    snprintf(name, sizeof name, "%s %s", build->compiler, build->flags);
    make_build(folder, subject, build);
    if (subject == &table && !is_untyped(build))
        expect_place(name, folder);
    snprintf(arguments, sizeof arguments, "%s/built --filter '/%s$'", folder, subject->variant);
    weighed = support_weighed_in(folder, "", arguments);
    expect_weighed(name, subject, is_untyped(build),
                   support_weighed_row(&weighed, subject->variant));
    support_weighed_free(&weighed);
}

static void try_builds(const struct subject *subject, const struct build *builds, size_t count)
{
    tare_run_skip_if_sanitized("nothing is weighed with ASan");
    for (size_t i = 0; i < count; i++)
        if (can_build(&builds[i]))
            try_build(subject, &builds[i]);
        else
            fprintf(stderr, "e2e_builds: cannot try %s %s here\n", builds[i].compiler,
                    builds[i].flags);
}

Test(e2e_builds, c_has_its_types, .timeout = 240)
{
    static const struct build builds[] = {
        {"gcc", "-O0 -g"},
        {"gcc", "-O1 -g"},
        {"gcc", "-O3 -g"},
        {"gcc", "-O2 -g -flto"},
        {"gcc", "-O2 -g -no-pie -fno-pie"},
        {"gcc", "-O2 -g -gz"},
        {"gcc", "-O2 -g -gsplit-dwarf"},
        {"gcc", "-O2 -gdwarf-4"},
        {"gcc", "-O2 -gdwarf-4 -fdebug-types-section"},
        {"gcc", "-O2 -gdwarf-5 -fdebug-types-section"},
        {"gcc", "-O2 -gdwarf-4 -gsplit-dwarf -fdebug-types-section"},
        {"gcc", "-O2 -gdwarf-5 -gsplit-dwarf -fdebug-types-section"},
        {"gcc", "-O2 -g -gz -gsplit-dwarf -fdebug-types-section"},
        {"clang", "-O0 -g"},
        {"clang", "-O2 -g"},
        {"clang", "-O3 -gdwarf-4"},
        {"clang", "-O2 -gdwarf-5 -gsplit-dwarf"},
        {"clang", "-O2 -g -fdebug-types-section"},
        {"clang", "-O2 -gdwarf-5 -gsplit-dwarf -fdebug-types-section"},
        {"clang", "-O2 -gdwarf-4 -gsplit-dwarf=single"},
        {"clang", "-O2 -gdwarf-5 -gsplit-dwarf=single -fdebug-types-section"},
        {"clang", "-O2 -g -fuse-ld=lld"},
        {"clang", "-O2 -g -flto -fuse-ld=lld"},
        {"gcc", "-O2 -g0"},
        {"gcc", "-O2 -g -s"},
    };

    try_builds(&table, builds, COUNT(builds));
}

Test(e2e_builds, classes_have_their_types, .timeout = 240)
{
    static const struct build builds[] = {
        {"g++", "-O0 -g"},
        {"g++", "-O2 -g"},
        {"g++", "-O3 -g -flto"},
        {"g++", "-O2 -gdwarf-4 -fdebug-types-section"},
        {"g++", "-O2 -g -gsplit-dwarf"},
        {"g++", "-O2 -g -gsplit-dwarf -fdebug-types-section"},
        {"clang++", "-O0 -g"},
        {"clang++", "-O2 -g"},
        {"clang++", "-O2 -gdwarf-4 -fdebug-types-section"},
        {"clang++", "-O2 -g -gsplit-dwarf"},
        {"clang++", "-O3 -g -flto -fuse-ld=lld"},
        {"g++", "-O2 -g -s"},
    };

    try_builds(&picture, builds, COUNT(builds));
}

Test(e2e_builds, debug_information_that_is_gone_is_named, .timeout = 240)
{
    static const struct build builds[] = {
        {"gcc", "-O2 -gdwarf-4 -gsplit-dwarf"},
        {"gcc", "-O2 -gdwarf-5 -gsplit-dwarf -fdebug-types-section"},
    };

    tare_run_skip_if_sanitized("nothing is weighed with ASan");
    for (size_t i = 0; i < COUNT(builds); i++) {
        char *folder = run_folder_new();
        struct support_weighed weighed;
        const struct tare_row *row;
        char arguments[256];
        struct run gone;

        if (!can_build(&builds[i]))
            continue;
        make_build(folder, &table, &builds[i]);
        gone = run_shell(10, "rm %s/*.dwo", folder);
        cr_assert_eq(gone.status, 0, "%s", gone.err);
        run_free(&gone);
        gone = run_shell(10, "%s/tare layout %s/built bucket", run_build_folder(), folder);
        cr_expect(gone.status == 2 && strstr(gone.err, ".dwo', which cannot be read"),
                  "status %d: %s%s", gone.status, gone.out, gone.err);
        run_free(&gone);
        snprintf(arguments, sizeof arguments, "%s/built --filter '/%s$'", folder, table.variant);
        weighed = support_weighed_in(folder, "", arguments);
        row = support_weighed_row(&weighed, table.variant);
        cr_expect_eq(row->deep_bytes, table.deep_bytes, "deep size %g", row->deep_bytes);
        cr_assert_not_null(row->weighing->untyped, "%s: no reason", builds[i].flags);
        cr_expect(strstr(row->weighing->untyped, "-typed.dwo', which cannot be read"), "%s",
                  row->weighing->untyped);
        support_weighed_free(&weighed);
    }
}
