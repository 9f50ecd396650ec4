import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useApi } from '../api/read';
import { useMay } from '../api/session';
import { Button } from '../parts/button';
import { Note } from '../parts/note';
import { Card, Page } from '../parts/page';
import { useFormat } from '../format';
import { evidenceWords } from '../texts/campaigns/evidence';
import { useWords } from '../words';
import { CampaignTabs } from './campaign-tabs';
import { Balance } from './evidence/balance';
import { ComplianceCard } from './evidence/compliance-card';
import { CostsCard } from './evidence/costs-card';
import { ExportRequest } from './evidence/export-request';
import { Findings } from './evidence/findings';
import { RetentionCard } from './evidence/retention-card';
import { StatementCard } from './evidence/statement-card';
import { isUnderWay, useVerifications, VerificationCard } from './evidence/verification-card';

/** Whether everything that was done is complete and intact: what is amiss first, then the statement and the records. */
export function EvidencePage() {
  const { id = '' } = useParams({ strict: false });
  const words = useWords(evidenceWords);
  const format = useFormat();
  const may = useMay();
  const head = useApi('getStatement', { params: { id }, query: { lines: 'none' } });
  const verifications = useVerifications(id);
  const [asking, setAsking] = useState(false);
  const [asked, setAsked] = useState<number | null>(null);
  const last = verifications.data?.items.find((item) => !isUnderWay(item));
  return (
    <Page
      title={words.title}
      state={head.data && <span className="sub">{head.data.campaignName}</span>}
      acts={may('export.ask') && <Button onClick={() => setAsking(true)}>{words.askExport}</Button>}
    >
      <CampaignTabs id={id} />
      {last && <Findings verification={last} />}
      {head.data && <Balance head={head.data} />}
      {asked !== null && (
        <Note tone="ok" role="status">
          <p>{words.exportAsked(format.number(asked))}</p>
        </Note>
      )}
      <VerificationCard id={id} read={verifications} />
      <StatementCard id={id} head={head} />
      <CostsCard id={id} />
      {may('campaign.compliance') && <ComplianceCard id={id} />}
      {may('erasure.read') && <RetentionCard id={id} />}
      {may('access_log.read') && (
        <Card title={words.access}>
          <div className="col">
            <p className="s sub">{words.accessWhy}</p>
            <p>
              <Link to="/access-log">{words.openAccess}</Link>
            </p>
          </div>
        </Card>
      )}
      {asking && (
        <ExportRequest
          id={id}
          onClose={() => setAsking(false)}
          onAsked={(requestId) => {
            setAsking(false);
            setAsked(requestId);
          }}
        />
      )}
    </Page>
  );
}
