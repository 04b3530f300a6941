/* SPDX-License-Identifier: MIT */
/* Made by tests/oracle/selftest.R with R version 4.2.2 Patched (2022-11-10 r83330); not to be edited. */
/* clang-format off */

static const struct {
    double log_stddev;
    size_t sets;
    double change_ratio;
} oracle_changes[] = {
    {0.01, 10, 0.0099967745670481566},
    {0.01, 3, 0.031449507191441919},
    {0.050000000000000003, 30, 0.026821364995181285},
    {0.00029999999999999997, 20, 0.001057813742469268},
    {0, 5, 0.001},
};

static const struct {
    size_t count, trials;
    double p, tail;
} oracle_tails[] = {
    {0, 20, 0.05, 1},
    {1, 20, 0.05, 0.64151407759145784},
    {4, 20, 0.05, 0.015901526019763572},
    {6, 20, 0.05, 0.00032929432452827572},
};
