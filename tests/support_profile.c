/* SPDX-License-Identifier: MIT */
#include "support_profile.h"

#include <criterion/criterion.h>

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support_tare.h"

struct run support_profile(const char *before, const char *arguments)
{
    struct run run = run_shell(TARE_RUN_LIMIT_S, "%s %s/tare profile %s/fixtures/profiled %s",
                               before, run_build_folder(), run_build_folder(), arguments);

    cr_assert_neq(run.status, RUN_TIMED_OUT, "profile %s: %s", arguments, run.err);
    return run;
}

double support_profile_number(const struct csv *csv, size_t row, const char *column)
{
    size_t index = csv_column(csv, column);

    cr_assert_lt(index, csv->columns, "no column '%s'", column);
    return strtod(csv->cell[row * csv->columns + index], NULL);
}

/* The sum of a column over the lines of a function; the weights of its lines by falling size go to
 * `largest` [3]. */
double support_profile_sum(const struct csv *csv, const char *function, const char *column,
                           double *largest)
{
    double sum = 0;

    for (size_t row = 1; row < csv->rows; row++) {
        double weight;

        if (strcmp(csv->cell[row * csv->columns], function) != 0)
            continue;
        weight = support_profile_number(csv, row, column);
        sum += weight;
        for (int i = 0; largest && i < 3; i++)
            if (weight > largest[i]) {
                double smaller = largest[i];

                largest[i] = weight;
                weight = smaller;
            }
    }
    return sum;
}

struct csv support_profile_csv(const char *before, const char *arguments)
{
    struct run run = support_profile(before, arguments);
    struct csv csv;

    cr_assert_eq(run.status, 0, "%s%s", run.out, run.err);
    csv = csv_parse(run.out);
    cr_assert_null(csv.problem, "%s", csv.problem);
    run_free(&run);
    return csv;
}

void support_profile_expect_in(const char *text, const char *part)
{
    cr_expect(strstr(text, part) != NULL, "no '%s' in: %.3000s", part, text);
}

/* The row of a line of a function; 0: there is none. */
size_t support_profile_row(const struct csv *csv, const char *function, int line)
{
    for (size_t row = 1; row < csv->rows; row++)
        if (strcmp(csv->cell[row * csv->columns], function) == 0 &&
            atoi(csv->cell[row * csv->columns + 2]) == line)
            return row;
    return 0;
}

/* The first line of the fixture with that text. */
int support_profile_line(const char *part)
{
    FILE *file = fopen("tests/fixtures/profiled.c", "r");
    char text[256];
    int line = 0;
    bool found = false;

    cr_assert_not_null(file);
    while (!found && fgets(text, sizeof text, file)) {
        line++;
        found = strstr(text, part) != NULL;
    }
    fclose(file);
    cr_assert(found, "no '%s'", part);
    return line;
}

json_t *support_profile_json(const char *arguments)
{
    struct run run = support_profile("", arguments);
    json_t *found = json_loads(run.out, 0, NULL);

    cr_assert_not_null(found, "%.300s%s", run.out, run.err);
    run_free(&run);
    return found;
}
