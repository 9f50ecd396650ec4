import { lintNotice } from '../activities/render-lint';
import { type Scope } from '../db/scope';
import { type Language } from '../domain/campaign';
import { type CampaignFileContext } from './campaign-file';
import { type AppDeps } from './deps';

/** What reading a campaign file of this client needs to know. */
export function fileContext(
  deps: AppDeps,
  { scope, now, language }: { scope: Scope; now: number; language: Language },
): CampaignFileContext {
  return {
    now,
    language,
    lintNotice,
    hashContract: (number) => deps.vault.index(scope.clientId, 'contract', number).toString('hex'),
  };
}
