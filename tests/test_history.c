/* SPDX-License-Identifier: MIT */
/* The history: runs that are added, read again, told apart, and files that are none. */
#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "model/history.h"
#include "report/history.h"
#include "report/plot_history.h"
#include "report/script.h"
#include "support_result.h"
#include "support_run.h"

#ifdef HAVE_SQLITE3
#include <sqlite3.h>

static char *folder;
static char path[256];

static void begin(void)
{
    folder = run_folder_new();
    snprintf(path, sizeof path, "%s/history.db", folder);
}

static void end(void)
{
    run_folder_remove(folder);
}

TestSuite(history, .init = begin, .fini = end);

/* What differs between the runs of a test; what is not said is the same. */
struct occasion {
    const char *started_utc;
    double time_ns; /* of sum_x/aos */
    const char *flags;
    const char *revision;
    const char *kernel;
};

static void replace(char **text, const char *with)
{
    free(*text);
    *text = strdup(with);
    cr_assert_not_null(*text);
}

static void make_run(struct tare_result *result, const struct occasion *occasion)
{
    const struct support_row rows[] = {
        {"aos", NULL, NULL, NULL, occasion->time_ns, 0.004, 1, 32000, 1, 0},
        {"boxed", "crashed", "SIGSEGV in set 1", NULL, 0, 0, 0, -1, 0, 0},
    };

    support_result_begin(result);
    support_result_add(
        result,
        &(struct support_block){
            .group = "sum_x", .baseline = "aos", .size = 1000, .row_count = 2, .rows = rows});
    replace(&result->started_utc, occasion->started_utc);
    if (occasion->flags)
        replace(&result->build[0].flags, occasion->flags);
    if (occasion->revision)
        replace(&result->build[0].revision, occasion->revision);
    if (occasion->kernel)
        strcpy(result->machine.kernel_release.value, occasion->kernel);
}

static int add(const struct occasion *occasion, struct tare_err *err)
{
    struct tare_result result;
    int status;

    make_run(&result, occasion);
    status = tare_history_add(path, &result, "results/x", err);
    tare_result_free(&result);
    return status;
}

/* Run `index` at 100 ns or, from the eighth on, 110 ns, with scatter. */
static void add_numbered(int index)
{
    char started[32], revision[16];
    struct tare_err err = {0};

    snprintf(started, sizeof started, "2026-11-%02dT10:00:00Z", index + 1);
    snprintf(revision, sizeof revision, "rev%02d", index);
    cr_assert_eq(add(&(struct occasion){.started_utc = started,
                                        .time_ns = (index < 8 ? 100 : 110) + 0.5 * (index % 3),
                                        .revision = revision},
                     &err),
                 0, "%s", err.text);
}

static struct tare_history read_all(const char *name, const char *since)
{
    struct tare_history history;
    struct tare_err err = {0};

    cr_assert_eq(
        tare_history_read(&history, &(struct tare_history_params){path, name, since}, &err), 0,
        "%s", err.text);
    return history;
}

Test(history, what_was_added_is_read)
{
    struct tare_history history;
    const struct tare_history_point *point;

    add_numbered(1);
    add_numbered(0); /* a run that is added later, and began earlier */
    history = read_all(NULL, NULL);
    cr_assert_eq(history.run_count, 2);
    cr_assert_eq(history.series_count, 2);
    cr_expect_str_eq(history.run[0].started_utc, "2026-11-01T10:00:00Z");
    cr_expect_str_eq(history.run[0].folder, "results/x");
    cr_expect_str_eq(history.series[0].id, "sum_x/aos");
    cr_expect_str_eq(history.series[1].id, "sum_x/boxed");
    cr_assert_eq(history.series[0].point_count, 2);
    point = &history.series[0].point[1];
    cr_expect_eq(point->run, 1);
    cr_expect_str_eq(point->revision, "rev01");
    cr_expect_str_eq(point->status, "ok");
    cr_expect_float_eq(point->time_ns, 100.5, 1e-9);
    cr_expect(point->time_lo_ns < 100.5 && point->time_hi_ns > 100.5);
    cr_expect_eq(point->deep_bytes, 32000);
    point = &history.series[1].point[0];
    cr_expect_str_eq(point->status, "crashed");
    cr_expect(isnan(point->time_ns) && isnan(point->deep_bytes));
    tare_history_free(&history);
}

Test(history, a_run_that_goes_on_is_added_once)
{
    struct tare_history history;

    add_numbered(0);
    add_numbered(0);
    history = read_all("sum_x/aos", NULL);
    cr_expect_eq(history.run_count, 1);
    cr_assert_eq(history.series_count, 1);
    cr_expect_eq(history.series[0].point_count, 1);
    tare_history_free(&history);
}

