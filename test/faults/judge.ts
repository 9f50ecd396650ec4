import { type Contact, type JourneyEnd } from './demand';
import { isAfter, type Mark, type Records, type Taken } from './records';

/** An answer as its customer remembers it. */
export interface Answer {
  contract: string;
  choice: 'migrate' | 'cancel';
  /** Empty for what was written on paper or said on the phone. */
  receipt: string;
  at: string;
}

/** What is judged: the stand-ins' records and the customers' memory, against what the product says. */
export interface Evidence {
  records: Records;
  contacts: Contact[];
  journeys: JourneyEnd[];
  /** Standing answers, those left out that came too late or of contracts that the client took back. */
  answers: Answer[];
  /** Final outcome by contract number, as the client's system got it. */
  outcomes: Map<string, string>;
  /** The stopped campaign, and the stand-ins' records at the acknowledgement. */
  stop: { campaignId: number; mark: Mark } | undefined;
  /** Rows of evidence, and links of the chains, that do not agree with the ledger. */
  amiss: string[];
  /** Step ids in their order. */
  order: string[];
  /** Step ids that everybody gets who stays silent. */
  demanded: string[];
}

export interface Verdict {
  lost: string[];
  doubled: string[];
  outOfOrder: string[];
  stuck: number;
  afterStop: string[];
  amiss: string[];
  doubtful: number;
  attempts: number;
  effects: number;
}

/** Compares them; every list names what is wrong by surrogate keys and contract numbers of the made-up audience. */
export function judge(evidence: Evidence): Verdict {
  const { records, contacts, journeys } = evidence;
  const byKey = new Map(contacts.map((contact) => [contact.key, contact]));
  const taken = records.taken.map((one) => ({ ...one, contact: byKey.get(contactOf(one)) }));
  return {
    lost: [...lostContacts(evidence, taken), ...lostAnswers(evidence)],
    doubled: doubledOf(taken),
    outOfOrder: overtaking(taken, evidence.order),
    stuck: journeys.filter(({ open }) => open).length,
    afterStop: taken.filter((one) => leftAfter(evidence.stop, one)).map(({ key }) => key),
    amiss: evidence.amiss,
    doubtful: contacts.filter(({ status }) => status === 'doubtful').length,
    attempts: records.attempts,
    effects: new Set(taken.map(({ channel, key }) => `${channel} ${key}`)).size,
  };
}

type Found = Taken & { contact: Contact | undefined };

/** A call's key names its task first, then the attempt. */
const contactOf = ({ channel, key }: Taken): string => (channel === 'phone' ? key.split('/')[0]! : key);

const NEVER_NOTIFIED = ['excluded', 'unreachable', 'stopped', 'pending'];

/**
 * Contacts recorded as handed over that no stand-in took; contacts that a stand-in took and no record knows; journeys
 * that ended as if the customer was notified although no stand-in took a notice; steps that a silent customer never got
 * although nothing had come back and a text could still reach them.
 */
function lostContacts({ contacts, journeys, demanded }: Evidence, taken: Found[]): string[] {
  const known = new Set(taken.map(contactOf));
  const gone = contacts.filter(({ status, channel, key }) => {
    return status === 'handed_over' && channel !== 'phone' && !known.has(key);
  });
  const notified = new Set(taken.map(({ contact }) => contact?.journeyId));
  const neverNotified = journeys.filter(({ id, outcomes }) => {
    return outcomes.some((outcome) => !NEVER_NOTIFIED.includes(outcome)) && !notified.has(id);
  });
  const scheduled = new Set(contacts.map(({ journeyId, step }) => `${journeyId}/${step}`));
  const skipped = journeys
    .filter(
      ({ outcomes, troubles, writable }) =>
        troubles === 0 && writable && outcomes.length > 0 && outcomes.every((one) => one === 'lapsed'),
    )
    .flatMap(({ id }) => demanded.filter((step) => !scheduled.has(`${id}/${step}`)).map((step) => `${id}/${step}`));
  const unknown = taken.filter(({ contact }) => !contact);
  return [
    ...gone.map(({ key }) => `never taken: ${key}`),
    ...neverNotified.map(({ id }) => `never notified: journey ${id}`),
    ...skipped.map((name) => `never scheduled: ${name}`),
    ...unknown.map(({ key, channel }) => `unknown: ${channel} ${key}`),
  ];
}

const OUTCOME_OF = { migrate: 'migrated', cancel: 'cancelled' };

function lostAnswers({ answers, outcomes }: Evidence): string[] {
  return answers
    .filter(({ contract, choice }) => outcomes.get(contract) !== OUTCOME_OF[choice])
    .map(({ contract, choice, receipt, at }) => {
      return `answer: ${contract} ${choice} ${receipt || '(no receipt)'} of ${at} is ${outcomes.get(contract)}`;
    });
}

/** The same key or envelope twice, or two envelopes or calls for one contact. */
function doubledOf(taken: Found[]): string[] {
  const counts = new Map<string, number>();
  const count = (name: string) => counts.set(name, (counts.get(name) ?? 0) + 1);
  for (const { channel, key } of taken) count(`${channel} ${key}`);
  const envelopes = new Map(taken.filter(({ channel }) => channel === 'post').map((one) => [one.key, one.contact]));
  for (const contact of envelopes.values()) {
    if (contact) count(`letter of ${contact.journeyId}/${contact.run}/${contact.step}/${contact.occurrence}`);
  }
  return [...counts].filter(([, times]) => times > 1).map(([name]) => name);
}

/** A later step that reached its customer before the first contact of an earlier one, in the same run. */
function overtaking(taken: Found[], order: string[]): string[] {
  const first = new Map<string, number>();
  for (const { contact, at } of taken) {
    if (!contact || !order.includes(contact.step)) continue;
    const name = `${contact.journeyId}/${contact.run}/${contact.step}`;
    first.set(name, Math.min(first.get(name) ?? Infinity, at));
  }
  return [...first].flatMap(([name, at]) => {
    const [journey, run, step] = name.split('/');
    const earlier = order.slice(0, order.indexOf(step!)).map((id) => first.get(`${journey}/${run}/${id}`) ?? -Infinity);
    return earlier.some((before) => before > at) ? [name] : [];
  });
}

const leftAfter = (stop: Evidence['stop'], found: Found): boolean =>
  stop !== undefined && found.contact?.campaignId === stop.campaignId && isAfter(stop.mark, found);
