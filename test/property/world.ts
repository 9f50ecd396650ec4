import { bandOf, callRuleOf, leaseVerdict, nextAttempt } from '../../domain/calls/call-rules';
import { attemptTiming } from '../../domain/calls/call-term';
import { localDate } from '../../domain/campaigns/calendar';
import { type Channel, type ConsentValue, type Purpose } from '../../domain/campaigns/campaign';
import { OPEN_LANE } from '../../domain/campaigns/explain/facts';
import { sendVerdict } from '../../domain/delivery/lane';
import { closingInstant } from '../../domain/journeys/outcome';
import { asksForChanges } from '../../domain/journeys/failure-rules';
import { pauseOn } from '../../domain/campaigns/pauses';
import { expectedArrival, letterVerdict } from '../../domain/print/print-run';
import { isHard } from '../../domain/returns/return-rules';
import { type Act, type How } from './plans';
import { type Message, Rows } from './rows';

const CHANNELS: Channel[] = ['mail', 'sms', 'post', 'phone'];
const UNDER_WAY = ['queued', 'claimed', 'handing_over'];

/** Everything that happens to one journey: lanes, print runs, calls, customers, desks, and time. */
export class World extends Rows {
  /** The lane of one of the messages that are due. */
  private laneOf(index: number, how: How): void {
    const due = this.messages.filter(({ status, notBefore }) => status === 'queued' && notBefore <= this.now);
    const one = due[index % Math.max(1, due.length)];
    if (one) this.lane(one.channel, how);
  }

  /** Claims and hands over what is due on a channel, each checked again. */
  lane(channel: Channel, how: How): void {
    for (const message of this.messages) {
      if (message.channel !== channel || message.status !== 'queued' || message.notBefore > this.now) continue;
      if (channel === 'phone') this.call(message, how);
      else if (channel === 'post') this.print(message, how);
      else this.send(message, how);
    }
  }

  private overtakes = (message: Message) =>
    this.messages.some(
      (one) =>
        one.id < message.id &&
        UNDER_WAY.includes(one.status) &&
        (one.run !== message.run || one.step !== message.step || one.occurrence !== message.occurrence),
    );

  private sendFacts(message: Message) {
    return {
      notBefore: message.notBefore,
      current: this.open && this.run === message.run,
      contact: this.contacts()[message.channel] ?? 'no_contact',
      refused: this.consent[message.channel]?.[message.purpose] === 'no' && !message.overridden,
      lastDispatch: this.doc.dates.lastDispatch,
      quiet: this.doc.quietHours[message.channel] ?? null,
      zone: this.doc.zone,
    };
  }

  private paused = (message: Message) => pauseOn(message, this.pauses, this.now) !== undefined;

  private send(message: Message, how: How): void {
    if (this.paused(message)) return;
    if (this.campaign !== 'running' || this.unread.length > 0 || this.hold || this.overtakes(message)) return;
    const verdict = sendVerdict(this.sendFacts(message), OPEN_LANE, this.clock());
    if (verdict.kind === 'defer') this.putOff(message, verdict.until);
    else if (verdict.kind === 'refuse') this.giveUp(message, 'withdrawn', verdict.reason);
    else if (how === 'hard' || how === 'soft')
      this.giveUp(message, 'failed', 'refused by the provider', how === 'hard');
    else if (how !== 'give_back') this.left(message, how === 'doubtful' ? 'doubtful' : 'handed_over');
  }

  private print(message: Message, how: How): void {
    if (this.paused(message)) return;
    if (this.campaign !== 'running' || this.unread.length > 0 || this.hold || this.overtakes(message)) return;
    if (this.unprintable) return;
    const { current, contact, refused } = this.sendFacts(message);
    const tooLate = this.now > this.doc.dates.lastDispatch;
    const { campaign } = this;
    const verdict = letterVerdict({ campaign, current, unread: false, held: false, contact, refused, tooLate });
    if (verdict.kind === 'take_out') this.giveUp(message, 'withdrawn', verdict.reason);
    else if (how === 'hard' || how === 'soft') this.giveUp(message, 'failed', 'glyph_missing');
    else if (how !== 'give_back' && verdict.kind === 'print') this.left(message, 'handed_over');
  }

