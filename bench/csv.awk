# SPDX-License-Identifier: MIT
# csv_fields(line, fields): the fields of a line of RFC 4180, from 1; returns how many. No field of a
# summary.csv has a line break.
function csv_fields(line, fields,    count, text) {
    count = 0
    sub(/\r$/, "", line)
    split("", fields)
    do {
        if (match(line, /^"([^"]|"")*"/)) {
            text = substr(line, 2, RLENGTH - 2)
            gsub(/""/, "\"", text)
        } else {
            match(line, /^[^,]*/)
            text = substr(line, 1, RLENGTH)
        }
        fields[++count] = text
        line = substr(line, RLENGTH + 1)
    } while (sub(/^,/, "", line))
    return count
}
