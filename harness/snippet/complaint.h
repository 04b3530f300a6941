/* SPDX-License-Identifier: MIT */
/*
 * What is wrong with a snippet, shown at the user's own line with a caret: what we found, and what
 * a compiler said, in whose messages `#line` put the names of the user's texts.
 */
#ifndef TARE_SNIPPET_COMPLAINT_H
#define TARE_SNIPPET_COMPLAINT_H

#include <stddef.h>

#include "base/buf.h"
#include "snippet/source.h"

/* "<stmt 2>:1:5: error: PROBLEM", the line and a caret below `at`, which points into the text. */
void tare_complaint_show(struct tare_buf *out, const struct tare_snippet_text *text, const char *at,
                         const char *problem);

struct tare_complaint_params {
    const char *output;                   /* of the compiler and linker, in English */
    const struct tare_snippet_text *text; /* [count] that messages may be about */
    size_t count;
};

/*
 * Appends the errors of the output that are about the user's texts, each once, ten at most; where
 * it has none, as when a library is missing, the first 40 lines of the output.
 */
void tare_complaint_list(struct tare_buf *out, const struct tare_complaint_params *params);

#endif
