import { useState } from 'react';
import { type Channel, type Purpose } from '../../domain/campaigns/campaign';
import { purposeTexts } from '../../domain/texts/names/customers';
import { channelTexts } from '../../domain/texts/names/delivery';
import { useAct } from '../api/act';
import { useFormat } from '../format';
import { ActDialog } from '../parts/act-dialog';
import { Field } from '../parts/field';
import { customerWords } from '../texts/desks/customers';
import { useText, useWords } from '../words';

/** A channel that a customer wants no more, or wants again. */
export interface Stopping {
  channel: Channel;
  undo: boolean;
}

interface Props {
  customerId: number;
  stopping: Stopping;
  onClose: () => void;
  onDone: (sentence: string) => void;
}

/** Stops a channel in all campaigns, or allows it again; says how many journeys have been notified. */
export function StopChannel({ customerId, stopping: { channel, undo }, onClose, onDone }: Props) {
  const words = useWords(customerWords);
  const text = useText();
  const format = useFormat();
  const [purpose, setPurpose] = useState<Purpose>('service_notice');
  const [source, setSource] = useState('');
  const stopping = useAct('optOut');
  const name = text(channelTexts[channel]);
  const submit = undo ? words.undo(name) : words.stop(name);
  const stop = async () => {
    const answer = await stopping.run({ params: { id: customerId }, body: { channel, purpose, source, undo } });
    if (!answer) return;
    const n = format.number(answer.body.journeys);
    onDone(undo ? words.undone(name, n) : words.stopped(name, n));
  };
  return (
    <ActDialog
      title={submit}
      submit={submit}
      danger={!undo}
      onClose={onClose}
      onSubmit={() => void stop()}
      busy={stopping.busy}
      problem={stopping.problem}
      missing={source.trim() === '' ? words.missingSource : null}
    >
      <p className="s sub">{undo ? words.undoMore : words.stopMore}</p>
      <Field label={words.purpose}>
        <select value={purpose} onChange={(event) => setPurpose(event.target.value as Purpose)}>
          {(['service_notice', 'offer'] as const).map((one) => (
            <option key={one} value={one}>
              {text(purposeTexts[one])}
            </option>
          ))}
        </select>
      </Field>
      <Field label={words.source} hint={words.sourceHint}>
        <input value={source} maxLength={100} onChange={(event) => setSource(event.target.value)} />
      </Field>
    </ActDialog>
  );
}
