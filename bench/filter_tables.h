/* SPDX-License-Identifier: MIT */
/*
 * A table of orders of filter.c as rows and as columns, its cities as strings or as numbers in a
 * dictionary. Included by filter.c only. The bytes that are given with a representation are those
 * of one order, as asked of malloc.
 */
#ifndef BENCH_FILTER_TABLES_H
#define BENCH_FILTER_TABLES_H

#include <string.h>

#include "case.h"

/* What the orders are sent to: 16 cities of 4 to 12 letters, 6.5 on average, and a NUL. */
enum { CITIES = 16 };

static const char *const cities[CITIES] = {
    "Oslo",     "Rome",      "Lima",       "Cairo",        "Paris",   "Tokyo",
    "Delhi",    "Vienna",    "Lisbon",     "Nairobi",      "Toronto", "Jakarta",
    "Helsinki", "Melbourne", "Casablanca", "Johannesburg",
};

/* What a question reads of an order; the numbers of a row stand in the order that has no holes. */
struct numbers {
    uint64_t id, time_s, amount;
    uint32_t customer, quantity;
};

enum { QUANTITY_LIMIT = 100 };

/* An order, and in `city` where it goes, as an index into `cities`. */
static struct numbers order_draw(struct tare *t, size_t i, size_t *city)
{
    uint64_t bits = tare_random(t);

    *city = bits % CITIES;
    return (struct numbers){
        .id = i,
        .time_s = 1700000000 + i,
        .amount = bits >> 4 & 0xfffff,
        .customer = (uint32_t)(bits >> 24 & 0xffff),
        .quantity = (uint32_t)(bits >> 40) % QUANTITY_LIMIT,
    };
}

/* What is asked: the sum of the amounts of these orders. */
struct question {
    const char *city;
    uint32_t quantity_min;
};

/*
 * Without a branch of its own: of coded and of inline cities all three fields of each order are
 * read, and none is guessed wrong. Where a city is text somewhere else, its first letter decides
 * whether strcmp is called, as in any program: of 16 cities one begins like the one that is asked
 * for and is not it, and what is not the city need not be read further.
 */
static inline uint64_t amount_if(bool city, bool quantity, uint64_t amount)
{
    return amount & -(uint64_t)(city & quantity);
}

/*
 * rows, 47.5 bytes: 40 in an array of structs, and a string each; what a CSV reader or a database
 * driver hands out, a Python list of objects without the overhead of these.
 */
struct order {
    struct numbers numbers;
    char *city;
};

static struct order *rows_new(struct tare *t, size_t n)
{
    struct order *rows = must_alloc(n, sizeof(*rows));

    for (size_t i = 0; i < n; i++) {
        size_t city;

        rows[i].numbers = order_draw(t, i, &city);
        rows[i].city = must_copy(cities[city]);
    }
    return rows;
}

static void rows_free(struct order *rows, size_t n)
{
    for (size_t i = 0; i < n; i++)
        free(rows[i].city);
    free(rows);
}

OPERATION uint64_t rows_ask(const struct order *rows, size_t n, struct question question)
{
    uint64_t sum = 0;

    for (size_t i = 0; i < n; i++)
        sum += amount_if(text_equal(rows[i].city, question.city),
                         rows[i].numbers.quantity >= question.quantity_min, rows[i].numbers.amount);
    return sum;
}

/*
 * columns, 47.5 bytes: an array for each field. The city is what Pandas calls a column of dtype
 * object: 8 bytes that lead to a string, where Python has a str of 49 bytes and its letters
 * (CPython up to 3.11: 16 header, 8 length, 8 hash, 8 state, 8 wstr, 1 NUL).
 */
struct columns {
    uint64_t *id, *time_s, *amount;
    uint32_t *customer, *quantity;
};

static struct columns columns_alloc(size_t n)
{
    return (struct columns){
        .id = must_alloc(n, sizeof(uint64_t)),
        .time_s = must_alloc(n, sizeof(uint64_t)),
        .amount = must_alloc(n, sizeof(uint64_t)),
        .customer = must_alloc(n, sizeof(uint32_t)),
        .quantity = must_alloc(n, sizeof(uint32_t)),
    };
}

static void columns_set(const struct columns *columns, size_t i, struct numbers order)
{
    columns->id[i] = order.id;
    columns->time_s[i] = order.time_s;
    columns->amount[i] = order.amount;
    columns->customer[i] = order.customer;
    columns->quantity[i] = order.quantity;
}

static void columns_dispose(const struct columns *columns)
{
    free(columns->id);
    free(columns->time_s);
    free(columns->amount);
    free(columns->customer);
    free(columns->quantity);
}

struct columns_text {
    struct columns columns;
    char **city;
};

static struct columns_text *columns_text_new(struct tare *t, size_t n)
{
    struct columns_text *table = must_alloc(1, sizeof(*table));

    *table = (struct columns_text){columns_alloc(n), must_alloc(n, sizeof(char *))};
    for (size_t i = 0; i < n; i++) {
        size_t city;

        columns_set(&table->columns, i, order_draw(t, i, &city));
        table->city[i] = must_copy(cities[city]);
    }
    return table;
}

static void columns_text_free(struct columns_text *table, size_t n)
{
    columns_dispose(&table->columns);
    for (size_t i = 0; i < n; i++)
        free(table->city[i]);
    free(table->city);
    free(table);
}

OPERATION uint64_t columns_text_ask(const struct columns_text *table, size_t n,
                                    struct question question)
{
    char *const *city = table->city;
    const uint32_t *quantity = table->columns.quantity;
    const uint64_t *amount = table->columns.amount;
    uint64_t sum = 0;