Test(history, a_change_is_marked_where_it_came)
{
    struct tare_history history;
    struct tare_buf text = TARE_BUF_INIT;

    for (int i = 0; i < 14; i++)
        add_numbered(i);
    history = read_all("sum_x/aos", NULL);
    cr_assert_eq(history.series_count, 1);
    cr_assert_eq(history.series[0].shift_count, 1);
    cr_expect_eq(history.series[0].shift[0].at, 8);
    cr_expect_str_eq(history.series[0].point[8].revision, "rev08");
    tare_history_put_change(&text, &history.series[0].shift[0]);
    cr_expect_str_eq(text.text, "10 % slower");
    tare_buf_free(&text);
    tare_history_free(&history);
    history = read_all("sum_x", "2026-11-09");
    cr_assert_eq(history.series_count, 2);
    cr_expect_eq(history.series[0].point_count, 6);
    cr_expect_eq(history.series[0].shift_count, 0, "all runs since then are of one level");
    tare_history_free(&history);
}

Test(history, another_setting_is_another_series)
{
    const struct occasion occasions[] = {
        {"2026-11-01T10:00:00Z", 100, NULL, NULL, NULL},
        {"2026-11-02T10:00:00Z", 50, "-O3", NULL, NULL},
        {"2026-11-03T10:00:00Z", 200, NULL, NULL, "6.9.9"},
        {"2026-11-04T10:00:00Z", 101, NULL, "other", NULL},
    };
    struct tare_history history;
    struct tare_err err = {0};

    for (size_t i = 0; i < sizeof occasions / sizeof *occasions; i++)
        cr_assert_eq(add(&occasions[i], &err), 0, "%s", err.text);
    history = read_all("sum_x/aos", NULL);
    cr_assert_eq(history.series_count, 3);
    cr_expect_eq(history.series[0].point_count, 2, "the revision is no part of the setting");
    cr_expect_str_eq(history.setting[history.series[1].setting].flags, "-O3");
    cr_expect_str_eq(history.setting[history.series[2].setting].kernel, "6.9.9");
    tare_history_free(&history);
}

Test(history, golden)
{
    FILE *file = tmpfile();
    struct tare_history history;
    struct tare_err err = {0};

    for (int i = 0; i < 14; i++)
        add_numbered(i);
    cr_assert_eq(add(&(struct occasion){"2026-11-20T10:00:00Z", 50, "-O3", "rev20", NULL}, &err),
                 0);
    history = read_all("sum_x/aos", NULL);
    cr_assert_eq(
        tare_history_write(
            file, &history,
            &(struct tare_history_view){.path = "h.db", .shows_runs = true, .latest_max = 9},
            &(struct tare_table_style){.width_columns = 100, .unicode = true}, &err),
        0, "%s", err.text);
    cr_expect(support_golden_matches(file, "history.txt"));
    fclose(file);
    tare_history_free(&history);
}

/* Runs of one day are told apart by the hour, and the axis leaves its title the room. */
Test(history, a_plot_tells_runs_of_a_day_apart)
{
    static const struct occasion occasions[] = {
        {"2026-11-20T09:30:00Z", 261, NULL, NULL, NULL},
        {"2026-11-20T17:05:00Z", 261.1, NULL, NULL, NULL},
        {"2026-11-21T08:00:00Z", 261.2, NULL, NULL, NULL},
    };
    struct tare_history history;
    struct tare_err err = {0};
    FILE *file = tmpfile();
    char text[16384];
    const char *margin;
    double left = 0;

    cr_assert_not_null(file);
    for (size_t i = 0; i < sizeof occasions / sizeof *occasions; i++)
        cr_assert_eq(add(&occasions[i], &err), 0, "%s", err.text);
    history = read_all("sum_x/aos", NULL);
    cr_assert_eq(tare_plot_history_script(file, &history, 0, "h", &err), 0, "%s", err.text);
    rewind(file);
    text[fread(text, 1, sizeof text - 1, file)] = '\0';
    cr_expect_not_null(strstr(text, "set xtics ('2026-11-20' 1, '17:05' 2, '2026-11-21' 3)"), "%s",
                       text);
    cr_expect_not_null(strstr(text, "'260.5 ns' 260.5"), "%s", text);
    margin = strstr(text, "set lmargin at screen ");
    cr_assert_not_null(margin, "%s", text);
    sscanf(margin, "set lmargin at screen %lf", &left);
    cr_expect_geq(left * TARE_SCRIPT_WIDTH_PX,
                  TARE_SCRIPT_EDGE_PX + TARE_SCRIPT_TEXT_PX + tare_axis_text_px("260.5 ns", 15) +
                      20,
                  "%g", left);
    fclose(file);
    tare_history_free(&history);
}

