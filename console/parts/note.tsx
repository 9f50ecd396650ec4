import { type ReactNode } from 'react';
import { type Problem } from '../api/problem';
import { partWords } from '../texts/parts';
import { useWords } from '../words';

type Tone = 'plain' | 'ok' | 'warn' | 'danger' | 'acc';
const MARKS: Record<Tone, string> = { plain: '・', ok: '✓', warn: '！', danger: '×', acc: 'ⓘ' };

/** One message of a page. Its tone is said by mark and words; colour is the third signal. */
export function Note({
  tone = 'plain',
  role,
  children,
}: {
  tone?: Tone;
  role?: 'status' | 'alert';
  children: ReactNode;
}) {
  return (
    <div className={`note ${tone}`} role={role}>
      <span className="mark" aria-hidden="true">
        {MARKS[tone]}
      </span>
      <div className="col tight">{children}</div>
    </div>
  );
}

/** Why an act was refused, in the API's words, each finding in its place. */
export function ProblemNote({ problem }: { problem: Problem | null }) {
  const words = useWords(partWords);
  if (!problem) return null;
  if (problem.code === 'role_changed') {
    return (
      <Note tone="danger" role="alert">
        <p className="b">{words.roleChanged}</p>
      </Note>
    );
  }
  const { title, detail, issues = [], errorId } = problem.body;
  return (
    <Note tone="danger" role="alert">
      <p className="b">{title ?? (problem.code === 'offline' ? words.offline : words.failed)}</p>
      {detail && <p>{detail}</p>}
      {issues.length > 0 && (
        <ul className="dots">
          {issues.map(({ path, line, message, advice }, index) => (
            <li key={`${path} ${line ?? ''} ${index}`}>
              {message}
              {advice && ` ${advice}`}
            </li>
          ))}
        </ul>
      )}
      {problem.status >= 500 && errorId && <p className="xs mut">{words.errorId(errorId)}</p>}
    </Note>
  );
}
