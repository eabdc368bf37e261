insert into policy_region values ('eu-west-1', 'home'), ('eu-central-1', 'dr');
insert into document(source_id, pointer, account, region, call, item, body) values
  (1, '', '', '', 'terraform.show', '1-both.json', '{"kind":"state","regions":["eu-central-1","eu-west-1"],"resources":[{"address":"a"}]}'),
  (1, '', '', '', 'terraform.show', '2-one.json', '{"kind":"state","regions":["eu-west-1"],"resources":[{"address":"b"}]}'),
  (1, '', '', '', 'terraform.show', '3-no-dr.json', '{"kind":"state","regions":["eu-west-1","us-east-1"],"resources":[{"address":"c"}]}'),
  (1, '', '', '', 'terraform.show', '4-unknown.json', '{"kind":"raw_state","regions":[],"resources":[{"address":"d"}]}'),
  (1, '', '', '', 'terraform.show', '5-empty.json', '{"kind":"state","regions":[],"resources":[]}'),
  (1, '', '', '', 'terraform.show', '6-home/state.json', '{"kind":"state","regions":["eu-west-1"],"resources":[{"address":"e"},{"address":"f"}]}'),
  (1, '', '', '', 'terraform.show', '7-dr/state.json', '{"kind":"state","regions":["eu-central-1"],"resources":[{"address":"f"},{"address":"e"}]}');
insert into document(source_id, pointer, account, region, call, item, body) values
  (1, '', '', '', 'terraform.show', '8-only-a-certificate.json', '{"kind":"state","regions":["eu-west-1","us-east-1"],"resources":[
    {"address":"g","type":"aws_db_instance","region":"eu-west-1"},{"address":"h","type":"aws_acm_certificate","region":"us-east-1"}]}'),
  (1, '', '', '', 'terraform.show', '9-database-in-both.json', '{"kind":"state","regions":["eu-central-1","us-east-1"],"resources":[
    {"address":"i","type":"aws_db_instance","region":"us-east-1"},{"address":"j","type":"aws_acm_certificate","region":"us-east-1"},
    {"address":"k","type":"aws_db_instance","region":"eu-central-1"}]}'),
  (1, '', '', '', 'terraform.show', 'A-alias-of-a-plan.json', '{"kind":"plan","regions":["eu-central-1","eu-west-1"],"resources":[{"address":"l"}]}');
