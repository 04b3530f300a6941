/* SPDX-License-Identifier: MIT */
#include "snippet/removed.h"

#include <stddef.h>
#include <string.h>

#include "sys/elf_code.h"

/* The function's code in the object of a source; none where it does not come to that. */
static struct tare_elf_code code_of(const struct tare_removed_params *params, const char *source)
{
    struct tare_compile_params compile = params->compile;
    struct tare_compiled compiled;
    struct tare_elf_code code = {0};

    compile.source = source;
    compile.is_object = true;
    if (tare_compile(&compiled, &compile, NULL) == 0)
        tare_elf_code_read(compiled.path, params->function, &code, NULL);
    tare_compiled_free(&compiled);
    return code;
}

bool tare_removed(const struct tare_removed_params *params)
{
    struct tare_elf_code own = code_of(params, params->compile.source);
    struct tare_elf_code twin =
        own.bytes ? code_of(params, params->twin) : (struct tare_elf_code){0};
    bool removed = own.bytes && twin.bytes && own.count == twin.count &&
                   memcmp(own.bytes, twin.bytes, own.count) == 0;

    tare_elf_code_free(&own);
    tare_elf_code_free(&twin);
    return removed;
}
