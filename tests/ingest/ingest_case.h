/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TESTS_INGEST_CASE_H
#define TESTS_INGEST_CASE_H

/* A folder of input files, a store, and what came of ingesting. Each test file includes
 * this once. */

#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include <criterion/criterion.h>

#include "ingest/ingest.h"
#include "store/store.h"
#include "support/err.h"
#include "support/mem.h"
#include "support/strbuf.h"
#include "tests/lib/testlib.h"

#define CASE_HEADER                                                                                \
    "bill/PayerAccountId,bill/BillingPeriodStartDate,lineItem/UsageAccountId,"                     \
    "lineItem/LineItemType,lineItem/UsageStartDate,lineItem/UsageEndDate,lineItem/ProductCode,"    \
    "lineItem/UsageType,lineItem/Operation,lineItem/UsageAmount,lineItem/CurrencyCode,"            \
    "lineItem/UnblendedCost,lineItem/ResourceId,resourceTags/user:Name\n"

/* A usage line of 2024-09 for resource r-1; the cost and the tag as given. */
#define CASE_LINE(cost, tag)                                                                       \
    "011122223333,2024-09-01T00:00:00Z,044455556666,Usage,2024-09-02T00:00:00Z,"                   \
    "2024-09-02T01:00:00Z,AmazonS3,TimedStorage-ByteHrs,StandardStorage,1.5,USD," cost ",r-1," tag \
    "\n"

struct ingest_case {
    char *dir;
    struct store *store;
    struct ingest_options options;
    struct ingest_outcome outcome;
    struct strbuf problems; /* "path:row:column:code:text\n", rejects and warnings only */
};

__attribute__((unused)) static void case_problem(void *context, const struct diagnostic *problem)
{
    struct strbuf *problems = context;
    if (problem->code != DIAG_LEFT_ALONE) {
        const char *name = strrchr(problem->path, '/');
        strbuf_addf(problems, "%s:%lld:%s:%s:%s\n", name ? name + 1 : problem->path,
                    (long long)problem->row, problem->column, diag_code_name(problem->code),
                    problem->text);
    }
}

__attribute__((unused)) static struct ingest_case case_new(void)
{
    return (struct ingest_case){.dir = test_dir(), .store = test_store(), .problems = STRBUF_INIT};
}

__attribute__((unused)) static void case_end(struct ingest_case *it)
{
    store_close(it->store);
    strbuf_release(&it->problems);
    test_remove_dir(it->dir);
    free(it->dir);
}

__attribute__((unused)) static void case_write_bytes(struct ingest_case *it, const char *name,
                                                     const void *bytes, size_t size)
{
    char *CLEANUP(mem_freep) path = mem_format("%s/%s", it->dir, name);
    test_write(path, bytes, size);
}

__attribute__((unused)) static void case_write(struct ingest_case *it, const char *name,
                                               const char *text)
{
    case_write_bytes(it, name, text, strlen(text));
}

/* One gzip member of `text`; the size. */
__attribute__((unused)) static size_t case_gzip(const char *text, unsigned char *out, size_t room)
{
    z_stream stream = {0};
    cr_assert_eq(deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
    stream.next_in = (unsigned char *)(uintptr_t)text;
    stream.avail_in = (unsigned)strlen(text);
    stream.next_out = out;
    stream.avail_out = (unsigned)room;
    cr_assert_eq(deflate(&stream, Z_FINISH), Z_STREAM_END);
    size_t size = room - stream.avail_out;
    deflateEnd(&stream);
    return size;
}

/* Ingests a path below the case's folder ("" = the folder) and keeps the outcome. */
__attribute__((unused)) static void case_ingest(struct ingest_case *it, const char *name)
{
    struct err err = ERR_INIT;
    char *CLEANUP(mem_freep) path = mem_format("%s%s%s", it->dir, *name ? "/" : "", name);
    const char *const paths[] = {path};
    struct diag_sink sink = {case_problem, &it->problems};
    strbuf_clear(&it->problems);
    cr_assert_eq(ingest_run(it->store, paths, 1, &it->options, sink, &it->outcome, &err), 0, "%s",
                 err.text);
    cr_expect_eq(it->outcome.rows_read, it->outcome.rows_kept + it->outcome.rows_rejected);
}

#define case_expect(it, sql, expected)                                                             \
    do {                                                                                           \
        char *CLEANUP(mem_freep) got_ = test_query((it)->store, sql);                              \
        cr_expect_str_eq(got_, expected, "%s\n gives: %s expected: %s", sql, got_, expected);      \
    } while (0)

/* Lines, sum, and what the source says of them. */
#define CASE_TOTALS                                                                                \
    "select (select sum(n_lines) from cost), (select dec_sum(unblended) from cost),"               \
    " (select group_concat(unblended) from control_total)"

#endif
