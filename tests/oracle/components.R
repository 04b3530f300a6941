# SPDX-License-Identifier: MIT
# What tests/test_components.c compares with, computed by R alone. Regenerate with:
#   Rscript tests/oracle/components.R > tests/oracle/components_oracle.h
#
# The estimates do not use the closed forms of stats_components.h: sums of squares are those of
# aov() on nested factors, and what they are expected to be is found from the traces of the
# projections, E(y' A y) = sum over levels of variance x tr(A Z Z'), solved as a linear system
# (Henderson's method 1). Balanced designs are computed a second time by the S_i^2 and T_i^2 of
# Kalibera and Jones (2013), and the script stops where the two differ.

num <- function(x) ifelse(is.na(x), "NAN", sprintf("%.17g", x))
array <- function(type, name, x) {
  cat("static const ", type, " ", name, "[] = {\n    ", sep = "")
  cat(strwrap(paste(x, collapse = ", "), width = 94), sep = "\n    ")
  cat("};\n\n")
}

# link and set: factors of equal length as y; set numbers are not reused among links.
estimate <- function(y, link, set) {
  n <- length(y)
  onto <- function(f) {
    z <- model.matrix(~ 0 + f)
    list(z = z, p = z %*% solve(crossprod(z)) %*% t(z))
  }
  one <- matrix(1 / n, n, n)
  s <- onto(set)
  l <- if (nlevels(link) > 1) onto(link)
  forms <- list(sample = diag(n) - s$p)
  effects <- list(sample = diag(n))
  if (nlevels(set) > nlevels(link)) {
    forms$process <- s$p - (if (is.null(l)) one else l$p)
    effects$process <- tcrossprod(s$z)
  }
  if (!is.null(l)) {
    forms$layout <- l$p - one
    effects$layout <- tcrossprod(l$z)
  }
  expected <- sapply(effects, function(e) sapply(forms, function(f) sum(f * e)))
  ss <- sapply(forms, function(f) drop(t(y) %*% f %*% y))
  terms <- if (is.null(l)) "set" else if (is.null(forms$process)) "link" else c("link", "set")
  table <- summary(aov(reformulate(terms, "y"), data.frame(y, link, set)))[[1]]
  stopifnot(all.equal(unname(rev(table[["Sum Sq"]])), unname(ss)))
  v <- solve(matrix(expected, length(forms)), ss)
  names(v) <- names(forms)
  v[c("sample", "process", "layout")]
}

# Kalibera and Jones: array of samples x sets x links.
by_paper <- function(y) {
  r <- dim(y)
  set <- apply(y, c(2, 3), mean)
  link <- colMeans(set)
  s1 <- sum(sweep(y, c(2, 3), set)^2) / (r[3] * r[2] * (r[1] - 1))
  s2 <- sum(sweep(set, 2, link)^2) / (r[3] * (r[2] - 1))
  s3 <- sum((link - mean(link))^2) / (r[3] - 1)
  c(s1, s2 - s1 / r[1], s3 - s2 / r[2])
}

set.seed(2013)
designs <- list(
  balanced = list(links = 4, sets = rep(2, 4), sd = c(0.004, 0.01, 0.05), n = function(k) rep(6, k)),
  ten = list(links = 10, sets = rep(2, 10), sd = c(0.02, 0.003, 0.01), n = function(k) rep(5, k)),
  unbalanced = list(links = 3, sets = c(4, 3, 3), sd = c(0.01, 0.02, 0.04),
                    n = function(k) sample(2:7, k, TRUE)),
  single = list(links = 5, sets = c(2, 1, 1, 1, 1), sd = c(0.01, 0.01, 0.01),
                n = function(k) sample(1:5, k, TRUE)),
  joined = list(links = 5, sets = rep(1, 5), sd = c(0.01, 0.02, 0.03), n = function(k) rep(4, k)),
  plain = list(links = 1, sets = 6, sd = c(0.005, 0.02, 0), n = function(k) sample(3:6, k, TRUE)),
  negative = list(links = 3, sets = rep(3, 3), sd = c(0.05, 0, 0), n = function(k) rep(8, k)))
cat("/* SPDX-License-Identifier: MIT */\n")
cat("/* Made by tests/oracle/components.R with ", R.version.string, "; not to be edited. */\n",
    sep = "")
cat("/* clang-format off */\n")
cat("/* Set s has counts[s] samples in ns, in order, and is of link s % layouts. variance[] is not cut\n",
    "   off at 0; repeat[] is by the costs, where all variances are above 0, else NAN. */\n", sep = "")
cat("struct oracle_components {\n    const char *name;\n    size_t layouts, sets;\n",
    "    const size_t *counts;\n    const double *ns;\n    double cost_ns[3], variance[3], repeat[3];\n",
    "};\n\n", sep = "")
rows <- c()
for (name in names(designs)) {
  design <- designs[[name]]
  k <- sum(design$sets)
  link <- (0:(k - 1)) %% design$links + 1
  n <- design$n(k)
  ns <- c()
  effect <- rnorm(design$links, 0, design$sd[3])
  for (s in 1:k)
    ns <- c(ns, signif(250 * exp(effect[link[s]] + rnorm(1, 0, design$sd[2]) +
                                 rnorm(n[s], 0, design$sd[1])), 9))
  y <- log(ns)
  v <- estimate(y, factor(rep(link, n)), factor(rep(1:k, n)))
  if (length(unique(n)) == 1 && length(unique(design$sets)) == 1 && design$sets[1] > 1 && design$links > 1) {
    cube <- base::array(0, c(n[1], design$sets[1], design$links))
    for (s in 1:k)
      cube[, (s - 1) %/% design$links + 1, link[s]] <- y[(s - 1) * n[1] + 1:n[1]]
    stopifnot(all.equal(unname(v), by_paper(cube)))
  }
  cost <- c(3.1e5, 2.4e6, 8.7e6)
  repeats <- c(NA, NA, NA)
  if (!anyNA(v) && all(v > 0))
    repeats <- c(ceiling(sqrt(cost[2:3] / cost[1:2] * v[1:2] / v[2:3])), NA)
  array("size_t", paste0("oracle_counts_", name), n)
  array("double", paste0("oracle_ns_", name), num(ns))
  rows <- c(rows, paste0("    {\"", name, "\", ", design$links, ", ", k, ", oracle_counts_", name,
                         ", oracle_ns_", name, ",\n     {", paste(num(cost), collapse = ", "),
                         "},\n     {", paste(num(v), collapse = ", "), "},\n     {",
                         paste(num(repeats), collapse = ", "), "}},\n"))
}
cat("static const struct oracle_components oracle_components[] = {\n", rows, "};\n", sep = "")
