/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE /* memmem */
#include "report/scarce.h"

#include <string.h>

/* From here on: the scripts of East Asia (CJK radicals are the first), symbols of private use and
 * pictures. */
#define SCARCE_FROM 0x2e80

/* The character at `at`, of valid UTF-8: its code point, and how many bytes it takes. */
static unsigned long take_character(const char *at, size_t *length)
{
    unsigned char lead = (unsigned char)*at;
    unsigned long code = lead;

    *length = lead < 0xc0 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    if (*length > 1)
        code = lead & (0x7fU >> *length);
    for (size_t i = 1; i < *length; i++)
        code = code << 6 | ((unsigned char)at[i] & 0x3fU);
    return code;
}

bool tare_scarce_spell(struct tare_buf *out, const char *text, size_t length, size_t backslashes)
{
    bool has_any = false;
    size_t taken;

    for (const char *at = text; at < text + length; at += taken) {
        unsigned long code = take_character(at, &taken);

        if (code < SCARCE_FROM) {
            tare_buf_add(out, at, taken);
            continue;
        }
        has_any = true;
        for (size_t i = 0; i < backslashes; i++)
            tare_buf_puts(out, "\\");
        tare_buf_printf(out, code > 0xffff ? "U%08lx" : "u%04lx", code);
    }
    return has_any;
}

/* In what language a label's line quotes and marks its text: what stands behind its last " at
 * screen " is ours. */
static size_t backslashes_of(const char *line, size_t length)
{
    const char *text = line + strcspn(line, "'\""), *tail = text;
    size_t count = *text == '"' ? 2 : 1;

    for (const char *at = tail; (at = strstr(at, " at screen ")) && at < line + length; at++)
        tail = at;
    return memmem(tail, (size_t)(line + length - tail), " noenhanced ", 12) ? count : 2 * count;
}

void tare_scarce_labels(struct tare_buf *out, const char *script)
{
    static const char begin[] = "set label ";
    size_t length;

    for (const char *line = script; *line; line += length) {
        struct tare_buf spelt = TARE_BUF_INIT;

        length = strcspn(line, "\n");
        length += line[length] == '\n';
        if (strncmp(line, begin, strlen(begin)) == 0 &&
            tare_scarce_spell(&spelt, line, length, backslashes_of(line, length)))
            tare_buf_add(out, spelt.text, spelt.length);
        out->failed = out->failed || spelt.failed;
        tare_buf_free(&spelt);
    }
}
