import { useState } from 'react';
import { useUpload } from '../api/upload';
import { type Reply } from '../api/client';
import { useApi } from '../api/read';
import { useMay } from '../api/session';
import { useFormat } from '../format';
import { DataTable } from '../parts/data-table';
import { FileDrop } from '../parts/file-drop';
import { Loaded } from '../parts/loaded';
import { Note } from '../parts/note';
import { Card, Empty } from '../parts/page';
import { phoneWords } from '../texts/desks/phone';
import { useText, useWords } from '../words';

type Day = Reply<'listPhoneDays'>['items'][number];

/** What the telephone system counts by day, and the import of its file. */
export function PhoneCard() {
  const words = useWords(phoneWords);
  const format = useFormat();
  const may = useMay();
  const days = useApi('listPhoneDays', {}, { every: 300_000 });
  const share = (value: number | null) => (value === null ? '—' : format.percent(value, 1));
  const count = (head: string, value: (day: Day) => number) => ({
    head,
    number: true,
    cell: (day: Day) => format.number(value(day)),
    value,
  });
  return (
    <Card title={words.title}>
      <div className="col">
        <Loaded read={days} lines={3}>
          {({ items }) => (
            <DataTable
              caption={words.title}
              rows={[...items].reverse()}
              rowKey={({ day }) => day}
              empty={<Empty>{words.none}</Empty>}
              columns={[
                { head: words.day, cell: ({ day }) => format.shortDay(day), value: ({ day }) => day },
                count(words.offered, ({ offered }) => offered),
                count(words.answered, ({ answered }) => answered),
                count(words.abandoned, ({ abandoned }) => abandoned),
                count(words.abandonedIvr, ({ abandonedIvr }) => abandonedIvr),
                {
                  head: words.serviceLevel,
                  number: true,
                  cell: ({ serviceLevel }) => share(serviceLevel),
                  value: ({ serviceLevel }) => serviceLevel,
                },
                {
                  head: words.abandonment,
                  number: true,
                  cell: ({ abandonment }) => share(abandonment),
                  value: ({ abandonment }) => abandonment,
                },
                {
                  head: words.aht,
                  number: true,
                  cell: ({ ahtSeconds }) =>
                    ahtSeconds === null ? '—' : words.seconds(format.number(Math.round(ahtSeconds))),
                  value: ({ ahtSeconds }) => ahtSeconds,
                },
                count(words.staffed, ({ staffed }) => Math.round(staffed)),
              ]}
            />
          )}
        </Loaded>
        {may('lane.edit') && <Intervals onStored={days.reload} />}
      </div>
    </Card>
  );
}

/** Takes a file of the telephone system, in UTF-8 or CP932, and says what became of it. */
function Intervals({ onStored }: { onStored: () => void }) {
  const words = useWords(phoneWords);
  const text = useText();
  const format = useFormat();
  const upload = useUpload('importIntervals');
  const [stored, setStored] = useState<Reply<'importIntervals'> | null>(null);
  const send = async (file: Blob) => {
    const answer = await upload.run({ body: new Blob([await decoded(file)], { type: 'text/csv' }) });
    if (!answer) return;
    setStored(answer);
    onStored();
  };
  return (
    <FileDrop
      upload={upload}
      send={(file) => void send(file)}
      look="plain"
      words={{ ...words, what: words.title, hint: words.columns }}
      after={
        stored && (
          <Note tone={stored.found > 0 ? 'warn' : 'ok'} role="status">
            <p>
              {words.stored(
                format.number(stored.added),
                format.number(stored.corrected),
                format.number(stored.unchanged),
              )}
            </p>
            {stored.findings.map(({ line, code, text: what }) => (
              <p key={`${line}:${code}`} className="s">
                {words.finding(format.number(line), text(what))}
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
