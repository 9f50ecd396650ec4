-- With the file's own hash it tells whether a delivery is the same again: the same file under another mapping is not.
alter table imports add column columns_hash text not null default '';

-- A row that names its customer (or contract) needs no second reference to the client, who is the customer's: an import
-- writes a dozen such rows per customer, and each reference costs as much as the row.
alter table vault_keys drop constraint vault_keys_client_id_fkey;
alter table vault_items drop constraint vault_items_client_id_fkey;
alter table blind_index drop constraint blind_index_client_id_fkey;
alter table second_factors drop constraint second_factors_client_id_fkey;
alter table contact_points drop constraint contact_points_client_id_fkey;
alter table consents drop constraint consents_client_id_fkey;
alter table contracts drop constraint contracts_client_id_fkey;
alter table audience drop constraint audience_client_id_fkey;

-- These are written with their customer in one transaction (the campaign locked) and customers, contracts and campaigns
-- are never deleted: contracts keep the reference to the customer, and an audience row to its contract.
alter table vault_keys drop constraint vault_keys_customer_id_fkey;
alter table vault_items drop constraint vault_items_customer_id_fkey;
alter table blind_index drop constraint blind_index_customer_id_fkey;
alter table second_factors drop constraint second_factors_customer_id_fkey;
alter table contact_points drop constraint contact_points_customer_id_fkey;
alter table consents drop constraint consents_customer_id_fkey;
alter table audience drop constraint audience_customer_id_fkey;
alter table audience drop constraint audience_campaign_id_fkey;
