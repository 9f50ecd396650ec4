import { scriptParts } from '../../domain/calls/script-parts';
import { usePreferences } from '../preferences';
import { Card } from '../parts/page';
import { callWords } from '../texts/desks/calls';
import { useText, useWords } from '../words';
import { Replies } from './replies';
import { type InHand } from './use-call-desk';

/** What to say, part by part as it was approved: the spoken lines, and what is for the operator only. */
export function ScriptCard({ call: { lease } }: { call: InHand }) {
  const words = useWords(callWords);
  const text = useText();
  const { lang } = usePreferences();
  return (
    <Card title={words.script}>
      <div className="col">
        <p className="xs mut">{words.scriptMore}</p>
        <ol className="script">
          {scriptParts(lease.script[lang]).map(({ title, lines }, part) => (
            <li key={part}>
              {title && <h3 className="s">{title}</h3>}
              {lines.map((line, index) => (
                <p key={index} className={line.note ? 'script-note' : undefined}>
                  {line.text}
                </p>
              ))}
            </li>
          ))}
        </ol>
        <details>
          <summary className="s">{words.voicemail}</summary>
          <p>{text(lease.voicemail)}</p>
        </details>
        <Replies replies={lease.replies} />
      </div>
    </Card>
  );
}
