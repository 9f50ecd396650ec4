import { readFileSync } from 'node:fs';
import { readBehaviour } from '../../api/rehearsals/behaviour-file';
import { AppError } from '../../domain/errors';
import { type Costs, ratesFor } from '../../domain/rehearsals/behaviour';
import { DEFAULT_BEHAVIOUR, SOURCES } from '../../domain/rehearsals/default-behaviour';
import { sourceText } from '../../domain/texts/rehearsals/words';

const SEGMENTS = ['elderly', 'companies'];
const read = (text: string) => readBehaviour(text, { segments: SEGMENTS, language: 'en' });

/** Every rate, curve and price within a value, by path. */
function leaves(value: unknown, path = ''): [string, Record<string, unknown>][] {
  if (typeof value !== 'object' || value === null) return [];
  if ('source' in value) return [[path, value as Record<string, unknown>]];
  return Object.entries(value).flatMap(([key, inner]) => leaves(inner, `${path}.${key}`));
}

test('every default names a known source in both languages, and its range is in order', () => {
  const all = leaves(DEFAULT_BEHAVIOUR);
  expect(all.length).toBeGreaterThan(50);
  for (const [path, { source, low, likely, high }] of all) {
    expect([path, SOURCES]).toEqual([path, expect.arrayContaining([source])]);
    expect(sourceText(source as string, 'ja')).not.toBe(source);
    if (likely !== undefined) expect([path, low! <= likely! && likely! <= high!]).toEqual([path, true]);
  }
});

test('an empty rate, segment or price is as by default; what is given takes its place', () => {
  const behaviour = read(`
rates:
  web: { mail: [{ low: 0.1, likely: 0.3, high: 0.5, source: last year }] }
  inquiry: { calls: { post: { low: 0, likely: 0.2, high: 0.3, source: last year } } }
segments:
  companies: { inquiry: { calls: { mail: { low: 0, likely: 0, high: 0, source: none call } } } }
  elderly: { bounce: { mail: { low: 0, likely: 0, high: 0, source: no mail } } }
costs: { callMinute: { yen: 55.5, source: contract } }
capacity: { letters: 5000, callMinutes: 2400 }
`);
  const { rates } = DEFAULT_BEHAVIOUR;
  expect(behaviour.rates.web).toEqual({
    ...rates.web,
    mail: [{ low: 0.1, likely: 0.3, high: 0.5, source: 'last year' }],
  });
  expect(behaviour.rates.inquiry.calls).toMatchObject({ mail: rates.inquiry.calls.mail, post: { likely: 0.2 } });
  expect(behaviour.costs).toEqual<Costs>({ ...DEFAULT_BEHAVIOUR.costs, callMinute: { yen: 55.5, source: 'contract' } });
  expect(behaviour.capacity).toEqual({ letters: 5000, callMinutes: 2400 });
  expect(behaviour.segments.map(({ segment }) => segment)).toEqual(['companies', 'elderly']);
  const both = ratesFor(behaviour, ['elderly', 'companies']);
  expect([both.inquiry.calls.mail.likely, both.inquiry.calls.post.likely, both.bounce.mail.likely]).toEqual([
    0, 0.2, 0,
  ]);
  expect(ratesFor(behaviour, ['companies']).bounce).toEqual(rates.bounce);
});

test('the example can be read for the example campaign, and JSON as well', () => {
  const text = readFileSync('examples/behaviour.yaml', 'utf8');
  const behaviour = readBehaviour(text, { segments: ['elderly', 'companies', 'phone-only'] });
  expect(behaviour.rates.bounce.mail.likely).toBe(0.02);
  expect(behaviour.rates.bounce.sms).toEqual(DEFAULT_BEHAVIOUR.rates.bounce.sms);
  expect(read('{"capacity":{"calls":700}}').capacity).toEqual({ calls: 700 });
});

const rate = (low: number, likely: number, high: number) =>
  `{ low: ${low}, likely: ${likely}, high: ${high}, source: x }`;

