import { type Choice, SeededRandom } from './seeded-random';
import { type Scenario } from './scenario';
import { type Persona } from './persona';
import { type Self } from './knowledge';

/** The course of a call. `choices` by the last four characters of the contract numbers. */
export interface CallReply {
  heard: 'no_answer' | 'busy' | 'voicemail' | 'answered';
  /** Who answers: the customer or another person. */
  who?: 'customer' | 'other';
  says?: 'completed' | 'intent' | 'callback' | 'refused' | 'third_party' | 'wrong_number' | 'deceased';
  choices?: Record<string, Choice>;
  /** When to call again, ISO. */
  callbackAt?: string;
  /** What the customer says to show who they are. */
  items?: Self['items'];
}

export interface Ring {
  /** Whether the number belongs to a stranger now. */
  stranger: boolean;
  /** Instant of the installation's clock, epoch ms. */
  at: number;
  /** Number of earlier calls to the customer. */
  before: number;
}

type Mood = 'completed' | 'intent' | 'refused' | 'deceased' | 'never_there';

/** What people say who would have answered anyway, and what the others say. */
const WILLING = [
  ['intent', 0.12],
  ['refused', 0.03],
  ['deceased', 0.01],
  ['completed', 0.84],
] as const;
const SILENT = [
  ['never_there', 0.32],
  ['refused', 0.16],
  ['intent', 0.14],
  ['completed', 0.38],
] as const;
const MISSED = [
  ['no_answer', 0.6],
  ['voicemail', 0.25],
  ['busy', 0.15],
] as const;
const WRONG_NUMBERS = 0.025;

/** Whether a number (national digits) was reassigned to another person; the same for every customer who has it. */
export const isStrangers = (seed: number, digits: string): boolean =>
  new SeededRandom(seed, digits).withProbability('stranger', WRONG_NUMBERS);

/**
 * The response to a call; deterministic for seed, customer data and number of earlier calls. `wish`: the choice to
 * make.
 */
export function answerCall(
  {
    random,
    persona,
    scenario,
    landline,
    items,
  }: { random: SeededRandom; persona: Persona; scenario: Scenario; landline: boolean; items: Self['items'] },
  ring: Ring,
  wish: () => Record<string, Choice>,
): CallReply {
  const { stranger, at, before } = ring;
  if (stranger) {
    return { heard: 'answered', who: 'other', says: 'wrong_number' };
  }
  const mood = moodOf(random, persona);
  const missed = random.pick('missed calls', [
    [0, 0.5],
    [1, 0.26],
    [2, 0.24],
  ]);
  if (mood === 'never_there' || before < missed) return { heard: random.pick(`miss ${before}`, MISSED) };
  if (landline && before === missed && random.withProbability('family answers', 0.12)) {
    return { heard: 'answered', who: 'other', says: 'third_party' };
  }
  const said = new Set(scenario.talks.map(({ says }) => says));
  const declared = scenario.done.answer !== undefined || scenario.done.form !== undefined || said.has('completed');
  if (mood === 'deceased' && !declared) return { heard: 'answered', who: 'other', says: 'deceased' };
  const spoken = { heard: 'answered', who: 'customer' } as const;
  if (said.has('refused') || (mood === 'refused' && !declared)) return { ...spoken, says: 'refused' };
  if (!said.has('callback') && random.withProbability('busy now', 0.15)) {
    return { ...spoken, says: 'callback', callbackAt: tomorrow(at, random) };
  }
  if (mood === 'intent' && !declared) return { ...spoken, says: 'intent' };
  return { ...spoken, says: 'completed', choices: wish(), items };
}

function moodOf(random: SeededRandom, { way, answersTo }: Persona): Mood {
  return way === 'call' || answersTo > 0 ? random.pick('mood', WILLING) : random.pick('mood', SILENT);
}

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const JAPAN_MS = 9 * HOUR_MS;

/** The next day between 10 and 17 o'clock in Japan. */
function tomorrow(at: number, random: SeededRandom): string {
  const midnight = Math.floor((at + JAPAN_MS) / DAY_MS) * DAY_MS - JAPAN_MS;
  return new Date(midnight + DAY_MS + random.between('callback hour', 10, 17) * HOUR_MS).toISOString();
}
