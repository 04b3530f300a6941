/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE
#include "heap/preload_attach.h"

#include "heap/preload_site.h"
#include "heap/preload_table.h"

#include <dlfcn.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <unistd.h>

#define LIBRARY_PREFIX "/proc/self/fd/"
#define EARLY_BYTES    8192

struct tare_preload_real tare_preload_real;
size_t tare_preload_page_bytes;
__thread unsigned tare_preload_inside __attribute__((tls_model("initial-exec")));

static enum { NOT_STARTED, STARTING, STARTED } state;

static _Alignas(16) unsigned char early_memory[EARLY_BYTES];
static size_t early_used;

void *tare_preload_early(size_t bytes)
{
    size_t at;

    if (bytes > EARLY_BYTES)
        return NULL;
    at = __atomic_fetch_add(&early_used, (bytes + 15) & ~(size_t)15, __ATOMIC_RELAXED);
    return at > EARLY_BYTES - bytes ? NULL : early_memory + at;
}

bool tare_preload_is_early(const void *block)
{
    return (uintptr_t)block - (uintptr_t)early_memory < EARLY_BYTES;
}

size_t tare_preload_early_rest(const void *block)
{
    return EARLY_BYTES - (size_t)((uintptr_t)block - (uintptr_t)early_memory);
}

static void find_real_functions(void)
{
    static const struct {
        const char *name;
        size_t offset;
    } names[] = {
        {"malloc", offsetof(struct tare_preload_real, malloc)},
        {"calloc", offsetof(struct tare_preload_real, calloc)},
        {"realloc", offsetof(struct tare_preload_real, realloc)},
        {"free", offsetof(struct tare_preload_real, free)},
        {"aligned_alloc", offsetof(struct tare_preload_real, aligned_alloc)},
        {"memalign", offsetof(struct tare_preload_real, memalign)},
        {"posix_memalign", offsetof(struct tare_preload_real, posix_memalign)},
        {"valloc", offsetof(struct tare_preload_real, valloc)},
        {"pvalloc", offsetof(struct tare_preload_real, pvalloc)},
        {"malloc_usable_size", offsetof(struct tare_preload_real, malloc_usable_size)},
        {"mmap", offsetof(struct tare_preload_real, mmap)},
        {"munmap", offsetof(struct tare_preload_real, munmap)},
        {"mremap", offsetof(struct tare_preload_real, mremap)},
    };

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        void *found = dlsym(RTLD_NEXT, names[i].name);
        memcpy((char *)&tare_preload_real + names[i].offset, &found, sizeof found);
    }
}

/* The decimal number at `text`, -1 when there is none that can be a descriptor. */
static int descriptor_at(const char *text)
{
    int fd = 0;

    if (*text < '0' || *text > '9')
        return -1;
    for (; *text >= '0' && *text <= '9'; text++) {
        if (fd > 9999999)
            return -1;
        fd = fd * 10 + (*text - '0');
    }
    return fd;
}

static char **variable_find(const char *name)
{
    size_t length = strlen(name);

    for (char **at = environ; *at != NULL; at++)
        if (strncmp(*at, name, length) == 0 && (*at)[length] == '=')
            return at;
    return NULL;
}

/* unsetenv() in place: no lock, no memory. */
static void variable_remove(char **at)
{
    do
        at[0] = at[1];
    while (*at++ != NULL);
}

/* Takes our entry, the first, off LD_PRELOAD and closes its descriptor. */
static void hide_library(void)
{
    char **at = variable_find("LD_PRELOAD");
    char *value;
    size_t length;

    if (at == NULL)
        return;
    value = strchr(*at, '=') + 1;
    if (strncmp(value, LIBRARY_PREFIX, strlen(LIBRARY_PREFIX)) != 0)
        return;
    close(descriptor_at(value + strlen(LIBRARY_PREFIX)));
    length = strcspn(value, ": ");
    if (value[length] == '\0')
        variable_remove(at);
    else
        memmove(value, value + length + 1, strlen(value + length + 1) + 1);
}

/* A byte that the kernel sets to 0 in every forked child, also one of _Fork() or clone(). */
static volatile unsigned char *guard_new(void)
{
    volatile unsigned char *byte = tare_preload_real.mmap(
        NULL, tare_preload_page_bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

    if (byte == MAP_FAILED || madvise((void *)byte, tare_preload_page_bytes, MADV_WIPEONFORK) != 0)
        return NULL;
    *byte = 1;
    return byte;
}

static struct tare_heap_header *table_map(int fd, size_t bytes)
{
    void *mapped = tare_preload_real.mmap(NULL, bytes, PROT_READ | PROT_WRITE,
                                          MAP_SHARED | MAP_NORESERVE, fd, 0);

    return mapped == MAP_FAILED ? NULL : mapped;
}

static void books_open(int fd)
{
    struct tare_heap_header *header = table_map(fd, TARE_HEAP_FILE_BYTES);
    volatile unsigned char *guard;

    if (header == NULL) {
        header = table_map(fd, sizeof *header);
        if (header != NULL)
            header->fault = TARE_HEAP_FAULT_MAPPING;
        return;
    }
    if (header->magic != TARE_HEAP_MAGIC)
        return;
    guard = guard_new();
    if (header->version != TARE_HEAP_VERSION)
        header->fault = TARE_HEAP_FAULT_VERSION;
    else if (guard == NULL)
        header->fault = TARE_HEAP_FAULT_GUARD;
    else
        tare_preload_books_open(header, guard);
}

/* Before libc is initialised there is no environment yet; the constructor comes again. */
static void attach(void)
{
    char **at;
    int fd;

    if (environ == NULL)
        return;
    at = variable_find(TARE_HEAP_FD_VARIABLE);
    if (at == NULL)
        return;
    fd = descriptor_at(strchr(*at, '=') + 1);
    variable_remove(at);
    hide_library();
    if (fd < 0)
        return;
    books_open(fd);
    close(fd);
}

bool tare_preload_start(void)
{
    if (state == STARTED)
        return true;
    if (state == STARTING)
        return false;
    state = STARTING;
    tare_preload_page_bytes = getauxval(AT_PAGESZ);
    find_real_functions();
    tare_preload_site_start();
    attach();
    state = STARTED;
    return true;
}

__attribute__((constructor)) static void at_load(void)
{
    if (tare_preload_start() && !tare_preload_books_kept())
        attach();
}
