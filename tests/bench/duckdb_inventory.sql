-- The histogram of make_s3_inventory.py's report as DuckDB makes it; FOLDER is put in its place.
copy (
  select class, current, iif(kib = 0, 0, least(1 << 30, (1 << cast(floor(log2(kib)) as bigint)) * 1024)) as size_from,
         case when age >= 730 then 730 when age >= 365 then 365 when age >= 180 then 180
              when age >= 120 then 120 when age >= 90 then 90 when age >= 60 then 60
              when age >= 30 then 30 else 0 end as age_days,
         count(*) as n_objects, sum(bytes) as bytes
  from (
    select column08 as class, cast(column03 = 'true' as integer) as current, cast(column05 as bigint) as bytes,
           cast(column05 as bigint) // 1024 as kib,
           (epoch(timestamp '2024-09-30') - epoch(cast(replace(column06, 'Z', '') as timestamp))) // 86400 as age
    from read_csv('FOLDER/bench/daily/data/*.csv.gz', header = false, all_varchar = true))
  group by 1, 2, 3, 4 order by 1, 2, 3, 4)
to 'FOLDER/duckdb.csv' (header false);
