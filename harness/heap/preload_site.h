/* SPDX-License-Identifier: MIT */
/*
 * Whose call an allocation is: the one in the case's own executable, be it made through strdup(),
 * operator new or a library.
 */
#ifndef TARE_HEAP_PRELOAD_SITE_H
#define TARE_HEAP_PRELOAD_SITE_H

#include <stdint.h>

/* Finds the executable's code. Allocates nothing and takes no lock. */
void tare_preload_site_start(void);

/*
 * The return address of the innermost call that stands in the executable, where `site` (that of the
 * call of malloc) lies outside of it; `site` itself where no such frame is found: in a thread of a
 * library's own, behind code without unwind tables, more than 64 frames up. Where chains are asked
 * for, the chain (preload_chain.h).
 */
uint64_t tare_preload_site(uint64_t site);

#endif
