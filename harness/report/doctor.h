/* SPDX-License-Identifier: MIT */
/*
 * The checks of model/fitness.h for people: the verdict on the machine, then a line a check with
 * its verdict, what was found, and below it what to do where it is not fit.
 */
#ifndef TARE_REPORT_DOCTOR_H
#define TARE_REPORT_DOCTOR_H

#include <stdio.h>

#include "base/err.h"
#include "model/fitness.h"
#include "report/table.h"

/* Never wider than the terminal: what is too long goes on in the next line. Green is fit, yellow
 * caution, red unfit. 0, or -1 with TARE_ERR_SYSTEM. */
int tare_doctor_write(FILE *file, const struct tare_fitness *fitness,
                      const struct tare_table_style *style, struct tare_err *err);

#endif
