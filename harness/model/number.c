/* SPDX-License-Identifier: MIT */
#include "model/number.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#define WHOLE_MAX 9007199254740992.0 /* 2^53 */

bool tare_number_is_whole(double value)
{
    return fabs(value) <= WHOLE_MAX && trunc(value) == value;
}

struct tare_number_text tare_number_text(double value)
{
    struct tare_number_text number = {.text = ""};

    if (tare_number_is_whole(value)) {
        /* Adding 0 turns -0 into 0. */
        snprintf(number.text, sizeof number.text, "%.0f", value + 0.0);
    } else if (isfinite(value)) {
        for (int digits = 15; digits <= 17; digits++) {
            snprintf(number.text, sizeof number.text, "%.*g", digits, value);
            if (strtod(number.text, NULL) == value)
                break;
        }
    }
    return number;
}
