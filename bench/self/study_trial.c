/* SPDX-License-Identifier: MIT */
#include "study_trial.h"

#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "conduct/child.h"
#include "conduct/summary.h"

const char *study_load_name(enum study_load load)
{
    static const char *const names[] = {"quiet", "hog on its core", "hog on the other"};

    return names[load];
}

bool study_load_possible(const struct study *study, enum study_load load)
{
    return load != STUDY_OTHER_CORE || study->cpus.count > 1;
}

/* A process that does nothing but run. 0: none is wanted. */
static pid_t start_hog(struct study *study, enum study_load load)
{
    pid_t parent = getpid();
    pid_t pid;

    if (load == STUDY_QUIET)
        return 0;
    pid = fork();
    if (pid < 0) {
        tare_err_errno(&study->err, "cannot start a hog");
        study_die(study, &study->err);
    }
    if (pid > 0)
        return pid;
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (tare_cpus_pin(study->cpus.cpu[load == STUDY_OTHER_CORE], &study->err))
        _exit(4);
    while (getppid() == parent)
        for (volatile int i = 0; i < 1000000; i++) {
        }
    _exit(0);
}

static void stop_hog(pid_t pid)
{
    if (pid <= 0)
        return;
    kill(pid, SIGKILL);
    waitpid(pid, NULL, 0);
}

static void expect_times(struct study *study, const struct tare_block *block)
{
    for (size_t i = 0; i < block->row_count; i++)
        if (!(block->row[i].time_ns > 0)) {
            tare_err_set(&study->err, TARE_ERR_SYSTEM, "%s: %s: %s", block->row[i].id,
                         block->row[i].status, block->row[i].reason ? block->row[i].reason : "");
            study_die(study, &study->err);
        }
}

void study_try(struct study *study, const struct study_trial *trial, struct tare_block *block)
{
    struct tare_plan plan;
    struct tare_block_params params;
    struct tare_block_run run = {0};
    pid_t hog;

    study_plan(study, trial->filter, trial->baseline, &plan);
    params = study_block(study, &plan);
    params.sets = trial->sets;
    params.min_time_ns = trial->min_time_ns;
    params.budget_ns = trial->budget_ns;
    hog = start_hog(study, trial->load);
    if (tare_block_measure(&run, &params, &study->err) ||
        tare_summary_make(block,
                          &(struct tare_summary_params){.asked = &params,
                                                        .run = &run,
                                                        .unweighed = TARE_MISSING_UNASKED,
                                                        .margin_ratio = trial->margin_ratio},
                          &study->err)) {
        stop_hog(hog);
        if (tare_child_interrupted())
            tare_block_init(block);
        else
            study_die(study, &study->err);
    } else {
        stop_hog(hog);
        expect_times(study, block);
    }
    tare_block_run_free(&run);
    tare_plan_free(&plan);
}
