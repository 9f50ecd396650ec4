import { type Reply } from '../../api/client';
import { Sum } from '../../audience/sums';
import { useFormat } from '../../format';
import { type Column, DataTable } from '../../parts/data-table';
import { versionWords } from '../../texts/campaigns/versions';
import { useWords } from '../../words';

type Preview = Reply<'previewPlanVersion'>;
type Step = Preview['steps'][number];
type Notice = Preview['notices'][number];
type WaveMove = Preview['waves'][number];

/** What a rule would do, counted; the counts add up to the open and closed journeys. */
export function Effect({ preview }: { preview: Preview }) {
  const words = useWords(versionWords);
  const format = useFormat();
  const { open, migrate, stay, woken, closed, steps, notices, waves } = preview;
  const figure = <Row,>(head: string, of: (row: Row) => number): Column<Row> => ({
    head,
    number: true,
    cell: (row) => format.number(of(row)),
    value: of,
  });
  const stepColumns: Column<Step>[] = [
    { head: words.step, cell: ({ step }) => step ?? words.noStep, value: ({ step }) => step },
    figure(words.journeys, ({ journeys }) => journeys),
    figure(words.stay, (row) => row.stay),
    figure(words.same, ({ same }) => same),
    figure(words.earlier, ({ earlier }) => earlier),
    figure(words.later, ({ later }) => later),
    figure(words.held, ({ held }) => held),
    figure(words.closing, ({ closing }) => closing),
  ];
  const noticeColumns: Column<Notice>[] = [
    { head: words.notice, cell: ({ notice }) => notice, value: ({ notice }) => notice },
    figure(words.queued, ({ queued }) => queued),
    figure(words.inHand, ({ inHand }) => inHand),
    figure(words.handedOver, ({ handedOver }) => handedOver),
  ];
  const wave = (head: string, of: (row: WaveMove) => string | null): Column<WaveMove> => ({
    head,
    cell: (row) => of(row) ?? words.noWave,
    value: of,
  });
  const waveColumns: Column<WaveMove>[] = [
    wave(words.fromWave, ({ from }) => from),
    wave(words.toWave, ({ to }) => to),
    figure(words.customers, ({ customers }) => customers),
  ];
  return (
    <div className="col" role="status">
      <Sum
        total={[words.open, open]}
        parts={[
          [words.migrate, migrate],
          [words.stay, stay],
        ]}
      />
      {woken > 0 && <p className="s">{words.woken(format.number(woken))}</p>}
      {closed.journeys > 0 && (
        <Sum
          total={[words.closed, closed.journeys]}
          parts={[
            [words.reopened, closed.reopened],
            [words.answered, closed.answered],
            [words.unchanged, closed.unchanged],
            [words.stay, closed.stay],
          ]}
        />
      )}
      <DataTable
        caption={words.step}
        columns={stepColumns}
        rows={steps}
        rowKey={({ step }) => step ?? ''}
        empty={null}
        bar={false}
      />
      {waves.length > 0 && (
        <DataTable
          caption={words.waveMoves}
          columns={waveColumns}
          rows={waves}
          rowKey={({ from, to }) => `${from}>${to}`}
          empty={null}
          bar={false}
        />
      )}
      {notices.length > 0 && (
        <DataTable
          caption={words.notice}
          columns={noticeColumns}
          rows={notices}
          rowKey={({ notice }) => notice}
          empty={null}
          bar={false}
        />
      )}
    </div>
  );
}
