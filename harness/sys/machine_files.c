/* SPDX-License-Identifier: MIT */
#include "sys/machine_files.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

const char *tare_machine_root(const char *root)
{
    return !root || strcmp(root, "/") == 0 ? "" : root;
}

void tare_machine_explain(char reason[TARE_MACHINE_REASON_BYTES], const char *format, ...)
{
    va_list args;

    va_start(args, format);
    vsnprintf(reason, TARE_MACHINE_REASON_BYTES, format, args);
    va_end(args);
}

/* Reads until `text` is full or the file ends: /proc hands out a page a call. */
static ssize_t read_start(const char *path, char *text, size_t size)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    size_t length = 0;
    ssize_t got = -1;
    int saved;

    if (fd < 0)
        return -1;
    while (length < size - 1) {
        got = read(fd, text + length, size - 1 - length);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            break;
        length += (size_t)got;
    }
    saved = errno;
    close(fd);
    errno = saved;
    return got < 0 ? -1 : (ssize_t)length;
}

bool tare_machine_file_path(const char *root, const char *path, char full[PATH_MAX])
{
    if (snprintf(full, PATH_MAX, "%s%s", root, path) < PATH_MAX)
        return true;
    errno = ENAMETOOLONG;
    return false;
}

static void trim_end(char *text)
{
    size_t length = strlen(text);

    while (length > 0 && isspace((unsigned char)text[length - 1]))
        length--;
    text[length] = '\0';
}

bool tare_machine_file_read(const char *root, const char *path, char *text, size_t size,
                            char reason[TARE_MACHINE_REASON_BYTES])
{
    char full[PATH_MAX];
    ssize_t length = -1;

    text[0] = '\0';
    if (tare_machine_file_path(root, path, full))
        length = read_start(full, text, size);
    if (length < 0) {
        tare_machine_explain(reason, "cannot read '%s': %s", path, strerror(errno));
        return false;
    }
    text[length] = '\0';
    trim_end(text);
    if (*text == '\0')
        tare_machine_explain(reason, "'%s' is empty", path);
    return *text != '\0';
}

void tare_machine_set_text(struct tare_machine_text *fact, const char *value)
{
    snprintf(fact->value, sizeof fact->value, "%s", value);
    trim_end(fact->value);
    fact->reason[0] = '\0';
}

void tare_machine_set_integer(struct tare_machine_integer *fact, int64_t value)
{
    *fact = (struct tare_machine_integer){.known = true, .value = value};
}

void tare_machine_set_real(struct tare_machine_real *fact, double value)
{
    *fact = (struct tare_machine_real){.known = true, .value = value};
}

void tare_machine_file_text(const char *root, const char *path, struct tare_machine_text *fact)
{
    char text[TARE_MACHINE_TEXT_BYTES];

    if (!tare_machine_file_read(root, path, text, sizeof text, fact->reason))
        return;
    text[strcspn(text, "\n")] = '\0';
    tare_machine_set_text(fact, text);
}

void tare_machine_file_integer(const char *root, const char *path,
                               struct tare_machine_integer *fact)
{
    char text[64];
    char *end;
    long long value;

    if (!tare_machine_file_read(root, path, text, sizeof text, fact->reason))
        return;
    errno = 0;
    value = strtoll(text, &end, 10);
    if (end == text || *end != '\0' || errno != 0)
        tare_machine_explain(fact->reason, "'%s' holds no number: '%.40s'", path, text);
    else
        tare_machine_set_integer(fact, value);
}

static const char *skip_blanks(const char *text)
{
    return text + strspn(text, " \t");
}

bool tare_machine_line(const char *text, const char *key, char separator, char *value, size_t size)
{
    size_t key_length = strlen(key);

    for (const char *line = text; *line; line += strcspn(line, "\n"), line += *line == '\n') {
        const char *after = skip_blanks(line + strnlen(line, key_length));
        size_t length;

        if (strncmp(line, key, key_length) != 0 || *after != separator)
            continue;
        after = skip_blanks(after + 1);
        length = strcspn(after, "\n");
        while (length > 0 && isspace((unsigned char)after[length - 1]))
            length--;
        snprintf(value, size, "%.*s", (int)length, after);
        return length > 0;
    }
    return false;
}

void tare_machine_kib_line(struct tare_machine_integer *fact, const char *meminfo, const char *key)
{
    char value[64];
    char *unit;
    long long kib;

    if (!tare_machine_line(meminfo, key, ':', value, sizeof value)) {
        tare_machine_explain(fact->reason, "'/proc/meminfo' has no line %s", key);
        return;
    }
    errno = 0;
    kib = strtoll(value, &unit, 10);
    if (errno != 0 || unit == value || kib < 0 || kib > INT64_MAX / 1024 ||
        strcmp(unit, " kB") != 0)
        tare_machine_explain(fact->reason, "'/proc/meminfo' has %s '%s'", key, value);
    else
        tare_machine_set_integer(fact, kib * 1024);
}

bool tare_machine_has_word(const char *words, const char *word)
{
    size_t length = strlen(word);

    for (const char *at = words; (at = strstr(at, word)) != NULL; at += length)
        if ((at == words || at[-1] == ' ') && (at[length] == ' ' || at[length] == '\0'))
            return true;
    return false;
}

static bool parse_cpu(const char **cursor, int *cpu)
{
    char *end;
    long value;

    if (!isdigit((unsigned char)**cursor))
        return false;
    errno = 0;
    value = strtol(*cursor, &end, 10);
    if (errno != 0 || value >= INT_MAX)
        return false;
    *cpu = (int)value;
    *cursor = end;
    return true;
}

bool tare_machine_cpu_range(const char **cursor, int *first, int *last)
{
    const char *at = *cursor;

    if (!parse_cpu(&at, first))
        return false;
    *last = *first;
    if (*at == '-') {
        at++;
        if (!parse_cpu(&at, last) || *last < *first)
            return false;
    }
    if (*at == ',' && isdigit((unsigned char)at[1]))
        at++;
    *cursor = at;
    return true;
}

int tare_machine_cpu_count(const char *list)
{
    int count = 0;
    int first;
    int last;

    while (tare_machine_cpu_range(&list, &first, &last)) {
        if (last - first >= INT_MAX - count)
            return 0;
        count += last - first + 1;
    }
    return *list == '\0' ? count : 0;
}
