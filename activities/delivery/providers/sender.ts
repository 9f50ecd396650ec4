import { type ClaimedMessage } from '../../../db/delivery/claims';
import { type ClaimedProof } from '../../../db/delivery/proofs';
import { type Vault } from '../../../db/privacy/vault';
import { type ProofPerson } from '../../../domain/delivery/proof';

/** Result of a send. Reasons are codes (`5.1.1`, `sms_21614`, `ECONNECTION`), never the provider's own words. */
export type Sent =
  | { kind: 'accepted'; ref: string }
  /**
   * Refused by the provider; `badAddress`: the recipient does not exist. `optedOut`: the recipient has asked the provider
   * to stop. `retryAfterMs`: do not retry earlier.
   */
  | {
      kind: 'refused';
      forGood: boolean;
      badAddress: boolean;
      optedOut?: boolean;
      reason: string;
      retryAfterMs?: number;
    }
  /** `begin` returned false: nothing was sent. */
  | { kind: 'not_begun' }
  /** No connection, or the provider refuses us as a sender: nothing was sent. */
  | { kind: 'unreachable'; reason: string }
  /**
   * The message began, and no reply says what became of it: perhaps sent. `unclear`: there was a reply, which is not the
   * provider's own.
   */
  | { kind: 'unknown'; unclear?: boolean };

/** How one channel composes and sends messages; the drain is the same for all channels. */
export interface LaneSender<Recipient = unknown, Outgoing = unknown> {
  /** The provider accepts each key only once, so what was perhaps sent is simply sent again. */
  repeatable: boolean;
  /** Loads what is needed to address these messages, by customer; customers without an address may be missing. */
  recipients(messages: ClaimedMessage[]): Promise<Map<number, Recipient>>;
  /** Composes one message. Undefined if there is no address. Throws notice_invalid (not retryable). */
  compose(message: ClaimedMessage, recipient: Recipient | undefined): Promise<Outgoing | undefined>;
  /**
   * Calls `begin` just before the first byte of the message is sent; if that returns false or throws, nothing is sent.
   */
  send(outgoing: Outgoing, begin: () => Promise<boolean>): Promise<Sent>;
  /** Parts that a message is charged by, where the channel has them. */
  parts?(outgoing: Outgoing): number;
  /** Whether the provider can be reached now. */
  reachable(): Promise<boolean>;
  /** Composes proofs, which leave by `send`. */
  proofs?: { vault: Vault; compose(proof: ClaimedProof, person: ProofPerson): Promise<Outgoing | undefined> };
}
