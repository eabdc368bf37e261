-- call: dynamodb.list-tables
-- items: /TableNames
-- scope: region
-- required: /
insert into resource(source_id, pointer, arn, type, account, region, name, detail)
select :source, :pointer,
  'arn:' || partition(:region) || ':dynamodb:' || :region || ':' || :account || ':table/' || (:item ->> '$'),
  'DynamoDB', :account, :region, :item ->> '$', 0;
