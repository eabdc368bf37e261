insert into bill_line(account, month, product_code, cost, source_id) values
  ('222233334444', '2024-09', 'CloudEndureDisasterRecovery', '1', 1),
  ('444455556666', '2024-09', 'AmazonEC2', '1', 1),
  ('555566667777', '2024-03', 'CloudEndureDisasterRecovery', '1', 1);
