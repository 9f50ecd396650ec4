import { LaneHealth } from '../../activities/delivery/lane-health';
import { type LaneCounts, type LaneStops, rateVerdict, stopFigures } from '../../domain/delivery/lane-health';
import { stopText } from '../../domain/texts/alerts';

const stops: LaneStops = { errors: 0.3, bounces: 0.1, complaints: 0.003, volume: 200, windowMinutes: 1440 };

it.each<[string, Partial<LaneCounts>, Partial<LaneStops>, string | undefined]>([
  ['nothing amiss', { sent: 1000, bounced: 100, complaints: 3 }, {}, undefined],
  ['too many bounces', { sent: 1000, bounced: 101 }, {}, 'bounce_rate:101/1000:0.1'],
  ['too few sendings to say', { sent: 199, bounced: 199, complaints: 50 }, {}, undefined],
  ['too many complaints', { sent: 1000, complaints: 4 }, {}, 'complaint_rate:4/1000:0.003'],
  ['two persons who complain', { sent: 200, complaints: 2 }, {}, undefined],
  ['too many refusals', { sent: 139, refused: 61 }, {}, 'too_many_refused:61/200:0.3'],
  ['refusals where no limit is set', { sent: 1, refused: 999 }, { errors: null }, undefined],
  ['bounces where no limit is set', { sent: 1000, bounced: 900 }, { bounces: null }, undefined],
  ['complaints before bounces', { sent: 1000, bounced: 900, complaints: 9 }, {}, 'complaint_rate:9/1000:0.003'],
])('rateVerdict: %s', (_, counts, changed, reason) => {
  const zero = { sent: 0, refused: 0, bounced: 0, complaints: 0 };
  expect(rateVerdict({ ...zero, ...counts }, { ...stops, ...changed })).toBe(reason);
});

describe('the last answers', () => {
  const answers = (hard: number, fine: number): LaneHealth => {
    const health = new LaneHealth(4);
    for (let i = 0; i < fine; i++) health.answered(false);
    for (let i = 0; i < hard; i++) health.answered(true);
    return health;
  };

  it.each<[number, number, Partial<LaneStops>, string | undefined]>([
    [60, 140, {}, undefined],
    [61, 139, {}, 'too_many_refused:61/200:0.3'],
    [199, 0, {}, undefined],
    [61, 10_000, {}, 'too_many_refused:61/200:0.3'],
    [8, 2, { volume: 10 }, 'too_many_refused:8/10:0.3'],
    [200, 0, { errors: null }, undefined],
  ])('%d refused after %d taken, %o', (hard, fine, changed, reason) => {
    expect(answers(hard, fine).verdict({ ...stops, ...changed })).toBe(reason);
  });

  it('stop a lane after more than 50 failed connections in a row, and an answer ends the row', () => {
    const health = new LaneHealth(4);
    for (let i = 0; i < 50; i++) health.connectionFailed();
    expect(health.verdict(stops)).toBeUndefined();
    health.answered(false);
    for (let i = 0; i < 51; i++) health.connectionFailed();
    expect(health.verdict(stops)).toBe('provider_unreachable');
    health.reset();
    expect(health.verdict(stops)).toBeUndefined();
  });
});

it('stops a lane after a few messages in a row without a clear answer; lost connections neither count nor end the row', () => {
  const health = new LaneHealth(4);
  for (let i = 0; i < 5; i++) health.notAnswered();
  health.answered(false);
  for (let i = 0; i < 5; i++) health.notAnswered();
  health.connectionFailed();
  expect(health.verdict(stops)).toBeUndefined();
  health.notAnswered();
  expect(health.verdict(stops)).toBe('provider_unclear');
  health.reset();
  expect(health.verdict(stops)).toBeUndefined();
});

it.each([
  ['bounce_rate:25/200:0.1', '不達が多すぎます（200件中25件、12.5%、上限10%）'],
  ['complaint_rate:4/1000:0.003', '苦情が多すぎます（1000件中4件、0.4%、上限0.3%）'],
  ['provider_unreachable', '送信先に接続できません'],
  ['provider_unclear', '送信先から、連絡を受け付けたという応答がありません'],
  ['x', 'x'],
])('says %s in words', (reason, ja) => {
  expect(stopText(reason).ja).toBe(ja);
});

it('reads no figures where there are none', () => {
  expect(stopFigures('bounce_rate')).toBeUndefined();
  expect(stopFigures('other:1/2:0.1')).toBeUndefined();
});
