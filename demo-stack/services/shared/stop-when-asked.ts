import type { Logger } from '../../instrumentation/create-logger.ts';

export type Stopping = {
  /** Aborts when the service is asked to stop, or has to. */
  readonly signal: AbortSignal;
  /** Resolves at that moment. */
  readonly asked: Promise<void>;
  /** Aborts the signal, and lets go of the parent process, which would keep this one alive. */
  end(): void;
};

/**
 * Listens for SIGTERM, SIGINT and SIGHUP, for the end of a parent that is connected over IPC, and for a bug: an error that nobody
 * caught stops the service with exit code 1, for whoever runs it to start it anew.
 */
export function stopWhenAsked(log: Logger): Stopping {
  const stopping = new AbortController();
  const asked = new Promise<void>((resolve) => {
    stopping.signal.addEventListener('abort', () => resolve(), { once: true });
  });
  const stop = () => stopping.abort();
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, stop);
  process.on('disconnect', stop);
  process.on('uncaughtException', (error) => {
    log.fatal(error, 'An error that nobody caught: the service stops');
    process.exitCode = 1;
    stop();
  });
  return {
    signal: stopping.signal,
    asked,
    end() {
      stop();
      if (process.connected) process.disconnect();
    },
  };
}
