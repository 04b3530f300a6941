/* SPDX-License-Identifier: MIT */
#include "support_random.h"

#include <math.h>

uint64_t support_random_state;

double support_random_uniform(void)
{
    uint64_t z = support_random_state += 0x9e3779b97f4a7c15;

    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return ((double)((z ^ (z >> 31)) >> 11) + 0.5) * 0x1p-53;
}

double support_random_exponential(void)
{
    return -log(support_random_uniform());
}

double support_random_normal(void)
{
    return sqrt(2 * support_random_exponential()) * cos(2 * M_PI * support_random_uniform());
}
