# SPDX-License-Identifier: MIT
# The findings of README.md, a line each, from the summary.csv of a run of the whole suite:
#     awk -f bench/csv.awk -f bench/findings.awk summary.csv
# A case that a line names and the run has not is an error, and so is one that is said to be faster
# and is not: exit status 1.
function get(id, name) {
    if (!((id, name) in value) || value[id, name] == "") {
        print "reference: the run has no " name " of " id >"/dev/stderr"
        failed = 1
    }
    return value[id, name]
}
function digits(x) { x += 0; return sprintf(x >= 100 ? "%.0f" : x >= 10 ? "%.1f" : "%.2f", x) }
function interval(a, b, c) { return digits(a) " (" digits(b) to digits(c) ")" }
function slower(id) { return interval(get(id, "ratio"), get(id, "ratio_lo"), get(id, "ratio_hi")) }
function faster(id) {
    if (get(id, "verdict") != "faster") {
        print "reference: " id " is not faster: its finding has to be written anew" >"/dev/stderr"
        failed = 1
        return "?"
    }
    return interval(1 / get(id, "ratio"), 1 / get(id, "ratio_hi"), 1 / get(id, "ratio_lo"))
}
function each(id) { return sprintf("%.4g", get(id, "bytes_per_item")) }
function size(x) {
    x += 0
    return x >= 1048576 ? sprintf("%.1f MiB", x / 1048576) \
        : x >= 1024 ? sprintf("%.1f KiB", x / 1024) : x " bytes"
}
BEGIN { to = " to " }
NR == 1 { columns = csv_fields($0, name); next }
{
    csv_fields($0, field)
    for (i = 1; i <= columns; i++) row[name[i]] = field[i]
    id = row["group"] "/" row["variant"] (row["size"] == "" ? "" : "/" row["size"]) \
        (row["threads"] + 0 > 1 ? "/threads:" row["threads"] : "")
    for (i = 1; i <= columns; i++) value[id, name[i]] = field[i]
}
END {
    print "- a linked list takes " slower("sum_x/list/100000") " times an array's time and " \
        digits(each("sum_x/list/100000") / each("sum_x/aos/100000")) " times its bytes; shuffled, " \
        slower("sum_x/list_shuffled/100000") " times"
    print "- one field of n records is summed " faster("sum_x/soa/100000") \
        " times faster where each field has an array of its own"
    print "- a boxed integer takes " each("ints_sum/boxed/100000") " bytes for " \
        each("ints_sum/int32/100000") ", and summing them " slower("ints_sum/boxed/100000") \
        " times as long"
    print "- attributes in a hash table an object take " each("slots_get/glib/10000") " bytes for " \
        each("slots_get/fields/10000") ", and " slower("slots_get/glib/10000") \
        " times as long to read"
    print "- a pipeline in blocks peaks at " size(get("pipeline/chunked/200000", "peak_heap_bytes")) \
        " for " size(get("pipeline/lists/200000", "peak_heap_bytes")) " in arrays, in " \
        slower("pipeline/chunked/200000") " times the time; by a call an item, " \
        slower("pipeline/pulled/200000")
    print "- two threads that count on a cache line each are " \
        faster("count_threads/own_line/threads:2") " times faster than on a common one"
    print "- one flat block is copied " faster("copy/flat/10000") \
        " times faster than a tree of nodes, and takes " \
        digits(each("copy/flat/10000") / each("copy/tree/10000")) " times its bytes"
    print "- a tree from an arena is built " faster("allocator_build/arena/10000") \
        " times faster than from malloc, and freed " faster("allocator_free/arena/2000") " times"
    print "- to share counted references atomically takes " slower("refcount_share/atomic/10000") \
        " times as long as by plain counts"
    exit failed
}
