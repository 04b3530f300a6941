/* SPDX-License-Identifier: MIT */
/*
 * The debug information of one executable or shared object: what types there are, and which one
 * tare_weigh() was called with. DWARF 4 and 5, of gcc and clang; split (-gsplit-dwarf), compressed
 * (-gz), with type units, after link-time optimisation. The only user of libdw is this folder.
 *
 * Nothing is read before it is asked for. Junk in a file costs types, never a crash: what makes no
 * sense is a type that is not known.
 */
#ifndef TARE_DWARF_FILE_H
#define TARE_DWARF_FILE_H

#include "base/err.h"
#include "heap/types.h"

#include <stdint.h>

struct tare_dwarf_file;

/* Opens the file, with or without debug information. Returns NULL with `err` set where it is no ELF
 * file. To be closed. */
struct tare_dwarf_file *tare_dwarf_file_open(const char *path, struct tare_err *err);
void tare_dwarf_file_close(struct tare_dwarf_file *file);

/* The last part of its path, the file's. */
const char *tare_dwarf_file_name(const struct tare_dwarf_file *file);

/* The types of the file, valid as long as it is open. */
const struct tare_type_source *tare_dwarf_file_types(struct tare_dwarf_file *file);

/* The lowest address that the file asks to be loaded at: what the address of its first mapping is
 * to be compared with. */
uint64_t tare_dwarf_file_base(const struct tare_dwarf_file *file);

/*
 * The type of what is weighed, by the static that the macro tare_weigh left at `address` of the
 * file: that of the array or struct, or what the pointer points to. TARE_TYPE_NONE: void or
 * incomplete. 0, or -1 with `err` where there is no such static, most often since there is no debug
 * information: the reason says what to do.
 */
int tare_dwarf_file_root(struct tare_dwarf_file *file, uint64_t address, tare_type_id *type,
                         struct tare_err *err);

/*
 * The call that returns to `address` of the file, for people: "layout.c:42 points_new", without
 * debug information "json_object+0x21", without symbols "+0x1234". Writes at most `room` bytes with
 * the zero.
 */
void tare_dwarf_file_site(struct tare_dwarf_file *file, uint64_t address, char *text, size_t room);

#endif
