import { pieceOf, startYardstick } from '../../bench/yardstick';
import { eventually } from '../support/eventually';

test('a yardstick says what a piece of its work costs, and nothing where it did none', async () => {
  const yardstick = startYardstick();
  try {
    const before = await yardstick.read();
    const after = await eventually('two pieces more', async (see) => {
      const reading = see(await yardstick.read());
      return reading.pieces >= before.pieces + 2 && reading;
    });
    expect(pieceOf(before, after)).toBeGreaterThan(0);
    expect(() => pieceOf(after, after)).toThrow('no piece of work');
  } finally {
    yardstick.stop();
  }
});
