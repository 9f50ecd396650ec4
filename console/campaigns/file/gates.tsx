import { useState } from 'react';
import { type Gate, GATES } from '../../../domain/campaigns/approval';
import { type Role } from '../../../domain/access/access';
import { roleTexts } from '../../../domain/texts/names/access';
import { gateTexts } from '../../../domain/texts/names/campaigns';
import { type Reply } from '../../api/client';
import { useApi } from '../../api/read';
import { useFormat } from '../../format';
import { Button } from '../../parts/button';
import { Chip } from '../../parts/chip';
import { fileWords, voidReasonWords } from '../../texts/campaigns/file';
import { useText, useWords } from '../../words';

type Approval = Reply<'getCampaign'>['approvals'][number];
const ROLE_OF: Record<Gate, Role> = { internal: 'approver', client: 'client_approver' };

interface Approvable {
  status: string;
  approvals: Approval[];
  contentHash: string | null;
}

/** The two approvals: given, or by whom they can be given; and those that are void, with the reason. */
export function Gates({ campaign, link }: { campaign: Approvable; link?: string }) {
  const words = useWords(fileWords);
  const text = useText();
  const format = useFormat();
  const { approvals, status } = campaign;
  const waits = status === 'submitted';
  const people = useApi('listPeople', { query: { limit: 200 } }, { enabled: waits });
  const voided = approvals.filter(({ valid }) => !valid).slice(-4);
  return (
    <div className="col tight">
      {status !== 'draft' &&
        GATES.map((gate) => {
          const given = approvals.find((one) => one.gate === gate && one.valid);
          const names = people.data?.items
            .filter(({ roles, active }) => active && roles.includes(ROLE_OF[gate] as never))
            .map(({ name }) => name);
          return (
            <div key={gate} className="row wrap">
              <Chip tone={given ? 'ok' : 'warn'}>{text(gateTexts[gate])}</Chip>
              {given ? (
                <span>{words.approvedBy(given.by.name, format.dayTime(given.at))}</span>
              ) : (
                <span>
                  {words.waitsFor}（{text(roleTexts[ROLE_OF[gate]])}）：
                  {names && (names.length > 0 ? names.join('、') : words.noPeople)}
                </span>
              )}
              {given?.comment && <span className="sub">「{given.comment}」</span>}
            </div>
          );
        })}
      {voided.map((one) => (
        <p key={`${one.gate} ${one.at}`} className="s sub">
          {words.voided(one.by.name, reasonOf(one, text), format.dayTime(one.voidedAt ?? one.at))}
        </p>
      ))}
      {waits && <CopyLink link={link ?? '/decisions'} />}
    </div>
  );
}

const reasonOf = ({ voidReason }: Approval, text: ReturnType<typeof useText>): string => {
  const reason = voidReasonWords[voidReason ?? 'campaign_edited'];
  return reason ? text(reason) : '';
};

function CopyLink({ link }: { link: string }) {
  const words = useWords(fileWords);
  const [copied, setCopied] = useState(false);
  return (
    <div>
      <Button
        look="quiet"
        onClick={() => void navigator.clipboard.writeText(`${location.origin}${link}`).then(() => setCopied(true))}
      >
        {copied ? words.copied : words.copyLink}
      </Button>
    </div>
  );
}
