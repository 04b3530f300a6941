/* SPDX-License-Identifier: MIT */
#include "report/text.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#define NO_CHARACTER UINT32_MAX

struct range {
    uint32_t first, last;
};

/* These lists rise. Unicode 15, East Asian Width W and F, and the emoji that terminals draw two
 * columns wide. */
static const struct range wide[] = {
    {0x1100, 0x115f},   {0x2e80, 0x303e},   {0x3041, 0x4dbf},   {0x4e00, 0xa4cf},
    {0xa960, 0xa97f},   {0xac00, 0xd7a3},   {0xf900, 0xfaff},   {0xfe30, 0xfe6f},
    {0xff00, 0xff60},   {0xffe0, 0xffe6},   {0x1f300, 0x1f64f}, {0x1f680, 0x1f6ff},
    {0x1f900, 0x1f9ff}, {0x20000, 0x3fffd},
};

static const struct range combining[] = {
    {0x0300, 0x036f}, {0x0483, 0x0489}, {0x0591, 0x05bd}, {0x0610, 0x061a},
    {0x064b, 0x065f}, {0x0e34, 0x0e3a}, {0x0e47, 0x0e4e}, {0x1ab0, 0x1aff},
    {0x1dc0, 0x1dff}, {0x20d0, 0x20ff}, {0xfe00, 0xfe0f}, {0xfe20, 0xfe2f},
};

/* Control characters, what turns the direction of writing, and what cannot be seen. */
static const struct range unseen[] = {
    {0x0000, 0x001f}, {0x007f, 0x009f}, {0x00ad, 0x00ad}, {0x061c, 0x061c},    {0x180e, 0x180e},
    {0x200b, 0x200f}, {0x2028, 0x202e}, {0x2060, 0x206f}, {0xd800, 0xdfff},    {0xe000, 0xf8ff},
    {0xfeff, 0xfeff}, {0xfff0, 0xfffb}, {0xfffe, 0xffff}, {0xe0000, 0x10ffff},
};

/* Stand-ins in ASCII for what tare itself writes. */
static const struct {
    const char *unicode, *ascii;
} stand_ins[] = {
    {"…", "~"}, {"µ", "u"}, {"μ", "u"}, {"±", "+-"}, {"·", "|"}, {"│", "|"}, {"×", "x"}, {"▁", "_"},
    {"▂", "."}, {"▃", ":"}, {"▄", "-"}, {"▅", "="},  {"▆", "+"}, {"▇", "*"}, {"█", "#"},
};

static bool is_in(uint32_t character, const struct range *ranges, size_t count)
{
    for (size_t i = 0; i < count && character >= ranges[i].first; i++)
        if (character <= ranges[i].last)
            return true;
    return false;
}

#define IS_IN(character, ranges) is_in(character, ranges, sizeof(ranges) / sizeof((ranges)[0]))

/* The character at `text` and its length in bytes; NO_CHARACTER, 1 where that is no UTF-8. */
static uint32_t decode(const char *text, size_t *length)
{
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    const unsigned char *bytes = (const unsigned char *)text;
    uint32_t character = bytes[0];
    size_t count = bytes[0] < 0x80   ? 1
                   : bytes[0] < 0xc2 ? 0
                   : bytes[0] < 0xe0 ? 2
                   : bytes[0] < 0xf0 ? 3
                   : bytes[0] < 0xf5 ? 4
                                     : 0;

    *length = 1;
    if (count < 2)
        return count ? character : NO_CHARACTER;
    character &= 0x7fu >> count;
    for (size_t i = 1; i < count; i++) {
        if ((bytes[i] & 0xc0) != 0x80)
            return NO_CHARACTER;
        character = character << 6 | (bytes[i] & 0x3f);
    }
    if (character < least[count] || character > 0x10ffff)
        return NO_CHARACTER;
    *length = count;
    return character;
}

static size_t columns_of(uint32_t character)
{
    return IS_IN(character, combining) ? 0 : IS_IN(character, wide) ? 2 : 1;
}

struct piece {
    char text[16]; /* what is shown for one character */
    size_t columns;
};

static struct piece piece_of_unseen(uint32_t character)
{
    static const char letters[] = "abtnvfr";
    struct piece piece;

    if (character >= 7 && character <= 13)
        snprintf(piece.text, sizeof(piece.text), "\\%c", letters[character - 7]);
    else if (character < 0x80)
        snprintf(piece.text, sizeof(piece.text), "\\x%02x", character);
    else if (character < 0x10000)
        snprintf(piece.text, sizeof(piece.text), "\\u%04x", character);
    else
        snprintf(piece.text, sizeof(piece.text), "\\U%08x", character);
    piece.columns = strlen(piece.text);
    return piece;
}

static struct piece piece_in_ascii(const char *text, size_t length)
{
    struct piece piece = {.text = "?"};

    for (size_t i = 0; i < sizeof(stand_ins) / sizeof(stand_ins[0]); i++)
        if (strlen(stand_ins[i].unicode) == length && !memcmp(stand_ins[i].unicode, text, length))
            strcpy(piece.text, stand_ins[i].ascii);
    piece.columns = strlen(piece.text);
    return piece;
}

static struct piece piece_of(const char *text, size_t *length, bool unicode)
{
    uint32_t character = decode(text, length);
    struct piece piece = {.columns = 4};

    if (character == NO_CHARACTER) {
        snprintf(piece.text, sizeof(piece.text), "\\x%02x", (unsigned char)text[0]);
        return piece;
    }
    if (IS_IN(character, unseen))
        return piece_of_unseen(character);
    if (character >= 0x80 && !unicode)
        return piece_in_ascii(text, *length);
    memcpy(piece.text, text, *length);
    piece.text[*length] = '\0';
    piece.columns = columns_of(character);
    return piece;
}

void tare_text_show(struct tare_buf *buf, const char *text, struct tare_text_style style)
{
    const char *ellipsis = style.unicode ? "…" : "...";
    size_t ellipsis_columns = style.unicode ? 1 : 3;
    size_t columns = 0, cut = buf->length, length;

    if (style.columns && ellipsis_columns > style.columns)
        ellipsis_columns = style.columns;
    while (*text) {
        struct piece piece = piece_of(text, &length, style.unicode);

        columns += piece.columns;
        if (style.columns && columns > style.columns)
            break;
        tare_buf_puts(buf, piece.text);
        if (columns + ellipsis_columns <= style.columns)
            cut = buf->length;
        text += length;
    }
    if (!*text || buf->failed)
        return;
    buf->length = cut;
    if (buf->capacity)
        buf->text[cut] = '\0';
    tare_buf_add(buf, ellipsis, style.unicode ? strlen(ellipsis) : ellipsis_columns);
}

size_t tare_text_columns(const char *text)
{
    size_t columns = 0, length;

    while (*text) {
        columns += columns_of(decode(text, &length));
        text += length;
    }
    return columns;
}

void tare_text_pad(struct tare_buf *buf, size_t count)
{
    while (count--)
        tare_buf_add(buf, " ", 1);
}
