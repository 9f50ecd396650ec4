import { useState } from 'react';
import { type CampaignDoc } from '../../../../domain/campaigns/campaign';
import { channelTexts } from '../../../../domain/texts/names/delivery';
import { usePersonName } from '../../../access/use-person-name';
import { useAct } from '../../../api/act';
import { type Reply } from '../../../api/client';
import { useApi } from '../../../api/read';
import { useMay } from '../../../api/session';
import { useFormat } from '../../../format';
import { Button } from '../../../parts/button';
import { Chip } from '../../../parts/chip';
import { DataTable } from '../../../parts/data-table';
import { Loaded } from '../../../parts/loaded';
import { say } from '../../../parts/live';
import { NeedsRole } from '../../../parts/needs-role';
import { ProblemNote } from '../../../parts/note';
import { Card, Empty } from '../../../parts/page';
import { proofWords } from '../../../texts/campaigns/proofs';
import { useText, useWords } from '../../../words';
import { AddRecipient } from './add-recipient';
import { SendProofs } from './send-proofs';

const EVERY_MS = 5_000;
export type Recipient = Reply<'listProofs'>['recipients'][number];
type Proof = Reply<'listProofs'>['proofs'][number];

/** Marked copies of the notices for test recipients: to whom they went, and whether they still show what will be sent. */
export function Proofs({ id, version, doc }: { id: string; version: number; doc: CampaignDoc }) {
  const words = useWords(proofWords);
  const may = useMay();
  const read = useApi('listProofs', { params: { id } }, { every: EVERY_MS });
  const [open, setOpen] = useState<'add' | 'send' | null>(null);
  const sends = may('proof.send');
  if (!may('proof.read')) return null;
  return (
    <Card
      title={words.title}
      aside={
        sends ? (
          <>
            <Button onClick={() => setOpen('add')}>{words.add}</Button>
            <Button disabled={!read.data?.recipients.length} onClick={() => setOpen('send')}>
              {words.send}
            </Button>
          </>
        ) : (
          <NeedsRole action="proof.send" />
        )
      }
    >
      <p className="s sub">{words.why}</p>
      <Loaded read={read} lines={4}>
        {({ recipients, proofs }) => (
          <>
            <Recipients id={id} recipients={recipients} removable={sends} />
            <Sent proofs={proofs} />
            {open === 'send' && <SendProofs {...{ id, version, doc, recipients }} onClose={() => setOpen(null)} />}
          </>
        )}
      </Loaded>
      {open === 'add' && <AddRecipient id={id} onClose={() => setOpen(null)} />}
    </Card>
  );
}

function Recipients({ id, recipients, removable }: { id: string; recipients: Recipient[]; removable: boolean }) {
  const words = useWords(proofWords);
  const text = useText();
  const remove = useAct('removeProofRecipient');
  const run = async ({ id: recipientId, name }: Recipient) => {
    if (await remove.run({ params: { id, recipientId } })) say(words.removed(name));
  };
  return (
    <>
      <DataTable
        caption={words.recipients}
        rows={recipients}
        rowKey={(row) => row.id}
        bar={false}
        empty={<Empty>{words.noRecipients}</Empty>}
        columns={[
          { head: words.name, cell: (row) => row.name },
          { head: words.gets, cell: (row) => row.channels.map((one) => text(channelTexts[one])).join('・') },
          {
            head: '',
            cell: (row) =>
              removable && (
                <Button look="quiet" busy={remove.busy} onClick={() => void run(row)}>
                  {words.remove(row.name)}
                </Button>
              ),
          },
        ]}
      />
      <ProblemNote problem={remove.problem} />
    </>
  );
}

function Sent({ proofs }: { proofs: Proof[] }) {
  const words = useWords(proofWords);
  const text = useText();
  const format = useFormat();
  const nameOf = usePersonName();
  return (
    <DataTable
      caption={words.sentTable}
      rows={proofs}
      rowKey={(row) => `${row.notice} ${row.contentHash}`}
      empty={<Empty>{words.none}</Empty>}
      columns={[
        {
          head: words.notice,
          cell: (row) => (
            <>
              {text(channelTexts[row.channel])} <span className="mono">{row.notice}</span>
            </>
          ),
          value: (row) => row.notice,
        },
        { head: words.state, cell: (row) => <State proof={row} />, value: (row) => row.sent },
        { head: words.askedBy, cell: (row) => nameOf(row.askedBy), value: (row) => nameOf(row.askedBy) },
        {
          head: words.lastSent,
          cell: (row) => (row.lastSentAt ? format.dayTime(row.lastSentAt) : '—'),
          value: (row) => row.lastSentAt,
        },
        {
          head: words.hash,
          cell: (row) => <span className="mono">{row.contentHash.slice(0, 8)}</span>,
          value: (row) => row.contentHash,
        },
      ]}
    />
  );
}

function State({ proof }: { proof: Proof }) {
  const words = useWords(proofWords);
  const format = useFormat();
  const { outdated, sent, recipients, waiting, failed, doubtful, failures } = proof;
  return (
    <span className="row wrap">
      {sent > 0 && <Chip tone={outdated ? 'plain' : 'ok'}>{words.sentTo(format.number(recipients))}</Chip>}
      {outdated && <Chip tone="warn">{words.outdated}</Chip>}
      {waiting > 0 && <Chip>{words.waiting(format.number(waiting))}</Chip>}
      {failed > 0 && <Chip tone="danger">{words.failedOf(format.number(failed))}</Chip>}
      {doubtful > 0 && <Chip tone="warn">{words.doubtfulOf(format.number(doubtful))}</Chip>}
      {failures.length > 0 && <span className="xs mut mono">{failures.join(', ')}</span>}
    </span>
  );
}
