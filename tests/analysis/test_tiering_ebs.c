/* SPDX-License-Identifier: Apache-2.0 */
/* EBS snapshots: chains, blocks, and what the archive would cost. */
#include "tests/analysis/tiering_world.h"

#define VOLUME "arn:aws:ec2:us-east-1:111122223333:volume/vol-1"

/* A snapshot of vol-1, a volume of 105 GiB, billed `gb` at 0.05. */
static void add_snapshot(struct store *store, const char *id, const char *created_at,
                         const char *gb)
{
    char *CLEANUP(mem_freep) sql = mem_format(
        "insert into snapshot(source_id, pointer, arn, id, kind, account, region, resource_arn,"
        " origin, state, created_at, bytes) values (1, '', 'arn:%s', '%s', 'ebs', '111122223333',"
        " 'us-east-1', '" VOLUME "', 'manual', 'completed', '%s', 112742891520);"
        "insert into bill_line values (null, '2024-09', '111122223333', 'us-east-1', 'AmazonEC2',"
        " 'EBS:SnapshotUsage', 'CreateSnapshot', 'Usage', 'snapshot_storage', 'warm', '%s',"
        " 'arn:%s', null, '%s', dec_mul('%s', '0.05'))",
        id, id, created_at, id, id, gb, gb);
    run(store, sql);
}

/* What `ebs list-changed-blocks` (or, without `first`, list-snapshot-blocks) said. */
static void add_blocks(struct store *store, const char *first, const char *second, const char *runs)
{
    char *CLEANUP(mem_freep) sql = mem_format(
        "insert into source(id, path, location, sha256, bytes, format, status)"
        " select max(id) + 1, 'b' || max(id), 'b', '', 0, 'x', 'ok' from source;"
        "insert into block_listing select max(id), '', '111122223333', 'us-east-1',"
        " nullif('%s', ''), '%s', 524288 from source;"
        "insert into block_run select (select max(id) from source), column1, column2, column3,"
        " column4 from (values %s)",
        first, second, runs);
    run(store, sql);
}

/* The only snapshot of a volume that is gone. */
static struct store *orphan(void)
{
    struct store *store = start();
    run(store, "insert into call_state values ('111122223333', 'us-east-1', 'ec2.describe-volumes',"
               " '', 'empty', 1)");
    add_snapshot(store, "snap-1", "2023-01-01T00:00:00Z", "100");
    return store;
}

/* Three snapshots of a volume that lives: a full one and two increments. */
static struct store *chain(const char *increment)
{
    struct store *store = start();
    run(store, "insert into known_resource(arn, type, tier, account, region, name)"
               " values ('" VOLUME "', 'EBS', 'tier-9', '111122223333', 'us-east-1', 'vol-1')");
    add_snapshot(store, "snap-1", "2023-01-01T00:00:00Z", "100");
    add_snapshot(store, "snap-2", "2023-02-01T00:00:00Z", increment);
    add_snapshot(store, "snap-3", "2023-03-01T00:00:00Z", increment);
    return store;
}

Test(tiering_ebs, archives_the_only_snapshot_of_a_volume_that_is_gone)
{
    /* 100 * (0.05 - 0.0125); one restore a year at worst: 100 * 0.03 / 12 */
    expect(orphan(),
           "kind, verdict, gb, saving, saving_low, saving_high, price_source, change_json",
           "ebs_archive|accept|100|3.75|3.5|3.75|sample|"
           "{\"SnapshotId\":\"snap-1\",\"StorageTier\":\"archive\"}\n");
}

Test(tiering_ebs, cannot_tell_for_the_only_snapshot_when_the_volumes_were_not_listed)
{
    struct store *store = orphan();
    run(store, "delete from call_state");
    expect(store, "verdict, saving", "cannot_tell|-\n");
    store = orphan();
    run(store, "update snapshot set resource_arn = null");
    expect(store, "verdict, saving", "cannot_tell|-\n");
}

Test(tiering_ebs, never_proposes_the_newest_of_a_volume_that_lives)
{
    struct store *store = orphan();
    run(store, "insert into known_resource(arn, type, tier, account, region, name)"
               " values ('" VOLUME "', 'EBS', '', '111122223333', 'us-east-1', 'vol-1')");
    expect(store, "verdict, saving, change_json", "reject|0|{}\n");
}

