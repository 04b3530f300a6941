/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE
#include "heap/reader.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <sys/uio.h>
#include <unistd.h>

/* Documentation/admin-guide/mm/pagemap.rst: bit 63 page present, bit 62 page swapped. */
#define PAGEMAP_TOUCHED (UINT64_C(3) << 62)
#define PAGEMAP_ENTRIES 4096

static int proc_open(pid_t pid, const char *name)
{
    char path[64];

    snprintf(path, sizeof path, "/proc/%d/%s", (int)pid, name);
    return open(path, O_RDONLY | O_CLOEXEC);
}

static ssize_t vm_read(pid_t pid, uint64_t address, void *into, size_t bytes)
{
    struct iovec local = {.iov_base = into, .iov_len = bytes};
    struct iovec remote = {.iov_base = (void *)(uintptr_t)address, .iov_len = bytes};

    return process_vm_readv(pid, &local, 1, &remote, 1, 0);
}

int tare_heap_memory_open(struct tare_heap_memory *memory, pid_t pid, uint64_t probe_address,
                          struct tare_err *err)
{
    uint64_t word;

    *memory = (struct tare_heap_memory){.pid = pid, .mem_fd = -1, .pagemap_fd = -1};
    if (vm_read(pid, probe_address, &word, sizeof word) != sizeof word) {
        memory->mem_fd = proc_open(pid, "mem");
        if (memory->mem_fd < 0)
            return tare_err_errno(err, "cannot read the memory of process %d", (int)pid);
        if (pread(memory->mem_fd, &word, sizeof word, (off_t)probe_address) != sizeof word) {
            tare_err_errno(err, "cannot read address 0x%" PRIx64 " of process %d", probe_address,
                           (int)pid);
            tare_heap_memory_close(memory);
            return -1;
        }
    }
    memory->pagemap_fd = proc_open(pid, "pagemap");
    return 0;
}

void tare_heap_memory_close(struct tare_heap_memory *memory)
{
    if (memory->mem_fd >= 0)
        close(memory->mem_fd);
    if (memory->pagemap_fd >= 0)
        close(memory->pagemap_fd);
    memory->mem_fd = -1;
    memory->pagemap_fd = -1;
}

ssize_t tare_heap_memory_read(void *context, uint64_t address, void *into, size_t bytes)
{
    const struct tare_heap_memory *memory = context;

    if (memory->mem_fd >= 0)
        return pread(memory->mem_fd, into, bytes, (off_t)address);
    return vm_read(memory->pid, address, into, bytes);
}

/* Where the page map says nothing, everything may have been touched. */
uint64_t tare_heap_memory_touched(void *context, uint64_t address, uint64_t end)
{
    const struct tare_heap_memory *memory = context;
    uint64_t page_bytes = (uint64_t)sysconf(_SC_PAGESIZE);
    uint64_t entries[PAGEMAP_ENTRIES];

    for (uint64_t page = address / page_bytes; page * page_bytes < end;) {
        ssize_t got =
            pread(memory->pagemap_fd, entries, sizeof entries, (off_t)(page * sizeof entries[0]));

        if (got < (ssize_t)sizeof entries[0])
            return address;
        for (size_t i = 0; i < (size_t)got / sizeof entries[0]; i++, page++) {
            uint64_t begin = page * page_bytes;

            if (begin >= end)
                return end;
            if (entries[i] & PAGEMAP_TOUCHED)
                return begin > address ? begin : address;
        }
    }
    return end;
}
