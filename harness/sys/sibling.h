/* SPDX-License-Identifier: MIT */
/*
 * Does somebody work on the other hardware thread of this core? A hypervisor hides who shares a
 * core: the guest is told of one thread a core, and neither steal nor load nor waiting counts what
 * another guest takes of its execution units. Code that is bound by them then takes up to twice as
 * long, while code that waits for its own results does not notice.
 *
 * A probe times both: adds that do not depend on each other, of which a core does as many a cycle
 * as it has units for, and adds that do, one a cycle whoever else works. The ratio of the two is
 * free of the clock's rate and rises when a sibling takes its share (on an EPYC of family 25 from
 * 1.15 to 1.95, in steps of milliseconds). What is high is told from what is least in many probes,
 * so that nothing need be known of the core; a sibling that never rests is not seen.
 */
#ifndef TARE_SYS_SIBLING_H
#define TARE_SYS_SIBLING_H

#include <stddef.h>
#include <stdint.h>

#define TARE_SIBLING_BINS      128
#define TARE_SIBLING_MIN_COUNT 50 /* fewer probes tell no share */

/* What probes found: a histogram of the logarithms of their ratios. Zeroed: none yet. */
struct tare_sibling {
    uint64_t count;
    uint64_t bin[TARE_SIBLING_BINS];
};

/* Probes once, on the core of the caller, for about 4 us, and adds what it found. */
void tare_sibling_probe(struct tare_sibling *seen);

/* Adds one ratio of times, above 0, as a probe does. */
void tare_sibling_add(struct tare_sibling *seen, double ratio);

/* Adds all that `more` has. */
void tare_sibling_merge(struct tare_sibling *seen, const struct tare_sibling *more);

/*
 * The share of the probes in `seen`, 0..1, in which a sibling was at work: ratios that lie 1.3
 * times or more above the least of `reference` (its quantile of 5 %: a probe may be wrong). The
 * reference is of the same core and holds `seen`, or is it. NAN: too few probes.
 */
double tare_sibling_share(const struct tare_sibling *seen, const struct tare_sibling *reference);

#endif
