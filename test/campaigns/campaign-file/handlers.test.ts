import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { lintNotice } from '../../../rendering/lint';
import { parseCampaignFile } from '../../../api/campaign-file/read';
import { type CampaignDoc } from '../../../domain/campaigns/campaign';
import { AppError } from '../../../domain/errors';
import { diffPlans } from '../../../domain/campaigns/plan-diff';

const context = { now: Date.parse('2027-01-31T09:00:00+09:00'), hashContract: (number: string) => number, lintNotice };
const example = readFileSync('examples/campaign.yaml', 'utf8');

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a file as a tree that a case may change at will
type Tree = any;
const scriptOf = (file: Tree) => Object.keys(file.notices).find((id) => file.notices[id].channel === 'phone');
function read(plan: (file: Tree) => object): CampaignDoc {
  const file: Tree = parse(example);
  Object.assign(file.plan, plan(file));
  return parseCampaignFile(JSON.stringify(file), context);
}
function issues(plan: (file: Tree) => object, language: 'ja' | 'en' = 'en') {
  try {
    const file: Tree = parse(example);
    Object.assign(file.plan, plan(file));
    parseCampaignFile(JSON.stringify(file), { ...context, language });
  } catch (error) {
    if (error instanceof AppError) return error.issues;
    throw error;
  }
  return [];
}

it('reads every handler, and fills in what may be left out', () => {
  const doc = read((f) => ({
    onUndeliverable: { reasons: { moved: 'call', unknown: 'hold', unclaimed: 'again' }, notice: scriptOf(f) },
    onBounce: { channels: { mail: 'later' } },
    onAddressChange: { send: 'again' },
  }));
  expect(doc.plan.onUndeliverable).toMatchObject({ reasons: { moved: 'call' }, reviewAfter: 14 });
  expect(doc.plan.onBounce).toEqual({ channels: { mail: 'later' }, reviewAfter: 14 });
  expect(doc.plan.onAddressChange).toEqual({ send: 'again', rounds: 1 });
});

it.each<[string, (file: Tree) => object, string]>([
  [
    'an unknown action',
    () => ({ onUndeliverable: { reasons: { moved: 'ring' } } }),
    'plan.onUndeliverable.reasons.moved value_unknown',
  ],
  [
    'an unknown reason',
    () => ({ onUndeliverable: { reasons: { movd: 'next' } } }),
    'plan.onUndeliverable.reasons.movd key_unknown',
  ],
  [
    'a rule for refused letters',
    () => ({ onUndeliverable: { reasons: { refused: 'next' } } }),
    'plan.onUndeliverable.reasons.refused refused_is_received',
  ],
  [
    'the same to an address that is bad',
    () => ({ onUndeliverable: { reasons: { moved: 'again' } } }),
    'plan.onUndeliverable.reasons.moved again_to_bad_address',
  ],
  [
    'a bounce sent again',
    () => ({ onBounce: { channels: { mail: 'again' } } }),
    'plan.onBounce.channels.mail again_to_bad_address',
  ],
  [
    'a call without words',
    () => ({ onBounce: { channels: { mail: 'call' } } }),
    'plan.onBounce.notice handler_script_missing',
  ],
  [
    'words without a call',
    (f) => ({ onBounce: { channels: { mail: 'next' }, notice: scriptOf(f) } }),
    'plan.onBounce.notice handler_script_unused',
  ],
  [
    'the words of a letter',
    () => ({ onBounce: { channels: { mail: 'call' }, notice: 'notice-letter' } }),
    'plan.onBounce.notice notice_of_other_channel',
  ],
  [
    'words that are not there',
    () => ({ onBounce: { channels: { mail: 'call' }, notice: 'x' } }),
    'plan.onBounce.notice notice_unknown',
  ],
  ['nothing', () => ({ onUndeliverable: { reasons: {} } }), 'plan.onUndeliverable.reasons handler_empty'],
  [
    'a channel that cannot bounce',
    () => ({ onBounce: { channels: { post: 'next' } } }),
    'plan.onBounce.channels.post key_unknown',
  ],
  [
    'too long a hold',
    () => ({ onBounce: { channels: { mail: 'hold' }, reviewAfter: 400 } }),
    'plan.onBounce.reviewAfter number_too_large',
  ],
  ['a new address for nothing', () => ({ onAddressChange: {} }), 'plan.onAddressChange.send missing'],
  ['a slip', () => ({ onAdressChange: { send: 'again' } }), 'plan.onAdressChange key_unknown'],
  [
    'no rounds',
    () => ({ onAddressChange: { send: 'again', rounds: 0 } }),
    'plan.onAddressChange.rounds number_too_small',
  ],
])('refuses %s', (_, plan, problem) => {
  expect(issues(plan).map(({ path, code }) => `${path} ${code}`)).toEqual([problem]);
});

it('says what is wrong and how to mend it, in both languages', () => {
  const plan = () => ({ onUndeliverable: { reasons: { moved: 'again' } } });
  expect(issues(plan, 'ja')[0]).toMatchObject({
    message: expect.stringContaining('もう一度（again）は送れません'),
    advice: expect.stringContaining('next, call, hold, later'),
  });
  expect(issues(plan)[0]).toMatchObject({
    message: 'The address is of no more use then, so nothing can go to it again.',
    advice: expect.stringContaining('Choose one of: next, call, hold, later'),
  });
});

it('needs letters for a rule about letters, and hours and consents for its calls', () => {
  const file: Tree = parse(example);
  file.plan = {
    steps: [{ id: 'notice', kind: 'notice', first: ['mail'], notice: 'notice' }],
    onUndeliverable: { reasons: { moved: 'next' } },
    onBounce: { channels: { mail: 'call', sms: 'next' }, notice: scriptOf(file) },
  };
  delete file.quietHours.phone;
  delete file.policy.table.service_notice.phone;
  const found = (() => {
    try {
      parseCampaignFile(JSON.stringify(file), context);
    } catch (error) {
      return (error as AppError).issues.map(({ path, code }) => `${path} ${code}`);
    }
    return [];
  })();
  expect(found).toEqual([
    'quietHours.phone quiet_hours_missing',
    'policy.table.service_notice.phone policy_row_missing',
    'plan.onUndeliverable handler_unused',
    'plan.onBounce.channels.sms handler_unused',
  ]);
});

it('tells a further version by its handlers', () => {
  const before = read(() => ({}));
  const after = read(() => ({ onAddressChange: { send: 'again' }, onUndeliverable: { reasons: { moved: 'hold' } } }));
  expect(diffPlans(before, after).parts).toEqual(['onUndeliverable', 'onAddressChange']);
  expect(diffPlans(after, after).parts).toEqual([]);
});
