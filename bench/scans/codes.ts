import { createHash } from 'node:crypto';
import sharp from 'sharp';
import { readPart } from '../../activities/scans/stack-reader';
import { type CampaignDoc } from '../../domain/campaigns/campaign';
import { codeFrom, DAMAGE, seeded } from './damage';
import { drawForms, scanForms } from './papers';

/** How many codes were read back, by what had happened to the paper. */
export interface Readings {
  name: string;
  of: number;
  right: number;
  /** Read as another code than the printed one: must never be. */
  wrong: number;
  /** Mean CPU time of a page, ms: it does not depend on what else the machine does. */
  cpuMs: number;
}

/** Reads forms back that the product has drawn: `clean` ones as printed, and `spoiled` ones in turn of each kind of damage. */
export async function readCodes(
  doc: CampaignDoc,
  { clean, spoiled, seed }: { clean: number; spoiled: number; seed: number },
): Promise<Readings[]> {
  sharp.concurrency(1);
  const codes = codesOf(seeded(seed), clean);
  const readings = [await readAll('as printed', codes, scanForms(codes, doc, 200))];
  for (const [at, { name, dpi, spoil }] of DAMAGE.entries()) {
    const count = Math.floor(spoiled / DAMAGE.length) + (at < spoiled % DAMAGE.length ? 1 : 0);
    const random = seeded(createHash('sha256').update(`${seed}/${name}`).digest().readUInt32LE());
    const own = codesOf(random, count);
    readings.push(
      await readAll(
        name,
        own,
        spoilAll(drawForms(own, doc, dpi), (png) => spoil({ png, dpi, random })),
      ),
    );
  }
  return readings;
}

const codesOf = (random: () => number, count: number) => Array.from({ length: count }, () => codeFrom(random));

async function* spoilAll(pages: AsyncIterable<Buffer>, spoil: (page: Buffer) => Promise<Buffer>) {
  for await (const page of pages) yield await spoil(page);
}

async function readAll(name: string, codes: string[], pages: AsyncIterable<Buffer>): Promise<Readings> {
  const result: Readings = { name, of: codes.length, right: 0, wrong: 0, cpuMs: 0 };
  let at = 0;
  for await (const bytes of pages) {
    const before = process.cpuUsage();
    const { texts } = (await readPart({ bytes, from: 0, count: 1 })).read[0]!;
    const { user, system } = process.cpuUsage(before);
    result.cpuMs += (user + system) / 1000 / codes.length;
    if (texts.length === 1 && texts[0] === codes[at]) result.right += 1;
    else if (texts.length > 0) result.wrong += 1;
    at += 1;
  }
  return result;
}
