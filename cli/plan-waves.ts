import { wavePlanWire } from '../api/campaigns/handlers/wave-plan';
import { planCampaignWaves, type WavePlan, type WavePlanWish } from '../api/campaigns/wave-plan';
import { campaignById } from '../db/campaigns/campaigns';
import { connectDb } from '../db/platform/connect';
import { type Language } from '../domain/campaigns/campaign';
import { type PacingOption } from '../domain/campaigns/pacing/pacing';
import { gapsSay, helpSays, planSays, type WaveWord, waveWord } from '../domain/texts/rehearsals/waves';
import { readGivenFile } from './given-file';
import { targetOf } from './keys';
import { readCapacity } from './plan-waves-capacity';
import { sayError } from './say-error';

export interface PlanWavesOptions {
  priority: string[];
  trial?: number;
  trialDays: number;
  /** A YAML or JSON file, or the object itself in braces. */
  capacity?: string;
  behaviour?: string;
  anyWeekday: boolean;
  json: boolean;
  yaml: boolean;
  data?: string;
  lang: Language;
}

interface Output {
  out: (line: string) => void;
  err: (line: string) => void;
}

const PATIENCE_MS = 2_000;

/** Plans the waves of a campaign and prints them. Returns the exit code that `--help` names. Nothing is changed. */
export async function planWavesOf(id: number, options: PlanWavesOptions, { out, err }: Output): Promise<number> {
  const { lang } = options;
  const { db } = connectDb({ url: targetOf(options).DATABASE_URL, max: 2, application: 'tsunagi-plan-waves' });
  const slow = setTimeout(() => err(waveWord(lang, 'counting')), PATIENCE_MS);
  try {
    const campaign = await campaignById(db, id);
    const plan = await planCampaignWaves(db, campaign, wishOf(options));
    clearTimeout(slow);
    if (options.json) out(JSON.stringify(wavePlanWire(plan), null, 2));
    else if (options.yaml) out((plan.yaml ?? '').trimEnd());
    else for (const line of linesOf(plan, { name: campaign.name, lang })) out(line);
    if (options.yaml && plan.yaml === null) err(planSays(plan, lang));
    return plan.left > 0 ? 2 : 0;
  } catch (error) {
    sayError(error, { lang, err });
    return 1;
  } finally {
    clearTimeout(slow);
    await db.destroy();
  }
}

function wishOf(options: PlanWavesOptions): WavePlanWish {
  const { priority: priorities, trial, trialDays, behaviour, anyWeekday, lang: language } = options;
  return {
    priorities,
    trial: trial === undefined ? null : { size: trial, days: trialDays },
    capacity: readCapacity(options.capacity, language),
    ...(behaviour !== undefined && { behaviour: readGivenFile(behaviour) }),
    deskDays: anyWeekday ? [] : ['tue', 'wed', 'thu'],
    options: true,
    language,
  };
}

const number = (value: number): string => value.toLocaleString('en-US', { maximumFractionDigits: 0 });

/** A plan of waves for people. */
export function linesOf(plan: WavePlan, { name, lang }: { name: string; lang: Language }): string[] {
  const word = (one: WaveWord, values = {}) => waveWord(lang, one, values);
  const { behaviour, customers, begun, waves, peaks, options, left } = plan;
  const counts = { customers: number(customers), begun: number(begun) };
  return [
    word('title', { name }),
    word(begun > 0 ? 'people' : 'peopleNew', counts),
    word(`behaviour_${behaviour.from}`, { rehearsal: behaviour.rehearsal ?? '' }),
    '',
    planSays(plan, lang),
    ...gapsSay(plan, lang),
    ...headed(word('wavesHead'), [
      [word('begins'), word('arrives'), word('customers'), word('segment')],
      ...waves.map((wave) => [
        wave.begins,
        wave.arrives,
        number(wave.customers),
        `${wave.segment ?? word('others')}${wave.trial ? ` (${word('trial')})` : ''}`,
      ]),
    ]),
    ...headed(word('loadsHead'), [
      [word('load'), word('day'), word('amount'), word('limit')],
      ...peaks.map(({ load, day, amount, limit }) => [
        word(`load_${load}`),
        day,
        number(amount),
        limit === null ? word('noLimit') : number(limit),
      ]),
    ]),
    ...(left === 0 ? [] : ['', word(options.length > 0 ? 'helpHead' : 'helpNone')]),
    ...options.map((one) => `  ${optionLine(one, lang)}`),
    ...(plan.yaml === null ? [] : ['', word('yamlHead'), '', plan.yaml.trimEnd()]),
  ];
}

function optionLine({ help, kept, left, lastBegins }: PacingOption, lang: Language): string {
  const effect = kept
    ? waveWord(lang, 'helpKept', { lastBegins: lastBegins ?? '' })
    : waveWord(lang, 'helpLeft', { left: number(left) });
  return `${helpSays(help, lang)}: ${effect}`;
}

/** A table below its heading, its columns as wide as what stands in them; Japanese characters take two places. */
function headed(head: string, rows: string[][]): string[] {
  if (rows.length < 2) return [];
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => width(row[column]!))));
  const line = (row: string[]) =>
    row.map((cell, column) => cell + ' '.repeat(widths[column]! - width(cell))).join('  ');
  return ['', head, ...rows.map((row) => `  ${line(row)}`.trimEnd())];
}

const width = (text: string): number => [...text].reduce((sum, one) => sum + (one > '\u2e7f' ? 2 : 1), 0);
