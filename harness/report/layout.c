/* SPDX-License-Identifier: MIT */
#include "report/layout.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/units.h"
#include "report/sheet.h"
#include "report/table_below.h"

#define INDENT 2

/* A layout with what is worked out of it. */
struct seen {
    const struct tare_layout *layout;
    struct tare_layout_sums sums;
    uint64_t best_bytes;
    size_t *order; /* [field_count]; NULL: memory was short */
};

static struct seen look_at(const struct tare_layout *layout)
{
    struct seen seen = {.layout = layout, .sums = tare_layout_sum(layout)};

    seen.order = calloc(layout->field_count + 1, sizeof *seen.order);
    seen.best_bytes = seen.order ? tare_layout_best(layout, seen.order) : layout->bytes;
    return seen;
}

static uint64_t waste(const struct seen *seen)
{
    return seen->sums.hole_bytes + seen->sums.padding_bytes;
}

static int compare_numbers(uint64_t left, uint64_t right)
{
    return left == right ? 0 : left > right ? -1 : 1;
}

static int by_waste(const void *left, const void *right)
{
    const struct seen *a = left;
    const struct seen *b = right;
    int order = compare_numbers(a->layout->bytes - a->best_bytes, b->layout->bytes - b->best_bytes);

    if (order == 0)
        order = compare_numbers(waste(a), waste(b));
    if (order == 0)
        order = compare_numbers(a->layout->bytes, b->layout->bytes);
    return order ? order : strcmp(a->layout->name, b->layout->name);
}

/* The best order of each is looked for once: the search is dearer than all comparisons. */
int tare_layout_sort(struct tare_layout *layouts, size_t count, struct tare_err *err)
{
    struct tare_layout *copy = calloc(count + 1, sizeof *copy);
    struct seen *seen = calloc(count + 1, sizeof *seen);
    int status = 0;

    if (!copy || !seen) {
        status = tare_err_memory(err);
        goto out;
    }
    if (count)
        memcpy(copy, layouts, count * sizeof *copy);
    for (size_t i = 0; i < count; i++) {
        seen[i] = look_at(&copy[i]);
        free(seen[i].order);
    }
    if (count)
        qsort(seen, count, sizeof *seen, by_waste);
    for (size_t i = 0; i < count; i++)
        layouts[i] = *seen[i].layout;
out:
    free(copy);
    free(seen);
    return status;
}

static int write_out(FILE *file, struct tare_buf *out, struct tare_err *err)
{
    int status = 0;

    if (out->failed)
        status = tare_err_memory(err);
    else if (fwrite(out->text, 1, out->length, file) != out->length || fflush(file))
        status = tare_err_errno(err, "cannot write layouts");
    tare_buf_free(out);
    return status;
}

static void put_place(char *cell, uint64_t bits, bool is_bit_field)
{
    struct tare_buf text = TARE_BUF_INIT;

    tare_buf_printf(&text, "%llu", (unsigned long long)(bits / 8));
    if (is_bit_field)
        tare_buf_printf(&text, ":%llu", (unsigned long long)(bits % 8));
    tare_sheet_text(cell, text.text);
    tare_buf_free(&text);
}

static void put_size(char *cell, uint64_t bits, bool is_bit_field)
{
    struct tare_buf text = TARE_BUF_INIT;

    if (is_bit_field)
        tare_buf_printf(&text, "%llu bit%s", (unsigned long long)bits, bits == 1 ? "" : "s");
    else
        tare_buf_printf(&text, "%llu", (unsigned long long)(bits / 8));
    tare_sheet_text(cell, text.text);
    tare_buf_free(&text);
}

/* What no field takes, before field `index` or behind the last. */
static void add_gap(struct tare_sheet *sheet, const struct tare_layout *layout, size_t index)
{
    uint64_t gap = tare_layout_gap(layout, index);
    uint64_t end =
        index < layout->field_count ? layout->fields[index].offset_bits : layout->bytes * 8;
    bool in_bits = gap % 8 != 0;
    char(*row)[TARE_SHEET_CELL_BYTES];

    if (!gap)
        return;
    row = tare_sheet_add(sheet);
    put_place(row[0], end - gap, in_bits);
    put_size(row[1], gap, in_bits);
    tare_sheet_text(row[2], index < layout->field_count ? "(hole)" : "(padding)");
}

/* A cache line begins with this field or within it. */
static void add_boundary(struct tare_sheet *sheet, const struct tare_layout *layout, size_t index,
                         uint64_t *line)
{
    const struct tare_layout_field *field = &layout->fields[index];
    uint64_t of_begin = field->offset_bits / 8 / TARE_LAYOUT_LINE_BYTES;
    struct tare_buf text = TARE_BUF_INIT;

    if (layout->is_union || of_begin <= *line)
        return;
    *line = of_begin;
    tare_buf_printf(&text, "-- cache line %llu --", (unsigned long long)of_begin + 1);
    tare_sheet_text(tare_sheet_add(sheet)[2], text.text);
    tare_buf_free(&text);
}

