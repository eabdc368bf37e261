-- what: the DR lines of one month
select id as cost_id, cost as part from line_class where month = :month and mechanism is not null
