import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { contract } from '../../api/contract';
import { administratorHeaders } from '../access/sign-in-fixture';
import { PROFILES } from '../../domain/print/envelope-profile';
import { accessRule, RIGHTS } from '../../domain/access/access';
import { rolesOf, type RouteContract } from '../../api/http/route';
import { type Api, type ApiClient, openApi, ROLES } from '../support/api';

let api: Api;
let own: ApiClient;
let other: ApiClient;
let administrator: Record<string, string>;
beforeAll(async () => {
  api = await openApi();
  own = await api.client({ rights: RIGHTS }); // so that the role alone decides
  other = await api.client({ status: 'running' });
  administrator = await administratorHeaders(api);
  await api.t.db
    .insertInto('journeys')
    .values({ client_id: other.clientId, campaign_id: other.campaignId, customer_id: other.customers[0]!.id })
    .execute();
});
afterAll(() => api.t.close());

const routes = Object.entries<RouteContract>(contract);
const guarded = routes.filter(([, route]) => route.action !== 'public');
const cells = guarded.flatMap(([name, route]) => ROLES.map((role) => [name, role, route] as const));

/**
 * The route with ids filled in; without key, version or contents, so that nothing happens. An administrator's key stands
 * for their session where a key is refused.
 */
function call(route: RouteContract, key?: string, ids = { id: 999_999, contractId: 999_999 }) {
  const path = route.path.replace(/\{(\w+)\}/g, (_, name) => String(name === 'contractId' ? ids.contractId : ids.id));
  const fresh = accessRule(route.action)?.freshCode && key === own.keys.administrator.key;
  return fresh ? api.send(route.method, path).set(administrator) : api.send(route.method, path, key);
}

it.each(cells)('%s by %s: allowed or refused as the contract says', async (_name, role, route) => {
  const response = await call(route, own.keys[role].key);
  const allowed = rolesOf(route).includes(role);
  expect(response.status === 403).toBe(!allowed);
  if (!allowed) expect(response.body).toMatchObject({ code: 'forbidden', params: { role } });
});

it.each(guarded)('%s without a key is refused', async (_name, route) => {
  const response = await call(route);
  expect(response.body.code).toMatch(/^(unauthenticated|rate_limited)$/);
});

