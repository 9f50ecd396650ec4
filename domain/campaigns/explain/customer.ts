import { type CampaignDoc, type Channel, type ConsentValue, type Purpose } from '../campaign';
import { planChannels } from '../../journeys/choose-channel';
import { type ExplainCustomer } from './explain';
import { prefectureCode } from '../../audience/prefecture';
import { ageStep } from '../segments';
import { type unreadTexts } from '../../texts/explain-unread';

/** A part of `--customer`, `--when` or `--pause` that cannot be read: the part itself and what it should be (a key of the texts). */
export interface UnreadPart {
  part: string;
  expected: keyof typeof unreadTexts;
}

const CHANNELS: readonly string[] = ['mail', 'sms', 'post', 'phone'];
export const isChannel = (text: string): text is Channel => CHANNELS.includes(text);

/**
 * Reads `age=80,kind=person,prefecture=東京都,product=A,has=mail+post,no=sms,bad=phone,consent.mail=no,contracts=2,id=7`, `hold=lawyer` and
 * `representative=post+phone` (somebody is written to and called instead, on these channels only).
 * Without anything: a person of unknown age with an address for every channel of the plan and no consent known.
 */
export function readCustomer(text: string, doc: CampaignDoc): ExplainCustomer | { unread: UnreadPart[] } {
  const customer: ExplainCustomer = {
    id: 0,
    traits: { kind: 'person', ageFrom: null, prefecture: null, products: [] },
    contact: Object.fromEntries(planChannels(doc).map((channel) => [channel, 'ok'])),
    consent: {},
    contracts: 1,
    contractHashes: [],
    hold: null,
    representative: null,
  };
  const unread = text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .flatMap((part): UnreadPart[] => {
      const [key = '', value = ''] = part.split('=');
      const expected = take(customer, key, value);
      return expected === null ? [] : [{ part, expected }];
    });
  return unread.length > 0 ? { unread } : customer;
}

function take(customer: ExplainCustomer, key: string, value: string): UnreadPart['expected'] | null {
  const { traits, contact } = customer;
  const whole = /^\d{1,9}$/.test(value) ? Number(value) : null;
  switch (key) {
    case 'kind':
      if (value !== 'person' && value !== 'company') return 'kind';
      traits.kind = value;
      return null;
    case 'age':
      if (whole === null) return 'age';
      traits.ageFrom = ageStep(whole);
      return null;
    case 'prefecture': {
      const code = whole ?? prefectureCode(value);
      if (code === undefined || code < 1 || code > 47) return 'prefecture';
      traits.prefecture = code;
      return null;
    }
    case 'product':
      traits.products.push(...value.split('+'));
      return null;
    case 'contracts':
      if (whole === null || whole < 1) return 'count';
      customer.contracts = whole;
      return null;
    case 'contract':
      customer.contractHashes.push(value);
      return null;
    case 'id':
      if (whole === null) return 'count';
      customer.id = whole;
      return null;
    case 'hold':
      customer.hold = value;
      return value === '' ? 'hold' : null;
    case 'representative':
      customer.representative = value.split('+').filter(isChannel);
      return value.split('+').every(isChannel) ? null : 'channels';
    case 'has':
    case 'no':
    case 'bad':
      return takeChannels(contact, key, value);
    default:
      return takeConsent(customer, key, value);
  }
}

function takeChannels(contact: ExplainCustomer['contact'], key: 'has' | 'no' | 'bad', value: string) {
  const channels = value.split('+');
  if (!channels.every(isChannel)) return 'channels' as const;
  if (key === 'has') for (const channel of CHANNELS.filter(isChannel)) delete contact[channel];
  const state = { has: 'ok', no: 'no_contact', bad: 'contact_bad:bounced' }[key];
  for (const channel of channels) contact[channel] = state;
  return null;
}

/** `consent.mail=no`, `consent.mail.offer=yes`. */
function takeConsent(customer: ExplainCustomer, key: string, value: string): UnreadPart['expected'] | null {
  const [head, channel = '', purpose = 'service_notice', ...rest] = key.split('.');
  if (head !== 'consent' || rest.length > 0) return 'key';
  if (!isChannel(channel)) return 'channels';
  const known = purpose === 'service_notice' || purpose === 'offer';
  if (!known || !['yes', 'no', 'unknown'].includes(value)) return 'consent';
  customer.consent[channel] = { ...customer.consent[channel], [purpose as Purpose]: value as ConsentValue };
  return null;
}
