import { type Language } from '../../domain/campaigns/campaign';

/** A part of a mail as its HTML shows it. */
export type Block =
  | { kind: 'text'; lines: string[] }
  | { kind: 'heading'; text: string }
  | { kind: 'list'; ordered: boolean; items: string[] }
  /** The customer's page. */
  | { kind: 'button'; link: string }
  | { kind: 'dates'; rows: { name: string; day: string }[] }
  /** In small type: the sender and how to stop the mails. */
  | { kind: 'small'; lines: string[] };

/** A paragraph of a mail: as plain text, and as what its HTML shows. */
export interface Paragraph {
  plain: string;
  blocks: Block[];
}

/** Signs that Japanese texts put before a heading. */
const HEADING = /^[■◆●▼□◇]\s*(?=\S)/;
const NUMBERED = /^(?:[0-9０-９]{1,2}[.．)）]\s*|[①-⑨]\s*)(?=\S)/;
const BULLET = /^[・･•]\s*(?=\S)|^- (?=\S)/;

interface Own {
  language: Language;
  link: string;
  small: (paragraph: string) => boolean;
}

/** English texts have no sign before a heading: it is a short first line that is no sentence. */
const HEADING_EN = /^[A-Z][^.,:;!?]{2,48}$/;

/** What the paragraphs of an approved text are by their form; nothing is left out or added. */
export function paragraphsOf(body: string, own: Own): Paragraph[] {
  let button = false;
  return body.split(/\n{2,}/).map((plain) => {
    const lines = plain.split('\n');
    if (own.small(plain)) return { plain, blocks: [{ kind: 'small', lines }] };
    const blocks: Block[] = [];
    for (const [index, line] of lines.entries()) {
      if (line.trim() === own.link && !button) {
        blocks.push({ kind: 'button', link: own.link });
        button = true;
      } else if (index === 0 && isHeading(line, own.language, lines.length)) {
        blocks.push({ kind: 'heading', text: line.replace(HEADING, '') });
      } else addLine(blocks, line);
    }
    return { plain, blocks };
  });
}

const isHeading = (line: string, language: Language, lines: number): boolean =>
  (HEADING.test(line) && line.length <= 40) || (language === 'en' && lines > 1 && HEADING_EN.test(line));

function addLine(blocks: Block[], line: string): void {
  const mark = NUMBERED.test(line) ? NUMBERED : BULLET.test(line) ? BULLET : undefined;
  const last = blocks.at(-1);
  if (mark) {
    const ordered = mark === NUMBERED;
    const item = line.replace(mark, '');
    if (last?.kind === 'list' && last.ordered === ordered) last.items.push(item);
    else blocks.push({ kind: 'list', ordered, items: [item] });
  } else if (last?.kind === 'text') last.lines.push(line);
  else blocks.push({ kind: 'text', lines: [line] });
}
