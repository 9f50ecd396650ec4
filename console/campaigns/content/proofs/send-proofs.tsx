import { useState } from 'react';
import { type CampaignDoc } from '../../../../domain/campaigns/campaign';
import { PROOF_CHANNELS } from '../../../../domain/delivery/proof';
import { channelTexts } from '../../../../domain/texts/names/delivery';
import { useAct } from '../../../api/act';
import { useFormat } from '../../../format';
import { ActDialog } from '../../../parts/act-dialog';
import { say } from '../../../parts/live';
import { proofWords } from '../../../texts/campaigns/proofs';
import { useText, useWords } from '../../../words';
import { type Recipient } from './proofs';

/** Which notices go as proofs, and to whom. */
export function SendProofs({
  id,
  version,
  doc,
  recipients,
  onClose,
}: {
  id: string;
  version: number;
  doc: CampaignDoc;
  recipients: Recipient[];
  onClose: () => void;
}) {
  const words = useWords(proofWords);
  const text = useText();
  const format = useFormat();
  const act = useAct('sendProofs');
  const written = Object.entries(doc.notices).flatMap(([notice, { channel }]) => {
    const own = PROOF_CHANNELS.find((one) => one === channel);
    return own && recipients.some(({ channels }) => channels.includes(own)) ? [{ notice, channel: own }] : [];
  });
  const [notices, setNotices] = useState(() => written.map(({ notice }) => notice));
  const [people, setPeople] = useState(() => recipients.map((one) => one.id));
  const run = async () => {
    const answer = await act.run({ params: { id }, body: { notices, recipients: people, version } });
    if (!answer) return;
    say(words.queued(format.number(answer.body.queued)));
    onClose();
  };
  return (
    <ActDialog
      title={words.send}
      submit={words.sendTo(format.number(notices.length), format.number(people.length))}
      onClose={onClose}
      busy={act.busy}
      problem={act.problem}
      missing={written.length === 0 ? words.noneReached : notices.length * people.length === 0 ? words.choose : null}
      onSubmit={() => void run()}
    >
      <p className="s sub">{words.sendWhy}</p>
      <fieldset className="col">
        <legend>{words.notices}</legend>
        {written.map(({ notice, channel }) => (
          <label key={notice} className="row">
            <input
              type="checkbox"
              checked={notices.includes(notice)}
              onChange={() => setNotices(toggled(notices, notice))}
            />
            {text(channelTexts[channel])} <span className="mono">{notice}</span>
          </label>
        ))}
      </fieldset>
      <fieldset className="col">
        <legend>{words.recipients}</legend>
        {recipients.map(({ id: recipient, name }) => (
          <label key={recipient} className="row">
            <input
              type="checkbox"
              checked={people.includes(recipient)}
              onChange={() => setPeople(toggled(people, recipient))}
            />
            {name}
          </label>
        ))}
      </fieldset>
    </ActDialog>
  );
}

const toggled = <T,>(list: T[], one: T): T[] =>
  list.includes(one) ? list.filter((other) => other !== one) : [...list, one];
