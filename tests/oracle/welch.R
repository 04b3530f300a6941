# SPDX-License-Identifier: MIT
# What tests/test_stats_welch.c compares with, by R's own t.test(var.equal = FALSE), and
# for pairs of many sets by its mean(trim), var and pt. Regenerate with:
#   Rscript tests/oracle/welch.R > tests/oracle/welch_oracle.h

source("tests/oracle/common.R")

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

# The two samples as arrays, and what a row begins with.
put <- function(table, name, x) {
  arrays <- sprintf("oracle_%s_%s_%s", table, name, c("a", "b"))
  array(arrays[1], x$a)
  array(arrays[2], x$b)
  c(sprintf('"%s"', name), arrays[1], length(x$a), arrays[2], length(x$b))
}
sample_fields <- paste0("    const char *name;\n    const double *a;\n    size_t a_count;\n",
                        "    const double *b;\n    size_t b_count;\n")

head("welch.R")
cat("struct oracle_welch {\n", sample_fields,
    "    double level, difference, standard_error, df, lo, hi, p_value;\n};\n\n", sep = "")
rows <- c()
for (name in names(samples)) {
  x <- samples[[name]]
  first <- put("welch", name, x)
  for (level in c(0.05, 0.0182, 0.1)) {
    t <- t.test(x$a, x$b, var.equal = FALSE, conf.level = 1 - level)
    rows <- c(rows, row(c(first, num(c(level, mean(x$a) - mean(x$b), t$stderr, t$parameter,
                                       t$conf.int, t$p.value)))))
  }
}
table("oracle_welch", "oracle_welch", rows)

# Yuen (1974) by hand: trimmed means, the error of each from the drawn-in values, Satterthwaite's
# degrees of freedom; widened for the skewness of the difference. Welch's where nothing is trimmed.
side <- function(x) {
  n <- length(x)
  w <- drawn_in(x)
  m <- w - mean(w)
  biased <- error(x)^2 * (n - 1) / n
  list(mean = center(x), v = error(x)^2, df = df(x), biased = biased,
       third = mean(m^3) / mean(m^2)^1.5 / sqrt(n) * biased^1.5)
}
many <- list(
  alike = list(a = logs(20, 5, 0.004), b = logs(70, 5, 0.004)),
  apart = list(a = logs(10, 5.05, 0.004), b = logs(40, 5, 0.006)),
  far = list(a = c(logs(95, 2, 0.05), signif(2 + rexp(5), 10)), b = logs(60, 2.02, 0.02)),
  both_far = list(a = c(logs(47, 2, 0.05), signif(2 - rexp(3), 10)),
                  b = c(logs(118, 2.1, 0.05), signif(2 + rexp(2), 10))),
  few = list(a = logs(8, 1, 0.03), b = logs(19, 1.01, 0.02)))
cat("struct oracle_yuen {\n", sample_fields,
    "    double difference, standard_error, df, lo, hi, p_value;\n};\n\n", sep = "")
rows <- c()
for (name in names(many)) {
  x <- many[[name]]
  first <- put("yuen", name, x)
  a <- side(x$a)
  b <- side(x$b)
  d <- a$mean - b$mean
  e <- sqrt(a$v + b$v)
  free <- (a$v + b$v)^2 / (a$v^2 / a$df + b$v^2 / b$df)
  share <- 6 * (a$third - b$third) / (a$biased + b$biased)^1.5 / sqrt(free + 1)
  wide <- e * (1 + c(max(-share, 0), max(share, 0)))
  if (name == "few") {
    t <- t.test(x$a, x$b, var.equal = FALSE)
    stopifnot(all.equal(c(t$stderr, t$parameter[[1]]), c(e, free)))
  }
  ci <- d + c(-1, 1) * qt(0.975, free) * wide
  p <- 2 * pt(-abs(d) / wide[if (d > 0) 1 else 2], free)
  rows <- c(rows, row(c(first, num(c(d, e, free, ci, p)))))
}
table("oracle_yuen", "oracle_yuen", rows)