static void put_fields(struct tare_buf *out, const struct tare_layout *layout,
                       const struct tare_table_style *style)
{
    static const char *const headings[] = {"offset", "size", "<type", "<field", NULL};
    struct tare_sheet sheet;
    uint64_t line = 0;

    tare_sheet_open(&sheet, headings);
    sheet.kept_columns = 4;
    for (size_t i = 0; i < layout->field_count; i++) {
        const struct tare_layout_field *field = &layout->fields[i];
        char(*row)[TARE_SHEET_CELL_BYTES];

        add_gap(&sheet, layout, i);
        add_boundary(&sheet, layout, i, &line);
        row = tare_sheet_add(&sheet);
        put_place(row[0], field->offset_bits, field->is_bit_field);
        put_size(row[1], field->bits, field->is_bit_field);
        tare_sheet_text(row[2], field->type);
        tare_sheet_text(row[3], field->name);
    }
    add_gap(&sheet, layout, layout->field_count);
    tare_sheet_show(out, style, INDENT, &sheet);
    tare_sheet_free(&sheet);
}

static void put_sums(struct tare_buf *out, const struct seen *seen,
                     const struct tare_table_style *style)
{
    const struct tare_layout_sums *sums = &seen->sums;
    struct tare_buf note = TARE_BUF_INIT;

    tare_buf_printf(&note, "%llu bytes, aligned to %llu, %llu cache line%s",
                    (unsigned long long)seen->layout->bytes,
                    (unsigned long long)seen->layout->align_bytes, (unsigned long long)sums->lines,
                    sums->lines == 1 ? "" : "s");
    if (sums->hole_count)
        tare_buf_printf(&note, ", %llu bytes in %llu hole%s", (unsigned long long)sums->hole_bytes,
                        (unsigned long long)sums->hole_count, sums->hole_count == 1 ? "" : "s");
    if (sums->bit_hole_count)
        tare_buf_printf(&note, ", %llu bits in bit holes", (unsigned long long)sums->bit_hole_bits);
    if (sums->padding_bytes)
        tare_buf_printf(&note, ", %llu bytes of padding at the end",
                        (unsigned long long)sums->padding_bytes);
    tare_table_note(out, style, NULL, note.text);
    tare_buf_free(&note);
}

static void put_best(struct tare_buf *out, const struct seen *seen,
                     const struct tare_table_style *style)
{
    const struct tare_layout *layout = seen->layout;
    struct tare_buf note = TARE_BUF_INIT;

    if (!seen->order) {
        out->failed = true;
        return;
    }
    if (seen->best_bytes == layout->bytes) {
        tare_table_note(out, style, NULL, "no order of the fields takes less");
        return;
    }
    tare_buf_printf(&note, "%llu bytes less in this order:",
                    (unsigned long long)(layout->bytes - seen->best_bytes));
    for (size_t i = 0; i < layout->field_count; i++)
        tare_buf_printf(&note, "%s %s", i ? "," : "", layout->fields[seen->order[i]].name);
    tare_table_note(out, style, NULL, note.text);
    tare_buf_free(&note);
}

int tare_layout_write_fields(FILE *file, const struct tare_layout *layouts, size_t count,
                             const struct tare_table_style *style, struct tare_err *err)
{
    struct tare_buf out = TARE_BUF_INIT;

    for (size_t i = 0; i < count; i++) {
        struct seen seen = look_at(&layouts[i]);

        tare_buf_puts(&out, i ? "\n" : "");
        tare_table_paint(&out, tare_table_bold(style), layouts[i].name);
        tare_buf_printf(&out, "  %s\n", layouts[i].place);
        put_fields(&out, &layouts[i], style);
        put_sums(&out, &seen, style);
        put_best(&out, &seen, style);
        free(seen.order);
    }
    return write_out(file, &out, err);
}

int tare_layout_write_list(FILE *file, const struct tare_layout *layouts, size_t count,
                           const struct tare_table_style *style, struct tare_err *err)
{
    static const char *const headings[] = {"<struct",  "size",   "best",   "saves",
                                           "in holes", "at end", "fields", "<where"};
    const char *all[TARE_SHEET_COLUMNS_MAX + 1] = {NULL};
    struct tare_buf out = TARE_BUF_INIT;
    struct tare_sheet sheet;

    memcpy(all, headings, sizeof headings);
    tare_sheet_open(&sheet, all);
    for (size_t i = 0; i < count; i++) {
        struct seen seen = look_at(&layouts[i]);
        char(*row)[TARE_SHEET_CELL_BYTES] = tare_sheet_add(&sheet);

        tare_sheet_text(row[0], layouts[i].name);
        tare_sheet_count(row[1], (double)layouts[i].bytes);
        tare_sheet_count(row[2], (double)seen.best_bytes);
        tare_sheet_count(row[3], (double)(layouts[i].bytes - seen.best_bytes));
        tare_sheet_count(row[4], (double)seen.sums.hole_bytes);
        tare_sheet_count(row[5], (double)seen.sums.padding_bytes);
        tare_sheet_count(row[6], (double)layouts[i].field_count);
        tare_sheet_text(row[7], layouts[i].place);
        out.failed |= !seen.order;
        free(seen.order);
    }
    tare_sheet_show(&out, style, 0, &sheet);
    tare_sheet_free(&sheet);
    return write_out(file, &out, err);
}

