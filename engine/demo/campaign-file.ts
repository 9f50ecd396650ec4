import { readFileSync } from 'node:fs';
import { parseDocument, isMap, isScalar } from 'yaml';

/**
 * Reads a campaign file; dates written as `+90s` or `+3d` become instants counted from `now`, for examples that are
 * to run right away. Everything else is left for the API to check.
 */
export function readCampaignFile(file: string, now: number): string {
  const document = parseDocument(readFileSync(file, 'utf8'));
  const dates = document.get('dates');
  if (!isMap(dates)) return document.toString();
  for (const pair of dates.items) {
    const text = isScalar(pair.value) ? pair.value.value : undefined;
    const match = typeof text === 'string' ? /^\+(\d+)([sd])$/.exec(text) : null;
    if (!match || !isScalar(pair.value)) continue;
    const ms = Number(match[1]) * (match[2] === 'd' ? 86_400_000 : 1_000);
    pair.value.value = new Date(now + ms).toISOString();
  }
  return document.toString();
}
