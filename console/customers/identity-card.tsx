import { type FormEvent, useState } from 'react';
import { IDENTITY_ITEMS, type IdentityItem } from '../../domain/customers/caller-identity';
import { identityItemTexts } from '../../domain/texts/names/customers';
import { useAct } from '../api/act';
import { useNow } from '../clock';
import { useFormat } from '../format';
import { Button } from '../parts/button';
import { Chip } from '../parts/chip';
import { Field } from '../parts/field';
import { Note, ProblemNote } from '../parts/note';
import { Card } from '../parts/page';
import { customerWords } from '../texts/desks/customers';
import { useUnsaved } from '../unsaved';
import { useText, useWords } from '../words';
import { AnswerForm } from './answer-form';
import { type CustomerJourney } from './journey-card';
import { SendLink } from './send-link';

/** Who calls and what they said, kept in the memory of this page for the answer that follows. */
export interface Caller {
  saidBy: 'customer' | 'representative';
  identity: { item: IdentityItem; said: string }[];
}

interface Row {
  item: IdentityItem | '';
  said: string;
}

const EMPTY: Row[] = [
  { item: 'birthDate', said: '' },
  { item: 'phone', said: '' },
];

/** Checks who calls by two items, without showing what is on file; then an answer can be booked, or the link sent. */
export function IdentityCard({ journey }: { journey: CustomerJourney }) {
  const words = useWords(customerWords);
  const format = useFormat();
  const { now } = useNow();
  const [caller, setCaller] = useState<(Caller & { at: number }) | null>(null);
  return (
    <Card title={words.identity} aside={caller && <Chip tone="ok">{words.identified(format.time(caller.at))}</Chip>}>
      <div className="col">
        {caller === null ? (
          <Check journey={journey} onIdentified={(known) => setCaller({ ...known, at: now })} />
        ) : (
          <>
            <AnswerForm journey={journey} caller={caller} />
            <SendLink journey={journey} caller={caller} />
            <div>
              <Button look="quiet" onClick={() => setCaller(null)}>
                {words.checkAgain}
              </Button>
            </div>
          </>
        )}
      </div>
    </Card>
  );
}

function Check({ journey, onIdentified }: { journey: CustomerJourney; onIdentified: (caller: Caller) => void }) {
  const words = useWords(customerWords);
  const text = useText();
  const format = useFormat();
  const [saidBy, setSaidBy] = useState<Caller['saidBy']>('customer');
  const [rows, setRows] = useState(EMPTY);
  const [tried, setTried] = useState(false);
  const [left, setLeft] = useState<number | null>(null);
  const checking = useAct('checkIdentity');
  useUnsaved(rows.some(({ said }) => said !== ''));
  const complete = rows.every(({ item, said }) => item !== '' && said.trim() !== '');
  const change = (at: number, part: Partial<Row>) => {
    setLeft(null);
    setRows(rows.map((row, n) => (n === at ? { ...row, ...part } : row)));
  };
  const check = async (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (!complete) return;
    const identity = rows as Caller['identity'];
    const answer = await checking.run({
      params: { id: journey.customerId },
      body: { campaignId: journey.campaignId, saidBy, identity },
    });
    if (!answer) return;
    if (answer.body.enough) onIdentified({ saidBy, identity });
    else setLeft(answer.body.triesLeft);
  };
  return (
    <form className="col" noValidate onSubmit={(event) => void check(event)}>
      <p className="xs mut">{words.identityMore}</p>
      <Field label={words.saidBy}>
        <select value={saidBy} onChange={(event) => setSaidBy(event.target.value as Caller['saidBy'])}>
          <option value="customer">{words.byCustomer}</option>
          <option value="representative">{words.byRepresentative}</option>
        </select>
      </Field>
      {rows.map((row, at) => (
        <div key={at} className="said-row">
          <Field label={words.item(format.number(at + 1))}>
            <select value={row.item} onChange={(event) => change(at, { item: event.target.value as IdentityItem })}>
              {IDENTITY_ITEMS.filter((item) => item === row.item || rows.every((one) => one.item !== item)).map(
                (item) => (
                  <option key={item} value={item}>
                    {text(identityItemTexts[item])}
                  </option>
                ),
              )}
            </select>
          </Field>
          <Field label={words.said}>
            <input
              value={row.said}
              maxLength={100}
              autoComplete="off"
              onChange={(event) => change(at, { said: event.target.value })}
            />
          </Field>
        </div>
      ))}
      {tried && !complete && (
        <p className="err" role="alert">
          {words.missingItems}
        </p>
      )}
      {left !== null && (
        <Note tone="danger" role="alert">
          {left > 0 ? words.notIdentified(format.number(left)) : words.noTries}
        </Note>
      )}
      <ProblemNote problem={checking.problem} />
      <div>
        <Button type="submit" look="primary" busy={checking.busy}>
          {words.check}
        </Button>
      </div>
    </form>
  );
}
