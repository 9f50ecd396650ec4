import express, { type Express } from 'express';
import { AppError } from '../domain/errors';
import { codecOrigin } from './platform/codec-origin';
import { consoleRouter } from './console';
import { contract } from './contract';
import { type AppDeps } from './http/deps';
import { peopleHandlers } from './access/handlers/people';
import { decisionHandlers } from './access/handlers/decisions';
import { workHandlers } from './platform/handlers/work';
import { accountHandlers } from './access/handlers/accounts';
import { alertHandlers } from './platform/handlers/alerts';
import { audienceHandlers } from './audience/handlers';
import { answerHandlers } from './calls/answers-handlers';
import { identityHandlers } from './calls/identity-handlers';
import { followupHandlers } from './calls/followups-handlers';
import { callHandlers } from './calls/handlers';
import { incomingHandlers } from './calls/incoming-handlers';
import { phoneHandlers } from './calls/phone/handlers';
import { recordingHandlers } from './calls/recordings-handlers';
import { boardHandlers } from './campaigns/handlers/board';
import { campaignHandlers } from './campaigns/handlers/campaigns';
import { changeHandlers } from './exchange/handlers/exchange';
import { fileFormatHandlers } from './exchange/handlers/file-format';
import { resultHandlers } from './exchange/handlers/results';
import { codecHandlers } from './platform/handlers/codec';
import { contentChangeHandlers } from './campaigns/handlers/changes';
import { complianceHandlers } from './campaigns/handlers/compliance';
import { consentHandlers } from './customers/handlers/consents';
import { inquiryBesideHandlers } from './customers/inquiries/beside-handlers';
import { authorityHandlers } from './customers/authority-cases/handlers';
import { inquiryActHandlers } from './customers/inquiries/act-handlers';
import { complaintHandlers } from './customers/inquiries/complaint-handlers';
import { inquiryHandlers } from './customers/inquiries/handlers';
import { customerHandlers } from './customers/handlers/customers';
import { linkHandlers } from './customers/handlers/links';
import { protectionHandlers } from './customers/handlers/protections';
import { erasureHandlers } from './privacy/handlers/erasure';
import { accessLogHandlers } from './privacy/handlers/access-log';
import { exportHandlers } from './privacy/handlers/exports';
import { journeySteeringHandlers } from './journeys/handlers/steering';
import { statementHandlers } from './campaigns/handlers/statement';
import { proofHandlers } from './campaigns/handlers/proofs';
import { questionHandlers } from './campaigns/handlers/questions';
import { verificationHandlers } from './campaigns/handlers/verifications';
import { journeyHandlers } from './journeys/handlers/journeys';
import { keyHandlers } from './access/handlers/api-keys';
import { keptAnswerHandlers } from './customers/handlers/kept-answers';
import { laneHandlers } from './delivery/handlers';
import { brandHandlers } from './brand/handlers';
import { lifecycleHandlers } from './campaigns/handlers/lifecycle';
import { personalHandlers } from './privacy/handlers/personal-data';
import { planVersionHandlers } from './campaigns/handlers/plan-versions';
import { planVersionActHandlers } from './campaigns/handlers/plan-version-actions';
import { previewHandlers } from './campaigns/handlers/preview';
import { piecePageHandlers } from './print/handlers/piece-pages';
import { carrierHandlers } from './print/handlers/carrier';
import { postingHandlers } from './print/handlers/postings';
import { splitHandlers } from './print/handlers/splits';
import { printRunHandlers } from './print/handlers/runs';
import { rehearsalHandlers } from './rehearsals/handlers';
import { requestHandlers } from './access/handlers/requests';
import { bounceHandlers } from './returns/bounce-handlers';
import { returnHandlers } from './returns/handlers';
import { addressHandlers } from './returns/mail-room/address-handlers';
import { originalHandlers } from './returns/mail-room/originals-handlers';
import { researchHandlers } from './returns/mail-room/research-handlers';
import { boxHandlers } from './returns/mail-room/boxes-handlers';
import { enclosureHandlers } from './returns/mail-room/enclosures-handlers';
import { mailRoomHandlers } from './returns/mail-room/handlers';
import { batchHandlers } from './returns/batches/handlers';
import { returnPageHandlers } from './returns/page-handlers';
import { searchHandlers } from './customers/handlers/search';
import { signInHandlers } from './sign-in/handlers';
import { steeringHandlers } from './campaigns/handlers/steering';
import { systemHandlers } from './platform/handlers/system';
import { securityHeaders } from './http/headers';
import { pagesRouter } from './customer-pages/router';
import { problemHandler } from './http/problem';
import { requestLog } from './http/request-log';
import { buildRouter } from './http/router';
import { phoneWebhook } from './webhooks/phone';
import { smsWebhook } from './webhooks/sms';

/** The complete HTTP application: the API of the contract and the customer pages. Does not listen by itself. */
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
  app.use(phoneWebhook(deps));
  app.use('/codec', codecOrigin(deps));
  const handlers = {
    ...campaignHandlers,
    ...boardHandlers,
    ...lifecycleHandlers,
    ...previewHandlers,
    ...contentChangeHandlers,
    ...steeringHandlers,
    ...planVersionHandlers,
    ...planVersionActHandlers,
    ...brandHandlers,
    ...audienceHandlers,
    ...journeyHandlers,
    ...statementHandlers,
    ...verificationHandlers,
    ...proofHandlers,
    ...questionHandlers,
    ...rehearsalHandlers,
    ...journeySteeringHandlers,
    ...callHandlers,
    ...followupHandlers,
    ...incomingHandlers,
    ...phoneHandlers,
    ...recordingHandlers,
    ...answerHandlers,
    ...identityHandlers,
    ...customerHandlers,
    ...authorityHandlers,
    ...inquiryHandlers,
    ...inquiryActHandlers,
    ...inquiryBesideHandlers,
    ...complaintHandlers,
    ...linkHandlers,
    ...protectionHandlers,
    ...keptAnswerHandlers,
    ...searchHandlers,
    ...personalHandlers,
    ...erasureHandlers,
    ...exportHandlers,
    ...accessLogHandlers,
    ...consentHandlers,
    ...complianceHandlers,
    ...laneHandlers,
    ...alertHandlers,
    ...postingHandlers,
    ...splitHandlers,
    ...printRunHandlers,
    ...carrierHandlers,
    ...piecePageHandlers,
    ...requestHandlers,
    ...returnHandlers,
    ...mailRoomHandlers,
    ...enclosureHandlers,
    ...boxHandlers,
    ...addressHandlers,
    ...originalHandlers,
    ...researchHandlers,
    ...returnPageHandlers,
    ...batchHandlers,
    ...bounceHandlers,
    ...changeHandlers,
    ...fileFormatHandlers,
    ...resultHandlers,
    ...signInHandlers,
    ...accountHandlers,
    ...keyHandlers,
    ...workHandlers,
    ...decisionHandlers,
    ...peopleHandlers,
    ...codecHandlers,
    ...systemHandlers(deps),
  };
  app.use(buildRouter(contract, handlers, deps));
  app.use(consoleRouter(deps.config));
  app.use(() => {
    throw new AppError('not_found');
  });
  app.use(problemHandler(deps.log));
  return app;
}
