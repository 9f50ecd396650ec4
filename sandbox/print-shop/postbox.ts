import { createHash } from 'node:crypto';
import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { type FormPosted } from './entries';
import { formOutcome } from './delivery-outcome';
import { addressOf } from './runs';
import { type Shop } from './shop';

const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

export const isPng = (bytes: Buffer): boolean => bytes.subarray(0, PNG.length).equals(PNG);

/** Posts a customer's filled-in form; idempotent for the same pages of the same piece. Durable when it returns. */
export function postForm(shop: Shop, seed: number, piece: string, pages: Buffer[]): FormPosted {
  const hash = createHash('sha256');
  for (const page of pages) hash.update(page);
  const sha256 = hash.digest('hex');
  const known = shop.formByHash(piece, sha256);
  if (known) return known;
  const id = shop.forms.length + 1;
  pages.forEach((page, index) => writeBytes(shop.formPage(id, index + 1), page));
  const envelope = shop.runs.byCode(piece);
  const earlier = shop.forms.filter((form) => form.piece === piece).length;
  const at = shop.clock ?? '';
  // by address, since piece codes differ between installations
  const outcome = formOutcome(seed, `${envelope ? addressOf(envelope) : piece}\n${earlier}`, Date.parse(at));
  const form: FormPosted = { type: 'form', id, piece, at, sha256, pages: pages.length, ...outcome };
  shop.put(form);
  return form;
}

function writeBytes(path: string, bytes: Buffer): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const file = openSync(`${path}.tmp`, 'w', 0o600);
  try {
    for (let written = 0; written < bytes.length;) written += writeSync(file, bytes, written);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(`${path}.tmp`, path);
}
