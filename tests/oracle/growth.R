# SPDX-License-Identifier: MIT
# What tests/test_growth.c compares with, computed by R's lm, AIC and t.test.
# Regenerate with: Rscript tests/oracle/growth.R > tests/oracle/growth_oracle.h

num <- function(x) ifelse(is.na(x), "NAN", sprintf("%.17g", x))
cat("/* SPDX-License-Identifier: MIT */\n")
cat("/* Made by tests/oracle/growth.R with ", R.version.string, "; not to be edited. */\n", sep = "")
cat("/* clang-format off */\n\n")
cat("struct oracle_growth {\n    size_t sizes, sets;\n    double size[8];\n",
    "    double log_ns[8][10]; /* [size][set] */\n",
    "    double exponent, lo, hi, aicc, delta;\n",
    "    enum tare_stats_law law, runner_up;\n};\n\n", sep = "")

laws <- list(ONE = function(n) 0 * n, LOG = function(n) log(log(n)), N = function(n) log(n),
             N_LOG = function(n) log(n) + log(log(n)), SQUARE = function(n) 2 * log(n))
more <- function(x) {
  m <- mean(x)
  g1 <- if (length(x) < 3 || sd(x) == 0) 0 else mean((x - m)^3) / mean((x - m)^2)^1.5
  6 * c(max(-g1, 0), max(g1, 0)) / length(x)
}

set.seed(20261125)
cases <- list(
  list(f = laws$N, n = c(1000, 1e5, 1e6), sets = 10, noise = 0.01, lack = 0.01),
  list(f = laws$N_LOG, n = c(100, 1000, 10000, 1e5, 1e6), sets = 5, noise = 0.02, lack = 0.02),
  list(f = laws$LOG, n = c(16, 256, 4096, 65536), sets = 10, noise = 0.005, lack = 0.03),
  list(f = laws$ONE, n = c(10, 100, 1000, 10000, 1e5, 1e6, 1e7), sets = 3, noise = 0.01, lack = 0),
  list(f = laws$SQUARE, n = c(8, 64, 512), sets = 10, noise = 0.001, lack = 0.2),
  list(f = function(n) 1.1 * log(n), n = c(1000, 10000, 1e5, 1e6), sets = 5, noise = 0.01,
       lack = 0.1),
  list(f = laws$N, n = c(1, 10, 100, 1000), sets = 10, noise = 0.01, lack = 0.02),
  list(f = laws$N, n = c(1000, 1100), sets = 10, noise = 0.01, lack = 0),
  list(f = laws$N, n = c(1000, 2000, 4000), sets = 2, noise = 0.01, lack = 0.05))
cat("static const struct oracle_growth oracle_growths[] = {\n")
for (case in cases) {
  m <- length(case$n)
  logs <- matrix(rnorm(m * case$sets, 0, case$noise), m) + case$f(case$n) + rnorm(m, 5, case$lack)
  means <- rowMeans(logs)
  x <- log(case$n)
  slopes <- apply(logs, 2, function(y) coef(lm(y ~ x))[2])
  ci <- if (case$sets < 3) c(NA, NA) else {
    ci <- t.test(slopes)$conf.int
    mean(slopes) + (ci - mean(slopes)) * (1 + more(slopes))
  }
  floor <- sum(apply(logs, 1, var)) / case$sets
  aicc <- sapply(laws, function(f) {
    r <- means - f(case$n)
    if (any(!is.finite(r))) return(NA)
    fit <- lm(r ~ 1)
    # What AIC says of a residual sum of squares no smaller than the means' own errors.
    aic <- AIC(fit) + m * log(max(deviance(fit), floor + 1e-12) / deviance(fit))
    aic + (if (m > 3) 12 / (m - 3) else -4) - m * (log(2 * pi) + 1)
  })
  order <- order(aicc)
  few <- m < 3
  cat("    {", m, ", ", case$sets, ",\n     {", paste(num(case$n), collapse = ", "), "},\n     {",
      paste(apply(logs, 1, function(y) paste0("{", paste(num(y), collapse = ", "), "}")),
            collapse = ",\n      "), "},\n     ",
      paste(num(c(coef(lm(means ~ x))[2], ci, if (few) c(NA, NA) else
        c(aicc[order[1]], aicc[order[2]] - aicc[order[1]]))), collapse = ", "), ",\n     ",
      paste0("TARE_STATS_LAW_", if (few) c("NONE", "NONE") else names(laws)[order[1:2]],
             collapse = ", "), "},\n", sep = "")
}
cat("};\n")
