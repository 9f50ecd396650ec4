import { brandOf } from '../../domain/brand/brand';
import { type CampaignDoc, type Language } from '../../domain/campaigns/campaign';
import { type EnvelopeProfile } from '../../domain/print/envelope-profile';
import { type ProofSheet } from '../authority';
import { type Picture, type Sheet } from './sheet';

/** A notice rendered for one customer, in one language. */
export interface Written {
  language: Language;
  subject: string;
  body: string;
}

/** Everything printed for one envelope. Personal: exists only while a run is rendered. */
export interface PieceContent {
  code: string;
  /** Of the print shop that prints it. */
  profile: EnvelopeProfile;
  /** Class and options of the envelope, as printed beside the address; none for ordinary mail. */
  mark?: string;
  addressee: {
    name: string;
    kind: 'person' | 'company';
    /** Of the form. A letter may be in Japanese where its notice has no text in this language. */
    language: Language;
    postalCode?: string;
    address?: string;
    /** In large type, as the customer asked for (大活字). */
    largePrint?: true;
    representative?: { relation: string; for: string; forKind: 'person' | 'company' };
  };
  /** ISO day of the print run, the letter's date. */
  day: string;
  /** In the order in which they go into the envelope; at least one. */
  letters: {
    written: Written;
    link: string;
    doc: CampaignDoc;
    /** Of the client, for paper. */
    logo?: Picture;
    /** Asks for an answer, by the form or on the page; a reply that asks for nothing does not. */
    asks: boolean;
    /** It asks who acts for the customer for documents: no page, but a sheet that comes back with them. */
    proof?: ProofSheet;
  }[];
  contracts: { number: string; product: string | null; doc: CampaignDoc }[];
}

/** Draws one page of a piece, given its number. */
export type Draw = (sheet: Sheet, page: { no: number; of: number }) => void;

/** The logo that contents were approved with, as their letters draw it. */
export function pictureOf(doc: CampaignDoc, png: Uint8Array): Picture {
  const { width, height } = brandOf(doc).logo ?? { width: 1, height: 1 };
  return { bytes: Buffer.isBuffer(png) ? png : Buffer.from(png), width, height };
}
