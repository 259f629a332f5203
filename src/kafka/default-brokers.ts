/** Where Kafka is looked for when nobody says where it is. */
export const defaultBrokers = 'localhost:9092';
