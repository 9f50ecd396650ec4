import '../styles/contents.css';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { type CampaignDoc } from '../../domain/campaigns/campaign';
import { planVersionStatusTexts } from '../../domain/texts/names/campaigns';
import { type Reply } from '../api/client';
import { useAct } from '../api/act';
import { useApi } from '../api/read';
import { useMay } from '../api/session';
import { useFormat } from '../format';
import { AsOf } from '../parts/as-of';
import { Button } from '../parts/button';
import { Chip } from '../parts/chip';
import { Loaded } from '../parts/loaded';
import { Note, ProblemNote } from '../parts/note';
import { Card, Page } from '../parts/page';
import { useParam } from '../search';
import { versionWords } from '../texts/campaigns/versions';
import { useText, useWords } from '../words';
import { CampaignName } from './campaign-name';
import { CampaignTabs } from './campaign-tabs';
import { ChangesOf } from './changes/changes';
import { VersionActs } from './version/acts';
import { Effect } from './version/effect';
import { firstRule, type Rule, RuleForm } from './version/rule-form';

/** A further version of a running campaign: what it changes, what it does to customers under way, and its approval. */
export function VersionPage() {
  const id = useParam('id');
  const v = useParam('v');
  const words = useWords(versionWords);
  const text = useText();
  const format = useFormat();
  const params = { id, version: v };
  const read = useApi('getPlanVersion', { params }, { every: 10_000 });
  const document = useApi('getPlanVersionDocument', { params });
  return (
    <Page
      title={words.title(format.number(Number(v)))}
      state={
        <>
          {read.data && <Chip tone="acc">{text(planVersionStatusTexts[read.data.status])}</Chip>}
          <CampaignName id={id} />
        </>
      }
      acts={<AsOf read={read} />}
    >
      <CampaignTabs id={id} />
      <Loaded read={read} lines={12}>
        {(version) => (
          <>
            {version.outdated && <Note tone="warn">{words.outdated}</Note>}
            {version.emptiedPauses.length > 0 && <EmptiedPauses version={version} />}
            <VersionActs version={version} />
            <Card
              title={words.changes}
              aside={<span className="s sub">{words.from(format.number(version.baseVersion))}</span>}
            >
              <div className="col">
                <ChangesOf id={id} version={version.version} />
                <Link to="/campaigns/$id/content" params={{ id }} search={{ version: v }}>
                  {words.read}
                </Link>
              </div>
            </Card>
            <Loaded read={document} lines={4}>
              {(doc) => <RuleCard key={version.status} version={version} doc={doc as unknown as CampaignDoc} />}
            </Loaded>
          </>
        )}
      </Loaded>
    </Page>
  );
}

/** Pauses of waves that the version does not have: whoever they hold is contacted again. */
function EmptiedPauses({ version: { emptiedPauses, status } }: { version: Reply<'getPlanVersion'> }) {
  const words = useWords(versionWords);
  const format = useFormat();
  return (
    <Note tone="warn">
      <p>{status === 'adopted' ? words.emptied : words.empties}</p>
      <ul>
        {emptiedPauses.map(({ id, wave, reason, openedAt }) => (
          <li key={id}>{words.emptiedPause(wave, format.dayTime(openedAt), reason)}</li>
        ))}
      </ul>
    </Note>
  );
}

function RuleCard({ version, doc }: { version: Reply<'getPlanVersion'>; doc: CampaignDoc }) {
  const words = useWords(versionWords);
  const may = useMay();
  const [rule, setRule] = useState<Rule>(() => firstRule(version));
  const [effect, setEffect] = useState<Reply<'previewPlanVersion'> | null>(null);
  const preview = useAct('previewPlanVersion');
  const submit = useAct('submitPlanVersion');
  const params = { id: version.campaignId, version: version.version };
  const editable = version.status === 'draft' && may('campaign.submit');
  const count = async () => {
    const answer = await preview.run({ params, body: { rule } });
    if (answer) setEffect(answer.body);
  };
  return (
    <Card title={words.rule}>
      <div className="col">
        <fieldset className="choices" disabled={!editable}>
          <RuleForm version={version} doc={doc} rule={rule} setRule={setRule} />
        </fieldset>
        {!['adopted', 'adopting', 'discarded'].includes(version.status) &&
          !version.outdated &&
          may('campaign.preview') && (
            <div className="row wrap">
              <Button busy={preview.busy} onClick={() => void count()}>
                {words.preview}
              </Button>
              <span className="hint">{words.previewWhy}</span>
            </div>
          )}
        <ProblemNote problem={preview.problem ?? submit.problem} />
        {effect && <Effect preview={effect} />}
        {editable && (
          <div>
            <Button look="primary" busy={submit.busy} onClick={() => void submit.run({ params, body: { rule } })}>
              {words.submit}
            </Button>
          </div>
        )}
      </div>
    </Card>
  );
}
