import { type Logger } from 'pino';
import { CallDesk } from './call-desk';
import { ClientDataDesk } from './client-data-desk';
import { DeskClient } from './desk-client';
import { DeskRecord } from './record';
import { HoldDesk } from './hold-desk';
import { InquiryDesk } from './inquiry-desk';
import { PhoneFiguresDesk } from './phone-figures-desk';
import { ReturnDesk } from './return-desk';
import { type Keys, type OperatorsSettings, readKeys } from './settings';
import { WorkSession } from './work-session';

/** Maximum real duration of one clock call, ms; the rest is returned as owed. */
const WORK_MS = 18_000;

interface Desk {
  work(at: number): Promise<number>;
}

/** The operators with their manager and approver: they do all open work at each desk. */
export class Desks {
  private readonly record: DeskRecord;
  private readonly session: WorkSession;
  private desks: Desk[] | undefined;
  private last: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly settings: OperatorsSettings,
    private readonly log: Logger,
  ) {
    this.record = new DeskRecord(settings.dir);
    this.session = new WorkSession({ log, put: (note) => this.record.put(note) });
  }

  /** Does everything due by `at` (epoch ms); returns the number of items left. Calls are queued. */
  passTime(at: number): Promise<number> {
    const turn = this.last.then(() => this.work(at));
    this.last = turn.catch(() => undefined);
    return turn;
  }

  account(): Record<string, number> {
    return this.record.account();
  }

  close(): void {
    this.record.close();
  }

  /** The post first: it can make a call unnecessary. */
  private async work(at: number): Promise<number> {
    const keys = readKeys(this.settings.keys);
    if (!keys) return 0;
    this.desks ??= this.open(keys);
    this.session.begin(WORK_MS);
    let left = 0;
    // sequentially, so that the order of events at one instant is fixed
    for (const desk of this.desks) {
      left += await desk.work(at).catch((error: unknown) => {
        this.log.warn({ reason: error instanceof Error ? error.message : 'unknown' }, 'desk not usable now');
        return 1;
      });
    }
    return left;
  }

  private open(keys: Keys): Desk[] {
    const { apiUrl, shopUrl, phoneUrl, seed } = this.settings;
    const { session } = this;
    const [operator, operator2] = [new DeskClient(apiUrl, keys.operator), new DeskClient(apiUrl, keys.operator2)];
    const [manager, approver] = [new DeskClient(apiUrl, keys.manager), new DeskClient(apiUrl, keys.approver)];
    const people = { operator, operator2, manager };
    const returns = shopUrl ? [new ReturnDesk({ people, shop: new DeskClient(shopUrl), session, seed })] : [];
    const phone = phoneUrl ? new DeskClient(phoneUrl) : undefined;
    const calls = phone ? [new CallDesk({ operator, phone, session })] : [];
    const figures = phone ? [new PhoneFiguresDesk({ manager, phone, session })] : [];
    return [
      ...returns,
      new ClientDataDesk({ manager, approver, session }),
      new HoldDesk({ manager, session }),
      new InquiryDesk({ operator: operator2, session }),
      ...calls,
      ...figures,
    ];
  }
}
