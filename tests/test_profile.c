/* SPDX-License-Identifier: MIT */
/* Sums by line, and what callgrind writes. */
#include <criterion/criterion.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/gcov.h"
#include "model/profile.h"
#include "profile/callgrind.h"
#include "profile/disassemble.h"
#include "report/flame.h"

static void add(struct tare_profile *profile, const struct tare_profile_place *places, size_t count,
                bool is_self, double weight)
{
    cr_assert_eq(tare_profile_add(profile,
                                  &(struct tare_profile_event){.place = places,
                                                               .place_count = count,
                                                               .is_self = is_self,
                                                               .metric = TARE_PROFILE_TIME,
                                                               .weight = weight},
                                  NULL),
                 0);
}

Test(profile, recursion_counts_a_line_once)
{
    static const struct tare_profile_place places[] = {
        {"leaf", "a.c", 3, 0}, {"walk", "a.c", 7, 0}, {"walk", "a.c", 7, 0}, {"main", "a.c", 9, 0}};
    struct tare_profile profile;

    tare_profile_init(&profile);
    add(&profile, places, 4, true, 2);
    add(&profile, places + 1, 3, true, 1);
    cr_assert_eq(profile.line_count, 3);
    tare_profile_sort(&profile, TARE_PROFILE_TIME);
    cr_expect_str_eq(profile.line[0].function, "main");
    cr_expect_eq(profile.line[0].with_callees[TARE_PROFILE_TIME], 3);
    cr_expect_eq(profile.line[0].self[TARE_PROFILE_TIME], 0);
    cr_expect_str_eq(profile.line[1].function, "walk");
    cr_expect_eq(profile.line[1].with_callees[TARE_PROFILE_TIME], 3);
    cr_expect_eq(profile.line[1].self[TARE_PROFILE_TIME], 1);
    cr_expect_eq(profile.line[2].self[TARE_PROFILE_TIME], 2);
    tare_profile_free(&profile);
}

Test(profile, chooses_what_stands_beside_the_case)
{
    static const struct tare_profile_place places[] = {{"libc", NULL, 0, 0},
                                                       {"helper", "/x/bench/y.h", 3, 0},
                                                       {"deeper", "/x/bench/z/y.h", 3, 0},
                                                       {"case", "/x/bench/y.c", 9, 0}};
    struct tare_profile profile;

    tare_profile_init(&profile);
    add(&profile, places, 4, true, 1);
    cr_expect_eq(tare_profile_choose(&profile, "case"), 2);
    profile.function = strdup("libc");
    cr_expect_eq(tare_profile_choose(&profile, "case"), 1);
    tare_profile_free(&profile);
}

/* prop.test(x, n, correct = FALSE)$conf.int in R, half its width. */
Test(profile, error_of_a_share_is_wilsons)
{
    static const struct {
        double count, share, half;
    } known[] = {{100, 0.5, 0.09616847},
                 {1000, 0.1, 0.01862126},
                 {5000, 0.7, 0.01269807},
                 {200, 0, 0.0094226632}};

    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        cr_expect_float_eq(tare_profile_share_error(known[i].share, known[i].count), known[i].half,
                           1e-6 * known[i].half, "%g of %g: %.8g", known[i].share, known[i].count,
                           tare_profile_share_error(known[i].share, known[i].count));
    cr_expect(isnan(tare_profile_share_error(0.5, 0)));
}

struct seen {
    size_t count;
    struct {
        char object[32];
        struct tare_callgrind_cost cost;
    } at[16];
};

static int see(void *context, const struct tare_callgrind_cost *cost, struct tare_err *err)
{
    struct seen *seen = context;

    (void)err;
    cr_assert_lt(seen->count, 16);
    seen->at[seen->count].cost = *cost;
    snprintf(seen->at[seen->count++].object, 32, "%s", cost->object);
    return 0;
}

static int read_text(const char *text, struct seen *seen, struct tare_err *err)
{
    FILE *file = fmemopen((void *)text, strlen(text), "r");
    int result;

    *seen = (struct seen){0};
    cr_assert_not_null(file);
    result = tare_callgrind_read(file, see, seen, err);
    fclose(file);
    return result;
}

