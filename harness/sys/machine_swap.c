/* SPDX-License-Identifier: MIT */
#include "sys/machine.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "sys/machine_files.h"

static void read_used(struct tare_machine_integer *fact, const char *root)
{
    char meminfo[TARE_MACHINE_FILE_BYTES];
    struct tare_machine_integer total = {0};
    struct tare_machine_integer unused = {0};

    if (!tare_machine_file_read(root, "/proc/meminfo", meminfo, sizeof meminfo, fact->reason))
        return;
    tare_machine_kib_line(&total, meminfo, "SwapTotal");
    tare_machine_kib_line(&unused, meminfo, "SwapFree");
    if (!total.known)
        tare_machine_explain(fact->reason, "%s", total.reason);
    else if (!unused.known)
        tare_machine_explain(fact->reason, "%s", unused.reason);
    else if (unused.value > total.value)
        tare_machine_explain(fact->reason, "'/proc/meminfo' has more SwapFree than SwapTotal");
    else
        tare_machine_set_integer(fact, total.value - unused.value);
}

/* Pages that a line "pswpin 1234" tells; false where there is no such line or no number in it. */
static bool read_pages(const char *vmstat, const char *line, int64_t *pages)
{
    const char *at = strstr(vmstat, line);
    char *end;

    if (!at)
        return false;
    at += strlen(line);
    errno = 0;
    *pages = strtoll(at, &end, 10);
    return end != at && (*end == '\n' || *end == '\0') && errno == 0 && *pages >= 0;
}

static void read_moved(struct tare_machine_integer *fact, const char *root)
{
    static const char path[] = "/proc/vmstat";
    char vmstat[2 * TARE_MACHINE_FILE_BYTES]; /* 5 KiB of it in Linux 6.1 */
    int64_t in;
    int64_t out;

    if (!tare_machine_file_read(root, path, vmstat, sizeof vmstat, fact->reason))
        return;
    if (read_pages(vmstat, "\npswpin ", &in) && read_pages(vmstat, "\npswpout ", &out) &&
        in <= INT64_MAX - out)
        tare_machine_set_integer(fact, in + out);
    else
        tare_machine_explain(fact->reason, "'%s' does not count pages swapped", path);
}

void tare_machine_swap_read(struct tare_machine_swap *swap, const char *root)
{
    *swap = (struct tare_machine_swap){0};
    root = tare_machine_root(root);
    read_used(&swap->used_bytes, root);
    tare_machine_file_integer(root, "/proc/sys/vm/swappiness", &swap->swappiness);
    read_moved(&swap->moved_pages_count, root);
}