Test(tiering_ebs, counts_restores_of_the_past_year_as_those_to_come)
{
    struct store *store = orphan();
    run(store,
        "insert into known_resource(arn, type, account, region, name, created_at, attributes)"
        " values ('arn:v2', 'EBS', '111122223333', 'us-east-1', 'vol-2',"
        " '2024-03-01T00:00:00Z', '{\"SnapshotId\":\"snap-1\"}'), ('arn:v3', 'EBS',"
        " '111122223333', 'us-east-1', 'vol-3', '2023-09-30T00:00:00Z',"
        " '{\"SnapshotId\":\"snap-1\"}')");
    expect(store, "verdict, saving, saving_low, saving_high", "accept|3.5|3.5|3.75\n");
}

Test(tiering_ebs, holds_a_snapshot_of_a_tier_that_cannot_wait_for_the_archive)
{
    struct store *store = orphan();
    run(store, "insert into tag_value values ('arn:snap-1', 'tier', 'Gold ');"
               "insert into tier_value values ('gold', 'tier-0')");
    expect(store, "verdict, saving, change_json", "held|3.75|{}\n");
}

Test(tiering_ebs, holds_a_locked_snapshot)
{
    static const char *const locks[][2] = {{"governance", "held\n"}, {"expired", "accept\n"}};
    for (size_t i = 0; i < 2; i++) {
        struct store *store = orphan();
        char *CLEANUP(mem_freep) sql =
            mem_format("insert into document values (1, '', '111122223333', 'us-east-1',"
                       " 'ec2.describe-locked-snapshots', '',"
                       " '{\"Snapshots\":[{\"SnapshotId\":\"snap-1\",\"LockState\":\"%s\"}]}')",
                       locks[i][0]);
        run(store, sql);
        expect(store, "verdict", locks[i][1]);
    }
}

Test(tiering_ebs, cannot_tell_where_something_else_decides_how_long_it_is_kept)
{
    struct store *store = orphan();
    run(store, "update snapshot set origin = 'dlm'");
    expect(store, "verdict, saving, saving_high", "cannot_tell|-|3.75\n");
}

Test(tiering_ebs, rejects_the_snapshot_behind_a_machine_image)
{
    struct store *store = orphan();
    run(store, "update snapshot set description = 'Created by CreateImage(i-1) for ami-1'");
    expect(store, "verdict, saving", "reject|0\n");
}

Test(tiering_ebs, rejects_the_snapshot_that_a_registered_image_names)
{
    struct store *store = orphan();
    run(store, "insert into document values (1, '', '111122223333', 'us-east-1',"
               " 'ec2.describe-images', '', '{\"Images\":[{\"ImageId\":\"ami-1\","
               "\"BlockDeviceMappings\":[{\"Ebs\":{\"SnapshotId\":\"snap-1\"}}]}]}')");
    expect(store, "verdict, saving", "reject|0\n");
}

Test(tiering_ebs, rejects_a_small_increment_of_a_large_volume_from_the_bill_alone)
{
    /* snap-2: 5 GB at 0.05 freed at most, 105 GB at 0.0125 billed: 0.25 - 1.3125; the newest
     * 0.25 - 105 * 0.0125, as a volume of 105 GB cannot fill more */
    expect(chain("5"), "resource, verdict, saving",
           "arn:snap-1|reject|0\narn:snap-2|reject|-1.0625\narn:snap-3|reject|-1.0625\n");
}

Test(tiering_ebs, tells_what_the_whole_chain_would_cost)
{
    /* 110 GB at 0.05; three times the 100 GB of the oldest at 0.0125 */
    expect(chain("5"), "reason like '%whole chain of 3 would cost 3.75 instead of 5.5'",
           "0\n1\n0\n");
}

Test(tiering_ebs, cannot_tell_where_the_bill_leaves_both_ways_open)
{
    /* 60 GB: at best 60 * 0.05 - 100 * 0.0125; at worst none of it is its own */
    expect(chain("60"), "resource, verdict, saving, saving_high, dec_cmp(saving_low, '0')",
           "arn:snap-1|reject|0|-|-\narn:snap-2|cannot_tell|-|1.75|-1\narn:snap-3|reject|0|-|-\n");
}

Test(tiering_ebs, archives_an_increment_whose_listed_blocks_are_its_own)
{
    struct store *store = chain("60");
    /* 204,800 blocks of 512 KiB: 100 GB in full. New against snap-1: 122,880 blocks, of
     * which snap-3 has 81,920 no more: 40 GB are its own. 40 * 0.05 - 100 * 0.0125 */
    add_blocks(store, "", "snap-2", "(0, 99999, 0, 1), (100000, 204799, 0, 1)");
    add_blocks(store, "snap-1", "snap-2", "(0, 122879, 1, 1), (204800, 300000, 1, 0)");
    add_blocks(store, "snap-2", "snap-3", "(40960, 150000, 1, 1), (200000, 204799, 1, 0)");
    expect(store, "resource, verdict, saving, saving_low, saving_high",
           "arn:snap-1|reject|0|-|-\narn:snap-2|accept|0.75|0.5|0.75\narn:snap-3|reject|0|-|-\n");
}

