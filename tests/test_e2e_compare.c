/* SPDX-License-Identifier: MIT */
/* tare compare on results of runs, as they are and doctored; --fail-above there and on tare run. */
#include <criterion/criterion.h>

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support_tare.h"

/* What is done to each row of a result. */
struct doctored {
    double factor;     /* of all times */
    double more_bytes; /* added to deep_bytes */
};

static void multiply(json_t *object, const char *key, double factor)
{
    json_t *value = json_object_get(object, key);

    if (json_is_number(value))
        json_object_set_new(object, key, json_real(json_number_value(value) * factor));
}

/* Set medians that spread by 0.2 % around the time, so that nothing depends on the machine. */
static void doctor_row(json_t *row, const struct doctored *doctored)
{
    json_t *sets = json_object_get(row, "set_time_ns");
    double time_ns;

    multiply(row, "time_ns", doctored->factor);
    time_ns = json_number_value(json_object_get(row, "time_ns"));
    for (size_t i = 0; i < json_array_size(sets); i++)
        json_array_set_new(sets, i, json_real(time_ns * (1 + 0.001 * (double)(i % 3))));
    json_object_set_new(row, "status", json_string("ok"));
    if (json_is_number(json_object_get(row, "deep_bytes")))
        json_object_set_new(row, "deep_bytes",
                            json_real(json_number_value(json_object_get(row, "deep_bytes")) +
                                      doctored->more_bytes));
}

/* Writes FOLDER/NAME.json, made from the latest result there. */
static void doctor(const char *folder, const char *name, const struct doctored *doctored)
{
    char *from = tare_run_path(folder, "result.json");
    json_error_t error = {0};
    json_t *root = json_load_file(from, 0, &error);
    const json_t *blocks = json_object_get(root, "blocks");
    char path[512];

    cr_assert_not_null(root, "%s: %s", from, error.text);
    for (size_t i = 0; i < json_array_size(blocks); i++) {
        const json_t *rows = json_object_get(json_array_get(blocks, i), "rows");

        for (size_t j = 0; j < json_array_size(rows); j++)
            doctor_row(json_array_get(rows, j), doctored);
    }
    snprintf(path, sizeof path, "%s/%s.json", folder, name);
    cr_assert_eq(json_dump_file(root, path, 0), 0, "cannot write %s", path);
    json_decref(root);
    free(from);
}

static int system_in(const char *folder, const char *command)
{
    struct run run = run_shell(20, "cd %s && %s", folder, command);
    int status = run.status;

    run_free(&run);
    return status;
}

static struct run compare(const char *folder, const char *arguments)
{
    return run_shell(20, "cd %s && %s/tare compare %s", folder, run_build_folder(), arguments);
}

static void expect(const char *folder, const char *arguments, int status, const char *out,
                   const char *err)
{
    struct run run = compare(folder, arguments);

    cr_expect_eq(run.status, status, "'%s': status %d, %s%s", arguments, run.status, run.out,
                 run.err);
    cr_expect_not_null(strstr(run.out, out), "'%s': no '%s' in: %s", arguments, out, run.out);
    cr_expect_not_null(strstr(run.err, err), "'%s': no '%s' in: %s", arguments, err, run.err);
    run_free(&run);
}

Test(e2e_compare, a_run_with_itself, .timeout = 60)
{
    struct tare_run run = tare_run("", "plain", "--filter '^chain/'");
    struct run same = compare(run.folder, "latest latest/result.json --fail-above 0% --format csv");
    struct csv csv = csv_parse(same.out);

    cr_expect_eq(same.status, 0, "status %d: %s", same.status, same.err);
    cr_expect_null(csv.problem, "%s", csv.problem);
    cr_expect_eq(csv.rows, 5, "%zu rows", csv.rows);
    for (size_t i = 1; i < csv.rows; i++) {
        const char *verdict = csv.cell[i * csv.columns + csv_column(&csv, "verdict")];

        cr_expect_str_eq(csv.cell[i * csv.columns + csv_column(&csv, "ratio")], "1", "row %zu", i);
        cr_expect_str_eq(verdict, "same", "row %zu: %s", i, verdict);
    }
    csv_free(&csv);
    run_free(&same);
    expect(run.folder, "latest latest", 0, "all that is known of both is the same", "");
    expect(run.folder, "latest latest", 0, "not interleaved", "");
    tare_run_free(&run);
}

