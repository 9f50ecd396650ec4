/** Why the post returns a letter; the wording of its slip. */
export type ReturnReason = 'unknown' | 'moved' | 'incomplete' | 'refused';

/** One envelope of a run as its manifest lists it; pages count from 1 within the file. */
export interface Piece {
  piece: string;
  no: number;
  file: string;
  firstPage: number;
  pages: number;
  class: PostalClass;
  express: boolean;
  noForwarding: boolean;
}

export type PostalClass = 'ordinary' | 'recorded' | 'simple_registered' | 'registered';

/** A page (from 1) of an envelope that does not show what it should. */
export interface PageFault {
  page: number;
  /** `link`, `code` of a form: not readable; `foreign`: the code of another envelope. */
  what: 'link' | 'code' | 'foreign';
}

/** The installation's clock was set. */
export interface ClockSet {
  type: 'clock';
  at: string;
}

/** A run was accepted: checked and copied. */
export interface RunTaken {
  type: 'run';
  key: string;
  at: string;
  pieces: number;
  pages: number;
}

/** A run did not match its manifest; nothing was printed. */
export interface RunRefused {
  type: 'refused';
  key: string;
  at: string;
  problem: string;
}

/** What a printed envelope shows. */
export interface PieceRead {
  type: 'read';
  key: string;
  no: number;
  /** Text of the address window. */
  lines: string[];
  /** Of its letters, in the order of the pages. */
  links: string[];
  /** Pages on which the envelope's own code was read. */
  formPages: number[];
  faults: PageFault[];
}

/** What the post does with an envelope: delivers or returns it. */
export interface DeliveryOutcome {
  no: number;
  at: string;
  reason?: ReturnReason;
}

/** An acknowledgement to write at `due`; `wrong` ones have wrong totals. */
export interface PlannedAck {
  due: string;
  wrong: boolean;
}

/** All envelopes of a run were printed and posted. */
export interface RunPosted {
  type: 'posted';
  key: string;
  at: string;
  spoiled: string[];
  outcomes: DeliveryOutcome[];
  acks: PlannedAck[];
}

/** An acknowledgement was written to the folder. `again`: unplanned, because the run was handed in again. */
export interface RunAcknowledged {
  type: 'acked';
  key: string;
  at: string;
  again: boolean;
}

/** The carrier's numbers of a run were written. */
export interface RunNumbered {
  type: 'numbered';
  key: string;
}

/** The carrier's results were written for so many deliveries and items of the mailbag. */
export interface ResultsReported {
  type: 'reported';
  letters: number;
  mail: number;
}

/** A recall for a run: what was taken out, and what had been posted. */
export interface ListTaken {
  type: 'list';
  key: string;
  run: string;
  at: string;
  pulled: string[];
  tooLate: string[];
  answers: PlannedAck[];
}

/** A planned answer to a recall was written to the folder. */
export interface ListAnswered {
  type: 'answered';
  key: string;
  at: string;
}

/** An envelope was delivered. */
export interface LetterDelivered {
  type: 'letter';
  seq: number;
  key: string;
  no: number;
  at: string;
}

/** A customer posted a filled-in form. */
export interface FormPosted {
  type: 'form';
  id: number;
  piece: string;
  at: string;
  /** Hash of all its pages, so that the same form is posted once. */
  sha256: string;
  pages: number;
  dueAt: string;
  postmarkOn: string | null;
}

/** An item arrived in the desk's mailbag: a returned letter, or a form. */
export interface MailbagItem {
  type: 'mail';
  seq: number;
  at: string;
  returned?: { key: string; no: number; reason: ReturnReason };
  form?: number;
}

/** The desk took an item out of its mailbag. */
export interface MailTaken {
  type: 'taken';
  seq: number;
  at: string;
}

/** A line of the record. */
export type Entry =
  | ClockSet
  | RunTaken
  | RunRefused
  | PieceRead
  | RunPosted
  | RunAcknowledged
  | RunNumbered
  | ResultsReported
  | ListTaken
  | ListAnswered
  | LetterDelivered
  | FormPosted
  | MailbagItem
  | MailTaken;

/** A list of envelopes to take out, and the answers to it. */
export interface Recall extends Omit<ListTaken, 'type'> {
  answered: number;
}
