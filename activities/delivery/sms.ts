import { type Addressee } from '../../db/customers/addressee';
import { type LinkOwner, linkVersionsOf } from '../../db/customers/links';
import { smsParts } from '../../domain/delivery/sms-parts';
import { inBatches } from '../retry-transient';
import { laneActivity, type LaneActivityDeps } from './lane-activity';
import { type LaneSender } from './providers/sender';
import { addressees } from '../../rendering/mail/compose';
import { composeSms, type SmsComposeDeps } from '../../rendering/sms/compose';
import { composeProofSms } from '../../rendering/proof/compose';
import { type OutgoingSms } from '../../rendering/outgoing';
import { type SmsProvider } from './providers/sms-provider';

export interface SmsDeps extends LaneActivityDeps, SmsComposeDeps {
  provider: SmsProvider;
}

/** Sends SMS through one provider; if it honours keys, an interrupted send is repeated under the same key. */
export function smsSender(deps: SmsComposeDeps & { provider: SmsProvider }): LaneSender<Addressee, OutgoingSms> {
  const { provider } = deps;
  const versions = inBatches((owners: LinkOwner[]) => linkVersionsOf(deps.db, owners));
  return {
    repeatable: provider.honoursKeys,
    recipients: (messages) => addressees(deps, messages),
    compose: (message, addressee) => composeSms({ versions, ...deps }, message, addressee),
    send: (sms, begin) => provider.send(sms, begin),
    parts: ({ body }) => smsParts(body).parts,
    reachable: () => provider.reachable(),
    proofs: { vault: deps.vault, compose: (proof, person) => composeProofSms(deps, proof, person) },
  };
}

/** SMS activities for one database and one provider. */
export function createSmsActivities(deps: SmsDeps) {
  return {
    /** Drains an SMS lane (see `laneActivity`). */
    drainSmsLane: laneActivity(deps, smsSender(deps)),
  };
}

export type SmsActivities = ReturnType<typeof createSmsActivities>;
