/* SPDX-License-Identifier: MIT */
#include "model/fitness_inside.h"

#include <stdio.h>
#include <string.h>

#include "base/units.h"

bool tare_fitness_huge_pages(const struct tare_fitness_facts *facts,
                             struct tare_fitness_check *check)
{
    const struct tare_machine_text *fact = &facts->machine->huge_pages;

    if (!fact->value[0]) {
        tare_fitness_tell_unknown(check, fact->reason);
        return true;
    }
    tare_fitness_tell(check, TARE_FITNESS_FIT, "%.60s", fact->value);
    tare_fitness_brief(check, "huge pages %.40s", fact->value);
    if (strcmp(fact->value, "always") != 0)
        return true;
    /* Whether a process finds them free is luck: it is one more thing that sets differ by. */
    tare_fitness_tell(check, TARE_FITNESS_CAUTION, "always: some processes get them, some do not");
    check->advice = "echo madvise > /sys/kernel/mm/transparent_hugepage/enabled";
    return true;
}

/*
 * Fresh processes make the layout of memory a part of the measured error (Mytkowicz 2009; 5 to 10 %
 * near the size of L2 were measured). Where all have the same layout, intervals leave it out.
 */
bool tare_fitness_aslr(const struct tare_fitness_facts *facts, struct tare_fitness_check *check)
{
    const struct tare_machine_integer *fact = &facts->machine->aslr;

    tare_fitness_brief(check, "no ASLR");
    if (facts->aslr_off_here || (fact->known && fact->value <= 0)) {
        tare_fitness_tell(check, TARE_FITNESS_UNFIT, "off%s: all sets have one layout of memory",
                          facts->aslr_off_here ? " for this process" : "");
        tare_fitness_number(check, 0, "");
        check->advice = facts->aslr_off_here ? "start it without setarch -R, outside of a debugger"
                                             : "sysctl kernel.randomize_va_space=2";
        return true;
    }
    if (!fact->known) {
        tare_fitness_tell_unknown(check, fact->reason);
        return true;
    }
    tare_fitness_number(check, (double)fact->value, "");
    if (fact->value >= 2) {
        tare_fitness_tell(check, TARE_FITNESS_FIT, "on: each set draws its layout anew");
        return true;
    }
    tare_fitness_tell(check, TARE_FITNESS_CAUTION, "on, but not of the heap");
    tare_fitness_brief(check, "ASLR without the heap");
    check->advice = "sysctl kernel.randomize_va_space=2";
    return true;
}

/* A page that comes from swap takes 100 us and more: a third of a sample. */
bool tare_fitness_swap(const struct tare_fitness_facts *facts, struct tare_fitness_check *check)
{
    const struct tare_machine_integer *used = &facts->swap->used_bytes;
    const struct tare_machine_integer *space = &facts->machine->swap_bytes;
    char swappiness[48] = "";

    if (!used->known) {
        tare_fitness_tell_unknown(check, used->reason);
        return true;
    }
    if (facts->swap->swappiness.known)
        snprintf(swappiness, sizeof swappiness, ", swappiness %lld",
                 (long long)facts->swap->swappiness.value);
    tare_fitness_number(check, (double)used->value, "bytes");
    tare_fitness_brief(check, "swap in use");
    if (facts->watch && facts->watch->moved_pages_count > 0) {
        tare_fitness_tell(check, TARE_FITNESS_UNFIT, "%s pages moved while watching%s",
                          tare_units_count(facts->watch->moved_pages_count).text, swappiness);
        check->advice = "memory is short: stop what holds it, or swapoff -a";
    } else if (used->value > 0) {
        tare_fitness_tell(check, TARE_FITNESS_CAUTION, "%s in use%s",
                          tare_units_bytes((double)used->value).text, swappiness);
        check->advice = "swapoff -a, where memory suffices";
    } else {
        tare_fitness_tell(check, TARE_FITNESS_FIT, "%s%s",
                          space->known && space->value == 0 ? "none" : "unused", swappiness);
    }
    return true;
}
