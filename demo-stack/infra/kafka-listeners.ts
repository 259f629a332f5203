/** A further way into a Kafka server, beside the plain one that it always has. */
export type KafkaListener = {
  /** In capitals; part of the names of its settings. */
  readonly name: string;
  readonly protocol: 'SSL' | 'SASL_SSL' | 'SASL_PLAINTEXT';
  /** On 127.0.0.1. */
  readonly port: number;
  /** The broker's settings for this listener, without their prefix. */
  readonly settings: { readonly [name: string]: string };
};

export type ScramUser = {
  readonly mechanism: 'SCRAM-SHA-256' | 'SCRAM-SHA-512';
  readonly name: string;
  readonly password: string;
};

export type KafkaDoors = {
  readonly listeners: readonly KafkaListener[];
  readonly scramUsers: readonly ScramUser[];
};

/** Settings of the broker for its listeners: `plain` and the others. */
export function listenerSettings(
  plain: { readonly port: number; readonly controllerPort: number },
  listeners: readonly KafkaListener[],
): { readonly [name: string]: string } {
  const open = [
    `PLAINTEXT://127.0.0.1:${plain.port}`,
    ...listeners.map(({ name, port }) => `${name}://127.0.0.1:${port}`),
  ];
  const protocols = [
    'PLAINTEXT:PLAINTEXT',
    'CONTROLLER:PLAINTEXT',
    ...listeners.map(({ name, protocol }) => `${name}:${protocol}`),
  ];
  const own = listeners.flatMap(({ name, settings }) =>
    Object.entries(settings).map(([key, value]) => [`listener.name.${name.toLowerCase()}.${key}`, value]),
  );
  return {
    listeners: [...open, `CONTROLLER://127.0.0.1:${plain.controllerPort}`].join(','),
    'advertised.listeners': open.join(','),
    'listener.security.protocol.map': protocols.join(','),
    'controller.listener.names': 'CONTROLLER',
    'inter.broker.listener.name': 'PLAINTEXT',
    ...Object.fromEntries(own),
  };
}
