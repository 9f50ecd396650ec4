import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { prefectureText } from '../../../domain/texts/names/prefectures';
import { useMay } from '../../api/session';
import { Chart } from '../../charts/chart';
import { PrefectureTiles, type Tile } from '../../charts/prefecture-tiles';
import { useFormat } from '../../format';
import { type Column, DataTable } from '../../parts/data-table';
import { Card, Empty } from '../../parts/page';
import { boardWords } from '../../texts/campaigns/board';
import { useText, useWords } from '../../words';
import { type Board } from './board';

type Prefecture = Board['prefectures'][number];
type Metric = 'done' | 'cameBack';

/** Customers by prefecture on a map of tiles; a small count is not shown to the client's viewers. */
export function Prefectures({ id, board }: { id: string; board: Board }) {
  const words = useWords(boardWords);
  const format = useFormat();
  const [metric, setMetric] = useState<Metric>('done');
  const tiles = useTiles(board, metric);
  const shares = tiles.filter((tile): tile is Tile & { share: number } => tile.share !== null);
  const most = metric === 'done' ? 1 : Math.max(0.01, ...shares.map(({ share }) => share));
  if (board.prefectures.length === 0) {
    return (
      <Card title={words.prefectures}>
        <Empty>{words.mapNone}</Empty>
      </Card>
    );
  }
  const ordered = [...shares].sort((a, b) => b.share - a.share);
  const [high, low] = [ordered[0], ordered.at(-1)];
  const says = high && low ? words.mapSays(format.number(shares.length), high.label, low.label) : '';
  const note = board.under === null ? '' : words.underNote(format.number(board.under));
  return (
    <Chart
      title={words.prefectures}
      sentence={`${says}${note}`}
      links
      table={<PrefectureTable board={board} />}
      base={
        <label className="row tight">
          <span className="sr">{words.metric}</span>
          <select className="in small" value={metric} onChange={(event) => setMetric(event.target.value as Metric)}>
            <option value="done">{words.metricDone}</option>
            <option value="cameBack">{words.metricBack}</option>
          </select>
        </label>
      }
    >
      <TileMap id={id} tiles={tiles} most={most} />
    </Chart>
  );
}

/** All 47, also those where nobody of the campaign lives. */
function useTiles(board: Board, metric: Metric): Tile[] {
  const words = useWords(boardWords);
  const format = useFormat();
  const text = useText();
  const known = new Map(board.prefectures.map((one) => [one.code, one]));
  return Array.from({ length: 47 }, (_, index) => {
    const code = index + 1;
    const found = known.get(code);
    const name = text(prefectureText(code));
    const [part, of] = [found?.[metric] ?? null, found?.customers ?? null];
    if (found && part !== null && of !== null) {
      const says = of === 0 ? '—' : `${Math.round((100 * part) / of)}`;
      const label = words.tile(name, format.percent(part, of), format.number(part), format.number(of));
      return { code, name, share: of === 0 ? null : part / of, says, label };
    }
    const says = found && board.under !== null ? words.under(format.number(board.under)) : '—';
    return { code, name, share: null, says, label: `${name} ${says}` };
  });
}

function TileMap({ id, tiles, most }: { id: string; tiles: Tile[]; most: number }) {
  const may = useMay();
  return (
    <PrefectureTiles
      tiles={tiles}
      most={most}
      link={({ code, share }, content) =>
        share !== null && may('journey.read') ? (
          <Link
            key={code}
            to="/campaigns/$id/people"
            params={{ id }}
            search={{ prefecture: String(code) }}
            aria-label={content.title}
            {...content}
          />
        ) : (
          <span key={code} {...content} />
        )
      }
    />
  );
}

function PrefectureTable({ board }: { board: Board }) {
  const words = useWords(boardWords);
  const format = useFormat();
  const text = useText();
  const shown = (count: number | null) =>
    count === null ? words.under(format.number(board.under ?? 0)) : format.number(count);
  const number = (head: string, value: (one: Prefecture) => number | null): Column<Prefecture> => ({
    head,
    number: true,
    cell: (one) => shown(value(one)),
    value,
  });
  const columns: Column<Prefecture>[] = [
    { head: words.prefecture, cell: ({ code }) => text(prefectureText(code)), value: ({ code }) => code },
    number(words.customers, ({ customers }) => customers),
    number(words.answered, ({ done }) => done),
    number(words.lettersBack, ({ cameBack }) => cameBack),
  ];
  return (
    <DataTable
      caption={words.prefectures}
      columns={columns}
      rows={board.prefectures}
      rowKey={({ code }) => code ?? 0}
      empty={null}
    />
  );
}
