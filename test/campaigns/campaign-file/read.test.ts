import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { parseCampaignFile } from '../../../api/campaign-file/read';
import { type CampaignDoc } from '../../../domain/campaigns/campaign';
import { AppError, type Issue } from '../../../domain/errors';

const now = Date.parse('2027-01-31T09:00:00+09:00');
const hashContract = (number: string) => `<${number}>`;
const example = readFileSync('examples/campaign.yaml', 'utf8');
const read = (text: string, over: object = {}) => parseCampaignFile(text, { now, hashContract, ...over });
const at = (iso: string) => Date.parse(iso);

/** A file as a tree that a case may damage at will. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- that is the point of it
type Tree = any;
const damaged = (damage: (file: Tree) => void): string => {
  const file: Tree = parse(example);
  damage(file);
  return JSON.stringify(file);
};

function refusal(text: string, over: object = {}): AppError {
  try {
    read(text, over);
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error('the file was accepted');
}
const codes = (issues: Issue[]) => issues.map(({ path, code }) => `${path} ${code}`);

describe('a good file', () => {
  const doc = read(example);

  it('turns days into instants: the first dispatch begins its day, every other date ends it', () => {
    expect(doc.dates).toEqual({
      firstDispatch: at('2027-02-01T00:00:00+09:00'),
      lastDispatch: at('2027-04-16T23:59:59.999+09:00'),
      applyBy: at('2027-04-23T23:59:59.999+09:00'),
      applyByRule: 'arrival',
      graceUntil: at('2027-04-30T23:59:59.999+09:00'),
      endOfService: at('2027-04-30T23:59:59.999+09:00'),
      claimsUntil: at('2027-10-31T23:59:59.999+09:00'),
    });
  });

  it('takes exact times with their offset', () => {
    const timed = read(damaged((file) => (file.dates.firstDispatch = '2027-02-01T10:30:00+09:00')));
    expect(timed.dates.firstDispatch).toBe(at('2027-02-01T01:30:00Z'));
    expect(read(damaged((file) => (file.dates.applyBy = '2027-04-23T09:00Z'))).dates.applyBy).toBe(
      at('2027-04-23T09:00Z'),
    );
  });

  it('keeps keyed hashes of overridden contracts, never their numbers', () => {
    const doc = read(
      damaged((file) => (file.policy.overrides[0].contracts = ['ＭＮ１ ', 'MN1', `hash:${'0a'.repeat(16)}`])),
    );
    expect(doc.policy.overrides[0]?.contractHashes).toEqual(['<MN1>', '0a'.repeat(16)]);
  });

  it('lets only the last step go without a wait', () => {
    expect(doc.plan.steps.map((step) => step.wait)).toEqual([
      { days: 14 },
      { days: 14 },
      { days: 14 },
      { days: 7 },
      { businessDays: 10 },
      { businessDays: 3 },
      { days: 0 },
    ]);
  });

  it('fills in what may be left out', () => {
    const short = read(
      damaged((file) => {
        delete file.zone;
        delete file.calendar;
        delete file.dates.applyByRule;
        delete file.dates.graceUntil;
        file.dates.claimsUntil = null;
        file.policy.table.service_notice.mail.no = 'dont';
        delete file.policy.overrides;
        delete file.plan.steps[0].purpose;
        file.plan.steps[3].wait = { minutes: 0.3 };
        file.columns.ignored = '担当者';
        file.quietHours.mail = null;
      }),
    );
    expect(short).toMatchObject({
      zone: 'Asia/Tokyo',
      calendar: { weekend: true, holidays: 'japan', closedDays: [] },
      dates: { applyByRule: 'arrival', graceUntil: null, claimsUntil: null },
      policy: { overrides: [] },
      plan: { steps: [{ purpose: 'service_notice' }, {}, {}, { wait: { minutes: 0.3 } }, {}, {}, {}] },
      columns: { ignored: '担当者' },
      quietHours: { mail: null },
    } satisfies Record<string, unknown>);
  });

  it('reads the same from JSON, with a byte order mark and with tabs', () => {
    expect(read(`\ufeff${JSON.stringify(parse(example), null, '\t')}`)).toEqual(doc);
  });

  it('includes the trial of two minutes', () => {
    const trial = read(readFileSync('examples/campaign-two-minutes.yaml', 'utf8'));
    expect(trial.plan.steps.map((step) => step.wait)).toEqual([{ minutes: 0.3 }, { minutes: 0.3 }, { days: 0 }]);
  });
});

describe('something that is no campaign file', () => {
  it.each([
    ['nothing', '', 'empty'],
    ['only a comment', '# later\n', 'empty'],
    ['a list', '- a\n- b\n', 'not_a_mapping'],
    ['a sentence', 'お知らせ', 'not_a_mapping'],
    ['a web page', '<html><body>', 'not_a_mapping'],
    ['a zip file', 'PK\u0003\u0004', 'not_text'],
    ['text in another encoding', 'name: \ufffd\ufffd', 'not_text'],
    ['an unclosed quote', 'name: "a\nzone: b', 'yaml_syntax'],
    ['a broken indentation', 'a:\n  b: 1\n c: 2', 'yaml_syntax'],
    ['a reference to nothing', 'a: *b', 'yaml_syntax'],
    ['a key given twice', 'name: a\nname: b', 'key_twice'],
    ['two documents', 'a: 1\n---\nb: 2', 'yaml_syntax'],
    ['an escaped NUL', 'name: "a\\0"', 'yaml_syntax'],
    ['half a character', '{"name": "\\ud83d"}', 'yaml_syntax'],
    ['a key with one', '"\\x00": 1', 'yaml_syntax'],
  ])('%s', (_, text, code) => {
    const error = refusal(text);
    expect(error.code).toBe('campaign_file_invalid');
    expect(error.issues[0]?.code).toBe(code);
  });

  it('says in which line the text breaks', () => {
    expect(refusal('name: a\nservice: b: c\n').issues[0]?.message).toContain('2 行 10 文字目');
  });

  it('does not unfold aliases without end', () => {
    const bomb = Array.from({ length: 12 }, (_, i) => `k${i}: &a${i} [${i ? `*a${i - 1},`.repeat(9) : 'x'}]`).join(
      '\n',
    );
    expect(refusal(bomb).issues[0]?.code).toBe('yaml_syntax');
  });
});

describe('a wrong field', () => {
  it.each<[string, (file: Tree) => void, string]>([
    ['a missing field', (f) => delete f.name, 'name missing'],
    ['an empty field', (f) => (f.sender.phone = ' '), 'sender.phone text_empty'],
    ['null instead of text', (f) => (f.service.en = null), 'service.en missing'],
    ['a number instead of text', (f) => (f.sender.phone = 120), 'sender.phone text_expected'],
    ['text instead of a list', (f) => (f.choices = 'migrate'), 'choices wrong_type'],
    ['a line break in a header of the mail', (f) => (f.sender.name.ja = 'a\nBcc: b'), 'sender.name.ja one_line'],
    ['an unknown field', (f) => (f.colour = 'red'), 'colour key_unknown'],
    ['an unknown field deep inside', (f) => (f.notices.notice.body.fr = 'x'), 'notices.notice.body.fr key_unknown'],
    ['a bad address', (f) => (f.sender.mailFrom = 'info@'), 'sender.mailFrom mail_malformed'],
    ['a bad site', (f) => (f.sender.site = 'javascript:x'), 'sender.site url_malformed'],
    ...['https://www.minato.example@evil.example/', 'http://a:b@evil.example', 'https://@evil.example'].map(
      (site): [string, (file: Tree) => void, string] => [
        `a site behind another name: ${site}`,
        (f) => (f.sender.site = site),
        'sender.site url_names_user',
      ],
    ),
    ['a site with a backslash', (f) => (f.sender.site = 'https://a.example\\@b.example'), 'sender.site url_malformed'],
    ['a site that is none', (f) => (f.sender.site = 'https://a b'), 'sender.site url_malformed'],
    ['a bad zone', (f) => (f.zone = 'Asia/Tokio'), 'zone zone_unknown'],
    ['a bad fact name', (f) => (f.facts['a-b'] = f.facts.ending), 'facts.a-b key_malformed'],
    ['an unknown choice', (f) => (f.choices[0].id = 'wait'), 'choices[0].id value_unknown'],
    ['a choice twice', (f) => (f.choices[1].id = 'migrate'), 'choices[1].id item_twice'],
    ['no date', (f) => (f.dates.applyBy = 'end of April'), 'dates.applyBy date_malformed'],
    ['a date that does not exist', (f) => (f.dates.applyBy = '2027-04-31'), 'dates.applyBy date_impossible'],
    ['a time that does not exist', (f) => (f.dates.applyBy = '2027-04-09T25:00Z'), 'dates.applyBy date_impossible'],
    ['a time without offset', (f) => (f.dates.applyBy = '2027-04-09T18:00'), 'dates.applyBy date_without_zone'],
    ['apply-by after the end', (f) => (f.dates.endOfService = '2027-04-22'), 'dates.endOfService dates_order'],
    ['grace before apply-by', (f) => (f.dates.graceUntil = '2027-04-01'), 'dates.graceUntil dates_order'],
    ['last dispatch after apply-by', (f) => (f.dates.lastDispatch = '2027-04-24'), 'dates.applyBy dates_order'],
    ['first dispatch after the last', (f) => (f.dates.firstDispatch = '2027-04-17'), 'dates.lastDispatch dates_order'],
    ['years without holidays', (f) => (f.dates.claimsUntil = '2051-01-01'), 'dates.claimsUntil holidays_beyond_table'],
    [
      'a closed day that does not exist',
      (f) => (f.calendar.closedDays = ['2027-02-29']),
      'calendar.closedDays[0] day_malformed',
    ],
    ['malformed quiet hours', (f) => (f.quietHours.mail.from = '8pm'), 'quietHours.mail.from time_malformed'],
    ['quiet hours of no length', (f) => (f.quietHours.mail.from = '09:00'), 'quietHours.mail quiet_hours_empty'],
    ['quiet hours of an unknown channel', (f) => (f.quietHours.fax = null), 'quietHours.fax channel_unknown'],
    ['an unknown channel', (f) => (f.plan.steps[6].first[1] = 'fax'), 'plan.steps[6].first[1] channel_unknown'],
    ['no channel', (f) => (f.plan.steps[0].first = []), 'plan.steps[0].first list_empty'],
    ['a channel twice', (f) => f.plan.steps[0].first.push('mail'), 'plan.steps[0].first[3] item_twice'],
    ['handlers', (f) => (f.handlers = {}), 'handlers not_available'],
    ['a doubled step id', (f) => (f.plan.steps[3].id = 'notice'), 'plan.steps[3].id step_id_twice'],
    ['the step id of defect letters', (f) => (f.plan.steps[3].id = 'defect'), 'plan.steps[3].id step_id_reserved'],
    ['a step id unfit for keys', (f) => (f.plan.steps[3].id = 'a/b'), 'plan.steps[3].id id_malformed'],
    ['an unknown notice', (f) => (f.plan.steps[4].notice = 'toString'), 'plan.steps[4].notice notice_unknown'],
    ['no steps', (f) => (f.plan.steps = []), 'plan.steps list_empty'],
    ['a reminder first', (f) => (f.plan.steps[0].kind = 'reminder'), 'plan.steps[0].kind first_step_not_notice'],
    ['a missing wait', (f) => delete f.plan.steps[0].wait, 'plan.steps[0].wait wait_missing'],
    ['an unknown wait', (f) => (f.plan.steps[0].wait = { weeks: 2 }), 'plan.steps[0].wait wait_invalid'],
    ['two waits at once', (f) => (f.plan.steps[0].wait = { days: 1, minutes: 1 }), 'plan.steps[0].wait wait_invalid'],
    ['a wait of no days', (f) => (f.plan.steps[0].wait = { days: 0 }), 'plan.steps[0].wait wait_invalid'],
    ['a wait of half a day', (f) => (f.plan.steps[0].wait = { days: 0.5 }), 'plan.steps[0].wait wait_invalid'],
    ['a wait in words', (f) => (f.plan.steps[0].wait = '14 days'), 'plan.steps[0].wait wait_invalid'],
    [
      'contact against a no',
      (f) => (f.policy.table.service_notice.mail.no = 'contact'),
      'policy.table.service_notice.mail.no policy_no_contact',
    ],
    [
      'an offer without a yes',
      (f) => (f.policy.table.offer.mail.unknown = 'contact'),
      'policy.table.offer.mail.unknown policy_offer',
    ],
    [
      'an override of unknown',
      (f) => (f.policy.table.service_notice.mail.unknown = 'override'),
      'policy.table.service_notice.mail.unknown policy_override_misplaced',
    ],
    [
      'an override that applies to no one',
      (f) => (f.policy.overrides = []),
      'policy.table.service_notice.mail.no override_without_contracts',
    ],
    [
      'an override without effect',
      (f) => (f.policy.table.service_notice.mail.no = 'dont'),
      'policy.overrides[0] override_not_in_table',
    ],
    ['an override without reason', (f) => delete f.policy.overrides[0].reason, 'policy.overrides[0].reason missing'],
    [
      'a malformed hash',
      (f) => (f.policy.overrides[0].contracts = ['hash:xyz']),
      'policy.overrides[0].contracts[0] contract_malformed',
    ],
    ['an unknown column', (f) => (f.columns.fax = 'FAX'), 'columns.fax key_unknown'],
    ['no column for the contract number', (f) => delete f.columns.contractNumber, 'columns.contractNumber missing'],
    ['a column used twice', (f) => (f.columns.mobile = '固定電話 '), 'columns.mobile column_twice'],
  ])('%s', (_, damage, issue) => {
    const error = refusal(damaged(damage));
    expect(error.code).toBe('campaign_file_invalid');
    expect(codes(error.issues)).toEqual([issue]);
    expect(error.issues[0]).toMatchObject({
      message: expect.stringMatching(/[ぁ-ん]/),
      advice: expect.stringMatching(/./),
    });
  });

  it('hides no other: each gets its own issue, in the order of the file', () => {
    const error = refusal(
      damaged((file) => {
        file.zone = 'Mars/Base';
        file.dates.endOfService = '2027-04-22';
        file.plan.steps[6].first = ['sns', 'fax', 'post', 'mail', 'sms', 'phone'];
        file.plan.steps[1].id = 'notice';
        file.columns.nmae = file.columns.name;
        delete file.columns.name;
      }),
    );
    expect(codes(error.issues)).toEqual([
      'zone zone_unknown',
      'dates.endOfService dates_order',
      'plan.steps[6].first[0] channel_unknown',
      'plan.steps[6].first[1] channel_unknown',
      'plan.steps[1].id step_id_twice',
      'columns.name missing',
      'columns.nmae key_unknown',
    ]);
  });

  it.each<[(file: Tree) => void, string]>([
    [(f) => (f.plan.steps[0].wiat = 1), '「wait」'],
    [(f) => (f.dates.apply_by = f.dates.applyBy), '「applyBy」'],
    [(f) => (f.plan.steps[3].notice.mail = 'remainder'), '「reminder」'],
    [(f) => (f.plan.steps[4].first[0] = 'Post'), '「post」'],
    [(f) => (f.plan.steps[1].only[0] = 'company'), '「companies」'],
    [(f) => (f.plan.steps[3].kind = 'Reminder'), '「reminder」'],
    [(f) => (f.columns.postalcode = 'x'), '「postalCode」'],
  ])('suggests the name that was meant (%#)', (damage, suggestion) => {
    expect(refusal(damaged(damage)).issues[0]?.advice).toContain(`${suggestion}の誤りではありませんか`);
  });

  it('names what there is instead of an unknown channel, in the reader’s language', () => {
    const text = damaged((file) => (file.plan.steps[4].first = ['fax']));
    expect(refusal(text).issues.at(-1)).toMatchObject({
      message: expect.stringContaining('「fax」'),
      advice: '使える連絡手段: mail, sms, post, phone',
    });
    expect(refusal(text, { language: 'en' }).issues.at(-1)?.message).toBe(
      'The channel "fax" is not available in this version.',
    );
  });

  it('does not repeat contract numbers in messages', () => {
    const error = refusal(damaged((file) => (file.policy.overrides[0].contracts = ['MN999\n', 17])));
    expect(error.issues).toHaveLength(2);
    expect(JSON.stringify(error.issues)).not.toContain('MN999');
  });
});

describe('a last dispatch in the past', () => {
  const late = at('2027-04-17T00:00:00+09:00');

  it('has an error of its own when nothing else is wrong', () => {
    const error = refusal(example, { now: late });
    expect([error.code, error.detail, codes(error.issues)]).toEqual([
      'last_dispatch_past',
      { date: '2027-04-16' },
      ['dates.lastDispatch last_dispatch_past'],
    ]);
  });

  it('is one issue among others', () => {
    const error = refusal(
      damaged((file) => (file.zone = 'x')),
      { now: late },
    );
    expect([error.code, codes(error.issues)]).toEqual([
      'campaign_file_invalid',
      ['zone zone_unknown', 'dates.lastDispatch last_dispatch_past'],
    ]);
  });

  it('is not so until its day has ended', () => {
    expect(read(example, { now: late - 1 }).name).toBe('みなとADSL 終了のご案内');
  });
});

it('has every readable notice checked by the renderer, whatever else is wrong', () => {
  const lintNotice = (doc: CampaignDoc, id: string): Issue[] =>
    doc.notices[id]?.body.ja.includes('{{ oops }}')
      ? [{ path: `notices.${id}.body.ja`, code: 'variable_unknown', message: '' }]
      : [];
  const text = damaged((file) => {
    file.notices.final.body.ja = '{{ oops }}';
    file.notices.notice.subject = 1;
    file.facts = [];
  });
  expect(codes(refusal(text, { lintNotice }).issues)).toEqual([
    'facts wrong_type',
    'notices.notice.subject wrong_type',
    'notices.final.body.ja variable_unknown',
  ]);
});

describe('a very large or deeply nested file', () => {
  const keys = (count: number, value: string) => Array.from({ length: count }, (_, n) => `k${n}: ${value}`).join('\n');
  it.each<[string, string]>([
    ['90,000 unknown keys', `${example}\n${keys(90_000, '1')}`],
    ['90,000 unknown columns', damaged((file) => (file.columns = parse(keys(90_000, 'a'), { uniqueKeys: false })))],
    ['90,000 repeated keys', `${example}\n${'k: 1\n'.repeat(90_000)}`],
    ['90,000 wrong facts', damaged((file) => (file.facts = parse(keys(90_000, '1'), { uniqueKeys: false })))],
    ['90,000 levels of lists', `name: ${'['.repeat(90_000)}`],
    ['90,000 levels of list items', `name:\n  ${'- '.repeat(90_000)}x`],
    ['90,000 levels of mappings', `${'{"a":'.repeat(90_000)}1${'}'.repeat(90_000)}`],
  ])('is refused within seconds: %s', (_, text) => {
    const before = Date.now();
    const { issues } = refusal(text);
    expect(issues.length).toBeGreaterThan(0);
    expect(issues.length).toBeLessThanOrEqual(100);
    expect(Date.now() - before).toBeLessThan(10_000);
  });
});
