-- call: backup.describe-restore-job
-- scope: region
-- required: /RestoreJobId /Status
-- times: /CreationDate /CompletionDate /RecoveryPointCreationDate
-- name: /RestoreJobId
-- key: RestoreJobId
-- not-configured: ResourceNotFoundException
insert into restore_job(source_id, pointer, id, account, region, resource_arn, resource_type,
  recovery_point_arn, recovery_point_created_at, created_resource_arn, status, message, created_at,
  completed_at, testing_plan_arn, validation_status, is_parent)
select :source, :pointer, :item ->> '$.RestoreJobId', coalesce(:item ->> '$.AccountId', :account), :region,
  :item ->> '$.SourceResourceArn', coalesce(:item ->> '$.ResourceType', ''),
  :item ->> '$.RecoveryPointArn', utc(:item ->> '$.RecoveryPointCreationDate'),
  :item ->> '$.CreatedResourceArn', :item ->> '$.Status', :item ->> '$.StatusMessage',
  utc(:item ->> '$.CreationDate'), utc(:item ->> '$.CompletionDate'),
  :item ->> '$.CreatedBy.RestoreTestingPlanArn', :item ->> '$.ValidationStatus', :item ->> '$.IsParent';
