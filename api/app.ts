import express, { type Express } from 'express';
import { AppError } from '../domain/errors';
import { codecOrigin } from './codec-origin';
import { contract } from './contract/all';
import { type AppDeps } from './deps';
import { accountHandlers } from './handlers/accounts';
import { alertHandlers } from './handlers/alerts';
import { audienceHandlers } from './handlers/audience';
import { callHandlers } from './handlers/calls';
import { campaignHandlers } from './handlers/campaigns';
import { changeHandlers } from './handlers/client-data';
import { resultHandlers } from './handlers/client-data-results';
import { codecHandlers } from './handlers/codec';
import { complianceHandlers } from './handlers/compliance';
import { consentHandlers } from './handlers/consents';
import { customerHandlers } from './handlers/customers';
import { erasureHandlers } from './handlers/erasure';
import { exportHandlers } from './handlers/exports';
import { journeySteeringHandlers } from './handlers/journey-steering';
import { journeyHandlers } from './handlers/journeys';
import { keyHandlers } from './handlers/keys';
import { laneHandlers } from './handlers/lanes';
import { lifecycleHandlers } from './handlers/lifecycle';
import { personalHandlers } from './handlers/personal';
import { planVersionHandlers } from './handlers/plan-versions';
import { planVersionActHandlers } from './handlers/plan-version-acts';
import { printRunHandlers } from './handlers/print-runs';
import { requestHandlers } from './handlers/requests';
import { returnHandlers } from './handlers/returns';
import { searchHandlers } from './handlers/search';
import { signInHandlers } from './handlers/sign-in';
import { steeringHandlers } from './handlers/steering';
import { systemHandlers } from './handlers/system';
import { securityHeaders } from './headers';
import { pagesRouter } from './pages/router';
import { problemHandler } from './problem';
import { requestLog } from './request-log';
import { buildRouter } from './router';
import { smsWebhook } from './webhooks/sms';

/** The whole HTTP side: the API of the contract and the customers' pages. Listens nowhere by itself. */
export function createApp(deps: AppDeps): Express {
  const app = express();
  app.disable('x-powered-by');
  app.set('etag', false); // our ETags are versions for If-Match
  app.set(
    'trust proxy',
    deps.config.TRUSTED_PROXIES.split(',').map((part) => part.trim()),
  );
  app.use(requestLog(deps.log));
  app.use(securityHeaders(deps.config.PUBLIC_URL.startsWith('https:'), { styles: false, forms: false }));
  app.use(pagesRouter(deps));
  app.use(smsWebhook(deps));
  app.use('/codec', codecOrigin(deps));
  const handlers = {
    ...campaignHandlers,
    ...lifecycleHandlers,
    ...steeringHandlers,
    ...planVersionHandlers,
    ...planVersionActHandlers,
    ...audienceHandlers,
    ...journeyHandlers,
    ...journeySteeringHandlers,
    ...callHandlers,
    ...customerHandlers,
    ...searchHandlers,
    ...personalHandlers,
    ...erasureHandlers,
    ...exportHandlers,
    ...consentHandlers,
    ...complianceHandlers,
    ...laneHandlers,
    ...alertHandlers,
    ...printRunHandlers,
    ...requestHandlers,
    ...returnHandlers,
    ...changeHandlers,
    ...resultHandlers,
    ...signInHandlers,
    ...accountHandlers,
    ...keyHandlers,
    ...codecHandlers,
    ...systemHandlers(deps),
  };
  app.use(buildRouter(contract, handlers, deps));
  app.use(() => {
    throw new AppError('not_found');
  });
  app.use(problemHandler(deps.log));
  return app;
}
