/** The specification's samples, as bytes on the wire, and the format each is of. */
export const samples: readonly (readonly [format: string, value: string])[] = [
  [
    'python',
    String.raw`{"timestamp":"2026-11-23T10:15:02.118Z","level":"ERROR","logger":"orders.api","message":"payment declined for order 8841","module":"views","function":"pay","line":72,"service":"order-service","host":"ord-1","thread":"MainThread","process":17,"exception":"Traceback (most recent call last):\n  File \"/app/views.py\", line 72, in pay\n    charge(o)\nPaymentError: declined"}`,
  ],
  [
    'python-json-logger',
    String.raw`{"asctime":"2026-11-23 10:15:02,118","levelname":"CRITICAL","name":"billing.jobs","message":"ledger out of balance by 12.50","service":"billing","exc_info":"Traceback (most recent call last):\n  File \"jobs.py\", line 9, in run\nAssertionError"}`,
  ],
  [
    'structlog',
    '{"event":"cache refill failed","level":"error","timestamp":"2026-11-23T10:15:02Z","logger":"catalog","key":"sku:991","exception":"TimeoutError: 3s"}',
  ],
  [
    'pino',
    String.raw`{"level":50,"time":1795428902118,"pid":31,"hostname":"cart-6f","name":"cart","msg":"stock lookup failed","err":{"type":"FetchError","message":"ECONNREFUSED 10.2.0.9:8080","stack":"FetchError: ECONNREFUSED\n    at lookup (/srv/stock.js:41:11)"}}`,
  ],
  [
    'bunyan',
    String.raw`{"name":"mailer","hostname":"m2","pid":8,"level":60,"err":{"message":"queue closed","name":"Error","stack":"Error: queue closed\n    at flush (q.js:7:3)"},"msg":"giving up","time":"2026-11-23T10:15:02.118Z","v":0}`,
  ],
  [
    'winston',
    String.raw`{"level":"error","message":"webhook rejected: 502","service":"hooks","timestamp":"2026-11-23T10:15:02.118Z","stack":"Error: 502\n    at send (hooks.ts:88:9)"}`,
  ],
  [
    'log4j2',
    '{"instant":{"epochSecond":1795428902,"nanoOfSecond":118000000},"thread":"http-4","level":"FATAL","loggerName":"com.shop.Tax","message":"no rate table","thrown":{"commonElementCount":0,"message":"null","name":"java.lang.NullPointerException","extendedStackTrace":[{"class":"com.shop.Tax","method":"rate","file":"Tax.java","line":55}]}}',
  ],
  [
    'ecs',
    String.raw`{"@timestamp":"2026-11-23T10:15:02.118Z","log.level":"ERROR","message":"index refused","service.name":"search","ecs.version":"1.2.0","log.logger":"com.shop.Index","error.type":"java.io.IOException","error.message":"disk full","error.stack_trace":"java.io.IOException: disk full\n\tat com.shop.Index.put(Index.java:31)"}`,
  ],
  [
    'logback',
    String.raw`{"@timestamp":"2026-11-23T11:15:02.118+01:00","@version":"1","message":"could not reserve seat 14C","logger_name":"com.fly.Seat","thread_name":"pool-2","level":"ERROR","level_value":40000,"app":"booking","stack_trace":"com.fly.Taken: 14C\n\tat com.fly.Seat.hold(Seat.java:20)"}`,
  ],
  [
    'zap',
    String.raw`{"level":"error","ts":1795428902.118,"logger":"gate","caller":"gate/auth.go:63","msg":"token rejected","error":"signature mismatch","stacktrace":"gate.(*Auth).Check\n\t/src/gate/auth.go:63"}`,
  ],
  [
    'slog',
    '{"time":"2026-11-23T10:15:02.118Z","level":"ERROR+4","msg":"shard lost","service":"store","shard":7,"err":"eof","source":{"function":"main.pull","file":"pull.go","line":19}}',
  ],
  [
    'zerolog',
    '{"level":"fatal","service":"quota","error":"no leader","stack":[{"func":"elect","line":"12","source":"e.go"}],"time":1795428902,"message":"cannot start"}',
  ],
  [
    'logrus',
    '{"level":"error","msg":"retry 5 of 5 failed","time":"2026-11-23T10:15:02Z","component":"sync"}',
  ],
  [
    'rust-tracing',
    '{"timestamp":"2026-11-23T10:15:02.118Z","level":"ERROR","fields":{"message":"decode failed","error":"bad tag 9"},"target":"ingest::wire"}',
  ],
  [
    'clef',
    String.raw`{"@t":"2026-11-23T10:15:02.1180000Z","@mt":"Could not ship {OrderId}","@l":"Error","OrderId":5512,"Application":"shipping","@x":"System.TimeoutException: slow\n   at Ship.Send() in Ship.cs:line 44"}`,
  ],
  [
    'monolog',
    '{"message":"card vault down","context":{"exception":{"class":"RuntimeException","message":"503","file":"/app/Vault.php:18"}},"level":500,"level_name":"CRITICAL","channel":"pay","datetime":"2026-11-23T10:15:02.118+00:00"}',
  ],
  [
    'otlp',
    String.raw`{"resourceLogs":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"geo"}}]},"scopeLogs":[{"logRecords":[{"timeUnixNano":"1795428902118000000","severityNumber":17,"severityText":"ERROR","body":{"stringValue":"tile missing"},"attributes":[{"key":"exception.type","value":{"stringValue":"KeyError"}},{"key":"exception.stacktrace","value":{"stringValue":"KeyError: 7\n  at tile.py:3"}}]}]}]}]}`,
  ],
  [
    'gelf',
    String.raw`{"version":"1.1","host":"edge-3","short_message":"upstream reset","full_message":"upstream reset\nat proxy.c:210","timestamp":1795428902.118,"level":3,"_service":"edge"}`,
  ],
  ['syslog', '<131>1 2026-11-23T10:15:02.118Z db-1 pgrouter 77 - - lost primary, holding 12 sessions'],
  [
    'journald',
    '{"__REALTIME_TIMESTAMP":"1795428902118000","PRIORITY":"2","MESSAGE":"raid degraded","SYSLOG_IDENTIFIER":"mdwatch"}',
  ],
  [
    'pino',
    String.raw`{"log":"{\"level\":50,\"time\":1795428902118,\"msg\":\"boom\"}\n","stream":"stderr","time":"2026-11-23T10:15:02.120Z"}`,
  ],
  ['logfmt', '2026-11-23T10:15:02.120Z stderr F level=error msg="boom"'],
  [
    'gcp',
    '{"severity":"CRITICAL","time":"2026-11-23T10:15:02Z","message":"quota gone","serviceContext":{"service":"maps"}}',
  ],
  ['logfmt', 'ts=2026-11-23T10:15:02Z level=error service=rates msg="feed stale" err="no tick for 45s"'],
  ['text', '2026-11-23 10:15:02,118 - auth - ERROR - login storm from 10.1.1.7'],
  ['text', '2026-11-23T10:15:02.118Z ERROR 1 --- [nio-8080-exec-3] c.s.Checkout : total is negative'],
  ['text', 'E1123 10:15:02.118000 12 lease.go:88] lease expired'],
];
