import { useState } from 'react';
import {
  REGISTER_GROUNDS,
  type RegisterGround,
  RESEARCH_FOUND,
  RESEARCH_NEXT,
  RESEARCH_WAYS,
  type ResearchFound,
  type ResearchNext,
  type ResearchWay,
} from '../../../domain/returns/address-research';
import { undeliverableTexts } from '../../../domain/texts/names/desks';
import {
  registerGroundTexts,
  researchFoundTexts,
  researchNextTexts,
  researchWayTexts,
} from '../../../domain/texts/names/mail-room';
import { useAct } from '../../api/act';
import { type Reply } from '../../api/client';
import { useApi } from '../../api/read';
import { useMay } from '../../api/session';
import { useFormat } from '../../format';
import { ActDialog } from '../../parts/act-dialog';
import { AsOf } from '../../parts/as-of';
import { Button } from '../../parts/button';
import { Choices } from '../../parts/choices';
import { DataTable } from '../../parts/data-table';
import { say } from '../../parts/live';
import { Loaded } from '../../parts/loaded';
import { Card, Empty } from '../../parts/page';
import { followUpWords } from '../../texts/desks/follow-up';
import { useText, useWords } from '../../words';

type Letter = Reply<'listToResearch'>['items'][number];
const EVERY_MS = 30_000;

/** Letters that came back for their address, until a person has recorded what was found out. */
export function ResearchCard() {
  const words = useWords(followUpWords);
  const text = useText();
  const format = useFormat();
  const may = useMay();
  const read = useApi('listToResearch', { query: { limit: 50 } }, { every: EVERY_MS });
  const [chosen, setChosen] = useState<Letter | null>(null);
  return (
    <Card title={words.research} aside={<AsOf read={read} />}>
      <p className="s sub">{words.researchWhy}</p>
      <Loaded read={read}>
        {({ items }) => (
          <DataTable
            caption={words.research}
            rows={items}
            rowKey={(row) => row.returnId}
            empty={<Empty>{words.researchNone}</Empty>}
            columns={[
              {
                head: words.receipt,
                value: (row) => row.receipt,
                cell: (row) => <span className="mono">{row.receipt}</span>,
              },
              {
                head: words.reason,
                value: (row) => text(undeliverableTexts[row.reason]),
                cell: (row) => text(undeliverableTexts[row.reason]),
              },
              { head: words.receivedOn, value: (row) => row.receivedOn, cell: (row) => format.day(row.receivedOn) },
              ...(may('return.work')
                ? [
                    {
                      head: words.acts,
                      cell: (row: Letter) => <Button onClick={() => setChosen(row)}>{words.record}</Button>,
                    },
                  ]
                : []),
            ]}
          />
        )}
      </Loaded>
      {chosen && <Research letter={chosen} onClose={() => setChosen(null)} />}
    </Card>
  );
}

function Research({ letter: { returnId, receipt }, onClose }: { letter: Letter; onClose: () => void }) {
  const words = useWords(followUpWords);
  const text = useText();
  const act = useAct('recordResearch');
  const [ways, setWays] = useState<ResearchWay[]>([]);
  const [ground, setGround] = useState<RegisterGround | null>(null);
  const [found, setFound] = useState<ResearchFound | null>(null);
  const [next, setNext] = useState<ResearchNext | null>(null);
  const register = ways.includes('residents_register');
  const open = ways.length === 0 || found === null || next === null;
  const more = { ask_client: words.askMore, end: words.endMore };
  const send = async () => {
    const body = { ways, ground: register ? ground : null, found: found!, next: next! };
    if (!(await act.run({ params: { id: returnId }, body }))) return;
    say(words.recorded);
    onClose();
  };
  return (
    <ActDialog
      title={words.recordTitle(receipt)}
      submit={words.record}
      onClose={onClose}
      busy={act.busy}
      problem={act.problem}
      missing={open ? words.missing : register && ground === null ? words.missingGround : null}
      onSubmit={() => void send()}
    >
      <fieldset className="choices">
        <legend>{words.ways}</legend>
        {RESEARCH_WAYS.map((way) => (
          <label key={way} className={ways.includes(way) ? 'choice on' : 'choice'}>
            <input
              type="checkbox"
              checked={ways.includes(way)}
              onChange={({ target }) =>
                setWays(target.checked ? [...ways, way] : ways.filter((other) => other !== way))
              }
            />
            {text(researchWayTexts[way])}
          </label>
        ))}
      </fieldset>
      {register && (
        <Choices
          legend={words.ground}
          choices={REGISTER_GROUNDS.map((value) => ({ value, label: text(registerGroundTexts[value]) }))}
          value={ground}
          onChange={setGround}
        />
      )}
      <Choices
        legend={words.found}
        choices={RESEARCH_FOUND.map((value) => ({ value, label: text(researchFoundTexts[value]) }))}
        value={found}
        onChange={setFound}
      />
      <Choices
        legend={words.next}
        choices={RESEARCH_NEXT.map((value) => ({ value, label: text(researchNextTexts[value]), more: more[value] }))}
        value={next}
        onChange={setNext}
      />
    </ActDialog>
  );
}
