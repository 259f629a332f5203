/** Events in the order of their times (µs); those of one time in the order in which they were asked for. */
export function createEventClock() {
  const events: { readonly at: number; readonly happen: () => void }[] = [];
  let time = 0;
  return {
    now: () => time,
    after(us: number, happen: () => void): void {
      const at = time + us;
      const index = events.findLastIndex((event) => event.at <= at);
      events.splice(index + 1, 0, { at, happen });
    },
    run(until: number): void {
      for (let event = events.shift(); event !== undefined && event.at <= until; event = events.shift()) {
        time = event.at;
        event.happen();
      }
    },
  };
}
