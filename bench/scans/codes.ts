import { createHash } from 'node:crypto';
import sharp from 'sharp';
import { readPart } from '../../activities/scans/stack-reader';
import { type CampaignDoc } from '../../domain/campaigns/campaign';
import { codeFrom, type Damage, DAMAGE, type Page, seeded } from './damage';
import { drawForms } from './papers';

/** How many codes were read back, by what had happened to the paper. */
export interface Readings {
  name: string;
  of: number;
  right: number;
  /** Read as another code than the printed one: must never be. */
  wrong: number;
  /** Mean time of a page, ms. */
  ms: number;
}

/** Reads forms back that the product has drawn: `clean` ones as printed, and `spoiled` ones in turn of each kind of damage. */
export async function readCodes(
  doc: CampaignDoc,
  { clean, spoiled, seed }: { clean: number; spoiled: number; seed: number },
): Promise<Readings[]> {
  sharp.concurrency(1);
  const asPrinted = { count: clean, dpi: 200, random: seeded(seed), spoil: ({ png }: Page) => Promise.resolve(png) };
  const readings = [await readAll('as printed', doc, asPrinted)];
  for (const [at, { name, dpi, spoil }] of DAMAGE.entries()) {
    const count = Math.floor(spoiled / DAMAGE.length) + (at < spoiled % DAMAGE.length ? 1 : 0);
    const random = seeded(createHash('sha256').update(`${seed}/${name}`).digest().readUInt32LE());
    readings.push(await readAll(name, doc, { count, dpi, random, spoil }));
  }
  return readings;
}

async function readAll(
  name: string,
  doc: CampaignDoc,
  { count, dpi, random, spoil }: { count: number; dpi: number; random: () => number; spoil: Damage },
): Promise<Readings> {
  const codes = Array.from({ length: count }, () => codeFrom(random));
  const result: Readings = { name, of: count, right: 0, wrong: 0, ms: 0 };
  let at = 0;
  for await (const png of drawForms(codes, doc, dpi)) {
    const bytes = await spoil({ png, dpi, random });
    const started = performance.now();
    const { texts } = (await readPart({ bytes, from: 0, count: 1 })).read[0]!;
    result.ms += (performance.now() - started) / count;
    if (texts.length === 1 && texts[0] === codes[at]) result.right += 1;
    else if (texts.length > 0) result.wrong += 1;
    at += 1;
  }
  return result;
}
