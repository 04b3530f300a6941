# SPDX-License-Identifier: MIT
# What tests/test_growth.c compares with, computed by R's lm, AIC, t.test and mean(trim).
# Regenerate with: Rscript tests/oracle/growth.R > tests/oracle/growth_oracle.h

source("tests/oracle/common.R")
head("growth.R")
cat("struct oracle_growth {\n    size_t sizes, sets;\n    double size[8];\n",
    "    double log_ns[8][40]; /* [size][set] */\n",
    "    double exponent, lo, hi, aicc, delta;\n",
    "    enum tare_stats_law law, runner_up;\n};\n\n", sep = "")

laws <- list(ONE = function(n) 0 * n, LOG = function(n) log(log(n)), N = function(n) log(n),
             N_LOG = function(n) log(n) + log(log(n)), SQUARE = function(n) 2 * log(n))

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
  list(f = laws$N, n = c(1000, 2000, 4000), sets = 2, noise = 0.01, lack = 0.05),
  list(f = laws$N, n = c(1000, 10000, 1e5, 1e6), sets = 40, noise = 0.01, far = 0.05, lack = 0.01))
cat("static const struct oracle_growth oracle_growths[] = {\n")
for (case in cases) {
  m <- length(case$n)
  logs <- matrix(rnorm(m * case$sets, 0, case$noise), m) + case$f(case$n) + rnorm(m, 5, case$lack)
  if (!is.null(case$far)) logs <- logs + rexp(logs) * (runif(logs) < case$far)
  means <- apply(logs, 1, center)
  x <- log(case$n)
  slopes <- apply(logs, 2, function(y) coef(lm(y ~ x))[2])
  ci <- if (case$sets < 3) c(NA, NA) else widened(slopes)
  ci <- c(min(ci[1], coef(lm(means ~ x))[2]), max(ci[2], coef(lm(means ~ x))[2]))
  floor <- sum(apply(logs, 1, error)^2)
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
