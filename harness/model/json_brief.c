/* SPDX-License-Identifier: MIT */
#include "model/json_brief.h"

#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "model/json_skip.h"

/* The bytes of a plain file, to be unmapped; NULL where it is none, or empty. What is stored is
 * replaced whole (model/store.h), so that no file becomes shorter while it is read. */
static char *map_file(const char *path, size_t *length)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    struct stat info;
    char *text = MAP_FAILED;

    if (fd < 0)
        return NULL;
    if (fstat(fd, &info) == 0 && S_ISREG(info.st_mode) && info.st_size > 0)
        text = mmap(NULL, (size_t)info.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
    close(fd);
    *length = text == MAP_FAILED ? 0 : (size_t)info.st_size;
    return text == MAP_FAILED ? NULL : text;
}

/* Behind this character and the blanks before it; 0 where there is another. */
static size_t behind(const struct tare_json_brief *brief, size_t at, char wanted)
{
    while (at < brief->length && tare_json_is_space(brief->text[at]))
        at++;
    return at < brief->length && brief->text[at] == wanted ? at + 1 : 0;
}

/* Behind the bracket that opens a list under this key; 0 where there is none. No string has such a
 * key inside: its quotes would be escaped. */
static size_t list_of(const struct tare_json_brief *brief, const char *key)
{
    size_t length = strlen(key);
    size_t found = 0;
    size_t from = 0;

    while (!found) {
        const char *place = memmem(brief->text + from, brief->length - from, key, length);

        if (!place)
            break;
        from = (size_t)(place - brief->text) + length;
        found = behind(brief, from, ':');
        found = found ? behind(brief, found, '[') : 0;
    }
    return found;
}

int tare_json_brief_open(struct tare_json_brief *brief, const char *path)
{
    static const char links[] = "\"link_ns\""; /* of each link */
    size_t length = 0;
    char *text = map_file(path, &length);

    *brief = (struct tare_json_brief){.text = text ? malloc(length) : NULL};
    if (brief->text)
        brief->length = tare_json_skip_details(brief->text, text, length);
    if (text)
        munmap(text, length);
    if (!brief->text || memmem(brief->text, brief->length, links, sizeof links - 1))
        return -1;
    brief->at = brief->blocks = list_of(brief, "\"blocks\"");
    return brief->blocks ? 0 : -1;
}

json_t *tare_json_brief_next(struct tare_json_brief *brief)
{
    size_t comma = brief->at == brief->blocks ? brief->at : behind(brief, brief->at, ',');
    json_error_t error;
    json_t *block;

    if (!comma)
        return NULL;
    block = json_loadb(brief->text + comma, brief->length - comma,
                       JSON_REJECT_DUPLICATES | JSON_DISABLE_EOF_CHECK, &error);
    if (block)
        brief->at = comma + (size_t)error.position;
    return block;
}

/* Is the list of the blocks, cut down to its mark, that of the root, and not one further in? */
static bool is_cut(const json_t *root, bool has_mark)
{
    const json_t *list = json_object_get(root, "blocks");

    return json_is_array(list) && json_array_size(list) == has_mark &&
           (!has_mark || json_is_integer(json_array_get(list, 0)));
}

json_t *tare_json_brief_rest(struct tare_json_brief *brief)
{
    bool has_mark = brief->at > brief->blocks;
    size_t length = brief->length - brief->at;
    char *rest = brief->text + brief->blocks + has_mark;
    json_error_t error;
    json_t *root;

    memmove(rest, brief->text + brief->at, length);
    if (has_mark)
        rest[-1] = '0';
    root = json_loadb(brief->text, (size_t)(rest - brief->text) + length, JSON_REJECT_DUPLICATES,
                      &error);
    if (is_cut(root, has_mark))
        return root;
    json_decref(root);
    return NULL;
}

void tare_json_brief_close(struct tare_json_brief *brief)
{
    free(brief->text);
    *brief = (struct tare_json_brief){0};
}
