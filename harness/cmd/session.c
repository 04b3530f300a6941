/* SPDX-License-Identifier: MIT */
#include "cmd/session.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "cmd/command.h"
#include "cmd/describe.h"
#include "cmd/describe_sources.h"
#include "cmd/gated.h"
#include "cmd/print.h"
#include "cmd/session_counters.h"
#include "cmd/session_instructions.h"
#include "cmd/session_profile.h"
#include "cmd/session_resume.h"
#include "conduct/conductor.h"
#include "conduct/looks.h"
#include "model/growth.h"
#include "model/history.h"

static int begin(struct tare_session *session, struct tare_err *err)
{
    const struct tare_result *result = &session->result;

    if (!session->options->out)
        return 0;
    if (tare_store_create(&session->store,
                          &(struct tare_store_params){.root = session->options->out,
                                                      .name = result->name,
                                                      .started_utc = result->started_utc},
                          err))
        return -1;
    return tare_store_put_header(&session->store, result, err);
}

int tare_session_open(struct tare_session *session, const struct tare_options *options,
                      const struct tare_plan *plan, char *const *argv, struct tare_err *err)
{
    *session = (struct tare_session){.options = options,
                                     .plan = plan,
                                     .shows_progress = tare_print_has_progress(),
                                     .style = tare_print_style(options)};
    tare_result_init(&session->result);
    session->done = calloc(plan->block_count, sizeof *session->done);
    if (!session->done) {
        tare_err_memory(err);
        goto fail;
    }
    if (tare_clock_open(&session->clock, options->clock, err) ||
        tare_cpus_read(&session->cpus, "/", err) ||
        tare_describe_run(&session->result, options, plan, &session->clock, argv, err) ||
        tare_session_name_plan(session, err) ||
        (options->out && tare_describe_sources(&session->result, plan, err)))
        goto fail;
    if (options->resume ? tare_session_resume(session, err) : begin(session, err))
        goto fail;
    return 0;
fail:
    tare_session_close(session);
    return -1;
}

static bool is_done(void *context, size_t block)
{
    const struct tare_session *session = context;

    return session->done[block];
}

static size_t most_sets(const struct tare_session *session)
{
    const struct tare_settings *settings = &session->result.settings;

    return tare_looks_most_sets(settings->sets, settings->precision_ratio);
}

static void on_progress(void *context, const struct tare_conduct_place *place)
{
    const struct tare_session *session = context;
    const struct tare_plan_block *block = &session->plan->block[place->block];

    if (session->shows_progress)
        tare_print_progress(&(struct tare_progress){.id = block->arm[block->baseline].id,
                                                    .done_ratio = place->done_ratio,
                                                    .set = place->set,
                                                    .sets = most_sets(session),
                                                    .left_ns = place->left_ns});
}

/* A reader that went away costs what he does not see, not the run. */
static void show_block(struct tare_session *session, const struct tare_block *block)
{
    if (session->options->format != TARE_OPTIONS_TABLE || session->shown.code)
        return;
    if (tare_table_block(stdout, block, &session->style, &session->shown))
        return;
    putchar('\n');
    if (fflush(stdout))
        tare_err_errno(&session->shown, "cannot write the table");
}

/* What is asked for beside the times, each from runs of its own. -1 where the harness failed, or
 * was interrupted; what else goes wrong costs it and nothing more. */
static int add_more(const struct tare_session *session, size_t index, struct tare_block *block,
                    struct tare_err *err)
{
    const struct tare_options *options = session->options;
    const struct tare_plan_block *planned = &session->plan->block[index];

    if ((options->instructions &&
         tare_session_count_instructions(session->plan, planned, block, err)) ||
        (options->counter_count && tare_session_count_events(session, planned, block, err)))
        return -1;
    return options->profile ? tare_session_profile(session, planned, block, err) : 0;
}

static int keep(struct tare_session *session, size_t index, const struct tare_block *block,
                struct tare_err *err)
{
    return session->options->out ? tare_store_put_block(&session->store, index, block, err) : 0;
}

/* A block is kept before anything can be asked for beside it, and before it is shown; it is shown
 * where it cannot be kept. */
