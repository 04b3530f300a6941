/* SPDX-License-Identifier: MIT */
#include "model/weighing.h"

#include <math.h>
#include <stdlib.h>

void tare_weighing_init(struct tare_weighing *weighing)
{
    *weighing = (struct tare_weighing){.window_bytes = NAN,
                                       .window_blocks = NAN,
                                       .older_bytes = NAN,
                                       .static_bytes = NAN,
                                       .stack_bytes = NAN,
                                       .edges = NAN,
                                       .shared_edges_ratio = NAN,
                                       .same_line_ratio = NAN,
                                       .same_page_ratio = NAN,
                                       .line_fill_ratio = NAN,
                                       .peak_bytes = NAN};
}

static void free_sites(struct tare_weighed_sites *sites)
{
    for (size_t i = 0; i < sites->count; i++) {
        free(sites->site[i].place);
        free(sites->site[i].kind);
    }
    free(sites->site);
}

void tare_weighing_free(struct tare_weighing *weighing)
{
    for (size_t i = 0; i < weighing->root_count; i++) {
        free(weighing->root[i].expression);
        free(weighing->root[i].type);
    }
    for (size_t i = 0; i < weighing->class_count; i++)
        free(weighing->class_[i].name);
    for (size_t i = 0; i < weighing->type_count; i++)
        free(weighing->type[i].name);
    free(weighing->root);
    free(weighing->class_);
    free(weighing->type);
    free(weighing->untyped);
    free(weighing->point);
    free_sites(&weighing->untyped_sites);
    free_sites(&weighing->leaks);
    free_sites(&weighing->peak_sites);
    tare_weighing_init(weighing);
}

bool tare_weighing_adds_up(const struct tare_weighing *weighing)
{
    double bytes = 0;
    double blocks = 0;

    for (size_t i = 0; i < weighing->class_count; i++) {
        bytes += weighing->class_[i].bytes;
        blocks += weighing->class_[i].blocks;
    }
    return bytes == weighing->window_bytes && blocks == weighing->window_blocks;
}
