import { carrierResultTexts } from '../../domain/texts/names/postal';
import { useMay } from '../api/session';
import { useUpload } from '../api/upload';
import { useFormat } from '../format';
import { DataTable } from '../parts/data-table';
import { Facts } from '../parts/facts';
import { FileDrop } from '../parts/file-drop';
import { say } from '../parts/live';
import { Note } from '../parts/note';
import { Card } from '../parts/page';
import { printWords } from '../texts/desks/print';
import { useText, useWords } from '../words';
import { type Run } from './print-run-page';

const RESULTS = ['delivered', 'kept', 'returned', 'refused'] as const;

/** Tracking numbers and what the carrier reports of the run's envelopes; files come from the shop's folder or from here. */
export function DeliveryCard({ run }: { run: Run }) {
  const words = useWords(printWords);
  const text = useText();
  const format = useFormat();
  const may = useMay();
  const upload = useUpload('takeCarrierFile');
  const { delivery, carrierFiles } = run;
  if (delivery.tracked === 0) return null;
  const send = async (file: Blob, name: string) => {
    const body = new Blob([await decoded(file)], { type: 'text/csv' });
    const taken = await upload.run({ params: { id: run.id }, query: { name }, body: body as never });
    if (taken) say(taken.status === 'taken' ? words.fileTaken : words.fileRefused);
  };
  const facts = (
    <Facts
      items={[
        [words.tracked, format.number(delivery.tracked)],
        [words.numbered, format.number(delivery.numbered)],
        ...RESULTS.map((result): [string, string] => [
          text(carrierResultTexts[result]),
          format.number(delivery[result]),
        ]),
        [words.noResult, format.number(delivery.open)],
      ]}
    />
  );
  return (
    <Card title={words.delivery}>
      <div className="col">
        {may('print.work') && run.handedOverAt !== null ? (
          <FileDrop
            upload={upload}
            send={(file, name) => void send(file, name)}
            look="plain"
            words={{ ...words, what: words.carrierFiles, hint: words.carrierHint }}
          >
            {facts}
          </FileDrop>
        ) : (
          facts
        )}
        {carrierFiles.length > 0 && <Files files={carrierFiles} />}
      </div>
    </Card>
  );
}

function Files({ files }: { files: Run['carrierFiles'] }) {
  const words = useWords(printWords);
  const text = useText();
  const format = useFormat();
  return (
    <>
      <DataTable
        caption={words.carrierFiles}
        bar={false}
        rows={files}
        rowKey={({ id }) => id}
        empty={null}
        columns={[
          { head: words.file, cell: ({ name }) => <span className="mono">{name}</span> },
          { head: words.item, cell: ({ kind }) => (kind === 'tracking' ? words.kindTracking : words.kindResults) },
          { head: words.status, cell: ({ status }) => (status === 'taken' ? words.taken : words.notTaken) },
          { head: words.rows, cell: ({ rows }) => format.number(rows), number: true },
          { head: words.freshRows, cell: ({ fresh }) => format.number(fresh), number: true },
          { head: words.receivedAt, cell: ({ receivedAt }) => format.dayTime(receivedAt) },
        ]}
      />
      {files[0]?.status === 'refused' && (
        <Note tone="danger">
          <p>{words.refusedWhole(files[0].name)}</p>
          <ul className="dots">
            {files[0].findings.slice(0, 20).map(({ line, code, text: what }) => (
              <li key={`${line} ${code}`}>{words.atLine(format.number(line), text(what))}</li>
            ))}
          </ul>
        </Note>
      )}
    </>
  );
}

/** The text of a file in UTF-8, else in CP932, as carriers in Japan write them. */
async function decoded(file: Blob): Promise<string> {
  const bytes = await file.arrayBuffer();
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('shift_jis').decode(bytes);
  }
}
