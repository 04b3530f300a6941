/* SPDX-License-Identifier: MIT */
/* The time line of the live heap, as the books change. Called under their lock. */
#ifndef TARE_HEAP_PRELOAD_LINE_H
#define TARE_HEAP_PRELOAD_LINE_H

#include "heap/wire.h"

/* A block was put on the books, or taken off; the header has counted it already. */
void tare_preload_line_put(const struct tare_heap_header *header,
                           const struct tare_heap_record *record);
void tare_preload_line_take(const struct tare_heap_header *header,
                            const struct tare_heap_record *record);

#endif
