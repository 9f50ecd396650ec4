import { type Language } from '../campaigns/campaign';
import { planEn } from './plan-en';
import { planJa } from './plan-ja';
import { type PlanText } from './plan-text';

/** Codes of what can be wrong in a campaign file. */
export type PlanCode = keyof typeof planJa;

/** Message and advice in one language, each `{name}` filled from `detail`. */
export function planText(code: PlanCode, language: Language, detail: Record<string, string | number> = {}): PlanText {
  const text = (language === 'ja' ? planJa : planEn)[code];
  const fill = (part: string) => part.replace(/\{(\w+)\}/g, (hole, name: string) => String(detail[name] ?? hole));
  return { message: fill(text.message), advice: fill(text.advice) };
}

export const isPlanCode = (code: string): code is PlanCode => Object.hasOwn(planJa, code);