test.each<[string, string, Record<string, unknown>]>([
  [
    'a typing slip',
    'rates:\n  web:\n    mial: []',
    { path: 'rates.web.mial', line: 3, code: 'channel_unknown', advice: /mail, sms, post, phone/ },
  ],
  [
    'a share above 1',
    `rates: { bounce: { mail: ${rate(0, 0.5, 1.5)} } }`,
    { path: 'rates.bounce.mail.high', code: 'number_too_large', advice: /1 or less/ },
  ],
  [
    'a range upside down',
    `rates: { bounce: { mail: ${rate(0.3, 0.2, 0.4)} } }`,
    { path: 'rates.bounce.mail', code: 'range_order', message: /0\.3.*0\.2.*0\.4/ },
  ],
  [
    'no source',
    'rates: { bounce: { mail: { low: 0, likely: 0, high: 0 } } }',
    { path: 'rates.bounce.mail.source', code: 'behaviour_missing' },
  ],
  [
    'an unknown segment',
    `segments:\n  companeis: { bounce: { mail: ${rate(0, 0, 0)} } }`,
    { path: 'segments.companeis', line: 2, code: 'segment_not_in_campaign', advice: /companies.*elderly, companies/s },
  ],
  [
    'web and form exceed 1',
    `rates: { paper: [${rate(0, 0.9, 1)}, ${rate(0, 0.1, 0.2)}] }`,
    { path: 'rates.paper[0]', code: 'shares_exceed_one', message: /web\.post \+ paper.*1\.1/ },
  ],
  [
    'a later answer on the web and the last form exceed 1',
    `rates: { web: { post: [${rate(0, 0.1, 0.2)}, ${rate(0, 0.5, 1)}] }, paper: [${rate(0, 0.6, 1)}] }`,
    { path: 'rates.web.post[1]', code: 'shares_exceed_one', message: /web\.post \+ paper.*1\.1/ },
  ],
  [
    'no day with a weight',
    'rates: { answer: { webAfter: { days: { 0: 0 }, source: x } } }',
    { path: 'rates.answer.webAfter.days', code: 'curve_empty' },
  ],
  [
    'a day that is none',
    'rates: { answer: { webAfter: { days: { 0: 1, monday: 2 }, source: x } } }',
    { path: 'rates.answer.webAfter.days.monday', code: 'curve_day_malformed' },
  ],
  ['half a letter', 'capacity: { letters: 0.5 }', { path: 'capacity.letters', code: 'whole_number_expected' }],
  [
    'calls twice',
    'capacity: { calls: 5, callMinutes: 5 }',
    { path: 'capacity.callMinutes', code: 'calls_given_twice' },
  ],
  [
    'no number',
    'capacity: { letters: .nan }',
    { path: 'capacity.letters', code: 'wrong_type', message: /a number.*no finite number/ },
  ],
  [
    'a source of blanks',
    "rates: { bounce: { mail: { low: 0, likely: 0, high: 0, source: ' ' } } }",
    { path: 'rates.bounce.mail.source', code: 'text_empty' },
  ],
  [
    'an endless weight',
    'rates: { answer: { webAfter: { days: { 1: 1.0e308 }, source: x } } }',
    { path: 'rates.answer.webAfter.days.1', code: 'number_too_large' },
  ],
  ['an empty list', 'rates: { paper: [] }', { path: 'rates.paper', code: 'list_empty' }],
  ['not YAML', 'rates: [', { path: '', code: 'yaml_syntax' }],
  ['a list', '- rates', { path: '', code: 'behaviour_not_a_mapping' }],
])('%s is refused with its place and what to write', (_, text, expected) => {
  let refused: unknown;
  try {
    read(text);
  } catch (error) {
    refused = error;
  }
  expect(refused).toBeInstanceOf(AppError);
  const { code, issues } = refused as AppError;
  expect(code).toBe('behaviour_file_invalid');
  const matched = Object.fromEntries(
    Object.entries(expected).map(([key, value]) => [
      key,
      value instanceof RegExp ? expect.stringMatching(value) : value,
    ]),
  );
  expect(issues).toEqual([expect.objectContaining(matched)]);
  expect(issues[0]!.advice).toBeTruthy();
});

test('all that is wrong is said at once, in the reader’s language', () => {
  const text = `rates: { bounce: { mail: ${rate(0.3, 0.2, 0.4)} }, papre: [] }\ncapacity: { letters: -1 }`;
  try {
    readBehaviour(text, { segments: [] });
    throw new Error('read');
  } catch (error) {
    const { issues } = error as AppError;
    expect(issues.map(({ code }) => code).sort()).toEqual(['key_unknown', 'number_too_small', 'range_order']);
    expect(issues.every(({ message }) => /[ぁ-ん]/.test(message))).toBe(true);
  }
});
