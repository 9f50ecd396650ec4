const LIMIT_MS = 30_000;
const POLL_MS = 20;

/** Polls until `find` returns something; throws after 30 s, so that a test that fails says where. */
export async function eventually<Found>(find: () => Promise<Found | undefined>): Promise<Found> {
  for (const deadline = Date.now() + LIMIT_MS; Date.now() < deadline;) {
    const found = await find();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  throw new Error('what was waited for did not come within 30 s');
}

/** Polls until `done` says so; throws after 30 s. */
export const until = async (done: () => boolean | Promise<boolean>): Promise<void> =>
  void (await eventually(async () => (await done()) || undefined));
