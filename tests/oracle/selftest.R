# SPDX-License-Identifier: MIT
# What tests/test_selftest.c compares with, computed by R alone: qt, pbinom.
# Regenerate with: Rscript tests/oracle/selftest.R > tests/oracle/selftest_oracle.h

num <- function(x) ifelse(is.na(x), "NAN", sprintf("%.17g", x))
cat("/* SPDX-License-Identifier: MIT */\n")
cat("/* Made by tests/oracle/selftest.R with ", R.version.string, "; not to be edited. */\n", sep = "")
cat("/* clang-format off */\n\n")
cat("static const struct {\n    double log_stddev;\n    size_t sets;\n    double change_ratio;\n",
    "} oracle_changes[] = {\n", sep = "")
for (row in list(c(0.01, 10), c(0.01, 3), c(0.05, 30), c(3e-04, 20), c(0, 5))) {
  error <- row[1] / sqrt(row[2])
  df <- row[2] - 1
  change <- expm1(max(qt(0.975, df) * error, log1p(0.001)) + qt(0.8, df) * error)
  cat("    {", num(row[1]), ", ", row[2], ", ", num(change), "},\n", sep = "")
}
cat("};\n\nstatic const struct {\n    size_t count, trials;\n    double p, tail;\n",
    "} oracle_tails[] = {\n", sep = "")
for (count in c(0, 1, 4, 6))
  cat("    {", count, ", 20, 0.05, ", num(pbinom(count - 1, 20, 0.05, lower.tail = FALSE)), "},\n",
      sep = "")
cat("};\n")
