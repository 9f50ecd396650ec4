import { useApi } from '../api/read';
import { useFormat } from '../format';
import { type Column, DataTable } from '../parts/data-table';
import { Loaded } from '../parts/loaded';
import { Card } from '../parts/page';
import { type Reply } from '../api/client';
import { rehearsalWords } from '../texts/campaigns/rehearsals';
import { useWords } from '../words';
import { useResultWord } from './rehearsal';

interface Line {
  name: string;
  before: string;
  after: string;
  change: string;
}

/** What differs between two rehearsals of the campaign. */
export function Comparison({ id, rehearsal, other }: { id: string; rehearsal: string; other: string }) {
  const words = useWords(rehearsalWords);
  const linesOf = useLines();
  const read = useApi('compareRehearsals', { params: { id, rehearsal }, query: { with: Number(other) } });
  const column = (head: string, of: keyof Line, number = true): Column<Line> => ({
    head,
    number,
    cell: (line) => line[of],
    value: (line) => line[of],
  });
  return (
    <Card title={words.compared}>
      <Loaded read={read} lines={8}>
        {(data) => (
          <>
            <DataTable
              caption={words.compared}
              rows={linesOf(data)}
              rowKey={({ name }) => name}
              empty={null}
              columns={[
                column(words.compared, 'name', false),
                column(words.before(other), 'before'),
                column(words.before(rehearsal), 'after'),
                column(words.change, 'change'),
              ]}
            />
            {data.withinRange && <p className="xs sub">{words.mayBeChance}</p>}
          </>
        )}
      </Loaded>
    </Card>
  );
}

function useLines(): (data: Reply<'compareRehearsals'>) => Line[] {
  const word = useResultWord();
  const format = useFormat();
  const percent = (share: number) => format.percent(share, 1);
  const whole = (value: number | null) => (value === null ? '—' : format.number(Math.round(value)));
  const change = (value: number | null) => (value === null ? '—' : format.change(Math.round(value)));
  const day = (value: string | null) => (value === null ? '—' : format.day(value));
  const figures = (name: string, { before, after, change: by }: { before: number | null; after: number | null; change: number | null }): Line => ({ name, before: whole(before), after: whole(after), change: change(by) }); // prettier-ignore
  return ({ completed, milestones, loads, cost }) => [
    {
      name: word('completedKey'),
      before: percent(completed.before.likely),
      after: percent(completed.after.likely),
      change: `${format.change(Math.round(completed.change * 1_000) / 10)} pt`,
    },
    ...milestones.map(({ share, likely }) => ({
      name: word('reachedKey', { share: format.wholePercent(share) }),
      before: day(likely.before),
      after: day(likely.after),
      change: change(likely.change),
    })),
    ...loads.flatMap(({ load, total, overloadDays }) => [
      figures(word(`load_${load}`), total),
      figures(`${word(`load_${load}`)} ${word('overloadKey')}`, overloadDays),
    ]),
    figures(`${word('costKey')} (${word('costYen')})`, cost.total),
  ];
}
