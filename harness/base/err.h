/* SPDX-License-Identifier: MIT */
/*
 * The error object: why something failed, in words for a person.
 *
 * Functions that can fail take a nullable `struct tare_err *` owned by the caller and return -1
 * or NULL. The first error wins: setting an error that is already set changes nothing, so that a
 * clean-up which fails too cannot hide the cause. Nothing here prints or exits.
 *
 * Text: lower case, the problem first, the subject quoted, no full stop:
 * "cannot open 'x': No such file or directory".
 */
#ifndef TARE_BASE_ERR_H
#define TARE_BASE_ERR_H

#define TARE_ERR_TEXT_BYTES 1024

/* What kind of failure it was; harness/cmd turns it into an exit status. */
enum tare_err_code {
    TARE_ERR_NONE = 0,
    TARE_ERR_USAGE,  /* the command line asks for something that cannot be */
    TARE_ERR_INPUT,  /* a file, an executable or a value is not what it has to be */
    TARE_ERR_UNFIT,  /* the machine cannot do what was asked */
    TARE_ERR_SYSTEM, /* a system call failed, memory among them */
};

struct tare_err {
    enum tare_err_code code;
    char text[TARE_ERR_TEXT_BYTES]; /* NUL-terminated; cut where too long */
};

/* Sets `err` unless it is NULL or already set. Returns -1, so that a caller may return it. */
int tare_err_set(struct tare_err *err, enum tare_err_code code, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* The same with code TARE_ERR_SYSTEM and ": " strerror(errno) behind the text. Returns -1. */
int tare_err_errno(struct tare_err *err, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* The same for memory that could not be had. Returns -1. */
int tare_err_memory(struct tare_err *err);

#endif
