/* SPDX-License-Identifier: MIT */
#include "model/fitness_inside.h"

#include <math.h>

#include "base/units.h"

/* How unlikely as many false positives must be where all is well: the usual 5 %, and one in a
 * thousand, which nobody who runs this each day should see. */
#define FALSE_FIT_TAIL   0.05
#define FALSE_UNFIT_TAIL 0.001

/* What verdicts are promised to see (STATISTICS.md): 1 % in a chain of multiplies, 2 % in a list of
 * 256 KiB. */
static const double wanted_ratio[TARE_SELFTEST_WORKS_MAX] = {0.01, 0.02, 0.02, 0.02};

/* Fills in a check whose self-test went wrong. */
static bool lacks_selftest(const struct tare_selftest *selftest, struct tare_fitness_check *check)
{
    if (!selftest->reason[0])
        return false;
    tare_fitness_tell_unknown(check, selftest->reason);
    return true;
}

bool tare_fitness_self_pairs(const struct tare_fitness_facts *facts,
                             struct tare_fitness_check *check)
{
    const struct tare_selftest *selftest = facts->selftest;
    double tail;

    if (!selftest)
        return false;
    tare_fitness_brief(check, "identical arms differ");
    if (lacks_selftest(selftest, check))
        return true;
    tare_fitness_number(check, (double)selftest->different_count / (double)selftest->pair_count,
                        "ratio");
    tail = tare_selftest_tail(selftest->different_count, selftest->pair_count, TARE_SELFTEST_LEVEL);
    tare_fitness_tell(check,
                      tail >= FALSE_FIT_TAIL     ? TARE_FITNESS_FIT
                      : tail >= FALSE_UNFIT_TAIL ? TARE_FITNESS_CAUTION
                                                 : TARE_FITNESS_UNFIT,
                      "%zu of %zu identical pairs called different", selftest->different_count,
                      selftest->pair_count);
    if (check->verdict != TARE_FITNESS_FIT)
        check->advice = "verdicts of this machine are wrong more often than they say: repeat it, "
                        "then mistrust them";
    return true;
}

/* A spread that comes from so many sets is known within 22 % (1 / sqrt(2 n)); from fewer, hardly.
 */
#define SPREAD_SETS_MIN 10

/* "0.12 % in 1 s, 0.05 % in 10 s" of work number `index`. */
static bool self_change(const struct tare_fitness_facts *facts, struct tare_fitness_check *check,
                        size_t index)
{
    const struct tare_selftest *selftest = facts->selftest;
    const struct tare_selftest_work *work;
    double wanted = wanted_ratio[index];

    if (!selftest)
        return false;
    tare_fitness_brief(check, "small changes cannot be seen");
    if (lacks_selftest(selftest, check))
        return true;
    if (index >= selftest->work_count) {
        tare_fitness_tell_unknown(check, "it was not measured");
        return true;
    }
    work = &selftest->work[index];
    if (work->set_count < SPREAD_SETS_MIN) {
        tare_fitness_tell(check, TARE_FITNESS_UNKNOWN,
                          "%zu sets were all there was time for: too few for a spread",
                          work->set_count);
        return true;
    }
    tare_fitness_number(check, work->detects_1s_ratio, "ratio");
    if (isnan(work->detects_10s_ratio)) {
        tare_fitness_tell(check, TARE_FITNESS_UNFIT,
                          "none in 10 s: a verdict needs more sets than fit");
    } else {
        tare_fitness_tell(
            check,
            work->detects_1s_ratio <= wanted    ? TARE_FITNESS_FIT
            : work->detects_10s_ratio <= wanted ? TARE_FITNESS_CAUTION
                                                : TARE_FITNESS_UNFIT,
            "%s in 1 s, %s in 10 s: %.60s",
            isnan(work->detects_1s_ratio) ? "none"
                                          : tare_units_percent(work->detects_1s_ratio).text,
            tare_units_percent(work->detects_10s_ratio).text, work->title ? work->title : "");
    }
    if (check->verdict != TARE_FITNESS_FIT)
        check->advice = "measure longer: --min-time, --sets";
    return true;
}

bool tare_fitness_self_cpu(const struct tare_fitness_facts *facts, struct tare_fitness_check *check)
{
    return self_change(facts, check, 0);
}

bool tare_fitness_self_memory(const struct tare_fitness_facts *facts,
                              struct tare_fitness_check *check)
{
    return self_change(facts, check, 1);
}
