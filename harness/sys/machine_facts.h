/* SPDX-License-Identifier: MIT */
/* The parts of tare_machine_read(), a source of facts each; private to the machine files. */
#ifndef TARE_SYS_MACHINE_FACTS_H
#define TARE_SYS_MACHINE_FACTS_H

#include "sys/machine.h"

/* arch, vendor, brand, features, the clocks and hypervisor. */
void tare_machine_identity_read(struct tare_machine *machine, const char *root);

/* logical_cpus_count, physical_cores_count, sockets_count, threads_per_core_count. */
void tare_machine_topology_read(struct tare_machine *machine, const char *root);

/* From clocksource to hostname: what the system is and how it is set. */
void tare_machine_system_read(struct tare_machine *machine, const char *root);

#endif
