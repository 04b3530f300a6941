/* SPDX-License-Identifier: MIT */
/*
 * The state machine of the loop: how a turn is primed before its sample.
 */
#include <criterion/criterion.h>

#include "support_drive.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const struct support_script scripts[] = {
    {.name = "the first granule that is warm will do",
     .unit_ns = LONG_GRANULE,
     .order = {WARMED, SAMPLE(5e6)},
     .step = {WARMING, {10, 101}, {100, 1005}},
     .ran = {WARMTH, {.iterations = 100, .elapsed_ns = 1005, .prime_ns = 101}}},
    {.name = "of short ones as many as take 40 us, and a lucky one among them does not count",
     .order = {WARM(50e6), SAMPLE(5e6)},
     .step = {{TIMES, 2},
              {100, 100e3},
              {10, 10.5e3},
              {10, 9.9e3},
              {TIMES, 2},
              {10, 10.5e3},
              {TIMES, 4},
              {10, 10.05e3},
              {100, 101e3}},
     .ran = {{.iterations = 100, .elapsed_ns = 100e3, .prime_ns = 200e3},
             {.iterations = 100, .elapsed_ns = 101e3, .prime_ns = 81.6e3}}},
    {.name = "granules go on until one is warm",
     .unit_ns = LONG_GRANULE,
     .order = {WARMED, SAMPLE(5e6)},
     .step = {WARMING, {10, 900}, {10, 300}, {10, 120}, {10, 99}, {100, 1005}},
     .ran = {WARMTH, {.iterations = 100, .elapsed_ns = 1005, .prime_ns = 1419}}},
    {.name = "a little slower will do when two windows are alike",
     .unit_ns = LONG_GRANULE,
     .order = {WARMED, SAMPLE(5e6)},
     .step = {WARMING, {TIMES, 64}, {10, 101.8}, {TIMES, 64}, {10, 101.6}, {100, 1040}},
     .ran = {WARMTH, {.iterations = 100, .elapsed_ns = 1040, .prime_ns = 64 * 203.4}}},
    {.name = "a window that gains on the one before is not alike, and the next is twice as long",
     .unit_ns = LONG_GRANULE,
     .order = {WARMED, SAMPLE(5e6)},
     .step = {WARMING,
              {TIMES, 64},
              {10, 101.9},
              {TIMES, 64},
              {10, 101.5},
              {TIMES, 128},
              {10, 101.4},
              {100, 1040}},
     .ran = {WARMTH, {.iterations = 100, .elapsed_ns = 1040, .prime_ns = 64 * 406.2}}},
    {.name = "what is slower than known by more than 2 % goes on for 256 granules, alike or not",
     .unit_ns = LONG_GRANULE,
     .order = {WARMED, SAMPLE(5e6)},
     .step = {WARMING, {TIMES, 256}, {10, 103}, {100, 1060}},
     .ran = {WARMTH, {.iterations = 100, .elapsed_ns = 1060, .prime_ns = 256 * 103}}},
    {.name = "of long granules a window is as many as take 5 ms",
     .order = {WARM(50e9), SAMPLE(5e9)},
     .step =
         {{TIMES, 2}, {100, 5e6}, {TIMES, 10}, {10, 509e3}, {TIMES, 10}, {10, 508e3}, {100, 52e6}},
     .ran = {{.iterations = 100, .elapsed_ns = 5e6, .prime_ns = 10e6},
             {.iterations = 100, .elapsed_ns = 52e6, .prime_ns = 10170e3}}},
    {.name = "and four at least",
     .order = {WARM(50e9), SAMPLE(5e9)},
     .step = {{TIMES, 2},
              {100, 500e6},
              {TIMES, 4},
              {10, 50.9e6},
              {TIMES, 4},
              {10, 50.9e6},
              {100, 520e6}},
     .ran = {{.iterations = 100, .elapsed_ns = 500e6, .prime_ns = 1000e6},
             {.iterations = 100, .elapsed_ns = 520e6, .prime_ns = 407.2e6}}},
    {.name = "one granule that is warm ends it in the middle of a window",
     .unit_ns = LONG_GRANULE,
     .order = {WARMED, SAMPLE(5e6)},
     .step = {WARMING, {TIMES, 100}, {10, 106}, {10, 101}, {100, 1000}},
     .ran = {WARMTH, {.iterations = 100, .elapsed_ns = 1000, .prime_ns = 10701}}},
    {.name = "what nothing is known of has to be like itself",
     .order = {SAMPLE(5e6)},
     .step = {{TIMES, 64}, {10, 200}, {TIMES, 64}, {10, 150}, {TIMES, 128}, {10, 150}, {100, 1500}},
     .ran = {{.iterations = 100, .elapsed_ns = 1500, .prime_ns = 64 * 650}}},
    {.name = "priming has a cap",
     .unit_ns = LONG_GRANULE,
     .order = {WARMED, SAMPLE(500)},
     .step = {WARMING, {10, 200}, {10, 200}, {10, 200}, {100, 1900}},
     .ran = {WARMTH, {.iterations = 100, .elapsed_ns = 1900, .prime_ns = 600, .capped = true}}},
    {.name = "without a granule there is no priming",
     .order = {UNPRIMED},
     .step = {{100, 1500}},
     .ran = {{.iterations = 100, .elapsed_ns = 1500}}},
    {.name = "one sample that was fast by accident does not raise the bar",
     .unit_ns = LONG_GRANULE,
     .order = {WARMED, UNPRIMED, SAMPLE(5e6)},
     .step = {WARMING, {100, 500}, {10, 100}, {100, 1000}},
     .ran = {WARMTH,
             {.iterations = 100, .elapsed_ns = 500},
             {.iterations = 100, .elapsed_ns = 1000, .prime_ns = 100}}},
    {.name = "two samples that were fast do",
     .unit_ns = LONG_GRANULE,
     .order = {WARMED, UNPRIMED, UNPRIMED, SAMPLE(5e6)},
     .step =
         {WARMING, {100, 500}, {100, 500}, {10, 100}, {10, 100}, {10, 50}, {10, 50}, {100, 500}},
     .ran = {WARMTH,
             {.iterations = 100, .elapsed_ns = 500},
             {.iterations = 100, .elapsed_ns = 500},
             {.iterations = 100, .elapsed_ns = 500, .prime_ns = 300}}},
    {.name = "one slow sample does not lower it",
     .unit_ns = LONG_GRANULE,
     .order = {WARMED, UNPRIMED, SAMPLE(5e6)},
     .step = {WARMING, {100, 2000}, {10, 200}, {10, 100}, {100, 1000}},
     .ran = {WARMTH,
             {.iterations = 100, .elapsed_ns = 2000},
             {.iterations = 100, .elapsed_ns = 1000, .prime_ns = 300}}},
    {.name = "a new warming forgets what was known",
     .unit_ns = LONG_GRANULE,
     .order = {WARMED, WARM(50e6), SAMPLE(5e6)},
     .step = {WARMING, {100, 3000}, {100, 3000}, {10, 300}, {100, 3000}},
     .ran = {WARMTH,
             {.iterations = 100, .elapsed_ns = 3000, .prime_ns = 6000},
             {.iterations = 100, .elapsed_ns = 3000, .prime_ns = 300}}},
    /* The fourth turn's cap is 600 / 6, the fifth's 1800 / 6. */
    {.name = "after three turns at their cap the next are given less",
     .unit_ns = LONG_GRANULE,
     .order = {WARMED, SAMPLE(600), SAMPLE(600), SAMPLE(300), SAMPLE(600), SAMPLE(1800)},
     .step = {WARMING,
              {10, 300},
              {10, 300},
              {100, 9},
              {10, 400},
              {10, 400},
              {100, 1e4},
              {10, 300},
              {100, 1e4},
              {10, 120},
              {100, 1e4},
              {10, 299},
              {10, 100},
              {100, 1e4}},
     .ran = {WARMTH,
             {.iterations = 100, .elapsed_ns = 9, .prime_ns = 600, .capped = true},
             {.iterations = 100, .elapsed_ns = 1e4, .prime_ns = 800, .capped = true},
             {.iterations = 100, .elapsed_ns = 1e4, .prime_ns = 300, .capped = true},
             {.iterations = 100, .elapsed_ns = 1e4, .prime_ns = 120, .capped = true},
             {.iterations = 100, .elapsed_ns = 1e4, .prime_ns = 399}}},
    {.name = "warming at its cap costs no turn",
     .unit_ns = LONG_GRANULE,
     .order = {WARM(900), WARM(900), SAMPLE(600)},
     .step = {{100, 1000}, {100, 1000}, {10, 200}, {10, 100}, {100, 1000}},
     .ran = {{.iterations = 100, .elapsed_ns = 1000, .prime_ns = 1000, .capped = true},
             {.iterations = 100, .elapsed_ns = 1000, .prime_ns = 1000, .capped = true},
             {.iterations = 100, .elapsed_ns = 1000, .prime_ns = 300}}},
    {.name = "a turn that is primed gives them all of it again",
     .unit_ns = LONG_GRANULE,
     .order = {WARMED, SAMPLE(600), SAMPLE(600), SAMPLE(600), SAMPLE(600), SAMPLE(600)},
     .step = {WARMING,
              {10, 600},
              {100, 1e3},
              {10, 600},
              {100, 1e3},
              {10, 600},
              {100, 1e3},
              {10, 100},
              {100, 1e3},
              {10, 300},
              {10, 300},
              {100, 1e3}},
     .ran = {WARMTH,
             {.iterations = 100, .elapsed_ns = 1e3, .prime_ns = 600, .capped = true},
             {.iterations = 100, .elapsed_ns = 1e3, .prime_ns = 600, .capped = true},
             {.iterations = 100, .elapsed_ns = 1e3, .prime_ns = 600, .capped = true},
             {.iterations = 100, .elapsed_ns = 1e3, .prime_ns = 100},
             {.iterations = 100, .elapsed_ns = 1e3, .prime_ns = 600, .capped = true}}},
};

