/* SPDX-License-Identifier: MIT */
#include "model/utf8.h"

#include "base/buf.h"

/* Lead bytes, and the range of the byte behind it; all further ones are 80..BF (RFC 3629, 4). */
static const struct lead {
    unsigned char first;
    unsigned char last;
    unsigned char second_min;
    unsigned char second_max;
    size_t length;
} leads[] = {
    {0x01, 0x7f, 0x00, 0x00, 1}, {0xc2, 0xdf, 0x80, 0xbf, 2}, {0xe0, 0xe0, 0xa0, 0xbf, 3},
    {0xe1, 0xec, 0x80, 0xbf, 3}, {0xed, 0xed, 0x80, 0x9f, 3}, {0xee, 0xef, 0x80, 0xbf, 3},
    {0xf0, 0xf0, 0x90, 0xbf, 4}, {0xf1, 0xf3, 0x80, 0xbf, 4}, {0xf4, 0xf4, 0x80, 0x8f, 4},
};

static size_t matched(const struct lead *lead, const unsigned char *bytes)
{
    if (lead->length > 1 && (bytes[1] < lead->second_min || bytes[1] > lead->second_max))
        return 0;
    for (size_t i = 2; i < lead->length; i++)
        if (bytes[i] < 0x80 || bytes[i] > 0xbf)
            return 0;
    return lead->length;
}

size_t tare_utf8_length(const char *text)
{
    const unsigned char *bytes = (const unsigned char *)text;

    for (size_t i = 0; i < sizeof leads / sizeof *leads; i++)
        if (leads[i].first <= bytes[0] && bytes[0] <= leads[i].last)
            return matched(&leads[i], bytes);
    return 0;
}

char *tare_utf8_repair(const char *text)
{
    struct tare_buf buf = TARE_BUF_INIT;

    while (*text) {
        size_t length = tare_utf8_length(text);

        if (length)
            tare_buf_add(&buf, text, length);
        else
            tare_buf_puts(&buf, "\xef\xbf\xbd");
        text += length ? length : 1;
    }
    return tare_buf_steal(&buf);
}
