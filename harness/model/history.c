/* SPDX-License-Identifier: MIT */
#include "model/history.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

const char *const tare_history_fact_names[TARE_HISTORY_FACTS] = {
    "machine", "kernel", "allocator", "clock", "compiler", "flags", "environment", "layouts"};

const char *tare_history_fact(const struct tare_history_setting *setting, size_t index)
{
    return ((char *const *)(const void *)setting)[index];
}

bool tare_history_has_time(const struct tare_history_point *point)
{
    return point->time_ns > 0 &&
           (strcmp(point->status, "ok") == 0 || strcmp(point->status, "unsteady") == 0);
}

const struct tare_stats_shift *tare_history_shift_at(const struct tare_history_series *series,
                                                     size_t point)
{
    for (size_t i = 0; i < series->shift_count; i++)
        if (series->shift[i].at == point)
            return &series->shift[i];
    return NULL;
}

static void free_setting(struct tare_history_setting *setting)
{
    char **facts = (char **)(void *)setting;

    for (size_t i = 0; i < TARE_HISTORY_FACTS; i++)
        free(facts[i]);
}

static void free_series(struct tare_history_series *series)
{
    free(series->point);
    free(series->shift);
    free(series->id);
    free(series->build);
}

void tare_history_free(struct tare_history *history)
{
    for (size_t i = 0; i < history->run_count; i++) {
        free(history->run[i].started_utc);
        free(history->run[i].name);
        free(history->run[i].folder);
        free(history->run[i].hostname);
    }
    for (size_t i = 0; i < history->setting_count; i++)
        free_setting(&history->setting[i]);
    for (size_t i = 0; i < history->series_count; i++)
        free_series(&history->series[i]);
    for (size_t i = 0; i < history->revision_count; i++)
        free(history->revision[i]);
    free(history->run);
    free(history->setting);
    free(history->series);
    free(history->revision);
    *history = (struct tare_history){0};
}

#ifdef HAVE_SQLITE3
bool tare_history_is_built(void)
{
    return true;
}
#else
bool tare_history_is_built(void)
{
    return false;
}

static int refuse(const char *path, struct tare_err *err)
{
    return tare_err_set(err, TARE_ERR_UNFIT,
                        "cannot use the history '%s': this tare was built without sqlite3 "
                        "(Debian: libsqlite3-dev)",
                        path);
}

int tare_history_add(const char *path, const struct tare_result *result, const char *folder,
                     struct tare_err *err)
{
    (void)result;
    (void)folder;
    return refuse(path, err);
}

int tare_history_read(struct tare_history *history, const struct tare_history_params *params,
                      struct tare_err *err)
{
    *history = (struct tare_history){0};
    return refuse(params->path, err);
}
#endif
