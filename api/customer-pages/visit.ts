import { type Request, type RequestHandler, type Response } from 'express';
import { signalWorkflow } from '../../activities/outbox/signal';
import {
  type Declared,
  loadDeclared,
  loadPageCampaign,
  type PageCampaign,
  loadPageCustomer,
  type PageCustomer,
} from '../../db/customers/page';
import { type Recorded } from '../../db/journeys/arrivals';
import { keptFor } from '../../db/customers/page-authority';
import { findLink, findReplacedLink, type Link, type LinkKind } from '../../db/customers/links';
import { type Language } from '../../domain/campaigns/campaign';
import { rulesOf } from '../../domain/customers/inquiries/inquiry';
import { changeableUntil, closingInstant } from '../../domain/journeys/outcome';
import { type AppDeps } from '../http/deps';
import { inTime, limitsOf } from '../http/in-time';
import { readCookie, setCookie } from './cookies';
import { latePage, nothingPage, stoppedPage } from './closed';
import { type Fields } from './forms';
import { knownSenders } from '../../db/campaigns/known-senders';
import { layout, type PageParts } from './layout';
import { sendInvalidLink, sendReplacedLink } from './invalid';
import { isSession, encryptSession, SESSION_COOKIE, SESSION_MS } from './session';
import { changesView, chosenView, type View, VIEW_COOKIE, viewOf } from './view';

/** A request through a valid link, before the second factor. */
export interface Visit {
  deps: AppDeps;
  req: Request;
  res: Response;
  fields: Fields;
  link: Link;
  view: View;
  campaign: PageCampaign;
  /** Why an answer by this link is kept for a person, see `answerAuthority`; null: it counts. */
  obstacle: string | null;
  /** An answer of this customer in this campaign is kept and not decided yet. */
  waiting: boolean;
}

/** A visit after the second factor. */
export interface Confirmed extends Visit {
  customer: PageCustomer;
  declared: Declared;
  /** Whether every contract has a choice. */
  complete: boolean;
  /** The last instant (epoch ms) at which an answer counts. */
  cutOff: number;
  /** The deadline shown on the page; once it has passed, the end of grace. */
  until: number;
}

export type Reply = { page: PageParts; status?: number } | { to: string } | { pdf: Buffer; name: string };
export type Handler<V> = (visit: V) => Promise<Reply>;

/**
 * Resolves the link of `/:token`. Every invalid link gets the same reply, whatever the reason; only one that its customer
 * asked for again says so. Throws database_unavailable when the answer takes too long.
 */
export function visiting(deps: AppDeps, kind: LinkKind, handler: Handler<Visit>): RequestHandler<{ token: string }> {
  return async (req, res) => {
    const base = baseOf(kind, req.params.token);
    if (changesView(req as Request)) keepView(deps, req as Request, res);
    const { pageMs } = limitsOf(deps);
    await inTime(answer(deps, { req: req as Request, res, base, kind }, handler), pageMs);
  };
}

async function answer(
  deps: AppDeps,
  { req, res, base, kind }: { req: Request; res: Response; base: string; kind: LinkKind },
  handler: Handler<Visit>,
): Promise<void> {
  const token = String(req.params.token);
  const link = await findLink(deps.db, deps.vault, token, kind);
  if (!link) return sendWithoutLink(deps, { req, res, base, kind, token });
  const campaign = await loadPageCampaign(deps.db, link);
  knownSenders(deps).remember(token, { id: link.campaignId, sender: campaign.doc.sender });
  const view = viewOf(req, base, { ...campaign.doc, language: languageOf(link, campaign) });
  if (kind === 'page') view.open = 'link';
  view.asks = rulesOf(campaign.doc).web;
  const fields = (req.body ?? {}) as Fields;
  const known = kind === 'page' ? await keptFor(deps.db, link) : { obstacle: null, waiting: false };
  const reply = await handler({ deps, req, res, fields, link, view, campaign, ...known });
  if ('to' in reply) res.redirect(303, reply.to);
  else if ('pdf' in reply) res.attachment(reply.name).type('pdf').send(reply.pdf);
  else res.status(reply.status ?? 200).send(layout(view, reply.page));
}

async function sendWithoutLink(
  deps: AppDeps,
  { req, res, base, kind, token }: { req: Request; res: Response; base: string; kind: LinkKind; token: string },
): Promise<void> {
  const replaced = await findReplacedLink(deps.db, deps.vault, token);
  if (!replaced || kind !== 'page') return sendInvalidLink(deps, req, res, base);
  const campaign = await loadPageCampaign(deps.db, replaced);
  sendReplacedLink(viewOf(req, base, { ...campaign.doc, language: languageOf(replaced, campaign) }), res);
}

/** A representative's language is not known. */
const languageOf = (
  { representativeId }: Pick<Link, 'clientId' | 'representativeId'>,
  { language }: PageCampaign,
): Language => (representativeId === undefined ? language : 'ja');

export const baseOf = (kind: LinkKind, token: string): string =>
  `/${kind === 'page' ? 'm' : 's'}/${encodeURIComponent(token)}`;

/** Passes confirmed visits to `handler` and extends their session; others go to `otherwise`. */
export function confirmed(handler: Handler<Confirmed>, otherwise: Handler<Visit>): Handler<Visit> {
  return async (visit) => {
    const { deps, req, link, campaign } = visit;
    if (!isSession(deps.vault, link, readCookie(req, SESSION_COOKIE), Date.now())) return otherwise(visit);
    startSession(visit);
    visit.view.open = 'all';
    const customer = await loadPageCustomer(deps.db, deps.vault, link);
    const cutOff = closingInstant(campaign.doc);
    const declared = await loadDeclared(deps.db, link, campaign.doc);
    const complete =
      customer.contracts.length > 0 && customer.contracts.every((contract) => declared.choices.has(contract.id));
    const until = changeableUntil(campaign.doc, campaign.now);
    return handler({ ...visit, customer, declared, complete, cutOff, until });
  };
}

/** Passes on visits that can still decide something; others are shown what is possible. */
export function whileOpen(handler: Handler<Confirmed>): Handler<Confirmed> {
  return async (visit) => {
    const status = visit.req.method === 'GET' ? 200 : 409;
    if (visit.campaign.status === 'stopped') return { page: stoppedPage(visit.view), status };
    if (visit.campaign.now > visit.cutOff) return { page: latePage(visit), status };
    if (visit.customer.contracts.length === 0) return { page: nothingPage(visit.view), status };
    return handler(visit);
  };
}

/** Marks this browser as confirmed for this link for half an hour. */
export function startSession({ deps, res, link, view }: Visit): void {
  const value = encryptSession(deps.vault, link, Date.now());
  setCookie(res, { name: SESSION_COOKIE, value, path: view.base, maxAgeMs: SESSION_MS, secure: isSecure(deps) });
}

/** Whether cookies must be sent over https only. */
export const isSecure = (deps: AppDeps): boolean => deps.config.PUBLIC_URL.startsWith('https:');

/** Signals the journeys at once; the outbox repeats what is not delivered here. */
export function ring(deps: AppDeps, recorded: Recorded[]): void {
  for (const { signal } of recorded) {
    if (!signal || !deps.temporal) continue;
    signalWorkflow(deps.temporal, signal).catch(() =>
      deps.log.info({ workflowId: signal.workflowId }, 'signal left to the outbox'),
    );
  }
}

function keepView(deps: AppDeps, req: Request, res: Response): void {
  const value = chosenView(req);
  setCookie(res, { name: VIEW_COOKIE, value, path: '/', maxAgeMs: 180 * 86_400_000, secure: isSecure(deps) });
}
