import { isMap, isScalar, parseDocument, type YAMLMap } from 'yaml';

export interface DemoFile {
  /** The file as it is posted. */
  text: string;
  /** First dispatch as written, if readable; a stepped clock begins on the day before. */
  firstDispatch: string | undefined;
}

/**
 * Reads a campaign file. With `beginAt` all instants are moved by the same span, so that the first dispatch is at that
 * time (epoch ms): a demo in real time begins now. All validation is left to the API.
 */
export function readCampaignFile(source: string, beginAt?: number): DemoFile {
  const document = parseDocument(source);
  const dates = document.get('dates');
  if (document.errors.length > 0 || !isMap(dates)) return { text: source, firstDispatch: undefined };
  const first = Date.parse(String(dates.get('firstDispatch')));
  if (beginAt !== undefined && !Number.isNaN(first)) moveDates(dates, beginAt - first);
  const written = dates.get('firstDispatch');
  return { text: document.toString(), firstDispatch: typeof written === 'string' ? written : undefined };
}

function moveDates(dates: YAMLMap, span: number): void {
  for (const { value } of dates.items) {
    const instant = isScalar(value) ? Date.parse(String(value.value)) : NaN;
    if (isScalar(value) && !Number.isNaN(instant)) value.value = new Date(instant + span).toISOString();
  }
}
