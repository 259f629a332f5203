import kafkajs, { type GroupMember, type PartitionAssigner } from 'kafkajs';

const { AssignerProtocol, PartitionAssigners } = kafkajs;
const version = 0;

/** Numbers of the partitions of a topic that this member does not read. */
export type PartitionsOf = (topic: string) => Promise<readonly number[]>;

/**
 * Deals the partitions of each topic to the members that read it, in turns.
 *
 * The client's own assigner deals the leader's topics to all members: those that read other topics throw them away, and of
 * theirs nobody gets any. It is called the same, so that members that have the client's can be in the group.
 */
export function assignPartitions(partitionsOf: PartitionsOf): PartitionAssigner {
  return (config) => ({
    ...PartitionAssigners.roundRobin(config),
    async assign({ members, topics }) {
      const readers = members.map(readerOf).sort((one, other) => (one.memberId < other.memberId ? -1 : 1));
      let turn = 0;
      for (const topic of [...new Set(readers.flatMap((reader) => reader.topics))].sort()) {
        const partitions = topics.includes(topic)
          ? config.cluster.findTopicPartitionMetadata(topic).map(({ partitionId }) => partitionId)
          : await partitionsOf(topic).catch(() => []); // asked again when the group is dealt anew
        const ofTopic = readers.filter((reader) => reader.topics.includes(topic));
        for (const partition of partitions) {
          deal(ofTopic[turn % ofTopic.length]?.hand, topic, partition);
          turn += 1;
        }
      }
      return readers.map(({ memberId, hand }) => ({ memberId, memberAssignment: encode(hand) }));
    },
  });
}

type Hand = Map<string, number[]>;

function readerOf({ memberId, memberMetadata }: GroupMember) {
  const { topics = [] } = AssignerProtocol.MemberMetadata.decode(memberMetadata) ?? {};
  return { memberId, topics, hand: new Map() as Hand };
}

function deal(hand: Hand | undefined, topic: string, partition: number): void {
  const dealt = hand?.get(topic);
  if (dealt === undefined) hand?.set(topic, [partition]);
  else dealt.push(partition);
}

function encode(hand: Hand): Buffer {
  const assignment = Object.fromEntries(hand);
  return AssignerProtocol.MemberAssignment.encode({ version, assignment, userData: Buffer.alloc(0) });
}
