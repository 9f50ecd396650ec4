/** Capacity of a representative as printed on the envelope. Heirs have none: an envelope never mentions a death. */
const ROLES: Record<string, string> = {
  guardian: '成年後見人',
  parent: '保護者',
  agent: '代理人',
  contact: 'ご担当',
  lawyer: '代理人弁護士',
  liquidator: '清算人',
  trustee: '破産管財人',
  successor: '承継会社',
};

interface Represented {
  relation: string;
  for: string;
  forKind: 'person' | 'company';
}

/** The customer's line above the representative's line, and the capacity; null for an heir. */
export function actingFor({ relation, for: name, forKind }: Represented): { customer: string; role: string } | null {
  const role = ROLES[relation];
  if (role === undefined) return null;
  return { customer: forKind === 'company' ? name.trim() : `${name.trim()}　様`, role };
}

/** The name in a salutation, before 「様」: the addressee's own, or 「○○様 代理人 △△」. */
export function addressedName({ name, representative }: { name: string; representative?: Represented }): string {
  const acting = representative && actingFor(representative);
  return acting ? `${acting.customer.replace('　様', '様')} ${acting.role} ${name}` : name;
}
