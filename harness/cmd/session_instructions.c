/* SPDX-License-Identifier: MIT */
#include "cmd/session_instructions.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "cmd/session_counters.h"
#include "model/gate.h"
#include "profile/instructions.h"

#define LIMIT_NS 60e9 /* of a run under callgrind, 40 to 60 times as slow */

static int count_arm(const struct tare_plan *plan, const struct tare_plan_arm *arm,
                     struct tare_row *row, struct tare_err *err)
{
    char *entry = tare_buf_format(err, "tare_run_%s_of_%s", arm->item->group, arm->item->variant);
    struct tare_buf why = TARE_BUF_INIT;
    double count;
    int result = -1;

    if (entry)
        result = tare_instructions_count(
            &(struct tare_instructions_params){.build = &plan->build[arm->build],
                                               .id = arm->id,
                                               .entry = entry,
                                               .limit_ns = LIMIT_NS},
            &count, &why, err);
    if (result > 0)
        fprintf(stderr, "tare: %s: instructions are not counted: %s\n", arm->id, why.text);
    if (result >= 0)
        result = tare_row_add_counter(row, TARE_GATE_INSTRUCTIONS, result ? NAN : count, err) ||
                         (result && tare_row_explain_counter(row, why.text, err))
                     ? -1
                     : 0;
    tare_buf_free(&why);
    free(entry);
    return result < 0 ? -1 : 0;
}

int tare_session_count_instructions(const struct tare_plan *plan,
                                    const struct tare_plan_block *planned, struct tare_block *block,
                                    struct tare_err *err)
{
    for (size_t i = 0; i < planned->arm_count; i++) {
        struct tare_row *row = tare_session_row(plan, &planned->arm[i], block);

        if (row && count_arm(plan, &planned->arm[i], row, err))
            return -1;
    }
    return 0;
}
