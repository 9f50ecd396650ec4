import { type Input } from '../../api/client';

type Item = Input<'askCorrections'>['body']['items'][number];

const OUTCOMES = ['migrated', 'cancelled', 'lapsed', 'unreachable', 'excluded', 'stopped', 'open'] as const;
/** Outcomes that a correction can give; pending is what an open hold, pause or question gives. */
export type CorrectedOutcome = (typeof OUTCOMES)[number];
export const CORRECTED: readonly CorrectedOutcome[] = OUTCOMES;

/** A local time of Japan as the API takes it; null for an empty text, undefined for anything else. */
export function instantIn(text: string): string | null | undefined {
  if (text === '') return null;
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(text)) return undefined;
  const at = Date.parse(`${text}:00+09:00`);
  return Number.isNaN(at) ? undefined : new Date(at).toISOString();
}

/** The corrections in lines of `journey,contract,outcome,declared at`, or the first line that cannot be read. */
export function correctionsIn(text: string): { items: Item[] } | { wrong: number } {
  const items: Item[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    const [journey = '', contract = '', outcome = '', declared = ''] = line
      .normalize('NFKC')
      .split(/[,\t]/)
      .map((part) => part.trim());
    const known = OUTCOMES.find((one) => one === outcome);
    const declaredAt = instantIn(declared);
    if (!/^\d+$/.test(journey) || !/^\d+$/.test(contract) || !known || declaredAt === undefined)
      return { wrong: index + 1 };
    items.push({ journeyId: Number(journey), contractId: Number(contract), outcome: known, declaredAt });
  }
  return { items };
}
