/* SPDX-License-Identifier: MIT */
/* Weights by hand, rows out. */
#include <criterion/criterion.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "support_alloc.h"
#include "support_summary.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const struct tare_weight weighed = {
    .root_count = 1,
    .sizeof_known = true,
    .sizeof_bytes = 16,
    .size = {.deep_bytes = 160,
             .usable_bytes = 240,
             .blocks = 10,
             .unwritten_bytes = 4,
             .cache_lines = 11,
             .pages = 2},
    .iterations = 8,
    .allocs = 16,
    .frees = 4,
    .alloc_bytes = 80,
    .peak_bytes = 100,
    .returned = true,
    .leaked_blocks = 1,
    .leaked_bytes = 24,
    .cycles_known = true,
    .cyclic_bytes = 16,
    .padding_known = true,
    .padding_bytes = 12,
};

Test(summary_weight, weights_come_with_the_row)
{
    static const struct {
        enum tare_field_id field;
        double value;
    } fields[] = {
        {TARE_FIELD_sizeof_bytes, 16},
        {TARE_FIELD_deep_bytes, 160},
        {TARE_FIELD_usable_bytes, 240},
        {TARE_FIELD_unwritten_bytes, 4},
        {TARE_FIELD_blocks, 10},
        {TARE_FIELD_cache_lines, 11},
        {TARE_FIELD_pages, 2},
        {TARE_FIELD_bytes_per_item, 1.6},
        {TARE_FIELD_allocs_per_op, 2},
        {TARE_FIELD_frees_per_op, 0.5},
        {TARE_FIELD_alloc_bytes_per_op, 10},
        {TARE_FIELD_peak_heap_bytes, 100},
        {TARE_FIELD_leaked_bytes, 24},
        {TARE_FIELD_leaked_blocks, 1},
        {TARE_FIELD_padding_bytes, 12},
        {TARE_FIELD_cyclic_bytes, 16},
    };
    static struct bench bench;
    struct tare_weight weight = weighed;
    struct tare_block block;

    weight.refs_count = 2;
    weight.refs[0] = (struct tare_weigh_refs){"head", true, 3};
    weight.refs[1] = (struct tare_weigh_refs){"tail", false, 3};
    bench_set_up(&bench, RICH, NULL);
    bench_give_all(&bench, 0, 20, 1);
    bench.params.weight = &weight;
    block = bench_make(&bench);
    for (size_t i = 0; i < COUNT(fields); i++)
        bench_expect_number(tare_fields[fields[i].field].name,
                            tare_row_number(&block.row[0], fields[i].field), fields[i].value);
    cr_assert_eq(block.row[0].refs_count, 2, "%zu counts of pointers", block.row[0].refs_count);
    bench_expect_text("expression", block.row[0].refs[0].expression, "head");
    bench_expect_number("pointers to head", block.row[0].refs[0].count, 3);
    bench_expect_number("pointers to tail", block.row[0].refs[1].count, NAN);
    bench_tear_down(&bench, &block);
}

static void take_all(struct tare_weight *weight, struct tare_arm *arm)
{
    (void)arm;
    tare_err_set(&weight->missing, TARE_ERR_UNFIT, "static binary");
}

static void take_root(struct tare_weight *weight, struct tare_arm *arm)
{
    (void)arm;
    weight->root_count = 0;
}

static void take_type(struct tare_weight *weight, struct tare_arm *arm)
{
    (void)arm;
    weight->sizeof_known = false;
}

static void take_graph(struct tare_weight *weight, struct tare_arm *arm)
{
    (void)arm;
    tare_err_set(&weight->missing_graph, TARE_ERR_SYSTEM, "unreadable");
}

static void take_loop(struct tare_weight *weight, struct tare_arm *arm)
{
    (void)arm;
    tare_err_set(&weight->missing_loop, TARE_ERR_INPUT, "books are full");
}

static void take_loop_and_end(struct tare_weight *weight, struct tare_arm *arm)
{
    take_loop(weight, arm);
    weight->returned = false;
}

static void take_end(struct tare_weight *weight, struct tare_arm *arm)
{
    (void)arm;
    weight->returned = false;
}

static void take_iterations(struct tare_weight *weight, struct tare_arm *arm)
{
    (void)arm;
    weight->iterations = 0;
}

static void take_elements(struct tare_weight *weight, struct tare_arm *arm)
{
    (void)weight;
    arm->report.elements = 0;
}

static void take_types(struct tare_weight *weight, struct tare_arm *arm)
{
    (void)arm;
    weight->padding_known = false;
    tare_err_set(&weight->untyped, TARE_ERR_INPUT, "'x' has no debug information: compile with -g");
}

static void take_padding(struct tare_weight *weight, struct tare_arm *arm)
{
    (void)arm;
    weight->padding_known = false;
}

static void take_cycles(struct tare_weight *weight, struct tare_arm *arm)
{
    (void)arm;
    weight->cycles_known = false;
}

/* Weights that lack something, and the reasons that this is for: of the shallow size, of the graph,
 * of an item, of the loop's books, of the leaks, of
 * the padding, of what hangs on cycles. NULL: it is there. */
