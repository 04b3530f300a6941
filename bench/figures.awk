# SPDX-License-Identifier: MIT
# A row of bench/README.md for each group, from the summary.csv of a run:
#     awk -f bench/csv.awk -f bench/figures.awk summary.csv
# Three digits, as the tables of tare have them.
function three(x) {
    return sprintf(x >= 100 ? "%.0f" : x >= 10 ? "%.1f" : x >= 1 ? "%.2f" : "%.3f", x)
}
function duration(ns) {
    return ns >= 1e6 ? three(ns / 1e6) " ms" : ns >= 1e3 ? three(ns / 1e3) " µs" : three(ns) " ns"
}
function cell(name) { return name in column ? f[column[name]] : "" }
function place(    text) {
    text = cell("size") != "" ? "n = " cell("size") : ""
    if (cell("param") != "")
        text = text (text != "" ? ", " : "") "at " cell("param")
    if (cell("threads") > 1)
        text = text (text != "" ? ", " : "") cell("threads") " threads"
    return text
}
{
    n = csv_fields($0, f)
}
NR == 1 {
    for (i = 1; i <= n; i++)
        column[f[i]] = i
    next
}
{
    group = cell("group")
    if (!(group in where))
        order[++groups] = group
    if (!(group in where) || where[group] != place()) { # the last block of a group stays
        where[group] = place()
        found[group] = ""
    }
    time = cell("item_ns") != "" ? cell("item_ns") : cell("time_ns")
    bytes = cell("bytes_per_item") + 0 # what is below 0.1 does not grow with n
    text = time == "" ? cell("status") : duration(time + 0) (bytes >= 0.1 ? ", " three(bytes) " B" : "")
    if (cell("leaked_bytes") + 0 > 0)
        text = text ", leaked"
    found[group] = found[group] (found[group] != "" ? " · " : "") "`" cell("variant") "` " text
}
END {
    print "| group | at | an item, in time and in bytes |"
    print "|---|---|---|"
    for (i = 1; i <= groups; i++)
        printf "| `%s` | %s | %s |\n", order[i], where[order[i]], found[order[i]]
}
