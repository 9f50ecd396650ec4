import { useState } from 'react';
import { type Reply } from '../../api/client';
import { useUpload } from '../../api/upload';
import { useFormat } from '../../format';
import { FileDrop } from '../../parts/file-drop';
import { Note } from '../../parts/note';
import { phoneWords } from '../../texts/desks/phone';
import { useText, useWords } from '../../words';

/** Takes a file of the telephone system, in UTF-8 or CP932, and says what became of it. */
export function IntervalsFile({ onStored }: { onStored: () => void }) {
  const words = useWords(phoneWords);
  const text = useText();
  const format = useFormat();
  const upload = useUpload('importIntervals');
  const [stored, setStored] = useState<Reply<'importIntervals'> | null>(null);
  const send = async (file: Blob) => {
    setStored(null);
    const answer = await upload.run({ body: new Blob([await decoded(file)], { type: 'text/csv' }) });
    if (!answer) return;
    setStored(answer);
    onStored();
  };
  const number = (value: number) => format.number(value);
  return (
    <FileDrop
      upload={upload}
      send={(file) => void send(file)}
      look="plain"
      words={{ ...words, what: words.title, hint: words.columns }}
      after={
        stored && (
          <Note tone={stored.found > 0 ? 'warn' : 'ok'} role="status">
            <p>{words.stored(number(stored.added), number(stored.corrected), number(stored.unchanged))}</p>
            <p className="s">
              {words.totals(number(stored.totals.offered), number(stored.totals.answered))}
              {stored.stated && ` ${words.stated}`}
            </p>
            {stored.findings.map(({ line, column, code, text: what }) => (
              <p key={`${line}:${code}`} className="s">
                {words.finding(number(line), column, text(what))}
              </p>
            ))}
          </Note>
        )
      }
    />
  );
}

async function decoded(file: Blob): Promise<string> {
  const bytes = await file.arrayBuffer();
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('shift_jis').decode(bytes);
  }
}
