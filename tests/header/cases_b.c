/* SPDX-License-Identifier: MIT */
/* The other file: a group with no case of its own here, a case whose group stands elsewhere. */
#include <tare.h>

TARE_GROUP(second)

TARE_CASE(second, c)
{
    tare_loop(t)
        ;
}

TARE_CASE(undeclared, d)
{
    tare_loop(t)
        ;
}
