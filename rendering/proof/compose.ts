import { CampaignDocs } from '../../db/campaigns/campaigns';
import { type ClaimedMessage } from '../../db/delivery/claims';
import { type ClaimedProof } from '../../db/delivery/proofs';
import { type CampaignDoc } from '../../domain/campaigns/campaign';
import { proofCode, type ProofPerson } from '../../domain/delivery/proof';
import { type ComposeDeps, composeMail } from '../mail/compose';
import { type OutgoingMail, type OutgoingSms } from '../outgoing';
import { composeSms, type SmsComposeDeps, statusCallback } from '../sms/compose';
import { markedAsProof, proofLinks } from './marked';

/** The mail of a proof. Undefined where the recipient has no mail address. */
export const composeProofMail = (
  deps: ComposeDeps,
  proof: ClaimedProof,
  person: ProofPerson,
): Promise<OutgoingMail | undefined> =>
  composeMail(forProof(deps, proof), asMessage(proof), asAddressee(proof, person));

/** The SMS of a proof. Undefined where the recipient has no mobile number. */
export async function composeProofSms(
  deps: SmsComposeDeps,
  proof: ClaimedProof,
  person: ProofPerson,
): Promise<OutgoingSms | undefined> {
  const sms = await composeSms(forProof(deps, proof), asMessage(proof), asAddressee(proof, person));
  return sms && { ...sms, statusCallback: statusCallback(deps.config.PUBLIC_URL, { proof: proof.proofId }) };
}

/** The notice is marked, and its links lead to no customer's page. */
const forProof = <Deps extends SmsComposeDeps>(deps: Deps, { notice }: ClaimedProof): Deps => ({
  ...deps,
  docs: new MarkedDocs(deps.docs, notice),
  links: proofLinks(deps.config.PUBLIC_URL),
});

class MarkedDocs extends CampaignDocs {
  constructor(
    private readonly plain: CampaignDocs,
    private readonly notice: string,
  ) {
    super();
  }

  override async get(...asked: Parameters<CampaignDocs['get']>): Promise<CampaignDoc> {
    return markedAsProof(await this.plain.get(...asked), this.notice);
  }
}

const asAddressee = ({ language }: ClaimedProof, person: ProofPerson) => ({
  ...person,
  kind: 'person' as const,
  language,
});

/**
 * A proof as the composers take a message. It has no customer, message or envelope: what comes back about it is recorded
 * with the proof, and changes nothing else.
 */
function asMessage(proof: ClaimedProof): ClaimedMessage {
  const { proofId, clientId, campaignId, channel, notice, version, fence, claimedAt } = proof;
  return {
    ...{ messageId: 0, journeyId: 0, customerId: 0, run: 0, epoch: 0, occurrence: 0, reply: false },
    ...{ clientId, campaignId, channel, notice, version, fence, claimedAt },
    step: `proof-${proofId}`,
    purpose: 'service_notice',
    pieceCode: proofCode(proofId),
  };
}
