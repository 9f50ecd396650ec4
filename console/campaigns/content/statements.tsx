import { type CampaignDoc, type ConsentValue, type Purpose } from '../../../domain/campaigns/campaign';
import { applyByRuleTexts, campaignDateTexts } from '../../../domain/texts/names/campaigns';
import { purposeTexts } from '../../../domain/texts/names/customers';
import { channelTexts } from '../../../domain/texts/names/delivery';
import { type Channel } from '../../../domain/campaigns/campaign';
import { useFormat } from '../../format';
import { type Column, DataTable } from '../../parts/data-table';
import { Facts } from '../../parts/facts';
import { Card } from '../../parts/page';
import { contentWords, policyWords } from '../../texts/campaigns/content';
import { useText, useWords } from '../../words';

const DATES = ['firstDispatch', 'lastDispatch', 'applyBy', 'graceUntil', 'endOfService', 'claimsUntil'] as const;

/** The dates of a campaign. */
export function Dates({ doc: { dates } }: { doc: CampaignDoc }) {
  const words = useWords(contentWords);
  const text = useText();
  const format = useFormat();
  const day = (at: number | null) => (at === null ? words.none : format.day(new Date(at).toISOString()));
  return (
    <Card title={words.dates}>
      <Facts
        items={[
          ...DATES.map((date) => [text(campaignDateTexts[date]), day(dates[date])] as const),
          [text(campaignDateTexts.applyByRule), text(applyByRuleTexts[dates.applyByRule])],
        ]}
      />
    </Card>
  );
}

/** What the campaign states. */
export function Statements({ doc }: { doc: CampaignDoc }) {
  const words = useWords(contentWords);
  const { facts } = doc;
  const columns: Column<[string, { ja: string; en: string }]>[] = [
    { head: words.fact, cell: ([name]) => <span className="mono">{name}</span>, value: ([name]) => name },
    { head: words.japanese, cell: ([, { ja }]) => <span lang="ja">{ja}</span>, value: ([, { ja }]) => ja },
    { head: words.english, cell: ([, { en }]) => <span lang="en">{en}</span>, value: ([, { en }]) => en },
  ];
  return (
    <>
      <Card title={words.facts}>
        <DataTable
          caption={words.facts}
          columns={columns}
          rows={Object.entries(facts)}
          rowKey={([name]) => name}
          empty={null}
          bar={false}
        />
      </Card>
    </>
  );
}

/** Who sends it, and what customers can choose. */
export function SenderAndChoices({ doc: { sender, choices } }: { doc: CampaignDoc }) {
  const words = useWords(contentWords);
  const text = useText();
  return (
    <>
      <Card title={words.sender}>
        <Facts
          items={[
            [words.sender, text(sender.name)],
            [words.address, sender.address],
            [words.phone, sender.phone],
            [words.hours, text(sender.hours)],
            [words.mailFrom, sender.mailFrom],
            [words.site, sender.site],
          ]}
        />
      </Card>
      <Card title={words.choices}>
        <Facts items={choices.map(({ label, detail }) => [text(label), text(detail) || '—'] as const)} />
      </Card>
    </>
  );
}

interface PolicyRow {
  purpose: Purpose;
  channel: Channel;
  rules: Record<ConsentValue, 'contact' | 'dont' | 'override'>;
}

/** Which channel may be used for what, by consent. */
export function Policy({ doc: { policy } }: { doc: CampaignDoc }) {
  const words = useWords(contentWords);
  const text = useText();
  const rows = Object.entries(policy.table).flatMap(([purpose, channels]) =>
    Object.entries(channels).map(([channel, rules]) => ({ purpose, channel, rules }) as PolicyRow),
  );
  const rule = (consent: ConsentValue, head: string): Column<PolicyRow> => ({
    head,
    cell: ({ rules }) => (
      <span className={rules[consent] === 'dont' ? 'mut' : 'b'}>{text(policyWords[rules[consent]])}</span>
    ),
    value: ({ rules }) => text(policyWords[rules[consent]]),
  });
  const columns: Column<PolicyRow>[] = [
    {
      head: words.purpose,
      cell: ({ purpose }) => text(purposeTexts[purpose]),
      value: ({ purpose }) => text(purposeTexts[purpose]),
    },
    {
      head: words.channel,
      cell: ({ channel }) => text(channelTexts[channel]),
      value: ({ channel }) => text(channelTexts[channel]),
    },
    rule('yes', words.consentYes),
    rule('unknown', words.consentUnknown),
    rule('no', words.consentNo),
  ];
  return (
    <Card title={words.policy}>
      <p className="hint">{words.policyWhat}</p>
      <DataTable
        caption={words.policy}
        columns={columns}
        rows={rows}
        rowKey={({ purpose, channel }) => `${purpose} ${channel}`}
        empty={null}
        bar={false}
      />
    </Card>
  );
}
