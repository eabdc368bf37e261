/* SPDX-License-Identifier: Apache-2.0 */
/* The blocks of EBS snapshots, which are kept as runs. */

#include "tests/ingest/inventory_fixture.h"

#define SCOPE "111122223333/eu-west-1/"

Test(blocks, blocks_of_snapshots_are_kept_as_runs)
{
    struct folder CLEANUP(folder_release) f = folder_new();
    folder_put_text(
        &f, SCOPE "ebs.list-snapshot-blocks/snap-2.json",
        "{\"Blocks\":[{\"BlockIndex\":0,\"BlockToken\":\"a\"},{\"BlockIndex\":1,\"BlockToken\":\"b\"},"
        "{\"BlockIndex\":7,\"BlockToken\":\"c\"}],\"VolumeSize\":8,\"BlockSize\":524288}");
    folder_put_text(
        &f, SCOPE "ebs.list-changed-blocks/snap-1_snap-2.json",
        "{\"ChangedBlocks\":[{\"BlockIndex\":1,\"FirstBlockToken\":\"x\",\"SecondBlockToken\":\"b\"},"
        "{\"BlockIndex\":2,\"FirstBlockToken\":\"y\"},{\"BlockIndex\":7,\"SecondBlockToken\":\"c\"}],"
        "\"VolumeSize\":8,\"BlockSize\":524288}");
    folder_ingest(&f);
    cr_expect_eq(f.outcome.rows_rejected, 0, "%s", f.problems.text);
    EXPECT_ROWS(&f,
                "select first_snapshot, second_snapshot, block_size, first_index, last_index,"
                " in_first, in_second from block_listing join block_run using (source_id)"
                " order by 1, 4",
                "-|snap-2|524288|0|1|0|1\n-|snap-2|524288|7|7|0|1\n"
                "snap-1|snap-2|524288|1|1|1|1\nsnap-1|snap-2|524288|2|2|1|0\n"
                "snap-1|snap-2|524288|7|7|0|1\n");
}

Test(blocks, blocks_without_their_snapshots_or_with_a_bad_index_are_rejected)
{
    static const char *const files[][2] = {
        {SCOPE "ebs.list-snapshot-blocks.json",
         "{\"Blocks\":[{\"BlockIndex\":0,\"BlockToken\":\"a\"}],\"BlockSize\":524288}"},
        {SCOPE "ebs.list-changed-blocks/snap-1.json",
         "{\"ChangedBlocks\":[{\"BlockIndex\":0,\"SecondBlockToken\":\"a\"}],\"BlockSize\":524288}"},
        {SCOPE "ebs.list-snapshot-blocks/snap-1.json",
         "{\"Blocks\":[{\"BlockIndex\":\"x\",\"BlockToken\":\"a\"}],\"BlockSize\":524288}"},
        {SCOPE "ebs.list-snapshot-blocks/snap-1.json",
         "{\"Blocks\":[{\"BlockToken\":\"a\"}],\"BlockSize\":524288}"},
        {SCOPE "ebs.list-snapshot-blocks/snap-1.json", "{\"Blocks\":[],\"BlockSize\":0}"},
    };
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        struct folder CLEANUP(folder_release) f = folder_new();
        folder_put_text(&f, files[i][0], files[i][1]);
        folder_ingest(&f);
        cr_expect_eq(f.outcome.rows_rejected, 1, "%zu: %s", i, f.problems.text);
        EXPECT_ROWS(&f, "select count(*) from block_run", "0\n");
    }
}
