import { lintNotice, lintTexts } from '../../rendering/lint';
import { type Scope } from '../../db/platform/scope';
import { type Language } from '../../domain/campaigns/campaign';
import { type CampaignFileContext } from './read';
import { type AppDeps } from '../http/deps';

/** What reading a campaign file of this client needs to know. */
export function fileContext(
  deps: AppDeps,
  { scope, now, language }: { scope: Scope; now: number; language: Language },
): CampaignFileContext {
  return {
    now,
    language,
    lintNotice,
    lintTexts,
    hashContract: (number) => deps.vault.index(scope.clientId, 'contract', number).toString('hex'),
  };
}
