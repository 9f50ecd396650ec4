import { type SeededRandom } from './seeded-random';
import { type Self } from './knowledge';
import { type Asking } from './questions/asking';

/** How a customer declares a choice without being asked. `wait` customers only react to calls. */
export type Way = 'web' | 'form' | 'call';
/** The defect of the first form. */
export type Slip = 'unsigned' | 'both' | 'none' | 'undated';

/** Behaviour of a simulated customer, derived from seed and customer data. Times are in days after their cause. */
export interface Persona {
  way: Way;
  /** The contact (1 = the first) after which the customer answers; 0: never without being asked. */
  answersTo: number;
  answersAfter: number;
  /** Opts out of this channel after the first message, and only answers letters and calls. */
  optsOut: 'mail' | 'sms' | undefined;
  /** Enters a wrong second factor at the first visit. */
  mistypes: boolean;
  slip: Slip | undefined;
  /** Corrects the form when notified of the defect. */
  mends: boolean;
  mendsAfter: number;
  /** What happens to an answer given on the web. */
  afterwards: 'keeps' | 'changes' | 'takes_back';
  afterwardsAfter: number;
  /** Answers again after withdrawing an answer; null: does not. */
  againAfter: number | null;
  english: boolean;
  /** What the customer writes to the desk; absent: never anything. */
  asking?: Asking;
}

/** Channels of the customers besides mail. */
export interface CustomerChannels {
  sms: boolean;
  post: boolean;
}

type Shares<Item> = readonly (readonly [Item, number])[];
const WAYS: Record<'elderly' | 'person' | 'company', Shares<Way>> = {
  elderly: [
    ['form', 0.5],
    ['web', 0.3],
    ['call', 0.2],
  ],
  person: [
    ['web', 0.72],
    ['form', 0.16],
    ['call', 0.12],
  ],
  company: [
    ['web', 0.6],
    ['form', 0.4],
  ],
};
/** With mail only, all customers use the web: 3 % stop the mails, 20 % never react. */
const BY_MAIL: Shares<number> = [
  [1, 0.57],
  [2, 0.14],
  [3, 0.08],
  [0, 0.21],
];
const BY_ALL: Shares<number> = [
  [1, 0.42],
  [2, 0.17],
  [3, 0.07],
  [0, 0.34],
];
const SLIPS: Shares<Slip | undefined> = [
  ['unsigned', 0.12],
  ['both', 0.06],
  ['none', 0.03],
  ['undated', 0.03],
  [undefined, 0],
];
const ELDERLY_BORN_BEFORE = '1957';

/** The behaviour of a customer, given the available channels. */
export function personaOf(
  random: SeededRandom,
  self: Pick<Self, 'birth' | 'kind'>,
  channels: CustomerChannels,
): Persona {
  const all = channels.sms || channels.post;
  const way = wayOf(random, self, channels);
  const optsOut = random.pick<Persona['optsOut']>('opts out', [
    ['mail', 0.03],
    ['sms', all ? 0.03 : 0],
    [undefined, 0],
  ]);
  const answersTo = optsOut ? (all && random.withProbability('reads letters', 0.5) ? 1 : 0) : reactionOf(random, all);
  const slow = random.withProbability('slow', 0.25);
  return {
    way,
    answersTo: way === 'call' ? 0 : answersTo,
    // never at the exact instant of the contact
    answersAfter: 0.1 + random.between('delay', slow ? 6 : 0, slow ? 12 : 5),
    optsOut,
    mistypes: random.withProbability('mistypes', 0.08),
    slip: random.pick('slip', SLIPS),
    mends: random.withProbability('mends', 0.8),
    mendsAfter: 0.1 + random.between('mending delay', 0, 3),
    afterwards: random.pick('afterwards', [
      ['takes_back', 0.1],
      ['changes', 0.06],
      ['keeps', 0.84],
    ]),
    afterwardsAfter: random.between('afterwards delay', 1, 5),
    againAfter: random.withProbability('again', 0.6) ? random.between('again delay', 2, 8) : null,
    english: random.withProbability('language', 0.05),
  };
}

const reactionOf = (random: SeededRandom, all: boolean): number => random.pick('reaction', all ? BY_ALL : BY_MAIL);

function wayOf(random: SeededRandom, { birth, kind }: Pick<Self, 'birth' | 'kind'>, channels: CustomerChannels): Way {
  if (!channels.sms && !channels.post) return 'web';
  const elderly = birth !== undefined && birth < ELDERLY_BORN_BEFORE;
  const way = random.pick('way', WAYS[kind === 'company' ? 'company' : elderly ? 'elderly' : 'person']);
  return way === 'form' && !channels.post ? 'web' : way;
}
