/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/progress.h"

#include <stdbool.h>
#include <stdio.h>

#include "cli/figure.h"
#include "cli/terminal.h"
#include "support/err.h"

enum { SECOND_MS = 1000, SILENT_MS = 1000, BETWEEN_MS = 250 };

static struct {
    bool started;
    bool drawn;
    int64_t start_ms;
    int64_t last_ms;
} progress;

static int64_t now_ms(void)
{
    struct timespec t = {0};
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * SECOND_MS + t.tv_nsec / 1000000;
}

static void draw(uint64_t done, uint64_t total, int64_t elapsed_ms)
{
    char have[FIGURE_SIZE];
    char all[FIGURE_SIZE];
    char rate[FIGURE_SIZE];
    uint64_t per_second = done * SECOND_MS / (uint64_t)elapsed_ms;
    uint64_t left = per_second ? (total - done) / per_second : 0;
    figure_bytes(done, have);
    figure_bytes(total, all);
    figure_bytes(per_second, rate);
    fprintf(stderr, "\r\033[K%s of %s  %u%%  %s/s  %u:%02u left", have, all,
            (unsigned)(done * 100 / total), rate, (unsigned)(left / 60), (unsigned)(left % 60));
    fflush(stderr);
    progress.drawn = true;
}

void progress_show(void *context, uint64_t done_bytes, uint64_t total_bytes)
{
    (void)context;
    if (!terminal_draws_progress()) {
        return;
    }
    int64_t now = now_ms();
    if (!progress.started) {
        progress.started = true;
        progress.start_ms = now;
    }
    bool due = now - progress.start_ms >= SILENT_MS && now - progress.last_ms >= BETWEEN_MS;
    if (due && total_bytes > 0 && done_bytes <= total_bytes) {
        progress.last_ms = now;
        draw(done_bytes, total_bytes, now - progress.start_ms);
    }
}

void progress_clear(void)
{
    if (progress.drawn) {
        fputs("\r\033[K", stderr);
        progress.drawn = false;
    }
}
