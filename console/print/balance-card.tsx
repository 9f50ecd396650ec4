import { useState } from 'react';
import { postalText } from '../../domain/texts/names/postal';
import { useAct } from '../api/act';
import { useMay } from '../api/session';
import { useFormat } from '../format';
import { ActDialog } from '../parts/act-dialog';
import { Button } from '../parts/button';
import { Chip } from '../parts/chip';
import { DataTable } from '../parts/data-table';
import { Facts } from '../parts/facts';
import { ReasonField } from '../parts/field';
import { say } from '../parts/live';
import { Note } from '../parts/note';
import { Card } from '../parts/page';
import { usePreferences } from '../preferences';
import { balanceWords, printWords } from '../texts/desks/print';
import { useText, useWords } from '../words';
import { type Run } from './print-run-page';
import { SlipDialog } from './slip-dialog';

type Posting = Run['postings'][number];
const FIGURES = ['data', 'printed', 'inserted', 'posted', 'withdrawn', 'spoiled', 'reprinted', 'slips'] as const;

/** data = printed = inserted = posted + taken out; the posting slips; what is open of the run. */
export function BalanceCard({ run }: { run: Run }) {
  const words = useWords(printWords);
  const may = useMay();
  const [booking, setBooking] = useState(false);
  const [withdrawn, setWithdrawn] = useState<Posting | null>(null);
  if (run.handedOverAt === null) return null;
  const { balance, postings } = run;
  const mayBook = may('print.work');
  return (
    <Card title={words.balance} aside={mayBook && <Button onClick={() => setBooking(true)}>{words.bookSlip}</Button>}>
      <div className="col">
        <Figures figures={balance} />
        <State run={run} />
        {postings.length > 0 && <Slips postings={postings} withdraw={mayBook ? setWithdrawn : undefined} />}
      </div>
      {booking && <SlipDialog run={run} onClose={() => setBooking(false)} />}
      {withdrawn && <WithdrawDialog run={run} posting={withdrawn} onClose={() => setWithdrawn(null)} />}
    </Card>
  );
}

/** Whether it balances; what the report itself says differently stands above. */
function State({ run: { balance, acknowledgement } }: { run: Run }) {
  const words = useWords(printWords);
  const text = useText();
  if (balance.balanced) return <Note tone="ok">{words.balanced}</Note>;
  const differs = (acknowledgement?.differences.length ?? 0) > 0;
  const slips = balance.open.filter((code) => !acknowledgement?.differences.includes(code));
  if (!differs && slips.length === 0) return <Note>{words.notBalancedYet}</Note>;
  return (
    <Note tone={differs || slips.some((code) => code !== 'slips_missing') ? 'danger' : 'warn'}>
      <ul className="dots">
        {differs && <li>{words.reportDiffers}</li>}
        {slips.map((code) => (
          <li key={code}>{balanceWords[code] ? text(balanceWords[code]) : code}</li>
        ))}
      </ul>
    </Note>
  );
}

/** The figures of a run or a day, in the order in which paper passes. */
export function Figures({ figures }: { figures: Record<(typeof FIGURES)[number], number | null> }) {
  const words = useWords(printWords);
  const format = useFormat();
  const names = {
    ...words,
    data: words.inData,
    posted: words.postedCount,
    spoiled: words.spoiledCount,
    withdrawn: words.takenOut,
  };
  return (
    <Facts
      items={FIGURES.map((name): [string, string] => {
        const value = figures[name];
        return [names[name], value === null ? '—' : format.number(value)];
      })}
    />
  );
}

function Slips({
  postings,
  withdraw,
}: {
  postings: readonly Posting[];
  withdraw: ((one: Posting) => void) | undefined;
}) {
  const words = useWords(printWords);
  const format = useFormat();
  const { lang } = usePreferences();
  return (
    <DataTable
      caption={words.slips}
      bar={false}
      rows={postings}
      rowKey={({ id }) => id}
      empty={null}
      columns={[
        { head: words.posted, cell: ({ postedOn }) => format.shortDay(postedOn) },
        { head: words.office, cell: ({ office }) => office },
        { head: words.slipNo, cell: ({ slipNo }) => slipNo ?? '—' },
        { head: words.postal, cell: ({ postal }) => postalText(postal, lang) },
        { head: words.pieces, cell: ({ pieces }) => format.number(pieces), number: true },
        {
          head: words.status,
          cell: (one) =>
            one.withdrawnAt === null ? (
              withdraw && (
                <Button look="quiet" onClick={() => withdraw(one)} aria-label={words.withdrawSlipOf(String(one.id))}>
                  {words.withdrawSlip}
                </Button>
              )
            ) : (
              <span>
                <Chip>{words.slipWithdrawn}</Chip> {one.withdrawnReason}
              </span>
            ),
        },
      ]}
    />
  );
}

function WithdrawDialog({ run, posting, onClose }: { run: Run; posting: Posting; onClose: () => void }) {
  const words = useWords(printWords);
  const act = useAct('withdrawPosting');
  const [reason, setReason] = useState('');
  const submit = async () => {
    if (!(await act.run({ params: { id: run.id, posting: posting.id }, body: { reason } }))) return;
    say(words.slipWithdrawn);
    onClose();
  };
  return (
    <ActDialog
      title={words.withdrawSlip}
      submit={words.withdrawSlip}
      danger
      onClose={onClose}
      onSubmit={() => void submit()}
      busy={act.busy}
      problem={act.problem}
      missing={reason.trim() === '' ? words.reasonMissing : null}
    >
      <ReasonField value={reason} onChange={setReason} />
    </ActDialog>
  );
}
