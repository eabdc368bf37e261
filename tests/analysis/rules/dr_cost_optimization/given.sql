insert into inventory_scope values ('666666666666', 'global');
insert into bill_line(account, resource, cost, mechanism, source_id) values
  ('111111111111', 'arn:orphan', '5.01', 'snapshot_storage', 1), ('111111111111', 'arn:good', '94.99', 'backup_storage', 1),
  ('222222222222', 'arn:orphan2', '5.00', 'snapshot_storage', 1), ('222222222222', 'arn:good2', '95.00', 'backup_storage', 1),
  ('333333333333', 'arn:warm', '50', 'backup_storage', 1), ('333333333333', 'arn:good3', '50', 'backup_storage', 1),
  ('444444444444', 'i-1', '50', null, 1),
  ('555555555555', 'arn:good5', '50', 'backup_storage', 1),
  ('777777777777', 'arn:expired', '50', 'backup_storage', 1),
  ('888888888888', 'arn:good8', '96', 'backup_storage', 1), ('888888888888', 'i-drill', '4', null, 1),
  ('999999999999', 'arn:copy', '90', 'backup_storage', 1), ('999999999999', 'arn:good9', '10', 'backup_storage', 1);
insert into bill_line(account, resource, cost, mechanism, month) values ('222222222222', 'arn:orphan2', '1000', 'snapshot_storage', '2024-08');
insert into waste_item(item, kind, resource, account, cost) values
  ('1', 'orphan', 'arn:gone', '111111111111', '5.01'), ('2', 'orphan', 'arn:gone', '222222222222', '5.00'),
  ('3', 'warm', 'arn:fs', '333333333333', '50'), ('5', 'orphan', 'arn:unpriced', '555555555555', null),
  ('7', 'expired', 'arn:db', '777777777777', '50'), ('8', 'drill_instance', 'i-drill', '888888888888', '4');
insert into waste_line(line, item, account, cost) values
  (1, '1', '111111111111', '5.01'), (3, '2', '222222222222', '5.00'), (5, '3', '333333333333', '50'),
  (9, '7', '777777777777', '50'), (11, '8', '888888888888', '4'), (12, '9', '999999999999', '90');
-- Somebody has to say whether a second copy is waste: the rule does not.
insert into waste_item(item, kind, resource, account, cost, judged) values
  ('9', 'needless_copy', 'arn:db', '999999999999', '90', 0);
