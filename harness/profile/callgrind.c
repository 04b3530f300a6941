/* SPDX-License-Identifier: MIT */
#include "profile/callgrind.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#define EVENTS_MAX 32

/* Names are written once, "(7) /lib/x.so", and are "(7)" from then on. */
struct names {
    char **name;
    size_t count;
};

struct reader {
    tare_callgrind_take *take;
    void *context;
    struct tare_err *err;
    struct names objects;
    const char *object;
    uint64_t address; /* of the line before: others are relative to it */
    enum tare_callgrind_event meaning[EVENTS_MAX]; /* of each column; TARE_CALLGRIND_EVENTS: none */
    size_t column_count;
    bool is_call;              /* the next line of costs is that of a call */
    const char *called_object; /* of that call */
    uint64_t called_address;
    uint64_t calls;
    size_t line_number;
};

void tare_callgrind_within(const char *entry, char (*flags)[TARE_CALLGRIND_WITHIN_BYTES])
{
    snprintf(flags[0], sizeof flags[0], "--toggle-collect=%s", entry);
    snprintf(flags[1], sizeof flags[1], "--toggle-collect=%s(*", entry);
}

static int refuse(const struct reader *reader, const char *line)
{
    return tare_err_set(reader->err, TARE_ERR_INPUT,
                        "callgrind's file, line %zu: cannot read '%.80s'", reader->line_number,
                        line);
}

static const char *name_of(struct reader *reader, const char *text)
{
    struct names *names = &reader->objects;
    char *rest;
    unsigned long number;

    if (*text != '(')
        return NULL;
    number = strtoul(text + 1, &rest, 10);
    if (*rest != ')' || number >= 1000000)
        return NULL;
    if (number >= names->count) {
        char **grown = realloc(names->name, (number + 1) * sizeof *grown);

        if (!grown)
            return NULL;
        memset(grown + names->count, 0, (number + 1 - names->count) * sizeof *grown);
        *names = (struct names){grown, number + 1};
    }
    if (rest[1] == ' ' && !names->name[number])
        names->name[number] = strdup(rest + 2);
    return names->name[number];
}

static int take_events(struct reader *reader, const char *text)
{
    static const struct {
        const char *name;
        enum tare_callgrind_event meaning;
    } known[] = {{"Ir", TARE_CALLGRIND_INSTRUCTIONS},
                 {"D1mr", TARE_CALLGRIND_D1_MISSES},
                 {"D1mw", TARE_CALLGRIND_D1_MISSES},
                 {"Bcm", TARE_CALLGRIND_MISPREDICTS},
                 {"Bim", TARE_CALLGRIND_MISPREDICTS}};

    for (reader->column_count = 0; *text && reader->column_count < EVENTS_MAX;) {
        size_t length = strcspn(text, " ");
        enum tare_callgrind_event meaning = TARE_CALLGRIND_EVENTS;

        for (size_t i = 0; i < sizeof known / sizeof *known; i++)
            if (strlen(known[i].name) == length && strncmp(known[i].name, text, length) == 0)
                meaning = known[i].meaning;
        reader->meaning[reader->column_count++] = meaning;
        text += length;
        text += strspn(text, " ");
    }
    return 0;
}

/* "0x94c0", "+3", "-3" or "*", against the address of the line before. False: none of these. */
static bool take_address(const struct reader *reader, char **text, uint64_t *address)
{
    char sign = **text == '+' || **text == '-' ? *(*text)++ : '\0';
    char *begin = *text;
    uint64_t number;

    *address = reader->address;
    if (*begin == '*') {
        *text = begin + 1;
        return true;
    }
    number = strtoull(begin, text, 0);
    *address = sign == '+'   ? reader->address + number
               : sign == '-' ? reader->address - number
                             : number;
    return *text != begin;
}

/* "calls=3 0x20". */
static int take_calls(struct reader *reader, char *line)
{
    char *text = line + strlen("calls=");

    reader->calls = strtoull(text, &text, 10);
    text += strspn(text, " ");
    if (!take_address(reader, &text, &reader->called_address))
        return refuse(reader, line);
    if (!reader->called_object)
        reader->called_object = reader->object;
    reader->is_call = true;
    return 0;
}

static int take_costs(struct reader *reader, char *line)
{
    struct tare_callgrind_cost cost = {.object = reader->object, .is_call = reader->is_call};
    char *text = line;

    if (!take_address(reader, &text, &reader->address))
        return refuse(reader, line);
    cost.address = reader->address;
    if (reader->is_call) {
        cost.called_object = reader->called_object;
        cost.called_address = reader->called_address;
        cost.calls = reader->calls;
        reader->called_object = NULL;
    }
    for (size_t i = 0; i < reader->column_count; i++) {
        char *rest;
        unsigned long long count = strtoull(text, &rest, 10);

        if (rest == text)
            break; /* zeros at the end are left out */
        if (reader->meaning[i] != TARE_CALLGRIND_EVENTS)
            cost.count[reader->meaning[i]] += count;
        text = rest;
    }
    text += strspn(text, " ");
    if (*text)
        return refuse(reader, line);
    reader->is_call = false;
    return cost.object ? reader->take(reader->context, &cost, reader->err) : 0;
}

static bool begins(const char *line, const char *with)
{
    return strncmp(line, with, strlen(with)) == 0;
}

static int take_line(struct reader *reader, char *line)
{
    if (begins(line, "events: "))
        return take_events(reader, line + 8);
    if (begins(line, "ob=")) {
        reader->object = name_of(reader, line + 3);
        return 0;
    }
    if (begins(line, "cob=")) {
        reader->called_object = name_of(reader, line + 4);
        return 0;
    }
    if (begins(line, "calls="))
        return take_calls(reader, line);
    if (isdigit((unsigned char)*line) || strchr("+-*", *line))
        return *line ? take_costs(reader, line) : 0;
    return 0; /* names of functions and files, jumps, the header */
}

int tare_callgrind_read(FILE *file, tare_callgrind_take *take, void *context, struct tare_err *err)
{
    struct reader reader = {.take = take, .context = context, .err = err};
    char *line = NULL;
    size_t room = 0;
    int result = 0;

    while (result == 0 && getline(&line, &room, file) >= 0) {
        line[strcspn(line, "\n")] = '\0';
        reader.line_number++;
        result = take_line(&reader, line);
    }
    if (result == 0 && ferror(file))
        result = tare_err_errno(err, "cannot read callgrind's file");
    if (result == 0 && !reader.column_count)
        result = tare_err_set(err, TARE_ERR_INPUT, "callgrind's file names no events");
    for (size_t i = 0; i < reader.objects.count; i++)
        free(reader.objects.name[i]);
    free(reader.objects.name);
    free(line);
    return result;
}
