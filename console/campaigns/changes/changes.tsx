import { campaignDateTexts } from '../../../domain/texts/names/campaigns';
import { placeText, valueText } from '../../../domain/texts/names/content-places';
import { type Text } from '../../../domain/campaigns/campaign';
import { type Reply } from '../../api/client';
import { useApi } from '../../api/read';
import { useFormat } from '../../format';
import { type Column, DataTable } from '../../parts/data-table';
import { Loaded } from '../../parts/loaded';
import { TextDiff } from '../../parts/text-diff';
import { decisionWords } from '../../texts/decisions';
import { useText, useWords } from '../../words';

type Changes = Reply<'getChanges'>;
type Value = Changes['texts'][number];

/** What differs from the contents that were last decided on; of a plan version, from the version it was made from. */
export function ChangesOf({ id, version }: { id: string; version?: number }) {
  const read = useApi('getChanges', { params: { id }, query: { version } });
  return (
    <Loaded read={read} lines={5}>
      {(changes) => <ChangesShown changes={changes} />}
    </Loaded>
  );
}

function ChangesShown({ changes }: { changes: Changes }) {
  const words = useWords(decisionWords);
  const format = useFormat();
  const { since, diff, texts, rules, audience } = changes;
  if (!since) return <p>{words.firstTime}</p>;
  const { decided } = since;
  const same = texts.length + rules.length + diff.dates.length === 0;
  return (
    <div className="col">
      <p className="s sub">
        {decided
          ? words.since(
              decided.by.name,
              format.dayTime(decided.at),
              decided.decision === 'approved' ? words.approved : words.sentBack,
            )
          : words.changesOf(format.number(since.version))}
      </p>
      {same && <p>{words.noChange}</p>}
      {audience && audience.before.included !== audience.after.included && (
        <p>{words.audienceChange(format.number(audience.before.included), format.number(audience.after.included))}</p>
      )}
      <DateChanges dates={diff.dates} />
      {texts.length > 0 && (
        <section className="col tight">
          <h3 className="s">{words.textChanges}</h3>
          {texts.map((one) => (
            <TextChange key={one.path} change={one} />
          ))}
        </section>
      )}
      <RuleChanges rules={rules} />
    </div>
  );
}

function TextChange({ change: { path, before, after } }: { change: Value }) {
  const place = useText()(placeText(path));
  return (
    <div className="col tight">
      <p>{place}</p>
      <TextDiff before={before ?? ''} after={after ?? ''} label={place} />
    </div>
  );
}

function RuleChanges({ rules }: { rules: Value[] }) {
  const words = useWords(decisionWords);
  const text = useText();
  if (rules.length === 0) return null;
  const said = (path: string, value: string | null) => {
    const inWords = valueText(path, value);
    return inWords ? text(inWords) : (value ?? words.absent);
  };
  const columns: Column<Value>[] = [
    {
      head: words.place,
      cell: ({ path }) => text(placeText(path)),
      value: ({ path }) => text(placeText(path)),
    },
    { head: words.before, cell: ({ path, before }) => said(path, before), value: ({ before }) => before },
    {
      head: words.after,
      cell: ({ path, after }) => <span className="b">{said(path, after)}</span>,
      value: ({ after }) => after,
    },
  ];
  return (
    <section>
      <h3 className="s">{words.ruleChanges}</h3>
      <DataTable
        caption={words.ruleChanges}
        columns={columns}
        rows={rules}
        rowKey={({ path }) => path}
        empty={null}
        bar={rules.length > 10}
      />
    </section>
  );
}

type DateChange = Changes['diff']['dates'][number];

function DateChanges({ dates }: { dates: DateChange[] }) {
  const words = useWords(decisionWords);
  const text = useText();
  const format = useFormat();
  if (dates.length === 0) return null;
  const shown = (value: string | null) =>
    value === null ? words.absent : value.includes('T') ? format.day(value) : value;
  const nameOf = (date: string) => text((campaignDateTexts as Record<string, Text>)[date] ?? { ja: date, en: date });
  const columns: Column<DateChange>[] = [
    { head: words.dateChanges, cell: ({ date }) => nameOf(date), value: ({ date }) => nameOf(date) },
    { head: words.before, cell: ({ before }) => shown(before), value: ({ before }) => before },
    { head: words.after, cell: ({ after }) => <span className="b">{shown(after)}</span>, value: ({ after }) => after },
  ];
  return (
    <DataTable
      caption={words.dateChanges}
      columns={columns}
      rows={dates}
      rowKey={({ date }) => date}
      empty={null}
      bar={false}
    />
  );
}
