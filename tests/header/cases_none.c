/* SPDX-License-Identifier: MIT */
/* A bench executable without a case. */
#include <tare.h>

TARE_GROUP(lonely);
