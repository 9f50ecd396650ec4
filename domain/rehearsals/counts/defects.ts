import { type CampaignDoc } from '../../campaigns/campaign';
import { FORM_DEFECTS, type FormDefect, isMendedByPhone } from '../../returns/return-rules';
import { type DefectCount, type RehearsedJourney } from '../result';

/** Counts forms with a defect by what they lack. */
export class DefectCounts {
  private readonly counts = new Map<string, number>();

  add({ events }: Pick<RehearsedJourney, 'events'>): void {
    for (const { kind, why = '' } of events) {
      if (kind === 'form_defective') this.counts.set(why, (this.counts.get(why) ?? 0) + 1);
    }
  }

  /** Counts of the audience, most frequent first, each with the channel on which the plan answers it. */
  list(factor: number, doc: Pick<CampaignDoc, 'plan'>): DefectCount[] {
    return FORM_DEFECTS.map((defect): DefectCount => {
      const count = Math.round((this.counts.get(defect) ?? 0) * factor);
      return { defect, count, channel: channelFor(defect, doc) };
    })
      .filter(({ count }) => count > 0)
      .sort((a, b) => b.count - a.count);
  }
}

/** A call asks only for what a customer can say; for everything else the plan writes. */
function channelFor(defect: FormDefect, { plan: { onDefect } }: Pick<CampaignDoc, 'plan'>): DefectCount['channel'] {
  return onDefect?.first.find((channel) => channel !== 'phone' || isMendedByPhone([defect])) ?? null;
}
