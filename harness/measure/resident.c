/* SPDX-License-Identifier: MIT */
#include "measure/resident.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

/* Reads /proc/self/status; returns false where it cannot be read. */
static bool read_status(char *text, size_t bytes)
{
    int fd = open("/proc/self/status", O_RDONLY | O_CLOEXEC);
    size_t length = 0;
    ssize_t got = 0;

    if (fd < 0)
        return false;
    while (length + 1 < bytes && (got = read(fd, text + length, bytes - 1 - length)) > 0)
        length += (size_t)got;
    close(fd);
    text[length] = '\0';
    return got >= 0 && length > 0;
}

/* The value of a line such as "VmRSS:   1234 kB"; -1: it is not there. */
static int64_t line_bytes(const char *status, const char *name)
{
    const char *at = strstr(status, name);

    return at ? (int64_t)strtoull(at + strlen(name), NULL, 10) * 1024 : -1;
}

static int64_t minor_faults(void)
{
    struct rusage usage;

    return getrusage(RUSAGE_SELF, &usage) == 0 ? usage.ru_minflt : -1;
}

void tare_resident_enter(struct tare *t)
{
    char status[8192];
    int fd = open("/proc/self/clear_refs", O_WRONLY | O_CLOEXEC);

    if (fd >= 0) {
        t->peak_was_reset = write(fd, "5", 1) == 1;
        close(fd);
    }
    t->rss_entry_bytes = read_status(status, sizeof status) ? line_bytes(status, "VmRSS:") : -1;
    t->faults_entry = minor_faults();
}

void tare_resident_report(struct tare *t)
{
    char status[8192];
    int64_t faults = minor_faults();
    int64_t rss_bytes;
    int64_t peak_bytes;

    if (faults >= 0 && t->faults_entry >= 0)
        t->report->minor_faults = (double)(faults - t->faults_entry);
    if (t->rss_entry_bytes < 0 || !read_status(status, sizeof status))
        return;
    rss_bytes = line_bytes(status, "VmRSS:");
    peak_bytes = line_bytes(status, "VmHWM:");
    if (rss_bytes >= 0)
        t->report->rss_increase_bytes =
            (double)(rss_bytes > t->rss_entry_bytes ? rss_bytes - t->rss_entry_bytes : 0);
    if (peak_bytes >= 0 && t->peak_was_reset)
        t->report->rss_peak_bytes =
            (double)(peak_bytes > t->rss_entry_bytes ? peak_bytes - t->rss_entry_bytes : 0);
}
