import { Link } from '@tanstack/react-router';
import { callResultTexts } from '../../domain/texts/names/desks';
import { useAct } from '../api/act';
import { type Reply } from '../api/client';
import { useApi } from '../api/read';
import { useFormat } from '../format';
import { Button } from '../parts/button';
import { DataTable } from '../parts/data-table';
import { say } from '../parts/live';
import { Loaded } from '../parts/loaded';
import { ProblemNote } from '../parts/note';
import { Card } from '../parts/page';
import { usePreferences } from '../preferences';
import { followupWords } from '../texts/desks/call-followups';
import { partWords } from '../texts/parts';
import { useText, useWords } from '../words';

type Followup = Reply<'listFollowups'>['items'][number];

/** What calls have left for a person to do: each with the customer, and by when. */
export function Followups() {
  const words = useWords(followupWords);
  const { inLanguage } = useWords(partWords);
  const text = useText();
  const format = useFormat();
  const { lang } = usePreferences();
  const read = useApi('listFollowups', { query: { limit: 100 } }, { every: 60_000 });
  const finishing = useAct('finishFollowup');
  const names = new Intl.DisplayNames([lang], { type: 'language' });
  const what = ({ kind, language }: Followup) =>
    language ? inLanguage(text(callResultTexts[kind]), names.of(language) ?? language) : text(callResultTexts[kind]);
  const finish = async (id: number) => {
    if (!(await finishing.run({ params: { id } }))) return;
    say(words.finished);
    read.reload();
  };
  return (
    <Card title={words.followups}>
      <ProblemNote problem={finishing.problem} />
      <Loaded read={read} lines={2}>
        {({ items }) => (
          <DataTable
            caption={words.followups}
            bar={false}
            rows={items}
            rowKey={(row) => row.id}
            empty={<p className="s mut">{words.noFollowups}</p>}
            columns={[
              { head: words.what, cell: what, value: what },
              {
                head: words.whose,
                cell: ({ customerId }) => (
                  <Link to="/customers/$id" params={{ id: String(customerId) }}>
                    {words.customerNo(String(customerId))}
                  </Link>
                ),
                value: ({ customerId }) => customerId,
              },
              { head: words.dueOn, cell: ({ dueOn }) => format.shortDay(dueOn), value: ({ dueOn }) => dueOn },
              {
                head: words.done,
                cell: ({ id }) => (
                  <Button busy={finishing.busy} onClick={() => void finish(id)}>
                    {words.done}
                  </Button>
                ),
              },
            ]}
          />
        )}
      </Loaded>
    </Card>
  );
}