const sendBack = JSON.stringify({ contentHash: 'a'.repeat(64), comment: '要修正' });
const fits: Record<string, { type?: string; body?: string }> = {
  editCampaign: { type: 'application/yaml', body: 'name: x' },
  createPlanVersion: { type: 'application/yaml', body: 'name: x' },
  previewNotice: { type: 'application/json', body: '{"notice":"notice"}' },
  explainCampaign: { type: 'application/json', body: '{}' },
  previewPlanVersion: { type: 'application/json', body: '{"rule":{"default":"migrate"}}' },
  submitPlanVersion: { type: 'application/json', body: '{"rule":{"default":"migrate"}}' },
  approvePlanVersion: { type: 'application/json', body: JSON.stringify({ contentHash: 'a'.repeat(64) }) },
  discardPlanVersion: { type: 'application/json', body: '{"reason":"x"}' },
  putAudience: { type: 'text/csv', body: 'a,b' },
  sendBackCampaign: { type: 'application/json', body: sendBack },
  sendBackPlanVersion: { type: 'application/json', body: sendBack },
  approveCampaign: { type: 'application/json', body: JSON.stringify({ contentHash: 'a'.repeat(64) }) },
  pauseCampaign: { type: 'application/json', body: '{"reason":"x"}' },
  resumeCampaign: { type: 'application/json', body: '{"reason":"x"}' },
  stopCampaign: { type: 'application/json', body: '{"reason":"x"}' },
  previewPause: { type: 'application/json', body: '{"scope":{}}' },
  openPause: { type: 'application/json', body: '{"scope":{},"extendWaits":true,"reason":"x"}' },
  giveGo: { type: 'application/json', body: '{"reason":"x"}' },
  endPause: { type: 'application/json', body: '{"reason":"x"}' },
  askBack: { type: 'application/json', body: '{"reason":"x"}' },
  bookPosting: {
    type: 'application/json',
    body: '{"office":"x","postedOn":"2027-02-01","lines":[{"class":"ordinary","express":false,"noForwarding":false,"pieces":1}]}',
  },
  splitEnvelope: { type: 'application/json', body: '{"reason":"x"}' },
  withdrawPosting: { type: 'application/json', body: '{"reason":"x"}' },
  pauseJourney: { type: 'application/json', body: '{"extendWaits":true,"reason":"x"}' },
  resumeJourney: { type: 'application/json', body: '{"reason":"x"}' },
  stopJourney: { type: 'application/json', body: '{"reason":"x"}' },
  proposeCorrection: { type: 'application/json', body: '{"contractId":1,"outcome":"lapsed","reason":"x"}' },
  approveRequest: { type: 'application/json', body: '{}' },
  refuseRequest: { type: 'application/json', body: '{"comment":"x"}' },
  askCorrections: {
    type: 'application/json',
    body: '{"items":[{"journeyId":1,"contractId":1,"outcome":"lapsed"}],"reason":"x"}',
  },
  decideBounce: { type: 'application/json', body: '{"verdict":"no_bounce"}' },
  enterReturn: { type: 'application/json', body: '{"choices":{},"writtenOn":null,"signed":true}' },
  withdrawReturn: { type: 'application/json', body: '{"reason":"wrong_envelope"}' },
  countIntake: { type: 'application/json', body: '{"envelopes":1}' },
  noteEnclosure: { type: 'application/json', body: '{"what":"money"}' },
  maskEnclosure: { type: 'application/json', body: '{"what":"none_found"}' },
  endEnclosure: { type: 'application/json', body: '{"ending":"to_client"}' },
  notifyOfMask: { type: 'application/json', body: '{"as":"phone"}' },
  deliverEnclosure: { type: 'application/json', body: '{"on":"2027-01-05"}' },
  proposeAddress: { type: 'application/json', body: '{"postalCode":"105-0022","address":"x"}' },
  putOriginal: { type: 'application/json', body: '{"code":"7K2M9QX4TB1C"}' },
  recordResearch: {
    type: 'application/json',
    body: '{"ways":["phone"],"found":"nothing","next":"end"}',
  },
  endBox: { type: 'application/json', body: '{"endedAs":"to_client","certificate":"R-2027-1"}' },
  endSetAside: { type: 'application/json', body: '{"handedTo":"post"}' },
  bookScannedPages: { type: 'application/json', body: '{"code":"7K2M9QX4TB1C","pages":[1]}' },
  attachScannedPages: { type: 'application/json', body: '{"receipt":"R-1","pages":[1]}' },
  nameScanIntake: { type: 'application/json', body: '{"intake":1}' },
  disposeScannedPages: { type: 'application/json', body: '{"pages":[1],"because":"not_ours"}' },
  decideRemark: { type: 'application/json', body: '{"decision":"as_ticked","reason":"x"}' },
  openProtection: { type: 'application/json', body: '{"source":"x"}' },
  askLift: { type: 'application/json', body: '{"reason":"x"}' },
  applyChanges: { type: 'application/json', body: JSON.stringify({ totalsHash: 'a'.repeat(64) }) },
  acknowledgeResults: { type: 'application/json', body: '{"accepted":0,"controlTotal":0,"rejected":[]}' },
  bookAnswer: {
    type: 'application/json',
    body: '{"campaignId":1,"identity":[{"item":"birthDate","said":"1970-01-02"},{"item":"nameKana","said":"x"}],"takeBack":[1]}',
  },
  checkIdentity: {
    type: 'application/json',
    body: '{"campaignId":1,"identity":[{"item":"birthDate","said":"1970-01-02"},{"item":"nameKana","said":"x"}]}',
  },
  takeIncomingCall: { type: 'application/json', body: '{"number":"0312345678"}' },
  sendNewLink: {
    type: 'application/json',
    body: '{"campaignId":1,"identity":[{"item":"birthDate","said":"1970-01-02"},{"item":"nameKana","said":"x"}],"reason":"x"}',
  },
  giveBackCallTask: { type: 'application/json', body: '{"why":"break"}' },
  reportCall: { type: 'application/json', body: '{"result":"busy"}' },
  openAuthorityCase: { type: 'application/json', body: '{"kind":"heir","reportedBy":"phone"}' },
  setAuthorityPerson: { type: 'application/json', body: '{"person":{"name":"x"}}' },
  askForProof: { type: 'application/json', body: '{}' },
  receiveProof: { type: 'application/json', body: '{"receivedOn":"2027-03-01"}' },
  checkProof: {
    type: 'application/json',
    body: '{"seen":[{"document":"identity","finding":"good","issuedOn":null}]}',
  },
  decideProof: { type: 'application/json', body: '{"seen":[],"decision":{"accept":true,"mayDecide":true}}' },
  closeAuthorityCase: { type: 'application/json', body: '{"reason":"mistaken"}' },
  openHold: { type: 'application/json', body: '{"reason":"vip","source":"x","reviewOn":"2027-03-01"}' },
  classifyInquiry: { type: 'application/json', body: '{"reason":"other.other"}' },
  takeInquiry: { type: 'application/json', body: '{}' },
  assignInquiry: { type: 'application/json', body: '{"customerId":1}' },
  noteInquiry: { type: 'application/json', body: '{"text":"x"}' },
  answerInquiry: { type: 'application/json', body: '{"faq":"x"}' },
  releaseInquiryAnswer: { type: 'application/json', body: '{}' },
  declareInquiry: { type: 'application/json', body: '{"receipt":"AAAA-AAAA"}' },
  handOverInquiry: { type: 'application/json', body: '{"to":"client","subject":"x","text":"x"}' },
  returnInquiry: { type: 'application/json', body: '{}' },
  closeInquiry: { type: 'application/json', body: '{"as":"answered"}' },
  reopenInquiry: { type: 'application/json', body: '{}' },
  holdForInquiry: { type: 'application/json', body: '{"reason":"lawyer","reviewOn":"2027-03-01"}' },
  optOutForInquiry: { type: 'application/json', body: '{"channel":"phone"}' },
  proposeInquiryAddress: { type: 'application/json', body: '{"postalCode":"105-0022","address":"x"}' },
  acknowledgeComplaint: { type: 'application/json', body: '{}' },
  recordComplaint: { type: 'application/json', body: '{"class":"desk"}' },
  notifyOfComplaint: { type: 'application/json', body: '{}' },
  completeComplaint: { type: 'application/json', body: '{"response":"x","prevention":"x"}' },
  discardKeptAnswer: { type: 'application/json', body: '{"reason":"x"}' },
  releaseHold: { type: 'application/json', body: '{}' },
  setCustomerLanguage: { type: 'application/json', body: '{"language":"en"}' },
  optOut: { type: 'application/json', body: '{"channel":"sms","purpose":"offer","source":"x"}' },
  reviewHold: { type: 'application/json', body: '{"reviewOn":"2027-03-01","note":"x"}' },
  recordConsent: {
    type: 'application/json',
    body: '{"channel":"sms","purpose":"offer","value":true,"source":"x","evidence":"x"}',
  },
  askOverride: {
    type: 'application/json',
    body: '{"customerId":1,"channel":"mail","reason":"x","evidence":"x"}',
  },
  decideOverride: { type: 'application/json', body: '{"confirm":true}' },
  withdrawOverride: { type: 'application/json', body: '{"reason":"x"}' },
  addRepresentative: {
    type: 'application/json',
    body: '{"relation":"agent","name":"x","phone":"0312345678","evidence":"x","validFrom":"2027-01-01"}',
  },
  setLane: {
    type: 'application/json',
    body: '{"ratePerMinute":1,"burst":1,"opens":"09:00","closes":"19:00","dailyCapacity":null}',
  },
  setLaneEnvelope: { type: 'application/json', body: JSON.stringify(PROFILES.long3) },
  setLaneShare: { type: 'application/json', body: '{"weight":2}' },
  sendProofs: { type: 'application/json', body: '{"notices":["notice"]}' },
  addProofRecipient: { type: 'application/json', body: '{"name":"x","mail":"x@agency.example"}' },
  askQuestion: { type: 'application/json', body: '{"subject":"x","text":"x","dueOn":"2027-02-01"}' },
  answerQuestion: { type: 'application/json', body: '{"text":"x"}' },
  withdrawQuestion: { type: 'application/json', body: '{"reason":"x"}' },
  askVerification: { type: 'application/json', body: '{}' },
  signStatement: { type: 'application/json', body: JSON.stringify({ hash: 'a'.repeat(64) }) },
  resetAccount: { type: 'application/json', body: '{"reason":"other"}' },
  closeAccount: { type: 'application/json', body: '{"reason":"left"}' },
  addGrant: { type: 'application/json', body: '{"clientId":1,"role":"auditor"}' },
  decideHeld: { type: 'application/json', body: '{"decision":"exclude","reason":"x"}' },
  askErasure: { type: 'application/json', body: '{"basis":"wrong_data","reason":"x"}' },
  askExport: { type: 'application/json', body: '{"what":"codes","days":1,"reason":"x"}' },
  readRecordings: { type: 'application/json', body: '{"purpose":"inquiry","reference":"x"}' },
  readPersonalData: {
    type: 'application/json',
    body: '{"purpose":"inquiry","reference":"x","fields":["name"]}',
  },
};

