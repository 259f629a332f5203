/** What a benchmark topic holds. Everything about a record follows from its number. */
export type RecordMix = {
  readonly records: number;
  /** Every so many records is an error: 20 makes 5 %. */
  readonly errorEvery: number;
  /** 3 where it is left out. */
  readonly services?: number;
  /** Problems of each service, each of which is an incident; 1 where it is left out. */
  readonly problems?: number;
};

const names = ['user-management', 'task-processing', 'notification'] as const;

/**
 * Record number `i` in the Python form: about 280 bytes; half of the errors carry a stack of about 900 bytes.
 *
 * @param time - ms since the epoch.
 */
export function benchRecord(i: number, mix: RecordMix, time = 1_795_428_902_000 + i): string {
  const { errorEvery, services = names.length, problems = 1 } = mix;
  const isError = i % errorEvery === 0;
  const nth = Math.floor(i / errorEvery);
  // The errors take turns among all services: of every 20th record only 50 of 1,000 services would have one.
  const service = serviceName((isError ? nth : i) % services);
  const what = problems === 1 ? 'payment' : `payment by ${wordOf(Math.floor(nth / services) % problems)}`;
  return JSON.stringify({
    timestamp: new Date(time).toISOString(),
    level: isError ? (nth % 10 === 0 ? 'CRITICAL' : 'ERROR') : 'INFO',
    logger: `${service}.api`,
    message: isError
      ? `${what} ${i} declined for order ${i * 7} after ${i % 5_000} ms`
      : `request ${i} served in ${i % 900} ms`,
    module: 'views',
    function: 'pay',
    line: 72,
    service,
    host: `node-${i % 8}`,
    thread: 'MainThread',
    process: 17,
    exception: isError && nth % 2 === 0 && problems === 1 ? stackOf(nth) : null,
  });
}

function serviceName(index: number): string {
  return names[index] ?? `service-${wordOf(index)}`;
}

/** A word of letters only, so that it is a name and not a number that grouping leaves out. */
function wordOf(index: number): string {
  return [...String(index)].map((digit) => 'bcdfghklmn'[Number(digit)]).join('');
}

function stackOf(nth: number): string {
  const frames = Array.from(
    { length: 9 },
    (_, i) =>
      `  File "/app/services/handlers_${i}.py", line ${100 + ((nth + i) % 300)}, in handle_step_${i}\n    process_payload()\n`,
  );
  return `Traceback (most recent call last):\n${frames.join('')}PaymentError: declined by bank ${nth % 40}`;
}