Test(priming, granules_warm_before_a_sample, .timeout = 30)
{
    for (size_t i = 0; i < COUNT(scripts); i++)
        support_drive_play(&scripts[i]);
}

/* After as many samples as are remembered a machine that slowed down is what is known. */
Test(priming, a_machine_that_slows_down_is_followed, .timeout = 30)
{
    struct support_drive drive;
    uint64_t count;

    support_drive_set_up(&drive);
    drive.order[0] = (struct tare_turn_order)WARMED;
    for (int i = 1; i <= TARE_RECENT; i++)
        drive.order[i] = (struct tare_turn_order)UNPRIMED;
    drive.order[TARE_RECENT + 1] = (struct tare_turn_order)SAMPLE(5e6);
    drive.order_count = TARE_RECENT + 2;
    count = support_drive_begin(&drive);
    count = support_drive_next(&drive, 250e3);
    count = support_drive_next(&drive, 250e3);
    for (int i = 0; i < TARE_RECENT; i++) {
        cr_expect_eq(count, 100, "sample %d has %llu iterations", i, (unsigned long long)count);
        count = support_drive_next(&drive, 500e3);
    }
    cr_expect_eq(count, 10, "a granule has %llu iterations", (unsigned long long)count);
    count = support_drive_next(&drive, 50e3);
    cr_expect_eq(count, 100, "not primed by what is known now");
    cr_expect_eq(support_drive_next(&drive, 500e3), 0, "no end");
    support_drive_end(&drive);
}
