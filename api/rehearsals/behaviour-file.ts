import { type Language } from '../../domain/campaigns/campaign';
import { AppError } from '../../domain/errors';
import {
  type Behaviour,
  type Estimate,
  nthOf,
  type Rates,
  type RatesPatch,
  withRates,
} from '../../domain/rehearsals/behaviour';
import { DEFAULT_BEHAVIOUR } from '../../domain/rehearsals/default-behaviour';
import { type FileFinding } from '../../domain/texts/campaign-file';
import { readBy } from '../campaign-file/error-map';
import { type Finding, issueOf, MAX_FINDINGS } from '../campaign-file/finding';
import { readMapping } from '../campaign-file/text';
import { type BehaviourFile, behaviourFileSchema } from './behaviour-schema';

/**
 * Reads a behaviour file (YAML or JSON), or the object that one holds; what it leaves out is as in DEFAULT_BEHAVIOUR. `segments`: names of the campaign
 * that is rehearsed. Throws `behaviour_file_invalid` with an issue for each wrong place (the first fifty): its path and,
 * in a text, its line, what is wrong, how to correct it.
 */
export function readBehaviour(
  given: string | object,
  { segments, language = 'ja' }: { segments: readonly string[]; language?: Language },
): Behaviour {
  const read = readMapping(typeof given === 'string' ? given : JSON.stringify(given));
  if ('findings' in read) throw refusal(read.findings, language);
  const { data, findings } = readBy(behaviourFileSchema, read.raw);
  if (data && findings.length === 0) {
    const behaviour = merged(data);
    findings.push(...segmentFindings(data, segments), ...sumFindings(behaviour));
    if (findings.length === 0) return behaviour;
  }
  throw refusal(findings, language, typeof given === 'string' ? read.lineOf : undefined);
}

/** What is said of a campaign file otherwise. */
const OWN_WORDS: Partial<Record<FileFinding, FileFinding>> = {
  missing: 'behaviour_missing',
  not_a_mapping: 'behaviour_not_a_mapping',
  empty: 'behaviour_empty',
};

function refusal(findings: Finding[], language: Language, lineOf?: (path: string) => number): AppError {
  const issues = findings.slice(0, MAX_FINDINGS).map((finding) => {
    const issue = issueOf({ ...finding, code: OWN_WORDS[finding.code] ?? finding.code }, language);
    return lineOf ? { line: lineOf(issue.path), ...issue } : issue;
  });
  return new AppError('behaviour_file_invalid', { count: issues.length }, issues);
}

function merged({ rates = {}, segments = {}, costs = {}, capacity = {} }: BehaviourFile): Behaviour {
  const base = DEFAULT_BEHAVIOUR;
  const all = withParts(base.rates, rates as RatesPatch);
  return {
    rates: all,
    segments: Object.entries(segments).map(([segment, own]) => ({ segment, rates: patchOf(all, own as RatesPatch) })),
    costs: { ...base.costs, ...(costs as Partial<Behaviour['costs']>) },
    capacity: capacity as Behaviour['capacity'],
  };
}

/** `inquiry.calls` and `form.kinds` are one level deeper than the rest: what is given of them joins what is there. */
function patchOf(base: Rates, patch: RatesPatch): RatesPatch {
  const { inquiry, form } = patch;
  return {
    ...patch,
    ...(inquiry?.calls && { inquiry: { ...inquiry, calls: { ...base.inquiry.calls, ...inquiry.calls } } }),
    ...(form?.kinds && {
      form: { ...form, kinds: { ...DEFAULT_BEHAVIOUR.rates.form.kinds!, ...base.form.kinds, ...form.kinds } },
    }),
  };
}

const withParts = (base: Rates, patch: RatesPatch): Rates => withRates(base, patchOf(base, patch));

function segmentFindings({ segments = {} }: BehaviourFile, known: readonly string[]): Finding[] {
  return Object.keys(segments)
    .filter((name) => !known.includes(name))
    .map((name) => ({
      path: ['segments', name],
      code: 'segment_not_in_campaign',
      detail: { value: name },
      available: known,
      written: name,
    }));
}

/** Shares that exclude each other: their sums at the likely rates. */
function sumFindings({ rates, segments }: Behaviour): Finding[] {
  const all = [
    { path: ['rates'], rates },
    ...segments.map(({ segment, rates: own }) => ({ path: ['segments', segment], rates: withRates(rates, own) })),
  ];
  return all.flatMap(({ path, rates: { web, paper, letter } }) => [
    ...(web.post.length > paper.length ? web.post : paper).flatMap((_, index) => {
      const place = index < paper.length ? ['paper', index] : ['web', 'post', index];
      const [online, form] = [nthOf(web.post, index + 1), nthOf(paper, index + 1)];
      return tooMuch([...path, ...place], ['web.post', 'paper'], [online, form]);
    }),
    ...tooMuch([...path, 'letter', 'absent'], ['refused', 'absent'], [letter.refused, letter.absent]),
  ]);
}

function tooMuch(path: (string | number)[], parts: string[], estimates: (Estimate | undefined)[]): Finding[] {
  const sum = estimates.reduce((total, estimate) => total + (estimate?.likely ?? 0), 0);
  if (sum <= 1 + 1e-9) return [];
  return [
    { path, code: 'shares_exceed_one', detail: { parts: parts.join(' + '), sum: Math.round(sum * 1000) / 1000 } },
  ];
}
