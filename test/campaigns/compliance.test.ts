import { readFileSync } from 'node:fs';
import { checkNotice } from '../../rendering/check-notice';
import { parseCampaignFile } from '../../api/campaign-file/read';
import { type CampaignDoc, channelsOf, noticeFor } from '../../domain/campaigns/campaign';
import { contactFaults, type LeftContact, noticeFaults, type ShownNotice } from '../../domain/campaigns/compliance';
import { COMPLIANCE_FAULTS } from '../../domain/campaigns/compliance';
import { complianceTexts } from '../../domain/texts/compliance';
import { testDoc } from '../support/seed';

const { sender } = testDoc();
const link = 'https://page.invalid/m/x';
const optOutLink = 'https://page.invalid/s/x';
const advert = `みなと通信 ${link} 不要な方 ${optOutLink} 東京都港区\n海岸1-1-1 電話 ０１２０-555-310`;

describe('what a notice must show', () => {
  const table: [string, Partial<ShownNotice>, object, string[]][] = [
    ['a service notice by mail', { purpose: 'service_notice', text: '終わります' }, {}, []],
    ['a mail without a sender', { purpose: 'service_notice' }, { name: { ja: '', en: '' } }, ['sender_missing']],
    ['an SMS without the sender', { channel: 'sms', purpose: 'service_notice', text: link }, {}, ['sender_missing']],
    ['a call that names the caller', { channel: 'phone', text: 'みなと通信でございます' }, {}, []],
    ['a complete advert by mail', {}, {}, []],
    ['an advert that cannot be refused', { text: advert.replace(optOutLink, '') }, {}, ['opt_out_missing']],
    ['an advert without address', { text: advert.replace('海岸', '') }, {}, ['address_missing']],
    ['an advert without a contact', { text: advert.replace('555', '') }, {}, ['complaints_missing']],
    ['an SMS with both behind its link', { channel: 'sms', text: `みなと通信 ${link} ${optOutLink}` }, {}, []],
    [
      'an SMS without a link',
      { channel: 'sms', text: `みなと通信 ${optOutLink}` },
      {},
      ['address_missing', 'complaints_missing'],
    ],
    ['an advert by letter', { channel: 'post', text: '' }, {}, []],
    ['a letter without address', { channel: 'post', text: '' }, { address: ' ' }, ['address_missing']],
  ];
  it.each(table)('%s', (_what, change, own, faults) => {
    const shown: ShownNotice = { channel: 'mail', purpose: 'offer', text: advert, link, optOutLink, ...change };
    expect(
      noticeFaults(shown, {
        sender: { ...sender, ...own },
        policy: { table: { service_notice: {}, offer: {} }, overrides: [] },
      }),
    ).toEqual(faults);
  });
});

describe('what allowed a contact, and when it left', () => {
  const NOON = Date.parse('2027-02-01T12:00:00+09:00');
  const sound: LeftContact = {
    channel: 'mail',
    purpose: 'service_notice',
    leftAt: NOON,
    notBefore: NOON,
    slotMs: 0,
    consents: ['unknown', 'unknown'],
    contractHashes: ['aa'],
    granted: [],
    overrideReason: null,
    hold: null,
    approved: true,
    ledger: { left: true, decision: { override: null } },
  };
  const no: Partial<LeftContact> = { consents: ['no', 'no'] };
  const duty: Partial<LeftContact> = {
    ...no,
    overrideReason: '約款',
    ledger: { left: true, decision: { override: '約款' } },
  };
  const granted = [{ channel: 'mail' as const, reason: '約款' }];
  const night = Date.parse('2027-02-01T22:00:00+09:00');
  const base = testDoc();
  const strict: CampaignDoc['policy'] = {
    ...base.policy,
    table: { service_notice: { mail: { yes: 'contact', unknown: 'dont', no: 'dont' } }, offer: {} },
  };
  const table: [string, Partial<LeftContact>, Partial<CampaignDoc>, string[]][] = [
    ['a sound one', {}, {}, []],
    ['refused', no, {}, ['refused']],
    ['refused at the very instant it left', { consents: ['unknown', 'no'] }, {}, []],
    ['an offer without a yes', { purpose: 'offer' }, {}, ['consent_missing']],
    ['an offer with a yes', { purpose: 'offer', consents: ['yes', 'yes'] }, {}, []],
    ['unknown where the table wants to know', {}, { policy: strict }, ['consent_unknown_not_allowed']],
    ['a channel outside the table', { channel: 'sms' }, {}, ['not_in_policy']],
    ['overridden for this customer alone', { ...duty, granted }, {}, []],
    ['an override that was not approved', duty, {}, ['override_not_approved']],
    ['an override the decision does not know', { ...no, overrideReason: '別' }, {}, ['override_not_recorded']],
    ['an override the message does not bear', { ...no, granted }, {}, ['override_not_recorded']],
    ['under a hold', { hold: 'lawyer' }, {}, ['held']],
    ['at night', { leftAt: night, notBefore: night }, {}, ['outside_hours']],
    ['at night, on a clock stepped by days', { leftAt: night, slotMs: 86_400_000 }, {}, []],
    ['too late', {}, { dates: { ...base.dates, lastDispatch: NOON - 1 } }, ['after_last_dispatch']],
    [
      'asked for by the customer, after the last dispatch',
      { asked: true },
      { dates: { ...base.dates, lastDispatch: NOON - 1 } },
      [],
    ],
    ['asked for by the customer, where nothing else is known', { asked: true }, { policy: strict }, []],
    ['asked for by the customer, and refused then', { ...no, asked: true }, {}, ['refused']],
    ['not approved', { approved: false }, {}, ['not_approved']],
    ['without its decision', { ledger: { left: true, decision: null } }, {}, ['not_in_ledger']],
  ];
  it.each(table)('%s', (_what, change, doc, faults) => {
    const found = contactFaults({ ...sound, ...change }, [testDoc(doc)]);
    expect(found.map(({ fault }) => fault)).toEqual(faults);
  });
});

it('finds nothing amiss in the notices of the example, sent as what they are', () => {
  const ctx = { now: Date.parse('2027-01-31T09:00:00+09:00'), hashContract: (number: string) => number };
  const doc = parseCampaignFile(readFileSync('examples/campaign.yaml', 'utf8'), ctx);
  const contacts = [...doc.plan.steps, doc.plan.onDefect!];
  const lacking = contacts.flatMap((step) =>
    channelsOf(step).map((channel) => {
      const notice = noticeFor(step, channel)!;
      return [notice, channel, ...checkNotice({ notice, channel, purpose: step.purpose }, doc)];
    }),
  );
  expect(lacking.length).toBeGreaterThan(5);
  expect(lacking.filter(([, , ...faults]) => faults.length > 0)).toEqual([]);
});

it('has a text for every fault', () => {
  expect(Object.keys(complianceTexts).sort()).toEqual([...COMPLIANCE_FAULTS].sort());
});
