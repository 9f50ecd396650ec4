import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { checkPlan } from '../../../api/campaign-file/plan-check';
import { parseCampaignFile } from '../../../api/campaign-file/read';
import { planCheck } from '../../../cli/plan-explain';
import { addBusinessDays } from '../../../domain/campaigns/calendar';
import { calendarOf } from '../../../domain/campaigns/holidays';
import { AppError } from '../../../domain/errors';

const example = readFileSync('examples/campaign.yaml', 'utf8');
const context = { now: Date.parse('2026-10-01T00:00Z'), hashContract: String };
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a file on its way to be changed
type Tree = any;
function changed(change: (file: Tree) => void) {
  const file = parse(example) as Tree;
  change(file);
  return parseCampaignFile(JSON.stringify(file), context);
}
const warningsOf = (change: (file: Tree) => void) =>
  checkPlan(changed(change), 'ja').map(({ path, code }) => `${path} ${code}`);

it('has nothing to say of the example', () => expect(warningsOf(() => undefined)).toEqual([]));

it('finds an apply-by that comes too early for four of its steps', () => {
  const early = warningsOf((file) => {
    Object.assign(file.dates, { lastDispatch: '2027-02-12', applyBy: '2027-02-19', graceUntil: null });
    const final = file.plan.steps.at(-1);
    delete final.at;
    delete final.call;
    delete final.notice.phone;
    final.first = ['post', 'mail', 'sms'];
  });
  expect(early.filter((line) => line.includes('never'))).toEqual([
    'plan.steps[3] step_never_goes',
    'plan.steps[4] step_never_goes',
    'plan.steps[5] step_never_goes',
    'plan.steps[6] step_never_goes',
  ]);
});

it('names the notices that customers get in Japanese who are written to in English', () => {
  const warnings = warningsOf((file) => {
    delete file.notices['notice-letter'].body.en;
    delete file.notices['notice-letter'].subject.en;
  });
  expect(warnings).toEqual(['notices.notice-letter.body.en notice_without_english']);
});

it('warns of silence in the last weeks', () => {
  const doc = changed((file) => {
    Object.assign(file.dates, {
      lastDispatch: '2027-06-18',
      applyBy: '2027-06-30',
      graceUntil: null,
      endOfService: '2027-06-30',
    });
    file.plan.steps.splice(3);
  });
  const [warning] = checkPlan(doc, 'ja').filter(({ code }) => code === 'silent_before_deadline');
  expect(warning?.message).toMatch(/^.*だけのお客様には、申込期限の前の149日間、何も届きません。$/);
});

it.each<[what: string, change: (file: Tree) => void, codes: string[]]>([
  [
    'a reminder without a notice on its channel: the script of a call is none',
    (f) => (f.plan.steps[1].kind = 'reminder'),
    ['plan.steps[1].kind', 'plan.steps[3].kind'],
  ],
  ['a call for those who have nothing but a phone', (f) => f.plan.steps.splice(2, 1), ['plan.steps[4].kind']],
])('refuses %s', (_, change, paths) => {
  const file = parse(example) as Tree;
  change(file);
  if (file.plan.steps[1].kind === 'reminder') file.plan.steps[0].first = ['mail', 'sms'];
  if (file.plan.steps[1].kind === 'reminder') delete file.plan.steps[0].notice.post;
  const error = refusal(JSON.stringify(file));
  expect(error.issues.map(({ code }) => code)).toEqual(paths.map(() => 'step_before_notice'));
  expect(error.issues.map(({ path }) => path)).toEqual(paths);
});

it.each<[what: string, at: object, code: string]>([
  ['a day after the last dispatch', { daysBefore: 2, date: 'applyBy' }, 'tie_after_last_dispatch'],
  ['a date that the file lacks', { daysBefore: 2, date: 'graceUntil' }, 'tie_date_missing'],
  ['an unknown date', { daysBefore: 2, date: 'firstDispatch' }, 'value_unknown'],
])('refuses a step tied to %s', (_, at, code) => {
  const file = parse(example) as Tree;
  file.dates.graceUntil = null;
  file.plan.steps.at(-1).at = at;
  expect(refusal(JSON.stringify(file)).issues.map((issue) => issue.code)).toEqual([code]);
});

describe('the days around New Year (inputs/55-year-end.json)', () => {
  const overNewYear = (file: Tree) => {
    Object.assign(file.dates, {
      firstDispatch: '2026-12-01',
      lastDispatch: '2027-02-19',
      applyBy: '2027-02-26',
      graceUntil: null,
    });
  };
  const closed = ['2026-12-29', '2026-12-30', '2026-12-31'];

  it('are named where waits and print runs would take them for business days', () => {
    const doc = changed(overNewYear);
    // four business days from 25 December end on New Year's Eve
    expect(addBusinessDays('2026-12-25', 4, calendarOf(doc))).toBe('2026-12-31');
    const warnings = checkPlan(doc, 'ja').filter(({ code }) => code.startsWith('year_end'));
    expect(warnings).toMatchObject([{ path: 'calendar.closedDays', code: 'year_end_open' }]);
    expect(warnings[0]?.message).toContain(closed.join(', '));
  });

  it('are no matter once they are closed', () => {
    const codes = warningsOf((file) => {
      overNewYear(file);
      file.calendar.closedDays.push(...closed);
    });
    expect(codes.filter((line) => line.includes('year_end'))).toEqual([]);
  });

  it('are named where a date falls into them', () => {
    const codes = warningsOf((file) => {
      overNewYear(file);
      file.calendar.closedDays.push(...closed);
      file.dates.claimsUntil = '2027-12-31';
    });
    expect(codes).toContain('dates.claimsUntil year_end_date');
  });
});

it('tsunagi plan check prints them, with how to correct each', () => {
  const out: string[] = [];
  const options = { start: context.now, lang: 'en' as const };
  expect(
    planCheck(
      'examples/campaign.yaml',
      options,
      (line) => out.push(line),
      (line) => out.push(line),
    ),
  ).toBe(0);
  expect(out).toEqual(['No errors. Warnings: 0']);
});

function refusal(text: string): AppError {
  try {
    parseCampaignFile(text, context);
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error('read without a complaint');
}
