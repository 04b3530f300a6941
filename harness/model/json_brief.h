/* SPDX-License-Identifier: MIT */
/*
 * A stored result without its details (json_skip.h), parsed block by block: the tree of a whole
 * file takes some ten times what is made of it, and what is written, read and freed again there
 * goes through memory instead of the caches. Private to the JSON reader.
 */
#ifndef TARE_MODEL_JSON_BRIEF_H
#define TARE_MODEL_JSON_BRIEF_H

#include <jansson.h>
#include <stddef.h>

struct tare_json_brief {
    char *text;
    size_t length;
    size_t blocks; /* where the entries of the list "blocks" begin */
    size_t at;     /* behind the blocks taken so far */
};

/*
 * Opens the file at `path`. Returns 0, or -1 where it has to be read whole: it is no plain file,
 * has no list of blocks, is of a run over several links, whose set times need the samples, or
 * memory is short. To be closed in both cases.
 */
int tare_json_brief_open(struct tare_json_brief *brief, const char *path);

/* The tree of the next block, which the caller frees; NULL behind the last and where it is no JSON,
 * of which tare_json_brief_rest() knows which it was. */
json_t *tare_json_brief_next(struct tare_json_brief *brief);

/* After the last block, once: the tree of all else, where a number stands for the blocks. The
 * caller frees it. NULL where the file as a whole is no JSON, has several keys of one name, or
 * those were not the blocks of the result. */
json_t *tare_json_brief_rest(struct tare_json_brief *brief);

void tare_json_brief_close(struct tare_json_brief *brief);

#endif
