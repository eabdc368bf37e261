/* SPDX-License-Identifier: Apache-2.0 */
/* bench_rules DATABASE POLICY: what the analysis of a loaded database takes, as two
 * figures in seconds of processor time: the steps that join the evidence, and all the
 * rules with the settling of their findings. bench_rules.sh sets them beside the reading. */
#include <stdio.h>
#include <time.h>

#include "analysis/analysis.h"
#include "analysis/pipeline.h"
#include "store/store.h"
#include "support/err.h"

static double seconds_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static int measure(const char *database, const struct analysis_options *options, struct err *err)
{
    struct store *CLEANUP(store_closep) store = NULL;
    int rc = store_open(database, STORE_READ, &store, err);
    if (rc < 0) {
        return rc;
    }
    double begun = seconds_now();
    if ((rc = pipeline_run(store, options, err)) < 0) {
        return rc;
    }
    double joined = seconds_now();
    if ((rc = rules_run(store, options, err)) < 0) {
        return rc;
    }
    double judged = seconds_now();
    printf("%.2f %.2f\n", joined - begun, judged - joined);
    return 0;
}

int main(int argc, char **argv)
{
    if (argc != 3) {
        fprintf(stderr, "usage: bench_rules DATABASE POLICY\n");
        return 2;
    }
    struct err err = ERR_INIT;
    const struct analysis_options options = {.policy_path = argv[2]};
    if (measure(argv[1], &options, &err) < 0) {
        fprintf(stderr, "bench_rules: %s\n", err.text);
        return 1;
    }
    return 0;
}
