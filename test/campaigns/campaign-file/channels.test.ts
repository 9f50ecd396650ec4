import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { lintNotice } from '../../../rendering/lint';
import { parseCampaignFile } from '../../../api/campaign-file/read';
import { type CampaignDoc } from '../../../domain/campaigns/campaign';
import { AppError } from '../../../domain/errors';

const context = { now: Date.parse('2027-01-31T09:00:00+09:00'), hashContract: (number: string) => number, lintNotice };
const example = readFileSync('examples/campaign.yaml', 'utf8');

/** A file as a tree that a case may change at will. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- that is the point of it
type Tree = any;
function read(change: (file: Tree) => void): CampaignDoc {
  const file: Tree = parse(example);
  change(file);
  return parseCampaignFile(JSON.stringify(file), context);
}
function problems(change: (file: Tree) => void): string[] {
  try {
    read(change);
  } catch (error) {
    if (error instanceof AppError) return error.issues.map(({ path, code }) => `${path} ${code}`);
    throw error;
  }
  return [];
}

/** The plan for mail alone, as files had it before there were other channels. */
function mailOnly(file: Tree): void {
  const steps = file.plan.steps.filter(({ id }: Tree) => ['notice', 'reminder', 'final'].includes(id));
  file.plan = {
    steps: steps.map(({ call: _, postal: __, ...step }: Tree) => ({ ...step, first: ['mail'], notice: step.id })),
  };
  delete file.plan.steps[0].except;
  for (const id of Object.keys(file.notices)) if (file.notices[id].channel !== 'mail') delete file.notices[id];
  file.quietHours = { mail: file.quietHours.mail };
  file.policy.table.service_notice = { mail: file.policy.table.service_notice.mail };
  delete file.segments;
  delete file.post;
}
const smsNotice = (ja: string) => ({ channel: 'sms', body: { ja, en: '{{ link }} {{ optOutLink }}' } });

it('reads the example as it stands', () => {
  const doc = parseCampaignFile(example, context);
  expect(doc.segments).toEqual({
    elderly: { kind: 'person', ageFrom: 75 },
    companies: { kind: 'company' },
    'phone-only': { missing: ['mail', 'sms', 'post'] },
  });
  expect(doc.plan.steps.at(-1)).toMatchObject({ kind: 'final', at: { daysBefore: 21, date: 'applyBy' } });
  expect(doc.plan.steps.find(({ id }) => id === 'call')?.call).toEqual({ attempts: 3, spacing: { businessDays: 1 } });
  expect(doc.plan.onDefect).toMatchObject({ first: ['post'], rounds: 2, wait: { businessDays: 10 } });
});

it('needs nothing of channels that are not used, and stores nothing of them', () => {
  const doc = read(mailOnly);
  expect(Object.keys(doc)).not.toEqual(expect.arrayContaining(['segments']));
  expect(Object.keys(doc)).not.toEqual(expect.arrayContaining(['post']));
  expect(doc.plan).toEqual({
    steps: [
      expect.objectContaining({ first: ['mail'], notice: 'notice' }),
      expect.objectContaining({ first: ['mail'], notice: 'reminder' }),
      expect.objectContaining({ first: ['mail'], notice: 'final' }),
    ],
  });
  expect(doc.plan.steps[0]).not.toHaveProperty('all');
});

it('fills in what letters, calls and defects may leave out', () => {
  const doc = read((file) => {
    file.post = { returnTo: file.post.returnTo };
    file.plan.steps[5].call = { attempts: 5 };
    const { first, notice } = file.plan.onDefect;
    file.plan.onDefect = { first, notice };
    delete file.policy.table.offer;
  });
  expect(doc.post).toMatchObject({ runAt: '11:00', arrivesAfter: 3, mailClass: 'ordinary' });
  expect(doc.plan.steps[5]!.call).toEqual({ attempts: 5, spacing: { businessDays: 1 } });
  expect(doc.plan.onDefect).toMatchObject({ purpose: 'service_notice', rounds: 2, wait: { businessDays: 10 } });
  expect(doc.policy.table.offer).toEqual({});
});

