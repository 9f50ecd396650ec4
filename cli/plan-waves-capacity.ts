import { issueOf } from '../api/campaign-file/finding';
import { readMapping } from '../api/campaign-file/text';
import { type Language } from '../domain/campaigns/campaign';
import { type LimitsGiven } from '../domain/campaigns/pacing/limits';
import { PACED } from '../domain/campaigns/pacing/pacing';
import { AppError } from '../domain/errors';
import { contentOrFile } from './given-file';

/**
 * What a day can take: a YAML or JSON file, or its content in braces; `null` is no limit. Without one nothing is given.
 * Throws file_not_readable, and invalid_request that names what is wrong.
 */
export function readCapacity(given: string | undefined, language: Language): LimitsGiven {
  if (given === undefined) return {};
  const read = readMapping(contentOrFile(given));
  if ('findings' in read) {
    const issues = read.findings.map((finding) => ({ ...issueOf(finding, language), path: 'capacity' }));
    throw new AppError('invalid_request', {}, issues);
  }
  for (const [load, value] of Object.entries(read.raw)) {
    const known = (PACED as readonly string[]).includes(load);
    if (!known || (value !== null && !(Number.isInteger(value) && Number(value) >= 0))) throw wrong(load, value);
  }
  return read.raw as LimitsGiven;
}

const wrong = (path: string, value: unknown): AppError =>
  new AppError('invalid_request', {}, [
    {
      path,
      code: 'capacity',
      message: `${JSON.stringify(value)}: ${PACED.join(', ')} = 0 … / null`,
    },
  ]);