static int on_finished(void *context, size_t index, struct tare_block *block, struct tare_err *err)
{
    struct tare_session *session = context;
    const struct tare_options *options = session->options;
    int kept, more = 0;

    if (session->shows_progress)
        tare_print_progress(NULL);
    kept = keep(session, index, block, err);
    if (!kept && (options->instructions || options->counter_count || options->profile)) {
        more = add_more(session, index, block, err);
        kept = more ? 0 : keep(session, index, block, err);
    }
    show_block(session, block);
    if (kept)
        return -1;
    session->done[index] = true;
    return tare_result_add_block(&session->result, block, err) ? -1 : more;
}

/* What an earlier session measured is shown again, so that the table is whole. */
static void show_resumed(struct tare_session *session)
{
    for (size_t i = 0; i < session->plan->block_count; i++) {
        const struct tare_block *block = session->done[i] ? tare_session_block(session, i) : NULL;

        if (block)
            show_block(session, block);
    }
}

static size_t count_failed(const struct tare_result *result)
{
    size_t count = 0;

    for (size_t i = 0; i < result->block_count; i++)
        for (size_t j = 0; j < result->block[i].row_count; j++)
            count += tare_row_has_failed(&result->block[i].row[j]);
    return count;
}

/* The page is a courtesy, as the plots are: a run does not fail for it. */
static void draw(const struct tare_session *session)
{
    struct tare_err err = {0};

    if (tare_print_pictures(&(struct tare_print_pictures){.folder = session->store.path,
                                                          .result = &session->result,
                                                          .no_plots = session->options->no_plots},
                            &err))
        fprintf(stderr, "tare: %s\n", err.text);
}

/* Did the case leave blocks that nothing holds? Where what holds them is not known, any. */
static bool has_leaked(const struct tare_row *row)
{
    if (row->leaked_blocks > 0 && (!row->weighing || !row->weighing->leaks.count))
        return true;
    for (size_t i = 0; row->weighing && i < row->weighing->leaks.count; i++)
        if (strcmp(row->weighing->leaks.site[i].kind, "static") != 0)
            return true;
    return false;
}

/* Names the cases that leaked on stderr. Returns how many there are. */
static size_t tell_leaks(const struct tare_result *result)
{
    struct tare_buf ids = TARE_BUF_INIT;
    size_t count = 0;

    for (size_t i = 0; i < result->block_count; i++)
        for (size_t j = 0; j < result->block[i].row_count; j++)
            if (has_leaked(&result->block[i].row[j]))
                tare_buf_printf(&ids, "%s%s", count++ ? ", " : "", result->block[i].row[j].id);
    if (count)
        fprintf(stderr, "tare: %zu case%s leaked: %s\n", count, count == 1 ? "" : "s", ids.text);
    tare_buf_free(&ids);
    return count;
}

/* What is not known is no leave to pass. Returns how many cases there are. */
static size_t tell_unknown_leaks(const struct tare_result *result)
{
    const char *reason = NULL;
    size_t count = 0;

    for (size_t i = 0; i < result->block_count; i++)
        for (size_t j = 0; j < result->block[i].row_count; j++) {
            const struct tare_row *row = &result->block[i].row[j];

            if (!tare_row_is(row, "ok") || !isnan(row->leaked_blocks))
                continue;
            if (count++ == 0)
                reason = tare_row_missing(row, TARE_FIELD_leaked_blocks);
        }
    if (count)
        fprintf(stderr, "tare: of %zu case%s it is not known whether they leaked: %s\n", count,
                count == 1 ? "" : "s", reason ? reason : "not weighed");
    return count;
}

/* What is printed at the end of the run. */
static void show_end(struct tare_session *session)
{
    const struct tare_result *result = &session->result;
    struct tare_err *err = &session->shown;

    if (err->code)
        return;
    if (session->options->format != TARE_OPTIONS_TABLE)
        tare_print_result(session->options, result, err);
    else
        tare_table_end(stdout, result, &session->style, err);
    if (fflush(stdout))
        tare_err_errno(err, "cannot write to stdout");
}

