/** A letter's text by its form: what comes before the panels, numbered steps, and the rest in paragraphs. */
export interface LetterText {
  lead: string[];
  /** Each with a first line, and what belongs to it below. */
  steps: string[];
  rest: string[];
}

/** A line that begins with one of these is a heading. */
const HEADING = /^[■◆●▼□◇]\s*(?=\S)/;
const NUMBERED = /^(?:[0-9０-９]{1,2}[.．)）]\s*|[①-⑨]\s*)(?=\S)/;

/** The text of a heading; undefined for another line. */
export const headingOf = (line: string): string | undefined =>
  HEADING.test(line) ? line.replace(HEADING, '') : undefined;

/**
 * Splits a letter's text. The lead ends before the first heading or numbered step; without either it is the whole text.
 * Numbered lines are steps, with the lines up to the next one or to an empty line.
 */
export function letterTextOf(body: string): LetterText {
  const steps: string[] = [];
  const text: string[] = [];
  let lead: number | undefined;
  for (const paragraph of body.split(/\n{2,}/)) {
    const lines = paragraph.split('\n');
    const first = lines.findIndex((line) => NUMBERED.test(line));
    const before = first < 0 ? lines : lines.slice(0, first);
    if (first >= 0 || before.some((line) => headingOf(line) !== undefined)) lead ??= text.length;
    if (before.length > 0) text.push(before.join('\n'));
    for (const line of first < 0 ? [] : lines.slice(first)) {
      if (NUMBERED.test(line)) steps.push(line.replace(NUMBERED, ''));
      else steps.push(`${steps.pop() ?? ''}\n${line}`);
    }
  }
  lead ??= text.length;
  return { lead: text.slice(0, lead), steps, rest: text.slice(lead) };
}