static const struct {
    const char *name;
    void (*take)(struct tare_weight *weight, struct tare_arm *arm);
    const char *shallow;
    const char *graph;
    const char *item;
    const char *loop;
    const char *leaks;
    const char *padding;
    const char *cycles;
} lacking[] = {
    {"nothing was weighed", take_all, "static binary", "static binary", "static binary",
     "static binary", "static binary", NULL, NULL},
    {"no tare_weigh", take_root, "the case does not call tare_weigh",
     "the case does not call tare_weigh", "the case does not call tare_weigh", NULL, NULL, NULL,
     NULL},
    {"an opaque type", take_type, "a weighed pointer is a void *", NULL, NULL, NULL, NULL, NULL,
     NULL},
    {"no graph", take_graph, NULL, "unreadable", "unreadable", NULL, NULL, NULL, NULL},
    {"no books", take_loop, NULL, NULL, NULL, "books are full", NULL, NULL, NULL},
    {"no books and no end", take_loop_and_end, NULL, NULL, NULL, "books are full", "books are full",
     NULL, NULL},
    {"no end", take_end, NULL, NULL, NULL, NULL, "the case did not return when it was weighed",
     NULL, NULL},
    {"no loop", take_iterations, NULL, NULL, NULL, "the loop was not reached", NULL, NULL, NULL},
    {"no elements", take_elements, NULL, NULL,
     "neither tare_elements nor a size says how many items", NULL, NULL, NULL, NULL},
    {.name = "no debug information",
     .take = take_types,
     .padding = "'x' has no debug information: compile with -g"},
    {.name = "a block without a type",
     .take = take_padding,
     .padding = "some of what is weighed has no known type"},
    {.name = "no cycles", .take = take_cycles, .cycles = "what was left could not be read"},
};

Test(summary_weight, a_weight_that_is_lacking_has_its_reason)
{
    for (size_t i = 0; i < COUNT(lacking); i++) {
        const struct {
            enum tare_field_id field;
            const char *reason;
        } fields[] = {
            {TARE_FIELD_sizeof_bytes, lacking[i].shallow},
            {TARE_FIELD_deep_bytes, lacking[i].graph},
            {TARE_FIELD_pages, lacking[i].graph},
            {TARE_FIELD_bytes_per_item, lacking[i].item},
            {TARE_FIELD_allocs_per_op, lacking[i].loop},
            {TARE_FIELD_peak_heap_bytes, lacking[i].loop},
            {TARE_FIELD_leaked_bytes, lacking[i].leaks},
            {TARE_FIELD_leaked_blocks, lacking[i].leaks},
            {TARE_FIELD_padding_bytes, lacking[i].graph ? lacking[i].graph : lacking[i].padding},
            {TARE_FIELD_cyclic_bytes, lacking[i].leaks ? lacking[i].leaks : lacking[i].cycles},
        };
        static struct bench bench;
        static struct tare_weight weights[3];
        struct tare_block block;

        bench_set_up(&bench, THREE, NULL);
        bench_give_all(&bench, 0, 20, 1);
        bench.arm[0].report.elements = 20;
        weights[0] = weighed;
        lacking[i].take(&weights[0], &bench.arm[0]);
        bench.params.weight = weights;
        block = bench_make(&bench);
        for (size_t j = 0; j < COUNT(fields); j++) {
            double value = tare_row_number(&block.row[0], fields[j].field);

            cr_expect_eq(isnan(value), fields[j].reason != NULL, "%s: %s is %g", lacking[i].name,
                         tare_fields[fields[j].field].name, value);
            bench_expect_text(lacking[i].name, tare_row_missing(&block.row[0], fields[j].field),
                              fields[j].reason);
        }
        bench_tear_down(&bench, &block);
    }
}

Test(summary_weight, without_weights_every_one_has_the_reason)
{
    static struct bench bench;
    struct tare_block block;

    bench_set_up(&bench, THREE, NULL);
    bench_give_all(&bench, 0, 20, 1);
    block = bench_make(&bench);
    for (int i = TARE_FIELD_sizeof_bytes; i <= TARE_FIELD_cyclic_bytes; i++) {
        bench_expect_number(tare_fields[i].name,
                            tare_row_number(&block.row[0], (enum tare_field_id)i), NAN);
        bench_expect_text(tare_fields[i].name,
                          tare_row_missing(&block.row[0], (enum tare_field_id)i), "not today");
    }
    bench_tear_down(&bench, &block);
}

static int attempt(void *data, struct tare_err *err)
{
    const struct bench *bench = data;
    struct tare_block block;
    int status = tare_summary_make(&block, &bench->params, err);

    cr_expect_eq(block.row_count, status ? 0 : bench->run.arm_count, "%zu rows", block.row_count);
    tare_block_free(&block);
    return status;
}

Test(summary_weight, memory_that_runs_out_is_told)
{
    static struct bench bench;
    static struct tare_weight weights[3];
    char output[] = "its words";

    bench_set_up(&bench, THREE, NULL);
    for (size_t arm = 0; arm < 3; arm++) {
        bench_give_all(&bench, arm, 2, 1);
        weights[arm] = weighed;
        weights[arm].refs_count = 1;
        weights[arm].refs[0] = (struct tare_weigh_refs){"head", true, 3};
    }
    weights[0].missing_graph = (struct tare_err){TARE_ERR_INPUT, "unreadable"};
    bench.arm[0].report.counter_count = 1;
    tare_fate_set(&bench.arm[2].fate, TARE_FATE_CRASHED, "SIGSEGV");
    bench.arm[2].output = output;
    bench.params.weight = weights;
    support_alloc_each(attempt, &bench);
    tare_plan_free(&bench.plan);
}
