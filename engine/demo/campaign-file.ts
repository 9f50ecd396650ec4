import { isMap, isScalar, parseDocument } from 'yaml';

export interface DemoFile {
  /** The file as it will be posted. */
  text: string;
  /** First dispatch as written, when readable; the stepped clock begins on the day before. */
  firstDispatch: string | undefined;
}

/**
 * Reads a campaign file; dates written as `+90s` or `+3d` become instants counted from `now`, for examples that are
 * to run right away. Everything else is left for the API to check.
 */
export function readCampaignFile(source: string, now: number): DemoFile {
  const document = parseDocument(source);
  const dates = document.get('dates');
  if (document.errors.length > 0 || !isMap(dates)) return { text: source, firstDispatch: undefined };
  for (const pair of dates.items) {
    const text = isScalar(pair.value) ? pair.value.value : undefined;
    const match = typeof text === 'string' ? /^\+(\d+)([sd])$/.exec(text) : null;
    if (!match || !isScalar(pair.value)) continue;
    const ms = Number(match[1]) * (match[2] === 'd' ? 86_400_000 : 1_000);
    pair.value.value = new Date(now + ms).toISOString();
  }
  const first = dates.get('firstDispatch');
  return { text: document.toString(), firstDispatch: typeof first === 'string' ? first : undefined };
}
