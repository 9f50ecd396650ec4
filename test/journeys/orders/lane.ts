import { markHandingOver, recordDelivered, releaseClaims, withdraw } from '../../../db/delivery/handovers';
import { CampaignDocs } from '../../../db/campaigns/campaigns';
import { claimMessages, type ClaimedMessage } from '../../../db/delivery/claims';
import { takeOverLane } from '../../../db/delivery/lane-health';
import { type Channel } from '../../../domain/campaigns/campaign';
import { type Scenario } from './world';

const docs = new CampaignDocs();

/** A lane's drainer, played step by step: what it claims, marks, sends and records is what the real one does. */
export class Drainer {
  private constructor(
    private readonly scenario: Scenario,
    private readonly laneId: number,
    private readonly fence: number,
  ) {}

  static async of(scenario: Scenario, channel: Channel): Promise<Drainer> {
    const lane = scenario.db.selectFrom('lanes').select('id').where('client_id', '=', scenario.seeded.clientId);
    const { id } = await lane.where('channel', '=', channel).executeTakeFirstOrThrow();
    return new Drainer(scenario, id, (await takeOverLane(scenario.db, docs, id)).fence);
  }

  /** Claims what is due; what may not leave any more is withdrawn, as the drain does. */
  async claims(): Promise<ClaimedMessage[]> {
    const { messages, refused } = await claimMessages(this.scenario.db, docs, {
      laneId: this.laneId,
      fence: this.fence,
      limit: 10,
    });
    for (const { message, reason } of refused) await withdraw(this.scenario.db, message, reason);
    return messages;
  }

  /** The mark just before the provider gets it; a claim that may not be marked is given back. */
  async marks(message: ClaimedMessage): Promise<boolean> {
    const marked = await markHandingOver(this.scenario.db, message);
    if (!marked) await releaseClaims(this.scenario.db, this.laneId, [message], ['claimed']);
    return marked;
  }

  /** The provider has taken it. */
  async delivers(message: ClaimedMessage): Promise<void> {
    await recordDelivered(this.scenario.db, docs, [{ ...message, kind: 'handed_over', ref: 'ref' }]);
  }

  /** Hands over every contact of the plan that is due; resolves to the number of them. Replies stay claimed. */
  async drains(): Promise<number> {
    let sent = 0;
    for (const message of await this.claims()) {
      if (message.reply) continue;
      if (!(await this.marks(message))) continue;
      await this.delivers(message);
      sent += 1;
    }
    return sent;
  }
}
