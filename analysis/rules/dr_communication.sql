-- id: DR_COMMUNICATION
-- title: People who must be told in a disaster are known and current
-- severity: medium
-- why: The first hour is lost when nobody knows whom to call.
-- needs: inventory
-- uses: sns.list-subscriptions
-- param: contact_review_days integer 365  Longest time between reviews.
-- scan: yes
-- remediation: Review the contact list and attest it in attestations.json.
with channel as (
  -- Subscriptions that somebody confirmed, in the accounts of the application. They show
  -- that a message arrives somewhere, not that the right people are told.
  select r.application, count(distinct json_extract(s.value, '$.SubscriptionArn')) as n,
         min(a.source_id) as source_id, min(a.pointer || '/Subscriptions') as pointer
    from (select distinct application, account from known_resource
           where in_scope = 1 and application is not null) r
    join answer_page a on a.call = 'sns.list-subscriptions' and a.account = r.account
    join json_each(a.page, '$.Subscriptions') s
   where json_extract(s.value, '$.SubscriptionArn') like 'arn:%'
   group by r.application
),
judged as (
  select a.*, n.author, n.made_on, n.valid_until, n.status, n.author is not null as supplied,
         coalesce(c.n, 0) as n_channels, c.source_id, c.pointer,
         coalesce(n.status = 'valid'
           and unixepoch(run.as_of) - unixepoch(n.made_on) <= (:contact_review_days + 1) * 86400, 0) as attested
    from application a
    join run
    left join application_attestation n on n.application = a.name and n.rule = 'DR_COMMUNICATION'
    left join channel c on c.application = a.name
)
select 'application:' || name as resource, account, null as region, tier,
       case
         when not asks then 'not_applicable'
         when attested then 'pass'
         when supplied then 'fail'
         else 'insufficient_data'
       end as verdict,
       case
         when not asks then 'its tiers state no objective'
         when attested then 'attested by ' || author || ' on ' || made_on || '; '
           || case n_channels when 0 then 'no confirmed subscription was seen'
                              when 1 then '1 confirmed subscription in its accounts'
                              else n_channels || ' confirmed subscriptions in its accounts' end
         when status = 'altered' then 'the evidence of the attestation by ' || author || ' is missing or altered'
         when status = 'expired' then 'the attestation by ' || author || ' ended on ' || valid_until
         when status = 'not_yet_valid' then 'the attestation by ' || author || ' begins on ' || made_on
         when supplied then 'the attestation by ' || author || ' of ' || made_on || ' is older than '
           || :contact_review_days || ' days'
         when n_channels > 0 then 'only subscriptions are known: no contact list was attested'
         else 'no contact list was attested'
       end as reason,
       source_id, pointer
  from judged;
