/* SPDX-License-Identifier: MIT */
/*
 * What packing.c does to its records, for the layout `struct RECORD`. Included once a layout, with
 * RECORD defined: the text is the same for all, so that nothing but the layout differs; a file and
 * not a macro, so that each line has its own number in profiles.
 *
 *     struct RECORD *RECORD_new(t, n)    n records, drawn; the caller frees
 *     RECORD_scan(records, n)            the sum of all fields of all records
 *     RECORD_update(records, n)          n read-modify-writes at random places
 */
#define RECORD_PASTE_(record, verb) record##_##verb
#define RECORD_PASTE(record, verb)  RECORD_PASTE_(record, verb)
#define RECORD_VERB(verb)           RECORD_PASTE(RECORD, verb)

static struct RECORD *RECORD_VERB(new)(struct tare *t, size_t n)
{
    struct RECORD *records = must_alloc(n, sizeof(*records));

    for (size_t i = 0; i < n; i++) {
        uint64_t bits = tare_random(t);
        struct RECORD *r = &records[i];

        r->time_s = bits & BITS(TIME_BITS);
        r->value = bits >> 32 & BITS(VALUE_BITS);
        r->sensor = bits >> 48 & BITS(SENSOR_BITS);
        r->quality = bits >> 58 & BITS(QUALITY_BITS);
        r->kind = bits >> 61 & BITS(KIND_BITS);
        r->active = bits >> 63 != 0;
    }
    return records;
}

/* One addition a field: in one expression the bit-fields would be added in their own few bits. */
OPERATION uint64_t RECORD_VERB(scan)(const struct RECORD *records, size_t n)
{
    uint64_t sum = 0;

    for (size_t i = 0; i < n; i++) {
        const struct RECORD *r = &records[i];

        sum += r->time_s;
        sum += r->value;
        sum += r->sensor;
        sum += r->quality;
        sum += r->kind;
        sum += r->active;
    }
    return sum;
}

OPERATION void RECORD_VERB(update)(struct RECORD *records, size_t n)
{
    uint64_t state = n;

    for (size_t i = 0; i < n; i++) {
        struct RECORD *r = &records[place_next(&state, n)];

        /* The analyzer cannot tell that the place is below n and so written. */
        /* NOLINTNEXTLINE(clang-analyzer-core.UndefinedBinaryOperatorResult) */
        r->value = (r->value + r->sensor) & BITS(VALUE_BITS);
        r->quality = (r->quality + 1u) & BITS(QUALITY_BITS);
    }
}

#undef RECORD_PASTE_
#undef RECORD_PASTE
#undef RECORD_VERB
#undef RECORD
