/* SPDX-License-Identifier: MIT */
/*
 * select sum(amount) where city = '...' and quantity >= ...: a table of n orders as rows and as
 * columns, the city as a string or as a number in a dictionary. Pandas poses the choice: a frame is
 * columns, a column of strings is of dtype object or of dtype category. Pandas makes a mask of each
 * comparison and walks once for each; here one loop masks the amount of each order.
 *
 * Figures of CPython's objects, up to 3.11: the strings of a column of dtype object are 8 bytes of
 * pointer and 49 of str besides the letters, the codes of dtype category 1 byte.
 *
 * Sizes for a core with 1 to 2 MiB of L2: 10,000 rows and their strings are 0.7 MB. 50,000 rows
 * are 2 MB without their strings. The columns that a question reads are 0.7 MB with codes, 1.4 MB
 * with cities inline, and 1 MB and the strings with pointers to them. (Of 500 orders branch
 * predictors know the cities by heart.)
 */
#include "filter_tables.h"

TARE_GROUP(filter, .title = "Filter n orders by city and quantity: rows, columns, codes",
           .unit = "order", .sizes = TARE_SIZES(10000, 50000, TARE_FULL(1000000)),
           .baseline = "rows")

static const struct question question = {"Lisbon", QUANTITY_LIMIT / 2};

TARE_CASE(filter, rows)
{
    size_t n = tare_size(t);
    struct order *rows = rows_new(t, n);

    tare_weigh(t, rows);
    tare_items(t, n);
    tare_check(t, rows_ask(rows, n, question));
    tare_loop(t)
        tare_keep(rows_ask(rows, n, question));
    rows_free(rows, n);
}

TARE_CASE(filter, rows_coded)
{
    size_t n = tare_size(t);
    struct rows_coded *table = rows_coded_new(t, n);

    tare_weigh(t, table);
    tare_items(t, n);
    tare_check(t, rows_coded_ask(table, n, question));
    tare_loop(t)
        tare_keep(rows_coded_ask(table, n, question));
    rows_coded_free(table);
}

TARE_CASE(filter, columns)
{
    size_t n = tare_size(t);
    struct columns_text *table = columns_text_new(t, n);

    tare_weigh(t, table);
    tare_items(t, n);
    tare_check(t, columns_text_ask(table, n, question));
    tare_loop(t)
        tare_keep(columns_text_ask(table, n, question));
    columns_text_free(table, n);
}

TARE_CASE(filter, columns_inline)
{
    size_t n = tare_size(t);
    struct columns_inline *table = columns_inline_new(t, n);

    tare_weigh(t, table);
    tare_items(t, n);
    tare_check(t, columns_inline_ask(table, n, question));
    tare_loop(t)
        tare_keep(columns_inline_ask(table, n, question));
    columns_inline_free(table);
}

TARE_CASE(filter, columns_coded)
{
    size_t n = tare_size(t);
    struct columns_coded *table = columns_coded_new(t, n);

    tare_weigh(t, table);
    tare_items(t, n);
    tare_check(t, columns_coded_ask(table, n, question));
    tare_loop(t)
        tare_keep(columns_coded_ask(table, n, question));
    columns_coded_free(table);
}
