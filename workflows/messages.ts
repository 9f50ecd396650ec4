import { defineSignal } from '@temporalio/workflow';

/**
 * Only a bell: the row in the database says what came. `seq` names an arrival of this journey, `wake` asks for a look
 * that is still outstanding. A doubled bell does nothing.
 */
export interface JourneySignal {
  seq?: number;
  turn?: number;
}

export const bellSignal = defineSignal<[JourneySignal]>('bell');

export interface JourneyInput {
  journeyId: number;
  run: number;
}

export interface CampaignInput {
  campaignId: number;
  /** How often the campaign has looked; carried over when the workflow continues as new. */
  turn: number;
}
