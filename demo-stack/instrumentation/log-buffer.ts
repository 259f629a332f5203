/** A log record as it goes to Kafka. */
export type LogLine = {
  /** JSON, without a line feed. */
  readonly text: string;
  readonly isError: boolean;
  /** ms since the epoch. */
  readonly at: number;
};

/** Records that were given up for want of room. */
export type Dropped = { readonly errors: number; readonly others: number };

/** Lines that wait for Kafka. What is too much goes: the oldest of the others first, errors only after all those. */
export type LogBuffer = {
  add(line: LogLine): void;
  /** Removes and answers up to `count` lines, errors before the others, each kind oldest first. */
  take(count: number): readonly LogLine[];
  /** Gives back what could not be sent, to be taken first again. */
  putBack(lines: readonly LogLine[]): void;
  /** Number of lines. */
  size(): number;
  dropped(): Dropped;
};

/** @param maxChars - Room for the texts of all lines together, in UTF-16 units. */
export function createLogBuffer(maxChars: number): LogBuffer {
  const errors = createQueue();
  const others = createQueue();
  let dropped: Dropped = { errors: 0, others: 0 };

  const makeRoom = () => {
    while (errors.chars() + others.chars() > maxChars) {
      if (others.size() > 0) {
        others.shift();
        dropped = { ...dropped, others: dropped.others + 1 };
      } else {
        errors.shift();
        dropped = { ...dropped, errors: dropped.errors + 1 };
      }
    }
  };
  return {
    add(line) {
      (line.isError ? errors : others).push(line);
      makeRoom();
    },
    take(count) {
      const lines: LogLine[] = [];
      while (lines.length < count) {
        const line = errors.shift() ?? others.shift();
        if (line === undefined) break;
        lines.push(line);
      }
      return lines;
    },
    putBack(lines) {
      errors.unshift(lines.filter(({ isError }) => isError));
      others.unshift(lines.filter(({ isError }) => !isError));
      makeRoom();
    },
    size: () => errors.size() + others.size(),
    dropped: () => dropped,
  };
}

/** First in, first out. The place of taken lines is freed in one go now and then: shifting an array moves all of it. */
function createQueue() {
  let lines: LogLine[] = [];
  let first = 0;
  let chars = 0;
  return {
    size: () => lines.length - first,
    chars: () => chars,
    push(line: LogLine) {
      lines.push(line);
      chars += line.text.length;
    },
    shift(): LogLine | undefined {
      const line = lines[first];
      if (line === undefined) return undefined;
      first += 1;
      chars -= line.text.length;
      if (first > 1_000 && first * 2 > lines.length) {
        lines = lines.slice(first);
        first = 0;
      }
      return line;
    },
    unshift(front: readonly LogLine[]) {
      lines = [...front, ...lines.slice(first)];
      first = 0;
      for (const { text } of front) chars += text.length;
    },
  };
}
