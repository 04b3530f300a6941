/* SPDX-License-Identifier: MIT */
/* Reads a row of a result, by the field table. Private to the JSON reader. */
#ifndef TARE_MODEL_JSON_ROW_H
#define TARE_MODEL_JSON_ROW_H

#include "model/json_node.h"
#include "model/result.h"

/* Reads into a row that has been initialised; what was read up to an error stays in it. Of a source
 * that is brief, without what json_skip.h leaves out. */
void tare_json_read_row(const struct tare_json_node *node, struct tare_row *row);

#endif
