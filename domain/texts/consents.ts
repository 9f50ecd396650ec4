import { type Text } from '../campaigns/campaign';

/** Where an override for a single customer stands. */
export const overrideStatusTexts: Record<string, Text> = {
  asked: { ja: '確認待ち', en: 'waits for another person' },
  confirmed: { ja: '承認済', en: 'confirmed' },
  declined: { ja: '却下', en: 'declined' },
  withdrawn: { ja: '取消済', en: 'taken back' },
};

/** Entries of the ledger about consents, overrides and holds. */
export const consentEventTexts: Record<string, Text> = {
  override_asked: { ja: '拒否の例外を申請した', en: 'An override of a refusal was asked for' },
  override_confirmed: { ja: '拒否の例外を承認した', en: 'An override of a refusal was confirmed' },
  override_declined: { ja: '拒否の例外を却下した', en: 'An override of a refusal was declined' },
  override_withdrawn: { ja: '拒否の例外を取り消した', en: 'An override of a refusal was taken back' },
};

/** Reasons of refusals that have to do with who may be contacted. */
export const consentReasonTexts: Record<string, Text> = {
  not_in_scope: { ja: '代理人の範囲にない目的', en: 'the representative does not stand for this purpose' },
};

/** In what capacity somebody acts, as an envelope says it; an heir's envelope says nothing of the deceased. */
const ROLES: Record<string, string> = {
  guardian: '成年後見人',
  parent: '保護者',
  agent: '代理人',
  contact: 'ご担当',
  lawyer: '代理人弁護士',
  liquidator: '清算人・管財人',
};

interface Represented {
  relation: string;
  for: string;
  forKind: 'person' | 'company';
}

/** The customer's line above its representative's, and the capacity; null for an heir: no letter tells of a death. */
export function actingFor({ relation, for: name, forKind }: Represented): { customer: string; role: string } | null {
  const role = ROLES[relation];
  if (role === undefined) return null;
  return { customer: forKind === 'company' ? name.trim() : `${name.trim()}　様`, role };
}

/** The name as a text greets it, before 「様」: the addressee's own, or 「○○様 代理人 △△」. */
export function addressedName({ name, representative }: { name: string; representative?: Represented }): string {
  const acting = representative && actingFor(representative);
  return acting ? `${acting.customer.replace('　様', '様')} ${acting.role} ${name}` : name;
}