Test(callgrind, reads_relative_addresses_and_short_lines)
{
    static const char text[] = "# callgrind format\n"
                               "positions: instr\n"
                               "events: Ir Dr D1mr D1mw Bc Bcm Bi Bim\n"
                               "summary: 9 9\n\n"
                               "ob=(1) /bin/x\nfl=(1) x.c\nfn=(1) main\n"
                               "0x1000 5 1 2 3 9 4 9 1\n"
                               "+4 7\n"
                               "cob=(2) /lib/y.so\ncfn=(2) f\ncalls=3 0x20\n"
                               "* 100 0 1\n"
                               "-0x2 1\n"
                               "ob=(2)\nfn=(2)\n"
                               "0x20 6\n";
    struct tare_err err = {0};
    struct seen seen;

    cr_assert_eq(read_text(text, &seen, &err), 0, "%s", err.text);
    cr_assert_eq(seen.count, 5);
    cr_expect_eq(seen.at[0].cost.address, 0x1000);
    cr_expect_eq(seen.at[0].cost.count[TARE_CALLGRIND_INSTRUCTIONS], 5);
    cr_expect_eq(seen.at[0].cost.count[TARE_CALLGRIND_D1_MISSES], 5);
    cr_expect_eq(seen.at[0].cost.count[TARE_CALLGRIND_MISPREDICTS], 5);
    cr_expect_eq(seen.at[1].cost.address, 0x1004);
    cr_expect_not(seen.at[1].cost.is_call);
    cr_expect(seen.at[2].cost.is_call);
    cr_expect_eq(seen.at[2].cost.calls, 3);
    cr_expect_eq(seen.at[2].cost.called_address, 0x20);
    cr_expect_eq(seen.at[2].cost.address, 0x1004);
    cr_expect_eq(seen.at[2].cost.count[TARE_CALLGRIND_INSTRUCTIONS], 100);
    cr_expect_eq(seen.at[2].cost.count[TARE_CALLGRIND_D1_MISSES], 1);
    cr_expect_eq(seen.at[3].cost.address, 0x1002);
    cr_expect_not(seen.at[3].cost.is_call);
    cr_expect_str_eq(seen.at[4].object, "/lib/y.so");
}

Test(callgrind, refuses_what_it_cannot_read)
{
    static const char *const texts[] = {"junk\n", "events: Ir\nob=(1) x\n0xzz 5\n",
                                        "events: Ir\nob=(1) x\n0x10 5 words\n"};
    struct seen seen;

    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct tare_err err = {0};

        cr_expect_eq(read_text(texts[i], &seen, &err), -1, "'%s' was read", texts[i]);
        cr_expect_eq(err.code, TARE_ERR_INPUT);
    }
}

static int keep_count(void *context, const struct tare_profile_place *place, int64_t count,
                      struct tare_err *err)
{
    (void)err;
    return tare_profile_add(context,
                            &(struct tare_profile_event){.place = place,
                                                         .place_count = 1,
                                                         .is_self = true,
                                                         .metric = TARE_PROFILE_HITS,
                                                         .weight = (double)count},
                            NULL);
}

static int read_gcov(const char *text, struct tare_profile *profile, struct tare_err *err)
{
    FILE *file = fmemopen((void *)text, strlen(text), "r");
    int result;

    tare_profile_init(profile);
    cr_assert_not_null(file);
    result = tare_gcov_read(file, keep_count, profile, err);
    fclose(file);
    return result;
}

/* As gcov 12 writes it: a document for each file of counts. */
Test(gcov, reads_each_document)
{
    static const char text[] =
        "{\"files\": [{\"file\": \"a.c\", \"lines\": [{\"count\": 3, \"line_number\": 7, "
        "\"function_name\": \"f\"}]}], \"current_working_directory\": \"/x\"}\n"
        "{\"files\": [{\"file\": \"/y/b.h\", \"lines\": [{\"count\": 5, \"line_number\": 1}]}]}\n";
    struct tare_err err = {0};
    struct tare_profile profile;

    cr_assert_eq(read_gcov(text, &profile, &err), 0, "%s", err.text);
    cr_assert_eq(profile.line_count, 2);
    cr_expect_str_eq(profile.line[0].source, "/x/a.c");
    cr_expect_str_eq(profile.line[0].function, "f");
    cr_expect_eq(profile.line[0].line, 7);
    cr_expect_eq(profile.line[0].self[TARE_PROFILE_HITS], 3);
    cr_expect_str_eq(profile.line[1].source, "/y/b.h");
    cr_expect_eq(profile.line[1].self[TARE_PROFILE_HITS], 5);
    tare_profile_free(&profile);
}

