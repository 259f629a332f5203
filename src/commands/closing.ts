/** Things to close, last opened first. */
export type ClosingStack = {
  defer(close: () => Promise<void> | void): void;
  /** Closes all of them; a failure to close hides no other. */
  close(): Promise<void>;
};

/** A stack with nothing to close yet. */
export function createClosing(): ClosingStack {
  const stack: (() => Promise<void> | void)[] = [];
  return {
    defer: (close) => {
      stack.push(close);
    },
    close: async () => {
      for (let close = stack.pop(); close !== undefined; close = stack.pop()) {
        await settle(close);
      }
    },
  };
}

async function settle(close: () => Promise<void> | void): Promise<void> {
  try {
    await close();
  } catch {
    // What can't be closed in order ends with the process.
  }
}
