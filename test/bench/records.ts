/** What a benchmark topic holds. Everything about a record follows from its number. */
export type RecordMix = {
  readonly records: number;
  /** Every so many records is an error: 20 makes 5 %. */
  readonly errorEvery: number;
};

const services = ['user-management', 'task-processing', 'notification'] as const;

/** Record number `i` in the Python form: about 280 bytes; half of the errors carry a stack of about 900 bytes. `time` is in ms. */
export function benchRecord(i: number, { errorEvery }: RecordMix, time = 1_795_428_902_000 + i): string {
  const service = services[i % services.length] ?? services[0];
  const isError = i % errorEvery === 0;
  const nth = Math.floor(i / errorEvery);
  return JSON.stringify({
    timestamp: new Date(time).toISOString(),
    level: isError ? (nth % 10 === 0 ? 'CRITICAL' : 'ERROR') : 'INFO',
    logger: `${service}.api`,
    message: isError
      ? `payment ${i} declined for order ${i * 7} after ${i % 5_000} ms`
      : `request ${i} served in ${i % 900} ms`,
    module: 'views',
    function: 'pay',
    line: 72,
    service,
    host: `node-${i % 8}`,
    thread: 'MainThread',
    process: 17,
    exception: isError && nth % 2 === 0 ? stackOf(nth) : null,
  });
}

function stackOf(nth: number): string {
  const frames = Array.from(
    { length: 9 },
    (_, i) =>
      `  File "/app/services/handlers_${i}.py", line ${100 + ((nth + i) % 300)}, in handle_step_${i}\n    process_payload()\n`,
  );
  return `Traceback (most recent call last):\n${frames.join('')}PaymentError: declined by bank ${nth % 40}`;
}