Test(gcov, refuses_what_it_cannot_read)
{
    static const char *const texts[] = {
        "junk", "{}", "{\"files\": [{}]}",
        "{\"files\": [{\"file\": \"a\", \"lines\": [{\"line_number\": 1}]}]}",
        "{\"files\": [{\"file\": \"a\", \"lines\": [{\"line_number\": 0, \"count\": 1}]}]}"};

    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct tare_err err = {0};
        struct tare_profile profile;

        cr_expect_eq(read_gcov(texts[i], &profile, &err), -1, "'%s' was read", texts[i]);
        cr_expect_eq(err.code, TARE_ERR_INPUT);
        tare_profile_free(&profile);
    }
}

/* As objdump 2.40 writes it. */
Test(disassemble, reads_instructions_and_their_lines)
{
    static const char text[] = "\n/x/b:     file format elf64-x86-64\n\n"
                               "Disassembly of section .text:\n\n"
                               "0000000000008b40 <list_sum>:\n"
                               "list_sum():\n"
                               "    8b40:\txor    %eax,%eax\n"
                               "/x/lists: one.h:77 (discriminator 3)\n"
                               "    8b42:\tadd    0x8(%rdi),%rax\n"
                               "\t...\n";
    FILE *file = fmemopen((void *)text, strlen(text), "r");
    struct tare_profile profile;

    tare_profile_init(&profile);
    tare_profile_add_spot(&profile,
                          &(struct tare_profile_spot){0x8b42, TARE_PROFILE_INSTRUCTIONS, 2}, NULL);
    tare_profile_add_spot(&profile,
                          &(struct tare_profile_spot){0x8b42, TARE_PROFILE_INSTRUCTIONS, 3}, NULL);
    cr_assert_eq(tare_disassemble_read(&profile, "list_sum", file, NULL), 0);
    fclose(file);
    cr_assert_eq(profile.code_count, 2);
    cr_expect_eq(profile.code[0].address, 0x8b40);
    cr_expect_eq(profile.code[0].line, 0);
    cr_expect_str_eq(profile.code[0].text, "xor    %eax,%eax");
    cr_expect_eq(profile.code[0].self[TARE_PROFILE_INSTRUCTIONS], 0);
    cr_expect_str_eq(profile.code[1].source, "/x/lists: one.h");
    cr_expect_eq(profile.code[1].line, 77);
    cr_expect_eq(profile.code[1].self[TARE_PROFILE_INSTRUCTIONS], 5);
    tare_profile_free(&profile);
}

Test(profile, places_of_other_tools_get_the_names_it_has)
{
    static const struct tare_profile_place places[] = {{"ns::f", "src/a.cc", 3, 0}};
    struct tare_profile_place mangled = {"_ZN2ns1fEv", "/work/src/a.cc", 3, 0};
    struct tare_profile_place beside = {"_ZN2ns1gEv", "/work/src/a.cc", 9, 0};
    struct tare_profile_place foreign = {"h", "/work/othersrc/a.cc", 3, 0};
    struct tare_profile profile;

    tare_profile_init(&profile);
    add(&profile, places, 1, true, 1);
    tare_profile_rename(&profile, &mangled);
    cr_expect_str_eq(mangled.function, "ns::f");
    cr_expect_str_eq(mangled.source, "src/a.cc");
    tare_profile_rename(&profile, &beside);
    cr_expect_str_eq(beside.function, "_ZN2ns1gEv");
    cr_expect_str_eq(beside.source, "src/a.cc");
    tare_profile_rename(&profile, &foreign);
    cr_expect_str_eq(foreign.function, "h");
    cr_expect_str_eq(foreign.source, "/work/othersrc/a.cc");
    tare_profile_free(&profile);
}

