#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# tests/browser/browser.sh BUILD: looks at report.html in headless Chromium: of a stored run, of one
# made here with cases that fail, and of names that try to break out (the golden page). No console
# message, no request, no overflow at 360 and 1400 px, contrast in both themes, sorting, structure.
# Screenshots stay in BUILD/browser/. That the detectors detect is tried on pages that are spoilt.
set -uo pipefail
build=$(cd "$1" && pwd) || exit 4
cd "$(dirname "$0")/../.." || exit 4
out=$build/browser
failed=0

browser=$(command -v chromium || command -v chromium-browser || command -v google-chrome) || {
    echo "no Chromium: make deps-browser installs it" >&2
    exit 2
}
rm -rf "$out"
mkdir -p "$out"

fail() {
    echo "browser: $*" >&2
    failed=1
}

# A profile of its own, so that nothing of the user's is touched or waited for.
chromium() {
    timeout -k 5 60 "$browser" --headless --no-sandbox --disable-gpu --hide-scrollbars \
        --user-data-dir="$out/profile" --no-first-run --disable-background-networking \
        --disable-component-update --disable-sync --disable-default-apps --disable-extensions \
        --host-resolver-rules='MAP * ~NOTFOUND' --allow-file-access-from-files "$@"
}

# Chromium's own number for a theme.
scheme_of() { [[ $1 == dark ]] && echo 0 || echo 1; }

# messages PAGE: what the console says, and requests that the page began, a line each. Chromium asks
# for updates and the time all by itself; such requests have no origin.
messages() {
    chromium --enable-logging=stderr --log-net-log="$out/net.json" --dump-dom "file://$1" \
        2>"$out/log" >/dev/null
    grep CONSOLE "$out/log"
    grep -a '"initiator":' "$out/net.json" | grep -av '"initiator":"not an origin"' |
        grep -ao '"url":"[^"]*' | grep -v '"url":"\(file\|data\):'
}

# frame PAGE WIDTH SCHEME: a page with the report in an iframe, narrower than a window can be.
frame() {
    cat <<HTML
<!DOCTYPE html><meta charset="utf-8"><body data-scheme="$3" style="margin:0">
<iframe src="file://$1" style="border:0;width:$2px;height:3000px"></iframe><pre id="found"></pre>
<script src="$PWD/tests/browser/probe.js"></script>
HTML
}

# probe PAGE WIDTH SCHEME: the findings.
probe() {
    frame "$@" >"$out/frame.html"
    chromium --window-size=1500,1000 --blink-settings=preferredColorScheme="$(scheme_of "$3")" \
        --dump-dom "file://$out/frame.html" 2>/dev/null |
        sed -n '/<pre id="found">/,/<\/pre>/p' | sed 's/.*<pre id="found">//; s/<\/pre>.*//'
}

# shoot NAME PAGE WIDTH SCHEME
shoot() {
    frame "$2" "$3" "$4" >"$out/frame.html"
    chromium --window-size="$(($3 < 500 ? 500 : $3)),3000" \
        --blink-settings=preferredColorScheme="$(scheme_of "$4")" \
        --screenshot="$out/$1-$3-$4.png" "file://$out/frame.html" >/dev/null 2>&1
    [[ -s $out/$1-$3-$4.png ]] || fail "no screenshot of $1 at $3 px, $4"
}

look_at() {
    local name=$1 page=$2 said width scheme
    said=$(messages "$page")
    [[ -z $said ]] || fail "$name: $said"
    for scheme in light dark; do
        for width in 360 1400; do
            said=$(probe "$page" "$width" "$scheme")
            [[ $said == DONE* ]] || fail "$name at $width px, $scheme: ${said:-no answer}"
            shoot "$name" "$page" "$width" "$scheme"
        done
    done
}

# spoil NAME SED PATTERN: the probe, or the console, must find PATTERN in the spoilt page.
spoil() {
    local said
    sed "$2" "$out/kept/report.html" >"$out/spoilt.html"
    said=$(messages "$out/spoilt.html"; probe "$out/spoilt.html" 360 light)
    [[ $said == *$3* ]] || fail "$1 was not found in: ${said:0:400}"
}

cp -r results/reference "$out/kept"
"$build/tare" report "$out/kept" >/dev/null 2>&1 || fail "no report of results/reference"
"$build/tare" run "$build/fixtures/failing" --filter '^(crash|leave|loop)/' --sets 3 --min-time 1ms \
    --out "$out/run" >/dev/null 2>&1
cp tests/golden/report.html "$out/names.html"

look_at kept "$out/kept/report.html"
look_at failing "$out/run/latest/report.html"
look_at names "$out/names.html"

spoil request 's|</main>|<img src="http://tare.invalid/x.png" alt="">&|' 'tare.invalid'
spoil script 's|</main>|<script>throw Error("spoilt")</script>&|' 'spoilt'
spoil contrast 's|</style>|.note{color:#aaa}&|' 'contrast below 4.5'
spoil overflow 's|</style>|body{min-width:400px}&|' 'px wide in 360'
spoil order 's|data-v="[^"]*"|data-v="x"|g; s|(a\[0\], b\[0\], sign)|(0, 0, sign)|' 'FAIL'

# Without the policy of the page a request is a request: the other half of the detector.
sed 's|<meta http-equiv[^>]*>||; s|</main>|<img src="http://tare.invalid/x.png" alt="">&|' \
    "$out/kept/report.html" >"$out/spoilt.html"
[[ $(messages "$out/spoilt.html") == *'"url":"http://tare.invalid'* ]] || fail "no request was seen"

bytes=$(wc -c <"$out/kept/report.html")
((bytes < 2000000)) || fail "the page of results/reference takes $bytes bytes"
rm -rf "$out/profile" "$out/spoilt.html" "$out/frame.html" "$out/net.json" "$out/log"
((failed == 0)) && echo "browser: all is well; screenshots are in ${out#"$PWD"/}"
exit "$failed"
