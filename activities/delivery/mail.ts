import { type Addressee } from '../../db/customers/addressee';
import { type LinkOwner, linkVersionsOf } from '../../db/customers/links';
import { inBatches } from '../retry-transient';
import { laneActivity, type LaneActivityDeps } from './lane-activity';
import { type LaneSender } from './providers/sender';
import { addressees, type ComposeDeps, composeMail } from '../../rendering/mail/compose';
import { composeProofMail } from '../../rendering/proof/compose';
import { type OutgoingMail } from '../../rendering/outgoing';
import { type MailProvider } from './providers/mail-provider';

export interface MailDeps extends LaneActivityDeps, ComposeDeps {
  provider: MailProvider;
}

/**
 * Sends mails through one provider. SMTP has no idempotency keys, so an interrupted send is never repeated
 * automatically.
 */
export function mailSender(deps: ComposeDeps & { provider: MailProvider }): LaneSender<Addressee, OutgoingMail> {
  const { provider } = deps;
  const versions = inBatches((owners: LinkOwner[]) => linkVersionsOf(deps.db, owners));
  return {
    repeatable: false,
    recipients: (messages) => addressees(deps, messages),
    compose: (message, addressee) => composeMail({ versions, ...deps }, message, addressee),
    send: (mail, begin) => provider.send(mail, begin),
    reachable: () => provider.reachable(),
    proofs: { vault: deps.vault, compose: (proof, person) => composeProofMail(deps, proof, person) },
  };
}

/** Mail activities for one database and one provider. */
export function createMailActivities(deps: MailDeps) {
  return {
    /** Drains a mail lane (see `laneActivity`). */
    drainMailLane: laneActivity(deps, mailSender(deps)),
  };
}

export type MailActivities = ReturnType<typeof createMailActivities>;