static void expect_refused(enum tare_err_code code, const char *part)
{
    struct tare_history history;
    struct tare_err read = {0}, added = {0};

    cr_expect_eq(tare_history_read(&history, &(struct tare_history_params){.path = path}, &read),
                 -1);
    cr_expect_eq(read.code, code, "%s", read.text);
    cr_expect_not_null(strstr(read.text, part), "%s", read.text);
    cr_expect_not_null(strstr(read.text, path), "%s", read.text);
    cr_expect_eq(history.series_count, 0);
    cr_expect_eq(
        add(&(struct occasion){.started_utc = "2026-11-01T10:00:00Z", .time_ns = 1}, &added), -1);
    cr_expect_not_null(strstr(added.text, part), "%s", added.text);
}

Test(history, a_file_that_is_no_database_is_left_alone)
{
    static const char text[] = "case,time\nsum_x,1\n, and more, so that it could be a header of"
                               " a database, which has a hundred bytes\n";
    FILE *file = fopen(path, "w");
    char *kept;

    fputs(text, file);
    fclose(file);
    expect_refused(TARE_ERR_INPUT, "no history of tare: no database at all");
    kept = run_read_file(path, NULL);
    cr_expect_str_eq(kept, text);
    free(kept);
}

static void make(const char *sql)
{
    sqlite3 *handle;

    cr_assert_eq(sqlite3_open(path, &handle), SQLITE_OK);
    cr_assert_eq(sqlite3_exec(handle, sql, NULL, NULL, NULL), SQLITE_OK, "%s",
                 sqlite3_errmsg(handle));
    sqlite3_close(handle);
}

Test(history, a_database_of_something_else_is_left_alone)
{
    make("CREATE TABLE run (x)");
    expect_refused(TARE_ERR_INPUT, "no history of tare: a database of something else");
}

Test(history, another_version_is_left_alone)
{
    add_numbered(0);
    make("PRAGMA user_version = 2");
    expect_refused(TARE_ERR_INPUT, "is of version 2, this tare knows 1");
}

Test(history, a_damaged_one_is_told)
{
    add_numbered(0);
    make("DROP TABLE point");
    expect_refused(TARE_ERR_SYSTEM, "no such table: point");
}

Test(history, a_locked_one_is_given_up_in_time, .timeout = 30)
{
    sqlite3 *handle;
    struct tare_err err = {0};
    struct tare_history history;

    add_numbered(0);
    cr_assert_eq(sqlite3_open(path, &handle), SQLITE_OK);
    cr_assert_eq(sqlite3_exec(handle, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_OK);
    cr_expect_eq(add(&(struct occasion){.started_utc = "2026-11-02T10:00:00Z", .time_ns = 1}, &err),
                 -1);
    cr_expect_eq(err.code, TARE_ERR_SYSTEM);
    cr_expect_not_null(strstr(err.text, "locked by another process"), "%s", err.text);
    history = read_all(NULL, NULL); /* readers do not wait */
    cr_expect_eq(history.run_count, 1);
    tare_history_free(&history);
    sqlite3_close(handle);
}

Test(history, what_is_not_there_is_told)
{
    struct tare_history history;
    struct tare_err err = {0};

    cr_expect_eq(tare_history_read(&history, &(struct tare_history_params){.path = path}, &err),
                 -1);
    cr_expect_eq(err.code, TARE_ERR_USAGE);
    cr_expect_not_null(strstr(err.text, "No such file"), "%s", err.text);
    add_numbered(0);
    err = (struct tare_err){0};
    cr_expect_eq(
        tare_history_read(&history, &(struct tare_history_params){path, "sum_x/ao", NULL}, &err),
        -1);
    cr_expect_eq(err.code, TARE_ERR_USAGE);
    cr_expect_not_null(strstr(err.text, "no case 'sum_x/ao' in the history"), "%s", err.text);
    cr_expect_not_null(strstr(err.text, "; did you mean 'sum_x/aos'?"), "%s", err.text);
    err = (struct tare_err){0};
    tare_history_read(&history, &(struct tare_history_params){path, "sumx", NULL}, &err);
    cr_expect_not_null(strstr(err.text, "; did you mean 'sum_x'?"), "%s", err.text);
    err = (struct tare_err){0};
    tare_history_read(&history, &(struct tare_history_params){path, "nothing_alike", NULL}, &err);
    cr_expect_null(strstr(err.text, "did you mean"), "%s", err.text);
}

Test(history, a_folder_that_is_not_there_is_told)
{
    struct tare_history history;
    struct tare_err err = {0};

    cr_expect_eq(tare_history_read(&history, &(struct tare_history_params){.path = folder}, &err),
                 -1);
    cr_expect_eq(err.code, TARE_ERR_USAGE);
    cr_expect_not_null(strstr(err.text, "it is a folder, expected a file"), "%s", err.text);
    err = (struct tare_err){0};
    snprintf(path, sizeof path, "%s/nowhere/history.db", folder);
    cr_expect_eq(add(&(struct occasion){.started_utc = "2026-11-01T10:00:00Z", .time_ns = 1}, &err),
                 -1);
    cr_expect_not_null(strstr(err.text, "cannot use the history"), "%s", err.text);
}
#endif
