/* SPDX-License-Identifier: MIT */
/*
 * Random numbers and hashes of 64 bits. Random: xoshiro256** seeded by SplitMix64 (Blackman and
 * Vigna, "Scrambled Linear Pseudorandom Number Generators", 2021). Hash: FNV-1a (RFC 9923), with
 * SplitMix64's finaliser to mix two values.
 */
#ifndef TARE_MEASURE_HASH_H
#define TARE_MEASURE_HASH_H

#include <stddef.h>
#include <stdint.h>

static inline uint64_t tare_hash_finish(uint64_t x)
{
    x = (x ^ (x >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    x = (x ^ (x >> 27)) * UINT64_C(0x94d049bb133111eb);
    return x ^ (x >> 31);
}

static inline uint64_t tare_hash_mix(uint64_t a, uint64_t b)
{
    return tare_hash_finish(a + UINT64_C(0x9e3779b97f4a7c15) + tare_hash_finish(b));
}

static inline uint64_t tare_hash_bytes(const void *bytes, size_t count)
{
    const unsigned char *at = bytes;
    uint64_t hash = UINT64_C(0xcbf29ce484222325);

    for (size_t i = 0; i < count; i++)
        hash = (hash ^ at[i]) * UINT64_C(0x100000001b3);
    return hash;
}

static inline void tare_hash_seed(uint64_t state[4], uint64_t seed)
{
    for (int i = 0; i < 4; i++)
        state[i] = tare_hash_finish(seed += UINT64_C(0x9e3779b97f4a7c15));
}

static inline uint64_t tare_hash_rotate(uint64_t x, int by)
{
    return x << by | x >> (64 - by);
}

static inline uint64_t tare_hash_random(uint64_t s[4])
{
    uint64_t result = tare_hash_rotate(s[1] * 5, 7) * 9;
    uint64_t shifted = s[1] << 17;

    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= shifted;
    s[3] = tare_hash_rotate(s[3], 45);
    return result;
}

#endif
