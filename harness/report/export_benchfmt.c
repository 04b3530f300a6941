/* SPDX-License-Identifier: MIT */
#include <ctype.h>
#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "model/number.h"
#include "report/export.h"
#include "report/text.h"

/* What is exact, in the units of Go where it has one. */
static const struct {
    enum tare_field_id field;
    const char *unit;
} exact[] = {
    {TARE_FIELD_alloc_bytes_per_op, "B/op"},
    {TARE_FIELD_allocs_per_op, "allocs/op"},
    {TARE_FIELD_deep_bytes, "deep-B"},
    {TARE_FIELD_peak_heap_bytes, "peak-heap-B"},
};
#define EXACT_COUNT (sizeof exact / sizeof *exact)

/* The value of a configuration line, on one line. An empty one takes the key away again. */
static void put_config(struct tare_buf *out, const char *key, const char *value)
{
    tare_buf_printf(out, "%s: ", key);
    tare_text_show(out, value ? value : "", (struct tare_text_style){.unicode = true});
    while (!out->failed && out->length && out->text[out->length - 1] == ' ')
        out->text[--out->length] = '\0';
    tare_buf_puts(out, "\n");
}

/* As Go's testing rewrites names: what cannot be seen is escaped, and a space, of whatever kind,
 * is '_'. */
static void put_part(struct tare_buf *out, const char *text)
{
    static const char *const spaces[] = {
        "\xc2\xa0",     "\xe1\x9a\x80", "\xe2\x80\x80", "\xe2\x80\x81", "\xe2\x80\x82",
        "\xe2\x80\x83", "\xe2\x80\x84", "\xe2\x80\x85", "\xe2\x80\x86", "\xe2\x80\x87",
        "\xe2\x80\x88", "\xe2\x80\x89", "\xe2\x80\x8a", "\xe2\x81\x9f", "\xe3\x80\x80"};
    struct tare_buf shown = TARE_BUF_INIT;

    tare_text_show(&shown, text, (struct tare_text_style){.unicode = true});
    for (const char *c = shown.text; *c;) {
        size_t length = 0;

        for (size_t i = 0; i < sizeof spaces / sizeof *spaces && !length; i++)
            if (strncmp(c, spaces[i], strlen(spaces[i])) == 0)
                length = strlen(spaces[i]);
        if (length || *c == ' ')
            tare_buf_puts(out, "_");
        else
            tare_buf_add(out, c, 1);
        c += length ? length : 1;
    }
    out->failed |= shown.failed;
    tare_buf_free(&shown);
}

/* "BenchmarkSum_x/variant=aos/size=1000" */
static void put_name(struct tare_buf *out, const struct tare_result *result,
                     const struct tare_block *block, const struct tare_row *row)
{
    size_t start = out->length, digits;
    char first = row->group[0];

    tare_buf_puts(out, "Benchmark");
    if (first >= 'a' && first <= 'z') {
        tare_buf_printf(out, "%c", toupper((unsigned char)first));
        put_part(out, row->group + 1);
    } else {
        tare_buf_puts(out, first >= 'A' && first <= 'Z' ? "" : "Group_");
        put_part(out, row->group);
    }
    if (result->build_count > 1 && row->build) {
        tare_buf_puts(out, "/build=");
        put_part(out, row->build);
    }
    tare_buf_puts(out, "/variant=");
    put_part(out, row->variant);
    if (isfinite(row->size))
        tare_buf_printf(out, "/size=%s", tare_number_text(row->size).text);
    if (isfinite(row->param) && block->param_name) {
        tare_buf_puts(out, "/");
        put_part(out, block->param_name);
        tare_buf_printf(out, "=%s", tare_number_text(row->param).text);
    }
    if (row->threads > 1)
        tare_buf_printf(out, "/threads=%s", tare_number_text(row->threads).text);
    for (digits = 0; !out->failed && isdigit((unsigned char)out->text[out->length - 1 - digits]);)
        digits++;
    if (!out->failed && digits && out->length - digits > start &&
        out->text[out->length - 1 - digits] == '-')
        out->text[out->length - 1 - digits] = '_';
}

static void put_value(struct tare_buf *out, double value, const char *unit)
{
    if (isfinite(value))
        tare_buf_printf(out, " %s %s", tare_number_text(value).text, unit);
}

static void put_lines(struct tare_buf *out, const struct tare_result *result,
                      const struct tare_block *block, const struct tare_row *row)
{
    for (size_t i = 0; i < tare_export_value_count(row); i++) {
        put_name(out, result, block, row);
        tare_buf_printf(out, " %" PRIu64, tare_export_iterations(row, i));
        put_value(out, tare_export_value_ns(row, i), "ns/op");
        if (isfinite(row->bytes_per_s))
            put_value(out, row->bytes_per_s / 1e6, "MB/s");
        for (size_t j = 0; j < EXACT_COUNT; j++)
            put_value(out, tare_row_number(row, exact[j].field), exact[j].unit);
        tare_buf_puts(out, "\n");
    }
}

static const char *go_arch(const char *arch)
{
    return strcmp(arch, "x86_64") == 0 ? "amd64" : strcmp(arch, "aarch64") == 0 ? "arm64" : arch;
}

/*
 * What is told of a run and is no configuration: benchstat makes a table of each set of values of
 * its keys, so that a key which differs between old and new, as a commit does, would leave nothing
 * to compare. A line without a colon is not read.
 */
static void put_remark(struct tare_buf *out, const char *what, const char *text)
{
    if (!text || !*text)
        return;
    tare_buf_printf(out, "# %s = ", what);
    for (const char *c = text; *c; c++)
        tare_buf_printf(out, "%c", *c == ':' ? ' ' : *c == '\n' ? ' ' : *c);
    tare_buf_puts(out, "\n");
}

static void put_all(struct tare_buf *out, const struct tare_result *result)
{
    put_config(out, "goos", "linux");
    put_config(out, "goarch", go_arch(result->machine.arch.value));
    put_config(out, "cpu", result->machine.brand.value);
    put_config(out, "pkg", "tare");
    put_remark(out, "run", result->name);
    put_remark(out, "tare", result->tare_version);
    put_remark(out, "clock", result->clock_name);
    for (size_t i = 0; i < result->build_count; i++) {
        put_remark(out, "build", result->build[i].label);
        put_remark(out, "compiler", result->build[i].compiler);
        put_remark(out, "flags", result->build[i].flags);
        put_remark(out, "commit", result->build[i].revision);
    }
    for (size_t j = 0; j < EXACT_COUNT; j++)
        tare_buf_printf(out, "Unit %s better=lower assume=exact\n", exact[j].unit);
    for (size_t i = 0; i < result->block_count; i++)
        for (size_t j = 0; j < result->block[i].row_count; j++)
            if (tare_export_has_time(&result->block[i].row[j]))
                put_lines(out, result, &result->block[i], &result->block[i].row[j]);
}

int tare_export_benchfmt(FILE *file, const struct tare_result *result, struct tare_err *err)
{
    struct tare_buf out = TARE_BUF_INIT;
    int status = 0;

    put_all(&out, result);
    if (out.failed)
        status = tare_err_memory(err);
    else if (fwrite(out.text, 1, out.length, file) != out.length || fflush(file))
        status = tare_err_errno(err, "cannot write the Go benchmark format");
    tare_buf_free(&out);
    return status;
}
