import type { RawRecord, Severity } from '../../types.ts';

/** A JSON object as parsed: any value may be anything. */
export type JsonObject = { readonly [name: string]: unknown };

/** A value and the name of the field it was taken from. */
export type Taken<T> = { readonly value: T; readonly from: string };

/** What is known of a record from outside its value. */
export type Context = {
  readonly topic: string;
  /** Kafka timestamp, ms since the epoch. */
  readonly at: number;
  readonly headers: RawRecord['headers'];
  /** The object that docker, CRI, Filebeat or Fluent Bit put around the line. */
  readonly wrapper: JsonObject | undefined;
};

/** What a format makes of one event. Texts are raw: not redacted, cleaned or capped; missing ones are undefined. */
export type Draft = {
  /** What says the severity, for example `level "ERROR"`. */
  readonly why: () => string;
  readonly message: Taken<string>;
  /** Ms since the epoch. */
  readonly time: Taken<number> | undefined;
  readonly logger: Taken<string> | undefined;
  readonly host: Taken<string> | undefined;
  readonly exceptionType: Taken<string> | undefined;
  readonly stack: Taken<string> | undefined;
  /** False for a stack that only says where the line was logged (zap), true for that of an exception. */
  readonly stackIsThrown: boolean;
  readonly traceId: Taken<string> | undefined;
  /** The message before its arguments were filled in, where the record carries it. */
  readonly template: Taken<string> | undefined;
  /** What the record's writer says it should be grouped by. */
  readonly fingerprint: Taken<readonly string[]> | undefined;
  /** Everything in the record that is not taken above. */
  readonly fields: JsonObject;
};

/** One event found in a record: what counting needs at once, the rest when asked for. */
export type Sighting = {
  readonly format: string;
  readonly severity: Severity;
  /** Raw name; `createServiceNames` makes it one to show and store. */
  readonly service: Taken<string>;
  readonly draft: () => Draft;
};

/** A sighting in a line of text, which the lines that follow may belong to. */
export type LineSighting = Sighting & { readonly line: string; readonly context: Context };

/** A log format whose records are JSON objects. */
export type JsonFormat = {
  readonly name: string;
  /** True where no format before it takes such records, so that trying it first changes nothing. */
  readonly exclusive: boolean;
  /**
   * True where `matches` looks at keys and types of values only, the level stands in `level` as a word and nowhere else,
   * and the service in `service` if it is there.
   */
  readonly byShape: boolean;
  matches(record: JsonObject): boolean;
  sight(record: JsonObject, context: Context): Sighting | readonly Sighting[];
};

/** A log format whose records are plain text, of one line or of a line and what belongs to it. */
export type TextFormat = {
  readonly name: string;
  /** @returns `undefined` for a text of another format. */
  sight(text: string, context: Context): Sighting | undefined;
};