  private call(message: Message, how: How): void {
    const rule = callRuleOf(this.doc, message.step);
    const verdict = leaseVerdict(
      {
        status: 'waiting',
        mine: true,
        leaseUntil: null,
        messageStatus: message.status,
        campaign: this.campaign,
        hold: this.hold,
        unread: this.unread.length > 0,
        overtakes: this.overtakes(message),
        paused: this.paused(message),
        breakerOpen: false,
        send: this.sendFacts(message),
      },
      OPEN_LANE,
      this.clock(),
    );
    if (verdict.kind === 'later') this.putOff(message, verdict.until);
    if (verdict.kind === 'end') this.giveUp(message, 'withdrawn', verdict.reason);
    if (verdict.kind !== 'call' || how === 'give_back') return;
    this.watcher.leaves(this, message);
    if (how === 'hard') return this.giveUp(message, 'failed', 'wrong_number', true);
    if (how === 'ok' || how === 'refused') {
      this.left(message, 'handed_over');
      return how === 'refused' ? this.refuse('phone', 'service_notice', 'no') : this.arrive(() => undefined);
    }
    message.tried.push(bandOf(verdict.at, this.doc.zone, rule.bands));
    const more = message.tried.length < rule.attempts;
    const timing = attemptTiming(this.doc, message.step, this.calendar, rule.attempts - message.tried.length);
    const next = more ? nextAttempt(verdict.at, message.tried, timing) : null;
    if (next === null) this.giveUp(message, 'failed', 'no_answer');
    else this.putOff(message, next);
  }

  private clock = () => ({ now: this.now, slotMs: this.slotMs });

  private putOff(message: Message, until: number): void {
    message.notBefore = until;
    message.at = until;
  }

  private left(message: Message, status: 'handed_over' | 'doubtful'): void {
    if (message.channel !== 'phone') this.watcher.leaves(this, message);
    message.status = status;
    message.at = this.now;
    if (asksForChanges(this.doc.plan)) message.left = this.now;
    if (message.channel === 'post')
      message.at = expectedArrival(localDate(this.now, this.doc.zone), this.doc, this.calendar);
  }

  private giveUp(message: Message, status: 'failed' | 'withdrawn', failure: string, hard = false): void {
    Object.assign(message, { status, failure });
    this.arrive(() => {
      if (hard) this.contact[message.channel] = `contact_bad:${failure}`;
    });
  }

  private refuse(channel: Channel, purpose: Purpose, value: ConsentValue): void {
    this.arrive(() => {
      this.consent[channel] = { ...this.consent[channel], [purpose]: value };
    });
  }

  /** Carries out one act. */
  do(act: Act): void {
    switch (act.act) {
      case 'sleep':
        return this.sleep(act.minutes * 60_000, act.works);
      case 'turn':
        return this.place();
      case 'lane':
        return this.laneOf(act.which, act.how);
      case 'pause':
        if (this.campaign === 'running') this.campaign = 'paused';
        return;
      case 'resume':
        if (this.campaign === 'paused') this.campaign = 'running';
        return;
      case 'stop':
        if (act.which === 0) this.campaign = 'stopped';
        return;
      case 'hold':
      case 'release':
        this.hold = act.act === 'hold' ? 'complaint' : null;
        if (act.act === 'release') this.unprintable = false;
        return this.arrive(() => undefined);
      case 'refuse':
      case 'agree':
        return this.refuse(
          act.channel === 'last' ? (this.messages.at(-1)?.channel ?? 'mail') : act.channel,
          act.offer ? 'offer' : 'service_notice',
          act.act === 'refuse' ? 'no' : 'yes',
        );
      case 'defect':
        return this.arrive(() => (this.defects += 1));
      case 'change':
        return this.newAddresses();
      case 'scope':
        return this.pauseScope(act);
      case 'unscope':
        return this.endPauses();
      case 'stopOne':
        if (act.which > 0) return;
        this.stoppedOne = true;
        return this.arrive(() => undefined);
      case 'represent':
        this.representative = CHANNELS.filter((_, n) => (act.which >> n) % 2 === 1);
        return this.arrive(() => undefined, true);
      case 'unrepresent':
        this.representative = null;
        return this.arrive(() => undefined, true);
      case 'remove': {
        const contract = this.contracts[act.which % this.contracts.length]!;
        return this.arrive(() =>
          Object.assign(contract, { removed: true, outcome: { outcome: 'excluded', reason: '' } }),
        );
      }
      case 'answer':
      case 'withdraw':
      case 'reject':
        return this.declare(act);
      case 'bounce':
      case 'undeliverable':
        return this.comeBack(act.act, act.which);
    }
  }