Test(tiering_ebs, counts_a_block_once_that_two_pages_list)
{
    struct store *store = chain("60");
    add_blocks(store, "", "snap-2", "(0, 204799, 0, 1), (0, 204799, 0, 1)");
    add_blocks(store, "snap-1", "snap-2", "(0, 81919, 1, 1), (0, 81919, 1, 1)");
    add_blocks(store, "snap-2", "snap-3", "(0, 81919, 1, 1)");
    expect(store, "saving", "0\n0.75\n0\n");
}

Test(tiering_ebs, rejects_listed_blocks_that_are_too_few)
{
    struct store *store = chain("60");
    add_blocks(store, "", "snap-2", "(0, 204799, 0, 1)");
    add_blocks(store, "snap-1", "snap-2", "(0, 20479, 1, 1)");
    add_blocks(store, "snap-2", "snap-3", "(0, 20479, 1, 1)");
    expect(store, "verdict, saving", "reject|0\nreject|-0.75\nreject|0\n");
}

Test(tiering_ebs, takes_no_listing_that_was_cut_off)
{
    struct store *store = chain("60");
    add_blocks(store, "", "snap-2", "(0, 204799, 0, 1)");
    add_blocks(store, "snap-1", "snap-2", "(0, 81919, 1, 1)");
    add_blocks(store, "snap-2", "snap-3", "(0, 81919, 1, 1)");
    run(store, "update source set status = 'truncated' where id = 3");
    expect(store, "verdict", "reject\ncannot_tell\nreject\n");
}

Test(tiering_ebs, never_frees_more_than_the_bill_shows_for_a_snapshot)
{
    struct store *store = chain("30");
    add_blocks(store, "", "snap-2", "(0, 20479, 0, 1)");
    add_blocks(store, "snap-1", "snap-2", "(0, 204799, 1, 1)");
    add_blocks(store, "snap-2", "snap-3", "(0, 204799, 1, 1)");
    /* 30 GB billed, whatever the blocks say: 30 * 0.05 - 10 * 0.0125 */
    expect(store, "verdict, saving", "reject|0\naccept|1.375\nreject|0\n");
}

Test(tiering_ebs, cannot_tell_when_a_volume_made_from_it_may_share_its_blocks)
{
    struct store *store = chain("60");
    add_blocks(store, "", "snap-2", "(0, 204799, 0, 1)");
    add_blocks(store, "snap-1", "snap-2", "(0, 81919, 1, 1)");
    add_blocks(store, "snap-2", "snap-3", "(0, 81919, 1, 1)");
    run(store, "insert into known_resource(arn, type, account, region, name, attributes)"
               " values ('arn:v2', 'EBS', '111122223333', 'us-east-1', 'vol-2',"
               " '{\"SnapshotId\":\"snap-2\"}');"
               "insert into snapshot(source_id, pointer, arn, id, kind, account, region,"
               " resource_arn, origin, state) values (1, '', 'arn:snap-9', 'snap-9', 'ebs',"
               " '111122223333', 'us-east-1', 'arn:v2', 'manual', 'completed')");
    expect(store, "verdict", "reject\ncannot_tell\nreject\n");
}

Test(tiering_ebs, archives_no_more_than_twenty_five_of_a_volume)
{
    struct store *store = chain("60");
    add_blocks(store, "", "snap-2", "(0, 204799, 0, 1)");
    add_blocks(store, "snap-1", "snap-2", "(0, 81919, 1, 1)");
    add_blocks(store, "snap-2", "snap-3", "(0, 81919, 1, 1)");
    run(store,
        "with recursive n(i) as (select 1 union all select i + 1 from n where i < 25)"
        " insert into snapshot(source_id, pointer, arn, id, kind, account, region,"
        " resource_arn, origin, state, tier) select 1, '', 'arn:old-' || i, 'snap-old-' || i,"
        " 'ebs', '111122223333', 'us-east-1', '" VOLUME "', 'manual', 'completed',"
        " 'archive' from n");
    expect(store, "verdict, saving", "reject|0\nreject|0\nreject|0\n");
}

Test(tiering_ebs, leaves_a_snapshot_of_this_month_for_later)
{
    struct store *store = chain("60");
    run(store, "update snapshot set created_at = '2024-09-10T00:00:00Z' where id = 'snap-2';"
               "update snapshot set created_at = '2024-09-20T00:00:00Z' where id = 'snap-3'");
    expect(store, "verdict", "reject\ncannot_tell\nreject\n");
}
