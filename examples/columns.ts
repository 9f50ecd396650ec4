import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';

/** Column mapping of examples/campaign.yaml, which fits the files of make-customers. */
export async function exampleColumns(): Promise<Record<string, string>> {
  const text = await readFile(join(__dirname, 'campaign.yaml'), 'utf8');
  return (parse(text) as { columns: Record<string, string> }).columns;
}