it.each(guarded.filter(([, route]) => route.params))("%s does not know another client's id", async (name, route) => {
  const role = rolesOf(route)[0]!;
  const journeys = await api.t.db.selectFrom('journeys').select('id').execute();
  const id = name === 'getJourney' ? journeys[0]!.id : other.campaignId;
  const ids = { id, contractId: other.customers[0]!.contracts[0]! };
  const sent = call(route, own.keys[role].key, ids).set('Idempotency-Key', `other-${name}`).set('If-Match', '"1"');
  const { type, body } = fits[name] ?? {};
  if (name === 'compareRehearsals') sent.query({ with: 1 });
  const response = await (type ? sent.set('Content-Type', type).send(body) : sent);
  expect([response.status, response.body.code]).toEqual([404, 'not_found']);
});

it('serves a valid OpenAPI 3.1 document that names every route', async () => {
  const { body } = await api.send('get', '/api/openapi.json').expect(200);
  const listed = Object.entries<object>(body.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method} ${path}`),
  );
  expect(listed.sort()).toEqual(routes.map(([, route]) => `${route.method} ${route.path}`).sort());
  expect(await validate(body)).toEqual({ valid: true, version: '3.1' });
});

/** The validator is an ES module and jest's loader is not: it runs beside. */
async function validate(document: object): Promise<unknown> {
  const dir = await mkdtemp(join(tmpdir(), 'openapi-'));
  try {
    await writeFile(join(dir, 'openapi.json'), JSON.stringify(document));
    const program = `
      import { Validator } from '@seriousme/openapi-schema-validator';
      const validator = new Validator();
      const { valid, errors } = await validator.validate(process.argv[1]);
      process.stdout.write(JSON.stringify({ valid, version: validator.version, errors }));`;
    const args = ['--input-type=module', '-e', program, join(dir, 'openapi.json')];
    const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: join(__dirname, '..', '..') });
    return JSON.parse(stdout);
  } finally {
    await rm(dir, { recursive: true });
  }
}
