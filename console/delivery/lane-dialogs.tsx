import { useState } from 'react';
import { channelTexts } from '../../domain/texts/names/delivery';
import { useAct } from '../api/act';
import { useApi } from '../api/read';
import { ActDialog } from '../parts/act-dialog';
import { Field, ReasonField } from '../parts/field';
import { say } from '../parts/live';
import { laneWords } from '../texts/desks/lanes';
import { useText, useWords } from '../words';
import { type Lane, type Limits, limitsOf, sentLimits } from './lane';
import { LimitFields } from './limit-fields';

interface Props {
  lane: Lane;
  name: string;
  onClose: () => void;
}

/** Restarts a lane that has stopped itself, with the reason why it may. */
export function RestartDialog({ lane, name, onClose }: Props) {
  const words = useWords(laneWords);
  const text = useText();
  const { run, busy, problem } = useAct('setLane');
  const [reason, setReason] = useState('');
  const limits = sentLimits(limitsOf(lane))!;
  const restart = async () => {
    if (!(await run({ params: { id: lane.id }, body: { ...limits, breaker: 'closed', reason } }))) return;
    say(words.restarted);
    onClose();
  };
  return (
    <ActDialog
      title={words.restartTitle(name)}
      submit={words.restartDo}
      missing={reason.trim() === '' ? words.restartMissing : null}
      onSubmit={() => void restart()}
      {...{ onClose, busy, problem }}
    >
      {lane.breakerText && <p className="b">{text(lane.breakerText)}</p>}
      <p className="s sub">{words.restartWhat}</p>
      <ReasonField label={words.restartReason} value={reason} onChange={setReason} />
    </ActDialog>
  );
}

/** Changes the limits of a lane. */
export function LimitsDialog({ lane, name, onClose }: Props) {
  const words = useWords(laneWords);
  const { run, busy, problem } = useAct('setLane');
  const [limits, setLimits] = useState(() => limitsOf(lane));
  const sent = sentLimits(limits);
  const save = async () => {
    if (!sent || !(await run({ params: { id: lane.id }, body: sent }))) return;
    say(words.saved);
    onClose();
  };
  return (
    <ActDialog
      title={words.editTitle(name)}
      submit={words.save}
      missing={sent ? null : words.mustNumber}
      onSubmit={() => void save()}
      {...{ onClose, busy, problem }}
    >
      <LimitFields limits={limits} onChange={setLimits} />
    </ActDialog>
  );
}

/** Gives one campaign more messages a turn in a lane. */
export function WeightDialog({ lane, name, onClose }: Props) {
  const words = useWords(laneWords);
  const { run, busy, problem } = useAct('setLaneShare');
  const campaigns = useApi('listCampaigns', { query: { limit: 200 } });
  const [campaignId, setCampaignId] = useState('');
  const [weight, setWeight] = useState('1');
  const shares = new Map(lane.shares.map((share) => [share.campaignId, share.weight]));
  const choose = (id: string) => {
    setCampaignId(id);
    setWeight(String(shares.get(Number(id)) ?? 1));
  };
  const save = async () => {
    if (!(await run({ params: { id: lane.id, campaignId }, body: { weight: Number(weight) } }))) return;
    say(words.weightSaved);
    onClose();
  };
  return (
    <ActDialog
      title={`${words.weights} — ${name}`}
      submit={words.weightDo}
      missing={campaignId === '' || !(Number(weight) >= 1) ? words.weightHint : null}
      onSubmit={() => void save()}
      {...{ onClose, busy, problem }}
    >
      <Field label={words.campaign}>
        <select value={campaignId} onChange={(event) => choose(event.target.value)}>
          <option value="">—</option>
          {campaigns.data?.items.map(({ id, name: campaign }) => (
            <option key={id} value={id}>
              {campaign}
              {shares.has(id) && ` (${shares.get(id)})`}
            </option>
          ))}
        </select>
      </Field>
      <Field label={words.weight} hint={words.weightHint}>
        <input inputMode="numeric" value={weight} onChange={(event) => setWeight(event.target.value)} />
      </Field>
    </ActDialog>
  );
}

const CHANNELS = ['mail', 'sms', 'post', 'phone'] as const;
const USUAL: Limits = { ratePerMinute: '60', burst: '10', opens: '09:00', closes: '20:00', dailyCapacity: '' };

/** Opens a lane of the client's own. */
export function NewLaneDialog({ onClose }: { onClose: () => void }) {
  const words = useWords(laneWords);
  const text = useText();
  const { run, busy, problem } = useAct('openLane');
  const [channel, setChannel] = useState<(typeof CHANNELS)[number]>('mail');
  const [name, setName] = useState('');
  const [limits, setLimits] = useState(USUAL);
  const sent = sentLimits(limits);
  const isNamed = /^[a-z][a-z0-9-]{0,30}$/.test(name);
  const open = async () => {
    if (sent && (await run({ body: { channel, name, ...sent } }))) onClose();
  };
  return (
    <ActDialog
      title={words.newTitle}
      submit={words.newDo}
      missing={!isNamed ? `${words.name}：${words.nameHint}` : sent ? null : words.mustNumber}
      onSubmit={() => void open()}
      {...{ onClose, busy, problem }}
    >
      <p className="s sub">{words.newWhat}</p>
      <Field label={words.channel}>
        <select value={channel} onChange={(event) => setChannel(event.target.value as typeof channel)}>
          {CHANNELS.map((one) => (
            <option key={one} value={one}>
              {text(channelTexts[one])}
            </option>
          ))}
        </select>
      </Field>
      <Field label={words.name} hint={words.nameHint}>
        <input value={name} onChange={(event) => setName(event.target.value)} />
      </Field>
      <LimitFields limits={limits} onChange={setLimits} />
    </ActDialog>
  );
}
