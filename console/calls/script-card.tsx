import { usePreferences } from '../preferences';
import { Card } from '../parts/page';
import { callWords } from '../texts/desks/calls';
import { useWords } from '../words';
import { type InHand } from './use-call-desk';

/** What to say, paragraph by paragraph, as it was approved. */
export function ScriptCard({ call: { lease } }: { call: InHand }) {
  const words = useWords(callWords);
  const { lang } = usePreferences();
  const parts = lease.script[lang].split(/\n\s*\n/).filter((part) => part.trim() !== '');
  return (
    <Card title={words.script}>
      <div className="col">
        <p className="xs mut">{words.scriptMore}</p>
        <ol className="script">
          {parts.map((part, index) => (
            <li key={index}>{part.trim()}</li>
          ))}
        </ol>
      </div>
    </Card>
  );
}
