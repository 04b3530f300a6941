/* SPDX-License-Identifier: MIT */
#include "report/progress.h"

#include "base/units.h"
#include "report/text.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

#define BAR_CELLS      10
#define ID_COLUMNS_MIN 8

struct parts {
    struct tare_buf bar, percent, id, set, left;
};

/* Appends the part behind two spaces, one where only the bar precedes it. */
static void join(struct tare_buf *line, const struct tare_buf *part, const char *space)
{
    if (!part->length)
        return;
    if (line->length)
        tare_buf_puts(line, space);
    tare_buf_puts(line, part->text);
}

static void compose(struct tare_buf *line, const struct parts *parts)
{
    tare_buf_reset(line);
    join(line, &parts->bar, "");
    join(line, &parts->percent, " ");
    join(line, &parts->id, "  ");
    join(line, &parts->set, "  ");
    join(line, &parts->left, "  ");
}

static void fill(struct parts *parts, const struct tare_progress *progress)
{
    double done = fmin(fmax(progress->done_ratio, 0), 1);

    if (!isnan(progress->done_ratio)) {
        tare_buf_puts(&parts->bar, "[");
        for (int i = 0; i < BAR_CELLS; i++)
            tare_buf_puts(&parts->bar, i < (int)(done * BAR_CELLS) ? "#" : ".");
        tare_buf_puts(&parts->bar, "]");
        tare_buf_printf(&parts->percent, "%d %%", (int)(done * 100));
    }
    if (progress->id)
        tare_text_show(&parts->id, progress->id, (struct tare_text_style){.unicode = true});
    if (progress->set && progress->sets)
        tare_buf_printf(&parts->set, "set %zu of %zu", progress->set, progress->sets);
    else if (progress->set)
        tare_buf_printf(&parts->set, "set %zu", progress->set);
    if (!isnan(progress->left_ns))
        tare_buf_printf(&parts->left, "%s left", tare_units_duration(progress->left_ns).text);
}

/* Cuts the id so that the line, now `columns` wide, fits; false where little would be left of it.
 */
static bool cut_id(struct parts *parts, const char *id, size_t columns, size_t width)
{
    size_t has = tare_text_columns(parts->id.text), over = columns - width;

    if (has < over + ID_COLUMNS_MIN)
        return false;
    tare_buf_reset(&parts->id);
    tare_text_show(&parts->id, id,
                   (struct tare_text_style){.columns = has - over, .unicode = true});
    return true;
}

void tare_progress_line(struct tare_buf *buf, const struct tare_progress *progress, size_t width)
{
    struct parts parts = {TARE_BUF_INIT, TARE_BUF_INIT, TARE_BUF_INIT, TARE_BUF_INIT,
                          TARE_BUF_INIT};
    struct tare_buf *const by_worth[] = {&parts.set, &parts.bar, &parts.id, &parts.left,
                                         &parts.percent};
    struct tare_buf line = TARE_BUF_INIT;

    fill(&parts, progress);
    compose(&line, &parts);
    for (size_t i = 0; i < 5 && tare_text_columns(line.text) > width; i++) {
        if (!cut_id(&parts, progress->id ? progress->id : "", tare_text_columns(line.text), width))
            tare_buf_reset(by_worth[i]);
        compose(&line, &parts);
    }
    tare_buf_puts(buf, line.text);
    buf->failed = buf->failed || line.failed;
    for (size_t i = 0; i < 5; i++)
        tare_buf_free(by_worth[i]);
    tare_buf_free(&line);
}
