import { channelTexts } from '../../domain/texts/names/delivery';
import { useFormat } from '../format';
import { Chip } from '../parts/chip';
import { DataTable } from '../parts/data-table';
import { Card } from '../parts/page';
import { rehearsalWords } from '../texts/campaigns/rehearsals';
import { useText, useWords } from '../words';
import { type Result, useResultWord } from './rehearsal';

/** What each step of the plan brought; those that add nothing are marked. */
export function Steps({ result: { steps } }: { result: Result }) {
  const words = useWords(rehearsalWords);
  const word = useResultWord();
  const format = useFormat();
  const text = useText();
  return (
    <Card title={word('stepsHead')}>
      <DataTable
        caption={word('stepsHead')}
        bar={false}
        rows={steps}
        rowKey={({ step }) => step}
        empty={word('none')}
        columns={[
          {
            head: word('step'),
            cell: ({ step, addsNothing }) => (
              <>
                {step} {addsNothing && <Chip>{word('addsNothing')}</Chip>}
              </>
            ),
          },
          {
            head: word('channel'),
            cell: ({ channels }) => channels.map((channel) => text(channelTexts[channel])).join('・'),
          },
          { head: word('sent'), number: true, cell: ({ sent }) => format.number(Math.round(sent)) },
          { head: word('completedBy'), number: true, cell: ({ completed }) => format.number(Math.round(completed)) },
          { head: word('perStep'), number: true, cell: ({ cost }) => format.number(Math.round(cost)) },
        ]}
      />
      {!steps.some(({ addsNothing }) => addsNothing) && <p className="xs sub">{words.nothing}</p>}
    </Card>
  );
}
