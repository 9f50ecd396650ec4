import { PACED, type PacedLoad } from '../../../domain/campaigns/pacing/pacing';
import { gapsSay, helpSays, planSays, waveWord } from '../../../domain/texts/rehearsals/waves';
import { type Reply } from '../../api/client';
import { Chart } from '../../charts/chart';
import { LoadBars } from '../../charts/load-bars';
import { useFormat } from '../../format';
import { Button } from '../../parts/button';
import { type Column, DataTable } from '../../parts/data-table';
import { say } from '../../parts/live';
import { Note } from '../../parts/note';
import { Card } from '../../parts/page';
import { usePreferences } from '../../preferences';
import { wavesWords } from '../../texts/campaigns/waves';
import { useWords } from '../../words';

type Plan = Reply<'planWaves'>;

/** A plan: whether the dates are kept, its waves and days, what would help, and the text for the campaign file. */
export function PlannedWaves({ plan }: { plan: Plan }) {
  const format = useFormat();
  const { lang } = usePreferences();
  const { behaviour } = plan;
  return (
    <>
      <Note tone={plan.kept ? 'ok' : 'danger'} role="status">
        <p className="b">{planSays(plan, lang, format.day)}</p>
        {gapsSay(plan, lang, format.day).map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
        <p>
          {waveWord(lang, plan.begun > 0 ? 'people' : 'peopleNew', {
            customers: format.number(plan.customers),
            begun: format.number(plan.begun),
          })}
        </p>
        <p>{waveWord(lang, `behaviour_${behaviour.from}`, { rehearsal: behaviour.rehearsal ?? '' })}</p>
      </Note>
      {!plan.kept && <Options plan={plan} />}
      {plan.waves.length > 0 && <WaveTable plan={plan} />}
      <div className="board-two">
        {PACED.filter((load) => plan.peaks.some((peak) => peak.load === load)).map((load) => (
          <Load key={load} load={load} plan={plan} />
        ))}
      </div>
      {plan.yaml !== null && <Yaml yaml={plan.yaml} />}
    </>
  );
}

function WaveTable({ plan: { waves } }: { plan: Plan }) {
  const format = useFormat();
  const { lang } = usePreferences();
  type Row = (typeof waves)[number];
  const segment = (row: Row) =>
    `${row.segment ?? waveWord(lang, 'others')}${row.trial ? ` (${waveWord(lang, 'trial')})` : ''}`;
  const columns: Column<Row>[] = [
    { head: waveWord(lang, 'begins'), cell: (row) => format.shortDay(row.begins), value: (row) => row.begins },
    { head: waveWord(lang, 'arrives'), cell: (row) => format.shortDay(row.arrives), value: (row) => row.arrives },
    {
      head: waveWord(lang, 'customers'),
      number: true,
      cell: (row) => format.number(row.customers),
      value: (row) => row.customers,
    },
    { head: waveWord(lang, 'segment'), cell: (row) => <span className="nw">{segment(row)}</span>, value: segment },
  ];
  return (
    <Card title={waveWord(lang, 'wavesHead')}>
      <DataTable
        caption={waveWord(lang, 'wavesHead')}
        columns={columns}
        rows={waves}
        rowKey={(row) => `${row.begins}${row.segment ?? ''}`}
        empty={null}
        bar={waves.length > 5}
      />
    </Card>
  );
}

function Options({ plan: { options } }: { plan: Plan }) {
  const words = useWords(wavesWords);
  const format = useFormat();
  const { lang } = usePreferences();
  type Row = (typeof options)[number];
  const help = (row: Row) => helpSays(row.help, lang);
  const effect = ({ kept, left, lastBegins }: Row) =>
    kept
      ? waveWord(lang, 'helpKept', { lastBegins: lastBegins === null ? '' : format.shortDay(lastBegins) })
      : waveWord(lang, 'helpLeft', { left: format.number(left) });
  return (
    <Card title={waveWord(lang, 'helpHead')}>
      <DataTable
        caption={waveWord(lang, 'helpHead')}
        columns={[
          { head: words.help, cell: (row) => <div className="words">{help(row)}</div>, value: help },
          { head: words.effect, cell: (row) => <div className="words">{effect(row)}</div>, value: effect },
          { head: words.cost, number: true, cell: ({ cost }) => format.number(cost), value: ({ cost }) => cost },
        ]}
        rows={options}
        rowKey={(row) => JSON.stringify(row.help)}
        empty={<p>{waveWord(lang, 'helpNone')}</p>}
        bar={false}
      />
    </Card>
  );
}

function Load({ load, plan: { days, limits, peaks } }: { load: PacedLoad; plan: Plan }) {
  const words = useWords(wavesWords);
  const format = useFormat();
  const { lang } = usePreferences();
  const name = waveWord(lang, `load_${load}`);
  const limit = limits[load] ?? null;
  const peak = peaks.find((one) => one.load === load)!;
  const last = days.findLastIndex((day) => day.load[load] > 0);
  const shown = days.slice(0, last + 1);
  const amount = waveWord(lang, 'amount');
  const rounded = (value: number) => format.number(Math.round(value));
  return (
    <Chart
      title={name}
      base={limit === null ? waveWord(lang, 'noLimit') : words.capacityIs(format.number(limit))}
      sentence={words.peak(name, format.shortDay(peak.day), rounded(peak.amount))}
      table={
        <DataTable
          caption={name}
          rows={shown}
          rowKey={({ day }) => day}
          empty={null}
          columns={[
            { head: waveWord(lang, 'day'), cell: ({ day }) => format.shortDay(day), value: ({ day }) => day },
            { head: amount, number: true, cell: (row) => rounded(row.load[load]), value: (row) => row.load[load] },
          ]}
        />
      }
    >
      <LoadBars
        days={shown.map((row) => ({ day: row.day, due: row.load[load], waiting: 0 }))}
        capacity={limit}
        number={rounded}
        dayText={format.date}
      />
    </Chart>
  );
}

function Yaml({ yaml }: { yaml: string }) {
  const words = useWords(wavesWords);
  const copy = () => void navigator.clipboard.writeText(yaml).then(() => say(words.copied));
  return (
    <Card title={words.yaml} aside={<Button onClick={copy}>{words.copy}</Button>}>
      <textarea className="in mono" readOnly rows={12} aria-label={words.yaml} value={yaml} />
    </Card>
  );
}
