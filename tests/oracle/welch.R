# SPDX-License-Identifier: MIT
# What tests/test_stats_welch.c compares with, by R's own t.test(var.equal = FALSE). Regenerate with:
#   Rscript tests/oracle/welch.R > tests/oracle/welch_oracle.h

num <- function(x) sprintf("%.17g", x)
array <- function(name, x) {
  cat("static const double ", name, "[] = {\n    ", sep = "")
  cat(strwrap(paste(num(x), collapse = ", "), width = 94), sep = "\n    ")
  cat("};\n\n")
}

set.seed(1947)
logs <- function(n, mean, sd) signif(rnorm(n, mean, sd), 10)
samples <- list(
  alike = list(a = logs(10, 5, 0.004), b = logs(10, 5, 0.004)),
  apart = list(a = logs(10, 5.05, 0.004), b = logs(10, 5, 0.006)),
  few = list(a = logs(3, 4.2, 0.01), b = logs(3, 4.1, 0.01)),
  two = list(a = c(1.5, 1.75), b = c(2, 2.5)),
  uneven = list(a = logs(5, 2, 0.05), b = logs(40, 2.02, 0.002)),
  one_flat = list(a = rep(3.25, 6), b = logs(7, 3.2, 0.03)),
  wild = list(a = logs(20, 0, 1), b = logs(8, 1, 4)),
  far = list(a = logs(12, 1e4, 0.1), b = logs(9, 1e4 + 3, 0.2)),
  skewed = list(a = signif(rexp(15), 10), b = signif(rexp(11) + 0.3, 10)))

cat("/* SPDX-License-Identifier: MIT */\n")
cat("/* Made by tests/oracle/welch.R with ", R.version.string, "; not to be edited. */\n", sep = "")
cat("/* clang-format off */\n")
cat("struct oracle_welch {\n    const char *name;\n    const double *a;\n    size_t a_count;\n",
    "    const double *b;\n    size_t b_count;\n",
    "    double level, difference, standard_error, df, lo, hi, p_value;\n};\n\n", sep = "")
rows <- c()
for (name in names(samples)) {
  x <- samples[[name]]
  array(paste0("oracle_welch_", name, "_a"), x$a)
  array(paste0("oracle_welch_", name, "_b"), x$b)
  for (level in c(0.05, 0.0182, 0.1)) {
    t <- t.test(x$a, x$b, var.equal = FALSE, conf.level = 1 - level)
    rows <- c(rows, paste0("    {", paste(c(
      sprintf('"%s"', name), paste0("oracle_welch_", name, "_a"), length(x$a),
      paste0("oracle_welch_", name, "_b"), length(x$b),
      num(c(level, mean(x$a) - mean(x$b), t$stderr, t$parameter, t$conf.int, t$p.value))),
      collapse = ", "), "},\n"))
  }
}
cat("static const struct oracle_welch oracle_welch[] = {\n", rows, "};\n", sep = "")
