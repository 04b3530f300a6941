/* SPDX-License-Identifier: MIT */
/*
 * The `main` of every bench executable: a child where the conductor started it, else `tare run` on
 * itself. tare is looked for at $TARE, beside the executable, in $PATH and under the prefix that
 * the library was built for.
 */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "measure/child.h"
#include "measure/plain.h"

#ifndef TARE_PREFIX
#define TARE_PREFIX "/usr/local"
#endif

/* Fills `path` with this executable's; false where /proc does not tell. */
static bool own_path(char *path, size_t bytes)
{
    ssize_t length = readlink("/proc/self/exe", path, bytes - 1);

    if (length <= 0)
        return false;
    path[length] = '\0';
    return true;
}

/* Is that path this executable? argv[0] may be anything. */
static bool is_self(const char *path)
{
    struct stat named;
    struct stat own;

    return path && strchr(path, '/') && stat(path, &named) == 0 &&
           stat("/proc/self/exe", &own) == 0 && named.st_dev == own.st_dev &&
           named.st_ino == own.st_ino;
}

/* Tries the places in turn; returns where none has a tare that can be run. */
static int exec_tare(const char *self, char **arguments)
{
    char beside[PATH_MAX + 8];
    const char *named = getenv("TARE");

    if (named && *named) {
        execv(named, arguments);
        fprintf(stderr, "tare: cannot run '%s', which TARE names: %s\n", named, strerror(errno));
        return 4;
    }
    snprintf(beside, sizeof beside, "%.*s/tare", (int)(strrchr(self, '/') - self), self);
    if (strcmp(beside, self) != 0)
        execv(beside, arguments);
    execvp("tare", arguments);
    execv(TARE_PREFIX "/bin/tare", arguments);
    fprintf(stderr,
            "tare: cannot find the program tare: it is not beside '%s', not in PATH and not in "
            "'%s'; set TARE to where it is\n",
            self, TARE_PREFIX "/bin");
    return 4;
}

/* Becomes `tare run SELF ARGS`; returns only where that cannot be. */
static int become_tare(int argc, char **argv)
{
    char self[PATH_MAX];
    char **arguments;
    int status;

    if (!own_path(self, sizeof self)) {
        fprintf(stderr, "tare: cannot tell where this executable is: %s\n", strerror(errno));
        return 4;
    }
    arguments = calloc((size_t)argc + 3, sizeof *arguments);
    if (!arguments) {
        fprintf(stderr, "tare: out of memory\n");
        return 4;
    }
    arguments[0] = (char *)(uintptr_t) "tare";
    arguments[1] = (char *)(uintptr_t) "run";
    arguments[2] = is_self(argv[0]) ? argv[0] : self;
    if (argc > 1)
        memcpy(arguments + 3, argv + 1, (size_t)(argc - 1) * sizeof *arguments);
    status = exec_tare(self, arguments);
    free(arguments);
    return status;
}

int main(int argc, char **argv)
{
    int status;

    if (tare_child_serves(argc, argv, &status))
        return status;
    for (int i = 1; i < argc; i++)
        if (strncmp(argv[i], "--exec", 6) == 0)
            return tare_plain_main(argc, argv);
    return become_tare(argc, argv);
}
