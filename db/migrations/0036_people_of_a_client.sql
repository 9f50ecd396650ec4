-- The API names the people of a client; whether an account is closed is no secret of its sign-in.
grant select (person_id, disabled_at) on accounts to tsunagi_api;
create index grants_of_client on grants (client_id, person_id);
create index api_keys_of_client on api_keys (client_id, person_id);
