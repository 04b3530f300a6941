/* SPDX-License-Identifier: MIT */
#include "model/layout.h"

#include <stdlib.h>

static uint64_t round_up(uint64_t value, uint64_t unit)
{
    return unit ? (value + unit - 1) / unit * unit : value;
}

uint64_t tare_layout_gap(const struct tare_layout *layout, size_t index)
{
    uint64_t begin =
        index < layout->field_count ? layout->fields[index].offset_bits : layout->bytes * 8;
    uint64_t end = 0;

    for (size_t i = 0; i < index; i++) {
        uint64_t past = layout->fields[i].offset_bits + layout->fields[i].bits;

        end = past > end ? past : end;
    }
    return !layout->is_union && begin > end ? begin - end : 0;
}

struct tare_layout_sums tare_layout_sum(const struct tare_layout *layout)
{
    struct tare_layout_sums sums = {.lines = round_up(layout->bytes, TARE_LAYOUT_LINE_BYTES) /
                                             TARE_LAYOUT_LINE_BYTES};

    for (size_t i = 0; i < layout->field_count; i++) {
        uint64_t gap = tare_layout_gap(layout, i);

        sums.hole_count += gap >= 8;
        sums.hole_bytes += gap / 8;
        sums.bit_hole_count += gap % 8 != 0;
        sums.bit_hole_bits += gap % 8;
    }
    sums.padding_bytes = tare_layout_gap(layout, layout->field_count) / 8;
    return sums;
}

void tare_layout_free(struct tare_layout *layout)
{
    for (size_t i = 0; i < layout->field_count; i++) {
        free(layout->fields[i].name);
        free(layout->fields[i].type);
    }
    free(layout->fields);
    free(layout->name);
    free(layout->place);
    *layout = (struct tare_layout){0};
}