Test(e2e_compare, a_doctored_copy_is_slower, .timeout = 60)
{
    struct tare_run run = tare_run("", "plain", "--filter '^chain/'");

    doctor(run.folder, "old", &(struct doctored){.factor = 1});
    doctor(run.folder, "new", &(struct doctored){.factor = 1.1});
    expect(run.folder, "old.json old.json", 0, "4 same", "");
    expect(run.folder, "old.json new.json", 0, "1.10x slower", "");
    expect(run.folder, "old.json new.json --format markdown", 0, "**1.10x slower**", "");
    expect(run.folder, "old.json new.json --format json", 0, "\"verdict\": \"slower\"", "");
    expect(run.folder, "old.json new.json --margin 20%", 0, "4 same", "");
    expect(run.folder, "old.json new.json --fail-above 5%", 1, "4 slower",
           "chain/single/100: 1.10x slower: above 5.0 %");
    expect(run.folder, "old.json new.json --fail-above 11%", 0, "4 slower", "");
    expect(run.folder, "new.json old.json --fail-above 0%", 0, "4 faster", "");
    cr_assert_eq(system_in(run.folder, "sed 's,chain/single,chain/gone,g' old.json >gone.json"), 0,
                 "sed");
    expect(run.folder, "old.json gone.json --fail-above 5%", 1, "",
           "does not let through:\n  chain/single/10: not in NEW\n");
    expect(run.folder, "old.json gone.json", 0, "", "");
    expect(run.folder, "old.json new.json --fail-above bytes=0", 1, "",
           "  deep_bytes: no case has it to be compared with\n");
    tare_run_free(&run);
}

/* The script has a line a case, and gnuplot, where it is there, makes both files of it. */
Test(e2e_compare, ratios_are_drawn, .timeout = 60)
{
    struct tare_run run = tare_run("", "plain", "--filter '^chain/'");
    struct run files;

    doctor(run.folder, "old", &(struct doctored){.factor = 1});
    doctor(run.folder, "new", &(struct doctored){.factor = 1.1});
    if (run_has_command("gnuplot")) {
        expect(run.folder, "old.json new.json --plot drawn", 0, "4 slower",
               "plots in drawn/plots/compare.svg and .png");
        files =
            run_shell(10,
                      "cd %s/drawn/plots && test -s compare.png && head -c 4 compare.png | tail "
                      "-c 3 && grep -c '<svg' compare.svg",
                      run.folder);
        cr_expect_str_eq(files.out, "PNG1\n", "%s%s", files.out, files.err);
        run_free(&files);
    }
    expect(run.folder, "old.json new.json --plot drawn", 0, "4 slower", "drawn");
    files = run_shell(10, "cd %s/drawn/plots && grep -c 'chain/' compare.gp", run.folder);
    cr_expect_str_eq(files.out, "4\n", "%s", files.out);
    run_free(&files);
    files = run_shell(20,
                      "mkdir %s/empty && cd %s && PATH=%s/empty %s/tare compare old.json new.json "
                      "--plot bare",
                      run.folder, run.folder, run.folder, run_build_folder());
    cr_expect_eq(files.status, 0, "status %d: %s", files.status, files.err);
    cr_expect_not_null(strstr(files.err, "no plot of 'bare/plots/compare.gp': "), "%s", files.err);
    run_free(&files);
    expect(run.folder, "old.json new.json --plot old.json", 4, "4 slower", "old.json/plots'");
    expect(run.folder, "old.json new.json --plot ''", 2, "", "--plot: '': expected a folder");
    tare_run_free(&run);
}

Test(e2e_compare, bytes_have_a_gate_of_their_own, .timeout = 60)
{
    tare_run_skip_if_sanitized("nothing is weighed with ASan");

    struct tare_run run = tare_run("", "weighs", "");

    doctor(run.folder, "old", &(struct doctored){.factor = 1});
    doctor(run.folder, "new", &(struct doctored){.factor = 1, .more_bytes = 8});
    expect(run.folder, "old.json new.json --fail-above 5%", 0, "deep_bytes", "");
    expect(run.folder, "old.json new.json --fail-above deep_bytes=0%,allocs_per_op=0", 1,
           "deep_bytes", ": deep_bytes is ");
    expect(run.folder, "new.json old.json --fail-above bytes=0%", 0, "deep_bytes", "");
    tare_run_free(&run);
}

