/* SPDX-License-Identifier: MIT */
/* A case that cases_a.c has, too. */
#include <tare.h>

TARE_CASE(first, a)
{
    tare_loop(t)
        ;
}
