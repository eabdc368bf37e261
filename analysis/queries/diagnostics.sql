-- What was wrong in the data and was not kept, or kept with a remark.
select s.path, d.line as row, d.column_name as column, d.code, d.level, d.message
from diagnostic d join source s on s.id = d.source_id
order by s.path, s.sha256, s.id, d.line, d.column_name, d.code, d.message;
