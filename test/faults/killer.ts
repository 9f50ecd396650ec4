import { sql } from 'kysely';
import { type Installation } from '../../sandbox/installation/installation';
import { numbers, pick } from './numbers';
import { type Db } from '../../db/platform/types';
import { eventually, type See } from '../support/eventually';

/** What a kill waits for: nothing, or a row of that kind that has just been committed. */
type Moment = 'now' | 'scheduled' | 'arrived' | 'handing_over' | 'booked' | 'printing' | 'posted';
type Victim = keyof typeof MOMENTS;

/** Who is killed, and right after which commits; the acknowledgement of the commit is then mostly lost. */
const MOMENTS = {
  worker: ['scheduled', 'handing_over', 'booked', 'printing', 'posted', 'now'],
  api: ['arrived', 'booked', 'now'],
  temporal: ['scheduled', 'arrived', 'booked', 'now'],
  postgres: ['scheduled', 'arrived', 'handing_over', 'booked', 'printing', 'now'],
  worker2: ['scheduled', 'handing_over', 'booked', 'printing', 'posted', 'now'],
  inbox: ['handing_over', 'now'],
  sms: ['handing_over', 'now'],
  'print-shop': ['printing', 'posted', 'now'],
  phone: ['now'],
} as const satisfies Record<string, readonly Moment[]>;

const VICTIMS = Object.keys(MOMENTS) as Victim[];

export interface PlannedKill {
  /** Share of the campaign's days after which it is due, 0 ≤ x < 1. */
  due: number;
  victim: Victim;
  moment: Moment;
}

/** The kills of a seed, by their due time. The first of each victim come before the second of any. */
export function planKills(seed: number, count: number): PlannedKill[] {
  const random = numbers(seed);
  const planned = Array.from({ length: count }, (_, at): PlannedKill => {
    const victim = at < VICTIMS.length ? VICTIMS[at]! : pick(VICTIMS, random());
    return { victim, moment: pick<Moment>(MOMENTS[victim], random()), due: random() };
  });
  return planned.sort((a, b) => a.due - b.due);
}

/** What can be seen of a moment; it has come when the figure is above 0, or above what it was. */
const WATCHED: Record<Exclude<Moment, 'now'>, { grows: boolean; of: string }> = {
  scheduled: { grows: true, of: 'select coalesce(max(id), 0) from messages' },
  arrived: { grows: true, of: 'select coalesce(max(id), 0) from arrivals' },
  booked: { grows: true, of: 'select coalesce(sum(seq), 0) from ledger_heads' },
  handing_over: { grows: false, of: "select count(*) from messages where status = 'handing_over'" },
  printing: { grows: false, of: "select count(*) from print_runs where status in ('open', 'rendered')" },
  posted: { grows: false, of: "select count(*) from print_runs where status = 'handed_over'" },
};
const POLL_MS = 3;
/** A moment that does not come is not waited for longer, ms. */
const PATIENCE_MS = 4_000;
/** What comes back at all comes back sooner, ms. */
const LONGEST_MS = 3_600_000;
/** No kill before the victim of the last one has had this long to come back, ms. */
const BREATH_MS = 700;

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

const succeeds = (work: () => Promise<void>): Promise<boolean> =>
  work().then(
    () => true,
    () => false,
  );

/** Kills with -9 as planned, and measures how long each takes to be made good. */
export class Killer {
  readonly done: PlannedKill[] = [];
  /** Real seconds from each kill until the victim was back and the installation had got on. */
  readonly recoveries: number[] = [];
  private readonly recovering: Promise<void>[] = [];
  private stopped = false;

  constructor(
    private readonly installation: Installation,
    private readonly db: Db,
    private readonly say: (line: string) => void,
  ) {}

  /** Works the plan off; `share` tells how much of the campaign's days has passed. */
  async run(plan: PlannedKill[], share: () => Promise<number>): Promise<void> {
    for (const kill of plan) {
      await this.until(
        `the day of the kill of ${kill.victim}`,
        async (see) => see(await share().catch(() => 0)) >= kill.due,
      );
      if (this.stopped) return;
      await this.untilMoment(kill.moment);
      await this.kill(kill);
      await pause(BREATH_MS);
    }
    await Promise.all(this.recovering);
  }

  /** No further kill; those that are still being made good are not waited for. */
  stop(): void {
    this.stopped = true;
  }

  private async kill(kill: PlannedKill): Promise<void> {
    await this.back(kill.victim);
    const before = await this.progress();
    const pid = this.pidOf(kill.victim);
    const at = performance.now();
    await this.strike(kill.victim);
    this.done.push(kill);
    this.say(`kill -9 ${kill.victim} (${kill.moment})`);
    this.recovering.push(this.recovery(kill.victim, { before, pid, at }));
  }

  private pidOf(victim: Victim): number | undefined {
    const { base, processes } = this.installation;
    return victim === 'postgres' || victim === 'temporal' ? base[victim].pid : processes.get(victim)!.pid;
  }

  private async strike(victim: Victim): Promise<void> {
    const { base, processes } = this.installation;
    if (victim === 'postgres') base.postgres.kill();
    else if (victim === 'temporal') base.temporal.kill();
    else await processes.get(victim)!.kill();
  }

  private async recovery(
    victim: Victim,
    killed: { before: number; pid: number | undefined; at: number },
  ): Promise<void> {
    const { before, pid, at } = killed;
    await this.until(`another process of ${victim}`, (see) => ![pid, undefined].includes(see(this.pidOf(victim))));
    await this.back(victim);
    const got = await this.until(
      `progress after the kill of ${victim}`,
      async (see) => see(await this.progress()) > before,
    );
    if (got && !this.stopped) this.recoveries.push((performance.now() - at) / 1000);
  }

  /** Resolves when the victim serves. */
  private async back(victim: Victim): Promise<void> {
    const { base, processes } = this.installation;
    if (victim !== 'postgres' && victim !== 'temporal') {
      const ready = () => processes.get(victim)!.whenReady();
      await this.until(`${victim} to serve`, () => succeeds(ready));
      return;
    }
    await this.until(`${victim} to run`, () => base[victim].running());
    await this.until('the database to answer', async () => (await this.progress()) >= 0);
  }

  /** Waits until `done`, or until the run ends; says what did not come in time, and returns false then. */
  private async until(what: string, done: (see: See) => Promise<boolean> | boolean): Promise<boolean> {
    try {
      return await eventually(what, async (see) => this.stopped || done(see), LONGEST_MS);
    } catch (error) {
      this.say((error as Error).message);
      return false;
    }
  }

  /** Grows with whatever is committed or with the clock; -1 while the database is away. */
  private async progress(): Promise<number> {
    const of = `select coalesce((select sum(seq) from ledger_heads), 0) + (select count(*) from step_results)
      + (select extract(epoch from stepped_to) from clock)`;
    return this.figure(of);
  }

  private async untilMoment(moment: Moment): Promise<void> {
    if (moment === 'now') return;
    const { grows, of } = WATCHED[moment];
    const before = grows ? await this.figure(of) : 0;
    // eslint-disable-next-line no-restricted-syntax -- what does not come is no failure; a longer pause misses it
    for (const end = performance.now() + PATIENCE_MS; performance.now() < end && !this.stopped;) {
      if ((await this.figure(of)) > before) return;
      await pause(POLL_MS);
    }
  }

  private async figure(of: string): Promise<number> {
    try {
      const { rows } = await sql.raw<Record<string, number>>(of).execute(this.db);
      return Number(Object.values(rows[0]!)[0]);
    } catch {
      return -1;
    }
  }
}
