import express, { type RequestHandler, Router } from 'express';
import { CampaignDocs } from '../../db/campaigns/campaigns';
import { recordReceipt, takeProofReceipt } from '../../db/delivery/sms-receipts';
import { AppError } from '../../domain/errors';
import { type AppDeps } from '../http/deps';
import { ring } from '../customer-pages/visit';
import { REPEAT_RECEIPTS } from '../../activities/delivery/providers/twilio';
import { type FormParameters, isSigned, signedForms } from './twilio-signature';

/**
 * POST /webhooks/sms?m=<message>, or ?p=<proof>: delivery receipts of the SMS provider. Mount it at the root, before any body parser.
 * Requires the account's signature (403). Answers 204 once recorded, and also for unknown messages so that they are not
 * repeated; our own failures are a 5xx, which the provider repeats.
 */
export function smsWebhook(deps: AppDeps): Router {
  const router = Router();
  const form = express.urlencoded({ extended: false, limit: '16kb', parameterLimit: 100, inflate: false });
  router.post('/webhooks/sms', form, takeReceipt(deps));
  return router;
}

function takeReceipt(deps: AppDeps): RequestHandler {
  const docs = new CampaignDocs();
  const { PUBLIC_URL, SMS_TOKEN } = deps.config;
  return async (req, res) => {
    const parameters = (req.body ?? {}) as FormParameters;
    const signature = req.get('X-Twilio-Signature') ?? '';
    const urls = signedForms(PUBLIC_URL, req.originalUrl, REPEAT_RECEIPTS);
    const signed = (token: string) => urls.some((url) => isSigned(token, { url, parameters, signature }));
    if (!SMS_TOKEN || !signed(SMS_TOKEN)) throw new AppError('forbidden');
    const text = (name: string) => (typeof parameters[name] === 'string' ? parameters[name] : '');
    const messageId = idIn(req.query.m);
    const proofId = idIn(req.query.p);
    const receipt = {
      messageId,
      sid: text('MessageSid').slice(0, 64),
      status: text('MessageStatus').toLowerCase(),
      code: /^\d{3,6}$/.test(text('ErrorCode')) ? text('ErrorCode') : null,
    };
    if (proofId > 0) {
      const result = await takeProofReceipt(deps.db, { ...receipt, proofId });
      deps.log.debug({ proof: proofId, status: receipt.status, result }, 'sms receipt');
      res.status(204).end();
      return;
    }
    const { result, arrival } = await recordReceipt(deps.db, docs, receipt);
    deps.log.debug({ message: messageId, status: receipt.status, result }, 'sms receipt');
    if (arrival) ring(deps, [arrival]);
    res.status(204).end();
  };
}

const idIn = (given: unknown): number => (/^[1-9]\d{0,14}$/.test(String(given)) ? Number(given) : 0);
