-- Inquiries that are over, the newest first: of a client, of a campaign, of the person who owned them, and complaints alone.
create index inquiries_closed on inquiries (client_id, id) where status = 'closed';
create index inquiries_closed_of_campaign on inquiries (campaign_id, id) where status = 'closed';
create index inquiries_closed_of_owner on inquiries (owner_id, id) where status = 'closed';
create index inquiries_closed_complaints on inquiries (client_id, id) where status = 'closed' and grade = 'complaint';
