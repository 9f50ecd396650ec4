import { localDate } from './calendar';
import { type CampaignDoc } from './campaign';

/** A value of the contents that differs, by its place in the file; null where it is absent. */
export interface ChangedValue {
  path: string;
  before: string | null;
  after: string | null;
}

/** Parts of the contents that customers read; everything else is a rule. */
const READ = ['name', 'service', 'sender', 'facts', 'choices', 'faq', 'notices', 'brand'] as const;

/**
 * Every value that differs between two contents, in the order of the file: what customers read, and the rules. Dates
 * are left out (`diffPlans` compares them), and lists of contracts are counted. List items are named by their id.
 */
export function contentChanges(
  before: CampaignDoc,
  after: CampaignDoc,
): { texts: ChangedValue[]; rules: ChangedValue[] } {
  const changed = changedValues(valuesOf(comparable(before)), valuesOf(comparable(after)));
  const isRead = ({ path }: ChangedValue) => READ.some((part) => path === part || path.startsWith(`${part}.`));
  return { texts: changed.filter(isRead), rules: changed.filter((one) => !isRead(one)) };
}

function comparable({ dates: _, policy, waves, ...doc }: CampaignDoc): object {
  const overrides = policy.overrides.map(({ contractHashes, ...rest }) => ({
    ...rest,
    contracts: contractHashes.length,
  }));
  const planned = waves?.map((wave) => ({ ...wave, begins: localDate(wave.begins, doc.zone) }));
  const order = planned && { waveOrder: planned.map(({ id }) => id), waves: planned };
  return { ...doc, policy: { ...policy, overrides }, ...order };
}

function changedValues(before: Map<string, string>, after: Map<string, string>): ChangedValue[] {
  const paths = [...new Set([...after.keys(), ...before.keys()])];
  return paths
    .map((path) => ({ path, before: before.get(path) ?? null, after: after.get(path) ?? null }))
    .filter((one) => one.before !== one.after);
}

/** Every single value of an object, by its path; a list of plain values is one value. */
function valuesOf(value: unknown, path = '', found = new Map<string, string>()): Map<string, string> {
  if (value === null || value === undefined) return found;
  if (typeof value !== 'object') return found.set(path, String(value));
  const items: [string, unknown][] = Array.isArray(value) ? value.map((item, index) => [nameOf(item, index), item]) : Object.entries(value); // prettier-ignore
  if (Array.isArray(value) && value.every((item) => typeof item !== 'object')) return found.set(path, value.join(', '));
  for (const [name, item] of items) {
    // an item's id stands in the paths of its other values
    if (name !== 'id') valuesOf(item, path === '' ? name : `${path}.${name}`, found);
  }
  return found;
}

function nameOf(item: unknown, index: number): string {
  const id = typeof item === 'object' && item !== null && 'id' in item ? item.id : undefined;
  return typeof id === 'string' ? id : `${index + 1}`;
}