/* What a writer writes of a profile; the caller frees. */
static char *written(int (*write)(FILE *, const struct tare_profile *, struct tare_err *),
                     const struct tare_profile *profile)
{
    char *text = NULL;
    size_t bytes;
    FILE *file = open_memstream(&text, &bytes);

    cr_assert_eq(write(file, profile, NULL), 0);
    fclose(file);
    return text;
}

/* "a" and "a-b" share no frame, however they sort; names are not taken for markup. */
Test(flame, stacks_are_folded_and_drawn)
{
    static const struct tare_profile_place ab[] = {{"b<&\"x\">", NULL, 0, 0}, {"a", NULL, 0, 0}};
    static const struct tare_profile_place c[] = {{"c;d", NULL, 0, 0}, {"a-b", NULL, 0, 0}};
    struct tare_profile profile;
    char *text;

    tare_profile_init(&profile);
    profile.id = strdup("x/<y>");
    for (int i = 0; i < 3; i++)
        cr_assert_eq(tare_profile_add_stack(&profile, ab, 2, NULL), 0);
    cr_assert_eq(tare_profile_add_stack(&profile, c, 2, NULL), 0);
    cr_assert_eq(tare_profile_add_stack(&profile, ab + 1, 1, NULL), 0);
    text = written(tare_flame_write_folded, &profile);
    cr_expect_str_eq(text, "a;b<&\"x\"> 3\na-b;c:d 1\na 1\n");
    free(text);
    text = written(tare_flame_write_svg, &profile);
    cr_expect_not_null(strstr(text, "<title>a (4 samples, 80.00 %)</title>"), "%s", text);
    cr_expect_not_null(strstr(text, "<title>b&lt;&amp;&quot;x&quot;&gt; (3 samples"), "%s", text);
    cr_expect_not_null(strstr(text, "<title>a-b (1 samples, 20.00 %)</title>"), "%s", text);
    cr_expect_not_null(strstr(text, "x/&lt;y&gt;: 5 samples</text>"), "%s", text);
    cr_expect_not_null(strstr(text, "</svg>"), "%s", text);
    free(text);
    tare_profile_free(&profile);
}

/* A function is charged once for an event, whichever of its lines were on the stack. */
Test(profile, functions_are_summed_and_sorted)
{
    static const struct tare_profile_place places[] = {
        {"leaf", "a.c", 3, 0}, {"walk", "a.c", 7, 0}, {"walk", "a.c", 8, 0}, {"main", "a.c", 9, 0}};
    struct tare_profile profile;

    tare_profile_init(&profile);
    add(&profile, places, 4, true, 2);
    add(&profile, places + 1, 3, true, 5);
    cr_assert_eq(tare_profile_add_call(&profile, &places[1], &places[0], 4, 100, NULL), 0);
    cr_assert_eq(tare_profile_add_call(&profile, &places[3], &places[0], 1, 200, NULL), 0);
    cr_assert_eq(profile.function_count, 3);
    tare_profile_sort_functions(&profile, TARE_PROFILE_BY_SELF);
    cr_expect_str_eq(profile.functions[0].function, "walk");
    cr_expect_eq(profile.functions[0].with_callees[TARE_PROFILE_TIME], 7);
    cr_expect_eq(profile.functions[0].self[TARE_PROFILE_TIME], 5);
    cr_expect_str_eq(profile.call[0].caller, "main");
    tare_profile_sort_functions(&profile, TARE_PROFILE_BY_CALLS);
    cr_expect_str_eq(profile.functions[0].function, "leaf");
    cr_expect_eq(profile.functions[0].calls, 5);
    tare_profile_sort_functions(&profile, TARE_PROFILE_BY_CUMULATIVE);
    cr_expect_str_eq(profile.functions[0].function, "main");
    tare_profile_sort_functions(&profile, TARE_PROFILE_BY_NAME);
    cr_expect_str_eq(profile.functions[0].function, "leaf");
    tare_profile_free(&profile);
}
