import { type CallReply } from './calls';
import { type Act, type Contact } from './scenario';
import { type Outcome } from './visit';

/** A message that a customer has read. Instants are epoch ms of the installation's clock. */
export interface ContactRead extends Contact {
  type: 'contact';
  /** Its number on its channel. */
  seq: number;
  /** The sender's key or the envelope's code, so that a doubled message counts once. */
  key: string;
  /** Id of the customer. */
  person: string;
  /** Path of the customer's page. */
  page?: string;
  /** Path of the page that stops such messages. */
  optOut?: string;
  /** The customer's inquiry that a mail is about. */
  inquiry?: number;
  /** The letter's form pages, counted from 1. */
  formPages?: number[];
}

/** A message for no one in the file, or without a link. */
export interface MessageIgnored {
  type: 'ignored';
  channel: Contact['channel'];
  seq: number;
}

export interface ActDone extends Outcome {
  type: 'act';
  person: string;
  act: Act;
  at: number;
}

/** A call and its course. `person` is undefined for unassigned numbers. */
export interface CallTaken {
  type: 'call';
  key: string;
  person?: string;
  at: number;
  reply: CallReply;
}

export type Entry = ContactRead | MessageIgnored | ActDone | CallTaken;
