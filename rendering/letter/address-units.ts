import { getAddress } from 'yubin';
import { letteredOf } from '../../domain/print/letter-characters';

/** A part of an address that stays on one line, and what a line break before it costs: 0 is the best place. */
export interface Unit {
  text: string;
  cost: number;
}

/**
 * Costs of a line break. Up to `GOOD` an address reads well: before the building, between places, before a house
 * number, before the flat. More than that tears a name; a number is never torn.
 */
export const COSTS = { building: 0, place: 1, guessed: 2, number: 4, flat: 3, word: 4, inside: 12, never: Infinity };
export const GOOD = COSTS.word;

const DIGIT = '[0-9０-９]';
const KANJI_DIGIT = '[〇一二三四五六七八九十百千壱弐参]';
/** A numeral in kanji counts only before such a word: 六本木 and 三田 are names. */
const COUNTED = '丁目|番地|番(?!町)|号|条(?=[東西南北0-9０-９〇一二三四五六七八九十])|線(?=[東西南北0-9０-９])|地割';
const HYPHEN = '[-－‐‑‒–—―−─ーｰ~～]';
const LINK = `[ 　]*(?:${HYPHEN}|[のノﾉ之・/／,，.．、])[ 　]*`;
const COUNTER = '丁目|番地の?|番館|番|号室|号棟|号館|号地|号|条|線|階|棟|室|地割|[FＦ](?![A-Za-zＡ-Ｚａ-ｚ])';
const NUMERAL = `(?:${DIGIT}+|${KANJI_DIGIT}+(?=${COUNTED}|${HYPHEN}${DIGIT}))`;
const LETTER = '[A-Za-zＡ-Ｚａ-ｚ]';
const LETTERS = `(?:${LETTER}{1,3}${HYPHEN}?)?`;
/** Numerals with what joins them: 1-2-3, ２丁目３番４号, 二丁目の３, 北１条西２丁目, A-101号室. */
const NUMBER = new RegExp(
  `(?:第[ 　]*|[東西南北]{1,2}(?=${KANJI_DIGIT}+条|${DIGIT}+条))?(?<!${LETTER})${LETTERS}${NUMERAL}` +
    `(?:(?:${COUNTER})*(?:${LINK}|[東西南北]{1,2}|(?:${COUNTER})[ 　]*|(?=${DIGIT}))${LETTERS}${NUMERAL})*` +
    `(?:${COUNTER})*(?:${HYPHEN}?${LETTER}{1,3}(?!${LETTER}))?`,
  'g',
);
const LATIN = /[A-Za-zＡ-Ｚａ-ｚÀ-ɏḀ-ỿ0-9０-９'’.&-]/;
/** Characters that may not begin a line, and those that may not end one, within names of places and buildings. */
const NO_START = /[ーｰ々ゝゞヽヾ・、。，．,.)）」』】〕］ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ]/;
const NO_END = /[(（「『【〔［第]/;

const NAME = '[^0-9０-９ \\u3000]';
const PREFECTURE = /^(?:北海道|東京都|(?:京都|大阪)府|[^ \u3000]{2,3}県)/;
const MUNICIPALITY = new RegExp(
  `^(?:${PREFECTURE.source.slice(1)})?` +
    `(?:${NAME}{1,6}?郡${NAME}{1,5}?[町村]|${NAME}{1,7}?市(?:${NAME}{1,4}?区)?|${NAME}{1,5}?[区町村])`,
  'u',
);

type Token = { kind: 'number' | 'space' | 'text'; text: string; at: number };

/** The units of an address as given; `postalCode` helps to find where its places end. */
export function addressUnits(address: string, postalCode?: string): Unit[] {
  const { ends, known } = placeEnds(address, postalCode);
  const tokens = tokensOf(address, known);
  const house = tokens.findIndex(({ kind }) => kind === 'number');
  const units: Unit[] = [];
  tokens.forEach(({ kind, text, at }, index) => {
    const inPlace = house < 0 || index < house;
    if (kind === 'space') return add(units, text, COSTS.never);
    const before = tokens[index - 1];
    const first = !inPlace && tokens.slice(house + 1, index).every((token) => token.kind === 'space');
    const entry = costOfToken({ kind, text }, { before, inPlace, first, house: index === house });
    if (kind === 'number') return add(units, text, entry);
    charactersOf(text).forEach(({ part, offset }, no) => {
      const inside = inPlace ? (ends.get(at + offset) ?? COSTS.inside) : COSTS.inside;
      add(units, part, no === 0 ? Math.min(entry, inPlace ? inside : Infinity) : inside);
    });
  });
  if (units[0]) units[0].cost = COSTS.never;
  return units;
}

/** The units of an address abroad: its words; a line is best broken after a comma. */
export function overseasUnits(text: string): Unit[] {
  if (/[\u3000-\u9fff\uac00-\ud7af]/.test(text)) return addressUnits(text);
  const words = [...text.matchAll(/\S+\s*/g)].map(([word]) => word);
  return words.map((word, index) => ({ text: word, cost: costAfter(words[index - 1]) }));
}

function costAfter(word: string | undefined): number {
  if (word === undefined) return COSTS.never;
  return /,\s*$/.test(word) ? COSTS.building : COSTS.word;
}

interface Place {
  before: Token | undefined;
  /** Before the house number. */
  inPlace: boolean;
  /** Behind the house number. */
  first: boolean;
  /** The house number itself. */
  house: boolean;
}

function costOfToken({ kind, text }: Pick<Token, 'kind' | 'text'>, { before, inPlace, first, house }: Place): number {
  if (before && (NO_END.test(before.text.at(-1)!) || NO_START.test(text[0]!))) return COSTS.never;
  if (first && before?.kind === 'space') return COSTS.building;
  if (kind === 'number') return house ? COSTS.number : COSTS.flat;
  if (inPlace) return before?.kind === 'space' ? COSTS.place : COSTS.inside;
  // 先, 甲 or 付近 belong to the number before them
  if (first) return [...text].length > 2 ? COSTS.building : COSTS.never;
  const wholeBefore = before?.kind === 'space' || /[階室棟館FＦ]$/.test(before?.text ?? '');
  return wholeBefore ? COSTS.word : COSTS.inside;
}

/** Adds a unit; what may not begin a line joins the unit before it. */
function add(units: Unit[], text: string, cost: number): void {
  const last = units.at(-1);
  if (last && cost === COSTS.never) last.text += text;
  else units.push({ text, cost });
}

/** Numerals up to `known` are parts of names. */
function tokensOf(address: string, known: number): Token[] {
  const tokens: Token[] = [];
  const rest = (from: number, until: number) => {
    for (const found of address.slice(from, until).matchAll(/[ \u3000]+|[^ \u3000]+/g)) {
      const kind = /^[ \u3000]/.test(found[0]) ? 'space' : 'text';
      tokens.push({ kind, text: found[0], at: from + found.index });
    }
  };
  rest(0, known);
  let at = known;
  for (const { 0: text, index } of address.slice(known).matchAll(NUMBER)) {
    rest(at, known + index);
    tokens.push({ kind: 'number', text, at: known + index });
    at = known + index + text.length;
  }
  rest(at, address.length);
  return tokens;
}

/** Characters of a name with their places; Latin words and what may not be parted stay together. */
function charactersOf(text: string): { part: string; offset: number }[] {
  const parts: { part: string; offset: number }[] = [];
  let offset = 0;
  for (const { character, selector = '' } of letteredOf(text)) {
    const last = parts.at(-1);
    const end = last?.part.at(-1) ?? '';
    const joins = NO_START.test(character) || NO_END.test(end) || (LATIN.test(end) && LATIN.test(character));
    if (last && joins) last.part += character + selector;
    else parts.push({ part: character + selector, offset });
    offset += character.length + selector.length;
  }
  return parts;
}

/**
 * Where prefecture, municipality and town end, with the cost of a break there. `known` is the end of what the postal code
 * names; the rest is guessed.
 */
function placeEnds(address: string, postalCode?: string): { ends: Map<number, number>; known: number } {
  const ends = new Map<number, number>();
  const guessed = address.match(MUNICIPALITY)?.[0];
  const prefecture = address.match(PREFECTURE)?.[0];
  if (guessed) ends.set(guessed.length, COSTS.guessed);
  if (prefecture) ends.set(prefecture.length, COSTS.flat);
  const found = postalCode ? getAddress(postalCode) : null;
  let at = 0;
  for (const name of found ? [found.city, found.town.replace(/[（(].*$/, '')] : []) {
    const index = name ? address.indexOf(name, at) : -1;
    if (index < 0) continue;
    at = index + name.length;
    ends.set(at, COSTS.place);
  }
  return { ends, known: at };
}