    for (size_t i = 0; i < n; i++)
        sum += amount_if(text_equal(city[i], question.city), quantity[i] >= question.quantity_min,
                         amount[i]);
    return sum;
}

/*
 * columns_inline, 48 bytes: the strings in a column of 16 bytes each, as NumPy's dtype S16 keeps
 * them: no pointer and no block, but room for the longest.
 */
enum { CITY_BYTES = 16 };

struct columns_inline {
    struct columns columns;
    char (*city)[CITY_BYTES];
};

/* The name, below CITY_BYTES letters, and zeroes behind it: equal names are equal bytes. */
static void city_pad(char padded[CITY_BYTES], const char *name)
{
    memset(padded, 0, CITY_BYTES);
    memcpy(padded, name, strlen(name) + 1);
}

static struct columns_inline *columns_inline_new(struct tare *t, size_t n)
{
    struct columns_inline *table = must_alloc(1, sizeof(*table));

    *table = (struct columns_inline){columns_alloc(n), must_alloc(n, CITY_BYTES)};
    for (size_t i = 0; i < n; i++) {
        size_t city;

        columns_set(&table->columns, i, order_draw(t, i, &city));
        city_pad(table->city[i], cities[city]);
    }
    return table;
}

static void columns_inline_free(struct columns_inline *table)
{
    columns_dispose(&table->columns);
    free(table->city);
    free(table);
}

OPERATION uint64_t columns_inline_ask(const struct columns_inline *table, size_t n,
                                      struct question question)
{
    char(*const city)[CITY_BYTES] = table->city;
    const uint32_t *quantity = table->columns.quantity;
    const uint64_t *amount = table->columns.amount;
    char wanted[CITY_BYTES];
    uint64_t sum = 0;

    city_pad(wanted, question.city);
    for (size_t i = 0; i < n; i++)
        sum += amount_if(memcmp(city[i], wanted, CITY_BYTES) == 0,
                         quantity[i] >= question.quantity_min, amount[i]);
    return sum;
}

/*
 * The dictionary of the encoded tables: each name once, its code its place. A question looks its
 * city up once and compares codes from there on.
 */
struct dictionary {
    char *names[CITIES];
};

static struct dictionary dictionary_new(void)
{
    struct dictionary dictionary;

    for (size_t i = 0; i < CITIES; i++)
        dictionary.names[i] = must_copy(cities[i]);
    return dictionary;
}

static void dictionary_dispose(const struct dictionary *dictionary)
{
    for (size_t i = 0; i < CITIES; i++)
        free(dictionary->names[i]);
}

/* The code of a name, or CITIES, which no order has. */
static size_t dictionary_find(const struct dictionary *dictionary, const char *name)
{
    size_t code = 0;

    while (code < CITIES && strcmp(dictionary->names[code], name) != 0)
        code++;
    return code;
}

/*
 * rows_coded, 40 bytes: the code is one byte, but a row is a multiple of 8: 7 bytes of padding.
 */
struct order_coded {
    struct numbers numbers;
    uint8_t city;
};

struct rows_coded {
    struct order_coded *rows;
    struct dictionary dictionary;
};

static struct rows_coded *rows_coded_new(struct tare *t, size_t n)
{
    struct rows_coded *table = must_alloc(1, sizeof(*table));

    *table = (struct rows_coded){must_alloc(n, sizeof(*table->rows)), dictionary_new()};
    for (size_t i = 0; i < n; i++) {
        size_t city;

        table->rows[i].numbers = order_draw(t, i, &city);
        table->rows[i].city = (uint8_t)city;
    }
    return table;
}

static void rows_coded_free(struct rows_coded *table)
{
    dictionary_dispose(&table->dictionary);
    free(table->rows);
    free(table);
}

OPERATION uint64_t rows_coded_ask(const struct rows_coded *table, size_t n,
                                  struct question question)
{
    size_t city = dictionary_find(&table->dictionary, question.city);
    const struct order_coded *rows = table->rows;
    uint64_t sum = 0;

    for (size_t i = 0; i < n; i++)
        sum += amount_if(rows[i].city == city, rows[i].numbers.quantity >= question.quantity_min,
                         rows[i].numbers.amount);
    return sum;
}

/*
 * columns_coded, 33 bytes: the code is one byte and costs one, what Pandas calls a column of dtype
 * category (its codes are int8 up to 126 categories): 64 orders a cache line.
 */
struct columns_coded {
    struct columns columns;
    uint8_t *city;
    struct dictionary dictionary;
};

static struct columns_coded *columns_coded_new(struct tare *t, size_t n)
{
    struct columns_coded *table = must_alloc(1, sizeof(*table));

    *table = (struct columns_coded){columns_alloc(n), must_alloc(n, 1), dictionary_new()};
    for (size_t i = 0; i < n; i++) {
        size_t city;

        columns_set(&table->columns, i, order_draw(t, i, &city));
        table->city[i] = (uint8_t)city;
    }
    return table;
}

static void columns_coded_free(struct columns_coded *table)
{
    columns_dispose(&table->columns);
    dictionary_dispose(&table->dictionary);
    free(table->city);
    free(table);
}

OPERATION uint64_t columns_coded_ask(const struct columns_coded *table, size_t n,
                                     struct question question)
{
    size_t wanted = dictionary_find(&table->dictionary, question.city);
    const uint8_t *city = table->city;
    const uint32_t *quantity = table->columns.quantity;
    const uint64_t *amount = table->columns.amount;
    uint64_t sum = 0;

    for (size_t i = 0; i < n; i++)
        sum += amount_if(city[i] == wanted, quantity[i] >= question.quantity_min, amount[i]);
    return sum;
}

#endif
