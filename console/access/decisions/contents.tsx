import { Link } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { type CampaignDoc } from '../../../domain/campaigns/campaign';
import { useAct } from '../../api/act';
import { useApi } from '../../api/read';
import { ChangesOf } from '../../campaigns/changes/changes';
import { Notices } from '../../campaigns/content/notices';
import { Gates } from '../../campaigns/file/gates';
import { useFormat } from '../../format';
import { Facts, Hash } from '../../parts/facts';
import { Loaded } from '../../parts/loaded';
import { Card } from '../../parts/page';
import { RehearsalHint } from '../../rehearsals/hint';
import { decisionWords } from '../../texts/decisions';
import { useWords } from '../../words';
import { type Decision, Verdict } from './verdict';

const Proved = lazy(async () => ({ default: (await import('./proved')).Proved }));

/** The contents of a campaign before its start, as they would be approved. */
export function CampaignDecision({ decision }: { decision: Decision }) {
  const words = useWords(decisionWords);
  const format = useFormat();
  const id = String(decision.campaignId);
  const read = useApi('getCampaign', { params: { id } }, { every: 10_000 });
  const document = useApi('getDocument', { params: { id } });
  const approve = useAct('approveCampaign');
  const back = useAct('sendBackCampaign');
  return (
    <Loaded read={read} lines={10}>
      {(campaign) => {
        const contentHash = campaign.contentHash ?? '';
        const { included, excluded } = campaign.audience;
        return (
          <>
            <Card title={words.what}>
              <Facts
                items={[
                  [words.hash, <Hash value={contentHash} />],
                  [words.audienceHead, words.audience(format.number(included), format.number(excluded))],
                ]}
              />
              <p className="hint">{words.hashWhy}</p>
              <RehearsalHint campaign={campaign} />
              <Link to="/campaigns/$id/content" params={{ id }}>
                {words.readAll}
              </Link>
            </Card>
            <Card title={words.changes}>
              <ChangesOf id={id} />
            </Card>
            <Loaded read={document} lines={6}>
              {(doc) => <SomeNotices id={id} version={campaign.version} doc={doc as unknown as CampaignDoc} />}
            </Loaded>
            <Suspense fallback={null}>
              <Proved id={id} version={campaign.version} />
            </Suspense>
            <Card title={words.gates}>
              <Gates campaign={campaign} />
            </Card>
            <Verdict
              decision={decision}
              noNeeds={words.sendBackNeeds}
              yes={{
                ...approve,
                verb: words.approve,
                done: words.doneApproved,
                run: (comment) => approve.run({ params: { id }, body: { contentHash, ...(comment && { comment }) } }),
              }}
              no={{
                ...back,
                verb: words.sendBack,
                done: words.doneSentBack,
                run: (comment) => back.run({ params: { id }, body: { contentHash, comment } }),
              }}
            />
          </>
        );
      }}
    </Loaded>
  );
}

/** A further version of a running campaign, as it would be approved. */
export function VersionDecision({ decision }: { decision: Decision }) {
  const words = useWords(decisionWords);
  const id = String(decision.campaignId);
  const version = decision.version!;
  const params = { id, version };
  const read = useApi('getPlanVersion', { params }, { every: 10_000 });
  const document = useApi('getPlanVersionDocument', { params });
  const approve = useAct('approvePlanVersion');
  const back = useAct('sendBackPlanVersion');
  return (
    <Loaded read={read} lines={10}>
      {(plan) => {
        const contentHash = plan.contentHash ?? '';
        const changed = plan.diff.notices.filter(({ change }) => change !== 'removed').map(({ notice }) => notice);
        return (
          <>
            <Card title={words.what}>
              <Facts items={[[words.hash, <Hash value={contentHash} />]]} />
              <p className="hint">{words.hashWhy}</p>
              <Link to="/campaigns/$id/versions/$v" params={{ id, v: String(version) }}>
                {words.version}
              </Link>
            </Card>
            <Card title={words.changes}>
              <ChangesOf id={id} version={version} />
            </Card>
            {changed.length > 0 && (
              <Loaded read={document} lines={6}>
                {(doc) => <SomeNotices {...{ id, version, doc: doc as unknown as CampaignDoc, only: changed }} />}
              </Loaded>
            )}
            <Suspense fallback={null}>
              <Proved id={id} version={version} />
            </Suspense>
            <Card title={words.gates}>
              <Gates campaign={plan} />
            </Card>
            <Verdict
              decision={decision}
              noNeeds={words.sendBackNeeds}
              yes={{
                ...approve,
                verb: words.approve,
                done: words.doneApproved,
                run: (comment) => approve.run({ params, body: { contentHash, ...(comment && { comment }) } }),
              }}
              no={{
                ...back,
                verb: words.sendBack,
                done: words.doneSentBack,
                run: (comment) => back.run({ params, body: { contentHash, comment } }),
              }}
            />
          </>
        );
      }}
    </Loaded>
  );
}

function SomeNotices(shown: { id: string; version: number; doc: CampaignDoc; only?: readonly string[] }) {
  const [notice, setNotice] = useState('');
  return <Notices {...shown} notice={notice} setNotice={setNotice} />;
}
