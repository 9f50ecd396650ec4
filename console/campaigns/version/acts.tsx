import { useState } from 'react';
import { type Reply } from '../../api/client';
import { useAct } from '../../api/act';
import { useMay } from '../../api/session';
import { useFormat } from '../../format';
import { Button } from '../../parts/button';
import { Dialog } from '../../parts/dialog';
import { ReasonField } from '../../parts/field';
import { Note, ProblemNote } from '../../parts/note';
import { Card } from '../../parts/page';
import { fileWords } from '../../texts/campaigns/file';
import { partWords } from '../../texts/parts';
import { versionWords } from '../../texts/campaigns/versions';
import { useWords } from '../../words';
import { Gates } from '../file/gates';

type Version = Reply<'getPlanVersion'>;

/** Approvals of a version, its adoption, and giving it up. */
export function VersionActs({ version }: { version: Version }) {
  const words = useWords(versionWords);
  const file = useWords(fileWords);
  const format = useFormat();
  const may = useMay();
  const [open, setOpen] = useState<'adopt' | 'discard' | null>(null);
  const { status, sendBacks, adoptedAt, outdated } = version;
  const [back] = sendBacks;
  const over = ['adopting', 'adopted', 'discarded'].includes(status);
  return (
    <Card title={words.approval}>
      <div className="col">
        {status === 'draft' && back && (
          <Note tone="warn">
            <p className="b">{file.sentBack}</p>
            <p className="quoted">{back.comment}</p>
            <p className="xs mut">
              {back.by.name} {format.dayTime(back.at)}
            </p>
          </Note>
        )}
        <Gates campaign={version} link={`/decisions?key=plan_version:${version.campaignId}:${version.version}`} />
        {status === 'adopting' && <Note tone="acc">{words.adopting}</Note>}
        {adoptedAt && <p>{words.adopted(format.dayTime(adoptedAt))}</p>}
        {!over && (
          <div className="row wrap">
            {status === 'approved' && !outdated && may('campaign.start') && (
              <Button look="primary" onClick={() => setOpen('adopt')}>
                {words.adopt}
              </Button>
            )}
            {may('campaign.edit') && (
              <Button look="danger" onClick={() => setOpen('discard')}>
                {words.discard}
              </Button>
            )}
          </div>
        )}
        {open === 'adopt' && <Adopt version={version} close={() => setOpen(null)} />}
        {open === 'discard' && <Discard version={version} close={() => setOpen(null)} />}
      </div>
    </Card>
  );
}

interface DialogProps {
  version: Version;
  close: () => void;
}

function Adopt({ version, close }: DialogProps) {
  const words = useWords(versionWords);
  const parts = useWords(partWords);
  const format = useFormat();
  const adopt = useAct('adoptPlanVersion');
  const params = { id: version.campaignId, version: version.version };
  const go = async () => {
    if (await adopt.run({ params })) close();
  };
  return (
    <Dialog title={words.adoptTitle} onClose={close}>
      <p>{words.adoptWhat}</p>
      <ProblemNote problem={adopt.problem} />
      <div className="row wrap">
        <Button look="primary" busy={adopt.busy} onClick={() => void go()}>
          {words.adoptDo(format.number(version.version))}
        </Button>
        <Button onClick={close}>{parts.cancel}</Button>
      </div>
    </Dialog>
  );
}

function Discard({ version, close }: DialogProps) {
  const words = useWords(versionWords);
  const parts = useWords(partWords);
  const format = useFormat();
  const discard = useAct('discardPlanVersion');
  const [reason, setReason] = useState('');
  const params = { id: version.campaignId, version: version.version };
  const go = async () => {
    if (await discard.run({ params, body: { reason } })) close();
  };
  return (
    <Dialog title={words.discardTitle} onClose={close}>
      <ReasonField value={reason} onChange={setReason} />
      <ProblemNote problem={discard.problem} />
      <div className="row wrap">
        <Button look="danger" busy={discard.busy} disabled={reason.trim() === ''} onClick={() => void go()}>
          {words.discardDo(format.number(version.version))}
        </Button>
        <Button onClick={close}>{parts.cancel}</Button>
      </div>
    </Dialog>
  );
}
