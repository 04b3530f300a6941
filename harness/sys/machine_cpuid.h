/* SPDX-License-Identifier: MIT */
/*
 * What libcpuid knows of the processor this runs on. Identity only: of caches, code names and the
 * measured clock version 0.6.2 is wrong or silent on newer processors. x86 with HAVE_LIBCPUID;
 * elsewhere nothing is known.
 */
#ifndef TARE_SYS_MACHINE_CPUID_H
#define TARE_SYS_MACHINE_CPUID_H

#include <stdbool.h>

#include "sys/machine.h"

struct tare_machine_cpuid {
    char vendor[TARE_MACHINE_TEXT_BYTES]; /* empty where unknown, as are the others */
    char brand[TARE_MACHINE_TEXT_BYTES];
    char hypervisor[TARE_MACHINE_TEXT_BYTES]; /* empty also where there is none, or it hides */
};

/* Returns whether the processor was identified; `cpuid` is zeroed where not. */
bool tare_machine_cpuid_read(struct tare_machine_cpuid *cpuid);

#endif
