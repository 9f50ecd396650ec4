import { composed } from '../../domain/print/letter-characters';
import { type Weight, widthOf } from './fonts';
import { remembered } from './memory';

/** Characters that may not begin a line (行頭禁則), and those that may not end one (行末禁則). */
const NO_START = new Set([
  ...'、。，．・：；？！゛゜ヽヾゝゞ々ー’”）〕］｝〉》」』】〙〗〟｠»°′″℃％‰,.:;?!)]}ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶ',
]);
const NO_END = new Set([...'‘“（〔［｛〈《「『【〘〖〝｟«([{￥＄']);
/** Within a date or a time: 2027年4月23日(金) の24時. */
const DATE = /^(?:\d[年月日時分円]|[年月]\d|日\(|[月火水木金土日祝]\))$/;
const WORD = /[A-Za-z0-9@#%&_+\-./:=?~,'’$¥]/;

/**
 * Breaks a text into lines no wider than `width` ems. Japanese breaks anywhere except at the characters above; a Latin
 * word or number is kept together unless it is longer than a line. Throws GlyphMissing.
 */
export const breakLines = (text: string, width: number, weight: Weight): string[] => breakerOf(width, weight)(text);

type Breaker = (text: string) => string[];
/** One for each width and weight, of which letters have a few dozen. */
const breakers = new Map<Weight, Map<number, Breaker>>();

function breakerOf(width: number, weight: Weight): Breaker {
  const own = breakers.get(weight) ?? new Map<number, Breaker>();
  breakers.set(weight, own);
  const known = own.get(width);
  if (known) return known;
  const made = remembered((text) =>
    composed(text)
      .split('\n')
      .flatMap((paragraph) => breakParagraph(paragraph, width, weight)),
  );
  own.set(width, made);
  return made;
}

function breakParagraph(text: string, width: number, weight: Weight): string[] {
  const lines: string[][] = [[]];
  let used = 0;
  for (const unit of unitsOf(text, width, weight)) {
    const own = widthOf(unit, weight);
    if (used + own > width && lines.at(-1)!.length > 0) {
      lines.push([]);
      used = 0;
      if (unit.trim() === '') continue; // spaces at a break are dropped
    }
    lines.at(-1)!.push(unit);
    used += own;
  }
  fillLast(lines);
  return lines.map((line) => line.join('').trimEnd());
}

/** Moves some characters to a last line that would be 「す。」 alone. */
function fillLast(lines: string[][]): void {
  const [before, last] = lines.slice(-2);
  if (!before || !last || lengthOf(last) > 2) return;
  while (lengthOf(last) < 4 && lengthOf(before) > 12 && !/^[\x00-\x7f]/.test(before.at(-1)!))
    last.unshift(before.pop()!);
}

const lengthOf = (units: string[]): number => [...units.join('')].length;

/** The smallest units between which a line may break. */
function unitsOf(text: string, width: number, weight: Weight): string[] {
  const units: string[] = [];
  for (const character of text) {
    const last = units.at(-1);
    if (last !== undefined && sticks(last, character) && widthOf(last + character, weight) <= width) {
      units[units.length - 1] = last + character;
    } else units.push(character);
  }
  return units;
}

function sticks(before: string, character: string): boolean {
  const previous = [...before].at(-1)!;
  if (NO_START.has(character) || NO_END.has(previous)) return true;
  if (DATE.test(previous + character)) return true;
  return WORD.test(previous) && WORD.test(character);
}
