import { reasonText } from '../../domain/texts/timeline';
import { channelTexts } from '../../domain/texts/names/delivery';
import { defectTexts } from '../../domain/texts/names/desks';
import { outcomeTexts } from '../../domain/texts/names/journeys';
import { useFormat } from '../format';
import { DataTable } from '../parts/data-table';
import { Card } from '../parts/page';
import { useText } from '../words';
import { type Result, useResultWord } from './rehearsal';

/** Contracts by outcome, with their share. */
export function Outcomes({ result: { outcomes, contracts } }: { result: Result }) {
  const word = useResultWord();
  const format = useFormat();
  const text = useText();
  const rows = Object.entries(outcomes) as [keyof typeof outcomeTexts, number][];
  return (
    <Card title={word('outcomesHead')}>
      <DataTable
        caption={word('outcomesHead')}
        bar={false}
        rows={rows}
        rowKey={([outcome]) => outcome}
        empty={null}
        columns={[
          { head: word('outcome'), cell: ([outcome]) => text(outcomeTexts[outcome]) },
          { head: word('count'), number: true, cell: ([, count]) => format.number(Math.round(count)) },
          { head: word('share'), number: true, cell: ([, count]) => format.percent(count, contracts) },
        ]}
      />
    </Card>
  );
}

/** Contracts that end without a choice, and why. */
export function Leftovers({ result: { leftovers } }: { result: Result }) {
  const word = useResultWord();
  const format = useFormat();
  const text = useText();
  return (
    <Card title={word('leftoversHead')}>
      <DataTable
        caption={word('leftoversHead')}
        bar={false}
        rows={leftovers}
        rowKey={({ outcome, segment, why }) => [outcome, segment, why].join()}
        empty={word('none')}
        columns={[
          { head: word('outcome'), cell: ({ outcome }) => text(outcomeTexts[outcome]) },
          { head: word('segment'), cell: ({ segment }) => segment || word('noSegment') },
          { head: word('why'), cell: ({ why }) => text(reasonText(why)) },
          { head: word('count'), number: true, cell: ({ count }) => format.number(Math.round(count)) },
        ]}
      />
    </Card>
  );
}

/** Forms that lacked something, and how their customers hear of it; nothing where there are none. */
export function Defects({ result: { defects = [] } }: { result: Result }) {
  const word = useResultWord();
  const format = useFormat();
  const text = useText();
  if (defects.length === 0) return null;
  return (
    <Card title={word('defectsHead')}>
      <DataTable
        caption={word('defectsHead')}
        bar={false}
        rows={defects}
        rowKey={({ defect }) => defect}
        empty={null}
        columns={[
          { head: word('defect'), cell: ({ defect }) => text(defectTexts[defect]) },
          {
            head: word('answeredOn'),
            cell: ({ channel }) => (channel === null ? word('noAnswer') : text(channelTexts[channel])),
          },
          { head: word('count'), number: true, cell: ({ count }) => format.number(count) },
        ]}
      />
    </Card>
  );
}

/** Contacts that were not made, or later than they were due, and why. */
export function NotMade({ result: { notMade } }: { result: Result }) {
  const word = useResultWord();
  const format = useFormat();
  const text = useText();
  return (
    <Card title={word('notMadeHead')}>
      <DataTable
        caption={word('notMadeHead')}
        rows={notMade}
        rowKey={(row) => JSON.stringify(row)}
        empty={word('none')}
        columns={[
          { head: word('kind'), cell: ({ why }) => word(`cause_${why}`), value: ({ why }) => word(`cause_${why}`) },
          {
            head: word('why'),
            cell: ({ reason }) => text(reasonText(reason)),
            value: ({ reason }) => text(reasonText(reason)),
          },
          { head: word('step'), cell: ({ step }) => step || word('anyStep'), value: ({ step }) => step },
          {
            head: word('channel'),
            cell: ({ channel }) => (channel === null ? word('anyStep') : text(channelTexts[channel])),
            value: ({ channel }) => channel,
          },
          {
            head: word('outcome'),
            cell: ({ later }) => word(later ? 'later' : 'notAtAll'),
            value: ({ later }) => word(later ? 'later' : 'notAtAll'),
          },
          {
            head: word('count'),
            number: true,
            cell: ({ count }) => format.number(Math.round(count)),
            value: ({ count }) => count,
          },
        ]}
      />
    </Card>
  );
}
