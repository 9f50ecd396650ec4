import { characterProblem } from './characters';
import { type Field } from './fields';
import { type Finding, type FindingCode } from './finding';
import { type Values } from './repair/values';
import { asGiven, hasLineBreak, isFormulaLike } from './text';

/** What a letter cannot print of a text: characters of no font, and those printed in their common form. */
export type LetterCheck = (text: string) => { missing: string[]; common: string[] };

const ADDRESS: Field[] = ['prefecture', 'city', 'town', 'street'];
const PRINTED: Field[] = ['name', 'kana', ...ADDRESS, 'product', 'remark'];

/** Reports what is wrong with texts that are printed or read; whether characters of them are lost. */
export function checkTexts(values: Values, report: (code: FindingCode, field: Field) => void): boolean {
  let lost = false;
  for (const field of PRINTED) {
    const value = values[field];
    if (!value) continue;
    if (isFormulaLike(value)) report('formula_like', field);
    if (hasLineBreak(value)) report('line_break', field);
    const problem = characterProblem(value) ?? (field === 'name' && /[?？]/.test(value) ? 'character_broken' : null);
    if (problem) report(problem, field);
    lost ||= problem === 'character_broken';
  }
  return lost;
}

/**
 * Reports what letters cannot print. A name is then printed in kana where they can be; a letter that cannot print name or
 * address at all waits for a person.
 */
export function checkLetter(
  { name, kana, values }: { name: string; kana: string; values: Values },
  letter: LetterCheck,
  findings: Finding[],
): void {
  for (const field of ['name' as const, ...ADDRESS]) {
    const text = field === 'name' ? name : asGiven(values[field] ?? '');
    const { missing: absent, common } = letter(text);
    const missing = absent.filter((character) => characterProblem(character) !== 'character_broken');
    if (missing.length > 0) findings.push({ code: 'character_unprintable', field, detail: listed(missing) });
    if (common.length > 0) findings.push({ code: 'character_common_form', field, detail: listed(common) });
    const inKana = field === 'name' && missing.length > 0 && kana !== '';
    if (inKana && letter(kana.normalize('NFKC')).missing.length === 0) findings.push({ code: 'name_in_kana', field });
  }
}

/** Single characters, which do not tell who it is. */
export const listed = (characters: string[]): { characters: string } => ({
  characters: characters
    .map(
      (one) =>
        `${one}（${Array.from(one, (part) => `U+${part.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`).join(' ')}）`,
    )
    .join('、'),
});
