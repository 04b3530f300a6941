/* SPDX-License-Identifier: MIT */
#include "support_junk.h"

#include <criterion/criterion.h>

#include <elf.h>
#include <stdlib.h>
#include <string.h>

#include "measure/hash.h"
#include "support_run.h"

static void find_sections(struct support_junk *junk)
{
    Elf64_Ehdr header;
    Elf64_Shdr names, section;

    memcpy(&header, junk->bytes, sizeof header);
    memcpy(&names, junk->bytes + header.e_shoff + header.e_shstrndx * sizeof names, sizeof names);
    for (size_t i = 0; i < header.e_shnum; i++) {
        size_t at = header.e_shoff + i * sizeof section;

        memcpy(&section, junk->bytes + at, sizeof section);
        if (strncmp(junk->bytes + names.sh_offset + section.sh_name, ".debug_", 7) == 0 &&
            section.sh_size > 0 && junk->section_count < SUPPORT_JUNK_SECTIONS_MAX)
            junk->section[junk->section_count++] = (struct support_junk_section){
                section.sh_offset, section.sh_size, at + offsetof(Elf64_Shdr, sh_size)};
    }
}

struct support_junk support_junk_open(const char *path)
{
    struct support_junk junk = {0};
    char *bytes = run_read_file(path, &junk.count);

    cr_assert(bytes && junk.count > sizeof(Elf64_Ehdr), "cannot read '%s'", path);
    junk.bytes = realloc(bytes, 2 * junk.count);
    cr_assert_not_null(junk.bytes, "out of memory");
    find_sections(&junk);
    cr_assert_gt(junk.section_count, 3, "'%s' has %zu sections of debug information", path,
                 junk.section_count);
    return junk;
}

void support_junk_free(struct support_junk *junk)
{
    free(junk->bytes);
    *junk = (struct support_junk){0};
}

/* Values that lengths, offsets and counts trip over, and any. */
static char draw_byte(uint64_t random[4])
{
    static const unsigned char odd[] = {0x00, 0x01, 0x7f, 0x80, 0xff};
    uint64_t drawn = tare_hash_random(random);

    return (char)(drawn % 2 ? odd[(drawn >> 8) % sizeof odd] : drawn >> 16);
}

const char *support_junk_make(struct support_junk *junk, uint64_t seed)
{
    enum { BIT, BYTES, RUN, ZERO, CUT, WAYS };
    char *made = junk->bytes + junk->count;
    const struct support_junk_section *section;
    uint64_t random[4];
    uint64_t left;
    uint64_t way;
    uint64_t at;

    tare_hash_seed(random, seed);
    memcpy(made, junk->bytes, junk->count);
    section = &junk->section[tare_hash_random(random) % junk->section_count];
    way = tare_hash_random(random) % WAYS;
    at = tare_hash_random(random) % section->bytes;
    if (way == BIT)
        made[section->offset + at] ^= (char)(1 << tare_hash_random(random) % 8);
    for (uint64_t i = tare_hash_random(random) % 32; way == BYTES && i > 0; i--)
        made[section->offset + tare_hash_random(random) % section->bytes] = draw_byte(random);
    left = section->bytes - at;
    if (way == RUN)
        left = left < 64 ? left : 1 + tare_hash_random(random) % 64;
    for (uint64_t i = 0; (way == RUN || way == ZERO) && i < left; i++)
        made[section->offset + at + i] = way == ZERO ? '\0' : draw_byte(random);
    if (way == CUT)
        memcpy(made + section->size_at, &at, sizeof at);
    return made;
}
