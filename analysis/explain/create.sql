-- The file that stands behind a row, as explain names it. `location` is where ingest read
-- it: it is for reading it again and is not printed.
create temp view source_file as
select id, json_object('path', path, 'sha256', sha256, 'format', format, 'status', status,
                       'message', message, 'location', location) as file
from source;

-- The facts of the bill that make up the figure that is explained. `part` is what the figure
-- takes of a fact, `whole` all of it: they differ where a line is shared.
create temp table explained (
  cost_id integer primary key,
  part text not null,         -- decimal
  whole text not null         -- decimal
) strict;
