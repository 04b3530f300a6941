/* SPDX-License-Identifier: MIT */
#include "sys/elf_code.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support_run.h"

/* A path in the build; static. */
static const char *built(const char *name)
{
    static char path[4096];

    snprintf(path, sizeof path, "%s/%s", run_build_folder(), name);
    return path;
}

Test(elf_code, function_of_an_object_is_read)
{
    struct tare_elf_code code;
    struct tare_elf_code other;
    struct tare_err err = {0};

    cr_assert_eq(tare_elf_code_read(built("obj/harness/base/err.o"), "tare_err_set", &code, &err),
                 0, "%s", err.text);
    cr_expect_gt(code.count, 0);
    cr_assert_eq(
        tare_elf_code_read(built("obj/harness/base/err.o"), "tare_err_errno", &other, &err), 0,
        "%s", err.text);
    cr_expect(code.count != other.count || memcmp(code.bytes, other.bytes, code.count) != 0,
              "two functions of different code read alike");
    tare_elf_code_free(&code);
    tare_elf_code_free(&other);
    cr_expect_null(code.bytes);
}

Test(elf_code, what_has_no_such_code_is_an_error)
{
    static const struct {
        const char *file;
        const char *words;
        enum tare_err_code code;
    } rows[] = {
        {"obj/harness/base/err.o", "holds no code of 'tare_absent'", TARE_ERR_INPUT},
        {"tare", "is not an object file", TARE_ERR_INPUT},
        {"obj/harness.flags", "is not an object file", TARE_ERR_INPUT},
        {"absent.o", "cannot open '", TARE_ERR_SYSTEM},
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct tare_elf_code code;
        struct tare_err err = {0};

        cr_expect_eq(tare_elf_code_read(built(rows[i].file), "tare_absent", &code, &err), -1, "%s",
                     rows[i].file);
        cr_expect_eq(err.code, rows[i].code, "%s: %s", rows[i].file, err.text);
        cr_expect(strstr(err.text, rows[i].words) != NULL, "%s: %s", rows[i].file, err.text);
        cr_expect_null(code.bytes);
    }
}
