import type { Frame, Language } from './stacks/trace.ts';

/** Where the code of runtimes and libraries lies, by language; for Java by package. */
const vendored: { readonly [language in Language]: RegExp } = {
  python:
    /[\\/](?:site-packages|dist-packages)[\\/]|[\\/]lib[\\/]python\d|[\\/]Python\d+[\\/]Lib[\\/]|^<(?!string)/i,
  node: /(?:^|[\\/])node_modules[\\/]|^node:|^internal[\\/]|^<native>|^native$|[\\/]\.pnpm[\\/]|^(?:_http|events|net|stream|timers|module)[\w]*\.js$/,
  java: /^(?:javax?|jdk|sun|com\.sun|jakarta|kotlinx?|scala|groovy|clojure|akka|play|reactor|rx|junit|feign)\.|^org\.(?:springframework|apache|hibernate|eclipse|jboss|slf4j|junit|codehaus|postgresql|mariadb|mongodb|elasticsearch|jooq|quartz|thymeleaf|glassfish|aspectj|redisson|bouncycastle|jetbrains|h2|mockito|wildfly|xnio|keycloak|flywaydb|yaml)\.|^io\.(?:netty|micrometer|undertow|grpc|vertx|quarkus|reactivex|lettuce|micronaut|opentelemetry|smallrye|ktor|github\.resilience4j|dropwizard|prometheus|jsonwebtoken)\.|^com\.(?:fasterxml|google\.(?:common|inject|gson|protobuf)|zaxxer|mysql|mongodb|netflix|squareup|typesafe|datastax|ibm\.(?:db2|ws)|microsoft\.sqlserver|amazonaws|rabbitmq|github\.benmanes|oracle|codahale)\.|^(?:okhttp3|okio|retrofit2|redis\.clients|oracle\.(?:jdbc|net)|ch\.qos|net\.(?:bytebuddy|sf\.cglib)|software\.amazon|zio|cats|liquibase)\./,
  go: /^(?:\/usr\/local\/go|.*\/go\/(?:src|pkg\/mod|\d[\d.]*\/libexec\/src)|.*\/sdk\/go[\d.]*\/src|.*\/hostedtoolcache\/go\/[^/]+\/x64\/src|.*\/vendor)\//,
  rust: /^\/rustc\/|\.cargo\/registry\/|\/rustlib\/|^(?:std|core|alloc|tokio|futures\w*|hyper|tower|actix_\w+|axum|tracing|rayon|serde\w*|reqwest|backtrace|anyhow|eyre|color_eyre)::|^(?:rust_begin_unwind|__rust_|_start|main$|__libc_start|clone|start_thread)/,
  dotnet:
    /^(?:System|Microsoft|MediatR|Newtonsoft|Npgsql|Autofac|Castle|Dapper|Polly|Serilog|NLog|MassTransit|Grpc|StackExchange|MySql|Oracle|RabbitMQ|Quartz|Hangfire|AutoMapper|FluentValidation|Confluent|MongoDB|NHibernate)\./,
  php: /(?:^|[\\/])vendor[\\/]|^\[internal function\]/,
  ruby: /[\\/]gems[\\/]|[\\/]lib[\\/]ruby[\\/]|^<internal:|[\\/]vendor[\\/]bundle[\\/]/,
};

/** True for a frame of the service's own code, false for one of a runtime, a framework or a library. */
export function isInApp(frame: Frame, language: Language): boolean {
  return !vendored[language].test(frame.path);
}
