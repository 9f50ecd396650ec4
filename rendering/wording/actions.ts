import { type Language } from '../../domain/campaigns/campaign';
import { plainOf, sentencesOf } from './texts';

/** A sentence that asks for so much at once is read twice, and half of it is done. */
const TOO_MANY = 3;

/** Ends of a clause that is one action of several: 記入し、添えて、付け。 */
const CLAUSE_JA = /(?:[えけげせてねべめれっんいきしちびみり]て|んで|いで|し|付け|添え|入れ|開け|つけ)$/;
const NO_CLAUSE_JA =
  /(?:ため|すべて|全て|初めて|改めて|併せて|合わせて|あわせて|つきまして|対して|関して|として|ついて|おいて|よって|従って|したがって|伴いまして|おきまして|まして|もって)$/;
const ASKS_JA = /(?:ください|下さい|お願い(?:します|いたします|申し上げます))/;

const VERBS_EN =
  'tick|mark|fill|write|add|enter|sign|date|send|mail|post|return|enclose|attach|open|scan|read|visit|call|choose|select|pay|confirm|check|complete|submit|keep|cut|fold';
const ACTION_EN = new RegExp(
  `(?:^|[,:;]\\s*|\\b(?:please|and|then)\\s+)(?:please\\s+|then\\s+)?(?:${VERBS_EN})\\b`,
  'gi',
);

/** Sentences that ask for three actions or more, with their position. */
export function crowdedIn(source: string, language: Language): { actions: number; written: string; index: number }[] {
  return sentencesOf(plainOf(source), language).flatMap(({ text, from }) => {
    const actions = language === 'ja' ? actionsJa(text) : actionsEn(text);
    if (actions < TOO_MANY) return [];
    const space = text.length - text.trimStart().length;
    const written = source.slice(from + space, from + text.length);
    return [{ actions, written, index: from + space }];
  });
}

function actionsJa(sentence: string): number {
  if (!ASKS_JA.test(sentence)) return 0;
  const clauses = sentence.split('、').slice(0, -1);
  return 1 + clauses.filter((clause) => CLAUSE_JA.test(clause) && !NO_CLAUSE_JA.test(clause)).length;
}

const actionsEn = (sentence: string): number =>
  new Set((sentence.match(ACTION_EN) ?? []).map((found) => /(\w+)$/.exec(found)![1]!.toLowerCase())).size;
