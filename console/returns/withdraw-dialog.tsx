import { useState } from 'react';
import { WITHDRAWALS, type Withdrawal } from '../../domain/returns/return-rules';
import { withdrawalTexts } from '../../domain/texts/names/desks';
import { useAct } from '../api/act';
import { useKeys } from '../keys';
import { ActDialog } from '../parts/act-dialog';
import { Choices } from '../parts/choices';
import { say } from '../parts/live';
import { returnWords } from '../texts/desks/returns';
import { useText, useWords } from '../words';
import { follow } from './book/bookings';

interface Item {
  id: number;
  receipt: string;
  kind: 'form' | 'undeliverable' | 'documents';
}

/** Takes a booking back that was a mistake, after saying what will be true then. */
export function WithdrawDialog({ item, onClose }: { item: Item; onClose: () => void }) {
  const words = useWords(returnWords);
  const text = useText();
  const [reason, setReason] = useState<Withdrawal | null>(null);
  const { run, busy, problem } = useAct('withdrawReturn');
  useKeys({ 1: () => setReason('wrong_envelope'), 2: () => setReason('wrong_reason') }, true);
  const submit = async () => {
    const answer = await run({ params: { id: item.id }, body: { reason: reason! } });
    if (!answer) return;
    follow(answer.body);
    say(words.withdrawn(item.receipt));
    onClose();
  };
  return (
    <ActDialog
      title={words.withdrawTitle(item.receipt)}
      onClose={onClose}
      submit={words.withdraw}
      danger
      onSubmit={() => void submit()}
      busy={busy}
      problem={problem}
      missing={reason === null ? words.withdrawMissing : null}
    >
      <p>{item.kind === 'undeliverable' ? words.withdrawLetter : words.withdrawForm}</p>
      <Choices
        legend={words.withdrawWhy}
        choices={WITHDRAWALS.map((value, index) => ({
          value,
          label: text(withdrawalTexts[value]),
          shortcut: String(index + 1),
        }))}
        value={reason}
        onChange={setReason}
      />
    </ActDialog>
  );
}
