import { DEFECT_STEP } from '../../campaigns/campaign';
import { nthOf, type Rates } from '../behaviour';
import { type RehearsedEvent, type RehearsedJourney } from '../result';

/** How much less or more a completion counts at the low and the high end of the rate that brought it. */
export interface Weight {
  low: number;
  high: number;
}

const CERTAIN: Weight = { low: 1, high: 1 };

/** The events that can bring a choice. */
const isChoice = ({ kind, why }: RehearsedEvent): boolean =>
  kind === 'answered_online' ||
  kind === 'form_accepted' ||
  (kind === 'call_reached' && (why === 'migrate' || why === 'cancel'));

/** The event that brought a contract's choice: the last one until then that its cause brought about; undefined: none. */
export function choiceEvent(
  { events }: Pick<RehearsedJourney, 'events'>,
  { at, cause }: RehearsedJourney['contracts'][number],
): RehearsedEvent | undefined {
  const until = events.filter((event) => event.at <= at && isChoice(event));
  return until.findLast((event) => causeOf(event) === cause) ?? until.at(-1);
}

/** The step that an event goes back to. */
export const causeOf = ({ cause, step }: RehearsedEvent): string | undefined => cause ?? step;

/**
 * The weight of a completed contract: low ÷ likely and high ÷ likely of the rate by which the simulated customer chose.
 * In a call it is the chance of being reached at that attempt and of choosing then. Where no rate brought it, 1.
 */
export function weightOf(
  journey: Pick<RehearsedJourney, 'events'>,
  contract: RehearsedJourney['contracts'][number],
  rates: Rates,
): Weight {
  const event = choiceEvent(journey, contract);
  if (!event) return CERTAIN;
  if (event.kind === 'call_reached') {
    const chosen = event.step === DEFECT_STEP ? rates.form.mended : rates.call.chooses;
    return product([nthOf(rates.call.reached, event.attempt ?? 1), chosen]);
  }
  const cause = causeOf(event);
  const sent = journey.events.filter(({ kind }) => kind === 'sent');
  const steps = [...new Set(sent.map(({ step }) => step))];
  const nth = Math.max(1, steps.indexOf(cause) + 1);
  if (event.kind === 'form_accepted') return product([nthOf(rates.paper, nth)]);
  const channel = event.channel ?? sent.findLast(({ step, at }) => step === cause && at <= event.at)?.channel;
  return channel === undefined ? CERTAIN : product([nthOf(rates.web[channel], nth)]);
}

function product(rates: ({ low: number; likely: number; high: number } | undefined)[]): Weight {
  return rates.reduce<Weight>((weight, rate) => {
    if (!rate || rate.likely === 0) return weight;
    return { low: (weight.low * rate.low) / rate.likely, high: (weight.high * rate.high) / rate.likely };
  }, CERTAIN);
}
