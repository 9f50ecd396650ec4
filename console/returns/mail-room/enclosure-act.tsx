import { enclosureTexts, endingTexts, maskedTexts, notifiedAsTexts } from '../../../domain/texts/names/mail-room';
import { type ReactNode, useState } from 'react';
import {
  ENDINGS,
  type Ending,
  MASKED,
  type Masked,
  mayEnd,
  NOTIFIED_AS,
  type NotifiedAs,
} from '../../../domain/returns/enclosures';
import { useAct } from '../../api/act';
import { useDay, useToday } from '../../clock';
import { useFormat } from '../../format';
import { ActDialog } from '../../parts/act-dialog';
import { Choices } from '../../parts/choices';
import { Field } from '../../parts/field';
import { say } from '../../parts/live';
import { enclosureWords } from '../../texts/desks/enclosures';
import { useText, useWords } from '../../words';
import { type Enclosure } from './enclosures-card';

interface Props {
  enclosure: Enclosure;
  onClose: () => void;
}

/** The one act that comes next with an enclosure. */
export function EnclosureAct(props: Props) {
  switch (props.enclosure.next) {
    case 'witness':
    case 'end_witness':
      return <Witness {...props} />;
    case 'mask':
      return <Mask {...props} />;
    case 'notify':
      return <Notify {...props} />;
    case 'end':
      return <End {...props} />;
    case 'delivery':
      return <Delivery {...props} />;
    case 'closed':
      return null;
  }
}

function Witness({ enclosure, onClose }: Props) {
  const words = useWords(enclosureWords);
  const text = useText();
  const format = useFormat();
  const { id, what, pieces, amount, ending } = enclosure;
  const act = useAct('witnessEnclosure');
  const name = text(enclosureTexts[what]);
  const asked = ending
    ? words.witnessLeft(name, text(endingTexts[ending]))
    : words.witnessFound(name, format.number(pieces));
  return (
    <Asked
      title={words.witnessTitle}
      submit={words.witness}
      act={act}
      send={() => act.run({ params: { id } })}
      missing={null}
      onClose={onClose}
    >
      <p>{asked}</p>
      {amount !== null && <p className="b">{words.amountSaid(format.number(amount))}</p>}
    </Asked>
  );
}

function Mask({ enclosure: { id }, onClose }: Props) {
  const words = useWords(enclosureWords);
  const text = useText();
  const [what, setWhat] = useState<Masked | null>(null);
  const act = useAct('maskEnclosure');
  return (
    <Asked
      title={words.maskTitle}
      submit={words.mask}
      act={act}
      send={() => act.run({ params: { id }, body: { what: what! } })}
      missing={what === null ? words.choose : null}
      onClose={onClose}
    >
      <p className="s sub">{words.maskWhy}</p>
      <Choices
        legend={words.maskTitle}
        choices={MASKED.map((value) => ({ value, label: text(maskedTexts[value]) }))}
        value={what}
        onChange={setWhat}
      />
    </Asked>
  );
}

const GOES_WITH = { returned: 'tracking', kept: 'box', destroyed: 'record', to_client: null } as const;

/** What is said or written to the sender, in the words that were agreed; and how it was done. */
function Notify({ enclosure: { id, masked }, onClose }: Props) {
  const words = useWords(enclosureWords);
  const text = useText();
  const [as, setAs] = useState<NotifiedAs | null>(null);
  const act = useAct('notifyOfMask');
  const numbers = { insurance_number: words.insuranceNumber, my_number: words.myNumber, both: words.bothNumbers };
  const what = masked && masked.what !== 'none_found' ? numbers[masked.what] : '';
  return (
    <Asked
      title={words.notifyTitle}
      submit={words.notify}
      act={act}
      send={() => act.run({ params: { id }, body: { as: as! } })}
      missing={as === null ? words.choose : null}
      onClose={onClose}
    >
      <blockquote>{words.notifyWords(what)}</blockquote>
      <Choices
        legend={words.notifyHow}
        choices={NOTIFIED_AS.map((value) => ({ value, label: text(notifiedAsTexts[value]) }))}
        value={as}
        onChange={setAs}
      />
    </Asked>
  );
}

function End({ enclosure: { id, what }, onClose }: Props) {
  const words = useWords(enclosureWords);
  const text = useText();
  const [ending, setEnding] = useState<Ending | null>(null);
  const [number, setNumber] = useState('');
  const act = useAct('endEnclosure');
  const field = ending && GOES_WITH[ending];
  const missing = ending === null ? words.choose : field && number.length < 2 ? words.numberMissing : null;
  return (
    <Asked
      title={words.endTitle}
      submit={words.end}
      act={act}
      send={() => act.run({ params: { id }, body: { ending: ending!, ...(field && { [field]: number }) } })}
      missing={missing}
      onClose={onClose}
    >
      <Choices
        legend={words.endTitle}
        choices={ENDINGS.filter((value) => mayEnd(what, value)).map((value) => ({
          value,
          label: text(endingTexts[value]),
        }))}
        value={ending}
        onChange={setEnding}
      />
      {field && (
        <Field label={words[field]}>
          <input
            maxLength={30}
            value={number}
            onChange={(event) => setNumber(event.target.value.normalize('NFKC').trim())}
          />
        </Field>
      )}
    </Asked>
  );
}

function Delivery({ enclosure: { id }, onClose }: Props) {
  const words = useWords(enclosureWords);
  const today = useToday();
  const [on, setOn] = useDay();
  const act = useAct('deliverEnclosure');
  return (
    <Asked
      title={words.deliverTitle}
      submit={words.deliver}
      act={act}
      send={() => act.run({ params: { id }, body: { on } })}
      missing={on === '' ? words.choose : null}
      onClose={onClose}
    >
      <Field label={words.deliveredOn}>
        <input type="date" max={today} value={on} onChange={(event) => setOn(event.target.value)} />
      </Field>
    </Asked>
  );
}

/** A dialog whose act records one thing, says so and closes. */
function Asked({
  title,
  submit,
  act,
  send,
  missing,
  onClose,
  children,
}: {
  title: string;
  submit: string;
  act: Pick<ReturnType<typeof useAct<'witnessEnclosure'>>, 'busy' | 'problem'>;
  send: () => Promise<unknown>;
  missing: string | null;
  onClose: () => void;
  children: ReactNode;
}) {
  const words = useWords(enclosureWords);
  const onSubmit = async () => {
    if (!(await send())) return;
    say(words.done);
    onClose();
  };
  return (
    <ActDialog
      title={title}
      onClose={onClose}
      submit={submit}
      onSubmit={() => void onSubmit()}
      busy={act.busy}
      problem={act.problem}
      missing={missing}
    >
      {children}
    </ActDialog>
  );
}
