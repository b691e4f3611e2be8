using System.Security.Cryptography;

namespace AgentFunctions.Tasks;

/// <summary>Makes the task ids of this instance. Thread-safe.</summary>
public sealed class TaskIdSource(TimeProvider time)
{
    // Random per process: instances need no coordination, and a clash of shards only means that they share a partition.
    private readonly int _shard = RandomNumberGenerator.GetInt32(1 << (5 * TaskId.ShardLength));

    public TaskId Next()
    {
        Span<byte> random = stackalloc byte[16];
        RandomNumberGenerator.Fill(random);
        return TaskId.Create(time.GetUtcNow().ToUnixTimeMilliseconds(), _shard, BitConverter.ToUInt128(random));
    }
}
