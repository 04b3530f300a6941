/* SPDX-License-Identifier: MIT */
#include "sys/machine_cpuid.h"

#if defined(HAVE_LIBCPUID) && defined(__x86_64__)

#include <libcpuid/libcpuid.h>
#include <stdio.h>

static const char *hypervisor_name(hypervisor_vendor_t vendor)
{
    switch (vendor) {
    case HYPERVISOR_BHYVE:
        return "bhyve";
    case HYPERVISOR_HYPERV:
        return "Hyper-V";
    case HYPERVISOR_KVM:
        return "KVM";
    case HYPERVISOR_PARALLELS:
        return "Parallels";
    case HYPERVISOR_QEMU:
        return "QEMU";
    case HYPERVISOR_VIRTUALBOX:
        return "VirtualBox";
    case HYPERVISOR_VMWARE:
        return "VMware";
    case HYPERVISOR_XEN:
        return "Xen";
    default:
        return "";
    }
}

bool tare_machine_cpuid_read(struct tare_machine_cpuid *cpuid)
{
    struct cpu_raw_data_t raw;
    struct cpu_id_t id;

    *cpuid = (struct tare_machine_cpuid){0};
    if (!cpuid_present() || cpuid_get_raw_data(&raw) != 0 || cpu_identify(&raw, &id) != 0)
        return false;
    snprintf(cpuid->vendor, sizeof cpuid->vendor, "%s", id.vendor_str);
    snprintf(cpuid->brand, sizeof cpuid->brand, "%s", id.brand_str);
    snprintf(cpuid->hypervisor, sizeof cpuid->hypervisor, "%s",
             hypervisor_name(cpuid_get_hypervisor(&raw, &id)));
    return true;
}

#else

bool tare_machine_cpuid_read(struct tare_machine_cpuid *cpuid)
{
    *cpuid = (struct tare_machine_cpuid){0};
    return false;
}

#endif