Test(e2e_compare, bad_input_is_named, .timeout = 60)
{
    static const struct {
        const char *arguments;
        const char *part;
    } cases[] = {
        {"", "found 0 results: expected tare compare BASE NEW"},
        {"latest", "found 1 result: expected"},
        {"latest latest latest", "found 3 results"},
        {"latest nonesuch", "cannot open 'nonesuch': No such file"},
        {"empty latest", "'empty' holds no result.json"},
        {"begun latest", "'begun' holds a run that has not ended: go on with it by tare run"},
        {"cut.json latest", "cannot read 'cut.json': line "},
        {"foreign.json latest", "cannot read 'foreign.json': no entry of Google Benchmark"},
        {"latest other_tool.json", "cannot read 'other_tool.json': no result of tare"},
        {"latest newer.json", "cannot read 'newer.json': its schema is 2, newer than 1"},
        {"latest/summary.csv latest", "cannot read 'latest/summary.csv': line 1"},
        {"latest latest --fail-above fast", "--fail-above: 'fast'"},
        {"latest latest --fail-above time_ns=1%", "--fail-above: 'time_ns=1%': expected"},
        {"latest latest --margin 5", "--margin: '5'"},
        {"latest latest --out x", "no flag '--out': see tare help compare"},
        {"latest other.json", "cannot compare: no case is in both 'latest' and 'other.json'"},
    };
    struct tare_run run = tare_run("", "plain", "--filter '^chain/'");
    struct run made = run_shell(20,
                                "cd %s && mkdir empty begun && touch begun/run.json && "
                                "head -c 100 latest/result.json >cut.json && "
                                "echo '{\"context\": {}, \"benchmarks\": []}' >foreign.json && "
                                "echo '{\"results\": []}' >other_tool.json && "
                                "echo '{\"schema\": 2}' >newer.json && "
                                "sed 's,chain/,chains/,' latest/result.json >other.json",
                                run.folder);

    cr_assert_eq(made.status, 0, "%s", made.err);
    run_free(&made);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct run wrong = compare(run.folder, cases[i].arguments);

        cr_expect_eq(wrong.status, 2, "'%s': status %d, %s", cases[i].arguments, wrong.status,
                     wrong.err);
        cr_expect_not_null(strstr(wrong.err, cases[i].part), "'%s': %s", cases[i].arguments,
                           wrong.err);
        cr_expect_str_empty(wrong.out, "'%s': %s", cases[i].arguments, wrong.out);
        run_free(&wrong);
    }
    tare_run_free(&run);
}

/* One build against another, interleaved: the second follows ten times as many links. */
Test(e2e_compare, a_run_of_builds_has_the_gate_too, .timeout = 120)
{
    static const char source[] = "#include <tare.h>\n"
                                 "TARE_CASE(chain, links)\n"
                                 "{\n"
                                 "    uint64_t x = 1;\n"
                                 "    tare_loop(t)\n"
                                 "        for (int i = 0; i < LINKS; i++)\n"
                                 "            x = tare_hide(x * 6364136223846793005u);\n"
                                 "    tare_keep(x);\n"
                                 "}\n";
    char *folder = run_folder_new();
    struct run made = run_shell(60,
                                "cat >%s/bench.c <<'END'\n%sEND\n"
                                "for links in 50 500; do gcc -std=gnu11 -O2 -Iinclude "
                                "-DLINKS=$links %s/bench.c -o %s/links$links -pthread "
                                "%s/libtare.a -lm || exit 1; done",
                                folder, source, folder, folder, run_build_folder());
    char arguments[512];
    struct tare_run run;

    if (made.status != 0) /* the library needs what the sanitizers bring */
        tare_run_skip_if_sanitized("its library links with nothing else");
    cr_assert_eq(made.status, 0, "%s", made.err);
    run_free(&made);
    snprintf(arguments, sizeof arguments,
             "old=%s/links50 new=%s/links500 --no-weigh --fail-above 50%%", folder, folder);
    run = tare_run_in(folder, "", arguments);
    cr_expect_eq(run.run.status, 1, "status %d: %s", run.run.status, run.run.err);
    cr_expect_not_null(strstr(run.run.err, "chain/links (new): "), "%s", run.run.err);
    cr_expect_not_null(strstr(run.run.err, "slower: above 50 %"), "%s", run.run.err);
    run_free(&run.run);
    csv_free(&run.summary);
    snprintf(arguments, sizeof arguments,
             "old=%s/links500 new=%s/links50 --no-weigh --fail-above 50%%", folder, folder);
    run = tare_run_in(folder, "", arguments);
    cr_expect_eq(run.run.status, 0, "status %d: %s", run.run.status, run.run.err);
    tare_run_free(&run);
}

Test(e2e_compare, a_run_of_one_build_has_no_gate)
{
    struct run run = run_shell(20, "%s/tare run %s/fixtures/plain --fail-above 3%%",
                               run_build_folder(), run_build_folder());

    cr_expect_eq(run.status, 2, "status %d", run.status);
    cr_expect_not_null(strstr(run.err, "--fail-above holds one build against another"), "%s",
                       run.err);
    run_free(&run);
}
