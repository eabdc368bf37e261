insert into policy_file select json_extract(:policy, '$.organization'), :digest;
