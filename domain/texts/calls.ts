import { type Language, type Text } from '../campaigns/campaign';
import { bilingual } from './catalogue';
import { callRefusalsEn } from './en/calls';
import { callRefusalsJa } from './ja/calls';
import { reasonText } from './timeline';

const callRefusals: Record<string, Text> = bilingual(callRefusalsJa, callRefusalsEn);

/** Why a call may not be made, or not now, in one language. */
export const callReasonText = (reason: string, language: Language): string =>
  (callRefusals[reason] ?? reasonText(reason))[language];
