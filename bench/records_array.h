/* SPDX-License-Identifier: MIT */
/*
 * What records.c does to n records of a kind. Included once a kind, with KIND and RECORD (the
 * struct that it is made of) defined; why a file and not a macro, says packing_record.h.
 *
 *     KIND_create(values, n)             an array of n records; KIND_free(records, n) frees it
 *     KIND_update(records, n)            adds to one field of each
 *     KIND_copies(records, n, changed)   an array of n copies, the first `changed` of which are
 *                                        then written to
 *     KIND_sum(records, n)               all fields of all records
 */
#define PASTE_(kind, verb) kind##_##verb
#define PASTE(kind, verb)  PASTE_(kind, verb)
#define KIND_VERB(verb)    PASTE(KIND, verb)
#define RECORD_VERB(verb)  PASTE(RECORD, verb)

OPERATION struct RECORD **KIND_VERB(create)(const struct values *values, size_t n)
{
    struct RECORD **records = must_alloc(n, sizeof(struct RECORD *));

    for (size_t i = 0; i < n; i++)
        records[i] = RECORD_VERB(new)(&values[i]);
    return records;
}

static void KIND_VERB(free)(struct RECORD **records, size_t n)
{
    for (size_t i = 0; i < n; i++)
        RECORD_VERB(drop)(records[i]);
    free(records);
}

OPERATION void KIND_VERB(update)(struct RECORD **records, size_t n)
{
    for (size_t i = 0; i < n; i++)
        KIND_VERB(add)(&records[i], 1);
}

/* Of `replaced` there is nothing to say that `immutable` does not. */
__attribute__((unused)) OPERATION struct RECORD **KIND_VERB(copies)(struct RECORD **records,
                                                                    size_t n, size_t changed)
{
    struct RECORD **copies = must_alloc(n, sizeof(struct RECORD *));

    for (size_t i = 0; i < n; i++)
        copies[i] = KIND_VERB(copy)(records[i]);
    for (size_t i = 0; i < changed; i++)
        KIND_VERB(add)(&copies[i], 1);
    return copies;
}

static uint64_t KIND_VERB(sum)(struct RECORD *const *records, size_t n)
{
    uint64_t sum = 0;

    for (size_t i = 0; i < n; i++)
        sum += values_sum(&records[i]->values);
    return sum;
}

#undef PASTE_
#undef PASTE
#undef KIND_VERB
#undef RECORD_VERB
#undef KIND
#undef RECORD
