import '../styles/contents.css';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useApi } from '../api/read';
import { AsOf } from '../parts/as-of';
import { Loaded } from '../parts/loaded';
import { Note } from '../parts/note';
import { Card, Empty, Page } from '../parts/page';
import { Pager } from '../parts/pager';
import { useFilters } from '../search';
import { decisionWords } from '../texts/decisions';
import { useText, useWords } from '../words';
import { CampaignDecision, VersionDecision } from './decisions/contents';
import { DecisionList } from './decisions/list';
import { CorrectionDecision, OverrideDecision, RequestDecision } from './decisions/single';
import { type Decision, OnDecided } from './decisions/verdict';

/** Everything that waits for a second person, and what exactly is decided. */
export function DecisionsPage() {
  const words = useWords(decisionWords);
  const [{ key }, go] = useFilters();
  const [cursor, setCursor] = useState<string>();
  /** The decision that opened by itself after the one before. */
  const [followed, setFollowed] = useState<string>();
  const read = useApi('listDecisions', { query: { cursor, limit: 50 } }, { every: 10_000, keep: true });
  return (
    <Page title={words.title} acts={<AsOf read={read} />}>
      <Loaded read={read} lines={8}>
        {({ items, next }) => {
          if (items.length === 0 && key === undefined) return <Empty>{words.none}</Empty>;
          const open = items.find((one) => one.key === key);
          const openNext = () => {
            const next = nextOf(items, key);
            if (!next) return;
            setFollowed(next.key);
            go({ key: next.key });
          };
          const choose = (one: string) => {
            setFollowed(undefined);
            go({ key: one });
          };
          return (
            <div className="inbox">
              <Card title={words.list}>
                <DecisionList items={items} open={key} followed={followed} choose={choose} />
                <Pager cursor={cursor} next={next} go={setCursor} />
              </Card>
              <div className="col">
                {open && open.key === followed && <Note tone="ok">{words.followed}</Note>}
                {open ? (
                  <OnDecided value={openNext}>
                    <Detail key={open.key} decision={open} />
                  </OnDecided>
                ) : (
                  <p className="sub">{key ? words.gone : words.choose}</p>
                )}
              </div>
            </div>
          );
        }}
      </Loaded>
    </Page>
  );
}

/** What the reader may decide next: further down the list, else from its top. */
function nextOf(items: Decision[], key: string | undefined): Decision | undefined {
  const at = items.findIndex((one) => one.key === key);
  return [...items.slice(at + 1), ...items.slice(0, Math.max(at, 0))].find(({ may }) => may);
}

function Detail({ decision }: { decision: Decision }) {
  const words = useWords(decisionWords);
  const text = useText();
  const params = { id: String(decision.campaignId) };
  switch (decision.kind) {
    case 'campaign':
      return <CampaignDecision decision={decision} />;
    case 'plan_version':
      return <VersionDecision decision={decision} />;
    case 'request':
      return <RequestDecision decision={decision} />;
    case 'correction':
      return <CorrectionDecision decision={decision} />;
    case 'override':
      return <OverrideDecision decision={decision} />;
    case 'client_file':
      return (
        <Card title={text(decision.title)}>
          <Link to="/campaigns/$id/exchange" params={params} search={{ file: String(decision.id) }}>
            {words.file}
          </Link>
        </Card>
      );
    case 'question':
      return (
        <Card title={text(decision.title)}>
          <Link to="/campaigns/$id/questions" params={params}>
            {words.question}
          </Link>
        </Card>
      );
    case 'authority':
      return (
        <Card title={text(decision.title)}>
          <Link to="/holds">{words.authority}</Link>
        </Card>
      );
    case 'statement':
      return (
        <Card title={text(decision.title)}>
          <Link to="/campaigns/$id/evidence" params={params}>
            {words.statement}
          </Link>
        </Card>
      );
  }
}
