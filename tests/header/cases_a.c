/* SPDX-License-Identifier: MIT */
/* One of two files of cases that are linked with the garbage of sections collected. */
#include <tare.h>

TARE_GROUP(first, .sizes = TARE_SIZES(1, 2))

TARE_CASE(first, a)
{
    tare_loop(t)
        tare_keep(tare_size(t));
}

TARE_CASE(first, b)
{
    tare_loop(t)
        tare_keep(tare_size(t));
}
