import { type Reply } from '../../api/client';

export type Board = Reply<'getBoard'>;
export type CampaignDetail = Reply<'getCampaign'>;
