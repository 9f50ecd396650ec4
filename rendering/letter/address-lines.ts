import { COSTS, type Unit } from './address-units';
import { type Weight, widthOf } from './fonts';

/** Each further line costs this much, so that a line is broken only where it must be, or where it reads better. */
const LINE = 2.5;

/** Units set in lines; `worst` is the highest cost of a break. */
export interface Broken {
  lines: string[];
  worst: number;
}

/**
 * Sets units in lines no wider than `width` ems at the lowest cost. A unit wider than a line is undefined: smaller type
 * is needed. Throws GlyphMissing.
 */
export function setLines(units: Unit[], width: number, weight: Weight): Broken | undefined {
  const widths = units.map(({ text }) => widthOf(text, weight));
  const ends = units.map(({ text }, index) => {
    const end = text.trimEnd();
    return end === text ? widths[index]! : widthOf(end, weight);
  });
  /** The best way to set the units from each on. */
  const best: { cost: number; until: number; worst: number }[] = [];
  best[units.length] = { cost: 0, until: units.length, worst: 0 };
  for (let from = units.length - 1; from >= 0; from--) {
    let found = { cost: Infinity, until: from, worst: Infinity };
    for (let until = from + 1, used = 0; until <= units.length; until++) {
      if (used + ends[until - 1]! > width) break;
      used += widths[until - 1]!;
      const rest = best[until]!;
      const own = until === units.length ? 0 : units[until]!.cost;
      const cost = rest.cost + own + (until === units.length ? 0 : LINE);
      if (cost <= found.cost && cost < Infinity) found = { cost, until, worst: Math.max(own, rest.worst) };
    }
    best[from] = found;
  }
  if (!units.length || best[0]!.cost === Infinity) return units.length ? undefined : { lines: [], worst: 0 };
  const lines: string[] = [];
  for (let from = 0; from < units.length; from = best[from]!.until) {
    const text = units.slice(from, best[from]!.until).map((unit) => unit.text);
    lines.push(text.join('').trim());
  }
  return { lines, worst: best[0]!.worst };
}

/** The units of a name with its title: words, of which the last keeps the title. */
export function nameUnits(name: string): Unit[] {
  const units: Unit[] = [];
  for (const { 0: word } of name.trim().matchAll(/[^ \u3000]+[ \u3000]*/g)) {
    const latin = /^[\x21-\u024f\u1e00-\u1eff]+\s*$/.test(word);
    const parts = latin || TITLE.test(word) ? [word] : [...word];
    parts.forEach((part, index) => {
      const last = units.at(-1);
      if (last && (TITLE.test(part.trim()) || STICKS.test(part))) last.text += part;
      else units.push({ text: part, cost: costWithin(parts, index, last === undefined) });
    });
  }
  return units;
}

/** A company's name may be broken beside the word for its form: 社会福祉法人 | みなと会. */
function costWithin(parts: string[], index: number, first: boolean): number {
  if (first) return COSTS.never;
  if (index === 0) return COSTS.place;
  const form = /(?:会社|法人)$/.test(parts.slice(0, index).join('')) || /^..会社/.test(parts.slice(index).join(''));
  return form ? COSTS.word : COSTS.inside;
}

/** What never begins a line: spaces, signs of repetition and length, variation selectors. */
const STICKS = /^[ \u3000ーｰ々・）)\ufe00-\ufe0f\u{e0100}-\u{e01ef}]/u;
const TITLE = /^(様|御中|殿|先生)$/;
