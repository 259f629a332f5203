import type { Random } from './random.ts';

/** A fault whose errors carry a stack: what varies are lines, addresses, values, and what libraries are in between. */
export type StackTemplate = {
  readonly label: string;
  readonly language: string;
  readonly stack: (random: Random) => string;
};

/** Faults by the place in the code that throws. */
export const stackTemplates: readonly StackTemplate[] = [
  of('python', 'charge', (r) =>
    python(r, ['api:post', 'billing:pay', 'billing:charge'], `PaymentError: order ${r.number(1, 999)}`),
  ),
  of('python', 'refund', (r) =>
    python(r, ['api:post', 'billing:refund'], `PaymentError: order ${r.number(1, 999)}`),
  ),
  of('python', 'recursion', (r) => {
    const depth = Array.from({ length: r.number(3, 12) }, () => 'tree:visit');
    return python(r, ['api:get', ...depth], 'RecursionError: maximum recursion depth exceeded');
  }),
  of('python', 'caused', (r) =>
    [
      python(r, ['db:connect'], `OSError: [Errno 111] ${r.ip()} refused`),
      'The above exception was the direct cause of the following exception:',
      python(r, ['api:get', 'db:query'], `DatabaseError: cannot reach ${r.ip()}`),
    ].join('\n\n'),
  ),
  of('java', 'tax', (r) =>
    java(r, 'java.lang.NullPointerException', ['com.shop.Tax.rate', 'com.shop.Cart.total']),
  ),
  of('java', 'seat', (r) =>
    java(r, `com.fly.Taken: ${r.number(1, 40)}C`, [
      'com.fly.Seat.hold',
      `com.fly.Plan.lambda$book$${r.number(0, 9)}`,
    ]),
  ),
  of('java', 'wrapped timeout', (r) =>
    [
      java(r, `com.shop.StoreException: order ${r.number(1, 99)}`, [
        'com.shop.Store.save',
        'com.shop.Cart.order',
      ]),
      `Caused by: java.net.SocketTimeoutException: ${r.number(1, 99)} ms`,
      '\tat java.base/java.net.Socket.read(Socket.java:71)',
      `\t... ${r.number(3, 30)} more`,
    ].join('\n'),
  ),
  of('java', 'wrapped refusal', (r) =>
    [
      java(r, `com.shop.StoreException: order ${r.number(1, 99)}`, [
        'com.shop.Store.save',
        'com.shop.Cart.order',
      ]),
      'Caused by: java.net.ConnectException: Connection refused',
      '\tat java.base/java.net.Socket.connect(Socket.java:633)',
      `\t... ${r.number(3, 30)} more`,
    ].join('\n'),
  ),
  of('node', 'stock', (r) =>
    node(r, `TypeError: Cannot read properties of undefined (reading '${r.word()}')`, [
      'lookup stock.js',
      'Cart.add cart.js',
    ]),
  ),
  of('node', 'render', (r) =>
    node(r, `RangeError: Invalid array length ${r.number(1, 9)}`, [
      `render main.${r.hex(8)}1.js`,
      'async Page.show page.js',
    ]),
  ),
  of(
    'node',
    'caused',
    (r) =>
      `${node(r, `Error: job ${r.number(1, 99)} failed`, ['run jobs.js'])}\n    [cause]: ValidationError: ${r.word()}\n        at check (/srv/rules.js:${r.number(1, 99)}:1)`,
  ),
  of('go', 'index', (r) =>
    go(r, `panic: runtime error: index out of range [${r.number(3, 9)}] with length 3`, [
      'main.process',
      'main.main',
    ]),
  ),
  of('go', 'nil map', (r) =>
    go(r, 'panic: assignment to entry in nil map', [
      'github.com/acme/shop/cart.(*Cart).Add',
      `github.com/acme/shop/cart.Serve.func${r.number(1, 9)}`,
    ]),
  ),
  of('rust', 'unwrap', (r) =>
    rust(r, `called \`Option::unwrap()\` on a \`None\` value`, ['app::store::load', 'app::main']),
  ),
  of('rust', 'bounds', (r) =>
    rust(r, `index out of bounds: the len is ${r.number(1, 9)} but the index is 9`, [
      'app::wire::decode',
      'app::main',
    ]),
  ),
  of('dotnet', 'ship', (r) =>
    dotnet(r, `System.InvalidOperationException: parcel ${r.number(1, 999)}`, [
      `Shop.Orders.<ShipAsync>d__${r.number(1, 9)}.MoveNext()`,
      'Shop.Api.Post(Order order)',
    ]),
  ),
  of(
    'dotnet',
    'inner',
    (r) =>
      `Shop.StoreException: ${r.word()}\n ---> System.IO.IOException: disk ${r.number(1, 9)}\n   at Shop.Disk.Write(Byte[] data) in /src/Disk.cs:line ${r.number(1, 99)}\n   --- End of inner exception stack trace ---\n   at Shop.Store.Save(Order order) in /src/Store.cs:line ${r.number(1, 99)}`,
  ),
  of('php', 'vault', (r) =>
    php(r, `RuntimeException: ${r.number(500, 504)}`, 'Vault.php', ['App\\Vault->open', 'App\\Pay->take']),
  ),
  of('php', 'mail', (r) =>
    php(r, `App\\MailError: ${r.word()}`, 'Mail.php', ['App\\Mail->send', 'App\\Shop->order']),
  ),
  of('ruby', 'charge', (r) => ruby(r, `${r.word()} declined (PaymentError)`, ['charge', 'block in run'])),
  of('ruby', 'nil', (r) => ruby(r, "undefined method `name' for nil (NoMethodError)", ['title', 'show'])),
];

