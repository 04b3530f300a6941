# SPDX-License-Identifier: MIT
# What tests/test_density.c compares with, computed by R's bw.SJ.
# Regenerate with: Rscript tests/oracle/density.R > tests/oracle/density_oracle.h

num <- function(x) paste(sprintf("%.17g", x), collapse = ", ")
cat("/* SPDX-License-Identifier: MIT */\n")
cat("/* Made by tests/oracle/density.R with ", R.version.string, "; not to be edited. */\n", sep = "")
cat("/* clang-format off */\n\n")
cat("struct oracle_density {\n    size_t count;\n    double sorted[200], bandwidth, at, density;\n};\n\n")

set.seed(20261125)
cases <- list(
  rnorm(100),
  rnorm(200, 283e3, 900),
  rexp(150),
  c(rnorm(100, 0), rnorm(100, 8)),
  c(rnorm(150, 11.4, 0.2), rnorm(50, 12.9, 0.2)),
  runif(40),
  rlnorm(60, 2, 0.3),
  c(1, 2, 4, 8, 9))
cat("static const struct oracle_density oracle_densities[] = {\n")
for (x in cases) {
  x <- sort(x)
  # Bins narrow enough to be no bins.
  h <- bw.SJ(x, nb = 100000L, method = "dpi")
  at <- quantile(x, 0.3, names = FALSE)
  cat(sprintf("    {%d, {%s},\n     %s, %s, %s},\n", length(x), num(x), num(h), num(at),
              num(mean(dnorm(at, x, h)))))
}
cat("};\n")
