import { checkLetter } from '../../journeys/receipt-number';

/** The number of an authority case for people, `A-0000123-8`, with a check letter. */
export function authorityNumber(id: number): string {
  const digits = String(id).padStart(7, '0');
  return `A-${digits}-${checkLetter(digits)}`;
}
