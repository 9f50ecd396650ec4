const LIMIT_MS = 15_000;

/**
 * For processes started by superviseProcess: runs `stop` once and exits on SIGTERM or SIGINT, or when the parent is
 * gone (even by kill -9), since the IPC channel then closes. Exits after 15 s at the latest.
 */
export function exitWithParent(stop: () => Promise<void> | void): void {
  let leaving = false;
  const leave = async () => {
    if (leaving) return;
    leaving = true;
    setTimeout(() => process.exit(1), LIMIT_MS).unref();
    try {
      await stop();
      process.exit(0);
    } catch (error) {
      process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
      process.exit(1);
    }
  };
  const onEnd = () => void leave();
  process.on('SIGTERM', onEnd);
  process.on('SIGINT', onEnd);
  // the parent may have died before this line
  if (process.send) {
    if (process.connected) process.on('disconnect', onEnd);
    else onEnd();
  }
}
