import { type Language } from '../campaigns/campaign';
import { type RefusalCode } from '../campaigns/plan-diff';
import { versionRefusalsEn } from './en/campaigns/plan-versions';
import { type FindingText } from './catalogue';
import { versionRefusalsJa } from './ja/campaigns/plan-versions';

/** Why a change of the plan is refused while journeys are open, and how to correct it. */
export const refusalText = (code: RefusalCode, language: Language): FindingText =>
  (language === 'ja' ? versionRefusalsJa : versionRefusalsEn)[code];
