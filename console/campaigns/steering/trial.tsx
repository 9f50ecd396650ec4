import { channelTexts } from '../../../domain/texts/names/delivery';
import { type Reply } from '../../api/client';
import { useFormat } from '../../format';
import { type Column, DataTable } from '../../parts/data-table';
import { Note } from '../../parts/note';
import { Card } from '../../parts/page';
import { trialWords } from '../../texts/campaigns/trial';
import { useText, useWords } from '../../words';
import { Go } from './go';

type Wave = Reply<'listWaves'>['items'][number];
type Trial = NonNullable<Wave['trial']>;
type Rate = Trial['compared'][number];

/** What a trial has shown beside what was assumed, and in a sentence where the two clearly differ. */
export function TrialCard({ id, wave, trial }: { id: string; wave: Wave; trial: Trial }) {
  const words = useWords(trialWords);
  const format = useFormat();
  const text = useText();
  const { measured, assumed, compared, enough } = trial;
  const name = ({ rate, channel }: Rate) =>
    channel ? words.lost(text(channelTexts[channel])) : words[rate === 'lost' ? 'answered' : rate];
  const percent = (share: number) => format.percent(share, 1);
  const share = (head: string, of: 'assumed' | 'measured'): Column<Rate> => ({
    head,
    number: true,
    cell: (row) => percent(row[of]),
    value: (row) => row[of],
  });
  const verdict = ({ differs }: Rate) => words[differs ?? 'asAssumed'];
  const columns: Column<Rate>[] = [
    { head: words.rate, cell: name, value: name },
    share(words.assumed, 'assumed'),
    share(words.measured, 'measured'),
    { head: words.range, number: true, cell: ({ low, high }) => `${percent(low)}–${percent(high)}` },
    { head: words.of, number: true, cell: ({ of }) => format.number(of), value: ({ of }) => of },
    { head: words.verdict, cell: verdict, value: verdict },
  ];
  const title = words.title(text(wave.name));
  const differing = compared.filter(({ differs }) => differs !== null);
  return (
    <Card title={title}>
      <div className="col">
        <p className="sub">
          {measured.customers < wave.customers &&
            `${words.drawn(format.number(wave.customers), format.number(measured.customers))} `}
          {words.observed(format.number(measured.observed), format.number(measured.customers))}{' '}
          {enough ? words.enough : words.notEnough}{' '}
          {assumed.rehearsal === null ? words.byDefault : words.byRehearsal(format.number(assumed.rehearsal))}
        </p>
        {differing.length > 0 && (
          <Note tone="warn">
            {differing.map((row) => (
              <p key={`${row.rate}${row.channel ?? ''}`}>
                {words[row.differs === 'higher' ? 'isHigher' : 'isLower'](
                  name(row),
                  percent(row.assumed),
                  percent(row.measured),
                )}
              </p>
            ))}
          </Note>
        )}
        <DataTable
          caption={title}
          columns={columns}
          rows={compared}
          rowKey={(row) => `${row.rate}${row.channel ?? ''}`}
          empty={<p>{words.nothing}</p>}
          bar={false}
        />
        <Go id={id} wave={wave} trial={trial} />
      </div>
    </Card>
  );
}