  private newAddresses(): void {
    const at = this.now;
    this.arrive(() => {
      Object.assign(this.contact, this.person.contact);
      if (!asksForChanges(this.doc.plan)) return;
      for (const channel of CHANNELS) if (this.contact[channel] === 'ok') this.changes.push({ channel, at });
    }, true);
  }

  private pauseScope({ channel, notice, days, extend, fall }: Act & { act: 'scope' }): void {
    this.pauses.push({
      id: ++this.ids,
      from: this.now,
      until: days === null ? null : this.now + days * 86_400_000,
      ...(channel && { channel }),
      ...(notice !== null && { notice }),
      ...(extend && { extend: true as const }),
      ...(fall && { fallThrough: true as const }),
    });
  }

  /** By a person; those who sleep are woken. */
  private endPauses(): void {
    const open = this.pauses.filter(({ until }) => until === null || until > this.now);
    for (const pause of open) pause.until = this.now;
    if (open.length > 0 && this.open) this.wakeAt = this.now;
  }

  private declare(act: Act & { choice: string }): void {
    if (!('earlier' in act)) return;
    const contract = this.contracts[act.which % this.contracts.length]!;
    const choice = act.act === 'answer' ? act.choice : ('withdrawn' as const);
    const at = act.act === 'reject' ? this.now : this.now - act.earlier * 60_000;
    const id = ++this.ids;
    this.arrive(() => contract.choices.push({ choice, at, id, refusal: act.act === 'reject' }));
  }

  private comeBack(kind: 'bounce' | 'undeliverable', index: number): void {
    const left = this.messages.filter(
      ({ status, channel }) =>
        (status === 'handed_over' || status === 'doubtful') && (channel === 'post') === (kind === 'undeliverable'),
    );
    const message = left[index % Math.max(1, left.length)];
    if (!message || message.channel === 'phone') return;
    this.arrive(() => {
      const reasons = ['moved', 'unknown', 'unclaimed', 'postage', 'other'] as const;
      const reason = kind === 'bounce' ? 'bounced' : reasons[index % reasons.length]!;
      Object.assign(message, { bounced: true, failure: reason });
      const hard = reason === 'bounced' || isHard(reason);
      if (hard && this.representative === null) this.contact[message.channel] = `contact_bad:${reason}`;
    });
  }

  /** Time passes: the journey wakes when it is due, and with `works` the lanes hand over what is. */
  sleep(ms: number, works = false): void {
    const until = this.stepped(this.now + ms);
    if (this.wakeAt !== null && this.wakeAt <= this.now) this.place();
    for (let guard = 0; guard < 2_000; guard++) {
      const queued = works ? this.messages.filter(({ status }) => status === 'queued') : [];
      const coming = [...queued.map(({ notBefore }) => notBefore), ...(this.open ? [this.wakeAt ?? Infinity] : [])];
      const next = Math.min(...coming.map((at) => this.stepped(at)).filter((at) => at > this.now));
      if (next > until) break;
      this.now = next;
      if (works) for (const channel of CHANNELS) this.lane(channel, 'ok');
      if (this.unread.length > 0 || (this.wakeAt !== null && this.wakeAt <= this.now)) this.place();
    }
    this.now = Math.max(this.now, until);
  }

  /** On a stepped clock everything happens at the end of a slot. */
  private stepped(at: number): number {
    if (this.slotMs === 0) return at;
    const origin = this.doc.dates.firstDispatch;
    return origin + Math.ceil((at - origin) / this.slotMs) * this.slotMs;
  }

  /** Lets everything go its way to the end: no customer answers, every contact arrives. */
  finish(): void {
    if (this.campaign === 'paused') this.campaign = 'running';
    this.endPauses();
    this.place();
    for (let turn = 0; this.open && turn < 400; turn++) {
      for (const channel of ['mail', 'sms', 'post', 'phone'] as const)
        this.lane(channel, turn % 5 === 4 ? 'soft' : 'ok');
      if (this.unread.length > 0) this.place();
      const queued = this.messages.filter(({ status }) => status === 'queued').map(({ notBefore }) => notBefore);
      const coming = [...queued, this.wakeAt ?? Infinity, closingInstant(this.doc) + 1].filter((at) => at > this.now);
      this.sleep(Math.min(...coming, this.now + 30 * 86_400_000) - this.now);
    }
  }
}
