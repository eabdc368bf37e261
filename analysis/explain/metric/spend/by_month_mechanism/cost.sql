-- what: the DR lines of one month and mechanism
select id as cost_id, cost as part from line_class where month = :month and mechanism = :mechanism
