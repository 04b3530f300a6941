/* SPDX-License-Identifier: MIT */
#include "cmd/session_resume.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "cmd/command.h"

/* The key of a planned block, made by the model from a block that says no more than what and
 * where. */
static char *key_of(const struct tare_plan_block *plan)
{
    const struct tare_listed *item = plan->arm[0].item;
    struct tare_row row;
    struct tare_block block;
    struct tare_buf key = TARE_BUF_INIT;

    tare_block_init(&block);
    tare_row_init(&row);
    row.variant = (char *)(uintptr_t)item->variant;
    block.group = (char *)(uintptr_t)item->group;
    block.param_name = plan->has_param ? (char *)(uintptr_t)item->param_name : NULL;
    block.size = plan->has_size ? (double)plan->size : NAN;
    block.param = plan->has_param ? (double)plan->param : NAN;
    block.threads = (double)plan->threads;
    block.compares_builds = plan->compares_builds;
    block.row = &row;
    block.row_count = 1;
    tare_block_key(&block, &key);
    return tare_buf_steal(&key);
}

int tare_session_name_plan(struct tare_session *session, struct tare_err *err)
{
    struct tare_buf keys = TARE_BUF_INIT;

    for (size_t i = 0; i < session->plan->block_count; i++) {
        char *key = key_of(&session->plan->block[i]);

        if (!key)
            keys.failed = true;
        else
            tare_buf_printf(&keys, "%s%s", i ? " " : "", key);
        free(key);
    }
    session->result.plan = tare_buf_steal(&keys);
    return session->result.plan ? 0 : tare_err_memory(err);
}

const struct tare_block *tare_session_block(const struct tare_session *session, size_t index)
{
    char *wanted = key_of(&session->plan->block[index]);
    const struct tare_block *found = NULL;

    for (size_t j = 0; wanted && j < session->result.block_count && !found; j++) {
        struct tare_buf key = TARE_BUF_INIT;

        tare_block_key(&session->result.block[j], &key);
        if (strcmp(key.text, wanted) == 0)
            found = &session->result.block[j];
        tare_buf_free(&key);
    }
    free(wanted);
    return found;
}

static bool same_text(const char *a, const char *b)
{
    return a && b ? strcmp(a, b) == 0 : a == b;
}

static bool same_build(const struct tare_build *a, const struct tare_build *b)
{
    return same_text(a->label, b->label) && same_text(a->path, b->path) &&
           same_text(a->compiler, b->compiler) && same_text(a->flags, b->flags) &&
           same_text(a->revision, b->revision);
}

/* What goes on must be what was begun: the cases, the clock and the builds. Settings are those of
 * the run that was begun. */
static int check_same(const struct tare_session *session, const struct tare_result *now,
                      struct tare_err *err)
{
    const struct tare_result *begun = &session->result;
    const char *path = session->store.path;
    bool same = begun->build_count == now->build_count;

    if (!same_text(begun->plan, now->plan))
        return tare_err_set(err, TARE_ERR_USAGE,
                            "cannot resume '%s': it has other cases or sizes, its command was: %s",
                            path, begun->command);
    if (!same_text(begun->clock_name, now->clock_name))
        return tare_err_set(err, TARE_ERR_USAGE, "cannot resume '%s': its clock was %s", path,
                            begun->clock_name);
    if (begun->layout_count != now->layout_count)
        return tare_err_set(err, TARE_ERR_USAGE, "cannot resume '%s': it had %zu layouts, not %zu",
                            path, begun->layout_count, now->layout_count);
    for (size_t i = 0; i < now->layout_count; i++)
        if (!same_text(begun->layout[i].path, now->layout[i].path))
            return tare_err_set(err, TARE_ERR_USAGE,
                                "cannot resume '%s': it had the layout '%s', not '%s'", path,
                                begun->layout[i].path, now->layout[i].path);
    for (size_t i = 0; same && i < now->build_count; i++)
        same = same_build(&begun->build[i], &now->build[i]);
    return same ? 0
                : tare_err_set(err, TARE_ERR_USAGE,
                               "cannot resume '%s': the executable was built anew since", path);
}

int tare_session_resume(struct tare_session *session, struct tare_err *err)
{
    const struct tare_options *options = session->options;
    char *found =
        *options->resume ? strdup(options->resume) : tare_store_find_unfinished(options->out, err);
    struct tare_result now;
    int result;

    if (!found)
        return *options->resume ? tare_err_memory(err) : -1;
    result =
        tare_command_check_readable(found, err) || tare_store_open(&session->store, found, err);
    free(found);
    if (result)
        return -1;
    now = session->result;
    result = tare_store_header(&session->store, &session->result, err) ||
             check_same(session, &now, err) ||
             tare_store_blocks(&session->store, &session->result, err);
    tare_result_free(&now);
    if (result)
        return -1;
    if (options->budget_ns)
        session->result.settings.budget_ns = (double)options->budget_ns;
    for (size_t i = 0; i < session->plan->block_count; i++)
        session->done[i] = tare_session_block(session, i);
    return 0;
}
