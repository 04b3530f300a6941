# SPDX-License-Identifier: MIT
# What tests/test_stats.c compares with, computed by R alone: quantile, mad, t.test, p.adjust, qt.
# Regenerate with: Rscript tests/oracle/stats.R > tests/oracle/stats_oracle.h

source("tests/oracle/common.R")
head("stats.R")

# Student's t: p, quantile, and the distribution at the quantile as R has it.
cat("struct oracle_t {\n    double df, p, quantile, cdf, two_sided;\n};\n\n")
rows <- c()
for (df in c(1, 2, 3, 4, 5, 7, 9, 19, 39, 99, 100, 500, 999, 1000))
  for (p in c(1e-6, 1e-4, 0.0091, 0.025, 0.05, 0.2, 0.25, 0.26, 0.45, 0.499, 0.5, 0.501, 0.74, 0.75,
              0.8, 0.95, 0.975, 0.9909, 0.9999, 1 - 1e-6)) {
    q <- qt(p, df)
    rows <- c(rows, row(num(c(df, p, q, pt(q, df), 2 * pt(-abs(q), df)))))
  }
table("oracle_t", "oracle_t", rows)

# Description of arrays.
set.seed(20240611)
arrays <- list(one = 7.25, two = c(3, 1), three = c(5, 1, 2), equal = rep(4.5, 6),
               even = c(9, 2, 7, 4), ties = c(1, 1, 2, 2, 2, 3, 3, 50),
               normal = signif(rnorm(41, 100, 3), 9), spiky = signif(exp(rnorm(60)) + 20, 9),
               offset = 1e9 + signif(runif(25), 6), negative = c(-3, -1.5, 0, 2.25, 8, -40))
cat("struct oracle_array {\n    const char *name;\n    const double *values;\n    size_t count;\n",
    "    double median, mad, mean, stddev, skewness, q10, q25, q75, p99, lo, hi;\n",
    "    size_t outliers;\n};\n\n", sep = "")
rows <- c()
for (name in names(arrays)) {
  x <- arrays[[name]]
  n <- length(x)
  array(paste0("oracle_values_", name), x)
  m <- mean(x)
  g1 <- if (n < 3) NA else if (sd(x) == 0) 0 else mean((x - m)^3) / mean((x - m)^2)^1.5
  q <- quantile(x, c(0.1, 0.25, 0.75, 0.99), type = 7, names = FALSE)
  reach <- 1.5 * (q[3] - q[2])
  ci <- if (n < 2) c(NA, NA) else if (sd(x) == 0) c(m, m) else t.test(x, conf.level = 0.95)$conf.int
  rows <- c(rows, row(c(sprintf('"%s"', name), paste0("oracle_values_", name), n,
                        num(c(median(x), mad(x, constant = 1), m, sd(x), g1, q, ci)),
                        sum(x < q[2] - reach | x > q[3] + reach))))
}
table("oracle_array", "oracle_arrays", rows)

# Holm.
cat("struct oracle_holm {\n    size_t count;\n    double p[8], adjusted[8];\n};\n\n")
rows <- c()
for (p in list(0.04, c(0.01, 0.02, 0.03), c(0.03, 0.02, 0.01), c(0.01, 0.01, 0.04, 0.04),
               c(0.5, 0.6, 0.9), c(0.001, NA, 0.02, 0.03), c(NA, NA), c(0, 1, 0.2),
               c(0.011, 0.04, 0.0001, 0.7, 0.024, 0.013, 0.3, 0.011)))
  rows <- c(rows, row(c(length(p), paste0("{", paste(num(p), collapse = ", "), "}"),
                        paste0("{", paste(num(p.adjust(p, "holm")), collapse = ", "), "}"))))
table("oracle_holm", "oracle_holm", rows)
