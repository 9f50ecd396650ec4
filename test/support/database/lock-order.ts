import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';

/** The tables whose rows transactions lock, in the order of docs/architecture.md, "The order of locks". */
export function lockOrder(): string[] {
  const text = readFileSync(join(__dirname, '..', '..', '..', 'docs', 'architecture.md'), 'utf8');
  const section = text.split('## The order of locks')[1]?.split('\n## ')[0] ?? '';
  return [...section.matchAll(/^\d+\. (.+?) —/gm)].flatMap(([, names]) =>
    [...names!.matchAll(/`(\w+)`/g)].map(([, name]) => name!),
  );
}

/** A lock that a statement takes on rows of a table, as far as its text tells. */
interface Lock {
  table: string;
  /** Rows that are locked by others are left out: it never waits. */
  skips: boolean;
  /** Of rows that this statement makes. */
  own: boolean;
}

const known = new Map<string, Lock[]>();

/** The locks of a statement in the order of its text, which is that of its common table expressions. */
export function locksOf(statement: string): Lock[] {
  const seen = known.get(statement);
  if (seen) return seen;
  const text = statement
    .toLowerCase()
    .replace(/--[^\n]*/g, ' ')
    .replaceAll('"', '')
    .replace(/\s+/g, ' ');
  const found: (Lock & { at: number })[] = [];
  const note = (at: number, table: string, more: Partial<Lock> = {}) =>
    found.push({ at, table, skips: false, own: false, ...more });
  for (const match of text.matchAll(/\bupdate (?:only )?(\w+)(?: (?:as )?\w+)? set\b/g))
    if (match[1] !== 'set') note(match.index, match[1]!);
  for (const match of text.matchAll(/\bdelete from (\w+)/g)) note(match.index, match[1]!);
  for (const match of text.matchAll(/\binsert into (\w+)(?:(?!\binsert into\b).)*/g))
    note(match.index, match[1]!, { own: !/\bdo update set\b/.test(match[0]) });
  for (const match of text.matchAll(/\bledger_append\(/g)) note(match.index, 'ledger_heads');
  for (const match of text.matchAll(/\bfor (?:no key update|update|share)\b(?: of (\w+))?( skip locked)?/g))
    for (const table of tablesBefore(text.slice(0, match.index), match[1]))
      note(match.index, table, { skips: match[2] !== undefined });
  const locks = found.sort((a, b) => a.at - b.at).map(({ at: _, ...lock }) => lock);
  known.set(statement, locks);
  return locks;
}

/** The tables of the `from` that a locking clause at the end of `text` belongs to; with `alias` only that one. */
function tablesBefore(text: string, alias?: string): string[] {
  let depth = 0;
  let flat = '';
  for (let at = text.length - 1; at >= 0; at--) {
    const character = text[at]!;
    if (character === ')') depth++;
    else if (character === '(' && depth-- === 0) break;
    else if (depth === 0) flat = character + flat;
  }
  const from = flat.slice(flat.lastIndexOf(' from ') + 6).split(/ (?:where|order by|limit) /)[0]!;
  const sources = from
    .split(/,| (?:left |inner |cross )?join (?:lateral )?/)
    .map((source) => source.trim().split(/ as | /));
  return sources.filter(([table, name]) => alias === undefined || alias === (name ?? table)).map(([table]) => table!);
}

/** Marks a statement by which a test itself locks against the order, to provoke a deadlock. */
export const ON_PURPOSE = '/* against the order, on purpose */';

const wrong = new Set<string>();

/**
 * Has every connection of this process note a transaction that locks rows against the order. Of a table only the first
 * lock of a transaction counts, and none that never waits.
 */
export function watchLockOrder(): void {
  const order = lockOrder();
  const rank = new Map(order.map((table, index) => [table, index]));
  const under = new WeakMap<object, { held: Map<string, string>; own: Set<string> }>();
  const query = pg.Client.prototype.query as (this: pg.Client, ...parts: unknown[]) => unknown;
  pg.Client.prototype.query = function (this: pg.Client, ...parts: unknown[]) {
    const text = typeof parts[0] === 'string' ? parts[0] : ((parts[0] as { text?: string } | undefined)?.text ?? '');
    if (text.includes(ON_PURPOSE)) return query.apply(this, parts);
    if (/^\s*(begin|start transaction)/i.test(text)) under.set(this, { held: new Map(), own: new Set() });
    else if (/^\s*(commit|rollback)\s*;?\s*$/i.test(text)) under.delete(this);
    else follow(text, under.get(this) ?? { held: new Map(), own: new Set() });
    return query.apply(this, parts);
  } as typeof pg.Client.prototype.query;

  function follow(text: string, { held, own }: { held: Map<string, string>; own: Set<string> }): void {
    for (const { table, skips, own: made } of locksOf(text)) {
      const place = rank.get(table);
      if (place === undefined) continue;
      if (made) own.add(table);
      if (made || held.has(table)) continue;
      const later = [...held.keys()].find((other) => rank.get(other)! > place);
      if (later && !skips && !own.has(table))
        wrong.add(`${table} after ${later}\n  ${held.get(later)}\n  ${short(text)}`);
      held.set(table, short(text));
    }
  }
}

const short = (text: string): string => text.replace(/\s+/g, ' ').trim().slice(0, 300);

/** Throws if a transaction of this test file has locked rows against the order. */
export function requireLockOrder(): void {
  const found = [...wrong];
  wrong.clear();
  if (found.length > 0)
    throw new Error(`rows were locked against the order of docs/architecture.md:\n${found.join('\n')}`);
}
