import { accessLogRoutes } from './privacy/contract/access-log';
import { accountRoutes } from './access/contract/accounts';
import { alertRoutes } from './platform/contract/alerts';
import { audienceRoutes } from './audience/contract';
import { answerRoutes } from './calls/answers-contract';
import { callRoutes } from './calls/contract';
import { followupRoutes } from './calls/followups-contract';
import { incomingRoutes } from './calls/incoming-contract';
import { phoneRoutes } from './calls/phone/contract';
import { recordingRoutes } from './calls/recordings-contract';
import { identityRoutes } from './calls/identity-contract';
import { boardRoutes } from './campaigns/contract/board';
import { campaignRoutes } from './campaigns/contract/campaigns';
import { clientDataRoutes } from './exchange/contract/exchange';
import { fileFormatRoutes } from './exchange/contract/file-format';
import { codecRoutes } from './platform/contract/codec';
import { contentChangeRoutes } from './campaigns/contract/changes';
import { complianceRoutes } from './campaigns/contract/compliance';
import { consentRoutes } from './customers/contract/consents';
import { authorityRoutes } from './customers/authority-cases/contract';
import { customerRoutes } from './customers/contract/customers';
import { linkRoutes } from './customers/contract/links';
import { protectionRoutes } from './customers/contract/protections';
import { decisionRoutes } from './access/contract/decisions';
import { erasureRoutes } from './privacy/contract/erasure';
import { exportRoutes } from './privacy/contract/exports';
import { inquiryBesideRoutes } from './customers/inquiries/beside-contract';
import { inquiryActRoutes } from './customers/inquiries/act-contract';
import { complaintRoutes } from './customers/inquiries/complaint-contract';
import { inquiryRoutes } from './customers/inquiries/contract';
import { journeySteeringRoutes } from './journeys/contract/steering';
import { journeyRoutes } from './journeys/contract/journeys';
import { keptAnswerRoutes } from './customers/contract/kept-answers';
import { keyRoutes } from './access/contract/api-keys';
import { laneRoutes } from './delivery/contract';
import { brandRoutes } from './brand/contract';
import { peopleRoutes } from './access/contract/people';
import { personalRoutes } from './privacy/contract/personal-data';
import { previewRoutes } from './campaigns/contract/preview';
import { planVersionRoutes } from './campaigns/contract/plan-versions';
import { piecePageRoutes } from './print/contract/piece-pages';
import { carrierRoutes } from './print/contract/carrier';
import { postingRoutes } from './print/contract/postings';
import { splitRoutes } from './print/contract/splits';
import { printRunRoutes } from './print/contract/runs';
import { proofRoutes } from './campaigns/contract/proofs';
import { questionRoutes } from './campaigns/contract/questions';
import { rehearsalRoutes } from './rehearsals/contract';
import { requestRoutes } from './access/contract/requests';
import { batchRoutes } from './returns/batches/contract';
import { bounceRoutes } from './returns/bounce-contract';
import { returnRoutes } from './returns/contract';
import { addressRoutes } from './returns/mail-room/address-contract';
import { originalRoutes } from './returns/mail-room/originals-contract';
import { researchRoutes } from './returns/mail-room/research-contract';
import { boxRoutes } from './returns/mail-room/boxes-contract';
import { enclosureRoutes } from './returns/mail-room/enclosures-contract';
import { mailRoomRoutes } from './returns/mail-room/contract';
import { returnPageRoutes } from './returns/page-contract';
import { searchRoutes } from './customers/contract/search';
import { signInRoutes } from './sign-in/contract';
import { statementRoutes } from './campaigns/contract/statement';
import { steeringRoutes } from './campaigns/contract/steering';
import { systemRoutes } from './platform/contract/system';
import { verificationRoutes } from './campaigns/contract/verifications';
import { workRoutes } from './platform/contract/work';

/** Every route of the API, by operation id. */
export const contract = {
  ...campaignRoutes,
  ...previewRoutes,
  ...boardRoutes,
  ...contentChangeRoutes,
  ...planVersionRoutes,
  ...brandRoutes,
  ...steeringRoutes,
  ...statementRoutes,
  ...verificationRoutes,
  ...proofRoutes,
  ...questionRoutes,
  ...rehearsalRoutes,
  ...audienceRoutes,
  ...journeyRoutes,
  ...journeySteeringRoutes,
  ...callRoutes,
  ...followupRoutes,
  ...incomingRoutes,
  ...phoneRoutes,
  ...recordingRoutes,
  ...answerRoutes,
  ...identityRoutes,
  ...customerRoutes,
  ...authorityRoutes,
  ...inquiryRoutes,
  ...inquiryActRoutes,
  ...inquiryBesideRoutes,
  ...complaintRoutes,
  ...linkRoutes,
  ...protectionRoutes,
  ...keptAnswerRoutes,
  ...searchRoutes,
  ...personalRoutes,
  ...erasureRoutes,
  ...exportRoutes,
  ...accessLogRoutes,
  ...consentRoutes,
  ...complianceRoutes,
  ...laneRoutes,
  ...alertRoutes,
  ...postingRoutes,
  ...splitRoutes,
  ...printRunRoutes,
  ...carrierRoutes,
  ...piecePageRoutes,
  ...requestRoutes,
  ...decisionRoutes,
  ...mailRoomRoutes,
  ...returnRoutes,
  ...enclosureRoutes,
  ...boxRoutes,
  ...addressRoutes,
  ...originalRoutes,
  ...researchRoutes,
  ...returnPageRoutes,
  ...batchRoutes,
  ...bounceRoutes,
  ...fileFormatRoutes,
  ...clientDataRoutes,
  ...signInRoutes,
  ...accountRoutes,
  ...keyRoutes,
  ...peopleRoutes,
  ...codecRoutes,
  ...systemRoutes,
  ...workRoutes,
} as const;
