-- What is loaded, as sha256sum prints it.
select sha256 || '  ' || path || char(10)
from source
where status not in ('refused', 'left_alone')
order by path, sha256;
