insert into policy_region values ('eu-west-1', 'home'), ('eu-central-1', 'dr');
insert into document(source_id, pointer, account, region, call, item, body) values
  (1, '', '', '', 'terraform.show', '1-both.json', '{"kind":"state","regions":["eu-central-1","eu-west-1"],"resources":[{"address":"a"}]}'),
  (1, '', '', '', 'terraform.show', '2-one.json', '{"kind":"state","regions":["eu-west-1"],"resources":[{"address":"b"}]}'),
  (1, '', '', '', 'terraform.show', '3-no-dr.json', '{"kind":"state","regions":["eu-west-1","us-east-1"],"resources":[{"address":"c"}]}'),
  (1, '', '', '', 'terraform.show', '4-unknown.json', '{"kind":"raw_state","regions":[],"resources":[{"address":"d"}]}'),
  (1, '', '', '', 'terraform.show', '5-empty.json', '{"kind":"state","regions":[],"resources":[]}'),
  (1, '', '', '', 'terraform.show', '6-home/state.json', '{"kind":"state","regions":["eu-west-1"],"resources":[{"address":"e"},{"address":"f"}]}'),
  (1, '', '', '', 'terraform.show', '7-dr/state.json', '{"kind":"state","regions":["eu-central-1"],"resources":[{"address":"f"},{"address":"e"}]}');
