/** Gives the terminal back at once; `resume` takes it again. */
export type Suspend = () => Promise<{ resume(): Promise<void> }>;

export type JobControl = {
  /** Gives the terminal back and stops this process and its group, as Ctrl-Z does in a program without raw mode. */
  stop(): void;
  /** Listens to no signal any more. */
  close(): void;
};

/**
 * Gives the terminal back whole before the process is stopped (Ctrl-Z, SIGTSTP), and takes it again after `fg` (SIGCONT).
 *
 * The group is signalled and not this process alone, so that npm or a shell script around the monitor stops with it and
 * the user's shell comes back.
 * @param suspend - Not there until the screen is up; signals before that only stop.
 */
export function createJobControl(suspend: () => Suspend | undefined): JobControl {
  let suspension: ReturnType<Suspend> | undefined;

  const onStop = (): void => {
    suspension ??= suspend()?.();
    // SIGTSTP has a handler now and stops nothing by itself; SIGSTOP can't be handled.
    process.kill(process.pid, 'SIGSTOP');
  };
  const onContinue = (): void => {
    // Of a window that was resized meanwhile only the shell was told: this makes Node look at its size again.
    process.kill(process.pid, 'SIGWINCH');
    // A process stopped by SIGSTOP gave nothing back: handing over and taking again draws everything anew.
    const current = suspension ?? suspend()?.();
    suspension = undefined;
    void current?.then((held) => held.resume());
  };
  process.on('SIGTSTP', onStop);
  process.on('SIGCONT', onContinue);

  return {
    stop: () => {
      process.kill(0, 'SIGTSTP');
    },
    close() {
      process.off('SIGTSTP', onStop);
      process.off('SIGCONT', onContinue);
    },
  };
}
