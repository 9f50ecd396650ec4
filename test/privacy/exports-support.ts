import { type Api, type ApiClient } from '../support/api';

/** Lets a file with personal data leave, as two people would. */
export async function releaseExport(
  api: Api,
  own: Pick<ApiClient, 'keys'>,
  what: 'results' | 'codes' | 'statement',
  campaignId: number,
): Promise<number> {
  const body = { what, days: 30, reason: '委託元との授受' };
  const asked = await api.act(`/api/campaigns/${campaignId}/exports`, own.keys.manager.key, body).expect(201);
  const { requestId } = asked.body as { requestId: number };
  await api.act(`/api/requests/${requestId}/approve`, own.keys.approver.key, {}).expect(200);
  return requestId;
}
