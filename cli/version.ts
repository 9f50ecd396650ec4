import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The product's version, as package.json has it: beside the sources, or beside what was compiled from them. */
export function productVersion(from: string = __dirname): string {
  const file = join(from, 'package.json');
  if (existsSync(file)) return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
  const above = dirname(from);
  if (above === from) throw new Error('package.json is not part of this installation');
  return productVersion(above);
}
