/* SPDX-License-Identifier: MIT */
#include "cmd/primitives.h"

#include <complex.h>
#include <dirent.h>
#include <glob.h>
#include <math.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <regex.h>
#include <semaphore.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/select.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <termios.h>
#include <threads.h>
#include <time.h>
#include <wchar.h>

#include "base/buf.h"
#include "cmd/print.h"
#include "report/sheet.h"

#define TYPE(type, doc)                                                                            \
    {                                                                                              \
#type, sizeof(type), _Alignof(type), doc                                                   \
    }

enum colour { RED };

/* A new type: one line. */
static const struct primitive {
    const char *name;
    size_t bytes;
    size_t align_bytes;
    const char *doc;
} primitives[] = {
    TYPE(bool, "true or false"),
    TYPE(char, "the unit of sizeof"),
    TYPE(short, "integer"),
    TYPE(int, "integer"),
    TYPE(long, "integer"),
    TYPE(long long, "integer"),
    TYPE(__int128, "integer, an extension"),
    TYPE(float, "IEEE single"),
    TYPE(double, "IEEE double"),
    TYPE(long double, "x87 extended on x86, IEEE quad on aarch64"),
    TYPE(float _Complex, "two floats"),
    TYPE(double _Complex, "two doubles"),
    TYPE(enum colour, "an enumeration"),
    TYPE(void *, "any pointer"),
    TYPE(void (*)(void), "a pointer to a function"),
    TYPE(size_t, "a size"),
    TYPE(ptrdiff_t, "a distance of pointers"),
    TYPE(intmax_t, "the widest integer"),
    TYPE(wchar_t, "a wide character"),
    TYPE(max_align_t, "what malloc aligns to"),
    TYPE(va_list, "variable arguments"),
    TYPE(jmp_buf, "setjmp"),
    TYPE(sigjmp_buf, "sigsetjmp, with the signal mask"),
    TYPE(sig_atomic_t, "what a signal handler may set"),
    TYPE(sigset_t, "a set of signals"),
    TYPE(struct sigaction, "sigaction"),
    TYPE(time_t, "seconds"),
    TYPE(clock_t, "processor time"),
    TYPE(struct timespec, "seconds and nanoseconds"),
    TYPE(struct timeval, "seconds and microseconds"),
    TYPE(struct tm, "broken-down time"),
    TYPE(FILE, "a stream, without its buffer"),
    TYPE(fpos_t, "a place in a stream"),
    TYPE(mbstate_t, "state of a multibyte conversion"),
    TYPE(div_t, "quotient and remainder"),
    TYPE(pid_t, "a process"),
    TYPE(off_t, "a place in a file"),
    TYPE(struct stat, "what stat tells"),
    TYPE(struct dirent, "an entry of a folder"),
    TYPE(struct iovec, "a piece of scattered I/O"),
    TYPE(struct pollfd, "poll"),
    TYPE(struct epoll_event, "epoll; packed on x86-64"),
    TYPE(fd_set, "select"),
    TYPE(struct rusage, "getrusage"),
    TYPE(struct termios, "a terminal's settings"),
    TYPE(regex_t, "a compiled regular expression, without what it points to"),
    TYPE(glob_t, "glob"),
    TYPE(pthread_t, "a thread"),
    TYPE(pthread_mutex_t, "a mutex"),
    TYPE(pthread_cond_t, "a condition variable"),
    TYPE(pthread_rwlock_t, "a lock for readers and writers"),
    TYPE(pthread_spinlock_t, "a spin lock"),
    TYPE(pthread_barrier_t, "a barrier"),
    TYPE(pthread_once_t, "pthread_once"),
    TYPE(pthread_key_t, "thread-specific data"),
    TYPE(pthread_attr_t, "attributes of a thread"),
    TYPE(mtx_t, "C11's mutex"),
    TYPE(cnd_t, "C11's condition variable"),
    TYPE(sem_t, "a semaphore"),
    TYPE(struct in_addr, "an IPv4 address"),
    TYPE(struct in6_addr, "an IPv6 address"),
    TYPE(struct sockaddr_in, "IPv4 address and port"),
    TYPE(struct sockaddr_in6, "IPv6 address and port"),
    TYPE(struct sockaddr_storage, "any socket address"),
};
#define PRIMITIVE_COUNT (sizeof primitives / sizeof *primitives)

static void put_table(struct tare_buf *out, const struct tare_options *options)
{
    static const char *const headings[] = {"<type", "size", "aligned to", "<what it is", NULL};
    struct tare_table_style style = tare_print_style(options);
    struct tare_sheet sheet;

    tare_sheet_open(&sheet, headings);
    sheet.kept_columns = 3;
    for (size_t i = 0; i < PRIMITIVE_COUNT; i++) {
        char(*row)[TARE_SHEET_CELL_BYTES] = tare_sheet_add(&sheet);

        tare_sheet_text(row[0], primitives[i].name);
        tare_sheet_count(row[1], (double)primitives[i].bytes);
        tare_sheet_count(row[2], (double)primitives[i].align_bytes);
        tare_sheet_text(row[3], primitives[i].doc);
    }
    tare_sheet_show(out, &style, 0, &sheet);
    tare_sheet_free(&sheet);
}

/* Names and words are our own: none needs an escape, some have a comma. */
static void put_rows(struct tare_buf *out, bool json)
{
    tare_buf_puts(out, json ? "[\n" : "type,bytes,align_bytes,what\n");
    for (size_t i = 0; i < PRIMITIVE_COUNT; i++)
        tare_buf_printf(out,
                        json ? " {\"type\": \"%s\", \"bytes\": %zu, \"align_bytes\": %zu, "
                               "\"what\": \"%s\"}%s\n"
                             : "%s,%zu,%zu,\"%s\"%s\n",
                        primitives[i].name, primitives[i].bytes, primitives[i].align_bytes,
                        primitives[i].doc, json && i + 1 < PRIMITIVE_COUNT ? "," : "");
    tare_buf_puts(out, json ? "]\n" : "");
}

int tare_primitives_write(const struct tare_options *options, struct tare_err *err)
{
    struct tare_buf out = TARE_BUF_INIT;
    int status = 0;

    if (options->format == TARE_OPTIONS_TABLE || options->format == TARE_OPTIONS_MARKDOWN)
        put_table(&out, options);
    else
        put_rows(&out, options->format == TARE_OPTIONS_JSON);
    if (out.failed)
        status = tare_err_memory(err);
    else if (fwrite(out.text, 1, out.length, stdout) != out.length || fflush(stdout))
        status = tare_err_errno(err, "cannot write to stdout");
    tare_buf_free(&out);
    return status;
}
