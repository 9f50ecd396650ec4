import { Link } from '@tanstack/react-router';
import { outcomeTexts } from '../../../domain/texts/names/journeys';
import { EXPORTS, type Export } from '../../../domain/privacy/exports';
import { exportTexts, requestTexts } from '../../../domain/texts/names/access';
import { channelTexts } from '../../../domain/texts/names/delivery';
import { useAct } from '../../api/act';
import { useApi } from '../../api/read';
import { useMay } from '../../api/session';
import { useFormat } from '../../format';
import { Facts } from '../../parts/facts';
import { Loaded } from '../../parts/loaded';
import { Card } from '../../parts/page';
import { CORRECTED } from '../../campaigns/steering/correction-lines';
import { decisionWords } from '../../texts/decisions';
import { useText, useWords } from '../../words';
import { type Decision, Verdict } from './verdict';

/** An action that one person asked for and another allows: corrections of many outcomes, an erasure, an export. */
export function RequestDecision({ decision }: { decision: Decision }) {
  const words = useWords(decisionWords);
  const text = useText();
  const format = useFormat();
  const params = { id: decision.id };
  const read = useApi('getRequest', { params });
  const approve = useAct('approveRequest');
  const refuse = useAct('refuseRequest');
  return (
    <Loaded read={read} lines={5}>
      {({ action, reason, payload, expiresAt }) => (
        <>
          <Card title={text(requestTexts[action])}>
            <Facts
              items={[
                [words.reason, reason],
                Array.isArray(payload.items) && ([words.items, <Corrected items={payload.items} />] as const),
                isExport(payload.what) && ([words.columns, text(exportTexts[payload.what])] as const),
                typeof payload.days === 'number' &&
                  ([words.daysHead, words.days(format.number(payload.days))] as const),
                [words.until, format.dayTime(expiresAt)],
              ]}
            />
            <CustomerLink customer={payload.customerId} />
          </Card>
          <Verdict
            decision={decision}
            noNeeds={words.refuseNeeds}
            yes={{
              ...approve,
              verb: words.approve,
              done: words.doneApproved,
              run: (comment) => approve.run({ params, body: { comment: comment || null } }),
            }}
            no={{ ...refuse, verb: words.refuse, run: (comment) => refuse.run({ params, body: { comment } }) }}
          />
        </>
      )}
    </Loaded>
  );
}

const isExport = (what: unknown): what is Export => EXPORTS.some((name) => name === what);

/** How many corrections there are to each outcome. */
function Corrected({ items }: { items: unknown[] }) {
  const words = useWords(decisionWords);
  const text = useText();
  const format = useFormat();
  const counts = CORRECTED.map((outcome) => ({
    outcome,
    count: items.filter((item) => (item as { outcome?: unknown }).outcome === outcome).length,
  }));
  return (
    <ul>
      {counts
        .filter(({ count }) => count > 0)
        .map(({ outcome, count }) => (
          <li key={outcome}>{words.toOutcome(text(outcomeTexts[outcome]), format.number(count))}</li>
        ))}
    </ul>
  );
}

function CustomerLink({ customer }: { customer: unknown }) {
  const words = useWords(decisionWords);
  const may = useMay();
  if (typeof customer !== 'number' || !may('personal.masked')) return null;
  return (
    <Link to="/customers/$id" params={{ id: String(customer) }}>
      {words.openCustomer(String(customer))}
    </Link>
  );
}

/** The correction of one outcome. */
export function CorrectionDecision({ decision }: { decision: Decision }) {
  const words = useWords(decisionWords);
  const text = useText();
  const format = useFormat();
  const journey = String(decision.journeyId);
  const read = useApi('listCorrections', { params: { id: journey } });
  const confirm = useAct('confirmCorrection');
  const decline = useAct('declineCorrection');
  const params = { id: journey, correctionId: decision.id };
  return (
    <Loaded read={read} lines={5}>
      {({ items }) => {
        const correction = items.find(({ id }) => id === decision.id);
        if (!correction) return <p>{words.gone}</p>;
        const { before, outcome, contractId, declaredAt, reason } = correction;
        return (
          <>
            <Card title={text(decision.title)}>
              <Facts
                items={[
                  [words.contract, format.number(contractId)],
                  [words.outcome, `${text(outcomeTexts[before ?? 'open'])} → ${text(outcomeTexts[outcome])}`],
                  declaredAt !== null && ([words.declaredAt, format.dayTime(declaredAt)] as const),
                  [words.reason, reason],
                ]}
              />
              <Link to="/journeys/$id" params={{ id: journey }}>
                {words.openJourney(journey)}
              </Link>
            </Card>
            <Verdict
              decision={decision}
              comments={false}
              yes={{ ...confirm, verb: words.confirm, run: () => confirm.run({ params }) }}
              no={{ ...decline, verb: words.decline, run: () => decline.run({ params }) }}
            />
          </>
        );
      }}
    </Loaded>
  );
}

/** A service notice to one customer despite a refusal. */
export function OverrideDecision({ decision }: { decision: Decision }) {
  const words = useWords(decisionWords);
  const text = useText();
  const id = String(decision.campaignId);
  const read = useApi('listOverrides', { params: { id } });
  const decide = useAct('decideOverride');
  const params = { id, overrideId: decision.id };
  return (
    <Loaded read={read} lines={5}>
      {({ items }) => {
        const override = items.find((one) => one.id === decision.id);
        if (!override) return <p>{words.gone}</p>;
        const { channel, reason, evidence, customerId } = override;
        return (
          <>
            <Card title={text(decision.title)}>
              <Facts
                items={[
                  [words.channel, text(channelTexts[channel])],
                  [words.reason, reason],
                  [words.evidence, evidence],
                ]}
              />
              <CustomerLink customer={customerId} />
            </Card>
            <Verdict
              decision={decision}
              comments={false}
              yes={{ ...decide, verb: words.allow, run: () => decide.run({ params, body: { confirm: true } }) }}
              no={{ ...decide, verb: words.disallow, run: () => decide.run({ params, body: { confirm: false } }) }}
            />
          </>
        );
      }}
    </Loaded>
  );
}