describe('hours and parts of the day', () => {
  const phone = (hours: Tree) => (f: Tree) => (f.quietHours.phone = hours);
  const bands =
    (...given: string[]) =>
    (f: Tree) => {
      f.quietHours.phone = { from: '17:00', until: '10:00', days: { sat: 'closed' } };
      f.plan.steps[5].call = { attempts: 4, bands: given };
    };
  const night = { from: '19:00', until: '10:00' };
  it('reads weekdays with hours of their own, and keeps a call to its parts of the day', () => {
    const days = { sat: { from: '17:00', until: '10:00' }, sun: 'closed' };
    const doc = read((f) => {
      f.quietHours.phone = { ...night, days };
      f.plan.steps[5].call = { bands: ['am', 'sat'] };
    });
    expect(doc.quietHours.phone).toEqual({ ...night, days });
    expect(doc.plan.steps[5]!.call).toEqual({ attempts: 3, spacing: { businessDays: 1 }, bands: ['am', 'sat'] });
  });
  it.each<[string, (file: Tree) => void, string]>([
    ['an unknown weekday', phone({ ...night, days: { Sat: 'closed' } }), 'quietHours.phone.days.Sat key_unknown'],
    ['another word', phone({ ...night, days: { sat: 'shut' } }), 'quietHours.phone.days.sat value_unknown'],
    ['neither', phone({ ...night, days: { sat: 5 } }), 'quietHours.phone.days.sat hours_malformed'],
    ['half of it', phone({ ...night, days: { sat: { from: '17:00' } } }), 'quietHours.phone.days.sat.until missing'],
    [
      'hours of no length',
      phone({ ...night, days: { sat: { from: '10:00', until: '10:00' } } }),
      'quietHours.phone.days.sat quiet_hours_empty',
    ],
    [
      'no day left',
      phone({
        ...night,
        days: Object.fromEntries(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'].map((d) => [d, 'closed'])),
      }),
      'quietHours.phone.days days_all_closed',
    ],
    ['an unknown part of the day', bands('noon'), 'plan.steps[5].call.bands[0] value_unknown'],
    ['the same twice', bands('am', 'am'), 'plan.steps[5].call.bands[1] item_twice'],
    ['evenings without hours', bands('am', 'evening'), 'plan.steps[5].call.bands[1] band_never_open'],
    ['closed Saturdays', bands('sat'), 'plan.steps[5].call.bands[0] band_never_open'],
  ])('refuses %s', (_, change, problem) => expect(problems(change)).toEqual([problem]));
});

describe('steps', () => {
  it.each<[string, (file: Tree) => void, string]>([
    ['neither first nor all', (f) => delete f.plan.steps[4].first, 'plan.steps[4].first channels_missing'],
    ['both first and all', (f) => (f.plan.steps[4].all = ['post']), 'plan.steps[4].all channels_both'],
    ['the same channel twice in all', (f) => f.plan.steps[1].all.push('post'), 'plan.steps[1].all[2] item_twice'],
    ['a call first of all', (f) => (f.plan.steps[0].kind = 'call'), 'plan.steps[0].kind first_step_not_notice'],
    ['a call without phone', (f) => (f.plan.steps[4].kind = 'call'), 'plan.steps[4].kind call_without_phone'],
    ['call rules without phone', (f) => (f.plan.steps[4].call = {}), 'plan.steps[4].call call_without_phone'],
    ['a postal class that says nothing', (f) => (f.plan.steps[4].postal = {}), 'plan.steps[4].postal postal_empty'],
    [
      'a class without post',
      (f) => (f.plan.steps[5].postal = { express: true }),
      'plan.steps[5].postal postal_without_post',
    ],
    ['a parcel', (f) => (f.plan.steps[4].postal = { class: 'parcel' }), 'plan.steps[4].postal.class value_unknown'],
    ['no attempts', (f) => (f.plan.steps[5].call.attempts = 0), 'plan.steps[5].call.attempts number_too_small'],
    ['11 attempts', (f) => (f.plan.steps[5].call.attempts = 11), 'plan.steps[5].call.attempts number_too_large'],
    ['half an attempt', (f) => (f.plan.steps[5].call.attempts = 2.5), 'plan.steps[5].call.attempts wrong_type'],
    ['an odd spacing', (f) => (f.plan.steps[5].call.spacing = 3), 'plan.steps[5].call.spacing wait_invalid'],
    ['an odd wait after a defect', (f) => (f.plan.onDefect.wait = {}), 'plan.onDefect.wait wait_invalid'],
    [
      'a call rule for defects that are never called about',
      (f) => (f.plan.onDefect.call = {}),
      'plan.onDefect.call call_without_phone',
    ],
    ['a defect letter of no notice', (f) => (f.plan.onDefect.notice = 'x'), 'plan.onDefect.notice notice_unknown'],
  ])('%s', (_, change, problem) => {
    expect(problems(change)).toContain(problem);
  });
});

describe('notices of a step', () => {
  it.each<[string, (file: Tree) => void, string]>([
    [
      'of another channel',
      (f) => (f.plan.steps[4].notice = 'reminder'),
      'plan.steps[4].notice notice_of_other_channel',
    ],
    [
      'of another channel in a map',
      (f) => (f.plan.steps[0].notice.sms = 'notice'),
      'plan.steps[0].notice.sms notice_of_other_channel',
    ],
    ['one for several channels', (f) => (f.plan.steps[0].notice = 'notice'), 'plan.steps[0].notice notice_per_channel'],
    ['none for a channel', (f) => delete f.plan.steps[0].notice.post, 'plan.steps[0].notice notice_channel_missing'],
    [
      'one for a channel that is not used',
      (f) => (f.plan.steps[0].notice.phone = 'call-script'),
      'plan.steps[0].notice.phone notice_channel_unused',
    ],
    ['unknown in a map', (f) => (f.plan.steps[0].notice.sms = 'x'), 'plan.steps[0].notice.sms notice_unknown'],
    ['of no form', (f) => (f.plan.steps[0].notice = ['notice']), 'plan.steps[0].notice notice_malformed'],
    ['missing', (f) => delete f.plan.steps[0].notice, 'plan.steps[0].notice missing'],
    ['of an unknown channel', (f) => (f.plan.steps[0].notice.fax = 'x'), 'plan.steps[0].notice.fax channel_unknown'],
    [
      'a letter without heading',
      (f) => delete f.notices['final-letter'].subject,
      'notices.final-letter.subject missing',
    ],
    [
      'an SMS with a subject',
      (f) => (f.notices['final-sms'].subject = { ja: 'a', en: 'b' }),
      'notices.final-sms.subject sms_subject',
    ],
    [
      'an SMS without link',
      (f) => (f.notices['final-sms'] = smsNotice('{{ optOutLink }}')),
      'notices.final-sms.body.ja link_missing',
    ],
    [
      'an SMS without stop',
      (f) => (f.notices['final-sms'] = smsNotice('{{ link }}')),
      'notices.final-sms.body.ja opt_out_missing',
    ],
    [
      'an SMS of many parts',
      (f) => (f.notices['final-sms'].body.ja += '終了します。'.repeat(100)),
      'notices.final-sms.body.ja sms_too_long',
    ],
    [
      'an SMS with a name, which a stranger may read',
      (f) => (f.notices['final-sms'].body.ja += '{{ name }}'),
      'notices.final-sms.body.ja variable_unknown',
    ],
    [
      'a link to be read out',
      (f) => (f.notices['call-script'].body.ja += '{{ link }}'),
      'notices.call-script.body.ja variable_unknown',
    ],
  ])('%s', (_, change, problem) => {
    expect(problems(change)).toEqual([problem]);
  });

  it('asks for the way to stop in a letter that makes an offer', () => {
    const offer = (file: Tree) => {
      file.plan.steps[4].purpose = 'offer';
      file.plan.steps[4].notice = 'offer-letter';
      file.notices['offer-letter'] = structuredClone(file.notices['final-letter']);
      file.policy.table.offer.post = { yes: 'contact', unknown: 'dont', no: 'dont' };
    };
    const missing = ['ja', 'en'].map((language) => `notices.offer-letter.body.${language} opt_out_missing`);
    expect(problems(offer)).toEqual(missing);
  });
});

describe('channels that are used', () => {
  it.each<[string, (file: Tree) => void, string]>([
    ['need quiet hours', (f) => delete f.quietHours.phone, 'quietHours.phone quiet_hours_missing'],
    ['may have none on purpose', (f) => (f.quietHours.phone = null), ''],
    [
      'have none by post',
      (f) => (f.quietHours.post = { from: '20:00', until: '08:00' }),
      'quietHours.post quiet_hours_post',
    ],
    [
      'need a row of the policy',
      (f) => delete f.policy.table.service_notice.sms,
      'policy.table.service_notice.sms policy_row_missing',
    ],
    [
      'need a row for their purpose',
      (f) => (f.plan.steps[5].purpose = 'offer'),
      'policy.table.offer.phone policy_row_missing',
    ],
    ['need the rules of post', (f) => delete f.post, 'post post_missing'],
    ['need the address for forms', (f) => delete f.post.returnTo, 'post.returnTo missing'],
    ['take no odd print run', (f) => (f.post.runAt = '11'), 'post.runAt time_malformed'],
    ['take no odd class', (f) => (f.post.mailClass = 'parcel'), 'post.mailClass value_unknown'],
    [
      'take an override only where the table has one',
      (f) => f.policy.overrides.push({ channel: 'post', contracts: ['X'], reason: 'x' }),
      'policy.overrides[1] override_not_in_table',
    ],
  ])('%s', (_, change, problem) => {
    expect(problems(change)).toEqual(problem ? [problem] : []);
  });
});

describe('segments', () => {
  const young = (segment: object) => (f: Tree) => (f.segments.young = segment);

  it.each<[string, (file: Tree) => void, string]>([
    ['that do not exist', (f) => (f.plan.steps[1].only[1] = 'firms'), 'plan.steps[1].only[1] segment_unknown'],
    ['named twice', (f) => (f.plan.steps[1].only[1] = 'elderly'), 'plan.steps[1].only[1] item_twice'],
    ['for and against', (f) => (f.plan.steps[1].except = ['elderly']), 'plan.steps[1].except[0] segment_both'],
    ['without condition', young({}), 'segments.young segment_empty'],
    ['of companies with an age', young({ kind: 'company', ageFrom: 20 }), 'segments.young segment_company_age'],
    ['that no customer is in', young({ ageFrom: 65, ageBelow: 20 }), 'segments.young.ageBelow segment_ages_order'],
    ['of an age that is not kept', young({ ageBelow: 21 }), 'segments.young.ageBelow age_no_step'],
    [
      'of a prefecture that does not exist',
      young({ prefectures: [13, 48] }),
      'segments.young.prefectures[1] prefecture_unknown',
    ],
    ['by an unknown condition', young({ gender: 'f' }), 'segments.young.gender key_unknown'],
    ['missing an unknown channel', young({ missing: ['fax'] }), 'segments.young.missing[0] channel_unknown'],
    [
      'of every condition',
      young({ kind: 'person', ageFrom: 18, ageBelow: 65, missing: ['mail'], products: ['ライト'], prefectures: [47] }),
      '',
    ],
  ])('%s', (_, change, problem) => {
    expect(problems(change)).toEqual(problem ? [problem] : []);
  });
});
