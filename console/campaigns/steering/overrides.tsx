import { useState } from 'react';
import { type Channel } from '../../../domain/campaigns/campaign';
import { overrideStatusTexts } from '../../../domain/texts/names/customers';
import { channelTexts } from '../../../domain/texts/names/delivery';
import { useAct } from '../../api/act';
import { type Reply } from '../../api/client';
import { useApi } from '../../api/read';
import { useMay } from '../../api/session';
import { useFormat } from '../../format';
import { ActDialog } from '../../parts/act-dialog';
import { Button } from '../../parts/button';
import { type Column, DataTable } from '../../parts/data-table';
import { Field, ReasonField } from '../../parts/field';
import { say } from '../../parts/live';
import { Loaded } from '../../parts/loaded';
import { Card, Empty } from '../../parts/page';
import { usePeople } from '../../people';
import { steeringWords } from '../../texts/campaigns/steering';
import { useText, useWords } from '../../words';

type Override = Reply<'listOverrides'>['items'][number];

/** Notices despite a refusal, for single customers: asked here, confirmed by another person. */
export function Overrides({ id }: { id: string }) {
  const words = useWords(steeringWords);
  const format = useFormat();
  const text = useText();
  const person = usePeople();
  const may = useMay();
  const [asking, setAsking] = useState<'new' | Override | null>(null);
  const read = useApi('listOverrides', { params: { id } });
  const columns: Column<Override>[] = [
    { head: words.customerId, cell: ({ customerId }) => customerId, value: ({ customerId }) => customerId },
    {
      head: words.channel,
      cell: ({ channel }) => text(channelTexts[channel]),
      value: ({ channel }) => text(channelTexts[channel]),
    },
    {
      head: words.state,
      cell: ({ status }) => text(overrideStatusTexts[status]),
      value: ({ status }) => text(overrideStatusTexts[status]),
    },
    { head: words.reason, cell: ({ reason }) => reason, value: ({ reason }) => reason },
    { head: words.evidence, cell: ({ evidence }) => evidence, value: ({ evidence }) => evidence },
    {
      head: words.asked,
      cell: ({ askedAt, askedBy }) => (
        <>
          <span className="nw">{format.dayTime(askedAt)}</span>
          <span className="xs mut block">{person(askedBy)}</span>
        </>
      ),
      value: ({ askedAt }) => askedAt,
    },
    ...(may('override.ask')
      ? [
          {
            head: words.acts,
            cell: (override: Override) =>
              (override.status === 'asked' || override.status === 'confirmed') && (
                <Button look="quiet" onClick={() => setAsking(override)}>
                  {words.withdraw}
                </Button>
              ),
          },
        ]
      : []),
  ];
  return (
    <Card
      title={words.overrides}
      aside={may('override.ask') && <Button onClick={() => setAsking('new')}>{words.overrideAsk}</Button>}
    >
      <p className="s sub">{words.overrideLead}</p>
      <Loaded read={read} lines={2}>
        {({ items }) => (
          <DataTable
            caption={words.overrides}
            columns={columns}
            rows={items}
            rowKey={({ id: override }) => override}
            empty={<Empty>{words.noOverrides}</Empty>}
          />
        )}
      </Loaded>
      {asking === 'new' && <AskOverride id={id} onClose={() => setAsking(null)} />}
      {asking !== null && asking !== 'new' && (
        <WithdrawOverride id={id} override={asking} onClose={() => setAsking(null)} />
      )}
    </Card>
  );
}

function AskOverride({ id, onClose }: { id: string; onClose: () => void }) {
  const words = useWords(steeringWords);
  const text = useText();
  const [draft, setDraft] = useState({ customer: '', channel: '', evidence: '', reason: '' });
  const change = (part: Partial<typeof draft>) => setDraft((before) => ({ ...before, ...part }));
  const ask = useAct('askOverride');
  const complete = /^\d+$/.test(draft.customer) && draft.channel !== '' && draft.evidence.trim() !== '';
  const run = async () => {
    const body = {
      customerId: Number(draft.customer),
      channel: draft.channel as Channel,
      reason: draft.reason.trim(),
      evidence: draft.evidence.trim(),
    };
    if (await ask.run({ params: { id }, body })) {
      say(words.asked2);
      onClose();
    }
  };
  return (
    <ActDialog
      title={words.overrideAsk}
      submit={words.overrideDo}
      missing={(!complete && words.missing) || (draft.reason.trim() === '' && words.missingReason) || null}
      onSubmit={() => void run()}
      busy={ask.busy}
      problem={ask.problem}
      onClose={onClose}
    >
      <Field label={words.customerId}>
        <input
          inputMode="numeric"
          value={draft.customer}
          onChange={(event) => change({ customer: event.target.value.trim() })}
        />
      </Field>
      <Field label={words.channel}>
        <select value={draft.channel} onChange={(event) => change({ channel: event.target.value })}>
          <option value="">{words.choose}</option>
          {(Object.keys(channelTexts) as Channel[]).map((channel) => (
            <option key={channel} value={channel}>
              {text(channelTexts[channel])}
            </option>
          ))}
        </select>
      </Field>
      <Field label={words.evidence} hint={words.evidenceHint}>
        <input maxLength={200} value={draft.evidence} onChange={(event) => change({ evidence: event.target.value })} />
      </Field>
      <ReasonField value={draft.reason} onChange={(reason) => change({ reason })} />
    </ActDialog>
  );
}

function WithdrawOverride({ id, override, onClose }: { id: string; override: Override; onClose: () => void }) {
  const words = useWords(steeringWords);
  const [reason, setReason] = useState('');
  const withdraw = useAct('withdrawOverride');
  const run = async () => {
    const input = { params: { id, overrideId: override.id }, body: { reason: reason.trim() } };
    if (await withdraw.run(input)) {
      say(words.oneDone);
      onClose();
    }
  };
  return (
    <ActDialog
      title={words.withdrawTitle}
      submit={words.withdrawDo(String(override.customerId))}
      missing={reason.trim() === '' ? words.missingReason : null}
      onSubmit={() => void run()}
      busy={withdraw.busy}
      problem={withdraw.problem}
      onClose={onClose}
    >
      <ReasonField value={reason} onChange={setReason} />
    </ActDialog>
  );
}
