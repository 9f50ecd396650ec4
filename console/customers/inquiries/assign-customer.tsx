import { useState } from 'react';
import { useAct } from '../../api/act';
import { ActDialog } from '../../parts/act-dialog';
import { Field } from '../../parts/field';
import { inquiryWords } from '../../texts/desks/inquiries';
import { useWords } from '../../words';
import { type InquiryDetail } from '../inquiry-page';

/** Says whose inquiry it is, where no program could tell for sure. */
export function AssignCustomer({
  inquiry,
  seconds,
  onClose,
}: {
  inquiry: InquiryDetail;
  seconds: () => number;
  onClose: () => void;
}) {
  const words = useWords(inquiryWords);
  const act = useAct('assignInquiry');
  const [customer, setCustomer] = useState('');
  const run = async () => {
    const body = { customerId: Number(customer), seconds: seconds() };
    if (await act.run({ params: { id: inquiry.id }, body })) onClose();
  };
  return (
    <ActDialog
      title={words.assign}
      submit={words.assign}
      onClose={onClose}
      busy={act.busy}
      problem={act.problem}
      missing={/^\d+$/.test(customer) ? null : words.customerId}
      onSubmit={() => void run()}
    >
      <p className="s sub">{words.assignWhy}</p>
      <Field label={words.customerId}>
        <input
          inputMode="numeric"
          className="short"
          autoFocus
          autoComplete="off"
          value={customer}
          onChange={({ target }) => setCustomer(target.value.trim())}
        />
      </Field>
    </ActDialog>
  );
}
