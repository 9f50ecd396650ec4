import { clientCode } from '../../db/access/clients';
import { type Queryable } from '../../db/platform/types';
import { type SigningKey } from './dkim';

/** A key with the code of the client whose mails it signs. */
export type ClientKey = SigningKey & { client: string };

/** Which key signs a client's mails from an address: its own for the address's domain, or for a domain above it. */
export class MailSigners {
  private readonly codes = new Map<number, string>();

  constructor(private readonly keys: readonly ClientKey[]) {}

  /** Undefined where the client has no key for the domain: the mail leaves unsigned, or its server signs it. */
  async keyOf(db: Queryable, clientId: number, from: string): Promise<SigningKey | undefined> {
    if (this.keys.length === 0) return undefined;
    const code = this.codes.get(clientId) ?? (await clientCode(db, clientId));
    this.codes.set(clientId, code);
    const domain = from.slice(from.lastIndexOf('@') + 1).toLowerCase();
    const own = this.keys.filter((key) => key.client === code && `.${domain}`.endsWith(`.${key.domain}`));
    return own.sort((a, b) => b.domain.length - a.domain.length)[0];
  }
}
