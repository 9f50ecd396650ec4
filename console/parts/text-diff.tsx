import { useFormat } from '../format';
import { partWords } from '../texts/parts';
import { useWords } from '../words';
import { compareLines, type Run } from './lines';

/** Lines shown around a difference. */
const AROUND = 2;
const MARKS = { same: ' ', before: '−', after: '+' } as const;

/** Two texts, line by line: what was taken out with −, what was added with +, and a little of what is equal. */
export function TextDiff({ before, after, label }: { before: string; after: string; label: string }) {
  const words = useWords(partWords);
  const format = useFormat();
  const runs = compareLines(before, after);
  return (
    <pre className="diff" tabIndex={0} role="region" aria-label={label}>
      {runs.flatMap((run, at) =>
        shownLines(run, at === 0, at === runs.length - 1).map((line, index) =>
          typeof line === 'number' ? (
            <span key={`${at} ${index}`} className="skip-lines">
              {words.sameLines(format.number(line))}
            </span>
          ) : (
            <Line key={`${at} ${index}`} kind={run.kind} text={line} />
          ),
        ),
      )}
    </pre>
  );
}

function Line({ kind, text }: { kind: Run['kind']; text: string }) {
  const content = (
    <>
      <span aria-hidden="true">{MARKS[kind]} </span>
      {text}
      {'\n'}
    </>
  );
  if (kind === 'before') return <del>{content}</del>;
  if (kind === 'after') return <ins>{content}</ins>;
  return <span>{content}</span>;
}

/** The lines of a run; a number stands for so many equal ones left out. */
function shownLines({ kind, lines }: Run, first: boolean, last: boolean): (string | number)[] {
  if (kind !== 'same') return lines;
  const [above, below] = [first ? 0 : AROUND, last ? 0 : AROUND];
  const out = lines.length - above - below;
  if (out <= 1) return lines;
  return [...lines.slice(0, above), out, ...lines.slice(lines.length - below)];
}