/* The run is what was asked for: whatever becomes of its place in the history is a notice. */
static void add_to_history(const struct tare_session *session)
{
    const struct tare_options *options = session->options;
    struct tare_buf path = TARE_BUF_INIT;
    struct tare_err err = {0};

    if (options->no_history || !session->result.block_count ||
        (!options->db && !tare_history_is_built()))
        return;
    if (options->db)
        tare_buf_puts(&path, options->db);
    else
        tare_buf_printf(&path, "%s/history.db", session->store.root);
    if (path.failed)
        tare_err_memory(&err);
    else
        tare_history_add(path.text, &session->result, session->store.path, &err);
    if (err.code)
        fprintf(stderr, "tare: the run is not in the history: %s\n", err.text);
    tare_buf_free(&path);
}

/* Writes all files, then shows the end. 0, or -1 with what could not be written. */
static int conclude(struct tare_session *session, struct tare_err *err)
{
    bool keeps = session->options->out != NULL;
    int written = tare_growth_find(&session->result, err) ||
                          (keeps && tare_store_finish(&session->store, &session->result, err))
                      ? -1
                      : 0;

    show_end(session);
    if (written)
        return -1;
    if (keeps) {
        draw(session);
        add_to_history(session);
        fprintf(stderr, "results in %s\n", session->store.path);
    }
    return session->shown.code ? tare_err_set(err, session->shown.code, "%s", session->shown.text)
                               : 0;
}

/* What the end of the conductor means for the person and for the exit status. */
static int explain(const struct tare_session *session, enum tare_conduct_end end,
                   const struct tare_err *err)
{
    size_t done = session->result.block_count;
    size_t all = session->plan->block_count;
    size_t failed = count_failed(&session->result);

    if (end == TARE_CONDUCT_FAILED)
        return tare_command_fail(err);
    if (end != TARE_CONDUCT_DONE && !session->options->out)
        fprintf(stderr, "tare: interrupted after %zu of %zu blocks\n", done, all);
    else if (end != TARE_CONDUCT_DONE)
        fprintf(stderr, "tare: %s after %zu of %zu blocks; go on with: %s --resume=%s\n",
                end == TARE_CONDUCT_BUDGET ? "the budget ran out" : "interrupted", done, all,
                session->result.command, session->store.path);
    if (failed)
        fprintf(stderr, "tare: %zu case%s failed\n", failed, failed == 1 ? "" : "s");
    if (session->options->fail_on_leak)
        failed += tell_leaks(&session->result) + tell_unknown_leaks(&session->result);
    failed += tare_gated_run(&session->options->gate, &session->result, all - done);
    return failed || end == TARE_CONDUCT_INTERRUPTED ? TARE_EXIT_FINDING : TARE_EXIT_FINE;
}

static enum tare_conduct_end conduct(struct tare_session *session, struct tare_err *err)
{
    struct tare_err unweighed = {0};
    char *library = NULL;
    enum tare_conduct_end end;

    if (session->options->no_weigh)
        tare_err_set(&unweighed, TARE_ERR_USAGE, TARE_MISSING_UNASKED);
    else
        library = tare_describe_library(&unweighed);
    if (!library && !session->options->no_weigh)
        fprintf(stderr, "tare: nothing is weighed: %s\n", unweighed.text);
    end = tare_conduct_run(
        &(struct tare_conduct_params){.plan = session->plan,
                                      .settings = &session->result.settings,
                                      .clock = &session->clock,
                                      .iterations = session->options->iterations,
                                      .heap_library = library,
                                      .unweighed = unweighed.text,
                                      .empty_loop_ns = &session->result.empty_loop_ns,
                                      .is_done = is_done,
                                      .progress = on_progress,
                                      .finished = on_finished,
                                      .context = session},
        err);
    free(library);
    return end;
}

int tare_session_run(struct tare_session *session)
{
    struct tare_err err = {0};
    struct tare_err late = {0};
    enum tare_conduct_end end;
    int concluded;
    int status;

    show_resumed(session);
    end = conduct(session, &err);
    if (session->shows_progress)
        tare_print_progress(NULL);
    session->result.finished = end == TARE_CONDUCT_DONE;
    concluded = conclude(session, &late);
    status = explain(session, end, &err);
    if (concluded && end != TARE_CONDUCT_FAILED)
        return tare_command_fail(&late);
    return status;
}

void tare_session_close(struct tare_session *session)
{
    tare_store_close(&session->store);
    tare_result_free(&session->result);
    free(session->done);
    session->done = NULL;
}
