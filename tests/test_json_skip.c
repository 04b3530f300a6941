/* SPDX-License-Identifier: MIT */
#include "model/json_skip.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

static const struct {
    const char *text;
    const char *left;
} rows[] = {
    {"", ""},
    {"{}", "{}"},
    {"{\"sample\": {\"a\": [1, 2], \"b\": []}, \"c\": [3]}", "{\"sample\": null, \"c\": [3]}"},
    {"[{\"sample\":{\"a\":[1]}},{\"sample\" : {\"a\":[2\n,\n3]}}]",
     "[{\"sample\":null},{\"sample\" : null}]"},
    /* values and other keys of that name */
    {"{\"name\": \"sample\", \"b\": [1]}", "{\"name\": \"sample\", \"b\": [1]}"},
    {"{\"sample\": [1], \"b\": [1]}", "{\"sample\": [1], \"b\": [1]}"},
    {"{\"samples\": {\"a\": [1]}}", "{\"samples\": {\"a\": [1]}}"},
    {"{\"a\": \"\\\"sample\\\": {[1]\", \"b\": [1]}",
     "{\"a\": \"\\\"sample\\\": {[1]\", \"b\": [1]}"},
    {"{\"a\\\\\": \"sample\", \"sample\": {\"a\": [1]}}",
     "{\"a\\\\\": \"sample\", \"sample\": null}"},
    {"{\"sample\": {\"a]}\": [1]}, \"b\": [1]}", "{\"sample\": null, \"b\": [1]}"},
    /* the weighing */
    {"{\"weighing\": {\"a\": [{\"b\": 1}\n, {}],\n \"}\": \"{\\\"\"}, \"c\": 1}",
     "{\"weighing\": null, \"c\": 1}"},
    {"[{\"weighing\":{\"sample\":{\"a\":[1]}}},{\"weighing\":null},{\"sample\":{\"a\":[1]}}]",
     "[{\"weighing\":null},{\"weighing\":null},{\"sample\":null}]"},
    {"{\"weighing\": {}}", "{\"weighing\": {}}"},
    {"{\"weighing\": [{}]}", "{\"weighing\": [{}]}"},
    {"{\"a\": \"weighing\", \"b\": {\"c\": 1}}", "{\"a\": \"weighing\", \"b\": {\"c\": 1}}"},
    {"{\"variance\": {\"a\": 1}, \"profile\": {\"b\": [2]}, \"variances\": {\"a\": 1}}",
     "{\"variance\": null, \"profile\": null, \"variances\": {\"a\": 1}}"},
    /* indented: up to the brace below the key, whatever strings say */
    {"{\n \"weighing\": {\n  \"a\": {\n   \"b\": \"\\n }\"\n  },\n  \"c\": {}\n },\n \"d\": 1\n}",
     "{\n \"weighing\": null,\n \"d\": 1\n}"},
    {"{\n\"weighing\": {\n\"a\": 1234\n}\n}", "{\n\"weighing\": null\n}"},
    {" \"weighing\": {\"a\": 1}", " \"weighing\": null"},
    /* as nobody indents: no JSON is left, which then is read whole */
    {"{\n\"weighing\": {\"a\": {\"b\": 1\n}\n}}", "{\n\"weighing\": null\n}}"},
    /* cut short: still so */
    {"{\"weighing\": {\"a\": {\"b\": 1}", "{\"weighing\": {\"a\": {\"b\": 1}"},
    {"{\"weighing\": {\"a", "{\"weighing\": {\"a"},
    {"{\"sample\": {\"a\": [1, 2", "{\"sample\": {\"a\": [1, 2"},
    {"{\"sample\": {\"a", "{\"sample\": {\"a"},
    {"{\"sample\"", "{\"sample\""},
    {"{\"sam", "{\"sam"},
    {"\"\\", "\"\\"},
};

Test(json_skip, what_is_of_no_use_is_left_out)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        /* Exactly as large as it says, for the sanitizer to see. */
        size_t length = strlen(rows[i].text);
        char *text = malloc(length ? length : 1);
        char *left = malloc(length ? length : 1);

        cr_assert(text && left, "no memory");
        memcpy(text, rows[i].text, length);
        length = tare_json_skip_details(left, text, length);
        cr_expect(length == strlen(rows[i].left) && memcmp(left, rows[i].left, length) == 0,
                  "%s becomes %.*s", rows[i].text, (int)length, left);
        free(text);
        free(left);
    }
}
