import { Administrator, EvidenceWorld } from './evidence-world';

let world: EvidenceWorld;
let administrator: Administrator;
beforeAll(async () => {
  world = await EvidenceWorld.play();
  administrator = await Administrator.on(world.api);
});
afterEach(() => administrator.undoes());
afterAll(async () => {
  await administrator.end();
  await world.api.t.close();
});

test('untouched rows agree with the ledger', async () => {
  expect(await world.verify()).toEqual({ journeys: 6, amiss: 0, faults: [], unproved: 0 });
});

const first = (table: string, where = 'true', key = 'id') => `(select min(${key}) from ${table} where ${where})`;
const edit = (table: string, set: string, where?: string) =>
  `update ${table} set ${set} where id = ${first(table, where)}`;
const remove = (table: string, where?: string) => `delete from ${table} where id = ${first(table, where)}`;
const SENT = `status = 'handed_over'`;
const ANSWER = `kind = 'answer'`;
const RELEASED = 'released_at is not null';
const LATER = `interval '1 day'`;

/** What a database administrator could do to a row, and what is found: table and field, or the row as a whole. */
const EDITS: [string, string, { table: string; field?: string; why?: string }][] = [
  ['a sent message is deleted', remove('messages', SENT), { table: 'messages', why: 'row_missing' }],
  [
    'a sent message is dated earlier',
    edit('messages', `handed_over_at = handed_over_at - ${LATER}`, SENT),
    { table: 'messages', field: 'handed_over_at' },
  ],
  [
    'a failed message becomes one that was handed over',
    edit('messages', `status = 'handed_over', handed_over_at = due_at, failure = null`, `status = 'failed'`),
    { table: 'messages', field: 'status' },
  ],
  [
    'a sent message becomes one that failed',
    edit('messages', `status = 'failed'`, SENT),
    { table: 'messages', field: 'status' },
  ],
  [
    'the reason of a failure is another',
    edit('messages', `failure = 'mailbox_full'`, `status = 'failed'`),
    { table: 'messages', field: 'failure' },
  ],
  ['a message says another notice', edit('messages', `notice = 'final'`, SENT), { table: 'messages', field: 'notice' }],
  ['a message was of another version', edit('messages', 'version = 2', SENT), { table: 'messages', field: 'version' }],
  [
    'a hand-over is taken back',
    edit('messages', 'bounced_at = handed_over_at', SENT),
    { table: 'messages', field: 'bounced_at' },
  ],
  [
    'a message is invented',
    `insert into messages (client_id, campaign_id, customer_id, journey_id, piece_id, lane_id, run, step, channel, purpose,
      notice, version, status, due_at, not_before, handed_over_at)
      select client_id, campaign_id, customer_id, journey_id, piece_id, lane_id, run, 'extra', channel, purpose, notice,
      version, status, due_at, not_before, handed_over_at from messages where id = ${first('messages', SENT)}`,
    { table: 'messages', why: 'entry_missing' },
  ],
  [
    'an answer is flipped',
    `update choices set choice = case choice when 'migrate' then 'cancel' else 'migrate' end where id = ${first('choices')}`,
    { table: 'choices', field: 'choice' },
  ],
  ['an answer is deleted', remove('choices'), { table: 'choices', why: 'row_missing' }],
  ['an answer came on another day', edit('choices', `at = at + ${LATER}`), { table: 'choices', field: 'at' }],
  [
    'what arrived is flipped as well',
    `with a as (update arrivals set data = replace(data::text, '"migrate"', '"cancel"')::jsonb
      where id = ${first('arrivals', ANSWER)} returning id)
      update choices set choice = 'cancel' from a where arrival_id = a.id`,
    { table: 'arrivals', field: 'data' },
  ],
  [
    'what arrived is deleted with the answer',
    `with c as (delete from choices where arrival_id = ${first('arrivals', ANSWER)}) ${remove('arrivals', ANSWER)}`,
    { table: 'arrivals', why: 'row_missing' },
  ],
  [
    'an arrival was received earlier',
    edit('arrivals', `received_at = received_at - ${LATER}`, ANSWER),
    { table: 'arrivals', field: 'received_at' },
  ],
  ['an approval is deleted', remove('approvals'), { table: 'approvals', why: 'row_missing' }],
  [
    'an approval is given to the author',
    `update approvals set person_id = (select submitted_by from campaigns c where c.id = campaign_id) where id = ${first('approvals')}`,
    { table: 'approvals', field: 'person_id' },
  ],
  [
    'an approval covers other contents',
    edit('approvals', `content_hash = encode(sha256('x'), 'hex')`),
    { table: 'approvals', field: 'content_hash' },
  ],
  [
    'an approved text is replaced',
    `update campaign_versions set doc = jsonb_set(doc, '{notices,notice,subject,ja}', '"別の件名"')`,
    { table: 'campaign_versions', field: 'doc' },
  ],
  ['an opt-out is deleted', remove('consents', 'arrival_id is not null'), { table: 'consents', why: 'row_missing' }],
  [
    'an opt-out becomes a consent',
    edit('consents', 'value = true', 'arrival_id is not null'),
    { table: 'consents', field: 'value' },
  ],
  [
    'a refusal entered at the desk is deleted',
    remove('consents', 'arrival_id is null'),
    { table: 'consents', why: 'row_missing' },
  ],
  [
    'what a refusal rests on is another',
    edit('consents', `evidence = 'note-13'`, 'arrival_id is null'),
    { table: 'consents', field: 'evidence' },
  ],
  [
    'a consent is invented',
    `insert into consents (customer_id, client_id, channel, purpose, value, source, at)
      select customer_id, client_id, 'mail', 'offer', true, 'phone', at from consents where id = ${first('consents')}`,
    { table: 'consents', why: 'entry_missing' },
  ],
  ['a contact hold is deleted', remove('holds'), { table: 'holds', why: 'row_missing' }],
  [
    'a hold was released by another person',
    edit('holds', 'released_by = owner_id + 1', RELEASED),
    { table: 'holds', field: 'released_by' },
  ],
  [
    'a hold began later',
    edit('holds', `opened_at = opened_at + ${LATER}`, RELEASED),
    { table: 'holds', field: 'opened_at' },
  ],
  [
    'an outcome came at another time',
    `update outcomes set at = at + ${LATER} where contract_id = ${first('outcomes', 'true', 'contract_id')}`,
    { table: 'outcomes', field: 'at' },
  ],
  [
    'an outcome has another reason',
    `update outcomes set reason = 'phone' where outcome = 'migrated'`,
    { table: 'outcomes', field: 'reason' },
  ],
  [
    'an outcome is deleted',
    `delete from outcomes where outcome = 'migrated'`,
    { table: 'outcomes', why: 'row_missing' },
  ],
  ['a returned form says otherwise', edit('returns', `status = 'defect'`), { table: 'returns', field: 'status' }],
  [
    'a returned form was received earlier',
    edit('returns', `received_on = received_on - 3`),
    { table: 'returns', field: 'received_on' },
  ],
  [
    'a reading of a form is changed',
    `update return_entries set data = replace(data::text, '"cancel"', '"migrate"')::jsonb where no = 1`,
    { table: 'return_entries', field: 'data' },
  ],
  [
    'a reading is given to another person',
    `update return_entries set person_id = (select person_id from return_entries where no = 1) where no = 2`,
    { table: 'return_entries', field: 'person_id' },
  ],
  ['a reading is deleted', 'delete from return_entries where no = 2', { table: 'return_entries', why: 'row_missing' }],
  ['a call is deleted', 'delete from call_attempts', { table: 'call_attempts', why: 'row_missing' }],
  [
    'a call has another result',
    `update call_attempts set result = 'voicemail'`,
    { table: 'call_attempts', field: 'result' },
  ],
  [
    'a call is invented',
    `insert into call_attempts (task_id, no, client_id, person_id, band, at, result)
      select task_id, 2, client_id, person_id, band, at, result from call_attempts`,
    { table: 'call_attempts', why: 'entry_missing' },
  ],
  [
    'a journey ended later',
    `update journeys set closed_at = closed_at + ${LATER} where id = ${first('journeys', `status = 'closed'`)}`,
    { table: 'journeys', field: 'closed_at' },
  ],
  [
    'a journey is deleted',
    `delete from journeys where id = ${first('journeys')}`,
    { table: 'journeys', why: 'row_missing' },
  ],
];

test.each(EDITS)('%s: found, with the row and what is wrong with it', async (_, statement, expected) => {
  expect(await administrator.edits(statement)).toBeGreaterThan(0);
  const { faults, amiss } = await world.verify();
  expect(amiss).toBe(faults.length);
  expect(faults).toContainEqual({ row: expect.stringMatching(/./) as string, why: 'differs', ...expected });
});
