# SPDX-License-Identifier: MIT
# What tests/test_stats.c compares with, computed by R alone: quantile, mad, t.test, p.adjust, qt.
# Regenerate with: Rscript tests/oracle/stats.R > tests/oracle/stats_oracle.h

num <- function(x) ifelse(is.na(x), "NAN", sprintf("%.17g", x))
row <- function(x) paste0("    {", paste(x, collapse = ", "), "},\n")
array <- function(name, x) {
  cat("static const double ", name, "[] = {\n    ", sep = "")
  cat(strwrap(paste(num(x), collapse = ", "), width = 94), sep = "\n    ")
  cat("};\n\n")
}
table <- function(type, name, rows) cat("static const struct ", type, " ", name, "[] = {\n",
                                        rows, "};\n\n", sep = "")

cat("/* SPDX-License-Identifier: MIT */\n")
cat("/* Made by tests/oracle/stats.R with ", R.version.string, "; not to be edited. */\n", sep = "")
cat("/* clang-format off */\n")

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

# Blocks: arm 1 is the baseline. Rule 8 anew, from t.test and p.adjust.
# Intervals and tests reach farther than t's on the side of a long tail.
more <- function(x) {
  m <- mean(x)
  g1 <- if (sd(x) == 0) 0 else mean((x - m)^3) / mean((x - m)^2)^1.5
  6 * c(max(-g1, 0), max(g1, 0)) / length(x)
}
widened <- function(x, level = 0.95) {
  ci <- t.test(x, conf.level = level)$conf.int
  mean(x) + (ci - mean(x)) * (1 + more(x))
}
p_value <- function(x) {
  t <- t.test(x)$statistic / (1 + more(x)[if (mean(x) > 0) 1 else 2])
  2 * pt(-abs(t), length(x) - 1)
}
verdict <- function(logs, p, level, margin, floor) {
  if (length(logs) < 3) return("UNSURE")
  ci <- widened(logs, 1 - 2 * level)
  if (ci[1] >= -log(1 + margin) && ci[2] <= log(1 + margin)) return("SAME")
  if (p < level && abs(mean(logs)) > log(1 + floor))
    return(if (mean(logs) < 0) "FASTER" else "SLOWER")
  "UNSURE"
}
needed <- function(logs, factor, level, margin, floor) {
  d <- abs(mean(logs))
  for (k in (length(logs) + 1):1000) {
    e <- sd(logs) / sqrt(k)
    if (d > log(1 + floor) && d >= (qt(1 - level / 2 / factor, k - 1) + qt(0.8, k - 1)) * e ||
        log(1 + margin) - d >= (qt(1 - level, k - 1) + qt(0.9, k - 1)) * e) return(k)
  }
  0
}
cat("struct oracle_arm {\n    double time, lo, hi, min, median, mean, stddev, mad, p99;\n",
    "    size_t outliers;\n};\n\n", sep = "")
cat("struct oracle_pair {\n    double log_ratio, stddev, ratio, lo, hi, lo90, hi90, p, adjusted;\n",
    "    enum tare_stats_verdict verdict;\n    size_t needed;\n};\n\n", sep = "")
cat("/* ns[((arm * sets) + set) * rounds + round]; pairs[i] is arm i + 1 against arm 0. */\n")
cat("struct oracle_block {\n    size_t arms, sets, rounds;\n",
    "    double level, margin, floor;\n    const double *ns;\n    const struct oracle_arm *arm;\n",
    "    const struct oracle_pair *pair;\n};\n\n", sep = "")
blocks <- list(
  list(sets = 3, rounds = 8, sd = 0.002, effect = c(0, 0, 0.03, -0.5), level = 0.05),
  list(sets = 5, rounds = 9, sd = 0.001, effect = c(0, 0.0005, 0.01, -0.02, 0.004), level = 0.05),
  list(sets = 10, rounds = 12, sd = 0.02, effect = c(0, 0.01, -0.015, 0.2, 0.03, -0.002),
       level = 0.05),
  list(sets = 10, rounds = 7, sd = 0.004, effect = c(0, 0.002, -0.005, 0.006), level = 0.0182),
  list(sets = 20, rounds = 5, sd = 0.0004, effect = c(0, 0.0009, 0.0052, -0.0056), level = 0.05),
  list(sets = 2, rounds = 6, sd = 0.001, effect = c(0, 0.1), level = 0.05))
margin <- 0.005
floor <- 0.001
summary <- c()
for (b in seq_along(blocks)) {
  block <- blocks[[b]]
  arms <- length(block$effect)
  common <- rnorm(block$sets, 0, 0.05)
  ns <- base::array(0, c(block$rounds, block$sets, arms))
  for (a in 1:arms) for (s in 1:block$sets) {
    process <- rnorm(1, 0, block$sd)
    spikes <- ifelse(runif(block$rounds) < 0.05, rexp(block$rounds, 5), 0)
    noise <- rnorm(block$rounds, 0, 0.3 * block$sd)
    ns[, s, a] <- signif(250 * (1 + block$effect[a]) * exp(common[s] + process + noise + spikes), 8)
  }
  array(sprintf("oracle_ns_%d", b), as.vector(ns))
  rows <- c()
  for (a in 1:arms) {
    x <- ns[, , a]
    medians <- apply(x, 2, median)
    ci <- if (block$sets < 3) c(NA, NA) else exp(widened(log(medians)))
    ci <- c(min(ci[1], median(medians)), max(ci[2], median(medians)))
    fences <- apply(x, 2, function(y) {
      q <- quantile(y, c(0.25, 0.75), type = 7)
      sum(y < q[1] - 1.5 * (q[2] - q[1]) | y > q[2] + 1.5 * (q[2] - q[1]))
    })
    rows <- c(rows, row(c(num(c(median(medians), ci, min(x), median(x), mean(x), sd(x),
                                mad(x, constant = 1), quantile(x, 0.99, type = 7))), sum(fences))))
  }
  table("oracle_arm", sprintf("oracle_arm_%d", b), rows)
  logs <- lapply(2:arms, function(a) apply(log(ns[, , a] / ns[, , 1]), 2, median))
  p <- sapply(logs, function(l) if (length(l) < 3) NA else p_value(l))
  adjusted <- p.adjust(p, "holm")
  rows <- c()
  for (i in seq_along(logs)) {
    l <- logs[[i]]
    v <- verdict(l, adjusted[i], block$level, margin, floor)
    few <- length(l) < 3
    ci <- if (few) rep(NA, 4) else exp(c(widened(l), widened(l, 0.9)))
    n <- if (v != "UNSURE") 0 else if (few) 3 else
      needed(l, sum(p >= p[i]), block$level, margin, floor)
    rows <- c(rows, row(c(num(c(mean(l), sd(l), exp(mean(l)), ci, p[i], adjusted[i])),
                          paste0("TARE_STATS_", v), n)))
  }
  table("oracle_pair", sprintf("oracle_pair_%d", b), rows)
  summary <- c(summary, row(c(arms, block$sets, block$rounds, num(c(block$level, margin, floor)),
                              sprintf(c("oracle_ns_%d", "oracle_arm_%d", "oracle_pair_%d"), b))))
}
table("oracle_block", "oracle_blocks", summary)
