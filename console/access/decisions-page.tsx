import '../styles/contents.css';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useApi } from '../api/read';
import { useFormat } from '../format';
import { AsOf } from '../parts/as-of';
import { Chip } from '../parts/chip';
import { Loaded } from '../parts/loaded';
import { Card, Empty, Page } from '../parts/page';
import { Pager } from '../parts/pager';
import { useFilters } from '../search';
import { decisionWords } from '../texts/decisions';
import { useText, useWords } from '../words';
import { CampaignDecision, VersionDecision } from './decisions/contents';
import { CorrectionDecision, OverrideDecision, RequestDecision } from './decisions/single';
import { type Decision } from './decisions/verdict';

/** Everything that waits for a second person, and what exactly is decided. */
export function DecisionsPage() {
  const words = useWords(decisionWords);
  const [{ key }, go] = useFilters();
  const [cursor, setCursor] = useState<string>();
  const read = useApi('listDecisions', { query: { cursor, limit: 50 } }, { every: 10_000, keep: true });
  return (
    <Page title={words.title} acts={<AsOf read={read} />}>
      <Loaded read={read} lines={8}>
        {({ items, next }) => {
          if (items.length === 0 && key === undefined) return <Empty>{words.none}</Empty>;
          const open = items.find((one) => one.key === key);
          return (
            <div className="inbox">
              <Card title={words.list}>
                <List items={items} open={key} choose={(one) => go({ key: one })} />
                <Pager cursor={cursor} next={next} go={setCursor} />
              </Card>
              <div className="col">
                {open ? (
                  <Detail key={open.key} decision={open} />
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

function List({ items, open, choose }: { items: Decision[]; open: string | undefined; choose: (key: string) => void }) {
  const words = useWords(decisionWords);
  const text = useText();
  const format = useFormat();
  return (
    <ol className="col tight">
      {items.map(({ key, title, campaign, askedBy, askedAt, expiresAt, may }) => (
        <li key={key}>
          <button type="button" className="pick" aria-current={key === open || undefined} onClick={() => choose(key)}>
            <span className="row wrap">
              <span className="b">{text(title)}</span>
              <Chip tone={may ? 'acc' : 'plain'}>{may ? words.yours : words.others}</Chip>
            </span>
            {campaign && <span>{campaign}</span>}
            <span className="xs mut">
              {askedBy ? words.askedBy(askedBy.name, format.dayTime(askedAt)) : format.dayTime(askedAt)}
              {expiresAt && ` ${words.expires(format.dayTime(expiresAt))}`}
            </span>
          </button>
        </li>
      ))}
    </ol>
  );
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
