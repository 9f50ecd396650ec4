import { channelTexts } from '../../../domain/texts/names/delivery';
import { postalText } from '../../../domain/texts/names/postal';
import { type Reply } from '../../api/client';
import { useApi } from '../../api/read';
import { useFormat } from '../../format';
import { DataTable } from '../../parts/data-table';
import { Facts } from '../../parts/facts';
import { Loaded } from '../../parts/loaded';
import { Card } from '../../parts/page';
import { usePreferences } from '../../preferences';
import { evidenceWords } from '../../texts/campaigns/evidence';
import { useText, useWords } from '../../words';

/** What the campaign's contacts cost, by channel and class, and by which prices. */
export function CostsCard({ id }: { id: string }) {
  const words = useWords(evidenceWords);
  const read = useApi('getCampaignCosts', { params: { id } });
  return (
    <Card title={words.costs}>
      <Loaded read={read} lines={5}>
        {(data) => <Costs costs={data} />}
      </Loaded>
    </Card>
  );
}

function Costs({
  costs: { post, postYen, unpriced, mail, sms, calls, prices, pricesFrom },
}: {
  costs: Reply<'getCampaignCosts'>;
}) {
  const words = useWords(evidenceWords);
  const text = useText();
  const format = useFormat();
  const { lang } = usePreferences();
  const yen = (amount: number | null) => (amount === null ? words.costUnknown : words.costYen(format.number(amount)));
  const rows = [
    ...post.map((one) => ({
      what: words.costPost(postalText(one.postal, lang)),
      count: one.pieces,
      each: null,
      yen: one.yen as number | null,
    })),
    { what: text(channelTexts.mail), count: mail.messages, each: mail.each, yen: mail.yen },
    { what: words.costSms(format.number(sms.messages)), count: sms.parts, each: sms.each, yen: sms.yen },
    { what: words.costCalls(format.number(calls.calls)), count: calls.minutes, each: calls.each, yen: calls.yen },
  ];
  const total = postYen + [mail, sms, calls].reduce((sum, one) => sum + (one.yen ?? 0), 0);
  return (
    <div className="col">
      <Facts
        items={[
          [words.costTotal, yen(total)],
          unpriced > 0 && [words.costUnpriced, format.number(unpriced)],
          prices !== null && [
            words.costList,
            `${prices} ${pricesFrom === null ? '' : words.costFrom(format.day(pricesFrom))}`,
          ],
        ]}
      />
      <DataTable
        caption={words.costs}
        rows={rows}
        rowKey={({ what }) => what}
        empty={null}
        columns={[
          { head: words.costOf, value: ({ what }) => what, cell: ({ what }) => what },
          {
            head: words.costCount,
            value: ({ count }) => count,
            cell: ({ count }) => format.number(count),
            number: true,
          },
          {
            head: words.costEach,
            value: ({ each }) => each,
            cell: ({ each }) => (each === null ? '—' : yen(each)),
            number: true,
          },
          {
            head: words.costAmount,
            value: ({ yen: amount }) => amount,
            cell: ({ yen: amount }) => yen(amount),
            number: true,
          },
        ]}
      />
      <p className="s sub">{words.costHow}</p>
    </div>
  );
}
