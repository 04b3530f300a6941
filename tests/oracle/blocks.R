# SPDX-License-Identifier: MIT
# The blocks that tests/test_stats.c compares with, by R alone: t.test, mean(trim), p.adjust, qt,
# quantile, mad.
# Regenerate with: Rscript tests/oracle/blocks.R > tests/oracle/blocks_oracle.h

source("tests/oracle/common.R")
head("blocks.R")

set.seed(20240612)
# Blocks: arm 1 is the baseline. Rule 8 anew, from t.test and p.adjust.
p_value <- function(x) {
  t <- center(x) / error(x) / (1 + more(x)[if (center(x) > 0) 1 else 2])
  2 * pt(-abs(t), df(x))
}
verdict <- function(logs, p, level, margin, floor) {
  if (length(logs) < 3) return("UNSURE")
  ci <- widened(logs, 1 - 2 * level)
  if (ci[1] >= -log(1 + margin) && ci[2] <= log(1 + margin)) return("SAME")
  if (p < level && abs(center(logs)) > log(1 + floor))
    return(if (center(logs) < 0) "FASTER" else "SLOWER")
  "UNSURE"
}
needed <- function(logs, factor, level, margin, floor) {
  d <- abs(center(logs))
  for (k in (length(logs) + 1):1000) {
    e <- error(logs) * sqrt(length(logs) / k)
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
  list(sets = 2, rounds = 6, sd = 0.001, effect = c(0, 0.1), level = 0.05),
  list(sets = 60, rounds = 2, sd = 0.01, effect = c(0, 0.004, 0.02), far = 0.05, level = 0.05))
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
    if (!is.null(block$far) && runif(1) < block$far) process <- process + rexp(1)
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
    rows <- c(rows, row(c(num(c(center(l), if (few) sd(l) else error(l) * sqrt(length(l)),
                                exp(center(l)), ci, p[i], adjusted[i])),
                          paste0("TARE_STATS_", v), n)))
  }
  table("oracle_pair", sprintf("oracle_pair_%d", b), rows)
  summary <- c(summary, row(c(arms, block$sets, block$rounds, num(c(block$level, margin, floor)),
                              sprintf(c("oracle_ns_%d", "oracle_arm_%d", "oracle_pair_%d"), b))))
}
table("oracle_block", "oracle_blocks", summary)