function python(r: Random, calls: readonly string[], last: string): string {
  const library =
    '  File "/usr/lib/python3.12/site-packages/flask/app.py", line 1511, in wsgi_app\n    response = self.full_dispatch()';
  const frames = calls.map((call) => {
    const [module, name] = call.split(':');
    return `  File "/srv/${module}.py", line ${r.number(1, 400)}, in ${name}\n    ${name}(request)`;
  });
  return ['Traceback (most recent call last):', ...repeat(library, r.number(0, 3)), ...frames, last].join(
    '\n',
  );
}

function java(r: Random, heading: string, calls: readonly string[]): string {
  const frames = calls.map((call) => `\tat ${call}(${call.split('.').at(-2)}.java:${r.number(1, 400)})`);
  const proxies = [
    `\tat com.shop.Cart$$SpringCGLIB$$${r.number(0, 3)}.order(<generated>)`,
    `\tat jdk.internal.reflect.GeneratedMethodAccessor${r.number(1, 99)}.invoke(Unknown Source)`,
  ];
  const library = '\tat org.springframework.web.servlet.FrameworkServlet.service(FrameworkServlet.java:885)';
  return [heading, ...frames, ...proxies.slice(1), ...repeat(library, r.number(1, 5))].join('\n');
}

function node(r: Random, heading: string, calls: readonly string[]): string {
  const frames = calls.map((call) => {
    const cut = call.lastIndexOf(' ');
    return `    at ${call.slice(0, cut)} (/srv/${call.slice(cut + 1)}:${r.number(1, 400)}:${r.number(1, 80)})`;
  });
  const library = '    at process.processTicksAndRejections (node:internal/process/task_queues:95:5)';
  return [heading, ...frames, ...repeat(library, r.number(0, 2))].join('\n');
}

function go(r: Random, heading: string, calls: readonly string[]): string {
  const frames = calls.map(
    (call) =>
      `${call}(0xc000${r.hex(6)}, {0x${r.hex(4)}, 0x2})\n\t/app/${r.pick(['cmd', 'cmd'])}/main.go:${r.number(1, 400)} +0x${r.hex(2)}`,
  );
  return [heading, '', `goroutine ${r.number(1, 99)} [running]:`, ...frames, 'exit status 2'].join('\n');
}

function rust(r: Random, message: string, calls: readonly string[]): string {
  const all = ['rust_begin_unwind', 'core::panicking::panic_fmt', ...calls];
  const frames = all.map((call, index) => {
    const place = index < 2 ? `/rustc/${r.hex(40)}/library/std/src/panicking.rs` : './src/main.rs';
    return `   ${index}: ${call}${index < 2 ? '' : `::h${r.hex(16)}`}\n             at ${place}:${r.number(1, 400)}:5`;
  });
  return [
    `thread 'main' panicked at src/main.rs:${r.number(1, 400)}:5:`,
    message,
    'stack backtrace:',
    ...frames,
  ].join('\n');
}

function dotnet(r: Random, heading: string, calls: readonly string[]): string {
  const frames = calls.map((call) => `   at ${call} in /src/Code.cs:line ${r.number(1, 400)}`);
  const library =
    '   at Microsoft.AspNetCore.Mvc.Infrastructure.ActionMethodExecutor.Execute(ActionContext context)';
  return [heading, ...frames, ...repeat(library, r.number(0, 3))].join('\n');
}

function php(r: Random, heading: string, file: string, calls: readonly string[]): string {
  const library =
    '/app/vendor/laravel/framework/src/Kernel.php(141): Illuminate\\Foundation\\Http\\Kernel->handle()';
  const frames = [
    ...calls.map((call) => `/app/src/${file}(${r.number(1, 400)}): ${call}('${r.word()}')`),
    library,
  ];
  const numbered = [...frames, '{main}'].map((frame, index) => `#${index} ${frame}`);
  return [
    `PHP Fatal error:  Uncaught ${heading} in /app/src/${file}:${r.number(1, 400)}`,
    'Stack trace:',
    ...numbered,
  ].join('\n');
}

function ruby(r: Random, last: string, calls: readonly string[]): string {
  const [first, ...rest] = calls.map((call) => `app/models/order.rb:${r.number(1, 400)}:in \`${call}'`);
  const library = `/usr/lib/ruby/gems/3.3.0/gems/rack-3.0/lib/rack/builder.rb:${r.number(1, 400)}:in \`call'`;
  return [`${first}: ${last}`, ...[...rest, library].map((call) => `\tfrom ${call}`)].join('\n');
}

function repeat(line: string, times: number): readonly string[] {
  return Array.from({ length: times }, () => line);
}

function of(language: string, label: string, stack: (random: Random) => string): StackTemplate {
  return { label: `${language}/${label}`, language, stack };
}
