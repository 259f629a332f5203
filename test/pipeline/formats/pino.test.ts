import { cutOff, describeFormat, isCutOff } from './format-suite.ts';

const sample = {
  level: 50,
  time: 1795428902118,
  pid: 31,
  hostname: 'cart-6f',
  name: 'cart',
  msg: 'stock lookup failed',
  err: {
    type: 'FetchError',
    message: 'ECONNREFUSED 10.2.0.9:8080',
    stack: 'FetchError: ECONNREFUSED\n    at lookup (/srv/stock.js:41:11)',
  },
};

describeFormat({
  format: 'pino',
  sample,
  reads: {
    severity: 'ERROR',
    service: 'cart',
    message: 'stock lookup failed',
    host: 'cart-6f',
    time: 1795428902118,
    exceptionType: 'FetchError',
    stack: sample.err.stack,
    fields: { pid: 31, err: { message: 'ECONNREFUSED 10.2.0.9:8080' } },
  },
  caused: {
    ...sample,
    err: {
      type: 'StockError',
      message: 'x',
      stack:
        'StockError: x\n    at lookup (/srv/stock.js:41:11)\ncaused by: TypeError: y\n    at parse (/srv/wire.js:3:1)',
    },
  },
  parts: ['StockError', 'TypeError', 'stock.js:lookup'],
  atLevel: (level: number) => ({ ...sample, level, err: undefined }),
  levels: [
    [60, 'CRITICAL'],
    [50, 'ERROR'],
    [40, 'WARN'],
    [30, 'INFO'],
    [20, 'DEBUG'],
    [10, 'DEBUG'],
    [35, 'INFO'],
    [0, 'UNKNOWN'],
  ],
  broken: cutOff(sample),
  reason: isCutOff,
});
