import { composed } from '../../domain/print/letter-characters';
import { type Weight, widthOf } from './fonts';

/** Characters that may not begin a line (行頭禁則), and those that may not end one (行末禁則). */
const NO_START = new Set([
  ...'、。，．・：；？！゛゜ヽヾゝゞ々ー’”）〕］｝〉》」』】〙〗〟｠»°′″℃％‰,.:;?!)]}ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶ',
]);
const NO_END = new Set([...'‘“（〔［｛〈《「『【〘〖〝｟«([{￥＄']);
const WORD = /[A-Za-z0-9@#%&_+\-./:=?~,'’$¥]/;

/**
 * Breaks a text into lines no wider than `width` ems. Japanese breaks anywhere except at the characters above; a Latin
 * word or number is kept together unless it is longer than a line. Throws GlyphMissing.
 */
export function breakLines(text: string, width: number, weight: Weight): string[] {
  return composed(text)
    .split('\n')
    .flatMap((paragraph) => breakParagraph(paragraph, width, weight));
}

function breakParagraph(text: string, width: number, weight: Weight): string[] {
  const lines: string[] = [];
  let line = '';
  let used = 0;
  for (const unit of unitsOf(text, width, weight)) {
    const own = widthOf(unit, weight);
    if (used + own > width && line !== '') {
      lines.push(line.trimEnd());
      line = '';
      used = 0;
      if (unit.trim() === '') continue; // spaces at a break are dropped
    }
    line += unit;
    used += own;
  }
  lines.push(line.trimEnd());
  return lines;
}

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
  return WORD.test(previous) && WORD.test(character);
}
