import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { type LimitsGiven } from '../domain/campaigns/pacing/limits';
import { PACED } from '../domain/campaigns/pacing/pacing';
import { AppError } from '../domain/errors';

/**
 * What a day can take: a YAML or JSON file, or its content in braces; `null` is no limit. Without one nothing is given.
 * Throws invalid_request that names what is wrong.
 */
export async function readCapacity(given: string | undefined): Promise<LimitsGiven> {
  if (given === undefined) return {};
  const text = given.trimStart().startsWith('{') ? given : await readFile(given, 'utf8');
  const read: unknown = parse(text);
  if (typeof read !== 'object' || read === null || Array.isArray(read)) throw wrong('capacity', given);
  for (const [load, value] of Object.entries(read)) {
    const known = (PACED as readonly string[]).includes(load);
    if (!known || (value !== null && !(Number.isInteger(value) && value >= 0))) throw wrong(load, value);
  }
  return read as LimitsGiven;
}

const wrong = (path: string, value: unknown): AppError =>
  new AppError('invalid_request', {}, [
    {
      path,
      code: 'capacity',
      message: `${JSON.stringify(value)}: ${PACED.join(', ')} = 0 … / null`,
    },
  ]);