static json_t *number(uint64_t value)
{
    return json_integer((json_int_t)value);
}

/* Takes over both; without memory the object is NULL in the end. */
static void put(json_t **object, const char *key, json_t *value)
{
    if (*object && value && json_object_set_new(*object, key, value) == 0)
        return;
    json_decref(*object);
    *object = NULL;
}

static json_t *fields_json(const struct tare_layout *layout)
{
    json_t *array = json_array();

    for (size_t i = 0; i < layout->field_count; i++) {
        const struct tare_layout_field *field = &layout->fields[i];
        json_t *object = json_object();

        put(&object, "name", json_string_nocheck(field->name));
        put(&object, "type", json_string_nocheck(field->type));
        put(&object, "offset_bits", number(field->offset_bits));
        put(&object, "bits", number(field->bits));
        put(&object, "align_bytes", number(field->align_bytes));
        put(&object, "gap_before_bits", number(tare_layout_gap(layout, i)));
        put(&object, "is_bit_field", json_boolean(field->is_bit_field));
        json_array_append_new(array, object);
    }
    return array;
}

static json_t *layout_json(const struct tare_layout *layout)
{
    struct seen seen = look_at(layout);
    json_t *object = json_object();
    json_t *order = seen.order ? json_array() : NULL;

    for (size_t i = 0; order && i < layout->field_count; i++)
        json_array_append_new(order, number(seen.order[i]));
    put(&object, "name", json_string_nocheck(layout->name));
    put(&object, "place", json_string_nocheck(layout->place));
    put(&object, "is_union", json_boolean(layout->is_union));
    put(&object, "bytes", number(layout->bytes));
    put(&object, "align_bytes", number(layout->align_bytes));
    put(&object, "cache_lines", number(seen.sums.lines));
    put(&object, "hole_count", number(seen.sums.hole_count));
    put(&object, "hole_bytes", number(seen.sums.hole_bytes));
    put(&object, "bit_hole_count", number(seen.sums.bit_hole_count));
    put(&object, "bit_hole_bits", number(seen.sums.bit_hole_bits));
    put(&object, "padding_bytes", number(seen.sums.padding_bytes));
    put(&object, "best_bytes", number(seen.best_bytes));
    put(&object, "best_order", order);
    put(&object, "fields", fields_json(layout));
    free(seen.order);
    return object;
}

int tare_layout_write_json(FILE *file, const struct tare_layout *layouts, size_t count,
                           struct tare_err *err)
{
    json_t *array = json_array();
    int status = 0;

    for (size_t i = 0; i < count && status == 0; i++)
        if (json_array_append_new(array, layout_json(&layouts[i])))
            status = tare_err_memory(err);
    if (status == 0 &&
        (json_dumpf(array, file, JSON_INDENT(1)) || putc('\n', file) == EOF || fflush(file)))
        status = tare_err_errno(err, "cannot write layouts");
    json_decref(array);
    return status;
}

/* RFC 4180: quoted where it has to be. */
static void put_text(struct tare_buf *out, const char *text)
{
    bool quoted = strpbrk(text, ",\"\n\r");

    tare_buf_puts(out, quoted ? "\"" : "");
    for (; *text; text++) {
        tare_buf_add(out, text, 1);
        if (*text == '"')
            tare_buf_puts(out, "\"");
    }
    tare_buf_puts(out, quoted ? "\"" : "");
}

int tare_layout_write_csv(FILE *file, const struct tare_layout *layouts, size_t count,
                          struct tare_err *err)
{
    struct tare_buf out = TARE_BUF_INIT;

    tare_buf_puts(&out, "name,place,bytes,align_bytes,fields,hole_count,hole_bytes,bit_hole_count,"
                        "bit_hole_bits,padding_bytes,cache_lines,best_bytes\n");
    for (size_t i = 0; i < count; i++) {
        struct seen seen = look_at(&layouts[i]);
        const uint64_t numbers[] = {layouts[i].bytes,        layouts[i].align_bytes,
                                    layouts[i].field_count,  seen.sums.hole_count,
                                    seen.sums.hole_bytes,    seen.sums.bit_hole_count,
                                    seen.sums.bit_hole_bits, seen.sums.padding_bytes,
                                    seen.sums.lines,         seen.best_bytes};

        put_text(&out, layouts[i].name);
        tare_buf_puts(&out, ",");
        put_text(&out, layouts[i].place);
        for (size_t j = 0; j < sizeof numbers / sizeof *numbers; j++)
            tare_buf_printf(&out, ",%llu", (unsigned long long)numbers[j]);
        tare_buf_puts(&out, "\n");
        free(seen.order);
    }
    return write_out(file, &out, err);
}
