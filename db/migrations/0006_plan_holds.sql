-- Steps ask which holds their journeys have opened, released ones too.
create index holds_by_customer on holds (customer_id);
