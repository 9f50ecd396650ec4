import { createPublicKey } from 'node:crypto';
import { Resolver } from 'node:dns/promises';
import { type DkimKey } from './dkim-keys';

/** Whether receivers of a mail find the key that it is signed with; `why` is in words. */
export interface DkimPublished {
  client: string;
  record: string;
  published: 'yes' | 'no' | 'unclear';
  why: string;
}

/** Finds the texts of a name; empty where it has none. Rejects while DNS does not answer. */
export type TextsOf = (name: string) => Promise<string[]>;

/** Finds each key's record, as a mailbox provider would. */
export async function dkimPublished(keys: DkimKey[], textsOf: TextsOf = lookUp): Promise<DkimPublished[]> {
  return Promise.all(
    keys.map(async ({ client, domain, selector, key }) => {
      const record = `${selector}._domainkey.${domain}`;
      const wanted = createPublicKey(key).export({ type: 'spki', format: 'der' }).toString('base64');
      const say = (published: DkimPublished['published'], why: string) => ({ client, record, published, why });
      try {
        const found = (await textsOf(record)).flatMap((text) => /(?:^|;)\s*p=([^;]*)/.exec(text)?.[1] ?? []);
        if (found.length === 0) return say('no', `add a TXT record: v=DKIM1; k=rsa; p=${wanted}`);
        if (found.some((value) => value.replace(/\s/g, '') === wanted)) return say('yes', 'the key is published');
        return say('no', 'another key is published under this selector');
      } catch (error) {
        return say('unclear', `DNS does not answer (${(error as NodeJS.ErrnoException).code ?? 'error'})`);
      }
    }),
  );
}

async function lookUp(name: string): Promise<string[]> {
  try {
    const records = await new Resolver({ timeout: 3_000, tries: 2 }).resolveTxt(name);
    return records.map((parts) => parts.join(''));
  } catch (error) {
    if (['ENOTFOUND', 'ENODATA'].includes((error as NodeJS.ErrnoException).code ?? '')) return [];
    throw error;
  }
}
