# SPDX-License-Identifier: MIT
# How the scripts here write C: numbers to 17 digits, arrays, tables, the head of a header.

num <- function(x) ifelse(is.na(x), "NAN", sprintf("%.17g", x))
row <- function(x) paste0("    {", paste(x, collapse = ", "), "},\n")
array <- function(name, x) {
  cat("static const double ", name, "[] = {\n    ", sep = "")
  cat(strwrap(paste(num(x), collapse = ", "), width = 118), sep = "\n    ")
  cat("};\n\n")
}
table <- function(type, name, rows) cat("static const struct ", type, " ", name, "[] = {\n",
                                        rows, "};\n\n", sep = "")

head <- function(script) {
  cat("/* SPDX-License-Identifier: MIT */\n")
  cat("/* Made by tests/oracle/", script, " with ", R.version.string, "; not to be edited. */\n", sep = "")
  cat("/* clang-format off */\n\n")
}

# From 20 sets on the mean leaves out 5 % at each end, and what it varies by is told from all with
# the ends drawn in (Tukey and McLaughlin 1963); below, it is t.test.
trim <- 0.05
left_out <- function(x) floor(trim * length(x))
center <- function(x) mean(x, trim = trim)
drawn_in <- function(x) {
  s <- sort(x)
  k <- left_out(x)
  pmin(pmax(x, s[k + 1]), s[length(x) - k])
}
df <- function(x) length(x) - 2 * left_out(x) - 1
error <- function(x) sd(drawn_in(x)) * sqrt((length(x) - 1) / (df(x) * (df(x) + 1)))
interval <- function(x, level) center(x) + c(-1, 1) * qt(1 - (1 - level) / 2, df(x)) * error(x)
# Intervals and tests reach farther than t's on the side of a long tail.
more <- function(x) {
  x <- drawn_in(x)
  m <- mean(x)
  g1 <- if (length(x) < 3 || sd(x) == 0) 0 else mean((x - m)^3) / mean((x - m)^2)^1.5
  6 * c(max(-g1, 0), max(g1, 0)) / length(x)
}
widened <- function(x, level = 0.95) {
  ci <- interval(x, level)
  if (left_out(x) == 0) {
    t <- t.test(x, conf.level = level)
    stopifnot(isTRUE(all.equal(as.numeric(t$conf.int), ci, tolerance = 1e-12)))
  }
  center(x) + (ci - center(x)) * (1 + more(x))
}
