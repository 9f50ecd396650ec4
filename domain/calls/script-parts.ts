/** A part of a script, as written: its heading, and its paragraphs. */
export interface ScriptPart {
  title: string | null;
  lines: ScriptLine[];
}

/** A line of a script. `note`: for the operator, not to be said. */
export interface ScriptLine {
  text: string;
  note: boolean;
}

/** `1 名乗り`: a number of at most two digits begins a part. */
const HEADING = /^\s*(?:\d{1,2}|[０-９]{1,2})[.．、 　]\s*(\S.{0,58})$/;
const NOTE = /^\s*[・\-–]/;

/** The parts of a script. The first line is its title; a text without headings is one part. */
export function scriptParts(script: string): ScriptPart[] {
  const [, ...rest] = script.trim().split('\n');
  const parts: ScriptPart[] = [];
  for (const line of rest.map((text) => text.trim()).filter((text) => text !== '')) {
    const heading = HEADING.exec(line);
    if (heading) parts.push({ title: heading[1]!, lines: [] });
    else {
      if (parts.length === 0) parts.push({ title: null, lines: [] });
      parts.at(-1)!.lines.push({ text: line.replace(NOTE, '').trim(), note: NOTE.test(line) });
    }
  }
  return parts;
}
