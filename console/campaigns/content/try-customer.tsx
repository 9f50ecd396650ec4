import { useState } from 'react';
import { type CampaignDoc, type Channel, channelsOf } from '../../../domain/campaigns/campaign';
import { partyKindTexts } from '../../../domain/texts/names/customers';
import { channelTexts } from '../../../domain/texts/names/delivery';
import { useAct } from '../../api/act';
import { localDay, useFormat } from '../../format';
import { Button } from '../../parts/button';
import { Field } from '../../parts/field';
import { ProblemNote } from '../../parts/note';
import { Card } from '../../parts/page';
import { contentWords, eventWords } from '../../texts/campaigns/content';
import { useText, useWords } from '../../words';
import { type Reply } from '../../api/client';

const CHANNELS = ['mail', 'sms', 'post', 'phone'] as const;
type EventName = keyof typeof eventWords;
/** What an event has to name besides its day. */
const NEEDS: Record<EventName, 'on' | 'channel' | 'step'> = {
  answer: 'on',
  defect: 'on',
  hold: 'on',
  opt_out: 'channel',
  address: 'channel',
  bounce: 'step',
  undeliverable: 'step',
};

/** What one customer would get from the plan, and why. */
export function TryCustomer({ id, version, doc }: { id: string; version: number; doc: CampaignDoc }) {
  const words = useWords(contentWords);
  const text = useText();
  const explain = useAct('explainCampaign');
  const [kind, setKind] = useState<'person' | 'company'>('person');
  const [age, setAge] = useState('');
  const [contracts, setContracts] = useState('1');
  const [channels, setChannels] = useState<readonly Channel[]>(CHANNELS);
  const [event, setEvent] = useState<EventName | ''>('');
  const [on, setOn] = useState(localDay(doc.dates.firstDispatch + 14 * 86_400_000));
  const [step, setStep] = useState(doc.plan.steps[0]!.id);
  const [channel, setChannel] = useState<Channel>('mail');
  const [wave, setWave] = useState('');
  const [result, setResult] = useState<Reply<'explainCampaign'> | null>(null);
  const run = async () => {
    const needs = event === '' ? null : NEEDS[event];
    const happens = event !== '' && {
      event,
      ...(needs === 'step' ? { step, ...(event === 'undeliverable' && { reason: 'unknown' }) } : { on }),
      ...(needs === 'channel' && { channel }),
      ...(event === 'hold' && { reason: 'complaint' }),
    };
    const scenario = {
      customer: { kind, channels, contracts: Number(contracts) || 1, ...(age !== '' && { age: Number(age) }) },
      events: happens ? [happens] : [],
      ...(wave !== '' && { wave }),
    };
    const start = new Date(doc.dates.firstDispatch).toISOString();
    const answer = await explain.run({ params: { id }, body: { scenario, version, start } });
    if (answer) setResult(answer.body);
  };
  return (
    <Card title={words.tryOne}>
      <form
        className="col"
        onSubmit={(submitted) => {
          submitted.preventDefault();
          void run();
        }}
      >
        <p className="hint">{words.tryWhat}</p>
        <div className="row wrap picks">
          <Field label={words.kind}>
            <select value={kind} onChange={({ target }) => setKind(target.value as typeof kind)}>
              {(['person', 'company'] as const).map((one) => (
                <option key={one} value={one}>
                  {text(partyKindTexts[one])}
                </option>
              ))}
            </select>
          </Field>
          {kind === 'person' && (
            <Field label={words.age} optional>
              <input type="number" min={0} max={120} value={age} onChange={({ target }) => setAge(target.value)} />
            </Field>
          )}
          <Field label={words.contracts}>
            <input
              type="number"
              min={1}
              max={1000}
              value={contracts}
              onChange={({ target }) => setContracts(target.value)}
            />
          </Field>
          {doc.waves && (
            <Field label={words.wave}>
              <select value={wave} onChange={({ target }) => setWave(target.value)}>
                <option value="">—</option>
                {doc.waves.map((one) => (
                  <option key={one.id} value={one.id}>
                    {text(one.name)}
                  </option>
                ))}
              </select>
            </Field>
          )}
        </div>
        <fieldset className="choices">
          <legend>{words.reachable}</legend>
          <div className="row wrap">
            {CHANNELS.map((one) => (
              <label key={one} className="row check">
                <input
                  type="checkbox"
                  checked={channels.includes(one)}
                  onChange={({ target }) =>
                    setChannels(target.checked ? [...channels, one] : channels.filter((other) => other !== one))
                  }
                />
                {text(channelTexts[one])}
              </label>
            ))}
          </div>
        </fieldset>
        <div className="row wrap picks">
          <Field label={words.event}>
            <select value={event} onChange={({ target }) => setEvent(target.value as EventName | '')}>
              <option value="">{words.eventNone}</option>
              {Object.entries(eventWords).map(([name, word]) => (
                <option key={name} value={name}>
                  {text(word)}
                </option>
              ))}
            </select>
          </Field>
          {event !== '' && NEEDS[event] !== 'step' && (
            <Field label={words.eventOn}>
              <input type="date" value={on} onChange={({ target }) => setOn(target.value)} />
            </Field>
          )}
          {event !== '' && NEEDS[event] === 'channel' && (
            <Field label={words.channel}>
              <select value={channel} onChange={({ target }) => setChannel(target.value as Channel)}>
                {CHANNELS.map((one) => (
                  <option key={one} value={one}>
                    {text(channelTexts[one])}
                  </option>
                ))}
              </select>
            </Field>
          )}
          {event !== '' && NEEDS[event] === 'step' && (
            <Field label={words.eventStep}>
              <select value={step} onChange={({ target }) => setStep(target.value)}>
                {doc.plan.steps
                  .filter((one) => event !== 'undeliverable' || channelsOf(one).includes('post'))
                  .map((one) => (
                    <option key={one.id}>{one.id}</option>
                  ))}
              </select>
            </Field>
          )}
          <Button type="submit" look="primary" busy={explain.busy}>
            {words.calculate}
          </Button>
        </div>
        <ProblemNote problem={explain.problem} />
      </form>
      {result && <Explained result={result} />}
    </Card>
  );
}

function Explained({ result: { entries, leftOut } }: { result: Reply<'explainCampaign'> }) {
  const words = useWords(contentWords);
  const format = useFormat();
  return (
    <section className="col" aria-live="polite">
      <h3 className="s">{words.result(format.number(entries.length))}</h3>
      <ol className="timeline">
        {entries.map(({ at, kind, text: [first, ...more] }, index) => (
          <li key={index} className={kind}>
            <time dateTime={at} className="s mut nw">
              {format.dayTime(at)}
            </time>
            <div className="col tight">
              <span className={kind === 'step' || kind === 'closed' ? 'b' : undefined}>{first}</span>
              {more.map((line) => (
                <span key={line} className="s sub">
                  {line}
                </span>
              ))}
            </div>
          </li>
        ))}
      </ol>
      {leftOut.length > 0 && (
        <>
          <h3 className="s">{words.leftOut}</h3>
          <ul className="dots">
            {leftOut.map(({ step, text }) => (
              <li key={step}>{text}</li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
