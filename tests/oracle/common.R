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
