# SPDX-License-Identifier: Apache-2.0
"""S3 tiering from files to the change: a bill, an S3 Inventory report, a lifecycle."""

import gzip
import hashlib
import json
import shutil
from fractions import Fraction

import harness

try:
    import botocore.session
    import botocore.validate
except ImportError:
    botocore = None

HEADER = ("bill/PayerAccountId,bill/BillingPeriodStartDate,lineItem/UsageAccountId,lineItem/LineItemType,"
          "lineItem/UsageStartDate,lineItem/ProductCode,lineItem/UsageType,lineItem/Operation,lineItem/ResourceId,"
          "lineItem/UsageAmount,lineItem/CurrencyCode,lineItem/UnblendedCost,product/region")
GIB = 2**30
KEPT_RULES = [
    {"ID": "parts", "Status": "Enabled", "Filter": {"Prefix": ""},
     "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 7}},
    {"ID": "tmp", "Status": "Disabled", "Filter": {"And": {"Prefix": "tmp/", "Tags": [{"Key": "a", "Value": "b"}]}},
     "Expiration": {"Days": 1}}]


def bill(month, buckets):
    """A month of Standard storage at 0.023: {bucket: GB}."""
    lines = [HEADER]
    for bucket, gb in buckets.items():
        lines.append(f"999988887777,{month}-01T00:00:00Z,111122223333,Usage,{month}-01T00:00:00Z,AmazonS3,"
                     f"TimedStorage-ByteHrs,StandardStorage,{bucket},{gb},USD,{gb * 23 / 1000:.6f},us-east-1")
    return "\n".join(lines) + "\n"


class S3(harness.Case):
    def report(self, bucket, objects):
        """An S3 Inventory report: [(how many, bytes, modified)]."""
        rows = "".join(f'"{bucket}","k%2F{i}-{j}","{size}","{modified}T00:00:00.000Z","STANDARD"\n'
                       for i, (n, size, modified) in enumerate(objects) for j in range(n))
        data = gzip.compress(rows.encode(), mtime=0)
        self.write(f"inventory/{bucket}/all/data/1.csv.gz", data)
        manifest = json.dumps({
            "sourceBucket": bucket, "destinationBucket": "arn:aws:s3:::reports", "version": "2016-11-30",
            "creationTimestamp": "1727654400000", "fileFormat": "CSV",
            "fileSchema": "Bucket, Key, Size, LastModifiedDate, StorageClass",
            "files": [{"key": f"{bucket}/all/data/1.csv.gz", "size": len(data),
                       "MD5checksum": hashlib.md5(data).hexdigest()}]})
        self.write(f"inventory/{bucket}/all/2024-09-30T00-00Z/manifest.json", manifest)
        self.write(f"inventory/{bucket}/all/2024-09-30T00-00Z/manifest.checksum",
                   hashlib.md5(manifest.encode()).hexdigest())

    def tiering(self, buckets):
        """Loads a bill of two months and what was written, and gives the S3 proposals."""
        self.write("bill-08.csv", bill("2024-08", buckets))
        self.write("bill-09.csv", bill("2024-09", buckets))
        calls = "calls/111122223333/global/s3api"
        self.write(f"{calls}.list-buckets.json",
                   json.dumps({"Buckets": [{"Name": b, "CreationDate": "2020-01-01T00:00:00Z"} for b in buckets]}))
        self.run_tool("ingest", "-q", "bill-08.csv", "bill-09.csv", "inventory", "calls", expect=None)
        return [p for p in self.answer()["proposals"] if p["kind"].startswith("s3_")]

    def answer(self):
        answer = json.loads(self.run_tool("tiering", "--json", "--month", "2024-09", expect=None).stdout)
        return answer.get("tiering", answer)

    def test_the_change_is_accepted_by_aws(self):
        """the change holds the rules that the bucket has and is what put-bucket-lifecycle-configuration takes"""
        self.report("ledger", [(200, 8 * GIB // 10, "2024-01-01"), (30, GIB // 10, "2024-09-29")])
        self.write("calls/111122223333/global/s3api.get-bucket-lifecycle-configuration/ledger.json",
                   json.dumps({"Rules": KEPT_RULES, "TransitionDefaultMinimumObjectSize": "all_storage_classes_128K"}))
        [proposal] = self.tiering({"ledger": 163})
        self.assertEqual((proposal["verdict"], proposal["to"]), ("accept", "DEEP_ARCHIVE"), proposal)
        rules = proposal["change"]["Rules"]
        self.assertEqual(rules[:2], KEPT_RULES)
        self.assertEqual(rules[2]["Filter"], {"ObjectSizeGreaterThan": 131071})
        self.assertEqual(rules[2]["Transitions"], [{"Days": 30, "StorageClass": "DEEP_ARCHIVE"}])
        self.assertEqual(len({rule["ID"] for rule in rules}), len(rules))
        for rule in rules:
            self.assertIn(rule["Status"], ("Enabled", "Disabled"))
            self.assertNotIn("Prefix", rule)
        if botocore:
            shape = botocore.session.get_session().get_service_model("s3").operation_model(
                "PutBucketLifecycleConfiguration").input_shape.members["LifecycleConfiguration"]
            report = botocore.validate.ParamValidator().validate(proposal["change"], shape)
            self.assertFalse(report.has_errors(), report.generate_report())

    def test_a_bucket_that_only_its_report_knows(self):
        """a bucket without list-buckets is judged by its report, as if it had to be read at once"""
        self.report("alone", [(100, GIB // 10, "2024-01-01")])
        self.write("bill-08.csv", bill("2024-08", {"alone": 10}))
        self.write("bill-09.csv", bill("2024-09", {"alone": 10}))
        self.write("policy.json", json.dumps({
            "schema": "drledger/policy/1", "organization": "Example",
            "tiers": [{"id": "t", "name": "T", "strategy": "backup_and_restore", "rto": "PT72H", "rpo": "PT24H"}],
            "default_tier": "t"}))
        self.run_tool("ingest", "-q", "bill-08.csv", "bill-09.csv", "inventory", expect=None)
        answer = json.loads(self.run_tool("tiering", "--json", "--policy", "policy.json", "--month", "2024-09",
                                          expect=None).stdout)
        answer = answer.get("tiering", answer)
        [proposal] = [p for p in answer["proposals"] if p["kind"].startswith("s3_")]
        self.assertEqual((proposal["verdict"], proposal["to"]), ("accept", "GLACIER_IR"), proposal)
        self.assertIn("its tier is not known", proposal["reason"])
        self.assertIn("111122223333/global/s3api.list-buckets", answer["missing"])

    def test_less_evidence_saves_no_more(self):
        """without its S3 Inventory report a bucket may look cheaper to move, and the total says it is incomplete"""
        self.report("crumbs", [(2000, 4096, "2024-01-01")])
        [proposal] = self.tiering({"crumbs": 100})
        self.assertEqual(proposal["verdict"], "reject", proposal)
        whole = self.answer()
        shutil.rmtree(self.dir / "inventory")
        (self.dir / "drledger.db").unlink()
        (self.dir / "inventory").mkdir()
        [proposal] = self.tiering({"crumbs": 100})
        less = self.answer()
        self.assertGreater(Fraction(less["net_monthly_saving"]), Fraction(whole["net_monthly_saving"]))
        self.assertFalse(less["complete"])
        self.assertIn("111122223333/us-east-1/s3-inventory/crumbs", less["missing"])

    def test_savings_stay_below_the_bill(self):
        """what is accepted saves less than the bill has for its bucket, whatever the objects are"""
        buckets = {}
        for i, (n, size) in enumerate([(3, 300 * GIB), (400, 131072), (400, GIB // 5), (1000, 10), (1, 49 * GIB)]):
            buckets[f"bucket-{i}"] = max(1, -(-n * size // GIB))
            self.report(f"bucket-{i}", [(n, size, "2023-02-01"), (5, 200, "2024-09-28")])
        proposals = self.tiering(buckets)
        accepted = [p for p in proposals if p["verdict"] == "accept"]
        self.assertTrue(accepted)
        for proposal in accepted:
            billed = Fraction(buckets[proposal["resource"].rpartition(":")[2]] * 23, 1000)
            self.assertLess(Fraction(proposal["monthly_saving"]), billed, proposal)
            self.assertGreater(Fraction(proposal["net_12_months"]), 0, proposal)
        for proposal in proposals:
            if proposal["verdict"] == "reject":
                self.assertLessEqual(Fraction(proposal["net_12_months"]), 0, proposal)


if __name__ == "__main__":
    harness.main()
